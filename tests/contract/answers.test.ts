/** Every query of the contract, asked of the real core on the sample case: answers fit their schemas, inputs are refused by them. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCore } from '../../electron/core/index.ts';
import type { Core, HostShell } from '../../electron/core/core.ts';
import { procedures, type EventPayload, type ProcedureName } from '../../shared/contract/index.ts';

const root = resolve(import.meta.dirname, '../..');
const shell: HostShell = { host: 'cli', nativeDialogs: false, versions: {}, openFiles: () => Promise.reject(new Error('no dialogs')), openWindow: () => Promise.resolve(null) };
let folder = '';
let core: Core;
const ask = async (procedure: string, input: unknown): Promise<unknown> => {
  const reply = await core.call(procedure, input, shell);
  if (!reply.ok) throw new Error(`${procedure}: ${reply.error.code} ${reply.error.message}`);
  return reply.value;
};

beforeAll(async () => {
  if (!existsSync(join(root, 'out/main/store-worker.mjs'))) throw new Error('out/ is missing: npm run build first');
  folder = mkdtempSync(join(tmpdir(), 'redthread-contract-'));
  core = await createCore({ userData: folder, storeWorker: join(root, 'out/main/store-worker.mjs'), importWorker: join(root, 'out/main/import-worker.mjs'), samples: join(root, 'resources/samples/case'), version: '0', actor: 'tester', now: () => Date.now() * 1000 });
  const ended = new Promise<EventPayload<'import.progress'>>((done) => {
    core.on((event, payload) => { if (event === 'import.progress' && 'state' in payload && ['done', 'failed', 'cancelled'].includes(String(payload.state))) done(payload as EventPayload<'import.progress'>); });
  });
  await ask('case.openSample', {});
  expect((await ended).state).toBe('done');
}, 120_000);
afterAll(async () => {
  await core?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Inputs for queries that need one, filled from earlier answers. */
async function inputs(): Promise<Partial<Record<ProcedureName, unknown>>> {
  const { items } = (await ask('incident.list', {})) as { items: { incidentId: string; alertCount: number }[] };
  const { incidentId } = items.reduce((a, b) => (a.alertCount >= b.alertCount ? a : b));
  const alerts = (await ask('alert.list', { incidentId })) as { items: { alertId: string; entityIds: string[] }[] };
  const evidence = (await ask('evidence.list', { incidentId })) as { items: { record: { recordId: number } }[] };
  const processes = (await ask('entity.list', { incidentId, kinds: ['process'] })) as { items: { entityId: string }[] };
  const { items: events } = (await ask('event.page', { incidentId, limit: 1 })) as { items: { eventId: number }[] };
  const [{ alertId }, { entityId }] = [alerts.items[1]!, processes.items[0]!];
  return {
    'timeline.page': { scope: { incidentId } }, 'timeline.facets': { scope: { entityId } }, 'timeline.rowAt': { timeUs: 0 }, 'event.get': { eventId: events[0]!.eventId, scope: { incidentId } }, 'alert.links': { alertId }, 'alert.chain': { alertId }, 'alert.story': { alertId }, 'process.tree': { entityId }, 'process.children': { entityId },
    'case.suggestPath': { name: 'x.json' }, 'incident.get': { incidentId }, 'incident.summary': { incidentId }, 'alert.get': { alertId: alerts.items[0]!.alertId }, 'entity.get': { entityId: alerts.items[0]!.entityIds[0]!, incidentId }, 'graph.get': { incidentId, view: 'all' }, 'timeline.histogram': { incidentId, bins: 60 },
    'event.page': { incidentId, limit: 300 }, 'evidence.byEntity': { incidentId }, 'asset.list': { category: 'device' }, 'list.facets': { list: 'incidents', column: 'status' }, 'record.raw': { recordId: evidence.items[0]!.record.recordId }, 'incident.mergeCheck': { sourceIncidentId: incidentId, targetIncidentId: items.find((i) => i.incidentId !== incidentId)!.incidentId }, 'files.list': { folder },
  };
}

