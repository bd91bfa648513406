/** What stays and what follows when analysts flag events, decide about alerts, and import more: the timeline is that of the case as it is now. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RedthreadError, procedures, type Input, type TimelineRow } from '../../shared/contract/index.ts';
import { deviceMention, fileMention, ipMention, processMention, userMention } from '../../shared/domain/entity/index.ts';
import type { Facts, Mention } from '../../shared/domain/facts/facts.ts';
import { createCase, openCase } from '../../electron/store/case-file.ts';
import { verifyActivity } from '../../electron/store/activity-log.ts';
import { timelineDensity } from '../../electron/store/timeline/density.ts';
import { getEvent } from '../../electron/store/timeline/event-detail.ts';
import { timelineFacets } from '../../electron/store/timeline/facets.ts';
import { flagEvents } from '../../electron/store/timeline/flags.ts';
import { pageTimeline } from '../../electron/store/timeline/page.ts';
import { Analyst } from './decision-world.ts';
import { aRelation, anAlert, anEvent, anIncident, at, facts, someEvidence } from './facts-builders.ts';
import { asOfVersion } from './old-case.ts';

let folder = '';
let mia: Analyst;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'redthread-flags-'));
  mia = new Analyst(createCase(join(folder, 'case.redthread'), { actor: 'mia', nowUs: 0 }));
});
afterEach(() => { mia.db.close(); rmSync(folder, { recursive: true, force: true }); });

const device = (name: string): Mention => deviceMention({ name: `${name}.corp.example` })!;
const [ws, srv] = [device('ws-1'), device('srv-2')];
const user = userMention({ upn: 'mia@corp.example' })!;

const graph = { name: 'graph', records: [facts({
  incidents: [anIncident('7', { displayName: 'Seven' }), anIncident('8', { displayName: 'Eight' })],
  alerts: [anAlert('1a', { incidentId: '7', mitreTechniques: ['T1059'], firstActivityUs: at(20), lastActivityUs: at(30) }), anAlert('2b', { incidentId: '8', firstActivityUs: at(40), lastActivityUs: at(50) }), anAlert('3c', { incidentId: '8', firstActivityUs: null, lastActivityUs: null })],
  evidence: [someEvidence('1a', ws), someEvidence('1a', user), someEvidence('2b', srv), someEvidence('3c', srv)],
})] };
const telemetry = { name: 'telemetry', records: [facts({ events: [
  anEvent('start', 10, { device: ws, account: user }), anEvent('same moment', 20, { device: ws, mitreTechniques: ['T1059', 'T1204'] }), anEvent('file', 30, { device: ws, source: 'DeviceFileEvents', actionType: 'FileCreated' }), anEvent('far', 45, { device: srv, account: user }), anEvent('no time', null, { device: srv }),
] })] };
const page = (input: Input<'timeline.page'> = {}) => procedures['timeline.page'].output.parse(pageTimeline(mia.db, procedures['timeline.page'].input.parse(input)));
const nameOf = (r: TimelineRow): string => (r.kind === 'event' ? r.summary : r.alertId);
const shown = (input: Input<'timeline.page'> = {}): string[] => page(input).items.map(nameOf);
const eventId = (summary: string): number => mia.db.prepare('select event_id from event where summary = ?').pluck().get(summary) as number;
const flag = (input: Input<'event.flag'>): number => { mia.nowUs += 1_000_000; return flagEvents(mia.open, procedures['event.flag'].input.parse(input), { actor: mia.actor, nowUs: mia.nowUs }).changed; };
const detail = (summary: string) => procedures['event.get'].output.parse(getEvent(mia.db, procedures['event.get'].input.parse({ eventId: eventId(summary) })));

describe('the order of rows', () => {
  it('is that of time, an alert before events of its moment, what has no time last in both directions', () => {
    mia.imports(graph, telemetry);
    expect(shown()).toEqual(['start', '1a', 'same moment', 'file', '2b', 'far', '3c', 'no time']);
    expect(shown({ descending: true })).toEqual(['far', '2b', 'file', 'same moment', '1a', 'start', '3c', 'no time']);
    expect(shown({ offset: 6 })).toEqual(['3c', 'no time']);
    expect(page({ offset: 100 })).toMatchObject({ items: [], total: 8, nextCursor: null });
    const first = page({ limit: 3 });
    expect([first.nextCursor, page({ limit: 3, cursor: first.nextCursor! }).items.map(nameOf)]).toEqual(['o3', ['file', '2b', 'far']]);
  });
  it('is empty in an empty case, and says so', () => {
    expect(page()).toMatchObject({ items: [], total: 0, withoutTime: 0, nextCursor: null });
    expect(procedures['timeline.density'].output.parse(timelineDensity(mia.db, procedures['timeline.density'].input.parse({ bins: 3 })))).toMatchObject({ startUs: null, endUs: null, total: 0 });
    expect(procedures['timeline.facets'].output.parse(timelineFacets(mia.db, procedures['timeline.facets'].input.parse({}))).groups).toEqual({ items: [], total: 0 });
  });
  it('holds times before 1970', () => {
    mia.imports({ name: 'old', records: [facts({ events: [anEvent('long ago', -2_000_000_000, { device: ws }), anEvent('now', 1, { device: ws }), anEvent('never', null, { device: ws })] })] });
    expect(shown()).toEqual(['long ago', 'now', 'never']);
  });
  it('refuses what it would ignore, and names what is not there', () => {
    mia.imports(graph, telemetry);
    for (const input of [{ scope: { incident: '7' } }, { filters: { group: ['file'] } }, { filters: { groups: [] } }, { limit: 1001 }, { offset: -1 }, { sort: 'time' }]) expect(procedures['timeline.page'].input.safeParse(input).success).toBe(false);
    const code = (input: Input<'timeline.page'>): string => { try { page(input); return ''; } catch (e) { return e instanceof RedthreadError ? e.code : String(e); } };
    expect([code({ scope: { incidentId: 'none' } }), code({ scope: { entityId: 'none' } }), code({ filters: { accountEntityIds: ['none'] } }), code({ cursor: "o1' or 1=1" })]).toEqual(['notFound', 'notFound', 'notFound', 'badRequest']);
  });
});

describe('flags', () => {
  it('mark events, are found by the filter and told in the log of the case and of the incident', () => {
    mia.imports(graph, telemetry);
    expect(flag({ eventIds: [eventId('file'), eventId('far'), eventId('file')], flagged: true, comment: 'dropped by the loader' })).toBe(2);
    expect(shown({ filters: { flaggedOnly: true } })).toEqual(['file', 'far']);
    expect(page().items.flatMap((r) => (r.kind === 'event' && r.isFlagged ? [r.summary] : []))).toEqual(['file', 'far']);
    expect(detail('file').flag).toEqual({ actor: 'mia', atUs: mia.nowUs, comment: 'dropped by the loader' });
    expect(mia.log({ action: 'event.' }).map((e) => [e.action, e.targetName, e.old, e.new, e.reason])).toEqual([['event.flagged', 'far', false, true, 'dropped by the loader'], ['event.flagged', 'file', false, true, 'dropped by the loader']]);
    expect(mia.log({ incidentId: '8', action: 'event.' }).map((e) => e.targetName)).toEqual(['far']);
    expect(verifyActivity(mia.db).intact).toBe(true);
  });
  it('change nothing where they stand already, but for another comment', () => {
    mia.imports(telemetry);
    expect([flag({ eventIds: [eventId('file')], flagged: true }), flag({ eventIds: [eventId('file')], flagged: true }), flag({ eventIds: [eventId('file')], flagged: true, comment: 'why' }), flag({ eventIds: [eventId('file')], flagged: true, comment: 'why' })]).toEqual([1, 0, 1, 0]);
    expect([flag({ eventIds: [eventId('file')], flagged: false }), flag({ eventIds: [eventId('file')], flagged: false })]).toEqual([1, 0]);
    expect([detail('file').flag, detail('file').isFlagged, shown({ filters: { flaggedOnly: true } })]).toEqual([null, false, []]);
  });
  it('stay with the event when more is imported, and when another source tells the same event better', () => {
    mia.imports(telemetry);
    flag({ eventIds: [eventId('file')], flagged: true });
    mia.imports(graph, { name: 'again', records: [facts({ events: [anEvent('file', 30, { device: ws, account: user, source: 'DeviceFileEvents', actionType: 'FileCreated', summary: 'file, told better' })] })] });
    expect(shown({ filters: { flaggedOnly: true } })).toEqual(['file, told better']);
    expect(detail('file, told better')).toMatchObject({ isFlagged: true, alsoIn: [{ fileName: 'again' }] });
  });
  it('are of events that there are: one unknown id, and nothing changes', () => {
    mia.imports(telemetry);
    expect(() => flag({ eventIds: [eventId('file'), 99_999], flagged: true })).toThrow(/holds no event 99999/);
    expect(shown({ filters: { flaggedOnly: true } })).toEqual([]);
  });
  it('cannot be set where the case cannot be written', () => {
    mia.imports(telemetry);
    const open = { ...mia.open, readOnly: true };
    expect(() => flagEvents(open, { eventIds: [eventId('file')], flagged: true }, { actor: 'mia', nowUs: 1 })).toThrow(/cannot be written/);
  });
});

describe('what the timeline remembers', () => {
  it('is forgotten when alerts move, events are imported or flagged; the mark says which rows an offset counts', () => {
    mia.imports(graph, telemetry);
    const [seven, all, flagged] = [() => page({ scope: { incidentId: '7' } }), () => page(), () => page({ filters: { flaggedOnly: true } })];
    const before = [seven().mark, all().mark, flagged().mark];
    expect(seven().items.map(nameOf)).toContain('1a');
    mia.does('alert.move', { alertIds: ['1a'], incidentId: '8', reason: 'sameAttack' });
    expect(seven().items.map(nameOf)).toEqual([]);
    expect(page({ scope: { incidentId: '8' } }).items.map(nameOf)).toEqual(['start', '1a', 'same moment', 'file', '2b', 'far', '3c', 'no time']);
    const moved = [seven().mark, all().mark, flagged().mark];
    expect([moved[0] === before[0], moved[1] === before[1]]).toEqual([false, true]);
    flag({ eventIds: [eventId('far')], flagged: true });
    expect([all().mark === moved[1], flagged().mark === moved[2]]).toEqual([true, false]);
    mia.imports({ name: 'late', records: [facts({ events: [anEvent('late', 5, { device: ws })] })] });
    expect([shown()[0], all().mark === moved[1]]).toEqual(['late', false]);
  });
  it('shows alerts as analysts decided since', () => {
    mia.imports(graph);
    expect(page({ filters: { dataType: 'alerts' } }).items[0]).toMatchObject({ alertId: '1a', severity: 'medium', status: 'new' });
    mia.does('alert.update', { alertIds: ['1a'], changes: { severity: 'high', status: 'resolved' } });
    expect(page({ filters: { dataType: 'alerts' } }).items[0]).toMatchObject({ alertId: '1a', severity: 'high', status: 'resolved' });
    expect(timelineDensity(mia.db, procedures['timeline.density'].input.parse({ bins: 1 })).alertSeverities[0]).toBe(4);
  });
});

describe('one event', () => {
  const tree = (): Facts => {
    const process = (pid: number, name: string, seconds: number) => processMention({ device: ws, pid, startUs: at(seconds), image: `C:\\Windows\\${name}` })!;
    const chain = Array.from({ length: 10 }, (_v, i) => process(100 + i, `p${i}.exe`, i));
    const [parent, child] = [chain[8]!, chain[9]!];
    return facts({
      relations: chain.slice(1).map((p, i) => aRelation(chain[i]!, 'spawned', p, i + 1)),
      events: [anEvent('spawn', 9, { device: ws, account: user, actor: parent, target: child, alertIds: ['1a'], timeText: '2026-01-01T00:00:09Z' }), anEvent('write', 12, { device: ws, actor: child, target: fileMention({ sha256: 'ab'.repeat(32), name: 'x.dll' }), source: 'DeviceFileEvents', actionType: 'FileCreated' }), anEvent('net', 13, { device: ws, target: ipMention('203.0.113.9'), source: 'DeviceNetworkEvents', actionType: 'ConnectionSuccess' })],
    });
  };
  it('tells who took part, the alerts that its record names, and up to six ancestors of its process', () => {
    mia.imports(graph, { name: 'processes', records: [tree()] });
    const spawn = detail('spawn');
    expect(spawn.entities.map((e) => [e.role, e.kind, e.displayName])).toEqual([['device', 'device', 'ws-1.corp.example'], ['actor', 'process', expect.stringContaining('p8.exe')], ['account', 'user', 'mia@corp.example'], ['target', 'process', expect.stringContaining('p9.exe')]]);
    expect(spawn).toMatchObject({ group: 'process', timeText: '2026-01-01T00:00:09Z', timeField: 'Timestamp', actorKind: 'process', targetKind: 'process', alerts: [{ alertId: '1a' }], record: { fileName: 'processes' } });
    // The started process first, then the one that started it; of ten, six ancestors are told.
    expect(spawn.processChain.nodes.map((n) => [n.pid, n.startUs])).toEqual([9, 8, 7, 6, 5, 4, 3].map((i) => [100 + i, at(i)]));
    expect(spawn.processChain.top).toBe('limited');
    expect(detail('write').processChain.nodes[0]).toMatchObject({ pid: 109 });
    expect(detail('net')).toMatchObject({ processChain: { nodes: [], top: null }, targetKind: 'ip', group: 'network', alerts: [] });
    expect(detail('write').neighbours).toMatchObject({ previous: { summary: 'spawn' }, next: { summary: 'net' }, offset: 1, rows: 6 });
  });
  it('is named when it is not there', () => expect(() => getEvent(mia.db, procedures['event.get'].input.parse({ eventId: 4 }))).toThrow(/holds no event 4/));
});

it('0080 gives an older case its timeline, and keeps its log', () => {
  mia.imports(graph, telemetry);
  const now = shown();
  mia.db.close();
  asOfVersion(60, join(folder, 'case.redthread'), join(folder, 'old.redthread'));
  mia = new Analyst(openCase(join(folder, 'old.redthread')));
  expect(shown()).toEqual(now);
  expect(flag({ eventIds: [eventId('file')], flagged: true })).toBe(1);
  expect(shown({ filters: { flaggedOnly: true } })).toEqual(['file']);
  expect(verifyActivity(mia.db).intact).toBe(true);
});

it('is the same in any order of imports, but for rows of one moment', () => {
  mia.imports(graph, telemetry);
  const now = [shown(), shown({ filters: { techniques: ['T1204'] } }), shown({ scope: { incidentId: '7' } })];
  const other = mia;
  mia = new Analyst(createCase(join(folder, 'other.redthread'), { actor: 'mia', nowUs: 0 }));
  mia.imports(telemetry);
  mia.imports(graph);
  expect([shown(), shown({ filters: { techniques: ['T1204'] } }), shown({ scope: { incidentId: '7' } })]).toEqual(now);
  const types = (a: Analyst) => a.db.prepare('select s.text s, a.text a, t.type_code, t.group_code from event_type t join term s on s.term_id = t.source join term a on a.term_id = t.action_type order by t.type_code').all();
  expect([types(mia), mia.db.prepare('select * from technique_set').all()]).toEqual([types(other), other.db.prepare('select * from technique_set').all()]);
  other.db.close();
});
