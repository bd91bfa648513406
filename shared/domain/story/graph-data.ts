/** The data graph: columns as they travel, with what every reader of them needs. Nothing here is per frame. */
import { RELATION_TYPES, type RelationType } from '../facts/facts.ts';
import { ENTITY_KINDS, type EntityKind } from '../entity/kinds.ts';
import type { AttackGraphColumns } from '../attack-graph/columns.ts';
import { SEVERITIES, VERDICTS } from '../attack-graph/codes.ts';

export class GraphData {
  readonly columns: AttackGraphColumns;
  readonly ids: readonly string[];
  readonly labels: readonly string[];
  readonly alertIds: readonly string[];
  /** Sorted distinct times at which something appears: what "step" walks. */
  readonly stepsUs: Float64Array;
  /** Sorted distinct times of all firsts and lasts: ranks travel to the GPU, because a float cannot hold microseconds. */
  readonly timesUs: Float64Array;
  readonly #nodeIndex: ReadonlyMap<string, number>;
  readonly #alertIndex: ReadonlyMap<string, number>;

  /** Throws when a column has the wrong length or points outside: such a graph must not be drawn. */
  constructor(columns: AttackGraphColumns, decode: (bytes: Uint8Array) => string) {
    check(columns);
    this.columns = columns;
    const split = (blob: Uint8Array, count: number, what: string): string[] => {
      const items = count === 0 ? [] : decode(blob).split('\0');
      if (items.length !== count) throw new Error(`graph: ${items.length} ${what} for ${count}`);
      return items;
    };
    this.ids = split(columns.ids, columns.nodeCount, 'ids');
    this.labels = split(columns.labels, columns.nodeCount, 'labels');
    this.alertIds = split(columns.alertIds, columns.alertFirstUs.length, 'alert ids');
    this.stepsUs = distinct(columns.nodeFirstUs, columns.edgeFirstUs, columns.alertFirstUs);
    this.timesUs = distinct(columns.nodeFirstUs, columns.nodeLastUs, columns.edgeFirstUs, columns.edgeLastUs);
    this.#nodeIndex = new Map(this.ids.map((id, i) => [id, i]));
    this.#alertIndex = new Map(this.alertIds.map((id, i) => [id, i]));
  }

  kind(node: number): EntityKind { return ENTITY_KINDS[this.columns.kinds[node]!]!; }
  verdict(node: number): (typeof VERDICTS)[number] { return VERDICTS[this.columns.verdicts[node]!] ?? 'unknown'; }
  severity(node: number): (typeof SEVERITIES)[number] { return SEVERITIES[this.columns.maxSeverities[node]!] ?? 'unknown'; }
  relation(edge: number): RelationType { return RELATION_TYPES[this.columns.edgeTypes[edge]!]!; }
  nodeOf(entityId: string): number { return this.#nodeIndex.get(entityId) ?? -1; }
  edgeOf(relationId: number): number { return this.columns.edgeRelationIds.indexOf(relationId); }

  /** Nodes that an alert names. */
  nodesOfAlert(alertId: string): number[] {
    const alert = this.#alertIndex.get(alertId);
    if (alert === undefined) return [];
    return [...this.columns.pairNodes].filter((_n, i) => this.columns.pairAlerts[i] === alert);
  }
  alertsOfNode(node: number): string[] {
    return [...this.columns.pairAlerts].filter((_a, i) => this.columns.pairNodes[i] === node).map((a) => this.alertIds[a]!);
  }
  /** What a selection lights: the nodes an alert names, an entity with what it is joined to, both ends of a relation. Null when nothing is. */
  lit(selection: { readonly kind: 'none' | 'alert' | 'entity' | 'relation'; readonly id: string }): ReadonlySet<number> | null {
    const nodes = selection.kind === 'alert' ? new Set(this.nodesOfAlert(selection.id)) : selection.kind === 'entity' ? this.#around(this.nodeOf(selection.id)) : selection.kind === 'relation' ? this.#ends(this.edgeOf(Number(selection.id))) : new Set<number>();
    return nodes.size === 0 ? null : nodes;
  }
  #around(node: number): Set<number> { return node < 0 ? new Set() : this.neighbourhood(node); }
  #ends(edge: number): Set<number> { return edge < 0 ? new Set() : new Set([this.columns.edgeSources[edge]!, this.columns.edgeTargets[edge]!]); }

  /** A node and what it is joined to directly. */
  neighbourhood(node: number): Set<number> {
    const near = new Set([node]);
    const { edgeSources, edgeTargets, edgeCount } = this.columns;
    for (let e = 0; e < edgeCount; e++) {
      if (edgeSources[e] === node) near.add(edgeTargets[e]!);
      else if (edgeTargets[e] === node) near.add(edgeSources[e]!);
    }
    return near;
  }
}

function check(c: AttackGraphColumns): void {
  const nodes = [c.kinds, c.verdicts, c.alertCounts, c.maxSeverities, c.flags, c.nodeFirstUs, c.nodeLastUs];
  const edges = [c.edgeSources, c.edgeTargets, c.edgeTypes, c.edgeBasis, c.edgeFirstUs, c.edgeLastUs, c.edgeCounts, c.edgeRelationIds];
  if (nodes.some((a) => a.length !== c.nodeCount) || edges.some((a) => a.length !== c.edgeCount) || c.pairAlerts.length !== c.pairNodes.length || c.alertSeverities.length !== c.alertFirstUs.length) throw new Error('graph: columns of different lengths');
  const outside = (list: Uint32Array, limit: number) => list.some((v) => v >= limit);
  if (outside(c.edgeSources, c.nodeCount) || outside(c.edgeTargets, c.nodeCount) || outside(c.pairNodes, c.nodeCount) || outside(c.pairAlerts, c.alertFirstUs.length)) throw new Error('graph: an edge points outside the graph');
}

function distinct(...columns: readonly Float64Array[]): Float64Array {
  const set = new Set<number>();
  for (const column of columns) for (const t of column) if (!Number.isNaN(t)) set.add(t);
  return Float64Array.from(set).sort();
}
