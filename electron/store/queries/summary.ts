/** The Summary of one incident. Everything is counted from the rows that the other tabs list, so that the figures are the same on all of them. */
import { binsFor, binStart } from '../../../shared/base/bins.ts';
import { SEVERITIES, type VERDICTS } from '../../../shared/domain/attack-graph/codes.ts';
import { ASSET_CATEGORIES, type AssetCategory } from '../../../shared/domain/entity/assets.ts';
import type { EntityKind } from '../../../shared/domain/entity/kinds.ts';
import { REMEDIATION_OPEN_ORDER } from '../../../shared/domain/evidence/index.ts';
import { bandOf, compareCategories, OTHER_BAND, TACTICS } from '../../../shared/domain/mitre-attack/index.ts';
import type { IncidentSummary, KillChainBand, ParsedInput, ScopeAsset, ScopeCategory } from '../../../shared/contract/index.ts';
import type { Db } from '../case-file.ts';
import { noAlerts } from './chart.ts';
import { incidentPk, parse, prepared, severityName, verdictName } from './shared.ts';

const BINS_SHOWN = 60;
const ASSETS_SHOWN = 10;
const PENDING_SHOWN = 10;
const TEXTS_SHOWN = 20;
const ALERTS_NAMED = 3;

export function summarizeIncident(db: Db, input: ParsedInput<'incident.summary'>): IncidentSummary {
  const pk = incidentPk(db, input.incidentId);
  return { total: 1, incidentId: input.incidentId, killChain: killChain(db, pk), alerts: alertsOverTime(db, pk), scope: ASSET_CATEGORIES.map((c) => scopeOf(db, pk, c)), evidence: evidenceOf(db, pk), pending: pendingOf(db, pk), ...saidByAlerts(db, pk) };
}

type Band = { -readonly [K in keyof KillChainBand]: KillChainBand[K] } & { readonly alerts: Set<number>; readonly labels: Map<string, number>; severity: number };

function killChain(db: Db, pk: number): IncidentSummary['killChain'] {
  const bands = [...TACTICS.map((t) => ({ tacticId: t.id as string | null, name: t.name })), { tacticId: null, name: 'Other' }].map((place): Band => ({ ...place, alertCount: 0, maxSeverity: null, firstActivityUs: null, categories: [], alerts: new Set(), labels: new Map(), severity: -1 }));
  const named = prepared(db, `select l.alert_pk pk, l.severity, l.first_activity_us firstUs, v.value category from alert_list l join alert_value v on v.alert_pk = l.alert_pk and v.column_id = 'categories' where l.incident_pk = ?`).all(pk) as { pk: number; severity: number; firstUs: number | null; category: string }[];
  for (const { pk: alert, severity, firstUs, category } of named) {
    const band = bands[bandOf(category)] ?? bands[OTHER_BAND]!;
    band.alerts.add(alert);
    band.labels.set(category, (band.labels.get(category) ?? 0) + 1);
    band.severity = Math.max(band.severity, severity);
    if (firstUs !== null) band.firstActivityUs = Math.min(band.firstActivityUs ?? firstUs, firstUs);
  }
  const total = prepared(db, 'select count(*) from alert_list where incident_pk = ?').pluck().get(pk) as number;
  return {
    bands: bands.map(({ alerts, labels, severity, ...b }) => ({ ...b, alertCount: alerts.size, maxSeverity: severity < 0 ? null : severityName(severity), categories: [...labels].map(([category, alertCount]) => ({ category, alertCount })).sort((a, b) => compareCategories(a.category, b.category)) })),
    alertsWithoutCategory: total - new Set(named.map((n) => n.pk)).size,
  };
}

