/** Who is next to whom, as compressed rows: built once, asked without copies. */
import type { AttackGraphColumns } from './graph-data.ts';

/** Row `i` of `items` is `items[starts[i]]` to `items[starts[i + 1]]`, exclusive. */
export interface Rows {
  readonly starts: Uint32Array;
  readonly items: Uint32Array;
}

export function buildRows(count: number, pairs: number, keyOf: (pair: number) => number, itemOf: (pair: number) => number): Rows {
  const starts = new Uint32Array(count + 1);
  for (let p = 0; p < pairs; p++) starts[keyOf(p) + 1]!++;
  for (let i = 0; i < count; i++) starts[i + 1]! += starts[i]!;
  const items = new Uint32Array(pairs);
  const next = starts.slice(0, count);
  for (let p = 0; p < pairs; p++) items[next[keyOf(p)]!++] = itemOf(p);
  return { starts, items };
}

export const rowOf = (rows: Rows, index: number): Uint32Array => rows.items.subarray(rows.starts[index]!, rows.starts[index + 1]!);

export interface Neighbourhoods {
  /** Edges that touch an entity, in edge order. */
  readonly edgesOfNode: Rows;
  readonly nodesOfAlert: Rows;
  readonly alertsOfNode: Rows;
}

export function findNeighbourhoods(c: AttackGraphColumns): Neighbourhoods {
  const ends = c.edgeCount * 2;
  return {
    edgesOfNode: buildRows(c.nodeCount, ends, (k) => (k % 2 === 0 ? c.edgeSources : c.edgeTargets)[k >> 1]!, (k) => k >> 1),
    nodesOfAlert: buildRows(c.alertFirstUs.length, c.pairAlerts.length, (p) => c.pairAlerts[p]!, (p) => c.pairNodes[p]!),
    alertsOfNode: buildRows(c.nodeCount, c.pairNodes.length, (p) => c.pairNodes[p]!, (p) => c.pairAlerts[p]!),
  };
}

/** What a selection makes stand out. */
export interface Highlight {
  readonly nodes: ReadonlySet<number>;
  readonly edges: ReadonlySet<number>;
  readonly alerts: ReadonlySet<number>;
}

/** An entity with its relations, their other ends, and its alerts. */
export function highlightNode(c: AttackGraphColumns, n: Neighbourhoods, node: number): Highlight {
  const edges = new Set(rowOf(n.edgesOfNode, node));
  const nodes = new Set([node]);
  for (const e of edges) {
    nodes.add(c.edgeSources[e]!);
    nodes.add(c.edgeTargets[e]!);
  }
  return { nodes, edges, alerts: new Set(rowOf(n.alertsOfNode, node)) };
}

/** An alert with its entities and the relations among them. */
export function highlightAlert(c: AttackGraphColumns, n: Neighbourhoods, alert: number): Highlight {
  const nodes = new Set(rowOf(n.nodesOfAlert, alert));
  const edges = new Set<number>();
  for (const node of nodes) for (const e of rowOf(n.edgesOfNode, node)) if (nodes.has(c.edgeSources[e]!) && nodes.has(c.edgeTargets[e]!)) edges.add(e);
  return { nodes, edges, alerts: new Set([alert]) };
}

export function highlightEdge(c: AttackGraphColumns, edge: number): Highlight {
  return { nodes: new Set([c.edgeSources[edge]!, c.edgeTargets[edge]!]), edges: new Set([edge]), alerts: new Set() };
}

/**
 * How an entity was reached: back along relations to the earliest entity, each step to the neighbour seen first before it. Observed
 * relations win over inferred ones of the same time. At most `limit` steps; the result runs from the earliest to `node`.
 */
export function pathTo(c: AttackGraphColumns, n: Neighbourhoods, node: number, limit = 12): { nodes: number[]; edges: number[] } {
  const nodes = [node];
  const edges: number[] = [];
  const seen = new Set(nodes);
  for (let at = node; edges.length < limit;) {
    let best = -1;
    for (const e of rowOf(n.edgesOfNode, at)) {
      const other = c.edgeSources[e] === at ? c.edgeTargets[e]! : c.edgeSources[e]!;
      // Only back in time: the columns are in time order, so a smaller index is not later.
      if (seen.has(other) || other >= at || Number.isNaN(c.nodeFirstUs[other]!)) continue;
      if (best < 0 || rankOfStep(c, at, e) < rankOfStep(c, at, best)) best = e;
    }
    if (best < 0) break;
    at = c.edgeSources[best] === at ? c.edgeTargets[best]! : c.edgeSources[best]!;
    seen.add(at);
    nodes.push(at);
    edges.push(best);
  }
  return { nodes: nodes.reverse(), edges: edges.reverse() };
}

/** Smaller is a better step: observed, into the entity, first in edge order. */
const rankOfStep = (c: AttackGraphColumns, at: number, e: number) => c.edgeBasis[e]! * 4 * c.edgeCount + (c.edgeTargets[e] === at ? 0 : 2 * c.edgeCount) + e;
