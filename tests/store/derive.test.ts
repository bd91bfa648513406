import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SourceReport } from '../../shared/contract/index.ts';
import { deviceMention, domainMention, emailMention, fileMention, ipMention, processMention, urlMention, userMention } from '../../shared/domain/entity/index.ts';
import { VERDICTS } from '../../shared/domain/attack-graph/codes.ts';
import type { EpochUs } from '../../shared/base/time.ts';
import type { Facts, Mention } from '../../shared/domain/facts/facts.ts';
import { createCase, type Db } from '../../electron/store/case-file.ts';
import { derive } from '../../electron/store/derive/index.ts';
import { ImportSession } from '../../electron/store/import-session.ts';
import { getGraph } from '../../electron/store/queries/graph.ts';
import { listRelations } from '../../electron/store/queries/entities.ts';
import { listRecommendations } from '../../electron/store/queries/response.ts';
import { listIncidents } from '../../electron/store/lists/incident-list.ts';
import { aRecommendation, aRelation, anAction, anAlert, anEvent, anIncident, at, facts, someEvidence } from './facts-builders.ts';

let folder = '';
let made = 0;
const open: Db[] = [];
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'redthread-derive-')); });
afterEach(() => { for (const db of open.splice(0)) db.close(); rmSync(folder, { recursive: true, force: true }); });

/** A case that holds the given sources, each a list of records. */
function caseOf(...sources: TestSource[]): Db {
  const db = emptyCase();
  imports(db, sources);
  return db;
}
interface TestSource { readonly name: string; readonly format?: string; readonly records: Facts[] }
function emptyCase(): Db {
  const { db } = createCase(join(folder, `${made++}.redthread`), { actor: 'tester', nowUs: 0 });
  open.push(db);
  return db;
}
/** One import of these sources; what each is reported to have brought. */
function imports(db: Db, sources: readonly TestSource[]): SourceReport[] {
  const sessions = sources.map((s) => {
    const session = new ImportSession(db, { path: s.name, fileName: s.name, sha256: createHash('sha256').update(s.name).digest('hex'), bytes: 1, format: s.format ?? 'test', importerVersion: 1, importedUs: 0 });
    const member = session.member(null, s.name, s.format ?? 'test');
    s.records.forEach((r, i) => session.add(member, { row: i, line: i + 1, byteOffset: 0, byteLength: 1 }, r));
    session.endMember(member);
    session.endFacts();
    return session;
  });
  derive(db);
  return sessions.map((session, i) => session.finish({ path: sources[i]!.name, sha256: sources[i]!.name, bytes: 1, format: 'test', ms: 0 }));
}
const incidents = (db: Db) => listIncidents(db, { limit: 100, order: [{ column: 'incidentId', descending: false }] }).items;
const entities = (db: Db) => db.prepare('select kind, display_name name from entity order by kind, display_name').all().map((e) => Object.values(e as object).join(' '));
const relations = (db: Db) => (db.prepare(`select f.display_name f, r.type_code c, t.display_name t, r.count n, r.basis_code b from relation r join entity f on f.entity_pk = r.from_pk join entity t on t.entity_pk = r.to_pk order by 1, 2, 3`).all() as { f: string; c: number; t: string; n: number; b: number }[]);
/** Everything derived, without row numbers that follow from the order of facts. */
function picture(db: Db): unknown {
  const all = (sql: string) => db.prepare(sql).all();
  return {
    entities: all('select entity_id, kind, display_name, verdict, remediation_status, is_impacted, is_critical, alert_count, evidence_count, event_count, first_seen_us, last_seen_us from entity order by entity_id'),
    keys: all('select e.entity_id, k.key_type, k.value, k.is_canonical from entity_key k join entity e using(entity_pk) order by 1, 2, 3'),
    alerts: all('select alert_id, severity, first_activity_us, last_activity_us, title, status, data, (select incident_id from incident i where i.incident_pk = a.incident_pk) incident from alert a order by 1'),
    incidents: all('select incident_id, display_name, severity, status, origin, first_activity_us, last_activity_us, alert_count, span_start_us, span_end_us from incident order by 1'),
    evidence: all('select a.alert_id, e.entity_id, v.verdict, v.remediation_status, v.is_impacted from evidence v join alert a using(alert_pk) join entity e using(entity_pk) order by 1, 2, 3, 4'),
    relations: all('select f.entity_id f, r.type_code, t.entity_id t, r.first_us, r.last_us, r.count, r.basis_code from relation r join entity f on f.entity_pk = r.from_pk join entity t on t.entity_pk = r.to_pk order by 1, 2, 3, 4, 6'),
    members: all('select i.incident_id, e.entity_id, x.membership, x.first_us, x.last_us from incident_entity x join incident i using(incident_pk) join entity e using(entity_pk) order by 1, 2'),
    said: all(`select v.key, v.time_us, v.time_text, v.summary, v.techniques, v.alert_ids, v.windows_event_id, d.signature device, a.signature actor, c.signature account, t.signature target, s.text source, y.text action from event v
      left join mention d on d.mention_id = v.device_mention left join mention a on a.mention_id = v.actor_mention left join mention c on c.mention_id = v.account_mention left join mention t on t.mention_id = v.target_mention
      join term s on s.term_id = v.source join term y on y.term_id = v.action_type order by 1`),
    recommendations: listRecommendations(db, { limit: 100 }).items.map(({ record: _record, ...r }) => r),
    events: all('select i.incident_id, v.key, x.time_us from incident_event x join incident i using(incident_pk) join event v using(event_id) order by 1, 2'),
    links: all('select k.key_id, k.reason_code, a.alert_id, e.entity_id from alert_link_key u join link_key k using(key_id) join alert a using(alert_pk) left join entity e using(entity_pk) order by 1, 3, 4'),
    linked: all('select a.alert_id, l.reason_code, l.count, (select group_concat(o.alert_id) from json_each(l.first_alerts) j join alert o on o.alert_pk = j.value) first from alert_link l join alert a using(alert_pk) order by 1, 2'),
    first: all('select i.incident_id, a.alert_id from first_alert f join incident i using(incident_pk) join alert a using(alert_pk) order by 1'),
    named: all('select a.alert_id, n.time_us, v.key from alert_event n join alert a using(alert_pk) join event v using(event_id) order by 1, 3'),
    children: all('select p.entity_id parent, x.start_us, c.entity_id child from process_child x join entity p on p.entity_pk = x.parent_pk join entity c on c.entity_pk = x.child_pk order by 1, 2, 3'),
    activity: all('select e.entity_id, t.text, p.count from process_activity p join entity e using(entity_pk) join term t on t.term_id = p.action_type order by 1, 2'),
    actions: all('select action_id, status, (select incident_id from incident i where i.incident_pk = a.incident_pk) incident from action a order by 1'),
  };
}

