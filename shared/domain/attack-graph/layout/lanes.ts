/** Which lane each entity of a block takes: few crossings, short relations, and no relation through an entity. */
import { CELL, type Block, type LayoutInput } from './layout-input.ts';

/** Sweeps of the barycentre method, then rounds of improving single places. More gave nothing on stories of 400 entities. */
const SWEEPS = 12;
const ROUNDS = 6;
/** Weight of a relation through an entity and of a crossing, against one lane of a relation's length. */
const THROUGH = 4;
const CROSSING = 1.5;
/** How much a circumstance weighs against an act. */
const CIRCUMSTANCE = 0.25;

/** Lane of each node of the block, 0 to `laneLimit` - 1; lanes of one column differ. */
export function arrangeLanes(input: LayoutInput, block: Block, laneLimit: number, rowLength: number): Int32Array {
  const lanes = firstLanes(block, laneLimit);
  const local = localEdges(input, block, rowLength);
  for (let sweep = 0; sweep < SWEEPS; sweep++) sweepOnce(block, lanes, local, laneLimit, sweep % 2 === 0);
  improve(block, lanes, local, laneLimit);
  return lanes;
}

interface LocalEdges {
  /** Relations between nodes of the block, as positions in `block.nodes`; those within one row, which the picture shows as lines. */
  readonly ends: readonly (readonly [number, number])[];
  /** 1 for acts, less for circumstances, which give way. */
  readonly weights: readonly number[];
  /** Relations of each node, as positions in `ends`. */
  readonly of: readonly (readonly number[])[];
  /** Height of a node in lanes, with the half lane of every second column. */
  readonly y: (lanes: Int32Array, i: number) => number;
  readonly column: (i: number) => number;
  readonly nodesOfColumn: readonly (readonly number[])[];
}

function localEdges(input: LayoutInput, block: Block, rowLength: number): LocalEdges {
  const place = new Map(block.nodes.map((n, i) => [n, i]));
  const ends: [number, number][] = [];
  const of: number[][] = block.nodes.map(() => []);
  const known = new Map<number, number>();
  const weights: number[] = [];
  const row = (i: number) => Math.floor(block.columns[i]! / rowLength);
  for (let e = 0; e < input.edgeSources.length; e++) {
    const [a, b] = [place.get(input.edgeSources[e]!), place.get(input.edgeTargets[e]!)];
    if (a === undefined || b === undefined || a === b || row(a) !== row(b)) continue;
    const key = Math.min(a, b) * block.nodes.length + Math.max(a, b);
    const weight = input.edgeActs[e] === 1 ? 1 : CIRCUMSTANCE;
    const same = known.get(key);
    if (same !== undefined) {
      weights[same] = Math.max(weights[same]!, weight);
      continue;
    }
    known.set(key, ends.length);
    weights.push(weight);
    of[a]!.push(ends.length);
    of[b]!.push(ends.length);
    ends.push(block.columns[a]! <= block.columns[b]! ? [a, b] : [b, a]);
  }
  const nodesOfColumn: number[][] = Array.from({ length: block.columnCount }, () => []);
  block.columns.forEach((c, i) => nodesOfColumn[c]!.push(i));
  return { ends, weights, of, nodesOfColumn, column: (i) => block.columns[i]!, y: (lanes, i) => lanes[i]! + ((block.columns[i]! % rowLength) % 2) * 0.5 };
}

/** Centred in their column, in time order. */
function firstLanes(block: Block, laneLimit: number): Int32Array {
  const lanes = new Int32Array(block.nodes.length);
  const counts = new Map<number, number>();
  for (const c of block.columns) counts.set(c, (counts.get(c) ?? 0) + 1);
  const next = new Map<number, number>();
  block.columns.forEach((c, i) => {
    const nth = next.get(c) ?? 0;
    next.set(c, nth + 1);
    lanes[i] = Math.floor((laneLimit - counts.get(c)!) / 2) + nth;
  });
  return lanes;
}

/** Sorts every column by the mean height of its nodes' neighbours and takes the lanes nearest to it. */
function sweepOnce(block: Block, lanes: Int32Array, local: LocalEdges, laneLimit: number, forward: boolean): void {
  for (let k = 0; k < block.columnCount; k++) {
    const nodes = local.nodesOfColumn[forward ? k : block.columnCount - 1 - k]!;
    const wish = new Map(nodes.map((i) => [i, meanHeight(lanes, local, i)]));
    const sorted = [...nodes].sort((a, b) => wish.get(a)! - wish.get(b)! || a - b);
    let free = 0;
    sorted.forEach((i, nth) => {
      const last = laneLimit - (sorted.length - nth);
      lanes[i] = Math.min(last, Math.max(free, Math.round(wish.get(i)!)));
      free = lanes[i]! + 1;
    });
  }
}

function meanHeight(lanes: Int32Array, local: LocalEdges, i: number): number {
  const offset = local.y(lanes, i) - lanes[i]!;
  let [sum, weight] = [0, 0];
  for (const e of local.of[i]!) {
    const [a, b] = local.ends[e]!;
    const other = a === i ? b : a;
    const w = local.weights[e]! / Math.max(1, Math.abs(local.column(other) - local.column(i)));
    sum += (local.y(lanes, other) - offset) * w;
    weight += w;
  }
  return weight === 0 ? lanes[i]! : sum / weight;
}

