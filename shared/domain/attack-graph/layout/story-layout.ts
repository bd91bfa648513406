/**
 * The layout of a story: time runs along rows from left to right, a long story folds into more rows. Entities of one component follow each
 * other in time order, cut into columns; an entity that is related to one in the column before it opens the next, so that relations run to
 * the right. Every second column is set lower by half a lane: labels of neighbouring columns then never share a line, and columns may
 * stand close.
 */
import { bendParallels, CELL, connectedComponents, type Block, type Layout, type LayoutInput } from './layout-input.ts';
import { arrangeLanes, passesThrough } from './lanes.ts';

/** Width to height of the picture. Fixed, so that a case looks the same in every window. */
const ASPECT = 2;

/** Place of a node: column, and lane within its row. */
interface Placed { readonly block: Block; readonly lanes: Int32Array; readonly rows: readonly Row[]; readonly width: number; readonly height: number }
interface Row { readonly firstColumn: number; readonly columns: number; readonly top: number; readonly lanes: number; readonly firstLane: number }

export function layoutStory(input: LayoutInput): Layout {
  const positions = new Float32Array(input.nodeCount * 2);
  if (input.nodeCount === 0) return { kind: 'story', positions, bends: new Float32Array(0) };
  const orders = orderComponents(input);
  const { laneLimit, rowLength } = chooseFold(input, orders);
  const neighbours = neighboursOf(input);
  const blocks = orders.map((nodes) => placeBlock(input, cutColumns(nodes, neighbours, laneLimit), laneLimit, rowLength));
  pack(blocks, rowLength).forEach(({ x, y }, i) => writeBlock(blocks[i]!, x, y, positions));
  const bends = bendParallels(input, (e) => bendAround(input, positions, e));
  return { kind: 'story', positions, bends };
}

/** Nodes of each component in story order, the largest component first, then by first entity. */
function orderComponents(input: LayoutInput): number[][] {
  const { ofNode, count } = connectedComponents(input);
  const lists: number[][] = Array.from({ length: count }, () => []);
  for (let i = 0; i < input.nodeCount; i++) lists[ofNode[i]!]!.push(i);
  const times = effectiveTimes(input);
  const depths = depthsWithinTies(input, times);
  for (const list of lists) list.sort((a, b) => compare(times[a]!, times[b]!) || depths[a]! - depths[b]! || a - b);
  const largest = lists.reduce((best, list, i) => (list.length > lists[best]!.length ? i : best), 0);
  return [lists[largest]!, ...lists.filter((_list, i) => i !== largest)];
}

const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);

/** An entity without a time stands right after the earliest entity it is related to; without such a one, at the end. */
function effectiveTimes(input: LayoutInput): Float64Array {
  const times = Float64Array.from(input.nodeFirstUs, (us) => (Number.isNaN(us) ? Infinity : us));
  for (let pass = 0; pass < 4; pass++) {
    for (let e = 0; e < input.edgeSources.length; e++) {
      const [a, b] = [input.edgeSources[e]!, input.edgeTargets[e]!];
      if (Number.isNaN(input.nodeFirstUs[a]!)) times[a] = Math.min(times[a]!, times[b]!);
      if (Number.isNaN(input.nodeFirstUs[b]!)) times[b] = Math.min(times[b]!, times[a]!);
    }
  }
  return times;
}

/** Among entities of one time, a relation's source comes before its target. Bounded passes: cycles end. */
function depthsWithinTies(input: LayoutInput, times: Float64Array): Uint32Array {
  const depths = new Uint32Array(input.nodeCount);
  for (let pass = 0; pass < 12; pass++) {
    let changed = false;
    for (let e = 0; e < input.edgeSources.length; e++) {
      const [a, b] = [input.edgeSources[e]!, input.edgeTargets[e]!];
      if (input.edgeActs[e] === 0 || times[a] !== times[b] || a === b || depths[b]! > depths[a]!) continue;
      depths[b] = depths[a]! + 1;
      changed = true;
    }
    if (!changed) break;
  }
  return depths;
}

/** Over acts only: entities that merely ran on one device may share a column. */
function neighboursOf(input: LayoutInput): Set<number>[] {
  const sets = Array.from({ length: input.nodeCount }, () => new Set<number>());
  for (let e = 0; e < input.edgeSources.length; e++) {
    if (input.edgeActs[e] === 0) continue;
    sets[input.edgeSources[e]!]!.add(input.edgeTargets[e]!);
    sets[input.edgeTargets[e]!]!.add(input.edgeSources[e]!);
  }
  return sets;
}

function cutColumns(nodes: readonly number[], neighbours: readonly Set<number>[], laneLimit: number): Block {
  const columns: number[] = [];
  let column = 0;
  let current: number[] = [];
  for (const node of nodes) {
    if (current.length >= laneLimit || current.some((other) => neighbours[node]!.has(other))) {
      column++;
      current = [];
    }
    current.push(node);
    columns.push(column);
  }
  return { nodes, columns, columnCount: nodes.length === 0 ? 0 : column + 1 };
}

