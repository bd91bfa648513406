/** Everything the case knows of one event. */
import { RedthreadError, EVENT_ROLES, type EventDetail, type ParsedInput } from '../../../shared/contract/index.ts';
import { eventGroup, recordFields } from '../../../shared/domain/event/index.ts';
import type { EntityKind } from '../../../shared/domain/entity/kinds.ts';
import { ancestorsOf } from '../../../shared/domain/process/index.ts';
import type { Db } from '../case-file.ts';
import { parentsIn } from '../parents.ts';
import { nodesIn } from '../queries/process-nodes.ts';
import { parse, prepared, recordRef, severityName, verdictName, type RecordRefRow } from '../queries/shared.ts';
import { readEvents } from '../queries/timeline.ts';
import { readRaw } from '../raw.ts';
import { rankOf } from './columns.ts';
import { inSnapshot, noSuchEvent, timelineOf } from './timeline-state.ts';

const ANCESTORS = 6;
const FIELDS_SHOWN = 300;
const VALUE_SHOWN = 4000;
/** Longer records are opened raw. */
const RECORD_BYTES = 1024 * 1024;
const HEADER_BYTES = 64 * 1024;

interface Row { readonly eventId: number; readonly key: string; readonly timeUs: number | null; readonly timeText: string | null; readonly timeField: string | null; readonly alertIds: string | null; readonly recordId: number }
type Roles = Readonly<Record<(typeof EVENT_ROLES)[number], number | null>>;

export function getEvent(db: Db, input: ParsedInput<'event.get'>): EventDetail {
  return inSnapshot(db, () => {
    const row = prepared(db, 'select e.event_id eventId, e.key, e.time_us timeUs, e.time_text timeText, f.text timeField, e.alert_ids alertIds, e.record_id recordId from event e left join term f on f.term_id = e.time_field where e.event_id = ?').get(input.eventId) as Row | undefined;
    const event = readEvents(db, 'select 0 t, ev.* from event ev where ev.event_id = ?', [input.eventId])[0];
    if (row === undefined || event === undefined) throw noSuchEvent(input.eventId);
    const { t: _t, ...shown } = event;
    const roles = prepared(db, `select ${EVENT_ROLES.map((r) => `(select entity_pk from mention where mention_id = e.${r}_mention) ${r}`).join(', ')} from event e where e.event_id = ?`).get(input.eventId) as Roles;
    const record = recordRef(db, row.recordId);
    if (record === null) throw new RedthreadError('internal', `The record of event ${input.eventId} is missing. Verify the case.`, { eventId: input.eventId });
    return {
      ...shown, total: 1, group: eventGroup(event.actionType, event.source), timeText: row.timeText, timeField: row.timeField, record, entities: entitiesOf(db, roles), ...fieldsOf(db, record), alsoIn: alsoIn(db, row.eventId), alerts: alertsNamed(db, row.alertIds),
      processChain: processChain(db, roles), flag: flagOf(db, row.key), neighbours: neighbours(db, input, row),
    };
  });
}

function entitiesOf(db: Db, roles: Roles): EventDetail['entities'] {
  return EVENT_ROLES.flatMap((role) => {
    const pk = roles[role];
    if (pk === null) return [];
    const e = prepared(db, 'select entity_id entityId, kind, display_name displayName, verdict, alert_count alertCount from entity where entity_pk = ?').get(pk) as { entityId: string; kind: EntityKind; displayName: string; verdict: number; alertCount: number };
    return [{ ...e, role, verdict: verdictName(e.verdict) }];
  });
}

function fieldsOf(db: Db, record: RecordRefRow): Pick<EventDetail, 'fields' | 'fieldTotal'> {
  if (record.byteLength > RECORD_BYTES) return { fields: [], fieldTotal: 0 };
  const memberId = prepared(db, 'select member_id from record where record_id = ?').pluck().get(record.recordId) as number;
  const all = recordFields(readRaw(db, memberId, record.byteOffset, record.byteLength).toString('utf8'), record.byteOffset === 0 ? null : firstLine(readRaw(db, memberId, 0, HEADER_BYTES).toString('utf8')));
  return { fields: all.slice(0, FIELDS_SHOWN).map((f) => ({ name: f.name, value: f.value.slice(0, VALUE_SHOWN), isCut: f.value.length > VALUE_SHOWN })), fieldTotal: all.length };
}
/** Null where there is no end of it: that is no header. */
function firstLine(text: string): string | null {
  const end = text.search(/\r?\n/);
  return end === -1 ? null : text.slice(0, end);
}

const alsoIn = (db: Db, eventId: number): EventDetail['alsoIn'] => prepared(db, 'select s.source_id sourceId, s.file_name fileName, s.format, s.imported_us importedUs from event_also_in x join source s using(source_id) where x.event_id = ? order by s.source_id').all(eventId) as EventDetail['alsoIn'];

function alertsNamed(db: Db, alertIds: string | null): EventDetail['alerts'] {
  if (alertIds === null) return [];
  const rows = prepared(db, `select distinct a.alert_id alertId, a.title, a.severity, a.status, a.first_activity_us firstActivityUs from json_each(?) j cross join alert_key k on k.key = lower(j.value) join alert a using(alert_pk) order by a.first_activity_us is null, a.first_activity_us, a.alert_id`)
    .all(JSON.stringify(parse<string[]>(alertIds, []))) as (Omit<EventDetail['alerts'][number], 'severity'> & { severity: number })[];
  return rows.map((a) => ({ ...a, severity: severityName(a.severity) }));
}

/** Of a started process and the one that started it, the started one; else the acting one, else the process it was done to. */
function processChain(db: Db, roles: Roles): EventDetail['processChain'] {
  const isProcess = (pk: number | null): pk is number => pk !== null && prepared(db, 'select kind from entity where entity_pk = ?').pluck().get(pk) === 'process';
  const parentOf = parentsIn(db);
  const { actor, target } = roles;
  const first = isProcess(target) && (!isProcess(actor) || parentOf(target) === actor) ? target : isProcess(actor) ? actor : null;
  if (first === null) return { nodes: [], top: null };
  const { chain, top } = ancestorsOf(first, parentOf, ANCESTORS);
  const read = nodesIn(db);
  return { nodes: chain.map((pk) => { const { entityId, displayName, pid, startUs, commandLine, verdict } = read(pk); return { entityId, displayName, pid, startUs, commandLine, verdict }; }), top };
}

const flagOf = (db: Db, key: string): EventDetail['flag'] => (prepared(db, 'select actor, at_us atUs, comment from event_flag where event_key = ?').get(key) as EventDetail['flag'] | undefined) ?? null;

function neighbours(db: Db, input: ParsedInput<'event.get'>, row: Row): EventDetail['neighbours'] {
  const { columns, rows, mark } = timelineOf(db).open(input);
  const found = rows.find(rankOf(columns, row.eventId, row.timeUs));
  const at = (nth: number): EventDetail['neighbours']['next'] => {
    const rank = rows.rankAt(nth);
    return rank === undefined ? null : (prepared(db, 'select e.event_id eventId, e.time_us timeUs, a.text actionType, e.summary from event e join term a on a.term_id = e.action_type where e.event_id = ?').get(columns.ids[rank]) as EventDetail['neighbours']['next']);
  };
  return { previous: found === null ? null : at(found.nth - 1), next: found === null ? null : at(found.nth + 1), offset: found?.offset ?? null, rows: rows.total, mark };
}
