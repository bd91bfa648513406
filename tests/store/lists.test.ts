/** Lists under filters, sorts and searches, against plain SQL over the tables they are made from. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AlertRow, AssetRow, EntityEvidenceRow, IncidentRow, ListFilter } from '../../shared/contract/index.ts';
import { procedures } from '../../shared/contract/index.ts';
import { listAlerts, alertFacets } from '../../electron/store/lists/alert-list.ts';
import { assetFacets, countAssets, listAssets } from '../../electron/store/lists/asset-list.ts';
import { evidenceFacets, listEntityEvidence } from '../../electron/store/lists/evidence-list.ts';
import { incidentFacets, listIncidents } from '../../electron/store/lists/incident-list.ts';
import { derive } from '../../electron/store/derive/index.ts';
import { refreshLists } from '../../electron/store/derive/lists.ts';
import { buildIfMissing, redthread } from './cli-run.ts';

let folder = '';
let db: Database.Database;
beforeAll(() => {
  buildIfMissing();
  folder = mkdtempSync(join(tmpdir(), 'redthread-lists-'));
  const path = join(folder, 'sample.redthread');
  const run = redthread('demo', path, '--json');
  if (run.code !== 0) throw new Error(run.stderr);
  db = new Database(path);
}, 120_000);
afterAll(() => { db.close(); rmSync(folder, { recursive: true, force: true }); });

const incidents = (input: object = {}) => listIncidents(db, procedures['incident.list'].input.parse({ limit: 10_000, ...input }));
const alerts = (input: object = {}) => listAlerts(db, procedures['alert.list'].input.parse({ limit: 10_000, ...input }));
const evidence = (incidentId: string, input: object = {}) => listEntityEvidence(db, procedures['evidence.byEntity'].input.parse({ limit: 10_000, incidentId, ...input }));
const assets = (category: string, input: object = {}) => listAssets(db, procedures['asset.list'].input.parse({ limit: 10_000, category, ...input }));
const plain = <T>(sql: string, ...values: unknown[]) => db.prepare(sql).all(...values) as T[];
const main = () => (plain<{ incident_id: string }>('select incident_id from incident order by alert_count desc limit 1')[0]!).incident_id;
const list = (input: object) => procedures['list.facets'].input.parse(input);

describe('what lists say', () => {
  it('agrees with plain SQL over alerts and evidence, incident by incident', () => {
    for (const row of incidents().items) {
      const counted = plain<{ alerts: number; active: number; entities: number; malicious: number; pending: number }>(`select (select count(*) from alert a where a.incident_pk = i.incident_pk) alerts,
          (select count(*) from alert a where a.incident_pk = i.incident_pk and a.status <> 'resolved') active, (select count(distinct v.entity_pk) from evidence v join alert a using(alert_pk) where a.incident_pk = i.incident_pk) entities,
          (select count(distinct v.entity_pk) from evidence v join alert a using(alert_pk) where a.incident_pk = i.incident_pk and v.verdict = (select max(verdict) from evidence)) malicious,
          (select count(*) from action x where x.incident_pk = i.incident_pk and x.status = 'pending') pending from incident i where i.incident_id = ?`, row.incidentId)[0]!;
      const rows = evidence(row.incidentId);
      expect([row.alertCount, row.activeAlertCount, row.evidenceCount, row.pendingActionCount]).toEqual([counted.alerts, counted.active, counted.entities, counted.pending]);
      expect([alerts({ incidentId: row.incidentId }).total, rows.total, rows.items.filter((e) => e.verdict === 'malicious').length]).toEqual([counted.alerts, counted.entities, counted.malicious]);
    }
    expect(incidents().total).toBe(6);
  });
  it('counts the assets of an incident as its Assets tab lists them, and those of the case as entities', () => {
    const kinds = { device: ['device'], user: ['user'], mailbox: ['mailbox'], app: ['app', 'oauthApp'], cloudResource: ['cloudResource'] } as const;
    for (const [category, of] of Object.entries(kinds)) {
      const places = of.map(() => '?').join(', ');
      expect([category, assets(category).total]).toEqual([category, plain<{ n: number }>(`select count(*) n from entity where kind in (${places})`, ...of)[0]!.n]);
      const inMain = plain<{ n: number }>(`select count(*) n from incident_entity x join entity e using(entity_pk) join incident i using(incident_pk) where i.incident_id = ? and x.membership in (0, 2) and e.kind in (${places})`, main(), ...of)[0]!.n;
      expect([category, assets(category, { incidentId: main() }).total]).toEqual([category, inMain]);
      expect(countAssets(db, { incidentId: main() }).find((c) => c.category === category)?.total ?? 0).toBe(inMain);
      expect((incidents().items.find((i) => i.incidentId === main())!.impactedAssets as Record<string, number>)[category]).toBe(inMain);
    }
  });
  it('says of a device what the newest record of the inventory says', () => {
    const device = assets('device', { filters: [{ column: 'displayName', op: 'contains', values: ['FIN-WS-014.corp'] }] }).items[0]!;
    expect(device.values).toMatchObject({ riskScore: 'High', exposureLevel: 'Medium', osPlatform: 'Windows11', lastIpAddress: '10.40.2.14', rbacGroupName: 'Finance', healthStatus: 'Active', onboardingStatus: 'Onboarded' });
    expect(device.actions).toMatchObject([{ type: 'isolateDevice', status: 'succeeded' }]);
    const byRisk = assets('device').items.map((d) => d.values['riskScore'] ?? null);
    const rank = [null, 'Informational', 'Low', 'Medium', 'High'];
    expect(byRisk.map((r) => rank.indexOf(r))).toEqual(byRisk.map((r) => rank.indexOf(r)).toSorted((a, b) => b - a));
  });
});

type Any = IncidentRow | AlertRow | EntityEvidenceRow | AssetRow;
/** What a filter means, told once more over whole rows. */
const VALUES: Readonly<Record<string, (row: never) => readonly string[]>> = {
  'incidents.status': (r: IncidentRow) => [r.status], 'incidents.severity': (r: IncidentRow) => [r.severity], 'incidents.categories': (r: IncidentRow) => r.categories, 'incidents.serviceSources': (r: IncidentRow) => r.serviceSources,
  'incidents.assignedTo': (r: IncidentRow) => [r.assignedTo ?? ''], 'incidents.tags': (r: IncidentRow) => [...r.systemTags, ...r.customTags], 'incidents.classification': (r: IncidentRow) => [r.classification],
  'alerts.severity': (r: AlertRow) => [r.severity], 'alerts.status': (r: AlertRow) => [r.status], 'alerts.serviceSource': (r: AlertRow) => [r.serviceSource ?? ''], 'alerts.techniques': (r: AlertRow) => r.mitreTechniques, 'alerts.category': (r: AlertRow) => [r.category ?? ''],
  'evidence.kind': (r: EntityEvidenceRow) => [r.kind], 'evidence.verdict': (r: EntityEvidenceRow) => [r.verdict], 'evidence.remediationStatus': (r: EntityEvidenceRow) => [r.remediationStatus], 'evidence.detectionOrigins': (r: EntityEvidenceRow) => r.detectionOrigins,
  'assets.osPlatform': (r: AssetRow) => [r.values['osPlatform'] ?? ''], 'assets.tags': (r: AssetRow) => r.tags, 'assets.rbacGroupName': (r: AssetRow) => [r.values['rbacGroupName'] ?? ''],
};
const ASK: Readonly<Record<string, (input: object) => { items: Any[]; total: number }>> = { incidents, alerts, evidence: (input) => evidence(main(), input), assets: (input) => assets('device', input) };
const FACETS: Readonly<Record<string, (input: object) => { items: { value: string; count: number }[]; total: number }>> = {
  incidents: (i) => incidentFacets(db, list({ list: 'incidents', ...i })), alerts: (i) => alertFacets(db, list({ list: 'alerts', ...i })),
  evidence: (i) => evidenceFacets(db, { ...list({ list: 'evidence', ...i }), incidentId: main() }), assets: (i) => assetFacets(db, { ...list({ list: 'assets', category: 'device', ...i }), category: 'device' }),
};
const columnsOf = (name: string) => Object.keys(VALUES).filter((k) => k.startsWith(`${name}.`)).map((k) => k.slice(name.length + 1));
const matches = (name: string, row: Any, f: ListFilter) => {
  const own = VALUES[`${name}.${f.column}`]!(row as never);
  const has = f.op === 'contains' ? own.some((v) => f.values.some((x) => v.toLowerCase().includes(x.toLowerCase()))) : own.some((v) => f.values.includes(v));
  return f.op === 'notIn' ? !has : has;
};

