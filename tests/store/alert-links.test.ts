/** Links between alerts and process trees on small cases: contradicting records, missing parents, many alerts, older cases. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deviceMention, fileMention, processMention, userMention } from '../../shared/domain/entity/index.ts';
import { LINK_REASONS } from '../../shared/domain/alert/index.ts';
import type { Facts, Mention } from '../../shared/domain/facts/facts.ts';
import { createCase, openCase, type Db } from '../../electron/store/case-file.ts';
import { derive } from '../../electron/store/derive/index.ts';
import { ImportSession } from '../../electron/store/import-session.ts';
import { getAlertChain } from '../../electron/store/queries/alert-chain.ts';
import { listAlertLinks } from '../../electron/store/queries/alert-links.ts';
import { getAlertStory } from '../../electron/store/queries/alert-story.ts';
import { listAlerts } from '../../electron/store/lists/alert-list.ts';
import { getProcessTree, listProcessChildren } from '../../electron/store/queries/processes.ts';
import { asOfVersion } from './old-case.ts';
import { aRelation, anAlert, anEvent, anIncident, at, facts, someEvidence } from './facts-builders.ts';

let folder = '';
let made = 0;
const open: Db[] = [];
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'redthread-alert-links-')); });
afterEach(() => { for (const db of open.splice(0)) db.close(); rmSync(folder, { recursive: true, force: true }); });

/** A case of one import of sources, each one record. */
function caseOf(...sources: Partial<Facts>[]): Db {
  const { db } = createCase(join(folder, `${made++}.redthread`), { actor: 'tester', nowUs: 0 });
  open.push(db);
  sources.forEach((source, i) => {
    const session = new ImportSession(db, { path: `${i}`, fileName: `${i}`, sha256: String(i).padStart(64, '0'), bytes: 1, format: 'test', importerVersion: 1, importedUs: 0 });
    const member = session.member(null, `${i}`, 'test');
    session.add(member, { row: 0, line: 1, byteOffset: 0, byteLength: 1 }, facts(source));
    session.endMember(member);
    session.endFacts();
  });
  derive(db);
  return db;
}

const ws = deviceMention({ mdeDeviceId: 'aa11', name: 'ws-1.corp.example' })!;
const mia = userMention({ sid: 'S-1-5-21-1-2-3-1001', account: 'CORP\\mia' })!;
const run = (pid: number, image = `p${pid}.exe`, device: Mention = ws) => processMention({ device, pid, startUs: at(pid), image: `C:\\t\\${image}` })!;
const idOf = (db: Db, pid: number): string => db.prepare(`select e.entity_id from entity e join entity_key k using(entity_pk) where k.key_type = 'pidStart' and k.value = ?`).pluck().get(`${pid}@${at(pid) / 1000}`) as string;
const incident = { incidents: [anIncident('7')] };
const alert = (id: string, seconds: number, more = {}) => anAlert(id, { incidentId: '7', firstActivityUs: at(seconds), lastActivityUs: at(seconds + 10), ...more });
const row = (db: Db, alertId: string) => listAlerts(db, { alertId, limit: 1 }).items[0]!;

