/**
 * Lays standing decisions over what sources say, for the things that are named. The derivation calls it with everything that was decided
 * about, a command with what it touched: either way a row is a function of facts and standing decisions, never of the row before.
 */
import { latest, overlayAlert, overlayIncident, PLACEMENT, type Values } from '../../../shared/domain/decision/index.ts';
import { SEVERITIES } from '../../../shared/domain/attack-graph/codes.ts';
import type { AlertFact, IncidentFact } from '../../../shared/domain/facts/facts.ts';
import type { Db } from '../case-file.ts';
import { addTelemetry, deriveIncidentEvents, deriveMembers, eventScope, extreme, incidentFigures, incidentName, TELEMETRY_ID, telemetryName, type IncidentAlert, type IncidentOrigin } from '../derive/incidents.ts';
import { parse, prepared } from '../queries/shared.ts';
import { createAnalystIncidents, removeAnalystIncidents } from './analyst-incidents.ts';
import { findIncident } from './resolve.ts';
import { lastDecided, standingOf } from './standing.ts';

/** Keys of what is to be brought up to date; grows with what follows. */
export interface Touched { readonly incidents: Set<number>; readonly alerts: Set<number>; readonly entities: Set<number>; /** Incidents whose alerts or telemetry are others than before. */ readonly contents: Set<number> }
export const nothingTouched = (): Touched => ({ incidents: new Set(), alerts: new Set(), entities: new Set(), contents: new Set() });

/** Incidents and alerts: fields, placement and what incidents hold. Spans, investigations, actions and entities are the caller's. */
export function overlayAll(db: Db, touched: Touched): void {
  for (const pk of createAnalystIncidents(db)) touched.incidents.add(pk);
  const relinked = linkMerges(db, touched);
  const mergedInto = merges(db);
  for (const pk of touched.alerts) overlayOneAlert(db, pk, mergedInto, touched);
  for (const pk of removeAnalystIncidents(db)) { touched.incidents.delete(pk); touched.contents.delete(pk); }
  fillContents(db, touched.contents, relinked);
  for (const pk of touched.contents) touched.incidents.add(pk);
  for (const pk of touched.incidents) overlayOneIncident(db, pk);
}

/** Where incidents lead that were merged here, to the end of the chain. */
type Merges = ReadonlyMap<number, number>;
const merges = (db: Db): Merges => new Map(prepared(db, 'select incident_pk, merged_into_pk from incident where merged_into_pk is not null').raw().all() as [number, number][]);
function endOf(pk: number, mergedInto: Merges): number {
  const seen = new Set([pk]);
  let end = pk;
  for (let next = mergedInto.get(end); next !== undefined && !seen.has(next); next = mergedInto.get(end)) { seen.add(next); end = next; }
  return end;
}

/** Sets `merged_into_pk`. Where a merge came or went, the alerts of all its ends have to be placed again, and their telemetry changes: the ends. */
function linkMerges(db: Db, touched: Touched): ReadonlySet<number> {
  const before = merges(db);
  const changed: number[] = [];
  for (const pk of touched.incidents) {
    const target = latest(standingOf(db, 'incident', pk)).get(PLACEMENT.incident)?.value;
    const found = typeof target === 'string' ? findIncident(db, target) : null;
    // Later imports may have made one incident of the two.
    const into = found === pk ? null : found;
    if (into === (before.get(pk) ?? null)) continue;
    prepared(db, 'update incident set merged_into_pk = ? where incident_pk = ?').run(into, pk);
    changed.push(pk);
  }
  const after = merges(db);
  const ends = new Set(changed.flatMap((pk) => [pk, endOf(pk, before), endOf(pk, after)]));
  for (const pk of ends) {
    touched.contents.add(pk);
    for (const alertPk of prepared(db, 'select alert_pk from alert where incident_pk = ?').pluck().all(pk) as number[]) touched.alerts.add(alertPk);
  }
  return ends;
}

interface AlertRow { readonly data: string; readonly baseData: string | null; readonly incidentPk: number | null; readonly derivedPk: number | null }

