/** Why alerts of the sample belong together and what led to what, against the truth that was written before its files and against plain SQL. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { procedures, type AlertLink, type AlertStory, type ChainAlert, type Output } from '../../shared/contract/index.ts';
import { CHAIN_REASONS, LINK_REASONS } from '../../shared/domain/alert/index.ts';
import { openCase, type Db } from '../../electron/store/case-file.ts';
import { deriveAlertLinks } from '../../electron/store/derive/alert-links.ts';
import { refreshLists } from '../../electron/store/derive/lists.ts';
import { getAlertChain } from '../../electron/store/queries/alert-chain.ts';
import { listAlertLinks } from '../../electron/store/queries/alert-links.ts';
import { getAlertStory } from '../../electron/store/queries/alert-story.ts';
import { listAlerts } from '../../electron/store/lists/alert-list.ts';
import { getProcessTree, listProcessChildren } from '../../electron/store/queries/processes.ts';
import { buildIfMissing, redthread } from './cli-run.ts';
import { findEntities, isTime, truth } from './sample-truth.ts';

let folder = '';
let db: Db;
let found: ReadonlyMap<string, readonly string[]> = new Map();

beforeAll(() => {
  buildIfMissing();
  folder = mkdtempSync(join(tmpdir(), 'redthread-links-'));
  const path = join(folder, 'sample.redthread');
  const run = redthread('demo', path, '--json');
  if (run.code !== 0) throw new Error(`demo ended with ${String(run.code)}: ${run.stderr}`);
  db = openCase(path).db;
  found = findEntities(path);
}, 300_000);
afterAll(() => { db?.close(); rmSync(folder, { recursive: true, force: true }); });

const idOf = (entity: string): string => found.get(entity)?.[0] ?? `nothing for ${entity}`;
const keyOf = (alertId: string): string => truth.alerts.find((a) => a.id === alertId)!.key;
const alertId = (key: string): string => truth.alerts.find((a) => a.key === key)!.id;
const main = truth.mainIncident.id;
const mainAlerts = truth.alerts.filter((a) => a.incidentId === main);
const linksOf = (key: string): AlertLink[] => listAlertLinks(db, { alertId: alertId(key), limit: 1000 }).items;
const chainOf = (key: string): Output<'alert.chain'> => getAlertChain(db, { alertId: alertId(key), limit: 200 });
const storyOf = (key: string): AlertStory => getAlertStory(db, { alertId: alertId(key) });
/** Entities that a text of the truth names: `process.psexesvc > process.rclone`. */
const named = (via: string): string[] => via.match(/\b[a-z]+[A-Za-z]*\.[A-Za-z0-9]+\b/gi)!.filter((k) => found.has(k));

