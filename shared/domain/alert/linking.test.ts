import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { US_PER_HOUR } from '../../base/time.ts';
import { Bits, membersOf } from './bits.ts';
import { linkKeysOf, type KeyedReason, type LinkFile, type LinkPiece } from './link-keys.ts';
import { LINK_REASONS } from './link-reasons.ts';
import { countLinks, groupingKeys, sharedKeys, type KeyUse, type LinkableAlert } from './linking.ts';

const file = (entity: number, more: Partial<LinkFile> = {}): LinkFile => ({ entity, keys: [['sha256', `content of ${entity}`]], said: { signer: null, name: null, path: null }, ...more });
const keys = (piece: LinkPiece): string[] => linkKeysOf(piece).map((k) => `${k.reason} ${k.value}`);

describe('what alerts can share', () => {
  it('is a file by its content, never by its name', () => {
    expect(keys({ kind: 'file', file: file(1) })).toEqual(['sameFile 1']);
    expect(keys({ kind: 'file', file: file(1, { keys: [['name', 'a.exe'], ['devicePath', 'c:\\t\\a.exe']] }) })).toEqual([]);
  });
  it('is the program a process runs, unless it comes with the system', () => {
    const run = (image: LinkFile) => keys({ kind: 'process', entity: 9, tree: 4, images: [image] });
    const at = (path: string) => file(1, { keys: [['sha1', 'a'], ['devicePath', path]] });
    expect(run(at('c:\\users\\mia\\x.exe'))).toEqual(['processChain 4', 'sameFile 1']);
    expect(run(at('c:\\windows\\temp\\x.exe'))).toEqual(['processChain 4', 'sameFile 1']);
    expect(run(at('c:\\windows\\system32\\cmd.exe'))).toEqual(['processChain 4']);
    expect(run(file(1, { said: { signer: 'Microsoft Windows', name: null, path: null } }))).toEqual(['processChain 4']);
    expect(keys({ kind: 'process', entity: 9, tree: null, images: [] })).toEqual([]);
  });
  it('is one message in all mailboxes, and its cluster', () => expect(keys({ kind: 'email', entity: 3, keys: [['networkMessageId', 'a-1|mia@corp.example'], ['senderSubject', 'x']], clusters: [7] })).toEqual(['sameEmail networkMessageId a-1', 'sameEmail cluster 7']));
  it('is a public address of the attacker', () => {
    const ip = (address: string, ...roles: string[]) => keys({ kind: 'ip', entity: 1, address, roles });
    expect([ip('203.0.113.9', 'attacker'), ip('203.0.113.9', 'source', 'commandAndControl'), ip('203.0.113.9', 'source'), ip('10.0.0.9', 'attacker')]).toEqual([['sameIp 1'], ['sameIp 1'], [], []]);
  });
  it('is an account, but not one that every machine has', () => {
    const user = (type: string, value: string) => keys({ kind: 'user', entity: 1, keys: [[type, value]] });
    expect([user('sid', 's-1-5-21-1-2-3-1001'), user('sid', 's-1-5-18'), user('ntAccount', 'corp\\ws-1$')]).toEqual([['sameAccount 1'], [], []]);
  });
  it('are traits of files: signer with name, and the place but for user and digits', () => {
    const traits = (path: string, signer: string | null) => keys({ kind: 'file', file: file(1, { said: { signer, name: 'Inv-22.exe', path } }) }).slice(1);
    expect(traits('C:\\Users\\Mia\\Downloads', 'Evil Ltd')).toEqual(['fileCharacteristics Signer evil ltd, name inv-22.exe', 'fileCharacteristics Path c:\\users\\*\\downloads\\inv-#.exe']);
    expect(traits('C:\\Windows\\System32\\inv-22.exe', 'Microsoft Corporation')).toEqual([]);
  });
});

const use = (reason: KeyedReason, key: number, entity = key): KeyUse => ({ reason, key, entity });
const nowhere = { bySource: false, moved: new Set<number>() };

