/** Why each alert is in its incident, told for lists; and which events name an alert. */
import { countLinks, LINK_REASONS } from '../../../shared/domain/alert/index.ts';
import type { Db } from '../case-file.ts';
import { keyUses } from './link-keys.ts';

/** Order of an incident's alerts: by first activity, those without one last. */
export const CHRONOLOGICAL = 'first_activity_us is null, first_activity_us, alert_id';

/**
 * Rebuilds `alert_link` and `first_alert`. Needs placement. With `incidentPks` (incidents that lost or gained alerts) only for their alerts: the keys that alerts share do not
 * depend on where they are.
 */
export function deriveAlertLinks(db: Db, incidentPks?: readonly number[]): void {
  if (incidentPks === undefined) db.exec('delete from alert_link; delete from first_alert');
  const moved = new Set(manualLinks(db));
  const forgetAlert = db.prepare('delete from alert_link where alert_pk in (select alert_pk from alert where incident_pk = ?)');
  const forgetFirst = db.prepare('delete from first_alert where incident_pk = ?');
  const alertsOf = db.prepare(`select alert_pk pk, first_activity_us firstUs from alert where incident_pk = ? order by ${CHRONOLOGICAL}`);
  const originOf = db.prepare('select origin from incident where incident_pk = ?').pluck();
  const link = db.prepare('insert into alert_link(alert_pk, reason_code, count, first_alerts) values(?, ?, ?, ?)');
  const first = db.prepare('insert into first_alert(incident_pk, alert_pk) values(?, ?)');
  const pks = incidentPks ?? (db.prepare('select distinct incident_pk from alert where incident_pk is not null order by 1').pluck().all() as number[]);
  for (const incidentPk of pks) {
    if (incidentPks !== undefined) { forgetAlert.run(incidentPk); forgetFirst.run(incidentPk); }
    const alerts = alertsOf.all(incidentPk) as { pk: number; firstUs: number | null }[];
    if (alerts.length === 0) continue;
    first.run(incidentPk, alerts[0]!.pk);
    if (alerts.length === 1) continue;
    const uses = keyUses(db, incidentPk);
    const placement = { bySource: isGroupedBySource(originOf.get(incidentPk) as string), moved: new Set(alerts.flatMap((a, i) => (moved.has(a.pk) ? [i] : []))) };
    const counts = countLinks(alerts.map((a) => ({ firstUs: a.firstUs, uses: uses.get(a.pk) ?? [] })), placement);
    counts.forEach((own, i) => { for (const c of own) link.run(alerts[i]!.pk, LINK_REASONS.indexOf(c.reason), c.count, JSON.stringify(c.first.map((at) => alerts[at]!.pk))); });
  }
}

/** Whether a source put the alerts of an incident together: of what was grouped here, every link is known. */
export const isGroupedBySource = (origin: string): boolean => origin === 'imported' || origin === 'stub';

/** Alerts that an analyst put where they are: their incident is not the one that follows from the sources. None in a case that keeps no such decisions. */
export function manualLinks(db: Db): number[] {
  if (db.prepare(`select 1 from pragma_table_info('alert') where name = 'derived_incident_pk'`).get() === undefined) return [];
  return db.prepare('select alert_pk from alert where incident_pk is not derived_incident_pk').pluck().all() as number[];
}

/** Rebuilds `alert_event`. An event without a time stands at -1. */
export function deriveAlertEvents(db: Db): void {
  db.exec(`delete from alert_event;
    insert or ignore into alert_event(alert_pk, time_us, event_id)
      select k.alert_pk, ifnull(e.time_us, -1), e.event_id from event e, json_each(e.alert_ids) j cross join alert_key k on k.key = lower(j.value) where e.alert_ids is not null order by 1, 2, 3`);
}