describe('the contract', () => {
  it('is kept by every query on the sample case', async () => {
    const given = await inputs();
    const queries = (Object.keys(procedures) as ProcedureName[]).filter((name) => procedures[name].type === 'query');
    expect(queries.length).toBeGreaterThan(20);
    for (const name of queries) {
      const answer = await ask(name, given[name] ?? {});
      const parsed = procedures[name].output.safeParse(answer);
      expect(parsed.success ? [] : parsed.error.issues.slice(0, 3).map((i) => `${name}: ${i.path.join('.')} ${i.message}`)).toEqual([]);
    }
  });
  it('says of how many things it answers, and takes what scripts give to all of them', async () => {
    const given = await inputs();
    for (const name of ['incident.list', 'incident.get', 'alert.list', 'entity.list', 'entity.get', 'evidence.list', 'graph.get', 'timeline.histogram', 'timeline.page', 'event.page', 'investigation.list', 'action.list', 'record.raw'] as const) {
      const named = name.endsWith('.get') && name !== 'graph.get' ? given[name] : name === 'record.raw' ? given[name] : {};
      const answer = (await ask(name, { limit: 5, ...(named as object) })) as { total: number; items?: unknown[] };
      expect(Number.isInteger(answer.total) && answer.total >= (answer.items?.length ?? 1), name).toBe(true);
    }
    const { items } = (await ask('incident.list', {})) as { items: { incidentId: string; eventCount: number }[] };
    expect(await ask('graph.get', {})).toMatchObject({ incidentId: items[0]!.incidentId });
    expect(await ask('timeline.histogram', {})).toMatchObject({ total: items[0]!.eventCount });
  });
  it.each(['incident.list', 'alert.list', 'evidence.list', 'investigation.list', 'action.list', 'recommendation.list', 'directory.list', 'entity.list'] as const)('%s gives every row once over its pages', async (name) => {
    const whole = (await ask(name, { limit: 10_000 })) as { items: unknown[]; total: number };
    const size = Math.max(2, Math.ceil(whole.total / 7));
    const rows: unknown[] = [];
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = (await ask(name, { limit: size, ...(cursor === undefined ? {} : { cursor }) })) as { items: unknown[]; nextCursor: string | null };
      rows.push(...page.items);
      cursor = page.nextCursor;
    }
    expect(rows).toEqual(whole.items);
    expect(rows).toHaveLength(whole.total);
  });
  it('filters by what is asked, or refuses', async () => {
    type Rows = { items: Record<string, unknown>[]; total: number };
    const { items: incidents } = (await ask('incident.list', { order: [{ column: 'alerts', descending: true }] })) as Rows;
    const incidentId = incidents[0]!['incidentId'] as string;
    const { items: alerts } = (await ask('alert.list', { incidentId })) as Rows;
    const { items: evidence } = (await ask('evidence.list', { incidentId, limit: 10_000 })) as Rows;
    const alertOf = new Map(evidence.map((e) => [`${String(e['alertId'])} ${String(e['entityId'])}`, true]));
    const { items: actions } = (await ask('action.list', { incidentId })) as Rows;
    for (const alert of alerts) {
      const alertId = alert['alertId'] as string;
      const own = (await ask('action.list', { alertId })) as Rows;
      expect(own.items.map((a) => a['actionId'])).toEqual(actions.filter((a) => alertOf.has(`${alertId} ${String(a['targetEntityId'])}`)).map((a) => a['actionId']));
      expect((await ask('incident.list', { alertId })) as Rows).toMatchObject({ total: 1, items: [{ incidentId }] });
      const investigations = (await ask('investigation.list', { alertId })) as Rows;
      if (alert['investigationId'] !== null) expect(investigations.items.map((i) => i['investigationId'])).toContain(alert['investigationId']);
    }
    expect(actions.length).toBeGreaterThan(5);
    const entityId = evidence[0]!['entityId'] as string;
    expect(((await ask('incident.list', { entityId })) as Rows).items.map((i) => i['incidentId'])).toContain(incidentId);
    const nowhere = (await ask('entity.list', { limit: 10_000 })) as Rows;
    const counts = await Promise.all(nowhere.items.slice(0, 5).map(async (e) => ((await ask('incident.list', { entityId: e['entityId'] })) as Rows).total));
    expect(Math.max(...counts)).toBeLessThanOrEqual(incidents.length);
    for (const name of ['recommendation.list', 'note.list', 'directory.list', 'import.rejected']) {
      const reply = await core.call(name, { incidentId }, shell);
      expect(reply.ok ? name : reply.error.code).toBe('badRequest');
    }
  });
  it('lets an analyst change things and take that back, tells every window, and refuses by name', async () => {
    const { 'incident.get': named } = await inputs();
    const { incidentId } = named as { incidentId: string };
    const told: string[][] = [];
    const stop = core.on((event, payload) => { if (event === 'store.changed' && 'areas' in payload) told.push([...payload.areas]); });
    const before = await ask('incident.get', named);
    const made = await ask('incident.update', { incidentIds: [incidentId], changes: { addTags: ['contract'], assignedTo: 'ann' }, comment: '**hm**' });
    expect(procedures['incident.update'].output.parse(made).changed).toBe(1);
    const after = procedures['incident.get'].output.parse(await ask('incident.get', named));
    expect([after.customTags.includes('contract'), after.assignedTo, after.comments.at(-1)]).toMatchObject([true, 'ann', { comment: '**hm**', createdBy: 'tester', local: true }]);
    const log = procedures['activity.list'].output.parse(await ask('activity.list', { incidentId, limit: 5 }));
    expect([log.total > log.items.length, log.items[0]!.actor]).toEqual([true, 'tester']);
    const last = procedures['change.last'].output.parse(await ask('change.last', {}))!;
    expect(last).toMatchObject({ canUndo: true, actor: 'tester' });
    await ask('change.undo', { batchId: last.batchId });
    const back = procedures['incident.get'].output.parse(await ask('incident.get', named));
    expect({ ...back, lastUpdateUs: null, lastModifiedBy: null }).toEqual({ ...(before as object), lastUpdateUs: null, lastModifiedBy: null });
    expect(told).toEqual([['incidents', 'alerts', 'entities', 'events', 'activity'], ['incidents', 'alerts', 'entities', 'events', 'activity']]);
    const reply = await core.call('incident.merge', { sourceIncidentId: incidentId, targetIncidentId: incidentId, reason: 'duplicate' }, shell);
    expect(reply.ok ? null : reply.error).toMatchObject({ code: 'refused', details: { rule: 'sameIncident' } });
    stop();
  });
  it('pages without loss or repeats, and totals agree', async () => {
    const { 'event.page': page } = await inputs();
    const seen = new Set<number>();
    let cursor: string | null = null;
    let total = 0;
    do {
      const answer = (await ask('event.page', { ...(page as object), limit: 4000, ...(cursor === null ? {} : { cursor }) })) as { items: { eventId: number; timeUs: number }[]; total: number; nextCursor: string | null };
      for (const e of answer.items) { expect(seen.has(e.eventId)).toBe(false); seen.add(e.eventId); }
      total = answer.total;
      cursor = answer.nextCursor;
    } while (cursor !== null);
    expect(seen.size).toBe(total);
    const histogram = (await ask('timeline.histogram', (await inputs())['timeline.histogram'])) as { eventCounts: Uint32Array; eventTotal: number; eventsWithoutTime: number };
    expect(histogram.eventCounts.reduce((a, b) => a + b, 0) + histogram.eventsWithoutTime).toBe(histogram.eventTotal);
    expect(histogram.eventTotal).toBe(total);
  });
  it.each([
    ['no.such', {}, 'unknownProcedure'], ['constructor', {}, 'unknownProcedure'], ['incident.get', {}, 'badRequest'], ['incident.summary', { incidentId: 'none' }, 'notFound'], ['incident.summary', { incidentId: 'x', limit: 5 }, 'badRequest'], ['incident.chart', { fromUs: 2, toUs: 1 }, 'badRequest'], ['incident.chart', { bin: 'week' }, 'badRequest'], ['incident.list', { limit: 1e9 }, 'badRequest'], ['list.facets', { list: 'evidence', column: 'verdict' }, 'badRequest'], ['list.facets', { list: 'assets', column: 'tags' }, 'badRequest'], ['incident.list', { filters: [{ column: 'no', op: 'in', values: ['x'] }] }, 'badRequest'], ['incident.list', { sort: 'x; drop table incident' }, 'badRequest'], ['incident.list', { cursor: "o1' or 1=1" }, 'badRequest'],
    ['timeline.page', { scope: { device: 'x' } }, 'badRequest'], ['timeline.page', { filters: { text: 'x', sort: 'y' } }, 'badRequest'], ['timeline.page', { cursor: "o1' or 1=1" }, 'badRequest'], ['timeline.csv', { cursor: 'c0' }, 'badRequest'], ['event.get', { eventId: 1e9 }, 'notFound'], ['event.flag', { eventIds: [], flagged: true }, 'badRequest'], ['event.flag', { eventIds: [1e9], flagged: true }, 'notFound'],
    ['incident.get', { incidentId: 'none' }, 'notFound'], ['entity.get', { entityId: "' or '1'='1" }, 'notFound'], ['record.raw', { recordId: 1e9 }, 'notFound'], ['import.start', { paths: [] }, 'badRequest'], ['window.open', { route: 'https://x.example' }, 'badRequest'], ['incident.list', null, null], ['alert.list', 'text', 'badRequest'],
  ])('%s with %j is %s', async (procedure, input, code) => {
    const reply = await core.call(procedure, input, shell);
    expect(reply.ok ? null : reply.error.code).toBe(code);
  });
});