describe('filters, facets and sorts', () => {
  it.each(Object.keys(ASK))('of %s keep exactly the rows they name, under any combination; counts of facets add up', (name) => {
    const all = ASK[name]!({}).items;
    const filter = fc.constantFrom(...columnsOf(name)).chain((column) => {
      const known = FACETS[name]!({ column }).items.map((f) => f.value);
      return fc.record({ column: fc.constant(column), op: fc.constantFrom('in' as const, 'notIn' as const, 'contains' as const), values: fc.uniqueArray(fc.constantFrom(...known, 'nothing has this', 'IN', '%', '_'), { minLength: 1, maxLength: 3 }) });
    });
    fc.assert(fc.property(fc.array(filter, { maxLength: 3 }), fc.constantFrom(...columnsOf(name)), (filters, column) => {
      const expected = all.filter((row) => filters.every((f) => matches(name, row, f)));
      const page = ASK[name]!({ filters });
      expect(page.items).toEqual(expected);
      expect(page.total).toBe(expected.length);
      const others = all.filter((row) => filters.filter((f) => f.column !== column).every((f) => matches(name, row, f)));
      const counted = new Map<string, number>();
      for (const row of others) for (const v of new Set(VALUES[`${name}.${column}`]!(row as never))) counted.set(v, (counted.get(v) ?? 0) + 1);
      expect(new Map(FACETS[name]!({ column, filters }).items.map((f) => [f.value, f.count]))).toEqual(counted);
    }), { numRuns: 60 });
  });
  it('sort by several columns, rows without a value last in both directions', () => {
    const order = (descending: boolean) => alerts({ order: [{ column: 'severity', descending: true }, { column: 'firstActivityUs', descending }] }).items;
    const rank = ['unknown', 'informational', 'low', 'medium', 'high'];
    for (const descending of [true, false]) {
      const expected = alerts().items.toSorted((a, b) => rank.indexOf(b.severity) - rank.indexOf(a.severity) || (a.firstActivityUs === null ? 1 : b.firstActivityUs === null ? -1 : (descending ? -1 : 1) * (a.firstActivityUs - b.firstActivityUs)) || (a.alertId < b.alertId ? -1 : 1));
      expect(order(descending).map((a) => a.alertId)).toEqual(expected.map((a) => a.alertId));
    }
    const groups = assets('device', { order: [{ column: 'rbacGroupName', descending: false }] }).items.map((d) => d.values['rbacGroupName'] ?? null);
    expect(groups.findIndex((g) => g === null)).toBe(groups.filter((g) => g !== null).length);
  });
  it('reach any row by offset, and the same rows page by page', () => {
    const whole = alerts({ order: [{ column: 'title', descending: false }] }).items;
    expect(alerts({ order: [{ column: 'title', descending: false }], offset: 7, limit: 5 }).items).toEqual(whole.slice(7, 12));
    expect(alerts({ offset: 1000 })).toMatchObject({ items: [], total: whole.length, nextCursor: null });
  });
  it('look in names, ids and assets when searched', () => {
    const named = plain<{ id: string }>(`select distinct i.incident_id id from incident i join incident_entity x using(incident_pk) join entity e using(entity_pk) where e.kind in ('device', 'user', 'mailbox', 'app', 'oauthApp', 'cloudResource') and e.display_name like '%okafor%'`).map((r) => r.id);
    expect(named.length).toBeGreaterThan(0);
    expect(incidents({ search: 'okafor' }).items.map((i) => i.incidentId).toSorted()).toEqual(named.toSorted());
    expect(incidents({ search: '520_' }).total).toBe(0);
  });
  it.each([
    [{ filters: [{ column: 'no such', op: 'in', values: ['x'] }] }], [{ filters: [{ column: 'severity) or (1=1', op: 'in', values: ['x'] }] }], [{ order: [{ column: 'constructor', descending: true }] }],
    [{ filters: [{ column: 'alerts', op: 'contains', values: ['x'] }] }], [{ filters: [{ column: 'alerts', op: 'atLeast', values: ['x'] }] }], [{ order: [{ column: 'tags', descending: true }] }],
  ])('refuse %j', (input) => { expect(() => incidents(input)).toThrow(/refuses/); });
});

it('rows that are refreshed alone are those of a whole derivation', () => {
  const dump = () => ['alert_list', 'alert_value', 'evidence_list', 'evidence_value', 'incident_list', 'incident_value', 'asset_list', 'asset_value'].map((t) => db.prepare(`select * from ${t}`).raw().all().map((r) => JSON.stringify(r)).toSorted());
  const before = dump();
  refreshLists(db, { incidents: plain<{ pk: number }>('select incident_pk pk from incident').slice(0, 3).map((r) => r.pk), alerts: plain<{ pk: number }>('select alert_pk pk from alert').slice(0, 7).map((r) => r.pk), entities: plain<{ pk: number }>('select entity_pk pk from entity').slice(0, 50).map((r) => r.pk) });
  expect(dump()).toEqual(before);
  derive(db);
  expect(dump()).toEqual(before);
});