const ws = deviceMention({ mdeDeviceId: 'aa11', name: 'ws-1.corp.example' })!;
const wsByName = deviceMention({ name: 'WS-1.corp.example' })!;
const wsHostOnly = deviceMention({ name: 'WS-1' })!;
const mia = userMention({ sid: 'S-1-5-21-1-2-3-1001', account: 'CORP\\mia' })!;
const word = (device: Mention) => processMention({ device, pid: 10, startUs: at(1), image: 'C:\\Office\\winword.exe' })!;
const shell = (device: Mention) => processMention({ device, pid: 11, startUs: at(2), image: 'C:\\Windows\\powershell.exe' })!;

describe('identity across sources', () => {
  it('knows a device by id and by its full name, but only proposes the bare host name', () => {
    const db = caseOf({ name: 'a', records: [facts({ events: [anEvent('1', 1, { device: ws }), anEvent('2', 2, { device: wsByName }), anEvent('3', 3, { device: wsHostOnly })] })] });
    expect(entities(db)).toEqual(['device WS-1', 'device ws-1.corp.example']);
    expect(db.prepare('select value from merge_proposal').pluck().all()).toEqual(['ws-1']);
  });
  it('takes an account of a known machine for a local one, and the same name of another machine for someone else', () => {
    const user = (domain: string) => userMention({ account: `${domain}\\admin` })!;
    const db = caseOf({ name: 'a', records: [facts({ events: [anEvent('1', 1, { device: ws, account: user('WS-1') }), anEvent('2', 2, { device: ws, account: user('CORP') })] })] });
    expect(entities(db)).toEqual(['device ws-1.corp.example', 'user CORP\\admin', 'user WS-1\\admin']);
    expect(db.prepare(`select key_type from entity_key where value like '%admin' and is_canonical = 1 order by 1`).pluck().all()).toEqual(['localAccount', 'ntAccount']);
  });
  it('links a parent known only by pid to the process that bore the pid then, not to an earlier or an ended one', () => {
    const start = (s: number) => processMention({ device: ws, pid: 7, startUs: at(s), image: 'C:\\a.exe' })!;
    const parent = processMention({ device: ws, pid: 7, image: 'a.exe', aliveAtUs: at(25) })!;
    const late = processMention({ device: ws, pid: 7, image: 'b.exe', aliveAtUs: at(25) })!;
    const child = processMention({ device: ws, pid: 8, startUs: at(25), image: 'c.exe' })!;
    const db = caseOf({ name: 'a', records: [facts({
      entities: [start(10), start(20), start(30)].map((entity) => ({ entity, attributes: {}, asOfUs: null })), relations: [aRelation(parent, 'spawned', child, 25), aRelation(late, 'spawned', child, 25)],
    })] });
    const parents = db.prepare('select e.own_time_us t, e.display_name n from relation r join entity e on e.entity_pk = r.from_pk order by 1').all() as { t: number | null; n: string }[];
    expect(parents).toEqual([{ t: null, n: 'b.exe (7)' }, { t: at(20), n: 'a.exe (7)' }]);
  });
  it('joins a process whose start is told to the second with the one that started within it, when there is exactly one', () => {
    const sysmon = (ms: number, guid: string, image = 'C:\\a.exe') => processMention({ device: ws, pid: 7, startUs: (at(10) + ms * 1000) as EpochUs, guid, image })!;
    const security = (image = 'C:\\a.exe') => processMention({ device: ws, pid: 7, startUs: at(10), image })!;
    const count = (...all: Mention[]) => caseOf({ name: 'a', records: [facts({ entities: all.map((entity) => ({ entity, attributes: {}, asOfUs: null })) })] }).prepare(`select count(*) from entity where kind = 'process'`).pluck().get();
    expect(count(sysmon(16, 'g1'), security())).toBe(1);
    expect(count(security(), sysmon(999, 'g1'))).toBe(1);
    expect(count(sysmon(1000, 'g1'), security())).toBe(2);
    expect(count(sysmon(16, 'g1'), security('C:\\b.exe'))).toBe(2);
    expect(count(sysmon(16, 'g1'), sysmon(400, 'g2'), security())).toBe(3);
  });
  it('takes the end that Security 4689 tells by pid for the end of the process that bore it', () => {
    const process = processMention({ device: ws, pid: 7, startUs: at(10), image: 'C:\\a.exe' })!;
    const ended = processMention({ device: ws, pid: 7, image: 'C:\\a.exe', aliveAtUs: at(15) })!;
    const parent = processMention({ device: ws, pid: 7, image: 'a.exe', aliveAtUs: at(20) })!;
    const child = processMention({ device: ws, pid: 8, startUs: at(20), image: 'c.exe' })!;
    const records = [facts({ entities: [{ entity: process, attributes: {}, asOfUs: null }, { entity: ended, attributes: { endUs: at(15) }, asOfUs: null }], relations: [aRelation(parent, 'spawned', child, 20)] })];
    const db = caseOf({ name: 'a', records });
    expect(db.prepare(`select e.own_time_us from relation r join entity e on e.entity_pk = r.from_pk`).pluck().all()).toEqual([null]);
    // The end belongs to the process itself, which stays one.
    expect(db.prepare(`select count(*) from entity where display_name = 'a.exe (7)'`).pluck().get()).toBe(2);
  });
  it('tells contents at one path apart and leaves the mention without content with neither', () => {
    const file = (sha256?: string) => fileMention({ sha256, folder: 'C:\\t\\x.exe', device: ws })!;
    const seen = (m: Mention) => ({ entity: m, attributes: {}, asOfUs: null });
    expect(entities(caseOf({ name: 'a', records: [facts({ entities: [seen(file('a'.repeat(64))), seen(file())] })] }))).toHaveLength(2);
    expect(entities(caseOf({ name: 'a', records: [facts({ entities: [seen(file('a'.repeat(64))), seen(file('b'.repeat(64))), seen(file())] })] }))).toHaveLength(4);
  });
});