function alertsOverTime(db: Db, pk: number): IncidentSummary['alerts'] {
  const counted = prepared(db, `select count(*) total, count(*) filter (where status <> 'resolved') active, count(*) filter (where first_activity_us is null) withoutTime, min(first_activity_us) firstUs, max(first_activity_us) lastUs from alert_list where incident_pk = ?`).get(pk) as Omit<IncidentSummary['alerts'], 'bins'>;
  if (counted.firstUs === null || counted.lastUs === null) return { ...counted, bins: { startUs: null, binUs: 0, count: 0, items: [] } };
  const bins = binsFor(counted.firstUs, counted.lastUs, BINS_SHOWN);
  const items = new Map<number, IncidentSummary['alerts']['bins']['items'][number]>();
  for (const { t, severity } of prepared(db, 'select first_activity_us t, severity from alert_list where incident_pk = ? and first_activity_us is not null order by 1').all(pk) as { t: number; severity: number }[]) {
    const startUs = binStart(t, bins.binUs);
    (items.get(startUs) ?? items.set(startUs, { startUs, alerts: noAlerts() }).get(startUs)!).alerts[severityName(severity)]++;
  }
  return { ...counted, bins: { startUs: bins.startUs, binUs: bins.binUs, count: bins.count, items: [...items.values()] } };
}

// Risk level, then active alerts, then name: the order of the Assets tab. Of what only telemetry shows, no alert of this incident says anything.
const SCOPE = `from incident_entity x join asset_list l using(entity_pk) join entity e using(entity_pk) left join evidence_list w on w.incident_pk = x.incident_pk and w.entity_pk = x.entity_pk where x.incident_pk = @pk and x.membership in (0, 2) and l.category = @category`;
const RISK = `nullif(coalesce(json_extract(l.row, '$.values.riskScore'), json_extract(l.row, '$.values.riskLevel')), '')`;
interface ScopeRow { entityId: string; kind: EntityKind; displayName: string; riskLevel: string | null; alertCount: number; activeAlertCount: number; impacted: number; critical: number; verdict: number; evidence: string | null }

function scopeOf(db: Db, pk: number, category: AssetCategory): ScopeCategory {
  const of = { pk, category };
  const counted = prepared(db, `select count(*) total, count(*) filter (where w.is_impacted = 1) impacted, count(*) filter (where e.is_critical = 1) critical, count(*) filter (where ${RISK} is null) withoutRisk ${SCOPE}`).get(of) as Omit<ScopeCategory, 'category' | 'items'>;
  const rows = prepared(db, `select l.entity_id entityId, l.kind, l.display_name displayName, ${RISK} riskLevel, ifnull(w.alert_count, 0) alertCount, ifnull(w.active_alert_count, 0) activeAlertCount, ifnull(w.is_impacted, 0) impacted, e.is_critical critical, ifnull(w.verdict, e.verdict) verdict, w.row evidence
    ${SCOPE} order by l.risk desc, 6 desc, l.display_name collate nocase, l.entity_id limit ${ASSETS_SHOWN}`).all(of) as ScopeRow[];
  return { category, ...counted, items: rows.map(({ impacted, critical, verdict, evidence, ...r }): ScopeAsset => ({ ...r, isImpacted: impacted === 1, isCritical: critical === 1, verdict: verdictName(verdict), roles: parse<{ roles?: string[] }>(evidence, {}).roles ?? [] })) };
}

/** As lists of verdicts stand: what nobody knows comes before what was found clean. */
const WORST_FIRST: readonly (typeof VERDICTS)[number][] = ['malicious', 'compromised', 'suspicious', 'unknown', 'noThreatsFound'];
function evidenceOf(db: Db, pk: number): IncidentSummary['evidence'] {
  const cells = (prepared(db, 'select verdict, remediation_status remediationStatus, count(*) count, sum(evidence_count) records from evidence_list where incident_pk = ? group by 1, 2').all(pk) as { verdict: number; remediationStatus: string; count: number; records: number }[])
    .map((c) => ({ ...c, verdict: verdictName(c.verdict) })).sort((a, b) => WORST_FIRST.indexOf(a.verdict) - WORST_FIRST.indexOf(b.verdict) || openRank(a.remediationStatus) - openRank(b.remediationStatus));
  const sum = (of: (c: (typeof cells)[number]) => number) => cells.reduce((n, c) => n + of(c), 0);
  return { total: sum((c) => c.count), recordTotal: sum((c) => c.records), cells: cells.map(({ verdict, remediationStatus, count }) => ({ verdict, remediationStatus, count })) };
}
const openRank = (status: string) => (REMEDIATION_OPEN_ORDER as readonly string[]).indexOf(status);

