/** The bundled sample case, imported through the command, against the truth that was written before its files. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EvidenceRow, ImportReport, Output, RelationRow } from '../../shared/contract/index.ts';
import { buildIfMissing, call, importJson, infoJson, redthread } from './cli-run.ts';
import { findEntities, isTime, samples, truth } from './sample-truth.ts';

const main = truth.mainIncident.id;
const files = readdirSync(samples).filter((f) => f !== 'manifest.json' && f !== 'truth.json' && !f.endsWith('.md')).sort();

/** Registry keys are evidence without a device in these exports; events tell it. */
const WITHOUT_DEVICE = ['registry.msSettings', 'registry.psexesvc'];

let folder = '';
let path = '';
let report: ImportReport;
let evidence: EvidenceRow[] = [];
/** Case entity ids that carry an identity of a truth entity, by its key. One, unless something was split. */
let found: ReadonlyMap<string, readonly string[]> = new Map();

beforeAll(() => {
  buildIfMissing();
  folder = mkdtempSync(join(tmpdir(), 'redthread-sample-'));
  path = join(folder, 'sample.redthread');
  const run = redthread('demo', path, '--json');
  if (run.code !== 0) throw new Error(`demo ended with ${String(run.code)}: ${run.stderr}`);
  report = JSON.parse(run.stdout) as ImportReport;
  evidence = call(path, 'evidence.list', { limit: 10_000 }).items;
  found = findEntities(path);
}, 300_000);
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

const idOf = (key: string): string => found.get(key)?.[0] ?? `nothing for ${key}`;
const byKind = (kinds: readonly string[]): Record<string, number> => Object.fromEntries([...new Set(kinds)].map((k) => [k, kinds.filter((x) => x === k).length]));
function all<T>(page: (cursor: string | undefined) => { items: T[]; nextCursor: string | null }): T[] {
  const items: T[] = [];
  for (let cursor: string | undefined; ;) {
    const one = page(cursor);
    items.push(...one.items);
    if (one.nextCursor === null) return items;
    cursor = one.nextCursor;
  }
}