describe('why alerts are linked', () => {
  it('fits the contract', () => {
    for (const a of truth.alerts) expect(procedures['alert.links'].output.safeParse(listAlertLinks(db, { alertId: a.id, limit: 100 })).error?.issues).toBeUndefined();
    expect(procedures['alert.list'].output.safeParse(listAlerts(db, { limit: 100 })).error?.issues).toBeUndefined();
  });
  it.each(truth.links.map((l) => [l.a.alert, l.b.alert, l.reason, l.via] as const))('%s and %s by %s through %s', (a, b, reason, via) => {
    for (const [own, other] of [[a, b], [b, a]] as const) {
      const link = linksOf(own).find((l) => l.alertId === alertId(other))!;
      const told = link.reasons.find((r) => r.code === reason);
      expect(told, link.reasons.map((r) => r.code).join()).toMatchObject({ derived: true });
      // Where the truth says "image of", the file carries it and the process runs it.
      const carriers = named(via).filter((k) => !(reason === 'sameFile' && k.startsWith('process.')));
      expect(carriers.length).toBeGreaterThan(0);
      // Messages of one send are one message, whichever recipient's the truth names.
      if (reason === 'sameEmail') expect(told!.via.some((v) => carriers.map(idOf).includes(v.entityId))).toBe(true);
      else expect(told!.via.map((v) => v.entityId)).toEqual(expect.arrayContaining(carriers.map(idOf)));
    }
  });
  it('tells both sides the same, earlier here and later there', () => {
    const opposite = { earlier: 'later', later: 'earlier', sameTime: 'sameTime', unknown: 'unknown' } as const;
    for (const a of mainAlerts) {
      for (const l of linksOf(a.key)) {
        const back = linksOf(keyOf(l.alertId)).find((x) => x.alertId === a.id)!;
        expect(back.reasons.map((r) => r.code)).toEqual(l.reasons.map((r) => r.code));
        expect(back.direction).toBe(opposite[l.direction]);
        expect(l.strongest).toBe(l.reasons[0]!.code);
        expect(l.direction).toBe(Date.parse(truth.alerts.find((t) => t.id === l.alertId)!.firstActivity) < Date.parse(a.firstActivity) ? 'earlier' : 'later');
      }
    }
  });
  it('is never what only looks alike, in no incident and in the whole case', () => {
    const shared = db.prepare(`select k.reason_code from alert_link_key u join alert_link_key o using(key_id) join link_key k using(key_id) where u.alert_pk = (select alert_pk from alert where alert_id = ?) and o.alert_pk = (select alert_pk from alert where alert_id = ?)`).pluck();
    const pairs = truth.lookAlikes.filter((l) => l.a.alertId !== undefined);
    expect(pairs.length).toBeGreaterThan(5);
    for (const { a, b, notFor, why } of pairs) {
      const reasons = (shared.all(a.alertId, b.alertId) as number[]).map((code) => LINK_REASONS[code] as string);
      expect(reasons, why).not.toContain(notFor === 'sameDevice' ? 'proximateTime' : notFor);
      expect(linksOf(a.alert!).map((l) => l.alertId)).not.toContain(b.alertId);
    }
    const carriers = db.prepare('select distinct u.key_id from alert_link_key u join entity e using(entity_pk) where e.entity_id = ?').pluck();
    for (const { a, b, why } of truth.lookAlikes.filter((l) => l.a.entity !== undefined)) {
      // Two processes of one tree share the tree, and two alike files their traits; nothing says they are the same.
      const [x, y] = [a.entity!, b.entity!].map((k) => carriers.all(idOf(k)) as number[]) as [number[], number[]];
      const codes = x.filter((k) => y.includes(k)).map((k) => LINK_REASONS[db.prepare('select reason_code from link_key where key_id = ?').pluck().get(k) as number]);
      expect(codes.filter((c) => c !== 'processChain' && c !== 'fileCharacteristics'), why).toEqual([]);
    }
  });
  it('stands in the rows: the strongest, to how many, and none for the first', () => {
    const { items } = listAlerts(db, { limit: 100, incidentId: main });
    expect(items.map((r) => r.isFirst)).toEqual(items.map((_r, i) => i === 0));
    for (const row of items) {
      const links = linksOf(keyOf(row.alertId));
      const tally = LINK_REASONS.flatMap((reason) => { const of = links.filter((l) => l.reasons.some((r) => r.code === reason)); return of.length === 0 ? [] : [{ reason, count: of.length }]; });
      if (row.isFirst) expect(row.linkedBy).toBeNull();
      else {
        expect([{ reason: row.linkedBy!.reason, count: row.linkedBy!.count }, ...row.linkedBy!.others]).toEqual(tally);
        const to = links.filter((l) => l.reasons.some((r) => r.code === row.linkedBy!.reason)).sort((a, b) => a.firstActivityUs! - b.firstActivityUs!).slice(0, 3);
        expect(row.linkedBy).toMatchObject({ alertIds: to.map((l) => l.alertId), alertTitles: to.map((l) => l.title) });
      }
    }
    for (const a of truth.alerts.filter((t) => t.incidentId !== main)) expect(listAlerts(db, { limit: 1, alertId: a.id }).items[0]).toMatchObject({ linkedBy: null, isFirst: true });
  });
  it.each([['sameUrl', 'url'], ['sameMailbox', 'mailbox'], ['sameAccount', 'user']] as const)('%s counts what plain SQL over the evidence counts', (reason, kind) => {
    const expected = db.prepare(`select a.alert_id id, count(distinct o.alert_pk) n from alert a join evidence v using(alert_pk) join entity e using(entity_pk) join evidence w on w.entity_pk = v.entity_pk and w.alert_pk <> a.alert_pk join alert o on o.alert_pk = w.alert_pk
      where e.kind = ? and a.incident_pk = o.incident_pk group by 1`).raw().all(kind) as [string, number][];
    expect(expected.length).toBeGreaterThan(1);
    expect((db.prepare('select a.alert_id, l.count from alert_link l join alert a using(alert_pk) where l.reason_code = ?').raw().all(LINK_REASONS.indexOf(reason)) as [string, number][]).sort()).toEqual(expected.sort());
  });
  it('is the analyst where one put the alert there; a move changes only the incidents it touches', () => {
    const all = () => db.prepare('select * from alert_link order by 1, 2').raw().all().concat(db.prepare('select * from first_alert order by 1').raw().all());
    db.exec('savepoint moved');
    const pkOf = (id: string) => db.prepare('select incident_pk from incident where incident_id = ?').pluck().get(id) as number;
    const other = truth.alerts.find((a) => a.key === 'B05')!;
    db.prepare('update alert set incident_pk = ? where alert_id = ?').run(pkOf(main), other.id);
    deriveAlertLinks(db, [pkOf(main), pkOf(other.incidentId)]);
    refreshLists(db, { incidents: [pkOf(main), pkOf(other.incidentId)], alerts: [], entities: [] });
    const incremental = all();
    const row = listAlerts(db, { limit: 1, alertId: other.id }).items[0]!;
    expect(row.linkedBy).toMatchObject({ reason: 'manual', count: mainAlerts.length, alertIds: ['A01', 'A02', 'A03'].map(alertId) });
    expect(linksOf('A01').find((l) => l.alertId === other.id)).toMatchObject({ strongest: 'manual', reasons: [{ code: 'manual', derived: false, via: [] }] });
    expect(listAlerts(db, { limit: 1, alertId: alertId('A02') }).items[0]!.linkedBy!.reason).toBe('sameUrl');
    deriveAlertLinks(db);
    expect(incremental).toEqual(all());
    db.exec('rollback to moved; release moved');
  });
});

