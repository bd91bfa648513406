/** The Summary of an incident and the chart above the queue, against plain SQL over what was derived, the truth of the sample, and worlds made by hand. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { procedures, type IncidentSummary } from '../../shared/contract/index.ts';
import { deviceMention, fileMention, mailboxMention, userMention } from '../../shared/domain/entity/index.ts';
import type { Facts } from '../../shared/domain/facts/facts.ts';
import { createCase, type Db } from '../../electron/store/case-file.ts';
import { derive } from '../../electron/store/derive/index.ts';
import { ImportSession } from '../../electron/store/import-session.ts';
import { countAssets, listAssets } from '../../electron/store/lists/asset-list.ts';
import { listEntityEvidence } from '../../electron/store/lists/evidence-list.ts';
import { chartIncidents } from '../../electron/store/queries/chart.ts';
import { getIncident } from '../../electron/store/queries/incidents.ts';
import { summarizeIncident } from '../../electron/store/queries/summary.ts';
import { buildIfMissing, redthread, root } from './cli-run.ts';
import { anAction, anAlert, anIncident, at, facts, someEvidence } from './facts-builders.ts';

interface TruthAlert { id: string; incidentId: string; title: string; severity: string; category: string; status: string; firstActivity: string }
const truth = JSON.parse(readFileSync(join(root, 'resources/samples/case/truth.json'), 'utf8')) as { mainIncident: { id: string; entities: Record<string, number> }; alerts: TruthAlert[]; incidents: { id: string; createdAt: string }[]; actions: { state: string }[] };
const main = truth.mainIncident.id;
const mainAlerts = truth.alerts.filter((a) => a.incidentId === main);

let folder = '';
let sample: Db;
let made = 0;
const open: Db[] = [];
beforeAll(() => {
  buildIfMissing();
  folder = mkdtempSync(join(tmpdir(), 'redthread-summary-'));
  const path = join(folder, 'sample.redthread');
  const run = redthread('demo', path, '--json');
  if (run.code !== 0) throw new Error(run.stderr);
  sample = new Database(path);
  open.push(sample);
}, 120_000);
afterAll(() => { for (const db of open) db.close(); rmSync(folder, { recursive: true, force: true }); });

const summary = (db: Db, incidentId: string): IncidentSummary => procedures['incident.summary'].output.parse(summarizeIncident(db, procedures['incident.summary'].input.parse({ incidentId })));
const chart = (db: Db, input: object = {}) => procedures['incident.chart'].output.parse(chartIncidents(db, procedures['incident.chart'].input.parse(input)));
const plain = <T>(db: Db, sql: string, ...values: unknown[]) => db.prepare(sql).all(...values) as T[];
const number = (db: Db, sql: string, ...values: unknown[]) => db.prepare(sql).pluck().get(...values) as number;
function world(more: Partial<Facts>): Db {
  const { db } = createCase(join(folder, `${made++}.redthread`), { actor: 'tester', nowUs: 0 });
  open.push(db);
  const session = new ImportSession(db, { path: 'a', fileName: 'a', sha256: createHash('sha256').update('a').digest('hex'), bytes: 1, format: 'test', importerVersion: 1, importedUs: 0 });
  const member = session.member(null, 'a', 'test');
  session.add(member, { row: 0, line: 1, byteOffset: 0, byteLength: 1 }, facts(more));
  session.endMember(member);
  session.endFacts();
  derive(db);
  return db;
}
const reached = (s: IncidentSummary) => s.killChain.bands.filter((b) => b.alertCount > 0).map((b) => [b.name, b.alertCount, b.categories.map((c) => `${c.category} ${c.alertCount}`).join(', ')]);
const ws = deviceMention({ mdeDeviceId: 'aa11', name: 'ws-1.corp.example' })!;
const mia = userMention({ upn: 'mia@corp.example' })!;

describe('the summary of the sample', () => {
  it('tells the kill chain that was written, tactic by tactic', () => {
    const { bands, alertsWithoutCategory } = summary(sample, main).killChain;
    expect(bands).toHaveLength(16);
    expect(alertsWithoutCategory).toBe(0);
    for (const [category, alerts] of Map.groupBy(mainAlerts, (a) => a.category)) {
      const band = bands.find((b) => b.categories.some((c) => c.category === category))!;
      expect([category, band.categories.find((c) => c.category === category)!.alertCount]).toEqual([category, alerts.length]);
      const first = Math.min(...alerts.map((a) => Date.parse(a.firstActivity)));
      expect(Math.abs(band.firstActivityUs! / 1000 - first)).toBeLessThanOrEqual(band.categories.length === 1 ? 1 : Infinity);
    }
    expect(bands.reduce((n, b) => n + b.categories.reduce((m, c) => m + c.alertCount, 0), 0)).toBe(mainAlerts.length);
  });
  it('counts for every incident what plain SQL counts, and what the other tabs count', () => {
    const ids = plain<{ pk: number; id: string }>(sample, 'select incident_pk pk, incident_id id from incident');
    expect(ids).toHaveLength(truth.incidents.length);
    for (const { pk, id } of ids) {
      const s = summary(sample, id);
      const detail = getIncident(sample, { incidentId: id });
      expect([s.alerts.total, s.alerts.active, s.alerts.withoutTime]).toEqual([number(sample, 'select count(*) from alert where incident_pk = ?', pk), number(sample, `select count(*) from alert where incident_pk = ? and status <> 'resolved'`, pk), 0]);
      expect([s.alerts.total, s.alerts.active]).toEqual([detail.alertCount, detail.activeAlertCount]);
      expect(s.evidence.recordTotal).toBe(number(sample, 'select count(*) from evidence v join alert a using(alert_pk) where a.incident_pk = ?', pk));
      expect(s.evidence.total).toBe(number(sample, 'select count(distinct v.entity_pk) from evidence v join alert a using(alert_pk) where a.incident_pk = ?', pk));
      expect(s.evidence.total).toBe(detail.evidenceCount);
      expect(Object.fromEntries([...Map.groupBy(s.evidence.cells, (c) => c.verdict)].map(([v, cells]) => [v, cells.reduce((n, c) => n + c.count, 0)]))).toEqual(detail.entitiesByVerdict);
      const rows = listEntityEvidence(sample, { limit: 10_000, incidentId: id }).items;
      for (const c of s.evidence.cells) expect([c.verdict, c.remediationStatus, c.count]).toEqual([c.verdict, c.remediationStatus, rows.filter((r) => r.verdict === c.verdict && r.remediationStatus === c.remediationStatus).length]);
      expect(s.pending.total).toBe(detail.pendingActionCount);
      expect(s.pending.recorded + s.pending.fromEvidence).toBe(s.pending.total);
      expect(detail.categoryCounts.map((c) => `${c.category} ${c.count}`)).toEqual(s.killChain.bands.flatMap((b) => b.categories.map((c) => `${c.category} ${c.alertCount}`)));
      for (const c of s.scope) {
        const counted = countAssets(sample, { incidentId: id }).find((x) => x.category === c.category) ?? { total: 0, impacted: 0 };
        expect([c.category, c.total, c.impacted]).toEqual([c.category, counted.total, counted.impacted]);
        expect(c.total).toBe(detail.impactedAssets[c.category]);
        expect(c.items.map((i) => i.entityId)).toEqual(listAssets(sample, { category: c.category, incidentId: id, limit: 10, order: [] }).items.map((r) => r.entityId));
      }
      const totals = s.alerts.bins.items.flatMap((b) => Object.values(b.alerts)).reduce((a, b) => a + b, 0);
      expect(totals + s.alerts.withoutTime).toBe(s.alerts.total);
    }
    expect(ids.reduce((n, { id }) => n + summary(sample, id).pending.total, 0)).toBe(truth.actions.filter((a) => a.state === 'pending').length);
  });
  it('orders devices by the newest risk level, then active alerts, then name, and says which it goes by', () => {
    const devices = summary(sample, main).scope.find((c) => c.category === 'device')!;
    expect(devices.total).toBe(truth.mainIncident.entities['device']);
    const rank = (level: string | null) => ['informational', 'low', 'medium', 'high'].indexOf((level ?? '').toLowerCase());
    const facts = plain<{ id: string; name: string; impacted: number; active: number; risk: string | null }>(sample, `select e.entity_id id, e.display_name name, max(v.is_impacted) impacted, count(distinct a.alert_pk) filter (where a.status <> 'resolved') active,
        (select json_extract(f.value, '$') from attribute_fact f join mention m using(mention_id) where m.entity_pk = e.entity_pk and f.name = 'riskScore' order by ifnull(f.as_of_us, -1) desc, f.value limit 1) risk
      from evidence v join alert a using(alert_pk) join incident i using(incident_pk) join entity e using(entity_pk) where i.incident_id = ? and e.kind = 'device' group by 1`, main);
    const expected = facts.toSorted((a, b) => rank(b.risk) - rank(a.risk) || b.active - a.active || (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
    expect(devices.items.map((d) => [d.displayName, d.riskLevel, d.activeAlertCount, d.isImpacted])).toEqual(expected.slice(0, 10).map((d) => [d.name, d.risk, d.active, d.impacted === 1]));
    expect(devices.withoutRisk).toBe(facts.filter((d) => d.risk === null).length);
  });
  it('puts every alert of the case into the day it was created on, and every incident', () => {
    const day = (iso: string) => Date.parse(`${iso.slice(0, 10)}T00:00:00Z`) * 1000;
    const c = chart(sample);
    expect([c.alertTotal, c.incidentTotal, c.alertsWithoutTime, c.incidentsWithoutTime]).toEqual([truth.alerts.length, truth.incidents.length, 0, 0]);
    expect(new Map(c.items.filter((b) => b.incidents > 0).map((b) => [b.startUs, b.incidents]))).toEqual(new Map([...Map.groupBy(truth.incidents, (i) => day(i.createdAt))].map(([t, list]) => [t, list.length])));
    const rows = plain<{ t: string; severity: number; n: number }>(sample, `select strftime('%Y-%m-%d', ifnull(json_extract(data, '$.createdUs'), first_activity_us) / 1e6, 'unixepoch') t, severity, count(*) n from alert group by 1, 2`);
    for (const r of rows) expect([r.t, r.n]).toEqual([r.t, c.items.find((b) => b.startUs === day(r.t))!.alerts[(['unknown', 'informational', 'low', 'medium', 'high'] as const)[r.severity]!]]);
    expect(c.total).toBe(c.items.length);
    const lastDay = c.newestUs! - 86_400e6;
    const hours = chart(sample, { bin: 'hour', fromUs: lastDay });
    expect(hours.alertTotal).toBe(number(sample, `select count(*) from alert where ifnull(json_extract(data, '$.createdUs'), first_activity_us) >= ?`, lastDay));
    expect(hours.items.every((b) => b.startUs % 3_600_000_000 === 0)).toBe(true);
  });
});

describe('hard cases', () => {
  it('counts an alert at every category it names, once at each, keeps imported labels, and leaves what is no tactic to the Other band', () => {
    const db = world({
      incidents: [anIncident('7')],
      alerts: [
        anAlert('a1', { incidentId: '7', category: 'DefenseEvasion', categories: ['DefenseEvasion', 'Stealth', 'Execution'], severity: 'low', firstActivityUs: at(5) }), anAlert('a2', { incidentId: '7', category: 'Execution', categories: [], severity: 'high', firstActivityUs: at(9) }),
        anAlert('a3', { incidentId: '7', category: 'Malware', categories: ['Malware', 'Ransomware'], severity: 'medium', firstActivityUs: null, lastActivityUs: null }), anAlert('a4', { incidentId: '7', category: null, categories: [], firstActivityUs: at(1) }),
      ],
    });
    const s = summary(db, '7');
    expect(reached(s)).toEqual([['Execution', 2, 'Execution 2'], ['Stealth', 1, 'DefenseEvasion 1, Stealth 1'], ['Other', 1, 'Malware 1, Ransomware 1']]);
    expect(s.killChain.bands.findIndex((b) => b.name === 'Stealth')).toBe(6);
    expect(s.killChain.bands[6]).toMatchObject({ tacticId: 'TA0005', maxSeverity: 'low', firstActivityUs: at(5) });
    expect(s.killChain.bands[3]).toMatchObject({ maxSeverity: 'high', firstActivityUs: at(5) });
    expect(s.killChain.bands[15]).toMatchObject({ tacticId: null, maxSeverity: 'medium', firstActivityUs: null });
    expect(s.killChain.alertsWithoutCategory).toBe(1);
    expect([s.alerts.withoutTime, s.alerts.firstUs, s.alerts.lastUs]).toEqual([1, at(1), at(9)]);
  });
  it('gives each entity its worst verdict and its most open status, and asks for one decision per entity', () => {
    const payload = fileMention({ sha256: 'c'.repeat(64), name: 'x.dll' })!;
    const db = world({
      incidents: [anIncident('7')], alerts: [anAlert('a1', { incidentId: '7' }), anAlert('a2', { incidentId: '7', firstActivityUs: at(60) })],
      evidence: [
        someEvidence('a1', payload, { verdict: 'suspicious', remediationStatus: 'pendingApproval' }), someEvidence('a2', payload, { verdict: 'malicious', remediationStatus: 'remediated' }),
        someEvidence('a1', ws, { verdict: 'noThreatsFound', remediationStatus: 'none' }), someEvidence('a2', mia, { verdict: 'unknown', remediationStatus: 'pendingApproval' }),
      ],
      actions: [anAction('act1', mia, { status: 'pending', type: 'disableUser', requestedUs: at(70) }), anAction('act2', ws, { status: 'succeeded', requestedUs: at(2) })],
    });
    const s = summary(db, '7');
    expect(s.evidence).toEqual({ total: 3, recordTotal: 4, cells: [{ verdict: 'malicious', remediationStatus: 'pendingApproval', count: 1 }, { verdict: 'unknown', remediationStatus: 'pendingApproval', count: 1 }, { verdict: 'noThreatsFound', remediationStatus: 'none', count: 1 }] });
    expect(s.pending).toMatchObject({ total: 2, recorded: 1, fromEvidence: 1, oldestUs: at(70), targets: [{ kind: 'file', count: 1 }, { kind: 'user', count: 1 }] });
    expect(s.pending.items.map((i) => [i.type, i.typeInferred, i.targetName])).toEqual([['disableUser', false, 'mia@corp.example'], ['quarantineFile', true, 'x.dll']]);
  });
  it('says each recommendation and threat once, with the alerts it comes from, those of the most severe first', () => {
    const db = world({ incidents: [anIncident('7')], alerts: [
      anAlert('a1', { incidentId: '7', severity: 'low', recommendedActions: ' Reset the password. ', threatFamilyName: 'Parcelo' }), anAlert('a2', { incidentId: '7', severity: 'medium', recommendedActions: 'Reset the password.', firstActivityUs: at(-5), threatFamilyName: 'Parcelo', threatDisplayName: 'Trojan:Win32/Parcelo' }),
      anAlert('a3', { incidentId: '7', severity: 'high', recommendedActions: 'Isolate the device.', actorDisplayName: 'Storm-0000' }), anAlert('a4', { incidentId: '7', recommendedActions: '  ' }),
    ] });
    const s = summary(db, '7');
    expect(s.recommendedActions).toEqual({ total: 2, items: [
      { text: 'Isolate the device.', maxSeverity: 'high', alertCount: 1, alerts: [{ alertId: 'a3', title: 'Title of a3' }] },
      { text: 'Reset the password.', maxSeverity: 'medium', alertCount: 2, alerts: [{ alertId: 'a2', title: 'Title of a2' }, { alertId: 'a1', title: 'Title of a1' }] },
    ] });
    expect(s.threats.items.map((t) => [t.kind, t.name, t.alertCount])).toEqual([['threat', 'Trojan:Win32/Parcelo', 1], ['family', 'Parcelo', 2], ['actor', 'Storm-0000', 1]]);
  });
  it('knows an incident that holds nothing, and refuses one that is not there', () => {
    const s = summary(world({ incidents: [anIncident('7')] }), '7');
    expect(s.alerts).toEqual({ total: 0, active: 0, withoutTime: 0, firstUs: null, lastUs: null, bins: { startUs: null, binUs: 0, count: 0, items: [] } });
    expect([reached(s), s.evidence.total, s.pending.total, s.scope.map((c) => c.total)]).toEqual([[], 0, 0, [0, 0, 0, 0, 0]]);
    expect(() => summary(sample, 'none')).toThrow(/holds no incident/);
  });
  it('charts an empty case, and what has no time or lies before 1970 beside the rest', () => {
    expect(chart(world({}))).toMatchObject({ items: [], total: 0, alertTotal: 0, incidentTotal: 0, oldestUs: null, newestUs: null });
    const db = world({ incidents: [anIncident('7'), anIncident('8', { createdUs: at(90_000) })], alerts: [anAlert('a1', { incidentId: '7', firstActivityUs: null, lastActivityUs: null }), anAlert('a2', { incidentId: '8', createdUs: -1 as never, severity: 'high' })] });
    expect(chart(db)).toMatchObject({ alertsWithoutTime: 1, incidentsWithoutTime: 1, oldestUs: -1, newestUs: at(90_000), items: [{ startUs: -86_400e6, alerts: { high: 1 }, incidents: 0 }, { startUs: at(86_400), incidents: 1 }] });
  });
  it('charts every alert and incident of a range once, whatever their times', () => {
    const time = fc.option(fc.integer({ min: -200_000, max: 900_000 }), { nil: null });
    fc.assert(fc.property(fc.array(fc.record({ created: time, first: time, severity: fc.constantFrom('high' as const, 'low' as const) }), { minLength: 1, maxLength: 12 }), fc.integer({ min: -200_000, max: 900_000 }), fc.constantFrom('day' as const, 'hour' as const), (list, from, bin) => {
      const s = (n: number | null) => (n === null ? null : at(n));
      const db = world({ incidents: [anIncident('7')], alerts: list.map((a, i) => anAlert(`a${i}`, { incidentId: '7', createdUs: s(a.created), firstActivityUs: s(a.first), lastActivityUs: s(a.first), severity: a.severity })) });
      const times = list.map((a) => a.created ?? a.first);
      const c = chart(db, { bin, fromUs: at(from) });
      expect(c.alertTotal).toBe(times.filter((t) => t !== null && t >= from).length);
      for (const b of c.items) expect(b.alerts.high + b.alerts.low).toBe(times.filter((t) => t !== null && t >= from && at(t) >= b.startUs && at(t) < b.startUs + c.binUs).length);
      expect(c.items.reduce((n, b) => n + b.alerts.high + b.alerts.low, 0)).toBe(c.alertTotal);
    }), { numRuns: 25 });
  });
});

describe('a very large incident', () => {
  const ALERTS = 2000;
  const ASSETS = 5000;
  let large: Db;
  beforeAll(() => {
    const severities = ['informational', 'low', 'medium', 'high'] as const;
    const device = (i: number) => deviceMention({ mdeDeviceId: `d${i}`, name: `ws-${String(i).padStart(5, '0')}.corp.example` })!;
    large = world({
      incidents: [anIncident('7')],
      alerts: Array.from({ length: ALERTS }, (_v, i) => anAlert(`a${i}`, { incidentId: '7', severity: severities[i % 4]!, firstActivityUs: at(i * 97), recommendedActions: `Do ${i}.`, category: i % 3 === 0 ? 'Execution' : 'Impact', categories: [i % 3 === 0 ? 'Execution' : 'Impact'] })),
      evidence: Array.from({ length: ASSETS }, (_v, i) => someEvidence(`a${i % ALERTS}`, i % 5 === 4 ? mailboxMention({ primaryAddress: `m${i}@corp.example` })! : device(i), { verdict: i % 2 === 0 ? 'malicious' : 'unknown', remediationStatus: 'active' })),
    });
  }, 60_000);
  it('is summed up exactly, cut lists with their totals, within a second', () => {
    summary(large, '7');
    const started = performance.now();
    const s = summary(large, '7');
    expect(performance.now() - started).toBeLessThan(1000);
    expect(reached(s)).toEqual([['Execution', 667, 'Execution 667'], ['Impact', 1333, 'Impact 1333']]);
    expect(s.scope.map((c) => [c.category, c.total, c.items.length])).toEqual([['device', 4000, 10], ['user', 0, 0], ['mailbox', 1000, 10], ['app', 0, 0], ['cloudResource', 0, 0]]);
    expect(s.alerts.bins.count).toBeLessThanOrEqual(60);
    expect(s.alerts.bins.items.flatMap((b) => Object.values(b.alerts)).reduce((a, b) => a + b, 0)).toBe(ALERTS);
    expect([s.recommendedActions.total, s.recommendedActions.items.length]).toEqual([ALERTS, 20]);
    expect(s.evidence.cells).toEqual([{ verdict: 'malicious', remediationStatus: 'active', count: ASSETS / 2 }, { verdict: 'unknown', remediationStatus: 'active', count: ASSETS / 2 }]);
  });
});
