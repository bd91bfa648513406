/** Alerts as the timeline filters them. */
import type { Db } from '../case-file.ts';
import { Where } from '../queries/shared.ts';
import type { AlertPoint } from './select.ts';

interface Row { readonly pk: number; readonly alertId: string; readonly timeUs: number | null; readonly severity: number; readonly source: string | null; readonly techniques: string }

/** Alerts of an incident, of those whose evidence is an entity, of both, or all: without a time first, then by first activity, then by id. */
export function alertsIn(db: Db, scope: { readonly incident: number | null; readonly entity: number | null }): readonly AlertPoint[] {
  const where = new Where();
  if (scope.incident !== null) where.add('a.incident_pk = ?', scope.incident);
  if (scope.entity !== null) where.add('a.alert_pk in (select alert_pk from evidence where entity_pk = ?)', scope.entity);
  const rows = db.prepare(`select a.alert_pk pk, a.alert_id alertId, a.first_activity_us timeUs, a.severity, ifnull(l.product_name, l.service_source) source, (select json_group_array(value) from alert_value v where v.alert_pk = a.alert_pk and v.column_id = 'techniques') techniques
    from alert a left join alert_list l using(alert_pk) ${where.sql} order by a.first_activity_us, a.alert_id`).all(...where.values) as Row[];
  const users = Map.groupBy(db.prepare(`select distinct v.alert_pk alertPk, v.entity_pk pk from alert a join evidence v using(alert_pk) join entity e using(entity_pk) ${where.sql === '' ? 'where' : `${where.sql} and`} e.kind = 'user'`).all(...where.values) as { alertPk: number; pk: number }[], (u) => u.alertPk);
  return rows.map(({ techniques, ...r }) => ({ ...r, techniques: JSON.parse(techniques) as string[], accounts: (users.get(r.pk) ?? []).map((u) => u.pk) }));
}
