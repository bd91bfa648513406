/** The timeline of a case of 20,000 generated events against plain SQL and one row at a time: pages by offset, totals, facets, density, CSV, under any filter. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { splitCsv } from '../../shared/base/csv.ts';
import { procedures, type Input, type Output, type TimelineFacet, type TimelineFilters, type TimelineRow, type TimelineScope } from '../../shared/contract/index.ts';
import { formatUtc } from '../../shared/base/time.ts';
import { openCase, type Db, type OpenCase } from '../../electron/store/case-file.ts';
import { derive } from '../../electron/store/derive/index.ts';
import { timelineCsv } from '../../electron/store/timeline/csv.ts';
import { timelineDensity } from '../../electron/store/timeline/density.ts';
import { getEvent } from '../../electron/store/timeline/event-detail.ts';
import { timelineFacets } from '../../electron/store/timeline/facets.ts';
import { flagEvents } from '../../electron/store/timeline/flags.ts';
import { pageTimeline, rowAt } from '../../electron/store/timeline/page.ts';
import { writeLargeCase } from '../bench/large-case.ts';
import { buildIfMissing, importJson } from './cli-run.ts';
import { holds, inOrder, plainRows, type PlainRow } from './timeline-world.ts';

const EVENTS = 20_000;
const ALERTS = 60;
let folder = '';
let open: OpenCase;
let db: Db;
let rows: PlainRow[] = [];

beforeAll(async () => {
  buildIfMissing();
  folder = mkdtempSync(join(tmpdir(), 'redthread-timeline-'));
  const path = join(folder, 'large.redthread');
  importJson(path, await writeLargeCase(folder, { events: EVENTS, alerts: ALERTS }));
  open = openCase(path);
  db = open.db;
  const some = db.prepare('select event_id from event where event_id % 611 = 5').pluck().all() as number[];
  flagEvents(open, { eventIds: some, flagged: true, comment: 'come back' }, { actor: 'mia', nowUs: 5 });
  rows = plainRows(db);
}, 300_000);
afterAll(() => { db?.close(); rmSync(folder, { recursive: true, force: true }); });

const page = (input: Input<'timeline.page'>): Output<'timeline.page'> => pageTimeline(db, procedures['timeline.page'].input.parse(input));
const facets = (input: Input<'timeline.facets'>): Output<'timeline.facets'> => timelineFacets(db, procedures['timeline.facets'].input.parse(input));
const density = (input: Input<'timeline.density'>): Output<'timeline.density'> => timelineDensity(db, procedures['timeline.density'].input.parse(input));
const csv = (input: Input<'timeline.csv'>): Output<'timeline.csv'> => timelineCsv(db, procedures['timeline.csv'].input.parse(input));
const idOf = (row: TimelineRow): string => (row.kind === 'event' ? String(row.eventId) : row.alertId);
const told = (scope: TimelineScope, filters: TimelineFilters, descending = false): string[] => inOrder(rows.filter((r) => holds(r, scope, filters)), descending).map((r) => r.id);
const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)].sort();
/** Different values of a property, frequent and rare ones alike. */
const valuesOf = (of: (row: PlainRow) => readonly string[]): string[] => distinct(rows.flatMap((r) => of(r)));

/** Filters out of what there is in the case, with something that there is not. */
function questions(): fc.Arbitrary<{ scope: TimelineScope; filters: TimelineFilters; descending: boolean }> {
  const some = (values: readonly string[]) => fc.option(fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 4 }), { nil: undefined, freq: 2 });
  const groups = valuesOf((r) => [r.group]) as (NonNullable<TimelineFilters['groups']>[number])[];
  const time = fc.option(fc.constantFrom(...rows.filter((r) => r.timeUs !== null).slice(0, 400).map((r) => r.timeUs!), rows[3]!.timeUs!, Math.max(...rows.map((r) => r.timeUs ?? 0))), { nil: undefined, freq: 2 });
  const entities = db.prepare(`select entity_id from entity where kind in ('device', 'user', 'ip') or entity_pk % 97 = 3 order by 1`).pluck().all() as string[];
  const incidents = db.prepare('select incident_id from incident order by 1').pluck().all() as string[];
  return fc.record({
    scope: fc.oneof(fc.constant({}), fc.record({ entityId: fc.constantFrom(...entities) }), fc.record({ incidentId: fc.constantFrom(...incidents) }), fc.record({ incidentId: fc.constantFrom(...incidents), entityId: fc.constantFrom(...entities) })),
    filters: fc.record({
      groups: fc.option(fc.uniqueArray(fc.constantFrom(...groups), { minLength: 1, maxLength: 4 }), { nil: undefined, freq: 2 }), actionTypes: some([...valuesOf((r) => (r.actionType === null ? [] : [r.actionType])), 'Nothing']), sources: some(valuesOf((r) => (r.source === null ? [] : [r.source]))),
      techniques: some([...valuesOf((r) => r.techniques), 'T9999']), accountEntityIds: some(valuesOf((r) => r.accounts)), dataType: fc.option(fc.constantFrom('events' as const, 'alerts' as const, 'techniques' as const), { nil: undefined, freq: 1 }), flaggedOnly: fc.option(fc.boolean(), { nil: undefined, freq: 1 }),
      text: fc.option(fc.constantFrom('POWERSHELL', 'ge000', '%', 'svchost.exe', '=77', 'nowhere at all'), { nil: undefined, freq: 1 }), fromUs: time, toUs: time,
    }),
    descending: fc.boolean(),
  });
}