describe('alerts and incidents', () => {
  it('joins the prefixed and the bare id, and the newest record has the word on each field', () => {
    const db = caseOf(
      { name: 'new', records: [facts({ alerts: [anAlert('da0123456789_1', { incidentId: '7', status: 'resolved', lastUpdateUs: at(50), title: null })] })] },
      { name: 'old', records: [facts({ alerts: [anAlert('0123456789_1', { status: 'new', lastUpdateUs: at(40), title: 'Beacon', firstActivityUs: at(3) })] })] });
    expect(db.prepare('select alert_id, title, status from alert').all()).toEqual([{ alert_id: 'da0123456789_1', title: 'Beacon', status: 'resolved' }]);
    expect(incidents(db).map((i) => [i.incidentId, i.origin, i.alertCount, i.activeAlertCount])).toEqual([['7', 'stub', 1, 0]]);
  });
  it('groups alerts without incident by what they share, and leaves strangers apart', () => {
    const other = deviceMention({ mdeDeviceId: 'bb22', name: 'ws-2.corp.example' })!;
    const payload = fileMention({ sha256: 'c'.repeat(64), name: 'x.dll' })!;
    const db = caseOf({ name: 'a', records: [facts({
      alerts: [anAlert('1a'), anAlert('2b', { firstActivityUs: at(90_000) }), anAlert('3c', { firstActivityUs: at(1800) }), anAlert('4d', { firstActivityUs: at(200_000) })],
      evidence: [someEvidence('1a', ws), someEvidence('1a', payload), someEvidence('2b', payload), someEvidence('2b', other), someEvidence('3c', ws), someEvidence('4d', ws)],
    })] });
    expect(incidents(db).map((i) => [i.origin, i.alertCount]).sort()).toEqual([['correlated', 1], ['correlated', 3]]);
  });
  const other = deviceMention({ mdeDeviceId: 'bb22', name: 'ws-2.corp.example' })!;
  const FAR = at(90_000);
  const message = (recipient: string) => emailMention({ networkMessageId: '11111111-1111-1111-1111-111111111111', recipient, subject: 'Invoice' })!;
  const payload = (n: string, path: string, device: Mention) => ({ entity: fileMention({ sha256: n.repeat(64), name: path.split('\\').at(-1)!, folder: path, device })!, attributes: { filePath: path }, asOfUs: null });
  const child = (device: Mention, pid: number, image = 'b.exe') => processMention({ device, pid, startUs: at(pid), image: `C:\\t\\${image}` })!;
  const system = (device: Mention) => userMention({ sid: 'S-1-5-18', account: 'SYSTEM', domain: 'NT AUTHORITY', device })!;
  const outside = ipMention('203.0.113.24')!;
  /** Two alerts a day apart on two devices, with this evidence each; how many groups they make. */
  const groups = (a: Mention[], b: Mention[], more: Partial<Facts> = {}, roles: string[] = []) => incidents(caseOf({ name: 'a', records: [facts({
    alerts: [anAlert('1a'), anAlert('2b', { firstActivityUs: FAR })], evidence: [...a.map((e) => someEvidence('1a', e, { roles })), ...b.map((e) => someEvidence('2b', e, { roles }))], ...more,
  })] })).length;
  const similar = (a: string, b: string, x: object = {}) => { const [p, q] = [payload('a', a, ws), payload('b', b, other)]; return groups([p.entity], [q.entity], { entities: [{ ...p, attributes: { ...p.attributes, ...x } }, { ...q, attributes: { ...q.attributes, ...x } }] }); };
  it.each([
    ['the same account', () => groups([mia], [mia]), 1],
    ['SYSTEM of one device a day apart', () => groups([system(ws)], [system(ws)]), 2],
    ['the account of a machine', () => { const m = userMention({ account: 'CORP\\WS-1$' })!; return groups([m], [m]); }, 2],
    ['one message in two mailboxes', () => groups([message('a@corp.example')], [message('b@corp.example')]), 1],
    ['one public address in the role of the attacker', () => groups([outside], [outside], {}, ['attacker']), 1],
    ['one public address in no role', () => groups([outside], [outside]), 2],
    ['a private address of the attacker', () => { const ip = ipMention('10.0.0.5')!; return groups([ip], [ip], {}, ['attacker']); }, 2],
    ['a file known by its name only', () => { const f = fileMention({ name: 'x.dll' })!; return groups([f], [f]); }, 2],
    ['processes of one tree', () => groups([child(ws, 30)], [child(ws, 31)], { relations: [aRelation(child(ws, 20), 'spawned', child(ws, 30), 30), aRelation(child(ws, 20), 'spawned', child(ws, 31), 31)] }), 1],
    ['processes that only descend from services.exe', () => groups([child(ws, 30)], [child(ws, 31)], { relations: [aRelation(child(ws, 20, 'services.exe'), 'spawned', child(ws, 30), 30), aRelation(child(ws, 20, 'services.exe'), 'spawned', child(ws, 31), 31)] }), 2],
    ['processes whose records contradict each other', () => groups([child(ws, 30)], [child(ws, 31)], { relations: [aRelation(child(ws, 31), 'spawned', child(ws, 30), 30), aRelation(child(ws, 30), 'spawned', child(ws, 31), 31)] }), 1],
    ['files in the same place of two users', () => similar('C:\\Users\\mia\\Downloads\\inv-1.exe', 'C:\\Users\\leo\\Downloads\\inv-22.exe'), 1],
    ['files that come with the system', () => similar('C:\\Windows\\System32\\cmd.exe', 'C:\\Windows\\System32\\cmd.exe'), 2],
    ['files of one signer and name', () => similar('C:\\a\\x.exe', 'C:\\b\\y.exe', { signer: 'Evil Ltd', originalFileName: 'Loader.exe' }), 1],
    ['files of Microsoft', () => similar('C:\\a\\x.exe', 'C:\\b\\y.exe', { signer: 'Microsoft Corporation', originalFileName: 'Cmd.exe' }), 2],
    ['a domain', () => { const d = domainMention('corp.example')!; return groups([d], [d]); }, 2],
  ] as const)('groups alerts by %s as domain.md section 16 says', (_why, count, expected) => expect(count()).toBe(expected));
  it('makes one pending action per entity that awaits approval, and none where a record says so', () => {
    const db = caseOf({ name: 'a', records: [facts({
      incidents: [anIncident('7')], alerts: [anAlert('1a', { incidentId: '7' }), anAlert('2b', { incidentId: '7' })],
      evidence: [someEvidence('1a', mia, { remediationStatus: 'pendingApproval' }), someEvidence('2b', mia, { remediationStatus: 'pendingApproval' }), someEvidence('1a', ws, { remediationStatus: 'pendingApproval' })],
      actions: [anAction('act1', ws, { status: 'pending' })],
    })] });
    expect(db.prepare('select status, json_extract(data, \'$.typeInferred\') inferred from action order by 2').all()).toEqual([{ status: 'pending', inferred: 0 }, { status: 'pending', inferred: 1 }]);
    expect(incidents(db)[0]!.pendingActionCount).toBe(2);
  });
  it('makes an incident of telemetry that belongs to no other, and only of that', () => {
    const stranger = deviceMention({ name: 'far.example' })!;
    const db = caseOf(
      { name: 'alerts', records: [facts({ incidents: [anIncident('7')], alerts: [anAlert('1a', { incidentId: '7' })], evidence: [someEvidence('1a', ws)] })] },
      { name: 'same device', records: [facts({ events: [anEvent('1', 5, { device: wsByName })] })] },
      { name: 'another place', records: [facts({ events: [anEvent('2', 5, { device: stranger }), anEvent('3', null, { device: stranger })] })] });
    expect(incidents(db).map((i) => [i.origin, i.displayName, i.eventCount])).toEqual([['imported', 'Title of 1a', 1], ['telemetry', 'Telemetry from another place', 2]]);
  });
});

