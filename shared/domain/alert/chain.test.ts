import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { US_PER_HOUR, US_PER_SECOND } from '../../base/time.ts';
import { directLinks, pathOf, walkChain, type ChainableAlert, type Context, type DirectLink, type Flow } from './chain.ts';
import { FLOW } from './flow.ts';
import type { KeyUse } from './linking.ts';

const second = US_PER_SECOND;
const alert = (at: number, entities: number[], more: Partial<ChainableAlert> = {}): ChainableAlert => ({ firstUs: at * second, lastUs: (at + 10) * second, uses: [], entities: new Set(entities), processes: [], accounts: [], ...more });
const account = (entity: number): KeyUse => ({ key: entity, reason: 'sameAccount', entity });
const flow = (from: number, to: number, at: number | null, more: Partial<Flow> = {}): Flow => ({ from, to, reason: 'file', timeUs: at === null ? null : at * second, relationId: 1, isReversed: false, ...more });
const nothing: Context = { loggedOn: () => false, flowsFrom: () => [] };
const noParent = (): null => null;
const links = (alerts: ChainableAlert[], flows: Flow[] = [], context = nothing): string[] => directLinks(alerts, flows, noParent, () => false, context).map((l) => `${l.earlier}>${l.later} ${l.reason}`);

describe('the alert before', () => {
  it('is of those that share something the last and the first', () => {
    const shared = (at: number) => alert(at, [7], { uses: [account(7)] });
    expect(links([shared(0), shared(1), shared(2), shared(3)])).toEqual(['0>1 account', '0>2 account', '1>2 account', '0>3 account', '2>3 account']);
  });
  it('is no alert that only was near, or of the same investigation, or about a similar file', () => {
    const near = (at: number) => alert(at, [7], { uses: (['proximateTime', 'automatedInvestigation', 'fileCharacteristics'] as const).map((reason, key) => ({ key, reason, entity: 7 })) });
    expect(links([near(0), near(1)])).toEqual([]);
  });
  it('leads by a relation that began when it was known, to the first that was not over', () => {
    const alerts = [alert(0, [1]), alert(20, [1]), alert(100, [2]), alert(200, [2])];
    expect(links(alerts, [flow(1, 2, 5)])).toEqual(['0>2 file']);
    expect(links(alerts, [flow(1, 2, 30)])).toEqual(['0>2 file', '1>2 file']);
    expect(links(alerts, [flow(1, 2, 150)])).toEqual(['0>3 file', '1>3 file']);
    expect(links(alerts, [flow(1, 2, 500)])).toEqual([]);
    expect(links(alerts, [flow(2, 1, 150)])).toEqual([]);
  });
  it('leads by a relation without a time to whatever is later', () => expect(links([alert(0, [1]), alert(100, [2])], [flow(1, 2, null, { reason: 'mailbox' })])).toEqual(['0>1 mailbox']));
  it('is not told by a relation that one of the two tells by itself', () => expect(links([alert(0, [1, 2]), alert(100, [2])], [flow(1, 2, 50)])).toEqual([]));
  it('reaches another device by a logon of an account of the later alert, or by one during an alert that names none', () => {
    const lateral = [flow(1, 2, 95, { reason: 'logon' })];
    const by = (who: number): Context => ({ ...nothing, loggedOn: (u, device, atUs) => u === who && device === 2 && atUs === 95 * second });
    const target = alert(100, [2, 8], { accounts: [8] });
    expect([links([alert(0, [1]), target], lateral, by(8)), links([alert(0, [1]), target], lateral, by(9))]).toEqual([['0>1 logon'], []]);
    const unnamed = alert(100, [2]);
    expect([links([alert(0, [1]), unnamed], lateral), links([alert(0, [1]), unnamed], [flow(1, 2, 105, { reason: 'logon' })])]).toEqual([[], ['0>1 logon']]);
    const longAgo = alert(100 + 25 * 3600, [2, 8], { accounts: [8] });
    expect(longAgo.firstUs - 95 * second).toBeGreaterThan(24 * US_PER_HOUR);
    expect(links([alert(0, [1]), longAgo], lateral, by(8))).toEqual([]);
  });
});

it('a path leads from what brought a shared thing to where it was used', () => {
  const alerts = [alert(0, [1, 7], { uses: [account(7)] }), alert(100, [7, 3], { uses: [account(7)] })];
  const [link] = directLinks(alerts, [], noParent, () => false, nothing) as [DirectLink];
  const told = (flows: Flow[], context = nothing) => pathOf(link, alerts, (entity, end) => flows.filter((f) => f[end] === entity), context).entities;
  expect(told([])).toEqual([7]);
  expect(told([flow(1, 7, 5), flow(7, 3, 101)])).toEqual([1, 7, 3]);
  expect(told([], { ...nothing, flowsFrom: (e) => (e === 7 ? [flow(7, 3, 99), flow(7, 4, 100)] : []) })).toEqual([7, 3]);
  // What came after its use did not bring it; what is long over did not use it.
  expect(told([flow(1, 7, 105), flow(7, 3, 100)])).toEqual([7, 3]);
  expect(told([flow(7, 3, 200)])).toEqual([7]);
});

describe('walking a chain', () => {
  const graph = fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 40 }).map((pairs) => [...new Set(pairs.filter(([a, b]) => a !== b).map(([a, b]) => `${Math.min(a, b)}|${Math.max(a, b)}`))].map((p): DirectLink => ({ earlier: Number(p.split('|')[0]), later: Number(p.split('|')[1]), reason: 'account', by: { kind: 'shared', own: 0, other: 0 } })));
  it('finds everything that leads there, with the fewest links, and all links of one hop', () => {
    fc.assert(fc.property(graph, fc.nat(11), fc.constantFrom('earlier' as const, 'later' as const), (all, start, toward) => {
      const near = toward === 'earlier' ? 'later' : 'earlier';
      // Distances by relaxing every link as often as there are alerts.
      const distance = new Map([[start, 0]]);
      for (let round = 0; round < 12; round++) for (const l of all) if (distance.has(l[near])) distance.set(l[toward], Math.min(distance.get(l[toward]) ?? Infinity, distance.get(l[near])! + 1));
      const reached = walkChain(all, start, toward);
      expect(new Map(reached.map((r) => [r.alert, r.hop]))).toEqual(new Map([...distance].filter(([a]) => a !== start)));
      for (const r of reached) expect(new Set(r.links)).toEqual(new Set(all.filter((l) => l[toward] === r.alert && distance.get(l[near]) === r.hop - 1)));
      expect(reached.map((r) => r.hop)).toEqual(reached.map((r) => r.hop).sort((a, b) => a - b));
    }));
  });
});

it('every relation that carries an attack is listed once', () => expect(new Set(FLOW.map((r) => r.type)).size).toBe(FLOW.length));