describe('the timeline of a generated case', () => {
  it('holds what was written: every event and alert once, those without a time last', () => {
    expect(rows).toHaveLength(EVENTS + ALERTS);
    const without = rows.filter((r) => r.timeUs === null).length;
    expect(without).toBeGreaterThan(10);
    expect(page({ limit: 1 })).toMatchObject({ total: EVENTS + ALERTS, withoutTime: without, nextCursor: 'o1' });
    expect(page({ offset: EVENTS + ALERTS - without, limit: 1000 }).items.map((r) => r.timeUs)).toEqual(Array.from({ length: without }, () => null));
    // The device of most events has nearly all, as an incident over the whole time has.
    const device = db.prepare(`select entity_id from entity where display_name like 'srv-main%'`).pluck().get() as string;
    expect(page({ scope: { entityId: device }, limit: 1 }).total).toBeGreaterThan(EVENTS * 0.9);
  });
  it('leaves under any filter, at any offset, in either direction, the rows that hold one by one', () => {
    fc.assert(fc.property(questions(), fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 400 }), ({ scope, filters, descending }, where, limit) => {
      const expected = told(scope, filters, descending);
      const offset = Math.floor(where * expected.length);
      const answer = page({ scope, filters, descending, offset, limit });
      expect(answer.total).toBe(expected.length);
      expect(answer.items.map(idOf)).toEqual(expected.slice(offset, offset + limit));
      expect(answer.withoutTime).toBe(rows.filter((r) => r.timeUs === null && holds(r, scope, filters)).length);
      expect(answer.nextCursor).toBe(answer.items.length > 0 && offset + answer.items.length < expected.length ? `o${offset + answer.items.length}` : null);
    }), { numRuns: 250 });
  }, 120_000);
  it('counts for each value what the page has with that value alone chosen', () => {
    const names = ['groups', 'techniques', 'actionTypes', 'sources', 'accounts'] as const;
    const filterOf = { groups: 'groups', techniques: 'techniques', actionTypes: 'actionTypes', sources: 'sources', accounts: 'accountEntityIds' } as const;
    const own: Record<(typeof names)[number], (r: PlainRow) => readonly string[]> = { groups: (r) => [r.group], techniques: (r) => distinct(r.techniques), actionTypes: (r) => (r.actionType === null ? [] : [r.actionType]), sources: (r) => (r.source === null ? [] : [r.source]), accounts: (r) => r.accounts };
    const by = (a: TimelineFacet, b: TimelineFacet) => (a.value < b.value ? -1 : 1);
    fc.assert(fc.property(questions(), fc.nat(), ({ scope, filters }, pick) => {
      const answer = facets({ scope, filters });
      const total = rows.filter((r) => holds(r, scope, filters));
      expect([answer.total, answer.events, answer.alerts]).toEqual([total.length, total.filter((r) => r.kind === 'event').length, total.filter((r) => r.kind === 'alert').length]);
      for (const name of names) {
        const others = rows.filter((r) => holds(r, scope, { ...filters, [filterOf[name]]: undefined }));
        const counts = new Map<string, { events: number; alerts: number }>();
        for (const r of others) for (const value of own[name](r)) { const c = counts.get(value) ?? { events: 0, alerts: 0 }; c[r.kind === 'event' ? 'events' : 'alerts']++; counts.set(value, c); }
        expect(answer[name].total).toBe(counts.size);
        const chosen: readonly string[] = filters[filterOf[name]] ?? [];
        expect(answer[name].items.filter((i) => i.events + i.alerts > 0 || !chosen.includes(i.value)).map(({ name: _n, ...i }) => i as TimelineFacet).sort(by)).toEqual([...counts].map(([value, c]) => ({ value, ...c }) as TimelineFacet).sort(by).filter((i) => answer[name].items.some((s) => s.value === i.value)));
        expect(answer[name].items.length).toBeGreaterThanOrEqual(Math.min(50, counts.size));
        for (const value of chosen) expect(answer[name].items.map((i) => i.value)).toContain(value);
        const one = answer[name].items[pick % Math.max(1, answer[name].items.length)];
        if (one !== undefined) expect(page({ scope, filters: { ...filters, [filterOf[name]]: [one.value] }, limit: 1 }).total).toBe(one.events + one.alerts);
      }
      expect(answer.flagged).toBe(rows.filter((r) => holds(r, scope, { ...filters, flaggedOnly: true })).length);
      for (const dataType of ['events', 'alerts', 'techniques'] as const) expect(answer.dataTypes[dataType]).toBe(rows.filter((r) => holds(r, scope, { ...filters, dataType })).length);
    }), { numRuns: 30 });
  }, 120_000);
  it('puts every row with a time into one bin, and says how many have none', () => {
    fc.assert(fc.property(questions(), fc.integer({ min: 1, max: 300 }), fc.boolean(), ({ scope, filters }, bins, bounded) => {
      const held = rows.filter((r) => holds(r, scope, filters));
      const times = held.flatMap((r) => (r.timeUs === null ? [] : [r.timeUs]));
      const bounds = bounded && times.length > 0 ? { fromUs: times[0]!, toUs: Math.max(times[0]!, times.at(-1)!) } : {};
      const answer = density({ scope, filters, bins, ...bounds });
      const count = (kind: PlainRow['kind'], k: number) => held.filter((r) => r.kind === kind && r.timeUs !== null && r.timeUs >= answer.startUs! && r.timeUs < answer.endUs! && Math.floor((r.timeUs - answer.startUs!) / answer.binUs) === k).length;
      expect([answer.total, answer.eventsWithoutTime, answer.alertsWithoutTime]).toEqual([held.length, held.filter((r) => r.kind === 'event' && r.timeUs === null).length, held.filter((r) => r.kind === 'alert' && r.timeUs === null).length]);
      if (times.length === 0) { expect([answer.startUs, answer.endUs, answer.eventCounts.some((n) => n > 0)]).toEqual([null, null, false]); return; }
      if (!bounded) expect([answer.startUs, answer.endUs, answer.eventCounts.reduce((a, b) => a + b, 0) + answer.alertCounts.reduce((a, b) => a + b, 0)]).toEqual([Math.min(...times), Math.max(...times) + 1, times.length]);
      for (const k of [0, bins - 1, Math.floor(bins / 2)]) expect([answer.eventCounts[k], answer.alertCounts[k], answer.alertSeverities[k] === 255]).toEqual([count('event', k), count('alert', k), count('alert', k) === 0]);
      const until = answer.startUs! + bins * answer.binUs;
      expect(until).toBeGreaterThanOrEqual(answer.endUs!);
    }), { numRuns: 80 });
  }, 120_000);
  it('jumps to a time: the first row at or after it in the direction of reading', () => {
    const times = rows.flatMap((r) => (r.timeUs === null ? [] : [r.timeUs]));
    fc.assert(fc.property(questions(), fc.constantFrom(...times.slice(0, 500), Math.min(...times) - 1, Math.max(...times) + 1), fc.integer({ min: -1, max: 1 }), ({ scope, filters, descending }, near, by) => {
      const timeUs = near + by;
      const order = inOrder(rows.filter((r) => holds(r, scope, filters)), descending);
      const first = order.findIndex((r) => r.timeUs === null || (descending ? r.timeUs <= timeUs : r.timeUs >= timeUs));
      expect(rowAt(db, procedures['timeline.rowAt'].input.parse({ scope, filters, descending, timeUs }))).toMatchObject({ offset: first === -1 ? order.length : first, total: order.length });
    }), { numRuns: 100 });
  }, 120_000);
  it('tells of an event its place, and the events before and after it', () => {
    fc.assert(fc.property(questions(), fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true })), ({ scope, filters }, where) => {
      const order = told(scope, filters);
      const events = inOrder(rows.filter((r) => r.kind === 'event' && holds(r, scope, filters)), false).map((r) => Number(r.id));
      if (events.length === 0) return;
      const nth = Math.min(events.length - 1, Math.floor(where * events.length));
      const { neighbours, ...event } = getEvent(db, procedures['event.get'].input.parse({ eventId: events[nth]!, scope, filters }));
      expect(neighbours).toMatchObject({ offset: order.indexOf(String(events[nth])), rows: order.length });
      expect([neighbours.previous?.eventId, neighbours.next?.eventId]).toEqual([events[nth - 1], events[nth + 1]]);
      expect(event.isFlagged).toBe(rows.find((r) => r.kind === 'event' && r.id === String(events[nth]))!.isFlagged);
    }), { numRuns: 60 });
    const outside = rows.find((r) => r.kind === 'event' && r.group === 'file')!;
    expect(getEvent(db, procedures['event.get'].input.parse({ eventId: Number(outside.id), filters: { groups: ['mail'] } })).neighbours).toMatchObject({ previous: null, next: null, offset: null });
  }, 120_000);
});