function pendingOf(db: Db, pk: number): IncidentSummary['pending'] {
  const from = `from action x join entity t on t.entity_pk = x.target_pk where x.incident_pk = ? and x.status = 'pending'`;
  // What evidence asks for without a record of its own has no fact of an action.
  const isRecorded = 'x.action_id in (select action_id from action_fact)';
  const counted = prepared(db, `select count(*) total, count(*) filter (where ${isRecorded}) recorded, count(*) filter (where not ${isRecorded}) fromEvidence, min(x.requested_us) oldestUs ${from}`).get(pk) as Omit<IncidentSummary['pending'], 'items' | 'targets'>;
  const targets = prepared(db, `select t.kind, count(distinct t.entity_pk) count ${from} group by 1 order by 2 desc, 1`).all(pk) as IncidentSummary['pending']['targets'];
  const items = prepared(db, `select x.action_id actionId, json_extract(x.data, '$.type') type, json_extract(x.data, '$.typeInferred') inferred, t.entity_id targetEntityId, t.display_name targetName, t.kind targetKind, d.display_name deviceName, x.requested_us requestedUs
    ${from.replace(' where', ' left join entity d on d.entity_pk = x.device_pk where')} order by x.requested_us is null, x.requested_us, x.action_id limit ${PENDING_SHOWN}`).all(pk) as (Omit<IncidentSummary['pending']['items'][number], 'typeInferred'> & { inferred: number })[];
  return { ...counted, targets, items: items.map(({ inferred: isInferred, ...i }) => ({ ...i, typeInferred: isInferred === 1 })) };
}

interface Said { alertId: string; title: string; severity: number; recommended: string | null; threat: string | null; family: string | null; actor: string | null }
type Kind = IncidentSummary['threats']['items'][number]['kind'];

/** What its alerts recommend and whom or what they name as the threat: each text once, with the alerts it comes from in time order. */
function saidByAlerts(db: Db, pk: number): Pick<IncidentSummary, 'recommendedActions' | 'threats'> {
  const alerts = prepared(db, `select a.alert_id alertId, a.title, a.severity, json_extract(a.data, '$.recommendedActions') recommended, json_extract(a.data, '$.threatDisplayName') threat, json_extract(a.data, '$.threatFamilyName') family, json_extract(a.data, '$.actorDisplayName') actor
    from alert a where a.incident_pk = ? order by a.first_activity_us is null, a.first_activity_us, a.alert_id`).all(pk) as Said[];
  const texts = gather(alerts, (a) => [a.recommended]);
  const kinds: readonly (readonly [Kind, keyof Said & (Kind)])[] = [['threat', 'threat'], ['family', 'family'], ['actor', 'actor']];
  const threats = kinds.flatMap(([kind, field]) => gather(alerts, (a) => [a[field]]).map(({ text, ...t }) => ({ name: text, kind, ...t })));
  return { recommendedActions: firstOf(texts), threats: firstOf(threats) };
}

function gather(alerts: readonly Said[], says: (alert: Said) => readonly (string | null)[]) {
  const found = new Map<string, Said[]>();
  for (const alert of alerts) for (const text of says(alert)) if (text !== null && text.trim() !== '') (found.get(text.trim()) ?? found.set(text.trim(), []).get(text.trim())!).push(alert);
  return [...found].map(([text, from]) => ({ text, maxSeverity: severityName(Math.max(...from.map((a) => a.severity))), alertCount: from.length, alerts: from.slice(0, ALERTS_NAMED).map(({ alertId, title }) => ({ alertId, title })) }))
    .sort((a, b) => SEVERITIES.indexOf(b.maxSeverity) - SEVERITIES.indexOf(a.maxSeverity) || b.alertCount - a.alertCount);
}
const firstOf = <T>(items: readonly T[]) => ({ items: items.slice(0, TEXTS_SHOWN), total: items.length });
