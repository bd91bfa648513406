/** What the Summary of an incident and the chart above the queue show. Counts are exact; lists that are cut say how many there are. */
import { z } from 'zod';
import { ASSET_CATEGORIES } from '../domain/entity/assets.ts';
import { entityKind, severity, severityCounts, us, verdict } from './model.ts';

const count = z.number().int();
const alertRef = z.object({ alertId: z.string(), title: z.string() });
/** `items` are the first of `total`. */
const first = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), total: count });

/**
 * One place of the kill chain: the 15 tactics of ATT&CK in matrix order, then the Other band (`tacticId` null) for categories that are no
 * tactic. An alert counts once at every place that it names, in `category` or `categories`.
 */
export const killChainBand = z.object({
  tacticId: z.string().nullable(), name: z.string(), alertCount: count, /** Null where no alert is. */ maxSeverity: severity.nullable(), firstActivityUs: us,
  /** The categories as they were imported; an alert counts once at each. */
  categories: z.array(z.object({ category: z.string(), alertCount: count })),
});
export type KillChainBand = z.infer<typeof killChainBand>;

/** Bin k covers [startUs, startUs + binUs), aligned to UTC; bins without alerts are left out. An alert stands in the bin of its first activity. */
export const alertBins = z.object({ startUs: us, binUs: z.number(), count, items: z.array(z.object({ startUs: z.number().int(), alerts: severityCounts })) });

export const scopeAsset = z.object({
  entityId: z.string(), kind: entityKind, displayName: z.string(), /** The imported word; null where no source states one. */ riskLevel: z.string().nullable(),
  /** Alerts of this incident that name it. */ alertCount: count, activeAlertCount: count, isImpacted: z.boolean(), isCritical: z.boolean(), verdict, /** From its evidence in this incident. */ roles: z.array(z.string()),
});
export type ScopeAsset = z.infer<typeof scopeAsset>;
/** `items` by risk level (of users: Entra risk level), then active alerts, then name. `impacted`, `critical`, `withoutRisk`: of the `total`. */
export const scopeCategory = first(scopeAsset).extend({ category: z.enum(ASSET_CATEGORIES), impacted: count, critical: count, withoutRisk: count });
export type ScopeCategory = z.infer<typeof scopeCategory>;

export const pendingAction = z.object({
  actionId: z.string(), type: z.string(), /** No record names the type: it follows from the kind of entity whose evidence awaits approval. */ typeInferred: z.boolean(), targetEntityId: z.string(), targetName: z.string(), targetKind: entityKind, deviceName: z.string().nullable(), requestedUs: us,
});

export const incidentSummary = z.object({
  total: z.literal(1), incidentId: z.string(),
  killChain: z.object({ bands: z.array(killChainBand), alertsWithoutCategory: count }),
  alerts: z.object({ total: count, active: count, withoutTime: count, firstUs: us, lastUs: us, bins: alertBins }),
  /** All five categories, in the order of the Assets tab. */
  scope: z.array(scopeCategory),
  /** Distinct entities that are evidence, by the worst verdict and the most open remediation status of each. */
  evidence: z.object({ total: count, recordTotal: count, cells: z.array(z.object({ verdict, remediationStatus: z.string(), count })) }),
  /** Recorded actions that are pending (`recorded`), and entities whose evidence awaits approval without a record of an action (`fromEvidence`); oldest request first. */
  pending: first(pendingAction).extend({ recorded: count, fromEvidence: count, oldestUs: us, targets: z.array(z.object({ kind: entityKind, count })) }),
  /** Distinct texts of its alerts, those of the most severe alerts first; `alerts` names the first 3 of `alertCount`. */
  recommendedActions: first(z.object({ text: z.string(), maxSeverity: severity, alertCount: count, alerts: z.array(alertRef) })),
  threats: first(z.object({ name: z.string(), kind: z.enum(['threat', 'family', 'actor']), maxSeverity: severity, alertCount: count, alerts: z.array(alertRef) })),
});
export type IncidentSummary = z.infer<typeof incidentSummary>;

/**
 * Alerts by severity and incidents per bin of UTC. Each stands where it was created; where no source states that, at its first activity. Bins
 * with neither are left out. `oldestUs`, `newestUs` and what stands without a time are of the whole case, everything else of the range.
 */
export const incidentChart = z.object({
  binUs: z.number(), items: z.array(z.object({ startUs: z.number().int(), alerts: severityCounts, incidents: count })), /** Bins that hold something. */ total: count, alertTotal: count, incidentTotal: count,
  oldestUs: us, newestUs: us, alertsWithoutTime: count, incidentsWithoutTime: count,
});
export type IncidentChart = z.infer<typeof incidentChart>;