it('shows the fields of the record as the file has them, by the header of its table', () => {
  for (const table of ['DeviceFileEvents', 'DeviceNetworkEvents', 'EmailEvents']) {
    const [header, ...lines] = readFileSync(join(folder, `${table}.csv`), 'utf8').trimEnd().split('\r\n').map((l) => splitCsv(l, ','));
    const { id, row } = db.prepare('select e.event_id id, r.row from event e join term s on s.term_id = e.source join record r using(record_id) where s.text = ? order by r.row limit 1 offset 40').get(table) as { id: number; row: number };
    const event = getEvent(db, procedures['event.get'].input.parse({ eventId: id }));
    const written = header!.map((name, i) => ({ name, value: lines[row]![i]!, isCut: false })).filter((f) => f.value !== '');
    expect([event.fields, event.fieldTotal, event.record.fileName]).toEqual([written, written.length, `${table}.csv`]);
  }
});

describe('the timeline as a file', () => {
  const all = (input: Input<'timeline.csv'>): { lines: string[][]; calls: number } => {
    let text = '';
    let calls = 0;
    for (let cursor: string | null | undefined; cursor !== null;) {
      const part: Output<'timeline.csv'> = csv({ ...input, ...(cursor === undefined ? {} : { cursor }) });
      expect(part.rows).toBeLessThanOrEqual(10_000);
      text += part.text;
      cursor = part.nextCursor;
      calls++;
    }
    return { lines: text.slice(0, -2).split('\r\n').map((l) => splitCsv(l, ',')), calls };
  };
  it('holds every row once, in its order, under one header', () => {
    const { lines: [header, ...lines], calls } = all({});
    expect(calls).toBe(3);
    expect(header).toEqual(['Time (UTC)', 'Kind', 'Event group', 'Action type', 'Summary', 'Device', 'Account', 'Actor', 'Target', 'Techniques', 'Source', 'Severity', 'Status', 'Incident', 'Impacted assets', 'Flagged', 'Id', 'Record']);
    expect(lines.map((l) => l[16])).toEqual(told({}, {}));
    const byId = new Map(rows.map((r) => [r.id, r]));
    for (const line of lines.filter((_l, i) => i % 37 === 0)) { const row = byId.get(line[16]!)!; expect([line[0], line[1], line[3], line[15]]).toEqual([row.timeUs === null ? '' : formatUtc(row.timeUs, 6), row.kind, row.actionType ?? '', row.isFlagged ? 'yes' : '']); }
  });
  it('defangs when asked, and never lets a cell be a formula', () => {
    const network: Input<'timeline.csv'> = { filters: { groups: ['network'], toUs: rows.filter((r) => r.timeUs !== null).map((r) => r.timeUs!).sort((a, b) => a - b)[400]! } };
    expect(all(network).lines.some((l) => /198\.51\.\d/.test(l[4]!))).toBe(true);
    const { lines } = all({ ...network, defang: true });
    expect(lines.some((l) => /198\[\.\]51/.test(l[4]!) && /198\[\.\]51/.test(l[8]!))).toBe(true);
    expect(lines.flat().some((cell) => /\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}|host-\d+\.example/.test(cell))).toBe(false);
    expect(all({}).lines.flat().some((cell) => /^[=@\t]/.test(cell))).toBe(false);
  });
  it('is not continued with other rows than it began with', () => {
    const { nextCursor } = csv({ filters: { flaggedOnly: false } });
    const before = procedures['timeline.csv'].input.parse({ cursor: nextCursor! });
    expect(timelineCsv(db, before).rows).toBeGreaterThan(0);
    db.exec('savepoint s');
    derive(db);
    expect(() => timelineCsv(db, before)).toThrow(/changed since this export began/);
    db.exec('rollback to s; release s');
    expect(() => csv({ cursor: 'o10' })).toThrow(/Start again/);
  });
});

it('answers fit the contract', () => {
  const scope = { incidentId: '9000' };
  expect(procedures['timeline.page'].output.safeParse(page({ scope, limit: 1000 })).error?.issues).toBeUndefined();
  expect(procedures['timeline.facets'].output.safeParse(facets({ scope })).error?.issues).toBeUndefined();
  expect(procedures['timeline.density'].output.safeParse(density({ scope })).error?.issues).toBeUndefined();
  for (const row of rows.filter((r) => r.kind === 'event' && Number(r.id) % 1500 === 1)) expect(procedures['event.get'].output.safeParse(getEvent(db, procedures['event.get'].input.parse({ eventId: Number(row.id) }))).error?.issues).toBeUndefined();
});
