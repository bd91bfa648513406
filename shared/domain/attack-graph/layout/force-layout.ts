/**
 * The layout of large graphs: multilevel, on typed arrays. Nodes are merged in pairs until few are left, those are placed on a sunflower,
 * and level by level the merged nodes are set apart again by forces: repulsion of all (near ones one by one, far ones as sums over a
 * pyramid of cells), attraction along relations, a little gravity. Steps shrink to a fixed share over the iterations of a level, so that
 * more iterations do not freeze early. Nothing is random.
 */
import { buildRows } from '../rows.ts';
import { bendParallels, type Layout, type LayoutInput } from './layout-input.ts';

/** Distance of related entities, in pixels at scale 1. */
const UNIT = 46;
const COARSEST = 60;
const FINAL_SHARE = 0.02;
const GRAVITY = 0.012;
/** First step of a level, in units. Smaller ones keep the folds of the level above. */
const FIRST_STEP = 30;

interface Level {
  readonly count: number;
  readonly starts: Uint32Array;
  readonly next: Uint32Array;
  readonly weights: Float32Array;
  readonly mass: Float32Array;
  /** Node of the coarser level that each node merged into. */
  into: Uint32Array | null;
}

export function layoutByForce(input: LayoutInput): Layout {
  const levels = coarsen(finest(input));
  const last = levels.at(-1)!;
  let [x, y] = sunflower(last.count);
  for (let l = levels.length - 1; l >= 0; l--) {
    const level = levels[l]!;
    if (l < levels.length - 1) [x, y] = spread(level, x, y);
    const iterations = level.count > 50_000 ? 24 : level.count > 4000 ? 60 : l === levels.length - 1 ? 150 : 80;
    settle(level, x, y, iterations);
  }
  const positions = new Float32Array(input.nodeCount * 2);
  for (let i = 0; i < input.nodeCount; i++) {
    positions[i * 2] = x[i]! * UNIT;
    positions[i * 2 + 1] = y[i]! * UNIT;
  }
  return { kind: 'force', positions, bends: bendParallels(input, () => 0) };
}

function finest(input: LayoutInput): Level {
  const ends = input.edgeSources.length * 2;
  const end = (k: number) => (k % 2 === 0 ? input.edgeSources : input.edgeTargets)[k >> 1]!;
  const rows = buildRows(input.nodeCount, ends, end, (k) => end(k ^ 1));
  const mass = Float32Array.from({ length: input.nodeCount }, (_v, i) => 1 + rows.starts[i + 1]! - rows.starts[i]!);
  return { count: input.nodeCount, starts: rows.starts, next: rows.items, weights: new Float32Array(ends).fill(1), mass, into: null };
}

function coarsen(first: Level): Level[] {
  const levels = [first];
  for (let level = first; level.count >= COARSEST && levels.length < 24;) {
    const { into, count } = match(level);
    if (count > level.count * 0.95) break;
    level.into = into;
    level = merge(level, into, count);
    levels.push(level);
  }
  return levels;
}

/** Pairs each node with the free neighbour it is bound to most, low degrees first; one without joins what its neighbour joined. */
function match(level: Level): { into: Uint32Array; count: number } {
  const degree = (i: number) => level.starts[i + 1]! - level.starts[i]!;
  const order = Uint32Array.from({ length: level.count }, (_v, i) => i).sort((a, b) => degree(a) - degree(b) || a - b);
  const into = new Uint32Array(level.count).fill(0xffffffff);
  let count = 0;
  for (const i of order) {
    if (into[i] !== 0xffffffff) continue;
    let [best, bond, joined] = [-1, -1, -1];
    for (let k = level.starts[i]!; k < level.starts[i + 1]!; k++) {
      const j = level.next[k]!;
      if (j === i) continue;
      if (into[j] !== 0xffffffff) {
        if (joined < 0) joined = into[j]!;
      } else if (level.weights[k]! / (1 + degree(j)) > bond) [best, bond] = [j, level.weights[k]! / (1 + degree(j))];
    }
    if (best < 0 && joined >= 0) into[i] = joined;
    else {
      into[i] = count++;
      if (best >= 0) into[best] = into[i]!;
    }
  }
  return { into, count };
}

function merge(level: Level, into: Uint32Array, count: number): Level {
  const members = buildRows(count, level.count, (i) => into[i]!, (i) => i);
  const mass = new Float32Array(count);
  for (let i = 0; i < level.count; i++) mass[into[i]!]! += level.mass[i]!;
  const starts = new Uint32Array(count + 1);
  const next: number[] = [];
  const weights: number[] = [];
  const seenAt = new Int32Array(count).fill(-1);
  for (let a = 0; a < count; a++) {
    const from = next.length;
    for (let m = members.starts[a]!; m < members.starts[a + 1]!; m++) {
      const i = members.items[m]!;
      for (let k = level.starts[i]!; k < level.starts[i + 1]!; k++) {
        const b = into[level.next[k]!]!;
        if (b === a) continue;
        if (seenAt[b]! >= from) weights[seenAt[b]!]! += level.weights[k]!;
        else {
          seenAt[b] = next.length;
          next.push(b);
          weights.push(level.weights[k]!);
        }
      }
    }
    starts[a + 1] = next.length;
  }
  return { count, starts, next: Uint32Array.from(next), weights: Float32Array.from(weights), mass, into: null };
}

