/** Sets of small numbers, for unions over many alerts. Never leave this folder. */

/** Few as a list, many as bits. */
export type Members = readonly number[] | Bits;
export function membersOf(list: readonly number[], size: number): Members {
  if (list.length <= size >> 5) return list;
  const bits = new Bits(size);
  for (const i of list) bits.add(i);
  return bits;
}

export class Bits {
  readonly #words: Uint32Array;

  constructor(size: number) {
    this.#words = new Uint32Array((size + 31) >> 5);
  }
  clear(): this { this.#words.fill(0); return this; }
  add(i: number): void { this.#words[i >> 5]! |= 1 << (i & 31); }
  delete(i: number): void { this.#words[i >> 5]! &= ~(1 << (i & 31)); }
  addAll(other: Members): void {
    if (other instanceof Bits) this.#or(other);
    else for (const i of other) this.add(i);
  }
  #or(other: Bits): void { for (let w = 0; w < this.#words.length; w++) this.#words[w]! |= other.#words[w]!; }
  /** Adds what of `other` lies in `from <= i < to`. */
  addRange(other: Members, from: number, to: number): void {
    if (from >= to) return;
    if (!(other instanceof Bits)) { for (const i of other) if (i >= from && i < to) this.add(i); return; }
    for (let w = from >> 5; w <= (to - 1) >> 5; w++) {
      let mask = 0xffffffff;
      if (w === from >> 5) mask &= 0xffffffff << (from & 31);
      if (w === (to - 1) >> 5) mask &= 0xffffffff >>> (31 - ((to - 1) & 31));
      this.#words[w]! |= other.#words[w]! & mask;
    }
  }
  removeAll(other: Members): void {
    if (!(other instanceof Bits)) for (const i of other) this.delete(i);
    else for (let w = 0; w < this.#words.length; w++) this.#words[w]! &= ~other.#words[w]!;
  }
  get size(): number {
    let n = 0;
    for (const word of this.#words) {
      let v = word - ((word >>> 1) & 0x55555555);
      v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
      n += Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
    }
    return n;
  }
  /** The least `count` members, ascending. */
  first(count: number): number[] {
    const found: number[] = [];
    for (let w = 0; w < this.#words.length && found.length < count; w++) {
      for (let word = this.#words[w]!; word !== 0 && found.length < count; word &= word - 1) found.push((w << 5) + (31 - Math.clz32(word & -word)));
    }
    return found;
  }
}
