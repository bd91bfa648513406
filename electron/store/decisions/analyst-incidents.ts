/** Incidents that analysts made, for alerts that belong to no other. They exist as long as the decision to make them stands. */
import type { Db } from '../case-file.ts';
import { prepared } from '../prepared.ts';
import { STANDS } from './standing.ts';

/** The field under which the decision to make an incident stands; its value is the name. */
export const CREATED = 'created';

/** Adds those that are missing, in the order in which they were made; their keys. */
export function createAnalystIncidents(db: Db): number[] {
  const missing = prepared(db, `select d.target_id id, d.value, d.at_us atUs from decision d where d.field = '${CREATED}' and ${STANDS} and d.target_id not in (select incident_id from incident) order by d.decision_id`).all() as { id: string; value: string; atUs: number }[];
  const insert = prepared(db, `insert into incident(incident_pk, incident_id, display_name, severity, status, origin, classification, alert_count, data) values((select max(incident_pk) + 1 from incident), ?, ?, 0, 'active', 'analyst', 'unknown', 0, ?)`);
  return missing.map(({ id, value, atUs }) => {
    const displayName = JSON.parse(value) as string;
    return Number(insert.run(id, displayName, JSON.stringify({ displayName, createdUs: atUs })).lastInsertRowid);
  });
}

/** Takes away those whose making was undone, with what they held; their keys. */
export function removeAnalystIncidents(db: Db): number[] {
  const gone = prepared(db, `select incident_pk from incident where origin = 'analyst' and incident_id not in (select d.target_id from decision d where d.field = '${CREATED}' and ${STANDS})`).pluck().all() as number[];
  for (const pk of gone) {
    for (const table of ['incident', 'incident_entity', 'incident_event']) prepared(db, `delete from ${table} where incident_pk = ?`).run(pk);
    prepared(db, `delete from decided where target_kind = 'incident' and target_pk = ?`).run(pk);
  }
  return gone;
}