describe('evidence', () => {
  const pieces = (db: Db) => db.prepare('select e.kind, v.verdict, v.remediation_status status, v.is_impacted impacted from evidence v join entity e using(entity_pk) order by e.kind, v.evidence_type').all();
  const verdict = (name: string) => VERDICTS.indexOf(name as (typeof VERDICTS)[number]);
  it('of one entity in one alert is told once, whichever interface also tells it; its own repeats stay', () => {
    const graph = { name: 'graph', format: 'graph-security', records: [facts({
      alerts: [anAlert('da0123456789_1', { lastUpdateUs: at(10) })],
      evidence: [someEvidence('da0123456789_1', ws, { roles: ['compromised'], verdict: 'suspicious', remediationStatus: 'active' }), someEvidence('da0123456789_1', ws, { evidenceType: 'seenAgain', createdUs: at(5) })],
    })] };
    const endpoint = { name: 'endpoint', format: 'mde-alert', records: [facts({
      alerts: [anAlert('0123456789_1', { lastUpdateUs: at(20) })],
      evidence: [someEvidence('0123456789_1', wsByName, { verdict: 'malicious', remediationStatus: 'unknown' }), someEvidence('0123456789_1', mia, { remediationStatus: 'unknown' })],
    })] };
    const expected = [
      { kind: 'device', verdict: verdict('malicious'), status: 'active', impacted: 1 },
      { kind: 'device', verdict: verdict('unknown'), status: 'none', impacted: 1 },
      { kind: 'user', verdict: verdict('unknown'), status: 'unknown', impacted: 1 },
    ];
    for (const order of [[graph, endpoint], [endpoint, graph]]) expect(pieces(caseOf(...order))).toEqual(expected);
  });
  it('counts for the better interface what two tell in the same words, whoever came first', () => {
    const said = { verdict: 'suspicious', remediationStatus: 'active' } as const;
    const graph = { name: 'graph', format: 'graph-security', records: [facts({ alerts: [anAlert('1a')], evidence: [someEvidence('1a', ws, said)] })] };
    const endpoint = { name: 'endpoint', format: 'mde-alert', records: [facts({ alerts: [anAlert('1a')], evidence: [someEvidence('1a', ws, said), someEvidence('1a', ws, { evidenceType: 'again' })] })] };
    for (const order of [[graph, endpoint], [endpoint, graph]]) expect(pieces(caseOf(...order))).toHaveLength(1);
  });
  it('doubts that a source with a clean verdict is impacted', () => {
    const roles = { roles: ['source'] };
    const db = caseOf({ name: 'a', records: [facts({ alerts: [anAlert('1a')], evidence: [someEvidence('1a', ws, { ...roles, verdict: 'noThreatsFound' }), someEvidence('1a', mia, { ...roles, verdict: 'suspicious' })] })] });
    expect(pieces(db)).toMatchObject([{ kind: 'device', impacted: 0 }, { kind: 'user', impacted: 1 }]);
  });
});

