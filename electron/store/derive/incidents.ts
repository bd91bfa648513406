/** Incidents: imported ones, stubs for those that alerts only name, groups of alerts without incident, and telemetry alone. */
import { fingerprint } from '../../../shared/base/hash.ts';
import { US_PER_HOUR, US_PER_SECOND } from '../../../shared/base/time.ts';
import { SEVERITIES } from '../../../shared/domain/attack-graph/codes.ts';
import type { AlertFact, IncidentFact } from '../../../shared/domain/facts/facts.ts';
import type { Db } from '../case-file.ts';
import { correlate } from './correlation.ts';
import { findAlert } from '../decisions/resolve.ts';
import { firstNamedIn, firstRecords } from './first-named.ts';
import { mergeVersions } from './merge.ts';

export type IncidentOrigin = 'imported' | 'correlated' | 'telemetry' | 'stub' | 'analyst';
export interface IncidentAlert { readonly pk: number; readonly alertId: string; readonly severity: number; readonly firstUs: number | null; readonly lastUs: number | null; readonly data: Partial<AlertFact> }
type AlertRow = IncidentAlert;
interface Draft { incidentId: string; origin: IncidentOrigin; name: string; data: Partial<IncidentFact>; recordId: number | null; recordIds: readonly number[]; alerts: AlertRow[] }

/** Events of an incident's assets count as the incident's from this long before its first alert to this long after its last. */
export const INCIDENT_MARGIN_US = 24 * US_PER_HOUR;

export function deriveIncidents(db: Db): void {
  db.exec('delete from incident');
  const alerts = (db.prepare('select alert_pk pk, alert_id alertId, severity, first_activity_us firstUs, last_activity_us lastUs, data from alert order by alert_pk').all() as (Omit<AlertRow, 'data'> & { data: string })[])
    .map((a): AlertRow => ({ ...a, data: JSON.parse(a.data) as Partial<AlertFact> }));
  const byIncident = Map.groupBy(alerts.filter((a) => a.data.incidentId != null), (a) => a.data.incidentId!);
  const drafts: Draft[] = [];
  const facts = db.prepare('select incident_id incidentId, last_update_us atUs, hash, record_id recordId, data from incident_fact').all() as { incidentId: string; atUs: number | null; hash: string; recordId: number; data: string }[];
  for (const [incidentId, versions] of Map.groupBy(facts, (f) => f.incidentId)) {
    const merged = mergeVersions(versions.map((v) => ({ data: JSON.parse(v.data) as IncidentFact, atUs: v.atUs, hash: v.hash, recordId: v.recordId })));
    const own = byIncident.get(incidentId) ?? [];
    drafts.push({ incidentId, origin: 'imported', name: incidentName(db, { incidentId, origin: 'imported', data: merged.data }, own), data: merged.data, recordId: merged.recordId, recordIds: versions.map((v) => v.recordId), alerts: own });
    byIncident.delete(incidentId);
  }
  for (const [incidentId, own] of byIncident) drafts.push({ incidentId, origin: 'stub', name: incidentName(db, { incidentId, origin: 'stub', data: {} }, own), data: {}, recordId: null, recordIds: [], alerts: own });
  const keptIds = keptIncidentIds(db);
  for (const own of correlate(db, alerts.filter((a) => a.data.incidentId == null))) {
    const first = own.map((a) => a.alertId).sort()[0]!;
    const kept = own.map((a) => keptIds.get(a.pk)).filter((k) => k !== undefined).sort((a, b) => a.rank - b.rank)[0];
    const incidentId = kept?.incidentId ?? `local-${fingerprint(first).slice(0, 12)}`;
    drafts.push({ incidentId, origin: 'correlated', name: incidentName(db, { incidentId, origin: 'correlated', data: {} }, own), data: {}, recordId: null, recordIds: [], alerts: own });
  }
  insertAll(db, drafts);
}