describe('what led to an alert', () => {
  const flat = (side: readonly ChainAlert[]): string[] => side.map((c) => keyOf(c.alertId));
  it('fits the contract', () => { for (const a of truth.alerts) expect(procedures['alert.chain'].output.safeParse(getAlertChain(db, { alertId: a.id, limit: 200 })).error?.issues).toBeUndefined(); });
  it('is from the mail to the ransom note what the truth tells', () => {
    // Each alert and the one that led to it, as the story of the sample goes.
    const story = [['A01', 'A02'], ['A02', 'A03'], ['A01', 'A04'], ['A04', 'A05'], ['A05', 'A07'], ['A05', 'A09'], ['A09', 'A10'], ['A10', 'A11'], ['A11', 'A12'], ['A10', 'A15'], ['A15', 'A16'], ['A12', 'A17'], ['A17', 'A18'], ['A10', 'A18'], ['A06', 'A14']] as const;
    for (const [a, b] of story) {
      expect(chainOf(b).earlier.find((c) => c.alertId === alertId(a)), `${a} before ${b}`).toMatchObject({ hop: 1 });
      expect(chainOf(a).later.find((c) => c.alertId === alertId(b)), `${b} after ${a}`).toMatchObject({ hop: 1 });
    }
    expect(chainOf('A01').earlier).toEqual([]);
    expect(flat(chainOf('A18').earlier)).toContain('A01');
  });
  it('names the path with its times and records', () => {
    const link = chainOf('A16').earlier.find((c) => c.alertId === alertId('A10'))!.links.find((l) => l.reason === 'processChain')!;
    expect(link.entities.map((e) => e.entityId)).toEqual([idOf('process.psexesvc'), idOf('process.rclone')]);
    expect(link.steps).toMatchObject([{ type: 'spawned', isReversed: false }]);
    expect(isTime(link.steps[0]!.firstUs, '2026-11-16T23:18:02.614Z')).toBe(true);
    expect(link.steps[0]!.record?.recordId).toBeGreaterThan(0);
    const written = chainOf('A05').earlier.find((c) => c.alertId === alertId('A04'))!.links.find((l) => l.reason === 'file')!;
    expect([written.entities.map((e) => e.entityId), written.steps.map((s) => s!.type)]).toEqual([[idOf('process.powershell'), idOf('file.implant')], ['created']]);
    const mail = chainOf('A04').earlier.find((c) => c.alertId === alertId('A01'))!.links.find((l) => l.reason === 'file')!;
    expect([mail.entities.map((e) => e.entityId).at(-1), mail.entities[0]!.kind, mail.steps.map((s) => s!.type)]).toEqual([idOf('file.docm'), 'email', ['has_attachment']]);
    const lateral = chainOf('A10').earlier.find((c) => c.alertId === alertId('A09'))!.links.find((l) => l.reason === 'logon')!;
    expect([lateral.entities.map((e) => e.entityId), isTime(lateral.firstUs, '2026-11-15T21:31:05.615Z')]).toEqual([[idOf('device.finWs022'), idOf('device.logWs031')], true]);
    const clicked = chainOf('A03').earlier.find((c) => c.alertId === alertId('A02'))!.links.flatMap((l) => l.steps).find((s) => s?.type === 'clicked');
    expect(clicked).toMatchObject({ isReversed: true });
  });
  it('runs in time order, from end to end, nearer hop by hop, and the other way round the same', () => {
    const truthTime = (id: string): number => Date.parse(truth.alerts.find((a) => a.id === id)!.firstActivity);
    let steps = 0;
    for (const a of mainAlerts) {
      const chain = chainOf(a.key);
      expect([chain.earlierTotal, chain.laterTotal, chain.total]).toEqual([chain.earlier.length, chain.later.length, chain.earlier.length + chain.later.length]);
      for (const side of ['earlier', 'later'] as const) {
        const hops = new Map([[a.id, 0], ...chain[side].map((c) => [c.alertId, c.hop] as const)]);
        for (const c of chain[side]) {
          expect(side === 'earlier' ? truthTime(c.alertId) <= truthTime(a.id) : truthTime(c.alertId) >= truthTime(a.id)).toBe(true);
          for (const l of c.links) {
            expect(hops.get(l.alertId)).toBe(c.hop - 1);
            expect(l.steps).toHaveLength(l.entities.length - 1);
            expect(CHAIN_REASONS).toContain(l.reason);
            const times = l.steps.flatMap((s) => (s?.firstUs == null ? [] : [s.firstUs]));
            expect(times).toEqual([...times].sort((x, y) => x - y));
            const [first, second] = side === 'earlier' ? [c.alertId, l.alertId] : [l.alertId, c.alertId];
            expect(truthTime(first)).toBeLessThanOrEqual(truthTime(second));
            l.steps.forEach((s, i) => {
              if (s === null) return;
              steps++;
              const r = db.prepare('select f.entity_id f, t.entity_id t, r.record_id record from relation r join entity f on f.entity_pk = r.from_pk join entity t on t.entity_pk = r.to_pk where r.relation_id = ?').get(s.relationId) as { f: string; t: string; record: number };
              const ends = s.isReversed ? [r.t, r.f] : [r.f, r.t];
              expect(ends).toEqual([l.entities[i]!.entityId, l.entities[i + 1]!.entityId]);
              expect(s.record?.recordId).toBe(r.record);
            });
          }
          expect(getAlertChain(db, { alertId: c.alertId, limit: 200 })[side === 'earlier' ? 'later' : 'earlier'].find((x) => x.alertId === a.id)?.hop).toBe(c.hop);
        }
      }
    }
    expect(steps).toBeGreaterThan(100);
  });
  it('is shown up to the limit with the whole number', () => {
    const whole = chainOf('A18');
    const cut = getAlertChain(db, { alertId: alertId('A18'), limit: 3 });
    expect([cut.earlier, cut.earlierTotal]).toEqual([whole.earlier.slice(0, 3), whole.earlierTotal]);
  });
});