function overlayOneAlert(db: Db, pk: number, mergedInto: Merges, touched: Touched): void {
  const row = prepared(db, 'select data, base_data baseData, incident_pk incidentPk, derived_incident_pk derivedPk from alert where alert_pk = ?').get(pk) as AlertRow;
  const standing = standingOf(db, 'alert', pk);
  const last = lastDecided(db, 'alert', pk);
  const baseText = row.baseData ?? row.data;
  const base = parse<Values>(baseText, {});
  const { data, localFields } = overlayAlert(base, standing, last?.atUs ?? null);
  const placed = latest(standing).get(PLACEMENT.alert)?.value;
  const target = (typeof placed === 'string' ? findIncident(db, placed) : null) ?? row.derivedPk;
  const incidentPk = target === null ? null : endOf(target, mergedInto);
  const fields = incidentPk === row.derivedPk ? localFields : [...localFields, PLACEMENT.alert];
  const said: Partial<AlertFact> = data;
  prepared(db, 'update alert set incident_pk = ?, severity = ?, status = ?, data = ?, base_data = ?, local_fields = ? where alert_pk = ?').run(
    incidentPk, Math.max(0, SEVERITIES.indexOf(said.severity ?? 'unknown')), said.status ?? 'unknown', last === null ? baseText : JSON.stringify(data), last === null ? null : baseText, listOrNull(fields), pk);
  for (const incident of [row.incidentPk, incidentPk]) {
    if (incident === null) continue;
    touched.incidents.add(incident);
    if (row.incidentPk !== incidentPk) touched.contents.add(incident);
  }
}
export const listOrNull = (list: readonly string[]): string | null => (list.length === 0 ? null : JSON.stringify(list));

/** Members, events and activity of incidents whose alerts or telemetry changed. */
function fillContents(db: Db, pks: ReadonlySet<number>, relinked: ReadonlySet<number>): void {
  if (pks.size === 0) return;
  const before = new Map([...pks].map((pk) => [pk, eventScope(db, pk)]));
  // Membership takes events around the alerts alone; telemetry then widens what the incident covers.
  for (const pk of pks) {
    const f = incidentFigures({}, alertsOf(db, pk));
    prepared(db, 'update incident set first_activity_us = ?, last_activity_us = ? where incident_pk = ?').run(f.firstUs, f.lastUs, pk);
  }
  deriveMembers(db, [...pks]);
  // A busy incident has a million events: they are read again only where they follow from something else now.
  deriveIncidentEvents(db, [...pks].filter((pk) => relinked.has(pk) || before.get(pk) !== eventScope(db, pk)));
  for (const pk of pks) {
    for (const source of telemetryOf(db, pk)) {
      const span = addTelemetry(db, pk, source);
      prepared(db, 'update incident set first_activity_us = min(ifnull(first_activity_us, @first), ifnull(@first, first_activity_us)), last_activity_us = max(ifnull(last_activity_us, @last), ifnull(@last, last_activity_us)) where incident_pk = @pk').run({ first: span.firstUs, last: span.lastUs, pk });
    }
  }
}

/** Sources of telemetry that an incident holds: its own, and those of incidents that were merged into it. */
function telemetryOf(db: Db, pk: number): number[] {
  return prepared(db, `with recursive part(pk) as (select incident_pk from incident where incident_pk = ? and merged_into_pk is null union select i.incident_pk from incident i join part on i.merged_into_pk = part.pk)
    select s.source_id from part join incident i on i.incident_pk = part.pk and i.origin = 'telemetry' join source s on ${TELEMETRY_ID} = i.incident_id order by 1`).pluck().all(pk) as number[];
}

