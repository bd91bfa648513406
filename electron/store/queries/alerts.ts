import type { AlertDetail, AlertRow, EvidenceRow, ParsedInput } from '../../../shared/contract/index.ts';
import type { AlertFact, EvidenceFact } from '../../../shared/domain/facts/facts.ts';
import { ASSET_KINDS, type EntityKind } from '../../../shared/domain/entity/kinds.ts';
import type { Db } from '../case-file.ts';
import { aboutAlert, commentsOf } from '../decisions/about.ts';
import { linkedByOf } from './alert-links.ts';
import { alertPk, entityPk, incidentPk, offsetOf, pageOf, parse, prepared, recordRef, severityName, verdictName, Where, type Page } from './shared.ts';

/** What decisions add to the fact. */
type AlertData = Partial<AlertFact> & { readonly customTags?: readonly string[] };
interface Row { pk: number; alertId: string; incidentId: string | null; incidentName: string | null; severity: number; firstUs: number | null; lastUs: number | null; title: string; status: string; data: string; localFields: string | null; recordId: number | null }
const SELECT = 'select a.alert_pk pk, a.alert_id alertId, i.incident_id incidentId, i.display_name incidentName, a.severity, a.first_activity_us firstUs, a.last_activity_us lastUs, a.title, a.status, a.data, a.local_fields localFields, a.record_id recordId from alert a left join incident i using(incident_pk)';

/** The alert as lists show it. */
export function alertRow(db: Db, pk: number): AlertRow {
  return toRow(db, prepared(db, `${SELECT} where a.alert_pk = ?`).get(pk) as Row);
}

export function getAlert(db: Db, input: ParsedInput<'alert.get'>): AlertDetail {
  const row = db.prepare(`${SELECT} where a.alert_pk = ?`).get(alertPk(db, input.alertId)) as Row;
  const d = parse<AlertData>(row.data, {});
  const shown = toRow(db, row);
  return {
    ...shown, description: d.description ?? null, recommendedActions: d.recommendedActions ?? null, detectorId: d.detectorId ?? null, actorDisplayName: d.actorDisplayName ?? null, threatDisplayName: d.threatDisplayName ?? null,
    threatFamilyName: d.threatFamilyName ?? null, alertWebUrl: d.alertWebUrl ?? null, tenantId: d.tenantId ?? null, comments: commentsOf(db, 'alert', row.pk, d.comments ?? []), rawLabels: d.rawLabels ?? {}, record: recordRef(db, row.recordId), ...aboutAlert(db, row.pk, shown.localFields),
  };
}

function toRow(db: Db, r: Row): AlertRow {
  const d = parse<AlertData>(r.data, {});
  const entities = prepared(db, `select e.entity_id id, e.display_name name, e.kind, max(v.is_impacted) impacted from evidence v join entity e using(entity_pk) where v.alert_pk = ? group by 1 order by impacted desc, e.kind, e.display_name`).all(r.pk) as { id: string; name: string; kind: EntityKind; impacted: number }[];
  const assets = entities.filter((e) => ASSET_KINDS.has(e.kind));
  return {
    alertId: r.alertId, providerAlertId: d.providerAlertId ?? null, incidentId: r.incidentId, title: r.title, severity: severityName(r.severity), status: r.status as AlertRow['status'], classification: d.classification ?? 'unknown',
    determination: d.determination ?? null, category: d.category ?? null, categories: [...(d.categories ?? [])], mitreTechniques: [...(d.mitreTechniques ?? [])], serviceSource: d.serviceSource ?? null, detectionSource: d.detectionSource ?? null,
    productName: d.productName ?? null, assignedTo: d.assignedTo ?? null, investigationId: d.investigationId ?? null, investigationState: d.investigationState ?? null, firstActivityUs: r.firstUs, lastActivityUs: r.lastUs,
    createdUs: d.createdUs ?? null, lastUpdateUs: d.lastUpdateUs ?? null, resolvedUs: d.resolvedUs ?? null, entityIds: entities.map((e) => e.id),
    assetNames: assets.slice(0, 3).map((e) => e.name), assetCount: assets.length, systemTags: [...(d.systemTags ?? [])], customTags: [...(d.customTags ?? [])], localFields: parse<string[]>(r.localFields, []), incidentName: r.incidentName, threats: [...new Set([d.threatDisplayName, d.threatFamilyName].filter((t): t is string => t != null && t !== ''))],
    ...linkedByOf(db, r.pk, r.incidentId),
  };
}

interface EvidenceDbRow { id: number; alertId: string; alertTitle: string; incidentId: string | null; entityId: string; kind: EvidenceRow['kind']; displayName: string; type: string; createdUs: number | null; verdict: number; status: string; impacted: number; deviceId: string | null; data: string; recordId: number }

export function listEvidence(db: Db, input: ParsedInput<'evidence.list'>): Page<EvidenceRow> {
  const where = new Where();
  if (input.incidentId !== undefined) where.add('a.incident_pk = ?', incidentPk(db, input.incidentId));
  if (input.alertId !== undefined) where.add('v.alert_pk = ?', alertPk(db, input.alertId));
  if (input.entityId !== undefined) where.add('v.entity_pk = ?', entityPk(db, input.entityId));
  const from = 'from evidence v join alert a using(alert_pk) left join incident i using(incident_pk) join entity e on e.entity_pk = v.entity_pk left join entity d on d.entity_pk = v.device_pk';
  const rows = db.prepare(`select v.evidence_id id, a.alert_id alertId, a.title alertTitle, i.incident_id incidentId, e.entity_id entityId, e.kind, e.display_name displayName, v.evidence_type type, v.created_us createdUs, v.verdict,
    v.remediation_status status, v.is_impacted impacted, d.entity_id deviceId, v.data, v.record_id recordId ${from} ${where.sql} order by v.evidence_id limit ? offset ?`).all(...where.values, input.limit, offsetOf(input)) as EvidenceDbRow[];
  const total = db.prepare(`select count(*) ${from} ${where.sql}`).pluck().get(...where.values) as number;
  return pageOf(input, rows.map((r) => {
    const d = parse<Partial<EvidenceFact>>(r.data, {});
    return {
      evidenceId: r.id, alertId: r.alertId, alertTitle: r.alertTitle, incidentId: r.incidentId, entityId: r.entityId, kind: r.kind, displayName: r.displayName, evidenceType: r.type, createdUs: r.createdUs, verdict: verdictName(r.verdict),
      remediationStatus: r.status, remediationStatusDetails: d.remediationStatusDetails ?? null, detectionStatus: d.detectionStatus ?? null, roles: [...(d.roles ?? [])], detailedRoles: [...(d.detailedRoles ?? [])], tags: [...(d.tags ?? [])],
      isImpacted: r.impacted === 1, deviceEntityId: r.deviceId, record: recordRef(db, r.recordId)!,
    };
  }), total);
}