describe('what a source brought', () => {
  const graph = (): Facts => facts({
    incidents: [anIncident('7')], alerts: [anAlert('da01_1', { incidentId: '7', lastUpdateUs: at(10) })],
    evidence: [someEvidence('da01_1', ws), someEvidence('da01_1', mia, { remediationStatus: 'pendingApproval' })],
  });
  const newer = (): Facts => facts({
    incidents: [anIncident('7', { lastUpdateUs: at(99), status: 'resolved' })], alerts: [anAlert('da01_1', { incidentId: '7', lastUpdateUs: at(99), status: 'resolved' }), anAlert('da02_1', { incidentId: '7' })],
    evidence: [someEvidence('da01_1', ws), someEvidence('da01_1', mia, { remediationStatus: 'pendingApproval', verdict: 'malicious' }), someEvidence('da02_1', ws)],
  });
  const stub = (): Facts => facts({ alerts: [anAlert('da01_1', { incidentId: '7' })] });
  const action = (): Facts => facts({ actions: [anAction('a-1', mia, { status: 'pending' }), anAction('a-2', ws)] });
  const telemetry = (): Facts => facts({ events: [anEvent('e1', 50_000_000, { device: deviceMention({ name: 'far.example' })! })] });
  const totals = (reports: readonly SourceReport[]) => reports.reduce((sum, r) => ({ ...sum, ...Object.fromEntries(Object.entries(r.imported).map(([k, n]) => [k, (sum[k] ?? 0) + n])) }), {} as Record<string, number>);
  const all: readonly (readonly [string, () => Facts])[] = [['graph', graph], ['newer', newer], ['stub', stub], ['action', action], ['telemetry', telemetry]];

  it.each([[[0, 1, 2, 3, 4]], [[4, 3, 2, 1, 0]], [[2, 0, 3, 1, 4]], [[1, 4, 0, 2, 3]]])('adds up to what the case holds, in one import and in many (order %j)', (order) => {
    const sources = order.map((i) => ({ name: all[i]![0], records: [all[i]![1]()] }));
    for (const batches of [[sources], sources.map((s) => [s])]) {
      const db = emptyCase();
      const reports = batches.flatMap((batch) => imports(db, batch));
      const count = (table: string) => db.prepare(`select count(*) from ${table}`).pluck().get() as number;
      expect(totals(reports)).toEqual({ incidents: count('incident'), alerts: count('alert'), evidence: count('evidence'), entities: count('entity'), relations: count('relation'), events: 1, investigations: 0, actions: count('action'), recommendations: 0 });
      expect([count('incident'), count('alert'), count('evidence'), count('action')]).toEqual([2, 2, 3, 2]);
      // 2 + 3 + 1 alerts and incidents and 2 + 3 pieces of evidence were stated, of 1 incident, 2 alerts, 3 pieces; both actions, one event.
      expect(reports.reduce((n, r) => n + r.duplicates, 0)).toBe(1 + 2 + 2);
    }
  });
  it('is nothing the second time', () => {
    const db = emptyCase();
    imports(db, [{ name: 'one', records: [graph()] }]);
    const [second] = imports(db, [{ name: 'two', records: [graph()] }]);
    expect(Object.values(second!.imported).every((n) => n === 0)).toBe(true);
    expect(second!.duplicates).toBe(4);
  });
});

