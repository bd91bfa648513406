/** mulberry32: small, fast, the same on every machine. All chance in the sample comes from here, seeded by the truth. */
export interface Random {
  /** At least 0, below 1. */
  next(): number;
  /** Whole number, at least `low`, at most `high`. */
  int(low: number, high: number): number;
  pick<T>(list: readonly T[]): T;
}

export function random(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    next,
    int: (low, high) => low + Math.floor(next() * (high - low + 1)),
    pick: (list) => {
      const item = list[Math.floor(next() * list.length)];
      if (item === undefined) throw new Error('pick from an empty list');
      return item;
    },
  };
}

/** Seed of a part, so that a change in one table does not stir the others. */
export function partSeed(seed: number, part: string): number {
  let h = seed >>> 0;
  for (const c of part) h = Math.imul(h ^ c.charCodeAt(0), 16777619) >>> 0;
  return h;
}
