/**
 * Positions for a story of up to a few hundred entities: columns in order of time and dependence, folded into bands like lines of
 * text so that a long chain fits a pane. A function of the columns alone, so one case gives one picture.
 */

export interface LayoutInput { readonly nodeCount: number; readonly edgeSources: Uint32Array; readonly edgeTargets: Uint32Array; readonly edgeBasis: Uint8Array }

/** Distances between centres: labels of 15 characters at 12 px do not touch. */
export const COLUMN_GAP = 118;
export const ROW_GAP = 66;
const BAND_GAP = 44;
/** Width over height that the picture aims at; fixed, so that the window does not change it. */
const ASPECT = 1.75;
const SWEEPS = 8;
/** Up to this many nodes columns follow dependence; beyond, they follow time alone, which keeps edges short. */
const CHAIN_LIMIT = 40;

/** x, y pairs in node order; y grows upwards. */
export function storyLayout(g: LayoutInput): Float32Array {
  const near = neighbours(g);
  const joined = near.map((list) => list.length > 0);
  const layer = layers(g, near);
  const isSmall = g.nodeCount <= CHAIN_LIMIT;
  const order = [...joined.keys()].filter((n) => joined[n]);
  const loose = [...joined.keys()].filter((n) => !joined[n]);
  const tallest = Math.max(3, Math.ceil(Math.sqrt((order.length * COLUMN_GAP) / (ASPECT * ROW_GAP))));
  const columns = isSmall ? fill(order, layer, tallest) : byTime(order, tallest);
  untangle(columns, near);
  const bands = isSmall ? fold(columns) : columns.length === 0 ? [] : [columns];
  const positions = new Float32Array(g.nodeCount * 2);
  let top = 0;
  let width = 1;
  for (const band of bands) {
    const rows = Math.max(...band.map((c) => c.length));
    band.forEach((column, x) => column.forEach((n, i) => {
      positions[n * 2] = x * COLUMN_GAP;
      // Neighbouring columns are shifted by half a row, so that edges between them do not run through labels.
      positions[n * 2 + 1] = -(top + ((rows - column.length) / 2 + i + (x % 2 === 1 ? 0.35 : 0)) * ROW_GAP);
    }));
    width = Math.max(width, band.length);
    top += rows * ROW_GAP + BAND_GAP;
  }
  loose.forEach((n, i) => {
    positions[n * 2] = (i % width) * COLUMN_GAP;
    positions[n * 2 + 1] = -(top + Math.floor(i / width) * ROW_GAP);
  });
  return positions;
}

function neighbours(g: LayoutInput): number[][] {
  const near: Set<number>[] = Array.from({ length: g.nodeCount }, () => new Set());
  g.edgeSources.forEach((s, e) => {
    const t = g.edgeTargets[e]!;
    if (s !== t) { near[s]!.add(t); near[t]!.add(s); }
  });
  return near.map((set) => [...set].sort((a, b) => a - b));
}

/** Nodes come in order of time: each stands one layer after the earliest-placed of its earlier neighbours; observed edges count first. */
function layers(g: LayoutInput, near: readonly number[][]): Int32Array {
  const layer = new Int32Array(g.nodeCount);
  const observed = new Set<number>();
  g.edgeSources.forEach((s, e) => { if (g.edgeBasis[e] === 0) { observed.add(s * g.nodeCount + g.edgeTargets[e]!); observed.add(g.edgeTargets[e]! * g.nodeCount + s); } });
  for (let n = 0; n < g.nodeCount; n++) {
    const earlier = near[n]!.filter((m) => m < n);
    const strong = earlier.filter((m) => observed.has(n * g.nodeCount + m));
    const basis = strong.length > 0 ? strong : earlier;
    // After the latest neighbour: a chain advances, a hub's leaves share the column behind it.
    layer[n] = basis.length === 0 ? 0 : Math.max(...basis.map((m) => layer[m]!)) + 1;
  }
  return layer;
}

function fill(order: readonly number[], layer: Int32Array, tallest: number): number[][] {
  const columns: number[][] = [];
  const sorted = [...order].sort((a, b) => layer[a]! - layer[b]! || a - b);
  let current = -1;
  for (const n of sorted) {
    if (layer[n] !== current || columns.at(-1)!.length >= tallest) { columns.push([]); current = layer[n]!; }
    columns.at(-1)!.push(n);
  }
  return columns;
}

/** Columns of equal height in order of time: the story is read from left to right. */
function byTime(order: readonly number[], tallest: number): number[][] {
  const columns: number[][] = [];
  for (let i = 0; i < order.length; i += tallest) columns.push(order.slice(i, i + tallest));
  return columns;
}

/** Orders each column by the mean place of its neighbours in the columns around, back and forth. */
function untangle(columns: number[][], near: readonly number[][]): void {
  const place = new Map<number, number>();
  const settle = (column: number[]) => column.forEach((n, i) => place.set(n, (i + 0.5) / column.length));
  columns.forEach(settle);
  const column = new Map(columns.flatMap((list, x) => list.map((n) => [n, x] as const)));
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const forward = sweep % 2 === 0;
    const list = forward ? columns : [...columns].reverse();
    for (const c of list) {
      const mean = new Map(c.map((n) => {
        const x = column.get(n)!;
        const sides = near[n]!.filter((m) => (forward ? column.get(m)! < x : column.get(m)! > x));
        return [n, sides.length === 0 ? place.get(n)! : sides.reduce((sum, m) => sum + place.get(m)!, 0) / sides.length] as const;
      }));
      c.sort((a, b) => mean.get(a)! - mean.get(b)! || a - b);
      settle(c);
    }
  }
}

/** Cuts the row of columns into bands so that the whole comes near the aspect. */
function fold(columns: readonly number[][]): number[][][] {
  if (columns.length === 0) return [];
  let best: { bands: number[][][]; miss: number } | null = null;
  for (let perBand = 2; perBand <= columns.length + 1; perBand++) {
    const bands: number[][][] = [];
    for (let i = 0; i < columns.length; i += perBand) bands.push(columns.slice(i, i + perBand));
    const width = Math.min(perBand, columns.length) * COLUMN_GAP;
    const height = bands.reduce((sum, b) => sum + Math.max(...b.map((c) => c.length)) * ROW_GAP + BAND_GAP, 0);
    const miss = Math.abs(Math.log(width / height / ASPECT));
    if (best === null || miss < best.miss) best = { bands, miss };
  }
  return best!.bands;
}
