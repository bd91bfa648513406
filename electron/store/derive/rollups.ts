/** Investigations, actions, and the figures that lists show for entities. */
import { fingerprint } from '../../../shared/base/hash.ts';
import { alertKeys } from '../../../shared/domain/alert/index.ts';
import type { ActionFact, InvestigationFact } from '../../../shared/domain/facts/facts.ts';
import type { EntityKind } from '../../../shared/domain/entity/kinds.ts';
import { inferActionType } from '../../../shared/domain/remediation/index.ts';
import type { Db } from '../case-file.ts';
import { firstNamedIn } from './first-named.ts';
import { mergeVersions } from './merge.ts';

export function deriveInvestigations(db: Db): void {
  db.exec('delete from investigation');
  const rows = db.prepare('select f.investigation_id id, f.hash, f.version_us atUs, f.record_id recordId, f.data, m.entity_pk devicePk from investigation_fact f left join mention m on m.mention_id = f.device_mention').all() as
    { id: string; hash: string; atUs: number | null; recordId: number; data: string; devicePk: number | null }[];
  const byKey = db.prepare('select k.alert_pk pk, a.incident_pk incidentPk from alert_key k join alert a using(alert_pk) where k.key = ? order by k.alert_pk limit 1');
  const byInvestigation = new Map((db.prepare(`select json_extract(data, '$.investigationId') id, min(alert_pk) pk, min(incident_pk) incidentPk from alert where json_extract(data, '$.investigationId') is not null group by 1`).all() as
    { id: string; pk: number; incidentPk: number | null }[]).map((r) => [r.id, r]));
  const insert = db.prepare('insert into investigation(investigation_id, incident_pk, alert_pk, device_pk, state, start_us, data, record_id) values(?, ?, ?, ?, ?, ?, ?, ?)');
  const firstNamed = firstNamedIn(db, 'investigation');
  let count = 0;
  for (const [id, versions] of Map.groupBy(rows, (r) => r.id)) {
    firstNamed(++count, versions.map((v) => v.recordId));
    const merged = mergeVersions(versions.map((v) => ({ data: { ...(JSON.parse(v.data) as InvestigationFact), devicePk: v.devicePk }, atUs: v.atUs, hash: v.hash, recordId: v.recordId })));
    const d = merged.data;
    const triggering = d.triggeringAlertId === null ? undefined : alertKeys(d.triggeringAlertId, null).map((k) => byKey.get(k)).find((r) => r !== undefined) as { pk: number; incidentPk: number | null } | undefined;
    const alert = triggering ?? byInvestigation.get(id);
    insert.run(id, alert?.incidentPk ?? null, alert?.pk ?? null, d.devicePk, d.state, d.startUs, JSON.stringify(d), merged.recordId);
  }
}

