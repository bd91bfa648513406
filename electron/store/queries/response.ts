/** Investigations, actions, recommendations and what directories say. */
import type { ActionRow, InvestigationRow, Output, ParsedInput } from '../../../shared/contract/index.ts';
import type { ActionFact, InvestigationFact, RecommendationFact } from '../../../shared/domain/facts/facts.ts';
import type { Db } from '../case-file.ts';
import { alertPk, entityPk, incidentPk, offsetOf, pageOf, parse, recordRef, Where, type Page } from './shared.ts';

export function listInvestigations(db: Db, input: ParsedInput<'investigation.list'>): Page<InvestigationRow> {
  const where = new Where();
  if (input.incidentId !== undefined) where.add('n.incident_pk = ?', incidentPk(db, input.incidentId));
  if (input.alertId !== undefined) {
    const pk = alertPk(db, input.alertId);
    where.add(`n.alert_pk = ? or n.investigation_id = (select json_extract(data, '$.investigationId') from alert where alert_pk = ?)`, pk, pk);
  }
  if (input.entityId !== undefined) where.add('n.device_pk = ?', entityPk(db, input.entityId));
  const rows = db.prepare(`select n.investigation_id investigationId, i.incident_id incidentId, n.state, n.data, a.alert_id alertId, a.title, d.entity_id deviceId, d.display_name deviceName, n.record_id recordId,
    (select count(*) from action x where x.status = 'pending' and json_extract(x.data, '$.investigationId') = n.investigation_id) pending
    from investigation n left join incident i using(incident_pk) left join alert a on a.alert_pk = n.alert_pk left join entity d on d.entity_pk = n.device_pk ${where.sql} order by n.start_us is null, n.start_us, n.investigation_id limit ? offset ?`)
    .all(...where.values, input.limit, offsetOf(input)) as { investigationId: string; incidentId: string | null; state: string; data: string; alertId: string | null; title: string | null; deviceId: string | null; deviceName: string | null; recordId: number | null; pending: number }[];
  const total = db.prepare(`select count(*) from investigation n ${where.sql}`).pluck().get(...where.values) as number;
  return pageOf(input, rows.map((r) => {
    const d = parse<Partial<InvestigationFact>>(r.data, {});
    return { investigationId: r.investigationId, incidentId: r.incidentId, state: r.state, startUs: d.startUs ?? null, endUs: d.endUs ?? null, triggeringAlertId: r.alertId ?? d.triggeringAlertId ?? null, triggeringAlertTitle: r.title, deviceEntityId: r.deviceId, deviceName: r.deviceName,
      serviceSource: d.serviceSource ?? null, cancelledBy: d.cancelledBy ?? null, statusDetails: d.statusDetails ?? null, pendingActionCount: r.pending, record: recordRef(db, r.recordId) };
  }), total);
}

export function listActions(db: Db, input: ParsedInput<'action.list'>): Page<ActionRow> {
  const where = new Where();
  if (input.incidentId !== undefined) where.add('x.incident_pk = ?', incidentPk(db, input.incidentId));
  if (input.entityId !== undefined) { const pk = entityPk(db, input.entityId); where.add('x.target_pk = ? or x.device_pk = ?', pk, pk); }
  // Of an alert: actions on its entities, within its incident.
  if (input.alertId !== undefined) {
    const pk = alertPk(db, input.alertId);
    where.add('x.target_pk in (select entity_pk from evidence where alert_pk = ?) and x.incident_pk is (select incident_pk from alert where alert_pk = ?)', pk, pk);
  }
  if (input.status !== undefined) where.add('x.status = ?', input.status);
  const rows = db.prepare(`select x.action_id actionId, i.incident_id incidentId, x.status, x.data, t.entity_id targetEntityId, t.display_name targetName, t.kind targetKind, d.entity_id deviceEntityId, d.display_name deviceName, x.record_id recordId
    from action x left join incident i using(incident_pk) join entity t on t.entity_pk = x.target_pk left join entity d on d.entity_pk = x.device_pk ${where.sql} order by x.requested_us is null, x.requested_us, x.action_id limit ? offset ?`)
    .all(...where.values, input.limit, offsetOf(input)) as { actionId: string; incidentId: string | null; status: ActionRow['status']; data: string; targetEntityId: string; targetName: string; targetKind: ActionRow['targetKind']; deviceEntityId: string | null; deviceName: string | null; recordId: number | null }[];
  const total = db.prepare(`select count(*) from action x ${where.sql}`).pluck().get(...where.values) as number;
  return pageOf(input, rows.map(({ data, recordId, ...r }) => {
    const d = parse<Partial<ActionFact>>(data, {});
    return { ...r, type: d.type ?? 'unknown', sourceType: d.sourceType ?? null, requestedBy: d.requestedBy ?? null, requestedUs: d.requestedUs ?? null, decidedBy: d.decidedBy ?? null, decidedUs: d.decidedUs ?? null, lastUpdateUs: d.lastUpdateUs ?? null,
      comment: d.comment ?? null, source: d.source ?? null, investigationId: d.investigationId ?? null, typeInferred: d.typeInferred ?? false, record: recordRef(db, recordId) };
  }), total);
}

/** Records of recommendations carry no time of change: of several versions the one with the greatest hash is told, in any order of imports. */
export function listRecommendations(db: Db, input: ParsedInput<'recommendation.list'>): Output<'recommendation.list'> {
  const rows = db.prepare('select max(hash) hash, record_id recordId, data from recommendation_fact group by recommendation_id order by recommendation_id limit ? offset ?').all(input.limit, offsetOf(input)) as { recordId: number; data: string }[];
  const total = db.prepare('select count(distinct recommendation_id) from recommendation_fact').pluck().get() as number;
  return pageOf(input, rows.map((r) => ({ ...parse<RecommendationFact>(r.data, {} as RecommendationFact), record: recordRef(db, r.recordId) })), total);
}

export function listDirectory(db: Db, input: ParsedInput<'directory.list'>): Output<'directory.list'> {
  const where = new Where();
  if (input.entityId !== undefined) where.add('m.entity_pk = ?', entityPk(db, input.entityId));
  const from = 'from directory_fact f left join mention m using(mention_id) left join entity e on e.entity_pk = m.entity_pk';
  const rows = db.prepare(`select f.fact_type factType, f.directory_id factId, e.entity_id entityId, f.as_of_us asOfUs, f.data, f.record_id recordId ${from} ${where.sql} order by f.fact_id limit ? offset ?`).all(...where.values, input.limit, offsetOf(input)) as
    { factType: string; factId: string; entityId: string | null; asOfUs: number | null; data: string; recordId: number }[];
  return pageOf(input, rows.map(({ data, recordId, ...r }) => ({ ...r, attributes: parse<{ attributes?: Record<string, unknown> }>(data, {}).attributes ?? {}, record: recordRef(db, recordId) })), db.prepare(`select count(*) ${from} ${where.sql}`).pluck().get(...where.values) as number);
}
