/** Merging the versions of one thing: the newest word on each field wins, whatever the order in which versions came. */

export interface Version<T> {
  readonly data: T;
  /** When the source last changed the record; null sorts before everything. */
  readonly atUs: number | null;
  /** Breaks ties, so that equal times give the same answer in any order. */
  readonly hash: string;
  readonly recordId: number;
}

export function oldestFirst<T>(versions: readonly Version<T>[]): Version<T>[] {
  return [...versions].sort((a, b) => (a.atUs ?? -1) - (b.atUs ?? -1) || (a.hash < b.hash ? -1 : 1));
}

/** Field by field, the newest value that says something (not null, not an empty list or object, not `unknown` over a known value). */
export function mergeVersions<T extends object>(versions: readonly Version<T>[]): { data: T; recordId: number } {
  const ordered = oldestFirst(versions);
  const merged: Record<string, unknown> = {};
  for (const { data } of ordered) {
    for (const [field, value] of Object.entries(data)) if (merged[field] === undefined || says(value)) merged[field] = value;
  }
  return { data: merged as T, recordId: ordered.at(-1)!.recordId };
}

function says(value: unknown): boolean {
  if (value === null || value === undefined || value === '' || value === 'unknown') return false;
  if (Array.isArray(value)) return value.length > 0;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

/** Groups things that share any key. Returns lists of indices; deterministic for a given list. */
export function groupByKeys(keysOf: readonly (readonly string[])[]): number[][] {
  const parent = keysOf.map((_k, i) => i);
  const find = (i: number): number => (parent[i] === i ? i : (parent[i] = find(parent[i]!)));
  const owner = new Map<string, number>();
  keysOf.forEach((keys, i) => {
    for (const key of keys) {
      const other = owner.get(key);
      if (other === undefined) owner.set(key, i);
      else parent[find(i)] = find(other);
    }
  });
  const groups = new Map<number, number[]>();
  keysOf.forEach((_k, i) => (groups.get(find(i)) ?? groups.set(find(i), []).get(find(i))!).push(i));
  return [...groups.values()];
}
