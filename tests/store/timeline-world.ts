/** A generated case, asked by the timeline's procedures and by plain SQL: what each filter must leave, told without the columns. */
import type { Db } from '../../electron/store/case-file.ts';
import type { TimelineFilters, TimelineScope } from '../../shared/contract/index.ts';
import { eventGroup } from '../../shared/domain/event/index.ts';

/** A row as plain SQL tells it. Alerts have no action type; what is flagged is an event. */
export interface PlainRow {
  readonly kind: 'event' | 'alert'; readonly id: string; readonly timeUs: number | null; readonly group: string; readonly actionType: string | null; readonly source: string | null; readonly techniques: readonly string[]; readonly accounts: readonly string[];
  readonly entities: readonly string[]; readonly incidents: readonly string[]; readonly isFlagged: boolean; readonly texts: readonly string[]; readonly order: number;
}

export function plainRows(db: Db): PlainRow[] {
  const list = (text: string | null): string[] => (text === null ? [] : (JSON.parse(text) as string[]));
  const events = db.prepare(`select e.event_id id, e.time_us timeUs, s.text source, a.text actionType, e.techniques, e.summary, exists (select 1 from event_flag f where f.event_key = e.key) flagged,
      (select x.entity_id from mention m join entity x using(entity_pk) where m.mention_id = e.account_mention) account,
      (select json_group_array(distinct x.entity_id) from event_entity ee join entity x using(entity_pk) where ee.event_id = e.event_id and ee.time_us = ifnull(e.time_us, -1) and ee.entity_pk in (select entity_pk from mention where mention_id in (e.device_mention, e.actor_mention, e.account_mention, e.target_mention))) entities,
      (select json_group_array(i.incident_id) from incident i cross join incident_event ie on ie.incident_pk = i.incident_pk and ie.time_us = ifnull(e.time_us, -1) and ie.event_id = e.event_id) incidents
    from event e join term s on s.term_id = e.source join term a on a.term_id = e.action_type`).all() as
    { id: number; timeUs: number | null; source: string; actionType: string; techniques: string | null; summary: string; flagged: number; account: string | null; entities: string; incidents: string }[];
  const alerts = db.prepare(`select a.alert_id id, a.first_activity_us timeUs, a.title, json_extract(a.data, '$.productName') product, json_extract(a.data, '$.serviceSource') service, json_extract(a.data, '$.mitreTechniques') techniques, i.incident_id incident,
      (select json_group_array(distinct x.entity_id) from evidence v join entity x using(entity_pk) where v.alert_pk = a.alert_pk and x.kind = 'user') accounts, (select json_group_array(distinct x.entity_id) from evidence v join entity x using(entity_pk) where v.alert_pk = a.alert_pk) entities
    from alert a left join incident i using(incident_pk) order by a.alert_id`).all() as { id: string; timeUs: number | null; title: string; product: string | null; service: string | null; techniques: string | null; incident: string | null; accounts: string; entities: string }[];
  return [
    ...events.map((e): PlainRow => ({ kind: 'event', id: String(e.id), timeUs: e.timeUs, group: eventGroup(e.actionType, e.source), actionType: e.actionType, source: e.source, techniques: list(e.techniques), accounts: e.account === null ? [] : [e.account], entities: list(e.entities), incidents: list(e.incidents), isFlagged: e.flagged === 1, texts: [e.summary], order: e.id })),
    ...alerts.map((a, i): PlainRow => ({ kind: 'alert', id: a.id, timeUs: a.timeUs, group: 'alert', actionType: null, source: a.product ?? a.service, techniques: list(a.techniques), accounts: list(a.accounts), entities: list(a.entities), incidents: a.incident === null ? [] : [a.incident], isFlagged: false, texts: [a.title, a.id], order: i })),
  ];
}

/** By the words of the contract, one row at a time. */
export function holds(row: PlainRow, scope: TimelineScope, f: TimelineFilters): boolean {
  const within = (f.fromUs == null && f.toUs == null) || (row.timeUs !== null && row.timeUs >= (f.fromUs ?? -Infinity) && row.timeUs < (f.toUs ?? Infinity));
  return (scope.incidentId === undefined || row.incidents.includes(scope.incidentId)) && (scope.entityId === undefined || row.entities.includes(scope.entityId)) && within
    && (f.groups === undefined || f.groups.some((g) => g === row.group)) && (f.actionTypes === undefined || f.actionTypes.some((a) => a === row.actionType)) && (f.sources === undefined || f.sources.some((s) => s === row.source))
    && (f.techniques === undefined || f.techniques.some((t) => row.techniques.includes(t))) && (f.accountEntityIds === undefined || f.accountEntityIds.some((a) => row.accounts.includes(a))) && (f.flaggedOnly !== true || row.isFlagged)
    && (f.text === undefined || row.texts.some((t) => lower(t).includes(lower(f.text!)))) && (f.dataType === undefined || (f.dataType === 'events' ? row.kind === 'event' : f.dataType === 'alerts' ? row.kind === 'alert' : row.techniques.length > 0));
}
/** Latin letters only, as `like` compares. */
const lower = (text: string): string => text.replace(/[A-Z]/g, (c) => c.toLowerCase());

/** In the order of the contract: by time, alerts before events; those without a time last. */
export function inOrder(rows: readonly PlainRow[], descending: boolean): PlainRow[] {
  const compare = (a: PlainRow, b: PlainRow): number => (a.timeUs ?? 0) - (b.timeUs ?? 0) || (a.kind === b.kind ? a.order - b.order : a.kind === 'alert' ? -1 : 1);
  const timed = rows.filter((r) => r.timeUs !== null).sort(compare);
  return [...(descending ? timed.reverse() : timed), ...rows.filter((r) => r.timeUs === null).sort(compare)];
}