describe('process trees', () => {
  const processes = [...truth.entities, ...truth.otherEntities].filter((e) => e.kind === 'process');
  const tree = (key: string, depth = 1): Output<'process.tree'> => getProcessTree(db, { entityId: idOf(key), depth, limit: 50 });
  const relation = (type: string, of: { from?: string; to?: string }) => truth.relations.filter((r) => r.type === type && (of.from === undefined || r.from === of.from) && (of.to === undefined || r.to === of.to));
  it('have every process of the truth under its parent, with start, account, device and image', () => {
    let parents = 0;
    for (const p of processes) {
      const answer = tree(p.key);
      expect(procedures['process.tree'].output.safeParse(answer).error?.issues).toBeUndefined();
      const node = answer.nodes.find((n) => n.entityId === answer.focusEntityId)!;
      expect(node).toMatchObject({ position: 'focus', pid: p.identity['pid'], displayName: p.displayName });
      expect(Math.abs(node.startUs! / 1000 - Number(p.identity['startMs']))).toBeLessThanOrEqual(1);
      for (const r of relation('spawned', { to: p.key })) { parents++; expect(node.parentEntityId, p.key).toBe(idOf(r.from)); }
      for (const r of relation('ran_as', { to: p.key })) expect(node.account?.entityId, p.key).toBe(idOf(r.from));
      for (const r of relation('ran_on', { from: p.key })) expect(node.device?.entityId, p.key).toBe(idOf(r.to));
      for (const r of relation('image_of', { to: p.key })) expect(node.imageFile?.entityId, p.key).toBe(idOf(r.from));
      for (const r of relation('spawned', { from: p.key })) expect(listProcessChildren(db, { entityId: idOf(p.key), limit: 1000 }).items.map((n) => n.entityId), p.key).toContain(idOf(r.to));
    }
    expect(parents).toBeGreaterThan(15);
  });
  it('count children and activity as plain SQL does', () => {
    const codeOf = (sql: string) => db.prepare(sql).pluck();
    for (const p of processes) {
      const node = tree(p.key, 0).nodes.find((n) => n.position === 'focus')!;
      const pk = codeOf('select entity_pk from entity where entity_id = ?').get(node.entityId);
      expect(node.childCount).toBe(codeOf('select count(distinct to_pk) from relation where type_code = 0 and from_pk = ? and to_pk <> from_pk').get(pk));
      expect(Object.values(node.activityCounts).reduce((n, c) => n + c, 0)).toBe(codeOf('select count(*) from event e join mention m on m.mention_id = e.actor_mention where m.entity_pk = ?').get(pk));
      const fromTable = (table: string) => codeOf(`select count(*) from event e join mention m on m.mention_id = e.actor_mention join term s on s.term_id = e.source where m.entity_pk = ? and s.text = '${table}'`).get(pk);
      expect([node.activityCounts.module ?? 0, node.activityCounts.registry ?? 0]).toEqual([fromTable('DeviceImageLoadEvents'), fromTable('DeviceRegistryEvents')]);
      expect(node.alertIds.map(keyOf).sort()).toEqual(truth.alerts.filter((a) => a.evidence.some((e) => e.entity === p.key)).map((a) => a.key).sort());
    }
  });
  it('open downwards generation by generation, in preorder, each process once', () => {
    const { nodes, top } = tree('process.winword', 8);
    expect(top).toBe('noParent');
    expect(nodes.filter((n) => n.position === 'descendant').map((n) => n.entityId)).toEqual(['process.powershell', 'process.implant', 'process.fodhelper', 'process.implantHigh', 'process.rundll32'].map(idOf));
    const at = new Map(nodes.map((n, i) => [n.entityId, i]));
    expect(at.size).toBe(nodes.length);
    nodes.forEach((n, i) => { if (n.parentEntityId !== null) { expect(at.get(n.parentEntityId)).toBeLessThan(i); expect(n.depth).toBe(nodes[at.get(n.parentEntityId)!]!.depth + 1); } else expect(i).toBe(0); });
  });
  it('page through the children of one that has many', () => {
    const busiest = db.prepare('select e.entity_id from relation r join entity e on e.entity_pk = r.from_pk where r.type_code = 0 group by r.from_pk order by count(distinct r.to_pk) desc limit 1').pluck().get() as string;
    const whole = listProcessChildren(db, { entityId: busiest, limit: 10_000 });
    expect(whole.items).toHaveLength(whole.total);
    expect(whole.total).toBeGreaterThan(50);
    const starts = whole.items.map((n) => n.startUs ?? Infinity);
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
    const pages: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = listProcessChildren(db, { entityId: busiest, limit: 17, cursor });
      pages.push(...page.items.map((n) => n.entityId));
      cursor = page.nextCursor;
    }
    expect(pages).toEqual(whole.items.map((n) => n.entityId));
    const focus = getProcessTree(db, { entityId: busiest, depth: 1, limit: 5 }).nodes.find((n) => n.position === 'focus')!;
    expect([focus.shownChildCount, focus.childCount]).toEqual([5, whole.total]);
  });
  it('are of processes: another entity is refused by its kind', () => expect(() => tree('device.finWs014')).toThrow(/of kind device/));
});

