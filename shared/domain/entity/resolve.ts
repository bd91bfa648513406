/**
 * Which mentions are the same entity (formats.md section 4). A pure function of the SET of mentions: neither their order nor
 * their ids matter, so importing files in another order gives the same entities.
 *
 * Mentions merge on an equal strong key, strongest level first. A merge on a key is refused when both sides know a stronger
 * key and it differs; where a key value is shared by several such sides, mentions that know no stronger key cannot tell which
 * one they mean and stay apart. Weak keys never merge with a mention that has a strong key: they are proposals.
 */
export interface ResolvableMention {
  /** `level` counts strong keys from 0; weak keys continue after them. */
  readonly keys: readonly { readonly level: number; readonly value: string }[];
}

export interface Resolution {
  /** Cluster of each mention; clusters are numbered from 0 in no meaningful order. */
  readonly cluster: Int32Array;
  /** Pairs of clusters that share only a weak key: the weak cluster first. */
  readonly proposals: readonly { readonly weak: number; readonly other: number; readonly level: number; readonly value: string }[];
}

export function resolveMentions(mentions: readonly ResolvableMention[], strongLevels: number): Resolution {
  const parent = Int32Array.from(mentions, (_m, i) => i);
  const find = (i: number): number => {
    let root = i;
    while (parent[root] !== root) root = parent[root]!;
    while (parent[i] !== root) { const next = parent[i]!; parent[i] = root; i = next; }
    return root;
  };
  // Members of a cluster as a ring, so that its keys can be gathered when they are asked for and millions of sets need not be kept.
  const ring = Int32Array.from(mentions, (_m, i) => i);
  const union = (a: number, b: number): void => {
    const [x, y] = [find(a), find(b)];
    if (x === y) return;
    parent[y] = x;
    const next = ring[x]!;
    ring[x] = ring[y]!;
    ring[y] = next;
  };
  /** Values of the keys above `level` that the cluster knows, or null when it knows none. */
  const stronger = (root: number, level: number): Map<number, Set<string>> | null => {
    if (level === 0) return null;
    const above = new Map<number, Set<string>>();
    let i = root;
    do {
      for (const k of mentions[i]!.keys) if (k.level < level) (above.get(k.level) ?? above.set(k.level, new Set()).get(k.level)!).add(k.value);
      i = ring[i]!;
    } while (i !== root);
    return above.size === 0 ? null : above;
  };

  for (let level = 0; level < strongLevels; level++) {
    for (const members of byKey(mentions, level)) {
      const roots = [...new Set(members.map(find))];
      if (roots.length < 2) continue;
      const identities = new Map(roots.map((r) => [r, stronger(r, level)]));
      const identified = roots.filter((r) => identities.get(r) !== null);
      const anonymous = roots.filter((r) => identities.get(r) === null);
      const conflicting = identified.some((a, i) => identified.slice(i + 1).some((b) => differ(identities.get(a)!, identities.get(b)!)));
      if (conflicting) {
        for (const r of anonymous.slice(1)) union(anonymous[0]!, r);
        mergeCompatible(identified, identities, union);
      } else {
        for (const r of roots.slice(1)) union(roots[0]!, r);
      }
    }
  }

  const hasStrong = mentions.map((m) => m.keys.some((k) => k.level < strongLevels));
  const proposals: { weak: number; other: number; level: number; value: string }[] = [];
  // Not by spreading: a case has more mentions than a call takes arguments.
  const deepest = mentions.reduce((most, m) => Math.max(most, m.keys.at(-1)?.level ?? 0), strongLevels);
  // A mention without strong keys is the entity of its first weak key.
  for (let level = strongLevels; level <= deepest; level++) {
    for (const members of byKey(mentions, level)) {
      const weak = members.filter((i) => !hasStrong[i] && mentions[i]!.keys[0]!.level === level);
      for (const i of weak.slice(1)) union(weak[0]!, i);
    }
  }
  for (let level = strongLevels; level <= deepest; level++) {
    for (const [value, members] of groups(mentions, level)) {
      const weak = [...new Set(members.filter((i) => !hasStrong[i]).map(find))];
      const others = [...new Set(members.filter((i) => hasStrong[i]).map(find))];
      for (const w of weak) for (const other of others) if (w !== other) proposals.push({ weak: w, other, level, value });
    }
  }
  const cluster = Int32Array.from(mentions, (_m, i) => find(i));
  return { cluster, proposals };
}

/** Two identities differ when some level known to both has no value in common. */
function differ(a: Map<number, Set<string>>, b: Map<number, Set<string>>): boolean {
  for (const [level, values] of a) {
    const other = b.get(level);
    if (other && ![...values].some((v) => other.has(v))) return true;
  }
  return false;
}

/**
 * Among conflicting identities, joins only those that state the same strongest key: anything looser would depend on which
 * pair is looked at first.
 */
function mergeCompatible(roots: readonly number[], identities: ReadonlyMap<number, Map<number, Set<string>> | null>, union: (a: number, b: number) => void): void {
  const seen = new Map<string, number>();
  for (const root of roots) {
    const levels = identities.get(root)!;
    const top = Math.min(...levels.keys());
    for (const value of levels.get(top)!) {
      const key = `${top}|${value}`;
      const first = seen.get(key);
      if (first === undefined) seen.set(key, root);
      else union(first, root);
    }
  }
}

function groups(mentions: readonly ResolvableMention[], level: number): [string, number[]][] {
  const found = new Map<string, number[]>();
  for (let i = 0; i < mentions.length; i++) {
    for (const k of mentions[i]!.keys) {
      if (k.level !== level) continue;
      const list = found.get(k.value);
      if (list) list.push(i);
      else found.set(k.value, [i]);
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

function byKey(mentions: readonly ResolvableMention[], level: number): number[][] {
  return groups(mentions, level).map(([, members]) => members).filter((members) => members.length > 1);
}