/** Moves single nodes to a free lane, or swaps two of a column, while that makes the picture better. */
function improve(block: Block, lanes: Int32Array, local: LocalEdges, laneLimit: number): void {
  for (let round = 0; round < ROUNDS; round++) {
    let changed = false;
    for (let i = 0; i < block.nodes.length; i++) {
      const column = local.nodesOfColumn[local.column(i)]!;
      for (let lane = 0; lane < laneLimit; lane++) {
        if (lane === lanes[i]) continue;
        const other = column.find((o) => lanes[o] === lane) ?? -1;
        if (tryMove(lanes, local, i, other, lane)) changed = true;
      }
    }
    if (!changed) return;
  }
}

function tryMove(lanes: Int32Array, local: LocalEdges, i: number, other: number, lane: number): boolean {
  const from = lanes[i]!;
  const before = cost(lanes, local, i, other);
  lanes[i] = lane;
  if (other >= 0) lanes[other] = from;
  if (cost(lanes, local, i, other) < before - 1e-6) return true;
  lanes[i] = from;
  if (other >= 0) lanes[other] = lane;
  return false;
}

/** What changes when these nodes move: their relations, and the relations that run by them. */
function cost(lanes: Int32Array, local: LocalEdges, i: number, other: number): number {
  let total = 0;
  const mine = other >= 0 ? [...local.of[i]!, ...local.of[other]!] : local.of[i]!;
  for (const e of mine) total += costOfEdge(lanes, local, e);
  for (let e = 0; e < local.ends.length; e++) {
    const [a, b] = local.ends[e]!;
    if (local.weights[e]! < 1 || a === i || b === i || a === other || b === other) continue;
    if (isThrough(lanes, local, a, b, i)) total += THROUGH;
    if (other >= 0 && isThrough(lanes, local, a, b, other)) total += THROUGH;
  }
  return total;
}

function costOfEdge(lanes: Int32Array, local: LocalEdges, e: number): number {
  const [a, b] = local.ends[e]!;
  const rise = Math.abs(local.y(lanes, a) - local.y(lanes, b));
  let total = (rise + 0.15 * rise * rise) * local.weights[e]!;
  if (local.weights[e]! < 1) return total;
  for (let c = local.column(a); c <= local.column(b); c++) for (const n of local.nodesOfColumn[c]!) if (n !== a && n !== b && isThrough(lanes, local, a, b, n)) total += THROUGH;
  for (let k = 0; k < local.ends.length; k++) if (local.weights[k] === 1 && crosses(lanes, local, a, b, ...local.ends[k]!)) total += CROSSING;
  return total;
}

/** Whether the straight relation a-b comes within a disc of node n. */
function isThrough(lanes: Int32Array, local: LocalEdges, a: number, b: number, n: number): boolean {
  const [ca, cb, cn] = [local.column(a), local.column(b), local.column(n)];
  if (cn < ca || cn > cb || ca === cb) return false;
  const y = local.y(lanes, a) + ((local.y(lanes, b) - local.y(lanes, a)) * (cn - ca)) / (cb - ca);
  return Math.abs(y - local.y(lanes, n)) < 0.34 && cn !== ca && cn !== cb;
}

/** Whether two relations without a common end cross, seen over the columns they share. */
function crosses(lanes: Int32Array, local: LocalEdges, a: number, b: number, c: number, d: number): boolean {
  if (a === c || a === d || b === c || b === d) return false;
  const from = Math.max(local.column(a), local.column(c));
  const to = Math.min(local.column(b), local.column(d));
  if (from >= to) return false;
  const at = (p: number, q: number, column: number) => local.y(lanes, p) + ((local.y(lanes, q) - local.y(lanes, p)) * (column - local.column(p))) / (local.column(q) - local.column(p));
  return (at(a, b, from) - at(c, d, from)) * (at(a, b, to) - at(c, d, to)) < 0;
}

/** How many other discs a bent relation from a to b comes too near to. Control point: the middle, moved left by `bend` of the length. */
export function passesThrough(positions: Float32Array, count: number, a: number, b: number, bend: number): number {
  const [ax, ay, bx, by] = [positions[a * 2]!, positions[a * 2 + 1]!, positions[b * 2]!, positions[b * 2 + 1]!];
  // A quadratic curve reaches half the way to its control point.
  const [cx, cy] = [(ax + bx) / 2 + (by - ay) * bend * 2, (ay + by) / 2 - (bx - ax) * bend * 2];
  const samples = Math.max(8, Math.ceil(Math.hypot(bx - ax, by - ay) / (CELL.height / 4)));
  const hit = new Set<number>();
  for (let s = 1; s < samples; s++) {
    const t = s / samples;
    const [x, y] = [(1 - t) * (1 - t) * ax + 2 * t * (1 - t) * cx + t * t * bx, (1 - t) * (1 - t) * ay + 2 * t * (1 - t) * cy + t * t * by];
    for (let n = 0; n < count; n++) if (n !== a && n !== b && Math.abs(positions[n * 2]! - x) < 19 && Math.abs(positions[n * 2 + 1]! - y) < 19) hit.add(n);
  }
  return hit.size;
}
