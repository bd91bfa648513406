/** What a layout needs of a graph, and what it gives. */
import type { AttackGraphColumns } from '../graph-data.ts';

export interface LayoutInput {
  readonly nodeCount: number;
  /** Microseconds, NaN where missing; entities come in this order. */
  readonly nodeFirstUs: Float64Array;
  readonly edgeSources: Uint32Array;
  readonly edgeTargets: Uint32Array;
}
export interface Layout {
  readonly kind: 'story' | 'force';
  /** x0, y0, x1, y1 … of the entities. */
  readonly positions: Float32Array;
  /** Per relation, how far it bends to the left of its direction, as a part of its length. */
  readonly bends: Float32Array;
}

/** The columns a layout needs, copied, so that they can be handed to a worker. */
export const inputOf = (c: AttackGraphColumns): LayoutInput => ({
  nodeCount: c.nodeCount, nodeFirstUs: c.nodeFirstUs.slice(), edgeSources: c.edgeSources.slice(), edgeTargets: c.edgeTargets.slice(),
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
