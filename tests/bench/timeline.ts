/**
 * The timeline of a device with 920,000 of 1,000,000 events: a row far down against one near the top, and the first page under each filter against SQL that a person would write for that one filter, over an index made
 * for it. Both read the same rows by the same reader; the SQL knows nothing of alerts, which favours it.
 */
import { execFileSync } from 'node:child_process';
import { constants, copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EVENT_GROUPS } from '../../shared/domain/event/index.ts';
import { procedures, type Input, type TimelineFilters, type TimelineScope } from '../../shared/contract/index.ts';
import { openCase, type Db, type OpenCase } from '../../electron/store/case-file.ts';
import { readEvents } from '../../electron/store/queries/timeline.ts';
import { timelineDensity } from '../../electron/store/timeline/density.ts';
import { timelineFacets } from '../../electron/store/timeline/facets.ts';
import { flagEvents } from '../../electron/store/timeline/flags.ts';
import { pageTimeline, rowAt } from '../../electron/store/timeline/page.ts';
import { writeLargeCase } from './large-case.ts';
import { result, type Bench, type Result } from './result.ts';

const EVENTS = 1_000_000;
const LIMIT = 200;
const DEPTH_GOAL = 1.5;
/** Columns come from the file once per opened case. */
const OPEN_GOAL = 4;
/** The first page under a filter nobody asked for before: at most twice what one count and one page cost by hand. */
const FILTER_GOAL = 2;
/** Facets and density against one grouping each by hand. */
const COUNT_GOAL = 1;

/** A case to measure instead of generating one, which takes minutes. */
const GIVEN = process.env['REDTHREAD_BENCH_CASE'];