/** Lanes per column and columns per row with which the picture is drawn largest. Ties go to fewer rows. */
function chooseFold(input: LayoutInput, orders: readonly (readonly number[])[]): { laneLimit: number; rowLength: number } {
  const neighbours = neighboursOf(input);
  let best = { laneLimit: 3, rowLength: 8, scale: 0 };
  for (let laneLimit = 1; laneLimit <= 16; laneLimit++) {
    const blocks = orders.map((nodes) => cutColumns(nodes, neighbours, laneLimit));
    const longest = Math.max(...blocks.map((b) => b.columnCount));
    for (let rowLength = Math.min(longest, 4); rowLength <= Math.min(longest, 48); rowLength++) {
      const sizes = blocks.map((b) => roughSize(b, laneLimit, rowLength));
      const places = pack(sizes, rowLength);
      const width = Math.max(...sizes.map((s, i) => places[i]!.x + s.width));
      const height = Math.max(...sizes.map((s, i) => places[i]!.y + s.height));
      const rows = Math.ceil(blocks[0]!.columnCount / rowLength);
      // Each further row costs a little: it breaks the flow. So does a single lane, where relations run through entities.
      const scale = Math.min(ASPECT / width, 1 / height) * 0.97 ** (rows - 1) * (laneLimit === 1 && longest > 2 ? 0.7 : 1);
      if (scale > best.scale * 1.0001) best = { laneLimit, rowLength, scale };
    }
  }
  return best;
}

function roughSize(block: Block, laneLimit: number, rowLength: number): { width: number; height: number } {
  const rows = Math.ceil(block.columnCount / rowLength);
  const lanes = Math.min(laneLimit, block.nodes.length);
  const perRow = Math.min(block.columnCount, rowLength);
  return { width: perRow * CELL.width, height: rows * (lanes + (perRow > 1 ? 0.5 : 0)) * CELL.height + (rows - 1) * CELL.rowGap };
}

function placeBlock(input: LayoutInput, block: Block, laneLimit: number, rowLength: number): Placed {
  const lanes = arrangeLanes(input, block, laneLimit, rowLength);
  const rows: Row[] = [];
  let top = 0;
  for (let firstColumn = 0; firstColumn < block.columnCount; firstColumn += rowLength) {
    const own = block.nodes.map((_n, i) => i).filter((i) => Math.floor(block.columns[i]! / rowLength) === rows.length);
    const firstLane = Math.min(...own.map((i) => lanes[i]!));
    const count = Math.max(...own.map((i) => lanes[i]!)) - firstLane + 1;
    const columns = Math.min(rowLength, block.columnCount - firstColumn);
    rows.push({ firstColumn, columns, top, lanes: count, firstLane });
    top += (count + (columns > 1 ? 0.5 : 0)) * CELL.height + CELL.rowGap;
  }
  return { block, lanes, rows, width: Math.min(rowLength, block.columnCount) * CELL.width, height: top - CELL.rowGap };
}

/** The first block on top, the others in lines below it, left to right. */
function pack(blocks: readonly { readonly width: number; readonly height: number }[], rowLength: number): { x: number; y: number }[] {
  const full = Math.max(rowLength * CELL.width, blocks[0]?.width ?? 0);
  let [x, y, line] = [0, 0, 0];
  return blocks.map((block) => {
    if (x > 0 && x + block.width > full) {
      y += line + CELL.blockGap;
      [x, line] = [0, 0];
    }
    const place = { x, y };
    // Beside one column alone the gap may be smaller: a label fits into it.
    x += block.width + (block.width > CELL.width ? CELL.blockGap : CELL.width * 0.35);
    line = Math.max(line, block.height);
    return place;
  });
}

function writeBlock(placed: Placed, x: number, y: number, positions: Float32Array): void {
  placed.block.nodes.forEach((node, i) => {
    const column = placed.block.columns[i]!;
    const row = placed.rows.find((r) => column < r.firstColumn + r.columns)!;
    const within = column - row.firstColumn;
    positions[node * 2] = x + (within + 0.5) * CELL.width;
    positions[node * 2 + 1] = y + row.top + (placed.lanes[i]! - row.firstLane + 0.5 + (within % 2) * 0.5) * CELL.height;
  });
}

const BENDS = [0, 0.07, -0.07, 0.14, -0.14, 0.22, -0.22];
/** A relation that would run through another entity bends around it, to the side where less is in the way. */
function bendAround(input: LayoutInput, positions: Float32Array, e: number): number {
  const [a, b] = [input.edgeSources[e]!, input.edgeTargets[e]!];
  if (a === b || (input.edgeActs[e] === 0 && input.nodeCount > 40)) return 0;
  const length = Math.hypot(positions[b * 2]! - positions[a * 2]!, positions[b * 2 + 1]! - positions[a * 2 + 1]!);
  let best = 0;
  let least = Infinity;
  for (const bend of BENDS) {
    // A wide bow is worse than a touch: it leads the eye out of the picture.
    const cost = passesThrough(positions, input.nodeCount, a, b, bend) + (Math.abs(bend) * length) / 45;
    if (cost < least) [best, least] = [bend, cost];
  }
  return best;
}
