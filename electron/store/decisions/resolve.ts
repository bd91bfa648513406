/** What ids mean now. An alert is found by any of its ids, an entity by a mention of it, an incident that was made here by one of its alerts. */
import { alertKeys } from '../../../shared/domain/alert/index.ts';
import type { Db } from '../case-file.ts';
import { prepared } from '../prepared.ts';

export type TargetKind = 'incident' | 'alert' | 'entity';

const one = (db: Db, sql: string, value: string): number | null => (prepared(db, sql).pluck().get(value) as number | undefined) ?? null;

export function findAlert(db: Db, alertId: string): number | null {
  const exact = one(db, 'select alert_pk from alert where alert_id = ?', alertId);
  if (exact !== null) return exact;
  for (const key of alertKeys(alertId, null)) {
    const pk = one(db, 'select min(alert_pk) from alert_key where key = ?', key);
    if (pk !== null) return pk;
  }
  return null;
}

export const findIncident = (db: Db, incidentId: string): number | null => one(db, 'select incident_pk from incident where incident_id = ?', incidentId) ?? one(db, 'select incident_pk from incident_alias where incident_id = ?', incidentId);

const findEntity = (db: Db, anchor: string | null): number | null => (anchor === null ? null : one(db, 'select entity_pk from mention where signature = ?', anchor));

export function resolveTarget(db: Db, kind: TargetKind, id: string, anchor: string | null): number | null {
  switch (kind) {
    case 'alert': return findAlert(db, id);
    case 'incident': return findIncident(db, id);
    case 'entity': return findEntity(db, anchor);
  }
}

/** The mention from which an entity is found again: the one that says most of it. */
export const entityAnchor = (db: Db, pk: number): string => prepared(db, 'select signature from mention where entity_pk = ? order by json_array_length(keys) desc, signature limit 1').pluck().get(pk) as string;

/** Incidents that were made here are found again by one of their alerts: what they were named after, where they are named after one. */
export function anchorIncident(db: Db, incidentPk: number, decisionId: number): void {
  prepared(db, `insert or ignore into incident_anchor(incident_id, alert_id, first_decision_id)
    select incident_id, (select min(alert_id) from alert where derived_incident_pk = i.incident_pk), ? from incident i where incident_pk = ? and origin in ('correlated', 'stub', 'telemetry')`).run(decisionId, incidentPk);
}

/** Rebuilds `incident_alias`: ids that decisions name and that no incident bears any more. */
export function resolveAliases(db: Db): void {
  db.exec('delete from incident_alias');
  const gone = db.prepare('select incident_id incidentId, alert_id alertId from incident_anchor where alert_id is not null and incident_id not in (select incident_id from incident)').all() as { incidentId: string; alertId: string }[];
  const write = db.prepare('insert into incident_alias select ?, derived_incident_pk from alert where alert_pk = ? and derived_incident_pk is not null');
  for (const { incidentId, alertId } of gone) {
    const pk = findAlert(db, alertId);
    if (pk !== null) write.run(incidentId, pk);
  }
}

/** Rebuilds `decided`. Decisions about what the case no longer holds stay in `decision` and apply again when it comes back. */
export function resolveDecisions(db: Db): void {
  db.exec('delete from decided');
  const targets = db.prepare(`select distinct target_kind kind, target_id id, anchor from decision where target_kind <> 'case'`).all() as { kind: TargetKind; id: string; anchor: string | null }[];
  const write = db.prepare('insert or ignore into decided(target_kind, target_pk, decision_id) select ?, ?, decision_id from decision where target_kind = ? and target_id = ? and anchor is ?');
  for (const { kind, id, anchor } of targets) {
    const pk = resolveTarget(db, kind, id, anchor);
    if (pk !== null) write.run(kind, pk, kind, id, anchor);
  }
}
