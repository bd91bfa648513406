/** What a layout needs of a graph, and what it gives. */
import { RELATION_TYPES, type RelationType } from '../../facts/facts.ts';
import type { AttackGraphColumns } from '../columns.ts';

export interface LayoutInput {
  readonly nodeCount: number;
  /** Microseconds, NaN where missing; entities come in this order. */
  readonly nodeFirstUs: Float64Array;
  readonly edgeSources: Uint32Array;
  readonly edgeTargets: Uint32Array;
  /** 1 for what someone did (started, wrote, sent), 0 for circumstances (ran on, ran as, named together): those yield. */
  readonly edgeActs: Uint8Array;
}
export interface Layout {
  readonly kind: 'story' | 'force';
  /** x0, y0, x1, y1 … of the entities in pixels at scale 1; y grows downwards, so where it grows upwards it has to be negated. */
  readonly positions: Float32Array;
  /**
   * Per relation, how far the middle of its line stands from the straight one, as a part of its length; to the left of its direction. A
   * quadratic curve reaches half the way to its control point, which therefore lies twice as far out.
   */
  readonly bends: Float32Array;
}

/** Relations that tell where, as whom or from where something ran, not what was done. */
const CIRCUMSTANCES: ReadonlySet<string> = new Set<RelationType>([
  'ran_on', 'ran_as', 'image_of', 'logged_on_to', 'failed_logon_to', 'logon_from', 'signed_in_from', 'owns_mailbox', 'member_of', 'part_of', 'computer_account_of', 'co_evidence', 'accepted_from',
]);
/** Whether a relation is an act, which the picture is made of, or a circumstance, which it draws quietly. */
export const isAct = (c: AttackGraphColumns, edge: number): boolean => c.edgeBasis[edge] === 0 && !CIRCUMSTANCES.has(RELATION_TYPES[c.edgeTypes[edge]!] ?? '');

/** The columns a layout needs, copied, so that they can be handed to a worker. */
export const inputOf = (c: AttackGraphColumns): LayoutInput => ({
  nodeCount: c.nodeCount, nodeFirstUs: c.nodeFirstUs.slice(), edgeSources: c.edgeSources.slice(), edgeTargets: c.edgeTargets.slice(), edgeActs: Uint8Array.from(c.edgeBasis, (_b, e) => (isAct(c, e) ? 1 : 0)),
});

/** Number of the component of each entity; components are numbered by their first entity. */
export function connectedComponents(input: Pick<LayoutInput, 'nodeCount' | 'edgeSources' | 'edgeTargets'>): { ofNode: Uint32Array; count: number } {
  const parent = Uint32Array.from({ length: input.nodeCount }, (_v, i) => i);
  const find = (i: number): number => {
    while (parent[i] !== i) i = parent[i] = parent[parent[i]!]!;
    return i;
  };
  for (let e = 0; e < input.edgeSources.length; e++) {
    const [a, b] = [find(input.edgeSources[e]!), find(input.edgeTargets[e]!)];
    if (a !== b) parent[Math.max(a, b)] = Math.min(a, b);
  }
  const ofNode = new Uint32Array(input.nodeCount);
  let count = 0;
  for (let i = 0; i < input.nodeCount; i++) ofNode[i] = find(i) === i ? count++ : ofNode[find(i)]!;
  return { ofNode, count };
}

/** Relations between the same two entities fan out; the first keeps `base`. The bend is to the left of the direction of travel. */
export function bendParallels(input: LayoutInput, base: (edge: number) => number): Float32Array {
  const seen = new Map<number, number>();
  return Float32Array.from(input.edgeSources, (a, e) => {
    const b = input.edgeTargets[e]!;
    const key = Math.min(a, b) * input.nodeCount + Math.max(a, b);
    const nth = seen.get(key) ?? 0;
    seen.set(key, nth + 1);
    const side = a < b ? 1 : -1;
    return nth === 0 ? base(e) : side * (nth % 2 === 1 ? 1 : -1) * (0.14 + 0.1 * ((nth - 1) >> 1)) + base(e);
  });
}

/**
 * Sizes at scale 1. A label has 15 characters of 12 px (at most 96 px) under a disc of 28 px. Two columns apart they share a line:
 * 2 × 78 > 96. One column apart the disc may stand beside a label: 78 > 48 + 14.
 */
export const CELL = { width: 78, height: 66, rowGap: 34, blockGap: 40 } as const;

/** One component, in columns. Nodes in time order. */
export interface Block {
  readonly nodes: readonly number[];
  /** Column of each node of `nodes`, rising. */
  readonly columns: readonly number[];
  readonly columnCount: number;
}