describe('the reason an alert is linked', () => {
  it('is the strongest, and tells to how many alerts', () => {
    const alerts: LinkableAlert[] = [
      { firstUs: 0, uses: [use('proximateTime', 1), use('sameFile', 2)] },
      { firstUs: US_PER_HOUR, uses: [use('proximateTime', 1)] },
      { firstUs: US_PER_HOUR + 1, uses: [use('proximateTime', 1), use('sameFile', 2)] },
    ];
    expect(countLinks(alerts, nowhere)).toEqual([
      [{ reason: 'sameFile', count: 1, first: [2] }, { reason: 'proximateTime', count: 1, first: [1] }],
      [{ reason: 'proximateTime', count: 2, first: [0, 2] }],
      [{ reason: 'sameFile', count: 1, first: [0] }, { reason: 'proximateTime', count: 1, first: [1] }],
    ]);
  });
  it('is the grouping by the source where nothing else ties it, and the analyst where one put it there', () => {
    const alerts: LinkableAlert[] = [{ firstUs: 0, uses: [use('sameUrl', 1)] }, { firstUs: 1, uses: [use('sameUrl', 1)] }, { firstUs: null, uses: [] }];
    expect(countLinks(alerts, { bySource: true, moved: new Set([1]) })).toEqual([
      [{ reason: 'sameUrl', count: 1, first: [1] }, { reason: 'source', count: 1, first: [2] }],
      [{ reason: 'manual', count: 2, first: [0, 2] }, { reason: 'sameUrl', count: 1, first: [0] }],
      [{ reason: 'source', count: 2, first: [0, 1] }],
    ]);
  });
  it('is never that a file is like itself', () => {
    const trait = (...entities: number[]): LinkableAlert => ({ firstUs: null, uses: entities.map((e) => use('fileCharacteristics', 5, e)) });
    expect(countLinks([trait(1), trait(1), trait(2), trait(1, 2)], nowhere).map((c) => c[0]?.first)).toEqual([[2, 3], [2, 3], [0, 1, 3], [0, 1, 2]]);
  });

  const reason = fc.constantFrom(...LINK_REASONS.filter((r): r is KeyedReason => r !== 'manual' && r !== 'source'));
  /** Keys of one number have one reason, as in a case. */
  const someAlerts = fc.tuple(fc.array(reason, { minLength: 6, maxLength: 6 }), fc.array(fc.tuple(fc.option(fc.nat(5)), fc.array(fc.tuple(fc.nat(5), fc.nat(3)), { maxLength: 8 })), { maxLength: 70 })).map(([reasons, list]): LinkableAlert[] => {
    const alerts = list.map(([hour, uses]) => ({ firstUs: hour === null ? null : hour * 0.7 * US_PER_HOUR, uses: [...new Set(uses.map(([k, e]) => `${k} ${e}`))].map((t) => use(reasons[Number(t[0])]!, Number(t[0]), Number(t[2]))) }));
    return alerts.sort((a, b) => (a.firstUs ?? Infinity) - (b.firstUs ?? Infinity) || 0);
  });
  it('counts what comparing every pair finds', () => {
    fc.assert(fc.property(someAlerts, fc.boolean(), (alerts, bySource) => {
      const counted = countLinks(alerts, { bySource, moved: new Set() });
      alerts.forEach((a, i) => {
        const pairs = alerts.map((b, j) => (i === j ? [] : [...new Set(sharedKeys(a, b).map((s) => s.reason))]));
        const expected = LINK_REASONS.flatMap((r) => {
          const to = pairs.flatMap((found, j) => ((r === 'source' ? bySource && i !== j && found.length === 0 : found.some((f) => f === r)) ? [j] : []));
          return to.length === 0 ? [] : [{ reason: r, count: to.length, first: to.slice(0, 3) }];
        });
        expect(counted[i]).toEqual(expected);
      });
    }));
  });
  it('groups alerts exactly where a chain of pairs leads', () => {
    fc.assert(fc.property(someAlerts, (alerts) => {
      const components = (linked: (i: number, j: number) => boolean): number[] => {
        const of = alerts.map((_a, i) => i);
        for (let changed = true; changed;) {
          changed = false;
          for (let i = 0; i < of.length; i++) for (let j = 0; j < of.length; j++) if (i !== j && of[i]! > of[j]! && linked(i, j)) { of[i] = of[j]!; changed = true; }
        }
        return of;
      };
      const keysOf = groupingKeys(alerts).map((k) => new Set(k));
      // Files that are alike are grouped even where they are one: alerts that share a file are linked by it anyway.
      const alike = (i: number, j: number) => alerts[i]!.uses.some((u) => u.reason === 'fileCharacteristics' && alerts[j]!.uses.some((o) => o.key === u.key));
      expect(components((i, j) => [...keysOf[i]!].some((k) => keysOf[j]!.has(k)))).toEqual(components((i, j) => alike(i, j) || sharedKeys(alerts[i]!, alerts[j]!).length > 0));
    }), { numRuns: 40 });
  });
});

it('sets of bits hold what sets hold', () => {
  const members = fc.uniqueArray(fc.nat(99));
  fc.assert(fc.property(members, members, members, fc.nat(100), fc.nat(100), (a, b, c, from, to) => {
    const bits = new Bits(100);
    bits.addAll(membersOf(a, 100));
    bits.removeAll(membersOf(b, 100));
    bits.addRange(membersOf(c, 100), from, to);
    const expected = [...new Set([...a.filter((i) => !b.includes(i)), ...c.filter((i) => i >= from && i < to)])].sort((x, y) => x - y);
    expect([bits.size, bits.first(100), bits.first(2)]).toEqual([expected.length, expected, expected.slice(0, 2)]);
  }));
});
