/**
 * What the graph shows at a moment: a pure function of graph, brush start and cursor. An item is seen when it first appeared no
 * later than the cursor and was last seen no earlier than the brush's start. What has no time is always drawn and never counted
 * as seen or unseen; it is listed apart.
 */
import { lowerBound, upperBound } from './search.ts';
import type { GraphData } from './graph-data.ts';

export interface Moment { readonly fromUs: number; readonly cursorUs: number }
export interface Seen { readonly nodes: number; readonly edges: number }

/** The rule itself, for one item. */
export function isSeen(firstUs: number, lastUs: number, at: Moment): boolean {
  return firstUs <= at.cursorUs && (Number.isNaN(lastUs) ? firstUs : lastUs) >= at.fromUs;
}

/** Counts in the time of two binary searches per column, so that a playing scrubber pays nothing per entity. */
export class SeenCounter {
  readonly #columns: readonly { readonly first: Float64Array; readonly last: Float64Array }[];

  constructor(graph: GraphData) {
    const { nodeFirstUs, nodeLastUs, edgeFirstUs, edgeLastUs } = graph.columns;
    const sorted = (first: Float64Array, last: Float64Array) => ({
      first: first.filter((t) => !Number.isNaN(t)).sort(),
      last: Float64Array.from(first.keys().filter((i) => !Number.isNaN(first[i]!)).map((i) => (Number.isNaN(last[i]!) ? first[i]! : last[i]!))).sort(),
    });
    this.#columns = [sorted(nodeFirstUs, nodeLastUs), sorted(edgeFirstUs, edgeLastUs)];
  }

  /** Needs `fromUs <= cursorUs`: then whatever was last seen before `fromUs` also appeared before the cursor. */
  at(moment: Moment): Seen {
    const from = Math.min(moment.fromUs, moment.cursorUs);
    const [nodes, edges] = this.#columns.map(({ first, last }) => upperBound(first, moment.cursorUs) - lowerBound(last, from));
    return { nodes: nodes!, edges: edges! };
  }
}

/** Times as ranks among `timesUs`, exact in a 32-bit float. */
export function momentRanks(timesUs: Float64Array, at: Moment): { cursor: number; from: number } {
  return { cursor: upperBound(timesUs, at.cursorUs) - 1, from: lowerBound(timesUs, at.fromUs) };
}