/** Groups that decisions name keep the id under which they were decided about; of several the one that was decided about first. By alert. */
function keptIncidentIds(db: Db): ReadonlyMap<number, { readonly incidentId: string; readonly rank: number }> {
  const anchors = db.prepare(`select incident_id incidentId, alert_id alertId from incident_anchor where incident_id like 'local-%' and alert_id is not null order by first_decision_id desc, incident_id desc`).all() as { incidentId: string; alertId: string }[];
  return new Map(anchors.flatMap(({ incidentId, alertId }, i) => { const pk = findAlert(db, alertId); return pk === null ? [] : [[pk, { incidentId, rank: -i }] as const]; }));
}

function insertAll(db: Db, drafts: Draft[]): void {
  drafts.sort((a, b) => (a.incidentId < b.incidentId ? -1 : 1));
  const insert = db.prepare(`insert into incident(incident_pk, incident_id, display_name, severity, status, origin, first_activity_us, last_activity_us, last_update_us, assigned_to, classification, alert_count, data, record_id)
    values(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const assign = db.prepare('update alert set incident_pk = ?, derived_incident_pk = ? where alert_pk = ?');
  const firstNamed = firstNamedIn(db, 'incident');
  const ofAlert = firstRecords(db, 'alert');
  drafts.forEach((d, i) => {
    const f = incidentFigures(d.data, d.alerts);
    insert.run(i + 1, d.incidentId, d.name, f.severity, f.status, d.origin, f.firstUs, f.lastUs, f.lastUpdateUs, d.data.assignedTo ?? null, d.data.classification ?? 'unknown', d.alerts.length, JSON.stringify(d.data), d.recordId);
    for (const a of d.alerts) assign.run(i + 1, i + 1, a.pk);
    firstNamed(i + 1, d.recordIds, d.alerts.map((a) => ofAlert.get(a.pk) ?? null));
  });
}

export function extreme(values: readonly (number | null | undefined)[], pick: (...v: number[]) => number): number | null {
  const known = values.filter((v): v is number => v != null);
  return known.length === 0 ? null : known.reduce((a, b) => pick(a, b));
}

/** What an incident shows of its alerts. A severity, status or update that is stated counts before what the alerts say, unless `followsAlerts`: then its severity is the highest of theirs. */
export function incidentFigures(data: Partial<IncidentFact>, alerts: readonly IncidentAlert[], followsAlerts = false): { severity: number; status: string; firstUs: number | null; lastUs: number | null; lastUpdateUs: number | null } {
  const stated = data.severity != null && data.severity !== 'unknown' ? SEVERITIES.indexOf(data.severity) : null;
  const highest = extreme(alerts.map((a) => a.severity), Math.max);
  const resolved = alerts.length > 0 && alerts.every((a) => a.data.status === 'resolved');
  return {
    severity: (followsAlerts ? highest ?? stated : stated ?? highest) ?? 0, status: data.status ?? (resolved ? 'resolved' : 'active'),
    firstUs: extreme(alerts.map((a) => a.firstUs), Math.min), lastUs: extreme(alerts.map((a) => a.lastUs), Math.max), lastUpdateUs: data.lastUpdateUs ?? extreme(alerts.map((a) => a.data.lastUpdateUs ?? null), Math.max),
  };
}

/** The stated name, or one from its alerts; an incident whose alerts were all moved away keeps the name that `own` gave it. */
export function incidentName(db: Db, incident: { readonly incidentId: string; readonly origin: IncidentOrigin; readonly data: Partial<IncidentFact> }, alerts: readonly IncidentAlert[], own = alerts): string {
  return incident.data.displayName ?? generatedName(db, alerts) ?? generatedName(db, own) ?? (incident.origin === 'correlated' ? (own[0]?.data.title ?? 'Grouped alerts') : `Incident ${incident.incidentId}`);
}

/** "Multi-stage incident involving Execution & Impact on multiple devices", in the manner of the portal. Null without alerts. */
function generatedName(db: Db, alerts: readonly IncidentAlert[]): string | null {
  if (alerts.length === 0) return null;
  if (alerts.length === 1) return alerts[0]!.data.title ?? null;
  const categories = [...new Set(alerts.map((a) => a.data.category).filter((c): c is string => c != null))];
  const devices = (db.prepare(`select count(distinct v.entity_pk) from evidence v join entity e using(entity_pk) where e.kind = 'device' and v.alert_pk in (${alerts.map(() => '?').join(',')})`).pluck().get(...alerts.map((a) => a.pk)) as number);
  const where = devices > 1 ? ' on multiple devices' : devices === 1 ? ' on one device' : '';
  const what = categories.length > 1 ? `Multi-stage incident involving ${categories[0]!} & ${categories.at(-1)!}` : `${categories[0] ?? 'Suspicious'} incident`;
  return `${what}${where}`;
}

/**
 * Telemetry that belongs to no imported incident gets one of its own per source, so that graph and scrubber have a subject. A source that
 * names no device adds detail to other records and gets one only when the case has nothing else. One that decisions name stays.
 */
export function deriveTelemetryIncidents(db: Db): void {
  const sources = telemetrySources(db);
  let pk = (db.prepare('select ifnull(max(incident_pk), 0) from incident').pluck().get() as number) + 1;
  const insert = db.prepare(`insert into incident(incident_pk, incident_id, display_name, severity, status, origin, first_activity_us, last_activity_us, last_update_us, assigned_to, classification, alert_count, data, record_id)
    values(?, ?, ?, 0, 'active', 'telemetry', ?, ?, null, null, 'unknown', 0, '{}', null)`);
  const firstNamed = firstNamedIn(db, 'incident');
  const firstRecord = db.prepare('select min(record_id) from record join member using(member_id) where source_id = ?').pluck();
  for (const s of sources) {
    firstNamed(pk, [], [firstRecord.get(s.id) as number | null]);
    insert.run(pk, `telemetry-${s.sha256.slice(0, 12)}`, telemetryName(s.fileName), s.firstUs, s.lastUs);
    addTelemetry(db, pk, s.id);
    pk++;
  }
}
/** Conditions are asked once per source and not per event: a case has tens of sources and a million events. */
function telemetrySources(db: Db): { id: number; sha256: string; format: string; fileName: string; firstUs: number | null; lastUs: number | null }[] {
  db.exec('create temp table if not exists placed(event_id integer primary key); delete from placed; insert or ignore into placed select event_id from incident_event');
  const ofDevice = (events: string) => `exists (select 1 from ${events} join mention w on w.mention_id in (v.device_mention, v.actor_mention, v.account_mention, v.target_mention) join entity n on n.entity_pk = w.entity_pk where n.kind = 'device')`;
  const chosen = db.prepare(`select s.source_id id, s.sha256, s.format, s.file_name fileName from source s
    where ${TELEMETRY_ID} in (select incident_id from incident_anchor) or (s.format not like 'mde-%'
      and not exists (select 1 from incident_fact f join record r using(record_id) join member m using(member_id) where m.source_id = s.source_id)
      and not exists (select 1 from alert_fact f join record r using(record_id) join member m using(member_id) where m.source_id = s.source_id)
      and not exists (select 1 from event v where v.source_id = s.source_id and v.event_id in (select event_id from placed)) and not exists (select 1 from event_also_in a where a.source_id = s.source_id and a.event_id in (select event_id from placed))
      and (not exists (select 1 from incident) or ${ofDevice('(select * from event where source_id = s.source_id) v')} or ${ofDevice('(select e.* from event_also_in a join event e using(event_id) where a.source_id = s.source_id) v')}))
    order by s.sha256, s.format`).all() as { id: number; sha256: string; format: string; fileName: string }[];
  const span = db.prepare('select count(*) n, min(time_us) firstUs, max(time_us) lastUs from (select time_us from event where source_id = @id union all select e.time_us from event_also_in a join event e using(event_id) where a.source_id = @id)');
  return chosen.flatMap((s) => { const { n, ...times } = span.get({ id: s.id }) as { n: number; firstUs: number | null; lastUs: number | null }; return n === 0 ? [] : [{ ...s, ...times }]; });
}
/** Id of the incident that a source `s` of telemetry may have. */
export const TELEMETRY_ID = `'telemetry-' || substr(s.sha256, 1, 12)`;
export const telemetryName = (fileName: string): string => `Telemetry from ${fileName}`;

/** Adds the events of a source to an incident, and what they and its relations name. From when to when its events are; null without times. */
export function addTelemetry(db: Db, incidentPk: number, sourceId: number): { firstUs: number | null; lastUs: number | null } {
  db.exec('create temp table if not exists told(time_us integer, event_id integer, primary key(time_us, event_id)) without rowid; delete from told');
  db.prepare(`insert or ignore into told select ifnull(time_us, -1), event_id from event where source_id = @id union all select ifnull(e.time_us, -1), event_id from event_also_in x join event e using(event_id) where x.source_id = @id`).run({ id: sourceId });
  db.prepare('insert or ignore into incident_event(incident_pk, time_us, event_id) select ?, time_us, event_id from told order by 2, 3').run(incidentPk);
  db.prepare(`insert into incident_entity(incident_pk, entity_pk, membership, first_us, last_us, alert_count)
    select @pk, x.entity_pk, 2, min(x.t), max(x.t), 0 from (select ee.entity_pk, nullif(ee.time_us, -1) t from event_entity ee join told v on v.time_us = ee.time_us and v.event_id = ee.event_id
      union all select r.from_pk, r.first_us from relation r join record rc using(record_id) join member m using(member_id) where m.source_id = @id
      union all select r.to_pk, r.first_us from relation r join record rc using(record_id) join member m using(member_id) where m.source_id = @id) x where true group by x.entity_pk
    on conflict(incident_pk, entity_pk) do update set first_us = min(ifnull(first_us, excluded.first_us), ifnull(excluded.first_us, first_us)), last_us = max(ifnull(last_us, excluded.last_us), ifnull(excluded.last_us, last_us))`).run({ pk: incidentPk, id: sourceId });
  return db.prepare('select min(nullif(time_us, -1)) firstUs, max(nullif(time_us, -1)) lastUs from told').get() as { firstUs: number | null; lastUs: number | null };
}

/** Which entities and events each incident with alerts holds, and from when to when. */
export function deriveMembership(db: Db): void {
  deriveMembers(db);
  deriveIncidentEvents(db);
}

const within = (column: string, only: readonly number[] | undefined): string => (only === undefined ? `${column} is not null` : `${column} in (select incident_pk from among)`);

/** `only`: of these incidents alone; the others stay as they are. */
export function deriveMembers(db: Db, only?: readonly number[]): void {
  const among = restrictTo(db, only);
  const alerts = within('a.incident_pk', only);
  db.exec(`
    delete from incident_entity ${among};
    insert into incident_entity(incident_pk, entity_pk, membership, first_us, last_us, alert_count)
      select a.incident_pk, v.entity_pk, 0, null, null, count(distinct v.alert_pk) from evidence v join alert a using(alert_pk) where ${alerts} group by 1, 2;
    insert or ignore into incident_entity(incident_pk, entity_pk, membership, first_us, last_us, alert_count)
      select distinct a.incident_pk, r.from_pk, 1, null, null, 0 from relation r join alert a on a.alert_pk = r.alert_pk where ${alerts}
      union select distinct a.incident_pk, r.to_pk, 1, null, null, 0 from relation r join alert a on a.alert_pk = r.alert_pk where ${alerts};
    create temp table if not exists stated(incident_pk integer, entity_pk integer, first_us integer, last_us integer, primary key(incident_pk, entity_pk)) without rowid;
    delete from stated;
    insert into stated select incident_pk, pk, min(t0), max(t1) from (
        select a.incident_pk, r.from_pk pk, r.first_us t0, r.last_us t1 from relation r join alert a on a.alert_pk = r.alert_pk where r.basis_code = 0 and r.first_us is not null and ${alerts}
        union all select a.incident_pk, r.to_pk, r.first_us, r.last_us from relation r join alert a on a.alert_pk = r.alert_pk where r.basis_code = 0 and r.first_us is not null and ${alerts}
        union all select i.incident_pk, i.entity_pk, e.own_time_us, e.own_time_us from incident_entity i join entity e using(entity_pk) where e.own_time_us is not null and ${within('i.incident_pk', only)}
      ) group by 1, 2;
    update incident_entity set first_us = s.first_us, last_us = s.last_us from stated s where s.incident_pk = incident_entity.incident_pk and s.entity_pk = incident_entity.entity_pk;
    delete from stated;
    insert into stated select a.incident_pk, v.entity_pk, min(a.first_activity_us), max(a.last_activity_us) from evidence v join alert a using(alert_pk) where ${alerts} group by 1, 2;
    update incident_entity set first_us = ifnull(incident_entity.first_us, s.first_us), last_us = max(ifnull(incident_entity.last_us, s.last_us), ifnull(s.last_us, incident_entity.last_us))
      from stated s where s.incident_pk = incident_entity.incident_pk and s.entity_pk = incident_entity.entity_pk;`);
}

/** Entities of an incident whose events are its own. */
const LEADING = `ie.membership = 0 and e.kind in ('device', 'user', 'mailbox', 'email', 'process')`;

/** What the events around an incident's alerts follow from: entities and activity, as text to compare. */
export function eventScope(db: Db, incidentPk: number): string {
  const sql = `select first_activity_us firstUs, last_activity_us lastUs, (select group_concat(pk) from (select e.entity_pk pk from incident_entity ie join entity e using(entity_pk) where ie.incident_pk = i.incident_pk and ${LEADING} order by 1)) entities from incident i where incident_pk = ?`;
  return JSON.stringify(db.prepare(sql).raw().get(incidentPk));
}

export function deriveIncidentEvents(db: Db, only?: readonly number[]): void {
  db.exec(`delete from incident_event ${restrictTo(db, only)}`);
  db.prepare(`insert or ignore into incident_event(incident_pk, time_us, event_id)
    select ie.incident_pk, ee.time_us, ee.event_id from incident i join incident_entity ie using(incident_pk) join entity e using(entity_pk) join event_entity ee using(entity_pk)
    where ${LEADING} and i.first_activity_us is not null and ${within('i.incident_pk', only)}
      and ((ee.time_us >= i.first_activity_us - @margin and ee.time_us < ifnull(i.last_activity_us, i.first_activity_us) + @margin) or ee.time_us = -1)`).run({ margin: INCIDENT_MARGIN_US });
}

/** Fills the temporary table `among`; the condition that keeps a statement to it. Nothing to keep to without `only`. */
function restrictTo(db: Db, only: readonly number[] | undefined): string {
  if (only === undefined) return '';
  db.exec('create temp table if not exists among(incident_pk integer primary key); delete from among');
  const insert = db.prepare('insert or ignore into among values(?)');
  for (const pk of only) insert.run(pk);
  return 'where incident_pk in (select incident_pk from among)';
}

/**
 * The span the scrubber covers: alerts and events; where there is neither, the times of its entities. A service that has run for weeks does
 * not stretch the story. At least a second.
 */
export function deriveSpans(db: Db, only?: readonly number[]): void {
  const where = restrictTo(db, only) || 'where true';
  const edge = (pick: 'min' | 'max', alert: string, order: string) => `(select ${pick}(t) from (select ${alert} t from alert a where a.incident_pk = incident.incident_pk
    union all select * from (select time_us from incident_event v where v.incident_pk = incident.incident_pk and time_us >= 0 order by time_us ${order} limit 1)))`;
  db.exec(`update incident set span_start_us = ${edge('min', 'first_activity_us', 'asc')}, span_end_us = ${edge('max', 'ifnull(last_activity_us, first_activity_us)', 'desc')} + 1 ${where}`);
  db.exec(`update incident set span_start_us = (select min(first_us) from incident_entity x where x.incident_pk = incident.incident_pk), span_end_us = (select max(first_us) + 1 from incident_entity x where x.incident_pk = incident.incident_pk) ${where} and span_start_us is null`);
  db.prepare(`update incident set span_end_us = span_start_us + ? ${where} and span_end_us - span_start_us < ?`).run(US_PER_SECOND, US_PER_SECOND);
}