/** Recorded actions, and one pending action per entity whose evidence awaits approval without a record of its own. */
export function deriveActions(db: Db): void {
  db.exec('delete from action');
  const rows = db.prepare('select f.action_id id, f.hash, f.version_us atUs, f.record_id recordId, f.data, t.entity_pk targetPk, d.entity_pk devicePk from action_fact f join mention t on t.mention_id = f.target_mention left join mention d on d.mention_id = f.device_mention').all() as
    { id: string; hash: string; atUs: number | null; recordId: number; data: string; targetPk: number; devicePk: number | null }[];
  // An action belongs to the incident that holds its target (or device) and was active nearest to the request.
  const holder = db.prepare(`select i.incident_pk from incident_entity x join incident i using(incident_pk) where x.entity_pk in (@target, @device) and i.origin <> 'telemetry'
    order by x.entity_pk = @target desc, case when @at is null or i.first_activity_us is null then 0 when @at < i.first_activity_us then i.first_activity_us - @at when @at > ifnull(i.last_activity_us, i.first_activity_us) then @at - ifnull(i.last_activity_us, i.first_activity_us) else 0 end, i.incident_pk limit 1`).pluck();
  const insert = db.prepare('insert into action(action_id, incident_pk, target_pk, device_pk, status, requested_us, data, record_id) values(?, ?, ?, ?, ?, ?, ?, ?) on conflict(action_id) do nothing');
  const firstNamed = firstNamedIn(db, 'action');
  const write = (values: readonly unknown[], own: readonly number[], implied: readonly number[]) => {
    const { changes, lastInsertRowid } = insert.run(...values);
    if (changes === 1) firstNamed(Number(lastInsertRowid), own, implied);
  };
  const awaiting = db.prepare(`select e.entity_pk pk, e.entity_id entityId, e.kind, min(v.device_pk) devicePk, a.incident_pk incidentPk, i.incident_id incidentId, min(v.created_us) createdUs, min(v.first_record_id) recordId, min(json_extract(a.data, '$.investigationId')) investigationId
    from evidence v join entity e using(entity_pk) join alert a using(alert_pk) left join incident i using(incident_pk) where v.remediation_status = 'pendingApproval' group by e.entity_pk, a.incident_pk order by e.entity_id, i.incident_id`).all() as
    { pk: number; entityId: string; kind: EntityKind; devicePk: number | null; incidentPk: number | null; incidentId: string | null; createdUs: number | null; recordId: number; investigationId: string | null }[];
  const open = new Set<number>();
  for (const [id, versions] of [...Map.groupBy(rows, (r) => r.id)].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const merged = mergeVersions(versions.map((v) => ({ data: { ...(JSON.parse(v.data) as ActionFact), targetPk: v.targetPk, devicePk: v.devicePk }, atUs: v.atUs, hash: v.hash, recordId: v.recordId })));
    const { targetPk, devicePk, ...d } = merged.data;
    if (d.status === 'pending') open.add(targetPk);
    // What awaited approval before its own record came is the same action.
    const implied = d.status === 'pending' ? awaiting.filter((e) => e.pk === targetPk).map((e) => e.recordId) : [];
    write([id, holder.get({ target: targetPk, device: devicePk ?? targetPk, at: d.requestedUs }) ?? null, targetPk, devicePk, d.status, d.requestedUs, JSON.stringify(d), merged.recordId], versions.map((v) => v.recordId), implied);
  }
  for (const e of awaiting) {
    if (open.has(e.pk)) continue;
    const data = {
      actionId: `pending-${fingerprint(`${e.entityId}|${e.incidentId ?? ''}`).slice(0, 12)}`, type: inferActionType(e.kind), sourceType: null, status: 'pending', requestedBy: null, requestedUs: e.createdUs, decidedBy: null, decidedUs: null,
      lastUpdateUs: e.createdUs, comment: null, source: 'automatedInvestigation', investigationId: e.investigationId, typeInferred: true,
    } satisfies Record<Exclude<keyof ActionFact, 'target' | 'device'>, unknown>;
    write([data.actionId, e.incidentPk, e.pk, e.devicePk, 'pending', e.createdUs, JSON.stringify(data), e.recordId], [], [e.recordId]);
  }
}

/** Worst verdict, most open status, counts and first and last sight of every entity. Criticality is what the newest record says. */
export function deriveEntityFigures(db: Db, statusOrder: readonly string[]): void {
  const rank = statusOrder.map((s, i) => `when '${s.replace(/'/g, '')}' then ${i}`).join(' ');
  db.exec(`
    update entity set verdict = x.verdict, is_impacted = x.impacted, alert_count = x.alerts, evidence_count = x.evidence,
        first_seen_us = x.first_us, last_seen_us = x.last_us,
        remediation_status = (select v.remediation_status from evidence v where v.entity_pk = entity.entity_pk order by case v.remediation_status ${rank} else 99 end limit 1)
      from (select v.entity_pk pk, max(v.verdict) verdict, max(v.is_impacted) impacted, count(distinct v.alert_pk) alerts, count(*) evidence, min(a.first_activity_us) first_us, max(a.last_activity_us) last_us
        from evidence v join alert a using(alert_pk) group by 1) x where x.pk = entity.entity_pk;
    update entity set event_count = x.n, first_seen_us = ifnull(x.first_us, first_seen_us), last_seen_us = ifnull(x.last_us, last_seen_us)
      from (select entity_pk pk, count(*) n, min(nullif(time_us, -1)) first_us, max(nullif(time_us, -1)) last_us from event_entity group by 1) x where x.pk = entity.entity_pk;
    update entity set first_seen_us = min(ifnull(first_seen_us, x.first_us), x.first_us), last_seen_us = max(ifnull(last_seen_us, x.last_us), x.last_us)
      from (select pk, min(t) first_us, max(t) last_us from (select from_pk pk, first_us t from relation where basis_code = 0 union all select to_pk, last_us from relation where basis_code = 0) where t is not null group by 1) x where x.pk = entity.entity_pk;
    update entity set is_critical = 1 where entity_pk in (select entity_pk from (select m.entity_pk, f.name, f.value, row_number() over (partition by m.entity_pk, f.name order by ifnull(f.as_of_us, -1) desc, f.value) nth
        from attribute_fact f join mention m using(mention_id) where f.name in ('criticalityLevel', 'criticality', 'deviceValue', 'isCritical'))
      where nth = 1 and ((name in ('criticalityLevel', 'criticality') and lower(value) in ('"very high"', '"high"', '"veryhigh"', '"critical"')) or (name = 'deviceValue' and lower(value) = '"high"') or (name = 'isCritical' and value = 'true')));`);
}