describe('relations', () => {
  it('counts repeats within a second once, infers only where nothing is observed, and never between assets', () => {
    const bad = ipMention('203.0.113.9')!;
    const db = caseOf({ name: 'a', records: [facts({
      incidents: [anIncident('7')], alerts: [anAlert('1a', { incidentId: '7' })],
      evidence: [someEvidence('1a', ws), someEvidence('1a', mia), someEvidence('1a', shell(ws), { device: ws }), someEvidence('1a', bad)],
      relations: [aRelation(shell(ws), 'ran_on', ws, 2), aRelation(shell(wsByName), 'connected_to', bad, 3), aRelation(shell(ws), 'connected_to', bad, 3.4), aRelation(shell(ws), 'connected_to', bad, 4.1)],
    })] });
    expect(relations(db).filter((r) => r.b === 1).map((r) => `${r.f} ${r.t}`).sort()).toEqual(['203.0.113.9 CORP\\mia', '203.0.113.9 ws-1.corp.example']);
    expect(relations(db).filter((r) => r.b === 0).map((r) => `${r.f} ${r.t} ${r.n}`).sort()).toEqual(['powershell.exe (11) 203.0.113.9 1', 'powershell.exe (11) 203.0.113.9 2', 'powershell.exe (11) ws-1.corp.example 1']);
  });
  it('gives the graph its times from events, not from when the product wrote the record', () => {
    const db = caseOf({ name: 'a', records: [facts({
      incidents: [anIncident('7')], alerts: [anAlert('1a', { incidentId: '7', firstActivityUs: at(100), createdUs: at(900) })],
      evidence: [someEvidence('1a', shell(ws), { createdUs: at(950), device: ws }), someEvidence('1a', ws, { createdUs: at(950) })], relations: [aRelation(word(ws), 'spawned', shell(ws), 2, { alertId: '1a' })],
    })] });
    const graph = getGraph(db, { incidentId: '7', view: 'story' });
    const names = new TextDecoder().decode(graph.labels).split('\0');
    expect(Object.fromEntries(names.map((n, i) => [n, graph.nodeFirstUs[i]]))).toEqual({ 'winword.exe (10)': at(1), 'powershell.exe (11)': at(2), 'ws-1.corp.example': at(100) });
    expect([...graph.edgeBasis].sort()).toEqual([0, 1]);
  });
});

