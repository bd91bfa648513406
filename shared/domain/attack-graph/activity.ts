/**
 * What of the graph is active in a window of time, exactly. The window is what the brush looks at, cut at the cursor:
 * [brushStart, min(cursor, brushEnd)].
 *
 * Rules:
 *  1. A relation spans its first to its last time and is active when that span meets the window. It never starts before both its ends are
 *     known: its first time is at least that of its entities (an inferred relation may carry an earlier one).
 *  2. An entity is active when something of it lies in the window: its first or last time, the first activity of an alert on it, or an
 *     active relation. The span between its first and last time alone does not count: silence is not activity.
 *  3. Without a time: always drawn, marked, counted apart.
 *
 * For a fixed brush start an entity becomes active at one rank and stays so while the cursor moves on. That rank is all the time a picture
 * needs: moving the cursor compares numbers and writes nothing per entity, and the counts are two binary searches.
 */
import type { AttackGraphColumns } from './graph-data.ts';

/** Rank of something that has no time: it takes part in no comparison. */
export const NO_TIME = -1;
/** Rank of something that does not become active in the window, however far the cursor moves. */
export const NEVER = 0xffffff;

export interface TimeWindow {
  readonly startUs: number;
  readonly endUs: number;
}

/** Every time of the graph as its rank among the distinct times: exact in a float, where microseconds are not. */
export interface TimeRanks {
  /** Sorted distinct times. */
  readonly timesUs: Float64Array;
  readonly edgeFirst: Int32Array;
  readonly edgeLast: Int32Array;
  /** Own moments of the entities: first, last, and alerts on it. Pairs of entity and rank. */
  readonly momentNodes: Uint32Array;
  readonly momentRanks: Int32Array;
  readonly nodeFirst: Int32Array;
}

export function rankTimes(c: AttackGraphColumns): TimeRanks {
  const timesUs = distinctTimes(c);
  const rankOf = (us: number) => (Number.isNaN(us) ? NO_TIME : lowerBound(timesUs, us));
  const nodeFirst = Int32Array.from(c.nodeFirstUs, rankOf);
  const edgeFirst = new Int32Array(c.edgeCount);
  const edgeLast = new Int32Array(c.edgeCount);
  for (let e = 0; e < c.edgeCount; e++) {
    const own = rankOf(c.edgeFirstUs[e]!);
    if (own === NO_TIME) {
      edgeFirst[e] = edgeLast[e] = NO_TIME;
      continue;
    }
    edgeFirst[e] = Math.max(own, nodeFirst[c.edgeSources[e]!]!, nodeFirst[c.edgeTargets[e]!]!);
    edgeLast[e] = Math.max(edgeFirst[e]!, rankOf(c.edgeLastUs[e]!));
  }
  return { timesUs, edgeFirst, edgeLast, nodeFirst, ...moments(c, nodeFirst, rankOf) };
}

function distinctTimes(c: AttackGraphColumns): Float64Array {
  const set = new Set<number>();
  for (const column of [c.nodeFirstUs, c.nodeLastUs, c.edgeFirstUs, c.edgeLastUs, c.alertFirstUs]) for (const us of column) if (!Number.isNaN(us)) set.add(us);
  return Float64Array.from(set).sort();
}

function moments(c: AttackGraphColumns, nodeFirst: Int32Array, rankOf: (us: number) => number): { momentNodes: Uint32Array; momentRanks: Int32Array } {
  const nodes: number[] = [];
  const ranks: number[] = [];
  const add = (node: number, rank: number) => {
    // An entity without own time has none by contract, whatever touches it; and nothing of it is earlier than its first time.
    if (rank === NO_TIME || nodeFirst[node] === NO_TIME) return;
    nodes.push(node);
    ranks.push(Math.max(rank, nodeFirst[node]!));
  };
  for (let n = 0; n < c.nodeCount; n++) {
    add(n, nodeFirst[n]!);
    add(n, rankOf(c.nodeLastUs[n]!));
  }
  for (let p = 0; p < c.pairNodes.length; p++) add(c.pairNodes[p]!, rankOf(c.alertFirstUs[c.pairAlerts[p]!]!));
  return { momentNodes: Uint32Array.from(nodes), momentRanks: Int32Array.from(ranks) };
}

/** First rank inside a brush: what {@link viewFrom} takes. */
export const startRank = (ranks: TimeRanks, brush: TimeWindow): number => lowerBound(ranks.timesUs, brush.startUs);

/** Things are active while their rank is below this. A window that ends before it starts holds nothing. */
export function endRank(ranks: TimeRanks, brush: TimeWindow, cursorUs: number): number {
  const endUs = Math.min(cursorUs, brush.endUs);
  return endUs < brush.startUs ? 0 : upperBound(ranks.timesUs, endUs);
}

