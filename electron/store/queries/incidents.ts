import type { IncidentDetail, IncidentRow, ParsedInput } from '../../../shared/contract/index.ts';
import type { AlertFact, IncidentFact } from '../../../shared/domain/facts/facts.ts';
import { compareCategories } from '../../../shared/domain/mitre-attack/index.ts';
import { worstInvestigationState } from '../../../shared/domain/investigation/index.ts';
import type { Db } from '../case-file.ts';
import { aboutIncident, commentsOf, mergedInto } from '../decisions/about.ts';
import { lastDecided } from '../decisions/standing.ts';
import { incidentPk, parse, prepared, recordRef, severityName, verdictName } from './shared.ts';

interface Row { pk: number; incidentId: string; displayName: string; severity: number; status: string; origin: string; firstUs: number | null; lastUs: number | null; lastUpdateUs: number | null; assignedTo: string | null; classification: string; alertCount: number; data: string; localFields: string | null; recordId: number | null; spanStartUs: number | null; spanEndUs: number | null }
const COLUMNS = `i.incident_pk pk, i.incident_id incidentId, i.display_name displayName, i.severity, i.status, i.origin, i.first_activity_us firstUs, i.last_activity_us lastUs, i.last_update_us lastUpdateUs,
  i.assigned_to assignedTo, i.classification, i.alert_count alertCount, i.data, i.local_fields localFields, i.record_id recordId, i.span_start_us spanStartUs, i.span_end_us spanEndUs`;
export function getIncident(db: Db, input: ParsedInput<'incident.get'>): IncidentDetail {
  const pk = incidentPk(db, input.incidentId);
  const row = db.prepare(`select ${COLUMNS} from incident i where i.incident_pk = ?`).get(pk) as Row;
  const data = parse<Partial<IncidentFact>>(row.data, {});
  const alerts = alertsOf(db, pk);
  const shown = toRow(db, row);
  const last = lastDecided(db, 'incident', pk);
  const assets = db.prepare(`select e.entity_id entityId, e.kind, e.display_name displayName, x.alert_count alertCount, e.is_impacted isImpacted, e.is_critical isCritical,
      (select json_extract(f.value, '$') from attribute_fact f join mention m using(mention_id) where m.entity_pk = e.entity_pk and f.name = 'riskScore' order by ifnull(f.as_of_us, -1) desc, f.value limit 1) riskScore
    from incident_entity x join entity e using(entity_pk) where x.incident_pk = ? and x.membership in (0, 2) and e.kind in ('device', 'user', 'mailbox', 'app', 'oauthApp', 'cloudResource')
    order by case lower(ifnull(riskScore, '')) when 'high' then 3 when 'medium' then 2 when 'low' then 1 else 0 end desc, e.is_impacted desc, x.alert_count desc, e.display_name`).all(pk) as
    { entityId: string; kind: IncidentDetail['assets'][number]['kind']; displayName: string; alertCount: number; isImpacted: number; isCritical: number; riskScore: unknown }[];
  // An alert counts at every category it names, once at each.
  const named = alerts.flatMap((a) => distinct([a.category, ...a.categories]).map((category) => ({ ...a, category })));
  const byCategory = [...Map.groupBy(named, (a) => a.category)].map(([category, list]) => ({
    category, count: list.length, maxSeverity: severityName(list.reduce((most, a) => Math.max(most, a.severity), 0)), firstActivityUs: list.reduce<number | null>((m, a) => (a.firstUs === null ? m : m === null ? a.firstUs : Math.min(m, a.firstUs)), null),
  }));
  const verdicts = db.prepare('select verdict from evidence_list where incident_pk = ?').pluck().all(pk) as number[];
  return {
    total: 1, ...shown, description: data.description ?? null, comments: commentsOf(db, 'incident', pk, data.comments ?? []), ...aboutIncident(db, pk, shown.localFields), mergedIncidentIds: mergedInto(db, pk).map((m) => m.incidentId), lastModifiedBy: last !== null && last.atUs === row.lastUpdateUs ? last.actor : (data.lastModifiedBy ?? null), resolvingComment: data.resolvingComment ?? null,
    incidentWebUrl: data.incidentWebUrl ?? null, tenantId: data.tenantId ?? null, rawLabels: data.rawLabels ?? {},
    categoryCounts: byCategory.sort((a, b) => compareCategories(a.category, b.category)), alertsBySeverity: tally(alerts.map((a) => severityName(a.severity))), alertsByStatus: tally(alerts.map((a) => a.status)),
    entitiesByVerdict: tally(verdicts.map(verdictName)), assets: assets.slice(0, 50).map((a) => ({ ...a, riskScore: typeof a.riskScore === 'string' ? a.riskScore : null, isImpacted: a.isImpacted === 1, isCritical: a.isCritical === 1 })),
    assetTotal: assets.length, record: recordRef(db, row.recordId), spanStartUs: row.spanStartUs, spanEndUs: row.spanEndUs,
  };
}