describe('the story of an alert', () => {
  it('fits the contract, and what has no data is empty', () => {
    for (const a of truth.alerts) expect(procedures['alert.story'].output.safeParse(getAlertStory(db, { alertId: a.id })).error?.issues).toBeUndefined();
    expect(storyOf('A13')).toMatchObject({ trees: [], treeTotal: 0, actionsTaken: [] });
  });
  it('shows each of its processes once, marked, below what started it', () => {
    for (const a of truth.alerts) {
      const { trees, treeTotal } = storyOf(a.key);
      const own = a.evidence.map((e) => e.entity).filter((k) => k.startsWith('process.')).map(idOf).sort();
      expect(trees).toHaveLength(treeTotal);
      expect(trees.flatMap((t) => t.nodes.filter((n) => n.position === 'focus').map((n) => n.entityId)).sort(), a.key).toEqual(own);
      expect(trees.reduce((n, t) => n + t.evidenceTotal, 0)).toBe(own.length);
    }
    const attack = ['process.outlook014', 'process.winword', 'process.powershell', 'process.implant', 'process.fodhelper', 'process.implantHigh', 'process.rundll32'].map(idOf);
    expect(storyOf('A05').trees[0]!.nodes.map((n) => n.entityId).slice(-attack.length)).toEqual(attack);
  });
  it('tells of the other alerts of the same execution tree', () => {
    expect(storyOf('A05').trees[0]!.otherAlerts.map((o) => keyOf(o.alertId))).toEqual(['A04', 'A07']);
    expect(storyOf('A18').trees.map((t) => t.otherAlerts.map((o) => keyOf(o.alertId)))).toEqual(expect.arrayContaining([['A17'], ['A10', 'A11', 'A15', 'A16']]));
    const shown = storyOf('A10').trees.flatMap((t) => t.nodes.map((n) => n.entityId));
    for (const k of ['process.replPowershell', 'process.sevenZip', 'process.rclone', 'process.lockbayFile']) expect(shown).toContain(idOf(k));
  });
  it('has the events of its artifacts within its time, as plain SQL finds them', () => {
    for (const a of truth.alerts) {
      const { events, activities } = storyOf(a.key);
      const wanted = { artifacts: `e.kind not in ('device', 'user', 'mailbox', 'app', 'oauthApp', 'cloudResource')`, accounts: `e.kind in ('user', 'mailbox', 'app', 'oauthApp', 'cloudResource')`, devices: `e.kind = 'device'`, none: '1 = 1' }[events.relatedBy];
      const ids = db.prepare(`select distinct v.event_id from event v, alert a where a.alert_id = ? and v.time_us >= a.first_activity_us - 1000000 and v.time_us <= a.last_activity_us + 1000000
        and exists (select 1 from mention m join evidence d on d.entity_pk = m.entity_pk and d.alert_pk = a.alert_pk join entity e on e.entity_pk = m.entity_pk where m.mention_id in (v.device_mention, v.actor_mention, v.account_mention, v.target_mention) and ${wanted}) order by v.time_us, v.event_id`).pluck().all(a.id) as number[];
      expect(events.total, a.key).toBe(events.relatedBy === 'none' ? 0 : ids.length);
      expect(events.items.map((e) => e.eventId)).toEqual(ids.slice(0, 200));
      expect(activities.reduce((n, x) => n + x.count, 0)).toBe(events.total);
    }
  });
  it('says what was done with what it is about, by evidence and by action', () => {
    const taken = storyOf('A10').actionsTaken;
    expect(taken.filter((t) => t.from === 'action').map((t) => [t.entity.entityId, t.type, t.status])).toEqual([[idOf('device.srvFile01'), 'isolateDevice', 'pending']]);
    expect(taken.filter((t) => t.from === 'evidence').map((t) => t.status)).toEqual(['remediated', 'remediated', 'remediated']);
    expect(storyOf('A05').actionsTaken).toContainEqual(expect.objectContaining({ from: 'action', actionId: expect.any(String), type: 'isolateDevice', status: 'succeeded', by: 'r.aaltonen@larkhaven.example', isImpacted: true }));
    // An entity that awaits approval is told by its action, not twice.
    for (const a of truth.alerts) {
      const done = storyOf(a.key).actionsTaken;
      const pending = done.filter((t) => t.from === 'action' && t.status === 'pending').map((t) => t.entity.entityId);
      expect(done.filter((t) => t.status === 'pendingApproval' && pending.includes(t.entity.entityId))).toEqual([]);
    }
  });
  it('names whom it affects, by kind', () => {
    for (const a of truth.alerts) {
      const { affected } = storyOf(a.key);
      const byKind = Map.groupBy([...new Set(a.evidence.map((e) => idOf(e.entity)))], (id) => id.split('-')[0]!);
      expect(Object.fromEntries(affected.map((k) => [k.kind, k.total])), a.key).toEqual(Object.fromEntries([...byKind].map(([kind, list]) => [kind, list.length])));
      for (const t of a.evidence) expect(affected.flatMap((k) => k.entities).find((e) => e.entityId === idOf(t.entity))?.roles).toEqual(expect.arrayContaining(t.roles));
    }
  });
});