export const timeline: Bench = {
  name: 'timeline',
  async run(root) {
    const folder = mkdtempSync(join(tmpdir(), 'redthread-bench-'));
    try {
      const path = join(folder, 'large.redthread');
      if (GIVEN !== undefined) copyFileSync(GIVEN, path, constants.COPYFILE_FICLONE);
      else execFileSync(process.execPath, [join(root, 'out/main/cli.mjs'), 'import', path, ...(await writeLargeCase(folder, { events: EVENTS, alerts: 2000 }))], { stdio: 'ignore' });
      const open = openCase(path);
      try { return measure(open); } finally { open.db.close(); }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function measure(open: OpenCase): Result[] {
  const { db } = open;
  const total = db.prepare('select count(*) from event').pluck().get() as number;
  const device = db.prepare(`select entity_pk pk, entity_id id from entity where kind = 'device' order by event_count desc limit 1`).get() as { pk: number; id: string };
  const incidentId = db.prepare('select incident_id from incident order by alert_count desc limit 1').pluck().get() as string;
  flagEvents(open, { eventIds: db.prepare('select event_id from event where event_id % 4001 = 7 limit 240').pluck().all() as number[], flagged: true }, { actor: 'bench', nowUs: 1 });
  const opponent = new ByHand(db, device.pk);
  return [
    firstOpen(open.path, 'device', { entityId: device.id }, (own) => byEntity(own, device.id)), firstOpen(open.path, 'incident', { incidentId }, (own) => byIncident(own, incidentId)), firstOpen(open.path, 'case', {}, byCase), ...depth(db, device.id),
    ...filters(db, total).map(({ name, filters: f, sql }) => firstPage(open.path, name, { scope: { entityId: device.id }, filters: f }, () => opponent.page(sql.where, ...sql.values))),
    ...counts(db, device.id, opponent), result('timeline-columns', (db.prepare('select sum(length(data)) from timeline_column').pluck().get() as number) / 1e6, 'MB', `the case: ${Math.round(statSync(open.path).size / 1e6)} MB`, null),
  ];
}

const page = (db: Db, input: Input<'timeline.page'>): { total: number } => pageTimeline(db, procedures['timeline.page'].input.parse({ limit: LIMIT, ...input }));
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
function timed(work: () => unknown): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}
const line = (name: string, own: number, versus: string, other: number, goal: number): Result => result(name, own, 'ms', `${versus}: ${other.toFixed(2)} ms`, own / other, goal);

/** A connection that has read nothing: columns from the file, all of the scope, one page. */
function firstOpen(path: string, name: string, scope: TimelineScope, byHand: (db: Db) => unknown): Result {
  const once = (work: (db: Db) => unknown): number => { const { db } = openCase(path); try { return timed(() => work(db)); } finally { db.close(); } };
  const pairs = Array.from({ length: 8 }, () => [once((db) => page(db, { scope })), once(byHand)] as const).slice(1);
  return line(`timeline-first-open ${name}`, median(pairs.map((p) => p[0])), 'count and page by hand on a new connection', median(pairs.map((p) => p[1])), OPEN_GOAL);
}
function byEntity(db: Db, entityId: string): void {
  const pk = db.prepare('select entity_pk from entity where entity_id = ?').pluck().get(entityId);
  db.prepare('select count(*) from event_entity where entity_pk = ?').pluck().get(pk);
  readEvents(db, 'select x.time_us t, ev.* from event_entity x join event ev using(event_id) where x.entity_pk = ? order by 1, x.event_id limit 200', [pk]);
}
function byCase(db: Db): void {
  db.prepare('select count(*) from event').pluck().get();
  readEvents(db, 'select ev.time_us t, ev.* from event ev where ev.time_us is not null order by 1, ev.event_id limit 200', []);
}
function byIncident(db: Db, incidentId: string): void {
  const pk = db.prepare('select incident_pk from incident where incident_id = ?').pluck().get(incidentId);
  db.prepare('select count(*) from incident_event where incident_pk = ?').pluck().get(pk);
  readEvents(db, 'select x.time_us t, ev.* from incident_event x join event ev using(event_id) where x.incident_pk = ? order by 1, x.event_id limit 200', [pk]);
}

/** Each at 21 places near the two depths, in turn. */
function depth(db: Db, entityId: string): Result[] {
  const at = (offset: number, more: Partial<Input<'timeline.page'>> = {}) => timed(() => page(db, { scope: { entityId }, offset, ...more }));
  const compare = (name: string, more: Partial<Input<'timeline.page'>>, last: number): Result => {
    at(0, more);
    const pairs = Array.from({ length: 21 }, (_v, i) => [at(900 + i * 37, more), at(last - 1000 - i * 37, more)] as const);
    return line(name, median(pairs.map((p) => p[1])), `a page at row 900, the same at row ${(last - 1000).toLocaleString('en')}`, median(pairs.map((p) => p[0])), DEPTH_GOAL);
  };
  const last = (more: Partial<Input<'timeline.page'>>) => page(db, { scope: { entityId }, ...more }).total;
  return [compare('timeline-depth', {}, last({})), compare('timeline-depth-descending', { descending: true }, last({})), compare('timeline-depth-filtered', { filters: { groups: ['network', 'file'] } }, last({ filters: { groups: ['network', 'file'] } }))];
}

/** On a connection of its own that has shown the timeline without filters, as a person has who then sets one: nothing of the filter is known. The first of the pairs only warms both up. */
function firstPage(path: string, name: string, input: { scope: Input<'timeline.page'>['scope']; filters?: TimelineFilters }, byHand: () => unknown): Result {
  const own = (): number => { const { db } = openCase(path); try { page(db, { scope: input.scope }); return timed(() => page(db, input)); } finally { db.close(); } };
  const pairs = Array.from({ length: 8 }, () => [own(), timed(byHand)] as const).slice(1);
  return line(`timeline-first-page ${name}`, median(pairs.map((p) => p[0])), 'count and page by hand', median(pairs.map((p) => p[1])), FILTER_GOAL);
}

interface Question { readonly name: string; readonly filters: TimelineFilters; readonly sql: { readonly where: string; readonly values: readonly unknown[] } }
function filters(db: Db, total: number): Question[] {
  const term = (text: string) => db.prepare('select term_id from term where text = ?').pluck().get(text) as number;
  const code = (group: (typeof EVENT_GROUPS)[number]) => EVENT_GROUPS.indexOf(group);
  const account = db.prepare(`select e.entity_pk pk, e.entity_id id from entity e where e.kind = 'user' order by event_count desc limit 1`).get() as { pk: number; id: string };
  const [from, to] = [0.4, 0.45].map((share) => db.prepare('select time_us from event where time_us is not null order by time_us limit 1 offset ?').pluck().get(Math.floor(total * share)) as number) as [number, number];
  return [
    { name: 'group', filters: { groups: ['registry'] }, sql: { where: 'and group_code = ?', values: [code('registry')] } },
    { name: 'two groups', filters: { groups: ['process', 'network'] }, sql: { where: 'and group_code in (?, ?)', values: [code('process'), code('network')] } },
    { name: 'action type', filters: { actionTypes: ['FileRenamed'] }, sql: { where: 'and action_type = ?', values: [term('FileRenamed')] } },
    { name: 'source', filters: { sources: ['DeviceImageLoadEvents'] }, sql: { where: 'and source = ?', values: [term('DeviceImageLoadEvents')] } },
    { name: 'account', filters: { accountEntityIds: [account.id] }, sql: { where: 'and account_pk = ?', values: [account.pk] } },
    { name: 'technique', filters: { techniques: ['T1055'] }, sql: { where: 'and event_id in (select event_id from bench_technique where technique = ?)', values: ['T1055'] } },
    { name: 'flagged', filters: { flaggedOnly: true }, sql: { where: 'and event_id in (select e.event_id from event_flag f join event e on e.key = f.event_key)', values: [] } },
    { name: 'time', filters: { fromUs: from, toUs: to }, sql: { where: 'and time_us >= ? and time_us < ?', values: [from, to] } },
    { name: 'text', filters: { text: 'document-123' }, sql: { where: `and event_id in (select event_id from event where summary like ?)`, values: ['%document-123%'] } },
  ];
}

/** What a person would build for these questions: a narrow copy of the device's events with a covering index for each filter. */
class ByHand {
  readonly #db: Db;
  constructor(db: Db, devicePk: number) {
    this.#db = db;
    db.exec(`create temp table bench_event(time_us integer not null, event_id integer not null, group_code integer, action_type integer, source integer, account_pk integer, primary key(time_us, event_id)) without rowid;
      create temp table bench_technique(technique text, event_id integer, primary key(technique, event_id)) without rowid;
      insert into bench_technique select distinct j.value, e.event_id from event e, json_each(e.techniques) j where e.techniques is not null`);
    db.prepare(`insert into bench_event select x.time_us, x.event_id, t.group_code, e.action_type, e.source, m.entity_pk from event_entity x join event e using(event_id) join event_type t on t.source = e.source and t.action_type = e.action_type left join mention m on m.mention_id = e.account_mention where x.entity_pk = ? order by 1, 2`).run(devicePk);
    for (const column of ['group_code', 'action_type', 'source', 'account_pk']) db.exec(`create index temp.bench_${column} on bench_event(${column}, time_us, event_id)`);
    db.exec('analyze temp.bench_event');
  }
  page(where: string, ...values: readonly unknown[]): void {
    this.#db.prepare(`select count(*) from bench_event where true ${where}`).pluck().get(...values);
    readEvents(this.#db, `select x.t, ev.* from (select time_us t, event_id from bench_event where true ${where} order by time_us, event_id limit ${LIMIT}) x join event ev using(event_id)`, values);
  }
  groupBy(column: string): void { this.#db.prepare(`select ${column}, count(*) from bench_event group by 1`).all(); }
  bins(startUs: number, binUs: number): void { this.#db.prepare('select cast((time_us - ?) / ? as integer), count(*) from bench_event where time_us >= 0 group by 1').all(startUs, binUs); }
}

function counts(db: Db, entityId: string, opponent: ByHand): Result[] {
  const scope = { entityId };
  const { startUs, binUs } = timelineDensity(db, procedures['timeline.density'].input.parse({ scope, bins: 1000 }));
  const middle = startUs! + binUs * 500;
  const compare = (name: string, own: () => unknown, versus: string, byHand: () => unknown): Result => {
    const pairs = Array.from({ length: 7 }, () => [timed(own), timed(byHand)] as const);
    return line(name, median(pairs.map((p) => p[0])), versus, median(pairs.map((p) => p[1])), COUNT_GOAL);
  };
  return [
    compare('timeline-facets', () => timelineFacets(db, procedures['timeline.facets'].input.parse({ scope, filters: { groups: ['network'] } })), 'four groupings by hand', () => { for (const c of ['group_code', 'action_type', 'source', 'account_pk']) opponent.groupBy(c); }),
    compare('timeline-density', () => timelineDensity(db, procedures['timeline.density'].input.parse({ scope, bins: 1000 })), 'one grouping into 1,000 bins by hand', () => opponent.bins(startUs!, binUs)),
    compare('timeline-row-at', () => rowAt(db, procedures['timeline.rowAt'].input.parse({ scope, timeUs: middle })), 'counting the rows before a time by hand', () => db.prepare('select count(*) from bench_event where time_us < ?').pluck().get(middle)),
  ];
}