describe('process trees of records that are at odds', () => {
  const tree = (db: Db, pid: number, depth = 4) => getProcessTree(db, { entityId: idOf(db, pid), depth, limit: 50 });
  const shape = (db: Db, pid: number) => { const t = tree(db, pid); return [t.top, t.nodes.map((n) => `${'.'.repeat(n.depth)}${n.displayName}${n.position === 'focus' ? '*' : ''}`).join(' ')]; };
  it('begins at a process whose parent no record tells', () => {
    const db = caseOf({ relations: [aRelation(run(1), 'spawned', run(2), 2), aRelation(run(2), 'spawned', run(3), 3), aRelation(run(2), 'spawned', run(4), 4)] });
    expect(shape(db, 1)).toEqual(['noParent', 'p1.exe (1)* .p2.exe (2) ..p3.exe (3) ..p4.exe (4)']);
    expect(shape(db, 3)).toEqual(['noParent', 'p1.exe (1) .p2.exe (2) ..p3.exe (3)*']);
  });
  it('ends where records lead in a ring, and says so, from each of its processes', () => {
    const db = caseOf({ relations: [aRelation(run(1), 'spawned', run(2), 2), aRelation(run(2), 'spawned', run(3), 3), aRelation(run(3), 'spawned', run(1), 1), aRelation(run(3), 'spawned', run(9), 9)] });
    expect(shape(db, 2)).toEqual(['ring', 'p3.exe (3) .p1.exe (1) ..p2.exe (2)*']);
    for (const pid of [1, 2, 3]) { const t = tree(db, pid); expect([t.top, new Set(t.nodes.map((n) => n.entityId)).size === t.nodes.length]).toEqual(['ring', true]); }
    expect(shape(db, 9)[0]).toBe('ring');
  });
  it('shows a process that two records give different parents below the one that an event states first', () => {
    const db = caseOf({ relations: [aRelation(run(1), 'spawned', run(3), 8), aRelation(run(2), 'spawned', run(3), 3)] });
    expect(shape(db, 3)).toEqual(['noParent', 'p2.exe (2) .p3.exe (3)*']);
    expect(listProcessChildren(db, { entityId: idOf(db, 1), limit: 10 })).toMatchObject({ total: 1, items: [{ displayName: 'p3.exe (3)' }] });
  });
  it('tells of more ancestors than it shows', () => {
    const db = caseOf({ relations: Array.from({ length: 130 }, (_x, i) => aRelation(run(i + 1), 'spawned', run(i + 2), i + 2)) });
    const t = tree(db, 131);
    expect([t.top, t.nodes.length]).toEqual(['limited', 101]);
  });
  it('opens a process that nothing is known of but its name', () => {
    const stub = processMention({ device: ws, pid: 77, image: 'x.exe' })!;
    const db = caseOf({ relations: [aRelation(stub, 'ran_on', ws, null)] });
    const id = db.prepare(`select entity_id from entity where kind = 'process'`).pluck().get() as string;
    expect(getProcessTree(db, { entityId: id, depth: 1, limit: 10 }).nodes).toMatchObject([{ pid: 77, startUs: null, endUs: null, commandLine: null, account: null, imageFile: null, childCount: 0, activityCounts: {} }]);
  });
});