describe('the order of imports', () => {
  const sources = [
    { name: 's1', records: [facts({ incidents: [anIncident('7', { lastUpdateUs: at(9), displayName: 'Old' })], alerts: [anAlert('da0123456789_1', { incidentId: '7', lastUpdateUs: at(9) })], evidence: [someEvidence('da0123456789_1', ws, { verdict: 'suspicious' }), someEvidence('da0123456789_1', shell(ws), { device: ws })], relations: [aRelation(word(ws), 'spawned', shell(ws), 2, { alertId: 'da0123456789_1' })] })] },
    { name: 's2', records: [facts({ incidents: [anIncident('7', { lastUpdateUs: at(19), displayName: 'New' })], alerts: [anAlert('0123456789_1', { lastUpdateUs: at(19), status: 'resolved' }), anAlert('ff99', { firstActivityUs: at(40) })], evidence: [someEvidence('ff99', urlMention('http://x.example/a')!), someEvidence('0123456789_1', ws, { verdict: 'malicious' }), someEvidence('0123456789_1', mia)] })] },
    { name: 's3', records: [facts({ events: [anEvent('e1', 5, { device: wsByName, actor: shell(wsByName), summary: 'b' }), anEvent('e2', 6, { device: wsHostOnly }), anEvent('e4', 8, { device: ws, summary: 'same', mitreTechniques: ['T1059'], alertIds: ['44DD000000'] })], recommendations: [aRecommendation('r', 'Active')], relations: [aRelation(shell(wsByName), 'connected_to', ipMention('198.51.100.7')!, 5)] })] },
    { name: 's4', records: [facts({ alerts: [anAlert('44dd000000', { incidentId: '7', firstActivityUs: at(30) })], evidence: [someEvidence('44dd000000', mia), someEvidence('44dd000000', word(ws))], events: [anEvent('e1', 5, { device: wsByName, summary: 'a' }), anEvent('e3', 7, { device: deviceMention({ name: 'far.example' })!, account: mia }), anEvent('e4', 9, { device: ws, summary: 'same', alertIds: ['1a'] })], recommendations: [aRecommendation('r', 'Completed')], actions: [anAction('x', ws, { requestedUs: at(20) })] })] },
  ];
  const orders = (list: number[]): number[][] => (list.length < 2 ? [list] : list.flatMap((x) => orders(list.filter((y) => y !== x)).map((rest) => [x, ...rest])));
  it('never changes the result (all 24 orders of four overlapping sources)', () => {
    const expected = picture(caseOf(...sources));
    expect(expected).toMatchObject({ linked: expect.arrayContaining([expect.objectContaining({ first: 'da0123456789_1' })]), named: [expect.anything()], activity: [expect.anything()], children: [expect.anything()] });
    for (const order of orders([0, 1, 2, 3])) expect(picture(caseOf(...order.map((i) => sources[i]!)))).toEqual(expected);
  });
  it('keeps of an event told twice the row that says more, as a whole', () => {
    const poor = { name: 'poor', records: [facts({ events: [anEvent('e', 5, { device: ws, summary: 'a' })] })] };
    const rich = { name: 'rich', records: [facts({ events: [anEvent('e', 6, { device: ws, actor: shell(ws), target: ipMention('203.0.113.9')!, mitreTechniques: ['T1071'], summary: 'z' })] })] };
    for (const order of [[poor, rich], [rich, poor]]) {
      expect(caseOf(...order).prepare('select time_us, summary, techniques, actor_mention is not null actor, target_mention is not null target from event').all()).toEqual([{ time_us: at(6), summary: 'z', techniques: '["T1071"]', actor: 1, target: 1 }]);
    }
  });
  it('nor does importing a source twice', () => {
    const expected = picture(caseOf(...sources));
    const twice = caseOf(...sources, ...sources.map((s) => ({ ...s, name: `${s.name} again` })));
    expect(picture(twice)).toEqual(expected);
  });
});