type HeldAlert = IncidentAlert & { readonly derivedPk: number | null; readonly localFields: readonly string[]; readonly isDecided: boolean };
function readAlerts(db: Db, sql: string, pk: number): HeldAlert[] {
  return (prepared(db, sql).all(pk) as (Omit<HeldAlert, 'data' | 'localFields' | 'isDecided'> & { data: string; localFields: string | null; isDecided: number })[])
    .map((a) => ({ ...a, data: parse<Partial<AlertFact>>(a.data, {}), localFields: parse<string[]>(a.localFields, []), isDecided: a.isDecided === 1 }));
}
const HELD = 'select alert_pk pk, alert_id alertId, severity, first_activity_us firstUs, last_activity_us lastUs, data, derived_incident_pk derivedPk, local_fields localFields, base_data is not null isDecided from alert';
const alertsOf = (db: Db, pk: number): HeldAlert[] => readAlerts(db, `${HELD} where incident_pk = ? order by alert_pk`, pk);
const ownAlertsOf = (db: Db, pk: number): HeldAlert[] => readAlerts(db, `${HELD} where derived_incident_pk = ? order by alert_pk`, pk);

interface IncidentRow { readonly incidentId: string; readonly origin: IncidentOrigin; readonly data: string; readonly baseData: string | null; readonly mergedInto: string | null }

function overlayOneIncident(db: Db, pk: number): void {
  const row = prepared(db, 'select i.incident_id incidentId, i.origin, i.data, i.base_data baseData, t.incident_id mergedInto from incident i left join incident t on t.incident_pk = i.merged_into_pk where i.incident_pk = ?').get(pk) as IncidentRow;
  const standing = standingOf(db, 'incident', pk);
  const last = lastDecided(db, 'incident', pk);
  const baseText = row.baseData ?? row.data;
  const { data, localFields } = overlayIncident(parse<Values>(baseText, {}), standing, row.mergedInto);
  const alerts = alertsOf(db, pk);
  const shown = shownOf(db, pk, row, data, alerts, latest(standing).has('severity'));
  const lastUpdateUs = extreme([shown.lastUpdateUs, last?.atUs, ...alerts.filter((a) => a.isDecided).map((a) => a.data.lastUpdateUs)], Math.max);
  const said: Partial<IncidentFact> = data;
  prepared(db, `update incident set display_name = ?, severity = ?, status = ?, last_update_us = ?, assigned_to = ?, classification = ?, alert_count = ?, data = ?, base_data = ?, local_fields = ? where incident_pk = ?`).run(
    shown.displayName, shown.severity, shown.status, lastUpdateUs, said.assignedTo ?? null, said.classification ?? 'unknown', alerts.length, last === null ? baseText : JSON.stringify(data), last === null ? null : baseText, listOrNull(localFields), pk);
}

/** What an incident shows that may follow from its alerts. */
function shownOf(db: Db, pk: number, row: Pick<IncidentRow, 'incidentId' | 'origin'>, data: Partial<IncidentFact>, alerts: readonly HeldAlert[], isSeverityDecided: boolean): { displayName: string; severity: number; status: string; lastUpdateUs: number | null } {
  const own = ownAlertsOf(db, pk);
  const follows = !isSeverityDecided && (alerts.length !== own.length || alerts.some((a) => a.derivedPk !== pk || a.localFields.includes('severity')));
  const f = incidentFigures(data, alerts, follows);
  const displayName = row.origin === 'telemetry' && data.displayName == null
    ? telemetryName(prepared(db, `select min(s.file_name) from source s where ${TELEMETRY_ID} = ?`).pluck().get(row.incidentId) as string) : incidentName(db, { ...row, data }, alerts, own);
  return { displayName, severity: f.severity, status: f.status, lastUpdateUs: f.lastUpdateUs };
}

/** What an incident would show without the decisions about itself, in the fields that they are about: stated by sources, or following from its alerts. */
export function importedOf(db: Db, pk: number, localFields: readonly string[]): Record<string, unknown> {
  const row = prepared(db, 'select incident_id incidentId, origin, data, base_data baseData from incident where incident_pk = ?').get(pk) as Omit<IncidentRow, 'mergedInto'>;
  const base = parse<Values>(row.baseData ?? row.data, {});
  const shown = shownOf(db, pk, row, base, alertsOf(db, pk), false);
  const following: Values = { displayName: shown.displayName, severity: SEVERITIES[shown.severity] ?? 'unknown', status: shown.status };
  return Object.fromEntries(localFields.map((f) => [f, following[f] ?? base[f] ?? (f === 'customTags' ? [] : null)]));
}