describe('links of alerts', () => {
  it('names the investigation that ties alerts, also the alert that triggered it', () => {
    const db = caseOf({ ...incident, alerts: [alert('11a', 0), alert('22b', 90_000, { investigationId: '501' })], investigations: [{ investigationId: '501', state: 'Running', startUs: at(5), endUs: null, triggeringAlertId: '11a', cancelledBy: null, statusDetails: null, device: null, serviceSource: null }] });
    expect(listAlertLinks(db, { alertId: '22b', limit: 10 }).items).toMatchObject([{ alertId: '11a', strongest: 'automatedInvestigation', direction: 'earlier', reasons: [{ code: 'automatedInvestigation', derived: true, detail: '501', via: [] }] }]);
  });
  it('says what alike files have in common', () => {
    const file = (n: string) => ({ entity: fileMention({ sha256: n.repeat(64), name: 'x.exe', folder: 'C:\\t', device: ws })!, attributes: { signer: 'Evil Ltd', originalFileName: `Loader.exe` }, asOfUs: null });
    const db = caseOf({ ...incident, alerts: [alert('11a', 0), alert('22b', 90_000)], entities: [file('a'), file('b')], evidence: [someEvidence('11a', file('a').entity), someEvidence('22b', file('b').entity)] });
    expect(listAlertLinks(db, { alertId: '11a', limit: 10 }).items[0]!.reasons).toMatchObject([{ code: 'fileCharacteristics', detail: 'Path c:\\t\\x.exe; Signer evil ltd, name loader.exe', via: [{ kind: 'file' }, { kind: 'file' }] }]);
  });
  it('is a grouping by the source, said not to be derived, where nothing else ties alerts; and none in an incident that was grouped here', () => {
    const apart = { alerts: [alert('11a', 0), alert('22b', 90_000)], evidence: [someEvidence('11a', ws), someEvidence('22b', mia)] };
    const db = caseOf({ ...incident, ...apart });
    expect(row(db, '22b')).toMatchObject({ isFirst: false, linkedBy: { reason: 'source', count: 1, alertIds: ['11a'], others: [] } });
    expect(listAlertLinks(db, { alertId: '22b', limit: 10 }).items).toMatchObject([{ reasons: [{ code: 'source', derived: false }] }]);
    const alone = caseOf({ alerts: [anAlert('11a')], evidence: [someEvidence('11a', ws)] });
    expect(row(alone, '11a')).toMatchObject({ isFirst: true, linkedBy: null });
  });
  it('has no direction and no chain without a time, and comes after those that have one', () => {
    const db = caseOf({ ...incident, alerts: [alert('11a', 0, { firstActivityUs: null, lastActivityUs: null }), alert('22b', 0)], evidence: [someEvidence('11a', mia), someEvidence('22b', mia)] });
    expect([row(db, '11a').isFirst, row(db, '22b').isFirst]).toEqual([false, true]);
    expect(listAlertLinks(db, { alertId: '11a', limit: 10 }).items).toMatchObject([{ alertId: '22b', direction: 'unknown' }]);
    for (const id of ['11a', '22b']) expect(getAlertChain(db, { alertId: id, limit: 10 }).total).toBe(0);
    expect(getAlertStory(db, { alertId: '11a' }).events).toMatchObject({ items: [], total: 0, relatedBy: 'none', fromUs: null });
  });
  it('holds for every pair of two thousand alerts on one device and one account, without a row for each pair', () => {
    const count = 2000;
    const ids = Array.from({ length: count }, (_x, i) => `alert-${String(i).padStart(5, '0')}`);
    const db = caseOf({ ...incident, alerts: ids.map((id, i) => alert(id, i)), evidence: ids.flatMap((id) => [someEvidence(id, ws), someEvidence(id, mia)]) });
    const rows = db.prepare('select count(*) from alert_link_key').pluck().get();
    expect([rows, db.prepare('select count(*) from alert_link').pluck().get()]).toEqual([2 * count, 2 * count]);
    const last = row(db, ids.at(-1)!);
    expect(last.linkedBy).toMatchObject({ reason: 'sameAccount', count: count - 1, alertIds: ids.slice(0, 3), others: [{ reason: 'proximateTime', count: count - 1 }] });
    expect(listAlertLinks(db, { alertId: ids[500]!, limit: 10, cursor: 'o1990' })).toMatchObject({ total: count - 1, nextCursor: null });
    // Each leads to the next, and the first to all: everything before is at most two links away.
    const chain = getAlertChain(db, { alertId: ids[1000]!, limit: 5 });
    expect([chain.earlierTotal, chain.laterTotal, chain.earlier.map((c) => [c.alertId, c.hop])]).toEqual([1000, 999, [[ids[0], 1], [ids[999], 1], [ids[998], 2], [ids[997], 3], [ids[996], 4]]]);
  });
});

describe('the chain of alerts', () => {
  it('climbs from a process to the nearest that an alert is about, and ends where everybody descends from', () => {
    const spawn = (parent: Mention, child: Mention, t: number) => aRelation(parent, 'spawned', child, t);
    const services = run(1, 'services.exe');
    const evidence = [someEvidence('00z', services), someEvidence('11a', run(2)), someEvidence('22b', run(5)), someEvidence('33c', run(6)), someEvidence('44d', run(8))];
    const db = caseOf({ ...incident, alerts: [alert('00z', 1), alert('11a', 2), alert('22b', 5), alert('33c', 6), alert('44d', 8)], evidence,
      relations: [spawn(services, run(2), 2), spawn(run(2), run(3), 3), spawn(run(3), run(5), 5), spawn(run(5), run(6), 6), spawn(services, run(8), 8)] });
    const chain = getAlertChain(db, { alertId: '33c', limit: 10 });
    expect(chain.earlier.map((c) => [c.alertId, c.hop, c.links.map((l) => [l.reason, ...l.entities.map((e) => e.displayName)].join(' '))])).toEqual([['22b', 1, ['processChain p5.exe (5) p6.exe (6)']], ['11a', 2, ['processChain p2.exe (2) p3.exe (3) p5.exe (5)']]]);
    expect(getAlertChain(db, { alertId: '44d', limit: 10 }).total).toBe(0);
  });
  it('takes no relation that came before the alert or after the other was over', () => {
    const doc = fileMention({ sha256: 'd'.repeat(64), name: 'd.doc' })!;
    const reached = (t: number) => getAlertChain(caseOf({ ...incident, alerts: [alert('11a', 100), alert('22b', 200)], evidence: [someEvidence('11a', run(50)), someEvidence('22b', doc)], relations: [aRelation(run(50), 'created', doc, t)] }), { alertId: '22b', limit: 10 }).earlierTotal;
    // Alerts last ten seconds; a moment is a second wide.
    expect([98, 99, 150, 211, 212].map(reached)).toEqual([0, 1, 1, 1, 0]);
  });
  it('does not take the everyday logon of an account for a step of the attack', () => {
    const server = deviceMention({ mdeDeviceId: 'bb22', name: 'srv.corp.example' })!;
    const leo = userMention({ sid: 'S-1-5-21-1-2-3-1002', account: 'CORP\\leo' })!;
    const chainBy = (account: Mention) => getAlertChain(caseOf({ ...incident, alerts: [alert('11a', 0), alert('22b', 20_000)], evidence: [someEvidence('11a', ws), someEvidence('22b', server), someEvidence('22b', leo)],
      relations: [aRelation(ws, 'logon_from', server, 19_990), aRelation(account, 'logged_on_to', server, 19_990)] }), { alertId: '22b', limit: 10 }).earlier.flatMap((c) => c.links.map((l) => l.reason));
    expect([chainBy(mia), chainBy(leo)]).toEqual([[], ['logon']]);
  });
});