describe('relations', () => {
  it('carry every value that their records state, in any order of imports', () => {
    const server = deviceMention({ name: 'srv.corp.example' })!;
    const logon = (seconds: number, attributes: Record<string, string | number>) => aRelation(mia, 'logged_on_to', server, seconds, { attributes });
    const a = { name: 'a', records: [facts({ relations: [logon(5, { logonType: 3, port: '445' }), logon(5, { logonType: 10 }), aRelation(mia, 'logged_on_to', server, 60)] })] };
    const b = { name: 'b', records: [facts({ relations: [logon(5, { port: '445', logonType: 3 }), logon(5.5, { logonType: 3, port: '139' })] })] };
    for (const order of [[a, b], [b, a]]) {
      const rows = listRelations(caseOf(...order), { limit: 10 }).items.map((r) => [r.firstUs, r.count, r.attributes]);
      expect(rows).toEqual([[at(5), 2, [{ name: 'logonType', values: [10, 3] }, { name: 'port', values: ['139', '445'] }]], [at(60), 1, []]]);
    }
  });
});

describe('criticality', () => {
  const said = (value: string, seconds: number) => ({ entity: ws, attributes: { criticalityLevel: value }, asOfUs: at(seconds) });
  const critical = (...values: ReturnType<typeof said>[]) => caseOf({ name: 'a', records: [facts({ entities: values })] }).prepare('select is_critical from entity').pluck().get();
  it('is what the newest record says', () => {
    expect(critical(said('High', 1))).toBe(1);
    expect(critical(said('High', 1), said('Low', 2))).toBe(0);
    expect(critical(said('Low', 2), said('High', 1))).toBe(0);
    expect(critical(said('High', 1), said('Low', 2), said('High', 3))).toBe(1);
  });
});

describe('sources', () => {
  it('know from when to when they tell', () => {
    const db = caseOf({ name: 'events', records: [facts({ events: [anEvent('1', 5, { device: ws }), anEvent('2', 9, { device: ws }), anEvent('3', null, { device: ws })] })] }, { name: 'alerts', records: [facts({ alerts: [anAlert('1a', { firstActivityUs: at(3), lastActivityUs: at(70) })] })] },
      { name: 'again', records: [facts({ events: [anEvent('2', 9, { device: ws })] })] }, { name: 'none', records: [facts({ recommendations: [aRecommendation('r', 'x')] })] });
    expect(db.prepare('select first_us, last_us from source order by source_id').raw().all()).toEqual([[at(5), at(9)], [at(3), at(70)], [at(9), at(9)], [null, null]]);
  });
});