describe('the sample case', () => {
  it('is read completely, every file with the records that were written', () => {
    expect(files.length).toBeGreaterThan(20);
    expect(Object.fromEntries(report.sources.map((s) => [s.path.split(/[\\/]/).at(-1), s.records]))).toEqual(truth.records);
    expect(report.totals.rejected).toBe(0);
  });
  it('gained what it holds: the figures of the files add up to those of the case', () => {
    const { totals } = infoJson(path);
    expect(report.totals.imported).toEqual(totals.imported);
    expect(Object.fromEntries(Object.keys(totals.imported).map((k) => [k, report.sources.reduce((n, s) => n + s.imported[k as keyof typeof s.imported], 0)]))).toEqual(totals.imported);
    expect(totals.imported).toMatchObject({ incidents: truth.incidents.length, alerts: truth.alerts.length, evidence: truth.counts.evidence });
  });
  it('has the incidents of the truth', () => {
    const rows = call(path, 'incident.list', { limit: 100 }).items;
    for (const t of truth.incidents) {
      const row = rows.find((r) => r.incidentId === t.id);
      expect(row, t.id).toMatchObject({ displayName: t.displayName, severity: t.severity, status: t.status, classification: t.classification ?? 'unknown', determination: t.determination, assignedTo: t.assignedTo, alertCount: t.alertCount, origin: 'imported' });
      expect(isTime(row!.createdUs, t.createdAt), t.id).toBe(true);
    }
  });
  it('has no incident beside them', () => {
    expect(call(path, 'incident.list', { limit: 100 }).items.map((i) => i.incidentId).sort()).toEqual(truth.incidents.map((i) => i.id).sort());
  });
  it('has the alerts of the truth, each once, although two exports tell them', () => {
    const rows = call(path, 'alert.list', { limit: 1000 }).items;
    expect(rows.map((a) => a.alertId).sort()).toEqual(truth.alerts.map((a) => a.id).sort());
    for (const t of truth.alerts) {
      const row = rows.find((r) => r.alertId === t.id)!;
      expect(row, t.id).toMatchObject({ incidentId: t.incidentId, title: t.title, serviceSource: t.serviceSource, severity: t.severity, category: t.category, status: t.status });
      expect([...row.mitreTechniques].sort(), t.id).toEqual([...t.techniques].sort());
      expect(isTime(row.firstActivityUs, t.firstActivity) && isTime(row.lastActivityUs, t.lastActivity), t.id).toBe(true);
    }
  });
  it('has the evidence of the truth, and nothing else becomes evidence through the second export', () => {
    const first = evidence.filter((e) => e.record.fileName === 'graph-incidents.json');
    expect(evidence).toHaveLength(truth.counts.evidence);
    expect(first).toHaveLength(truth.counts.evidence);
    expect(first.filter((e) => e.incidentId === main)).toHaveLength(truth.mainIncident.evidence);
    expect(new Set(evidence.map((e) => e.entityId)).size).toBe(truth.counts.evidenceEntities);
    const missing = truth.alerts.flatMap((a) => a.evidence.filter((t) => !first.some((e) => e.alertId === a.id && found.get(t.entity)?.includes(e.entityId) === true && e.verdict === t.verdict && e.remediationStatus === t.remediationStatus && [...e.roles].sort().join() === [...t.roles].sort().join())).map((t) => `${a.id}: ${t.entity} ${t.verdict} ${t.remediationStatus} ${t.roles.join()}`));
    expect(missing).toEqual([]);
  });
  it('has every entity of the truth exactly once, by its identity', () => {
    const sure = [...found].filter(([key]) => !WITHOUT_DEVICE.includes(key));
    expect(Object.fromEntries(sure.filter(([, ids]) => ids.length !== 1))).toEqual({});
    expect(new Set(sure.flatMap(([, ids]) => ids)).size).toBe(sure.length);
  });
  it('takes a registry key whose evidence names no device to be on the only device of its alert', () => {
    expect(found.get('registry.msSettings')).toHaveLength(1);
  });
  it('proposes, and does not merge, a registry key whose evidence names no device when its alert has two', () => {
    const ids = found.get('registry.psexesvc') ?? [];
    expect(ids).toHaveLength(2);
    const proposed = ids.flatMap((entityId) => call(path, 'entity.get', { entityId }).proposedMerges.map((m) => m.entityId));
    expect(proposed.length).toBeGreaterThan(0);
    expect(ids).toEqual(expect.arrayContaining(proposed));
  });
  it('counts the entities by kind, in the main incident and in the whole case', () => {
    const kinds = (rows: readonly EvidenceRow[]): Record<string, number> => byKind([...new Map(rows.map((e) => [e.entityId, e.kind])).values()]);
    expect(kinds(evidence.filter((e) => e.incidentId === main))).toEqual(truth.mainIncident.entities);
    expect(kinds(evidence)).toEqual(truth.wholeCase.entities);
    const listed = call(path, 'entity.list', { incidentId: main, limit: 10_000 }).items;
    expect(byKind(listed.filter((e) => e.evidenceCount > 0).map((e) => e.kind))).toEqual(truth.mainIncident.entities);
  });
  it('spans the main incident from first to last activity', () => {
    const incident = call(path, 'incident.get', { incidentId: main });
    expect(incident.alertCount).toBe(truth.mainIncident.alerts);
    expect(isTime(incident.firstActivityUs, truth.mainIncident.first)).toBe(true);
    expect(isTime(incident.lastActivityUs, truth.mainIncident.last)).toBe(true);
  });
  it('has the investigations with state, alert, device and times', () => {
    const rows = call(path, 'investigation.list', {}).items;
    expect(rows.map((r) => r.investigationId).sort()).toEqual(truth.investigations.map((i) => i.id).sort());
    for (const t of truth.investigations) {
      const row = rows.find((r) => r.investigationId === t.id)!;
      expect(row, t.id).toMatchObject({ state: t.state, triggeringAlertId: t.alertId, deviceEntityId: idOf(t.device), incidentId: main });
      expect(isTime(row.startUs, t.startedAt), t.id).toBe(true);
      expect(t.endedAt === null ? row.endUs === null : isTime(row.endUs, t.endedAt), t.id).toBe(true);
    }
  });
  it('has ten actions, six of them pending and inferred from evidence', () => {
    const rows = call(path, 'action.list', { limit: 100 }).items;
    expect(rows).toHaveLength(truth.counts.actions);
    expect(rows.filter((r) => r.status === 'pending')).toHaveLength(truth.counts.pendingActions);
    const fits = (t: (typeof truth)['actions'][number], r: Output<'action.list'>['items'][number]): boolean => r.status === t.state && r.targetEntityId === idOf(t.target) && r.typeInferred === (t.typeInferred ?? false)
      && (t.type === undefined || r.type.toLowerCase() === t.type.toLowerCase()) && (t.requestedAt === undefined || isTime(r.requestedUs, t.requestedAt));
    expect(truth.actions.filter((t) => rows.filter((r) => fits(t, r)).length !== 1).map((t) => t.key)).toEqual([]);
  });
  it('has the device events, table by table', () => {
    const db = new Database(path, { readonly: true });
    const rows = db.prepare("select t.text source, count(*) n from event e join term t on t.term_id = e.source where t.text like 'Device%' group by t.text").all() as { source: string; n: number }[];
    db.close();
    expect(Object.fromEntries(rows.map((r) => [r.source, r.n]))).toEqual(truth.deviceEvents.byTable);
  });
  it('has the recommendations and what the directory says', () => {
    expect(call(path, 'recommendation.list', {}).total).toBe(truth.counts.recommendations);
    const facts = call(path, 'directory.list', { limit: 1000 }).items;
    expect(facts.filter((f) => /indicator/i.test(f.factType))).toHaveLength(truth.counts.indicators);
  });
  it('has every relation of the truth as observed, at its time', () => {
    const rows = all<RelationRow>((cursor) => call(path, 'relation.list', { limit: 10_000, ...(cursor === undefined ? {} : { cursor }) }));
    const byEnds = new Map<string, RelationRow[]>();
    for (const r of rows) byEnds.set(`${r.fromEntityId} ${r.type} ${r.toEntityId}`, [...(byEnds.get(`${r.fromEntityId} ${r.type} ${r.toEntityId}`) ?? []), r]);
    const problems = truth.relations.flatMap((t) => {
      const name = `${t.from} ${t.type} ${t.to} ${t.at}`;
      const candidates = (byEnds.get(`${idOf(t.from)} ${t.type} ${idOf(t.to)}`) ?? []).filter((r) => r.basis === 'observed');
      if (candidates.length === 0) return [`missing: ${name}`];
      // A relation that was seen more than twice states its first and last time only.
      const isAt = (r: RelationRow): boolean => isTime(r.firstUs, t.at) || isTime(r.lastUs, t.at) || (r.count > 2 && r.firstUs !== null && r.lastUs !== null && r.firstUs / 1000 <= Date.parse(t.at) && Date.parse(t.at) <= r.lastUs / 1000);
      return candidates.some(isAt) ? [] : [`not at its time: ${name}`];
    });
    expect(problems).toEqual([]);
  });
  it('comes out the same whatever the order of the files', () => {
    const other = join(folder, 'other.redthread');
    importJson(other, shuffled(files, 20417).map((f) => join(samples, f)));
    expect(infoJson(other).totals).toEqual(infoJson(path).totals);
    const ids = (p: string): string[] => call(p, 'entity.list', { limit: 10_000 }).items.map((e) => e.entityId).sort();
    expect(ids(other)).toEqual(ids(path));
    const graph = (p: string): unknown => ({ ...call(p, 'graph.get', { incidentId: main }), edgeRelationIds: null });
    expect(graph(other)).toEqual(graph(path));
  });
  it('does not change when it is imported again', () => {
    const before = infoJson(path);
    expect(importJson(path, files.map((f) => join(samples, f))).totals.imported).toMatchObject({ incidents: 0, alerts: 0, evidence: 0, entities: 0, relations: 0, events: 0, investigations: 0, actions: 0, recommendations: 0 });
    expect(infoJson(path)).toEqual(before);
    expect(before.sources).toHaveLength(files.length);
  });
});

/** Fisher-Yates with a small generator of its own, so that a failure can be repeated. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  const out = [...items];
  let state = seed;
  for (let i = out.length - 1; i > 0; i--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const j = state % (i + 1);
    [out[i], out[j]] = [out[j]!, out[i]!];
  }
  return out;
}
