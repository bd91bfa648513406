/** Lists of items by key as compressed rows: built once by counting, asked without copies. */

/** Row `i` of `items` is `items[starts[i]]` to `items[starts[i + 1]]`, exclusive. */
export interface Rows {
  readonly starts: Uint32Array;
  readonly items: Uint32Array;
}

export function buildRows(count: number, pairs: number, keyOf: (pair: number) => number, itemOf: (pair: number) => number): Rows {
  const starts = new Uint32Array(count + 1);
  for (let p = 0; p < pairs; p++) starts[keyOf(p) + 1]!++;
  for (let i = 0; i < count; i++) starts[i + 1]! += starts[i]!;
  const items = new Uint32Array(pairs);
  const next = starts.slice(0, count);
  for (let p = 0; p < pairs; p++) items[next[keyOf(p)]!++] = itemOf(p);
  return { starts, items };
}