function sunflower(count: number): [Float32Array, Float32Array] {
  const [x, y] = [new Float32Array(count), new Float32Array(count)];
  for (let i = 0; i < count; i++) {
    const radius = Math.sqrt(i + 0.5) * 4;
    x[i] = radius * Math.cos(i * 2.399963229728653) * 1.4;
    y[i] = radius * Math.sin(i * 2.399963229728653);
  }
  return [x, y];
}

/** Nodes start where the node they merged into stands, a hair apart. */
function spread(level: Level, x: Float32Array, y: Float32Array): [Float32Array, Float32Array] {
  const [nx, ny] = [new Float32Array(level.count), new Float32Array(level.count)];
  for (let i = 0; i < level.count; i++) {
    nx[i] = x[level.into![i]!]! * 1.25 + 0.3 * Math.cos(i * 2.399963229728653);
    ny[i] = y[level.into![i]!]! * 1.25 + 0.3 * Math.sin(i * 2.399963229728653);
  }
  return [nx, ny];
}

function settle(level: Level, x: Float32Array, y: Float32Array, iterations: number): void {
  const [fx, fy] = [new Float32Array(level.count), new Float32Array(level.count)];
  const cooling = FINAL_SHARE ** (1 / iterations);
  for (let it = 0, step = FIRST_STEP; it < iterations; it++, step *= cooling) {
    repel(level, x, y, fx, fy);
    attract(level, x, y, fx, fy);
    for (let i = 0; i < level.count; i++) {
      const length = Math.hypot(fx[i]!, fy[i]!) + 1e-9;
      const by = Math.min(length, step) / length;
      x[i]! += fx[i]! * by;
      y[i]! += fy[i]! * by;
    }
  }
}

function attract(level: Level, x: Float32Array, y: Float32Array, fx: Float32Array, fy: Float32Array): void {
  let [cx, cy, total] = [0, 0, 0];
  for (let i = 0; i < level.count; i++) {
    cx += x[i]! * level.mass[i]!;
    cy += y[i]! * level.mass[i]!;
    total += level.mass[i]!;
  }
  cx /= total || 1;
  cy /= total || 1;
  for (let i = 0; i < level.count; i++) {
    let [ax, ay] = [(cx - x[i]!) * GRAVITY * level.mass[i]!, (cy - y[i]!) * GRAVITY * level.mass[i]! * 1.6];
    for (let k = level.starts[i]!; k < level.starts[i + 1]!; k++) {
      const j = level.next[k]!;
      ax += (x[j]! - x[i]!) * level.weights[k]!;
      ay += (y[j]! - y[i]!) * level.weights[k]!;
    }
    fx[i]! += ax;
    fy[i]! += ay;
  }
}

/** One level of the pyramid: sums of mass and of mass times position per cell. */
interface Cells { readonly side: number; readonly mass: Float32Array; readonly x: Float32Array; readonly y: Float32Array }

function repel(level: Level, x: Float32Array, y: Float32Array, fx: Float32Array, fy: Float32Array): void {
  const depth = Math.max(2, Math.min(9, Math.ceil(Math.log2(Math.sqrt(level.count / 2)))));
  const side = 1 << depth;
  const cell = assign(level, x, y, side);
  const pyramid = sums(level, x, y, cell, depth);
  const far = farField(pyramid, depth);
  nearField(level, x, y, fx, fy, { cell, side, far, bottom: pyramid[depth]! });
}

function assign(level: Level, x: Float32Array, y: Float32Array, side: number): Uint32Array {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < level.count; i++) {
    left = Math.min(left, x[i]!);
    right = Math.max(right, x[i]!);
    top = Math.min(top, y[i]!);
    bottom = Math.max(bottom, y[i]!);
  }
  const scale = side / (Math.max(right - left, bottom - top) * 1.0001 + 1e-6);
  const cell = new Uint32Array(level.count);
  for (let i = 0; i < level.count; i++) cell[i] = Math.min(side - 1, Math.floor((y[i]! - top) * scale)) * side + Math.min(side - 1, Math.floor((x[i]! - left) * scale));
  return cell;
}

