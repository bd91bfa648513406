/** Relations between entities, from what records state; and the inferred ones, which only co-occur in an alert. */
import { RELATION_TYPES } from '../../../shared/domain/facts/facts.ts';
import { ASSET_KINDS, type EntityKind } from '../../../shared/domain/entity/kinds.ts';
import type { Db } from '../case-file.ts';

/** Alerts with more entities than this say too little about which belongs to which (formats.md section 5). */
const CO_EVIDENCE_LIMIT = 20;
const CO_EVIDENCE = RELATION_TYPES.indexOf('co_evidence');

/** Rebuilds `relation`: one row per (from, type, to, device, second), with how often and from when to when. */
export function deriveRelations(db: Db): void {
  db.exec(`
    create temp table if not exists alert_of(alert_id text primary key, alert_pk integer) without rowid;
    delete from alert_of;
    insert or ignore into alert_of select alert_id, alert_pk from alert_fact where alert_pk is not null;
    insert or ignore into alert_of select key, min(alert_pk) from alert_key group by key`);
  withoutIndexes(db, 'relation', () => db.exec(`
    delete from relation;
    insert into relation(from_pk, type_code, to_pk, device_pk, first_us, last_us, count, basis_code, alert_pk, record_id, attributes)
      select f.entity_pk, r.type_code, t.entity_pk, d.entity_pk, min(r.time_us), max(r.time_us), count(*), min(r.basis_code), min(a.alert_pk), min(r.record_id),
        '[' || group_concat(distinct r.attributes) || ']'
      from relation_fact r join mention f on f.mention_id = r.from_mention join mention t on t.mention_id = r.to_mention
        left join mention d on d.mention_id = r.device_mention left join alert_of a on a.alert_id = r.alert_id
      group by 1, 2, 3, 4, r.time_us / 1000000 order by 1, 2, 3, 4, 5`));
  inferCoEvidence(db);
}

/** A table that is written as a whole: making its indexes afterwards costs less than keeping them up row by row. */
function withoutIndexes(db: Db, table: string, write: () => void): void {
  const indexes = db.prepare(`select name, sql from sqlite_master where type = 'index' and tbl_name = ? and sql is not null`).all(table) as { name: string; sql: string }[];
  for (const { name } of indexes) db.exec(`drop index "${name}"`);
  write();
  for (const { sql } of indexes) db.exec(sql);
}

/** Artifacts are joined to the assets of the same alert: to their own device if the evidence names one, else to all; never asset to asset. */
function inferCoEvidence(db: Db): void {
  const rows = db.prepare(`select v.alert_pk alertPk, v.entity_pk pk, min(v.device_pk) devicePk, e.kind, a.first_activity_us timeUs, min(v.first_record_id) recordId
    from evidence v join entity e on e.entity_pk = v.entity_pk join alert a on a.alert_pk = v.alert_pk group by v.alert_pk, v.entity_pk order by 1, 2`).all() as
    { alertPk: number; pk: number; devicePk: number | null; kind: EntityKind; timeUs: number | null; recordId: number }[];
  // A device has thousands of relations: looked up by pair, not by end.
  db.exec(`create temp table if not exists joined_pair(a integer, b integer, primary key(a, b)) without rowid;
    delete from joined_pair;
    insert or ignore into joined_pair select min(from_pk, to_pk), max(from_pk, to_pk) from relation where basis_code = 0 and from_pk in (select entity_pk from evidence) and to_pk in (select entity_pk from evidence)`);
  const joined = db.prepare('select 1 from joined_pair where a = min(@a, @b) and b = max(@a, @b)');
  const insert = db.prepare('insert into relation(from_pk, type_code, to_pk, device_pk, first_us, last_us, count, basis_code, alert_pk, record_id) values(?, ?, ?, null, ?, ?, 1, 1, ?, ?)');
  for (const members of Map.groupBy(rows, (r) => r.alertPk).values()) {
    if (members.length > CO_EVIDENCE_LIMIT) continue;
    const assets = members.filter((m) => ASSET_KINDS.has(m.kind));
    for (const artifact of members) {
      if (ASSET_KINDS.has(artifact.kind)) continue;
      const own = assets.filter((a) => a.pk === artifact.devicePk);
      for (const asset of own.length > 0 ? own : assets) {
        if (joined.get({ a: artifact.pk, b: asset.pk }) === undefined) insert.run(artifact.pk, CO_EVIDENCE, asset.pk, artifact.timeUs, artifact.timeUs, artifact.alertPk, artifact.recordId);
      }
    }
  }
}

/** Rebuilds `event_entity`. An event without a time stands at -1, so that it is listed and not lost. */
export function deriveEventEntities(db: Db): void {
  db.exec('delete from event_entity');
  for (const column of ['device_mention', 'actor_mention', 'account_mention', 'target_mention']) {
    db.exec(`insert or ignore into event_entity(entity_pk, time_us, event_id)
      select m.entity_pk, ifnull(e.time_us, -1), e.event_id from event e join mention m on m.mention_id = e.${column} order by 1, 2, 3`);
  }
}

/** Rebuilds `process_activity`: counted once per import, so that a tree need not count the events of processes that have a hundred thousand. */
export function deriveProcessActivity(db: Db): void {
  db.exec(`delete from process_activity;
    insert into process_activity(entity_pk, action_type, count)
      select m.entity_pk, e.action_type, sum(e.n) from (select actor_mention, action_type, count(*) n from event where actor_mention is not null group by 1, 2) e join mention m on m.mention_id = e.actor_mention
      where m.kind = 'process' and m.entity_pk is not null group by 1, 2 order by 1, 2`);
}

/** Rebuilds `process_child`. */
export function deriveProcessChildren(db: Db): void {
  db.exec(`delete from process_child;
    insert into process_child(parent_pk, start_us, child_pk) select r.from_pk, ifnull(ifnull(e.own_time_us, min(r.first_us)), 9000000000000000), r.to_pk
      from relation r join entity e on e.entity_pk = r.to_pk where r.type_code = ${RELATION_TYPES.indexOf('spawned')} and r.from_pk <> r.to_pk group by r.from_pk, r.to_pk order by 1, 2, 3`);
}