/**
 * The graph as a brush start sees it. Costs one pass over the columns when the brush start moves; everything that only depends on the
 * cursor is a comparison or a binary search.
 */
export interface BrushView {
  /** Rank from which each entity is active; NO_TIME: always; NEVER: not in this brush. */
  readonly nodeRank: Int32Array;
  /** The same for relations: their first rank, NEVER when they are over before the start. */
  readonly edgeRank: Int32Array;
  /** Active entities, of those with a time, when the window ends at rank `end`. */
  countNodes(end: number): number;
  countEdges(end: number): number;
  readonly nodesWithoutTime: number;
  readonly edgesWithoutTime: number;
}

export function viewFrom(c: AttackGraphColumns, ranks: TimeRanks, start: number): BrushView {
  const nodeRank = new Int32Array(c.nodeCount).fill(NEVER);
  const edgeRank = new Int32Array(c.edgeCount);
  for (let n = 0; n < c.nodeCount; n++) if (ranks.nodeFirst[n] === NO_TIME) nodeRank[n] = NO_TIME;
  const see = (node: number, rank: number) => {
    if (nodeRank[node]! > rank) nodeRank[node] = rank;
  };
  for (let m = 0; m < ranks.momentNodes.length; m++) if (ranks.momentRanks[m]! >= start) see(ranks.momentNodes[m]!, ranks.momentRanks[m]!);
  for (let e = 0; e < c.edgeCount; e++) {
    const first = ranks.edgeFirst[e]!;
    edgeRank[e] = first === NO_TIME ? NO_TIME : ranks.edgeLast[e]! < start ? NEVER : first;
    if (edgeRank[e] === NO_TIME || edgeRank[e] === NEVER) continue;
    see(c.edgeSources[e]!, edgeRank[e]!);
    see(c.edgeTargets[e]!, edgeRank[e]!);
  }
  const sortedNodes = nodeRank.filter((r) => r !== NO_TIME).sort();
  const sortedEdges = edgeRank.filter((r) => r !== NO_TIME).sort();
  return {
    nodeRank, edgeRank, countNodes: (end) => lowerBound(sortedNodes, end), countEdges: (end) => lowerBound(sortedEdges, end),
    nodesWithoutTime: c.nodeCount - sortedNodes.length, edgesWithoutTime: c.edgeCount - sortedEdges.length,
  };
}

export interface GraphState {
  readonly activeNodes: Uint8Array;
  readonly activeEdges: Uint8Array;
  readonly nodes: number;
  readonly edges: number;
}

/** The graph at a time, straight from the rules: what every faster way has to equal. Things without time count as active. */
export function stateAt(c: AttackGraphColumns, brush: TimeWindow, cursorUs: number): GraphState {
  const endUs = Math.min(cursorUs, brush.endUs);
  const within = (us: number) => us >= brush.startUs && us <= endUs;
  const activeNodes = Uint8Array.from(c.nodeFirstUs, (us) => (Number.isNaN(us) ? 1 : 0));
  const activeEdges = new Uint8Array(c.edgeCount);
  const clamp = (node: number, us: number) => Math.max(us, c.nodeFirstUs[node]!);
  const mark = (node: number, us: number) => {
    if (within(clamp(node, us))) activeNodes[node] = 1;
  };
  for (let n = 0; n < c.nodeCount; n++) {
    mark(n, c.nodeFirstUs[n]!);
    mark(n, c.nodeLastUs[n]!);
  }
  for (let p = 0; p < c.pairNodes.length; p++) mark(c.pairNodes[p]!, c.alertFirstUs[c.pairAlerts[p]!]!);
  for (let e = 0; e < c.edgeCount; e++) {
    const [a, b] = [c.edgeSources[e]!, c.edgeTargets[e]!];
    if (Number.isNaN(c.edgeFirstUs[e]!)) {
      activeEdges[e] = 1;
      continue;
    }
    const firstUs = Math.max(c.edgeFirstUs[e]!, ...[c.nodeFirstUs[a]!, c.nodeFirstUs[b]!].filter((us) => !Number.isNaN(us)));
    const lastUs = Number.isNaN(c.edgeLastUs[e]!) ? firstUs : Math.max(firstUs, c.edgeLastUs[e]!);
    if (firstUs > endUs || lastUs < brush.startUs || endUs < brush.startUs) continue;
    activeEdges[e] = activeNodes[a] = activeNodes[b] = 1;
  }
  return { activeNodes, activeEdges, nodes: sum(activeNodes), edges: sum(activeEdges) };
}

const sum = (column: Uint8Array) => column.reduce((a, b) => a + b, 0);

/** First index whose value is at least `value`. */
export function lowerBound(sorted: { readonly length: number; readonly [index: number]: number }, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** First index whose value is above `value`. */
export function upperBound(sorted: { readonly length: number; readonly [index: number]: number }, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