function alertsOf(db: Db, pk: number) {
  return (prepared(db, 'select severity, status, first_activity_us firstUs, data from alert where incident_pk = ?').all(pk) as { severity: number; status: string; firstUs: number | null; data: string }[]).map((a) => {
    const d = parse<Partial<AlertFact>>(a.data, {});
    return { severity: a.severity, status: a.status, firstUs: a.firstUs, category: d.category ?? null, categories: d.categories ?? [], serviceSource: d.serviceSource ?? null, detectionSource: d.detectionSource ?? null, investigationState: d.investigationState ?? null, productName: d.productName ?? null, threats: [d.threatDisplayName ?? null, d.threatFamilyName ?? null] };
  });
}

const tally = (values: readonly string[]): Record<string, number> => Object.fromEntries([...Map.groupBy(values, (v) => v)].map(([k, list]) => [k, list.length]));
const distinct = (values: readonly (string | null)[]) => [...new Set(values.filter((v): v is string => v !== null))].sort();

/** The incident as lists show it, counted from what is derived. */
export function incidentRow(db: Db, pk: number): IncidentRow {
  return toRow(db, prepared(db, `select ${COLUMNS} from incident i where i.incident_pk = ?`).get(pk) as Row);
}

function toRow(db: Db, r: Row): IncidentRow {
  const data = parse<Partial<IncidentFact>>(r.data, {});
  const alerts = alertsOf(db, r.pk);
  const kinds = new Map((prepared(db, 'select e.kind, count(*) n from incident_entity x join entity e using(entity_pk) where x.incident_pk = ? and x.membership in (0, 2) group by 1').all(r.pk) as { kind: string; n: number }[]).map((k) => [k.kind, k.n]));
  const count = (sql: string) => prepared(db, sql).pluck().get(r.pk) as number;
  const states = [...alerts.map((a) => a.investigationState), ...(prepared(db, 'select state from investigation where incident_pk = ?').pluck().all(r.pk) as string[])].filter((s): s is string => s !== null);
  return {
    incidentId: r.incidentId, displayName: r.displayName, severity: severityName(r.severity), status: r.status as IncidentRow['status'], classification: r.classification as IncidentRow['classification'],
    determination: data.determination ?? null, assignedTo: r.assignedTo, customTags: [...(data.customTags ?? [])], systemTags: [...(data.systemTags ?? [])],
    categories: distinct(alerts.flatMap((a) => [a.category, ...a.categories])).sort(compareCategories), serviceSources: distinct(alerts.map((a) => a.serviceSource)), detectionSources: distinct(alerts.map((a) => a.detectionSource)),
    productNames: distinct(alerts.map((a) => a.productName)), threats: distinct(alerts.flatMap((a) => a.threats)),
    investigationState: worstInvestigationState(states),
    impactedAssets: { device: kinds.get('device') ?? 0, user: kinds.get('user') ?? 0, mailbox: kinds.get('mailbox') ?? 0, app: (kinds.get('app') ?? 0) + (kinds.get('oauthApp') ?? 0), cloudResource: kinds.get('cloudResource') ?? 0 },
    alertCount: alerts.length, activeAlertCount: alerts.filter((a) => a.status !== 'resolved').length,
    entityCount: count('select count(*) from incident_entity where incident_pk = ?'), evidenceCount: count('select count(*) from incident_entity where incident_pk = ? and membership = 0'),
    eventCount: count('select count(*) from incident_event where incident_pk = ?'), investigationCount: count('select count(*) from investigation where incident_pk = ?'),
    pendingActionCount: count(`select count(*) from action where incident_pk = ? and status = 'pending'`), firstActivityUs: r.firstUs, lastActivityUs: r.lastUs, createdUs: data.createdUs ?? null, lastUpdateUs: r.lastUpdateUs,
    origin: r.origin as IncidentRow['origin'], redirectIncidentId: data.redirectIncidentId ?? null, localFields: parse<string[]>(r.localFields, []),
  };
}
