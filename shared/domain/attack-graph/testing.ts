/** Builders for tests: a graph from plain lists, in the order the contract asks for. */
import { ENTITY_KINDS, type EntityKind } from '../entity/kinds.ts';
import type { AttackGraphColumns } from './columns.ts';

export interface PlainNode { readonly id: string; readonly label?: string; readonly kind?: EntityKind; readonly first?: number; readonly last?: number; readonly alerts?: number; readonly verdict?: number; readonly severity?: number; readonly flags?: number }
export interface PlainEdge { readonly from: string; readonly to: string; readonly first?: number; readonly last?: number; readonly inferred?: boolean; readonly type?: number }
export interface PlainAlert { readonly id: string; readonly first?: number; readonly severity?: number; readonly touches?: readonly string[] }

/** UTF-8 of texts that hold ASCII only. */
const blob = (texts: readonly string[]): Uint8Array => Uint8Array.from([...texts.join('\0')], (ch) => ch.charCodeAt(0));
const before = (a: number | undefined, b: number | undefined): number => (a ?? Infinity) === (b ?? Infinity) ? 0 : (a ?? Infinity) < (b ?? Infinity) ? -1 : 1;

export function graphOf(plainNodes: readonly PlainNode[], plainEdges: readonly PlainEdge[], alerts: readonly PlainAlert[] = []): AttackGraphColumns {
  const nodes = [...plainNodes].sort((a, b) => before(a.first, b.first) || (a.id < b.id ? -1 : 1));
  const index = new Map(nodes.map((n, i) => [n.id, i]));
  const at = (id: string) => index.get(id)!;
  const edges = [...plainEdges].sort((a, b) => before(a.first, b.first) || at(a.from) - at(b.from) || at(a.to) - at(b.to));
  const pairs = alerts.flatMap((a, i) => (a.touches ?? []).map((id) => [i, at(id)] as const));
  return {
    incidentId: 'i', view: 'story', nodeCount: nodes.length, edgeCount: edges.length, ids: blob(nodes.map((n) => n.id)), labels: blob(nodes.map((n) => n.label ?? n.id)),
    kinds: Uint8Array.from(nodes, (n) => ENTITY_KINDS.indexOf(n.kind ?? 'process')), verdicts: Uint8Array.from(nodes, (n) => n.verdict ?? 0), alertCounts: Uint16Array.from(nodes, (n) => n.alerts ?? 0),
    maxSeverities: Uint8Array.from(nodes, (n) => n.severity ?? 0), flags: Uint8Array.from(nodes, (n) => n.flags ?? 0),
    nodeFirstUs: Float64Array.from(nodes, (n) => n.first ?? NaN), nodeLastUs: Float64Array.from(nodes, (n) => n.last ?? n.first ?? NaN),
    edgeSources: Uint32Array.from(edges, (e) => at(e.from)), edgeTargets: Uint32Array.from(edges, (e) => at(e.to)), edgeTypes: Uint8Array.from(edges, (e) => e.type ?? 0), edgeBasis: Uint8Array.from(edges, (e) => (e.inferred ? 1 : 0)),
    edgeFirstUs: Float64Array.from(edges, (e) => e.first ?? NaN), edgeLastUs: Float64Array.from(edges, (e) => e.last ?? e.first ?? NaN), edgeCounts: new Uint32Array(edges.length).fill(1), edgeRelationIds: Uint32Array.from(edges, (_e, i) => i + 100),
    alertIds: blob(alerts.map((a) => a.id)), alertFirstUs: Float64Array.from(alerts, (a) => a.first ?? NaN), alertSeverities: Uint8Array.from(alerts, (a) => a.severity ?? 3),
    pairAlerts: Uint32Array.from(pairs, (p) => p[0]), pairNodes: Uint32Array.from(pairs, (p) => p[1]), totalEntities: nodes.length, totalRelations: edges.length, withoutTime: nodes.filter((n) => n.first === undefined).length,
  };
}