function sums(level: Level, x: Float32Array, y: Float32Array, cell: Uint32Array, depth: number): Cells[] {
  const pyramid: Cells[] = [];
  for (let d = 0; d <= depth; d++) pyramid[d] = { side: 1 << d, mass: new Float32Array(4 ** d), x: new Float32Array(4 ** d), y: new Float32Array(4 ** d) };
  const bottom = pyramid[depth]!;
  for (let i = 0; i < level.count; i++) {
    bottom.mass[cell[i]!]! += level.mass[i]!;
    bottom.x[cell[i]!]! += x[i]! * level.mass[i]!;
    bottom.y[cell[i]!]! += y[i]! * level.mass[i]!;
  }
  for (let d = depth; d > 0; d--) {
    const [fine, coarse] = [pyramid[d]!, pyramid[d - 1]!];
    for (let s = 0; s < fine.mass.length; s++) {
      if (fine.mass[s] === 0) continue;
      const up = (Math.floor(s / fine.side) >> 1) * coarse.side + ((s % fine.side) >> 1);
      coarse.mass[up]! += fine.mass[s]!;
      coarse.x[up]! += fine.x[s]!;
      coarse.y[up]! += fine.y[s]!;
    }
  }
  return pyramid;
}

/** Force of everything beyond the neighbouring cells, per cell of the bottom: each level adds what its parent's neighbours left out. */
function farField(pyramid: readonly Cells[], depth: number): { x: Float32Array; y: Float32Array } {
  let above = { x: new Float32Array(1), y: new Float32Array(1) };
  for (let d = 1; d <= depth; d++) {
    const { side, mass, x, y } = pyramid[d]!;
    const field = { x: new Float32Array(side * side), y: new Float32Array(side * side) };
    for (let s = 0; s < mass.length; s++) {
      if (mass[s] === 0) continue;
      const [row, column] = [Math.floor(s / side), s % side];
      const up = (row >> 1) * (side >> 1) + (column >> 1);
      let [ax, ay] = [above.x[up]!, above.y[up]!];
      const [px, py] = [x[s]! / mass[s]!, y[s]! / mass[s]!];
      const [r0, r1, c0, c1] = [Math.max(0, ((row >> 1) - 1) * 2), Math.min(side - 1, ((row >> 1) + 1) * 2 + 1), Math.max(0, ((column >> 1) - 1) * 2), Math.min(side - 1, ((column >> 1) + 1) * 2 + 1)];
      for (let r = r0; r <= r1; r++) for (let c = c0; c <= c1; c++) {
        const q = r * side + c;
        if (mass[q] === 0 || (Math.abs(r - row) <= 1 && Math.abs(c - column) <= 1)) continue;
        const [dx, dy] = [px - x[q]! / mass[q]!, py - y[q]! / mass[q]!];
        const force = mass[q]! / (dx * dx + dy * dy + 1e-4);
        ax += dx * force;
        ay += dy * force;
      }
      field.x[s] = ax;
      field.y[s] = ay;
    }
    above = field;
  }
  return above;
}

/** Above this many in one cell, the cell counts as one. */
const CROWD = 48;

function nearField(level: Level, x: Float32Array, y: Float32Array, fx: Float32Array, fy: Float32Array, at: { cell: Uint32Array; side: number; far: { x: Float32Array; y: Float32Array }; bottom: Cells }): void {
  const { cell, side, far, bottom } = at;
  const buckets = buildRows(side * side, level.count, (i) => cell[i]!, (i) => i);
  for (let i = 0; i < level.count; i++) {
    const home = cell[i]!;
    let [ax, ay] = [far.x[home]!, far.y[home]!];
    const [row, column] = [Math.floor(home / side), home % side];
    for (let r = Math.max(0, row - 1); r <= Math.min(side - 1, row + 1); r++) for (let c = Math.max(0, column - 1); c <= Math.min(side - 1, column + 1); c++) {
      const q = r * side + c;
      const [from, to] = [buckets.starts[q]!, buckets.starts[q + 1]!];
      if (to - from > CROWD) {
        const [dx, dy] = [x[i]! - bottom.x[q]! / bottom.mass[q]!, y[i]! - bottom.y[q]! / bottom.mass[q]!];
        const force = bottom.mass[q]! / (dx * dx + dy * dy + 0.01);
        ax += dx * force;
        ay += dy * force;
        continue;
      }
      for (let k = from; k < to; k++) {
        const j = buckets.items[k]!;
        if (j === i) continue;
        let [dx, dy] = [x[i]! - x[j]!, y[i]! - y[j]!];
        // Two on one spot part in a direction that their numbers decide.
        if (dx * dx + dy * dy < 1e-6) [dx, dy] = [(i < j ? -1 : 1) * 0.01, (((i + j) % 7) - 3) * 0.004 * (i < j ? -1 : 1)];
        const force = level.mass[j]! / (dx * dx + dy * dy + 1e-6);
        ax += dx * force;
        ay += dy * force;
      }
    }
    fx[i] = ax * level.mass[i]!;
    fy[i] = ay * level.mass[i]!;
  }
}
