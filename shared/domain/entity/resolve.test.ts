import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveMentions, type ResolvableMention } from './resolve.ts';

const m = (...keys: [level: number, value: string][]): ResolvableMention => ({ keys: keys.map(([level, value]) => ({ level, value })) });
/** Clusters as sets of indices, in a form that can be compared. */
const clusters = (mentions: readonly ResolvableMention[], strong = 3): string[] => {
  const { cluster } = resolveMentions(mentions, strong);
  const groups = new Map<number, number[]>();
  cluster.forEach((c, i) => groups.set(c, [...(groups.get(c) ?? []), i]));
  return [...groups.values()].map((g) => g.join(',')).sort();
};

describe('resolveMentions', () => {
  it('joins a device known by id and name with one known by name only', () => {
    expect(clusters([m([0, 'id1'], [2, 'ws.example']), m([2, 'ws.example'])])).toEqual(['0,1']);
  });
  it('keeps two ids apart although both were seen under one name, and the nameless third stays with neither', () => {
    expect(clusters([m([0, 'id1'], [2, 'ws.example']), m([0, 'id2'], [2, 'ws.example']), m([2, 'ws.example'])])).toEqual(['0', '1', '2']);
  });
  it('follows aliases: a record that states both ids joins them', () => {
    expect(clusters([m([0, 'id1']), m([0, 'id2']), m([0, 'id1'], [0, 'id2'])])).toEqual(['0,1,2']);
  });
  it('joins contents when a later record gives both hashes', () => {
    expect(clusters([m([0, 'sha256']), m([1, 'sha1']), m([0, 'sha256'], [1, 'sha1'])])).toEqual(['0,1,2']);
  });
  it('never merges on a weak key with a mention that has a strong one, but proposes it', () => {
    const mentions = [m([0, 'id1'], [3, 'ws-01']), m([3, 'ws-01']), m([3, 'ws-01'])];
    expect(clusters(mentions)).toEqual(['0', '1,2']);
    expect(resolveMentions(mentions, 3).proposals.map((p) => [p.level, p.value])).toEqual([[3, 'ws-01']]);
  });

  it('takes as many mentions as a large case has', () => {
    const mentions = Array.from({ length: 400_000 }, (_v, i) => m([0, `id${i % 200_000}`], [3, `host${i % 50}`]));
    const { cluster, proposals } = resolveMentions(mentions, 3);
    expect([new Set(cluster).size, cluster[0] === cluster[200_000], cluster[0] === cluster[1], proposals.length]).toEqual([200_000, true, false, 0]);
  });

  const mention = fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.constantFrom('a', 'b', 'c')), { minLength: 1, maxLength: 4 })
    .map((keys) => m(...[...new Map(keys.map((k) => [k.join(), k])).values()].sort((x, y) => x[0] - y[0] || (x[1] < y[1] ? -1 : 1))));
  it('gives the same clusters in any order of mentions', () => {
    fc.assert(fc.property(fc.array(mention, { minLength: 1, maxLength: 14 }), fc.infiniteStream(fc.nat()), (mentions, random) => {
      const order = mentions.map((_x, i) => i).sort((a, b) => a - b);
      for (let i = order.length - 1; i > 0; i--) { const j = (random.next().value as number) % (i + 1); [order[i], order[j]] = [order[j]!, order[i]!]; }
      const shuffled = resolveMentions(order.map((i) => mentions[i]!), 3).cluster;
      const plain = resolveMentions(mentions, 3).cluster;
      for (let a = 0; a < order.length; a++) for (let b = 0; b < a; b++) {
        expect(shuffled[a] === shuffled[b]).toBe(plain[order[a]!] === plain[order[b]!]);
      }
    }), { numRuns: 3000 });
  });
});