describe('the story', () => {
  it('has the events that name the alert, with and without a time, beside those of its artifacts', () => {
    const db = caseOf({ ...incident, alerts: [alert('11a', 0)], evidence: [someEvidence('11a', run(1))],
      events: [anEvent('named', 90_000, { alertIds: ['11A'] }), anEvent('timeless', null, { alertIds: ['11a'] }), anEvent('its own', 5, { actor: run(1) }), anEvent('too late', 50, { actor: run(1) }), anEvent('another', 5, { actor: run(2) })] });
    expect(getAlertStory(db, { alertId: '11a' }).events).toMatchObject({ total: 3, relatedBy: 'artifacts', items: [{ summary: 'timeless' }, { summary: 'its own' }, { summary: 'named' }] });
  });
  it('takes accounts where artifacts have no events, and devices where these have none', () => {
    const story = (evidence: Mention[]) => getAlertStory(caseOf({ ...incident, alerts: [alert('11a', 0)], evidence: evidence.map((e) => someEvidence('11a', e)), events: [anEvent('of mia', 5, { account: mia, device: ws }), anEvent('of the device', 6, { device: ws })] }), { alertId: '11a' }).events;
    expect(story([run(1), mia, ws])).toMatchObject({ total: 1, relatedBy: 'accounts' });
    expect(story([run(1), ws])).toMatchObject({ total: 2, relatedBy: 'devices' });
    expect(story([run(1)])).toMatchObject({ total: 0, relatedBy: 'none' });
  });
});

it('0060 fills the links of a case that was made before there were any', () => {
  const made = caseOf({ ...incident, alerts: [alert('a', 5), alert('b', 7), alert('c', 9e6)], relations: [aRelation(run(1), 'spawned', run(2), 6)], evidence: [someEvidence('a', run(1), {}), someEvidence('b', run(2), {}), someEvidence('b', mia, {}), someEvidence('c', mia, {})] });
  const path = join(folder, 'old.redthread');
  asOfVersion(50, made.name, path);
  const { db } = openCase(path);
  open.push(db);
  const names = db.prepare(`select a.alert_id, k.reason_code from alert_link_key join link_key k using(key_id) join alert a using(alert_pk) order by 2, 1`).raw().all();
  const code = (reason: (typeof LINK_REASONS)[number]) => LINK_REASONS.indexOf(reason);
  expect(names).toEqual([['a', code('processChain')], ['b', code('processChain')], ['b', code('sameAccount')], ['c', code('sameAccount')]]);
  expect([row(db, 'a').isFirst, row(db, 'b').linkedBy?.reason, row(db, 'c').linkedBy?.reason]).toEqual([true, 'processChain', 'sameAccount']);
  expect(listProcessChildren(db, { entityId: idOf(db, 1), limit: 10 }).items.map((n) => n.displayName)).toEqual(['p2.exe (2)']);
});
