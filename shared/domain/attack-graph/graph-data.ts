/** A read view over the columns of `graph.get`: the arrays are used as they came, ids and labels are decoded when asked for. */
import type { Result } from '../../base/result.ts';
import { err, ok } from '../../base/result.ts';
import { ENTITY_KINDS, type EntityKind } from '../entity/kinds.ts';
import { RELATION_TYPES } from '../facts/facts.ts';
import { NODE_FLAG, SEVERITIES, VERDICTS } from './codes.ts';
import { decodeUtf8 } from './utf8.ts';

/** The columns as they travel. Node columns have `nodeCount` items, edge columns `edgeCount`; times are microseconds, NaN where missing. */
export interface AttackGraphColumns {
  readonly incidentId: string; readonly view: 'story' | 'all'; readonly nodeCount: number; readonly edgeCount: number;
  readonly ids: Uint8Array; readonly labels: Uint8Array; readonly kinds: Uint8Array; readonly verdicts: Uint8Array; readonly alertCounts: Uint16Array;
  readonly maxSeverities: Uint8Array; readonly flags: Uint8Array; readonly nodeFirstUs: Float64Array; readonly nodeLastUs: Float64Array;
  readonly edgeSources: Uint32Array; readonly edgeTargets: Uint32Array; readonly edgeTypes: Uint8Array; readonly edgeBasis: Uint8Array;
  readonly edgeFirstUs: Float64Array; readonly edgeLastUs: Float64Array; readonly edgeCounts: Uint32Array; readonly edgeRelationIds: Uint32Array;
  readonly alertIds: Uint8Array; readonly alertFirstUs: Float64Array; readonly alertSeverities: Uint8Array; readonly pairAlerts: Uint32Array; readonly pairNodes: Uint32Array;
  readonly totalEntities: number; readonly totalRelations: number; readonly withoutTime: number;
}

/** Names of the columns that hold one item per node, and per edge. */
const NODE_COLUMNS = ['kinds', 'verdicts', 'alertCounts', 'maxSeverities', 'flags', 'nodeFirstUs', 'nodeLastUs'] as const;
const EDGE_COLUMNS = ['edgeSources', 'edgeTargets', 'edgeTypes', 'edgeBasis', 'edgeFirstUs', 'edgeLastUs', 'edgeCounts', 'edgeRelationIds'] as const;

export interface GraphData {
  readonly columns: AttackGraphColumns;
  readonly nodeCount: number;
  readonly edgeCount: number;
  readonly alertCount: number;
  id(node: number): string;
  label(node: number): string;
  kind(node: number): EntityKind;
  verdict(node: number): (typeof VERDICTS)[number];
  maxSeverity(node: number): (typeof SEVERITIES)[number];
  has(node: number, flag: keyof typeof NODE_FLAG): boolean;
  relationType(edge: number): string;
  isInferred(edge: number): boolean;
  alertId(alert: number): string;
  /** Index of an entity, or -1. */
  nodeOf(entityId: string): number;
  /** Index of an alert, or -1. */
  alertOf(alertId: string): number;
  /** Index of the edge drawn for a relation row, or -1. */
  edgeOf(relationId: number): number;
}

/** Checks lengths and references. The error names the column that is wrong. */
export function readGraph(columns: AttackGraphColumns): Result<GraphData, string> {
  const problem = findProblem(columns);
  return problem === null ? ok(view(columns)) : err(problem);
}

function findProblem(c: AttackGraphColumns): string | null {
  for (const name of NODE_COLUMNS) if (c[name].length !== c.nodeCount) return `${name} has ${c[name].length} items for ${c.nodeCount} entities`;
  for (const name of EDGE_COLUMNS) if (c[name].length !== c.edgeCount) return `${name} has ${c[name].length} items for ${c.edgeCount} relations`;
  for (const name of ['ids', 'labels'] as const) if (blobItems(c[name], c.nodeCount) !== c.nodeCount) return `${name} does not hold ${c.nodeCount} texts`;
  const alerts = c.alertFirstUs.length;
  if (c.alertSeverities.length !== alerts) return `alertSeverities has ${c.alertSeverities.length} items for ${alerts} alerts`;
  if (blobItems(c.alertIds, alerts) !== alerts) return `alertIds does not hold ${alerts} texts`;
  if (c.pairAlerts.length !== c.pairNodes.length) return 'pairAlerts and pairNodes differ in length';
  const beyond = (column: Uint32Array, limit: number) => column.some((v) => v >= limit);
  for (const name of ['edgeSources', 'edgeTargets', 'pairNodes'] as const) if (beyond(c[name], c.nodeCount)) return `${name} names an entity that is not there`;
  return beyond(c.pairAlerts, alerts) ? 'pairAlerts names an alert that is not there' : null;
}

/** An empty blob is one empty text or none: the count next to it decides. */
function blobItems(blob: Uint8Array, expected: number): number {
  if (blob.length === 0) return expected <= 1 ? expected : 0;
  let items = 1;
  for (const byte of blob) if (byte === 0) items++;
  return items;
}

function view(c: AttackGraphColumns): GraphData {
  const ids = lazyTexts(c.ids);
  const labels = lazyTexts(c.labels);
  const alertIds = lazyTexts(c.alertIds);
  const nodeOf = lazyIndex(c.nodeCount, ids);
  const alertOf = lazyIndex(c.alertFirstUs.length, alertIds);
  const edgeOf = lazyIndex(c.edgeCount, (e) => c.edgeRelationIds[e]!);
  return {
    columns: c, nodeCount: c.nodeCount, edgeCount: c.edgeCount, alertCount: c.alertFirstUs.length,
    id: ids, label: labels, alertId: alertIds,
    kind: (n) => ENTITY_KINDS[c.kinds[n]!] ?? 'other',
    verdict: (n) => VERDICTS[c.verdicts[n]!] ?? 'unknown',
    maxSeverity: (n) => SEVERITIES[c.maxSeverities[n]!] ?? 'unknown',
    has: (n, flag) => (c.flags[n]! & NODE_FLAG[flag]) !== 0,
    relationType: (e) => RELATION_TYPES[c.edgeTypes[e]!] ?? 'related_to',
    isInferred: (e) => c.edgeBasis[e] === 1,
    nodeOf: (id) => nodeOf().get(id) ?? -1,
    alertOf: (id) => alertOf().get(id) ?? -1,
    edgeOf: (id) => edgeOf().get(id) ?? -1,
  };
}

/** Offsets are found at the first question, each text is decoded when first asked for. */
function lazyTexts(blob: Uint8Array): (item: number) => string {
  let starts: number[] | null = null;
  const known = new Map<number, string>();
  return (item) => {
    starts ??= findStarts(blob);
    const start = starts[item];
    if (start === undefined) return '';
    const text = known.get(item) ?? decodeUtf8(blob.subarray(start, (starts[item + 1] ?? blob.length + 1) - 1));
    known.set(item, text);
    return text;
  };
}

function findStarts(blob: Uint8Array): number[] {
  const starts = [0];
  for (let i = 0; i < blob.length; i++) if (blob[i] === 0) starts.push(i + 1);
  return starts;
}

function lazyIndex<K>(count: number, keyOf: (item: number) => K): () => Map<K, number> {
  let map: Map<K, number> | null = null;
  return () => {
    if (map === null) {
      map = new Map();
      for (let i = 0; i < count; i++) map.set(keyOf(i), i);
    }
    return map;
  };
}
