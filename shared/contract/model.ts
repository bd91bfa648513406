/** Row and record schemas of the contract. Names are the domain's; times end in `Us` (integer microseconds, UTC) and may be null. */
import { z } from 'zod';
import { ASSET_CATEGORIES } from '../domain/entity/assets.ts';
import { CHAIN_REASONS, LINK_REASONS } from '../domain/alert/index.ts';
import { ENTITY_KINDS } from '../domain/entity/kinds.ts';
import { PROCESS_ACTIVITIES } from '../domain/process/index.ts';

export const us = z.number().int().nullable();
const text = z.string().nullable();
export const severity = z.enum(['unknown', 'informational', 'low', 'medium', 'high']);
export const verdict = z.enum(['malicious', 'compromised', 'suspicious', 'unknown', 'noThreatsFound']);
export const entityKind = z.enum(ENTITY_KINDS);
/** Where a value comes from. `recordId` opens with `record.raw`. */
export const recordRef = z.object({
  recordId: z.number().int(), sourceId: z.number().int(), fileName: z.string(), member: text, line: z.number().int(), row: z.number().int(),
  byteOffset: z.number().int(), byteLength: z.number().int(),
});

/** `in` and `notIn` take values as `list.facets` names them, `''` for none; `contains` any of several texts, whatever their case; `atLeast` and `atMost` one number (times: microseconds). Filters of a list are joined by and. */
export const listFilter = z.strictObject({ column: z.string().max(40), op: z.enum(['in', 'notIn', 'contains', 'atLeast', 'atMost']), values: z.array(z.string().max(1000)).min(1).max(500) });
export type ListFilter = z.infer<typeof listFilter>;
export const listOrder = z.strictObject({ column: z.string().max(40), descending: z.boolean() });
export type ListOrder = z.infer<typeof listOrder>;
/** `total`: distinct values there are; `items` holds those that most rows have, 500 at most. */
export const facets = z.object({ items: z.array(z.object({ value: z.string(), count: z.number() })), total: z.number() });
export type Facets = z.infer<typeof facets>;
/** Fields that an analyst decided here and whose value differs from what sources say. */
const localFields = z.array(z.string());
/** A local decision that stands against what a source said later than the analyst knew. `importedUs`: when the source last changed the record. */
export const conflict = z.object({ field: z.string(), local: z.unknown(), imported: z.unknown(), importedUs: us });
export type Conflict = z.infer<typeof conflict>;
/** Of things that analysts decide about: what sources say of every local field, and where they say something newer. */
const decided = { imported: z.record(z.string(), z.unknown()), conflicts: z.array(conflict) };

export const assetCounts = z.object({ device: z.number(), user: z.number(), mailbox: z.number(), app: z.number(), cloudResource: z.number() });
export const incidentRow = z.object({
  incidentId: z.string(), displayName: z.string(), severity, status: z.enum(['active', 'inProgress', 'resolved', 'redirected', 'awaitingAction', 'unknown']),
  classification: z.enum(['unknown', 'falsePositive', 'truePositive', 'informationalExpectedActivity']), determination: text, assignedTo: text,
  customTags: z.array(z.string()), systemTags: z.array(z.string()), categories: z.array(z.string()), serviceSources: z.array(z.string()), detectionSources: z.array(z.string()),
  investigationState: text, impactedAssets: assetCounts, alertCount: z.number(), activeAlertCount: z.number(), entityCount: z.number(), evidenceCount: z.number(),
  eventCount: z.number(), investigationCount: z.number(), pendingActionCount: z.number(),
  productNames: z.array(z.string()), threats: z.array(z.string()),
  firstActivityUs: us, lastActivityUs: us, createdUs: us, lastUpdateUs: us,
  /** `imported`; `correlated`: grouped here from alerts without incident; `telemetry`: created here from telemetry; `stub`: an alert names it, its record was not imported; `analyst`: made here by hand. */
  origin: z.enum(['imported', 'correlated', 'telemetry', 'stub', 'analyst']), redirectIncidentId: text, localFields,
});
export type IncidentRow = z.infer<typeof incidentRow>;

/** `local`: written here. `mergedFromIncidentId`: it was written about that incident, which was merged into this one. Text is Markdown as it came. */
export const comment = z.object({ comment: z.string(), createdBy: text, createdUs: us, local: z.boolean(), mergedFromIncidentId: text });
export type Comment = z.infer<typeof comment>;
export const severityCounts = z.record(severity, z.number());
export const assetSummary = z.object({ entityId: z.string(), kind: entityKind, displayName: z.string(), riskScore: text, alertCount: z.number(), isImpacted: z.boolean(), isCritical: z.boolean() });
/** Every answer about things says how many there are; an answer about one thing says 1. */
const one = z.literal(1);
export const incidentDetail = incidentRow.extend({
  total: one,
  description: text, comments: z.array(comment), lastModifiedBy: text, resolvingComment: text, incidentWebUrl: text, tenantId: text,
  rawLabels: z.record(z.string(), z.string()),
  /** Alerts per ATT&CK category, keyed by the imported category text. */
  categoryCounts: z.array(z.object({ category: z.string(), count: z.number(), maxSeverity: severity, firstActivityUs: us })),
  alertsBySeverity: z.record(z.string(), z.number()), alertsByStatus: z.record(z.string(), z.number()), entitiesByVerdict: z.record(z.string(), z.number()),
  assets: z.array(assetSummary), assetTotal: z.number(), record: recordRef.nullable(),
  /** Span the scrubber covers: alerts, events and entity times of the incident. Null when nothing has a time. */
  spanStartUs: us, spanEndUs: us,
  ...decided,
  /** Incidents whose contents were merged into this one here. */
  mergedIncidentIds: z.array(z.string()),
});
export type IncidentDetail = z.infer<typeof incidentDetail>;

/** An entity as it is named beside other things. */
export const namedEntity = z.object({ entityId: z.string(), kind: entityKind, displayName: z.string() });
export type NamedEntity = z.infer<typeof namedEntity>;
export const linkReason = z.enum(LINK_REASONS);
/**
 * Why an alert is in its incident: the strongest reason, how many alerts of the incident it ties this one to, and the earliest three of them (titles in the same order).
 * `others`: the weaker reasons with their counts, strongest first. `manual` stands here only for an alert that an analyst moved here, not for those it was moved to.
 */
export const linkedBy = z.object({ reason: linkReason, count: z.number().int(), alertIds: z.array(z.string()), alertTitles: z.array(z.string()), others: z.array(z.object({ reason: linkReason, count: z.number().int() })) });
export type LinkedBy = z.infer<typeof linkedBy>;

export const alertRow = z.object({
  alertId: z.string(), providerAlertId: text, incidentId: text, title: z.string(), severity, status: z.enum(['new', 'inProgress', 'resolved', 'unknown']),
  classification: z.enum(['unknown', 'falsePositive', 'truePositive', 'informationalExpectedActivity']), determination: text, category: text, categories: z.array(z.string()),
  mitreTechniques: z.array(z.string()), serviceSource: text, detectionSource: text, productName: text, assignedTo: text, investigationId: text, investigationState: text,
  firstActivityUs: us, lastActivityUs: us, createdUs: us, lastUpdateUs: us, resolvedUs: us, entityIds: z.array(z.string()),
  /** Display names of the impacted assets, at most 3, for the second line of a list. */
  assetNames: z.array(z.string()), assetCount: z.number(), systemTags: z.array(z.string()), customTags: z.array(z.string()), localFields, incidentName: text, threats: z.array(z.string()),
  /** Null for the first alert of an incident, and for one that nothing ties to the others. */
  linkedBy: linkedBy.nullable(),
  /** The earliest alert of its incident: by first activity, those without one last, then by id. */
  isFirst: z.boolean(),
});
export type AlertRow = z.infer<typeof alertRow>;
export const alertDetail = alertRow.extend({
  description: text, recommendedActions: text, detectorId: text, actorDisplayName: text, threatDisplayName: text, threatFamilyName: text, alertWebUrl: text, tenantId: text,
  comments: z.array(comment), rawLabels: z.record(z.string(), z.string()), record: recordRef.nullable(), ...decided,
});
export type AlertDetail = z.infer<typeof alertDetail>;

/** Another alert of the incident and every reason that ties it to the asked one, strongest first. */
export const alertLink = z.object({
  alertId: z.string(), title: z.string(), severity, firstActivityUs: us, strongest: linkReason,
  /** Of the other alert, seen from the asked one; `unknown` where one of them has no time. */
  direction: z.enum(['earlier', 'later', 'sameTime', 'unknown']),
  reasons: z.array(z.object({
    code: linkReason, /** False: an analyst (`manual`) or the imported grouping (`source`) says so. */ derived: z.boolean(),
    /** What is shared where no entity tells it: the id of the investigation, the signer and name or the place that similar files have in common. */ detail: text,
    /** The entities that carry it: of processes those of both alerts and, first, their nearest common ancestor. */ via: z.array(namedEntity),
    /** When it shows: starts of the processes, else the first activities of the two alerts. */ firstUs: us, lastUs: us,
  })),
});
export type AlertLink = z.infer<typeof alertLink>;

/** A relation as a step of a path. `isReversed`: the attack moved against the relation's own direction (a user `clicked` a URL: the URL led to the user). */
export const pathStep = z.object({ relationId: z.number().int(), type: z.string(), firstUs: us, lastUs: us, count: z.number(), isReversed: z.boolean(), record: recordRef.nullable() });
/**
 * How one alert led to another. `entities` in the order the attack moved, at least one; `steps[i]` leads from `entities[i]` to `entities[i + 1]` and is null where both are
 * one thing under two ids (a message to two recipients).
 */
export const chainLink = z.object({
  /** The alert at the other end, one hop nearer to the asked one. */ alertId: z.string(), reason: z.enum(CHAIN_REASONS), entities: z.array(namedEntity).min(1), steps: z.array(pathStep.nullable()), firstUs: us, lastUs: us,
});
export const chainAlert = z.object({
  alertId: z.string(), title: z.string(), severity, status: alertRow.shape.status, category: text, firstActivityUs: us, lastActivityUs: us,
  /** Links between it and the asked alert, the fewest. */ hop: z.number().int().min(1), links: z.array(chainLink).min(1),
});
export type ChainAlert = z.infer<typeof chainAlert>;

/**
 * A process in a tree. `startUs`, `endUs` as records tell them; `activityCounts`: events it is the actor of, by group (see `domain/process`), without zeros; `eventCount`: events it takes
 * part in, in any role.
 */
export const processNode = z.object({
  entityId: z.string(), displayName: z.string(),
  /** Its parent inside this answer; null for the top. */ parentEntityId: text, /** 0 is the top. */ depth: z.number().int(), position: z.enum(['ancestor', 'focus', 'descendant']),
  pid: z.number().int().nullable(), commandLine: text, startUs: us, endUs: us, account: namedEntity.nullable(), integrityLevel: text, device: namedEntity.nullable(),
  imageFile: z.object({ entityId: z.string(), displayName: z.string(), path: text, signer: text, verdict }).nullable(),
  childCount: z.number().int(), /** How many of them this answer holds; the others come by `process.children`. */ shownChildCount: z.number().int(),
  verdict, alertCount: z.number().int(), /** Alerts whose evidence it is, earliest first, at most 20. */ alertIds: z.array(z.string()), maxSeverity: severity.nullable(),
  eventCount: z.number().int(), activityCounts: z.partialRecord(z.enum(PROCESS_ACTIVITIES), z.number().int()),
});
export type ProcessNode = z.infer<typeof processNode>;
/**
 * A tree in preorder: every node follows its parent, siblings by start. `top`: why it begins where it does: `noParent` no record tells one; `ring` records contradict each
 * other, the ancestors lead back to the process; `limited` more ancestors than a tree shows.
 */
export const processTree = z.object({
  /** Processes in this answer. */ total: z.number().int(), nodes: z.array(processNode), top: z.enum(['noParent', 'ring', 'limited']),
});
export type ProcessTree = z.infer<typeof processTree>;

export const entityRow = z.object({
  entityId: z.string(), kind: entityKind, displayName: z.string(), verdict, isAsset: z.boolean(), isImpacted: z.boolean(), isCritical: z.boolean(),
  alertCount: z.number(), evidenceCount: z.number(), eventCount: z.number(), firstSeenUs: us, lastSeenUs: us, remediationStatus: text, customTags: z.array(z.string()), localFields,
});
export type EntityRow = z.infer<typeof entityRow>;

export const evidenceRow = z.object({
  evidenceId: z.number().int(), alertId: z.string(), alertTitle: z.string(), incidentId: text, entityId: z.string(), kind: entityKind, displayName: z.string(), evidenceType: z.string(),
  createdUs: us, verdict, remediationStatus: z.string(), remediationStatusDetails: text, detectionStatus: text, roles: z.array(z.string()), detailedRoles: z.array(z.string()),
  tags: z.array(z.string()), isImpacted: z.boolean(), deviceEntityId: text, record: recordRef,
});
export type EvidenceRow = z.infer<typeof evidenceRow>;

/** An entity as evidence of one incident: worst verdict, most open status, and what all its records say. */
export const entityEvidenceRow = z.object({
  entityId: z.string(), kind: entityKind, displayName: z.string(), verdict, remediationStatus: z.string(), isImpacted: z.boolean(), isAsset: z.boolean(), alertCount: z.number(), activeAlertCount: z.number(), evidenceCount: z.number(), firstSeenUs: us, lastSeenUs: us,
  statusDetails: z.array(z.string()), roles: z.array(z.string()), detectionOrigins: z.array(z.string()), threats: z.array(z.string()),
  /** Assets this entity was found on or with: the first 3 by name, and how many in all. */
  impactedAssets: z.array(z.object({ entityId: z.string(), kind: entityKind, displayName: z.string() })), impactedAssetCount: z.number(),
});
export type EntityEvidenceRow = z.infer<typeof entityEvidenceRow>;

/** `values` by column id of `ASSET_COLUMNS`; null where no source states one. */
export const assetRow = z.object({
  entityId: z.string(), category: z.enum(ASSET_CATEGORIES), kind: entityKind, displayName: z.string(), verdict, isImpacted: z.boolean(), isCritical: z.boolean(), alertCount: z.number(), activeAlertCount: z.number(), eventCount: z.number(), firstSeenUs: us, lastSeenUs: us,
  tags: z.array(z.string()), values: z.record(z.string(), text), /** Remediation actions on it, newest first. */ actions: z.array(z.object({ actionId: z.string(), type: z.string(), status: z.string() })),
});
export type AssetRow = z.infer<typeof assetRow>;

export const relationRow = z.object({
  relationId: z.number().int(), fromEntityId: z.string(), fromName: z.string(), fromKind: entityKind, type: z.string(), toEntityId: z.string(), toName: z.string(), toKind: entityKind,
  firstUs: us, lastUs: us, count: z.number(), basis: z.enum(['observed', 'inferred']), alertId: text, record: recordRef.nullable(),
  /** What the records say of it (`logonType`, `port`, `shareName`): every value that occurs among the `count` records. */
  attributes: z.array(z.object({ name: z.string(), values: z.array(z.unknown()) })),
});
export type RelationRow = z.infer<typeof relationRow>;

export const attribute = z.object({ name: z.string(), value: z.unknown(), asOfUs: us, record: recordRef.nullable() });
export const entityDetail = entityRow.extend({
  total: one,
  keys: z.array(z.object({ type: z.string(), value: z.string(), isStrong: z.boolean(), isCanonical: z.boolean() })),
  attributes: z.array(attribute), alerts: z.array(alertRow), evidence: z.array(evidenceRow), evidenceTotal: z.number(), relations: z.array(relationRow), relationTotal: z.number(),
  /** Other entities of this kind that share only a weak key: proposed, never merged by themselves. */
  proposedMerges: z.array(z.object({ entityId: z.string(), displayName: z.string(), keyType: z.string(), keyValue: z.string() })), ...decided,
  /** The verdict an analyst gave here, with the reason. */
  localVerdict: z.object({ verdict, reason: z.string(), actor: z.string(), atUs: z.number().int() }).nullable(),
});
export type EntityDetail = z.infer<typeof entityDetail>;

export const eventRow = z.object({
  eventId: z.number().int(), timeUs: us, timeNote: text, source: z.string(), actionType: z.string(), windowsEventId: z.number().int().nullable(), summary: z.string(),
  deviceEntityId: text, deviceName: text, actorEntityId: text, actorName: text, actorKind: entityKind.nullable(), accountEntityId: text, accountName: text, targetEntityId: text, targetName: text, targetKind: entityKind.nullable(),
  mitreTechniques: z.array(z.string()), recordId: z.number().int(), /** An analyst flagged it here. */ isFlagged: z.boolean(),
});
export type EventRow = z.infer<typeof eventRow>;

/**
 * A tree of the alert's story: the ancestors of its processes, these (`position` focus), their first children, and the processes of other alerts of the incident in the same execution
 * tree. `evidenceTotal`: processes of the alert in this tree, shown or not; `otherAlerts`, earliest first, tells with `entityIds` all of their processes in it.
 */
export const storyTree = processTree.extend({ evidenceTotal: z.number().int(), otherAlerts: z.array(z.object({ alertId: z.string(), title: z.string(), severity, firstActivityUs: us, entityIds: z.array(z.string()) })) });
export const actionTaken = z.object({
  /** `evidence`: the remediation status that the alert's evidence states; `action`: a recorded action on an entity of the alert. */
  from: z.enum(['evidence', 'action']), entity: namedEntity, isImpacted: z.boolean(), /** Remediation status or status of the action. */ status: z.string(), details: text,
  /** Of an action: its type. */ type: text, atUs: us, by: text, source: text, actionId: text, evidenceId: z.number().int().nullable(), record: recordRef.nullable(),
});
export const affectedKind = z.object({
  kind: entityKind, total: z.number().int(), impacted: z.number().int(),
  entities: z.array(z.object({ entityId: z.string(), displayName: z.string(), roles: z.array(z.string()), isImpacted: z.boolean(), verdict, remediationStatus: text })),
});
/** What happened in one alert. Parts without data are empty. */
export const alertStory = z.object({
  total: one, alertId: z.string(), trees: z.array(storyTree), /** Trees that its processes span; the first 20 are shown. */ treeTotal: z.number().int(),
  /** The first 200 related events and how many there are. `relatedBy`: how they are found, see `alert.story`. */
  events: z.object({ items: z.array(eventRow), total: z.number().int(), relatedBy: z.enum(['artifacts', 'accounts', 'devices', 'none']), fromUs: us, toUs: us }),
  activities: z.array(z.object({ actionType: z.string(), source: z.string(), count: z.number().int(), firstUs: us, lastUs: us })),
  actionsTaken: z.array(actionTaken), affected: z.array(affectedKind),
});
export type AlertStory = z.infer<typeof alertStory>;

export const investigationRow = z.object({
  investigationId: z.string(), incidentId: text, state: z.string(), startUs: us, endUs: us, triggeringAlertId: text, triggeringAlertTitle: text, deviceEntityId: text, deviceName: text,
  serviceSource: text, cancelledBy: text, statusDetails: text, pendingActionCount: z.number(), record: recordRef.nullable(),
});
export const actionRow = z.object({
  actionId: z.string(), incidentId: text, type: z.string(), sourceType: text, status: z.enum(['pending', 'running', 'succeeded', 'failed', 'cancelled', 'unknown']), targetEntityId: z.string(),
  targetName: z.string(), targetKind: entityKind, deviceEntityId: text, deviceName: text, requestedBy: text, requestedUs: us, decidedBy: text, decidedUs: us, lastUpdateUs: us,
  comment: text, source: text, investigationId: text, typeInferred: z.boolean(), record: recordRef.nullable(),
});
export type InvestigationRow = z.infer<typeof investigationRow>;
export type ActionRow = z.infer<typeof actionRow>;

/** One entry of the activity log. What it is about, and the values before and after, where the action has them. */
export const activityEntry = z.object({
  seq: z.number(), atUs: z.number(), actor: z.string(), action: z.string(), details: z.record(z.string(), z.unknown()), hash: z.string(),
  targetKind: text, targetId: text, /** How the target is called now; null where it is gone. */ targetName: text, field: text, old: z.unknown(), new: z.unknown(), batchId: text, reason: text,
  /** Of a list of one incident: the entry speaks of this other one, which was merged into it. */ mergedFromIncidentId: text,
});
export type ActivityEntry = z.infer<typeof activityEntry>;

/** Why alerts are moved to another incident, or out of theirs. */
export const moveReason = z.enum(['sameAttack', 'wrongCorrelation', 'differentAttack', 'other']);
/** Why incidents are merged. */
export const mergeReason = z.enum(['sameAttack', 'sameCampaign', 'duplicate', 'other']);

/** Keys under which counts are reported by imports, `info` and totals. Stable: scripts rely on them. */
export const countsShape = z.object({
  incidents: z.number(), alerts: z.number(), evidence: z.number(), entities: z.number(), relations: z.number(), events: z.number(), investigations: z.number(), actions: z.number(), recommendations: z.number(),
});
export type Counts = z.infer<typeof countsShape>;
export const warnings = z.array(z.object({ code: z.string(), count: z.number(), example: z.string() }));
export const sourceReport = z.object({
  path: z.string(), sha256: z.string(), bytes: z.number(), format: z.string(), records: z.number(), imported: countsShape, duplicates: z.number(), rejected: z.number(),
  warnings, ms: z.number(),
});
/** Warnings of several sources as one list: counts by code, the first example. */
export function sumWarnings(lists: readonly z.infer<typeof warnings>[]): z.infer<typeof warnings> {
  const sums = new Map<string, z.infer<typeof warnings>[number]>();
  for (const w of lists.flat()) sums.set(w.code, { ...w, example: sums.get(w.code)?.example ?? w.example, count: (sums.get(w.code)?.count ?? 0) + w.count });
  return [...sums.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
}
export type SourceReport = z.infer<typeof sourceReport>;
export const importReport = z.object({
  case: z.string(), sources: z.array(sourceReport),
  totals: z.object({ records: z.number(), imported: countsShape, duplicates: z.number(), rejected: z.number(), warnings, bytes: z.number(), ms: z.number() }),
});
export type ImportReport = z.infer<typeof importReport>;
export const sourceRow = z.object({
  sourceId: z.number().int(), path: z.string(), fileName: z.string(), sha256: z.string(), bytes: z.number(), format: z.string(), importerVersion: z.number(), importedUs: z.number(),
  records: z.number(), duplicates: z.number(), rejected: z.number(), imported: countsShape, warnings: z.array(z.object({ code: z.string(), count: z.number(), example: z.string() })),
  /** Earliest and latest time of its events and alerts. */
  firstUs: us, lastUs: us, /** How long its import took. */ ms: z.number(),
});
export type SourceRow = z.infer<typeof sourceRow>;

/** Progress of a running import. `rate` is records per second over the last two seconds; `remainingMs` is null until it can be told. */
export const importProgress = z.object({
  importId: z.string(), state: z.enum(['running', 'deriving', 'done', 'failed', 'cancelled']), fileIndex: z.number(), fileCount: z.number(), path: z.string(), format: text, bytesRead: z.number(), bytesTotal: z.number(),
  records: z.number(), rejected: z.number(), recordsPerSecond: z.number(), remainingMs: z.number().nullable(), report: importReport.nullable(),
  /** `unknownFormat`: the files that no importer takes by itself; they can be read again under a format by name. */
  error: z.object({ code: z.string(), message: z.string(), unknownFormat: z.array(z.string()).optional() }).nullable(),
});
export type ImportProgress = z.infer<typeof importProgress>;

const typed = <T>(make: (v: unknown) => v is T, name: string) => z.custom<T>((v) => make(v), { message: `expected ${name}` });
export const uint8 = typed((v): v is Uint8Array => v instanceof Uint8Array, 'Uint8Array');
export const uint16 = typed((v): v is Uint16Array => v instanceof Uint16Array, 'Uint16Array');
export const uint32 = typed((v): v is Uint32Array => v instanceof Uint32Array, 'Uint32Array');
export const float64 = typed((v): v is Float64Array => v instanceof Float64Array, 'Float64Array');

/**
 * A graph in columns. All node columns have `nodeCount` items, all edge columns `edgeCount`. `ids` and `labels` are UTF-8 blobs,
 * items separated by NUL. Enumerations are indices into the lists named beside. Missing times are NaN.
 * Nodes are ordered by first time then entity id, edges by first time then (source, target, type): the order is part of the contract.
 */
export const graphColumns = z.object({
  incidentId: z.string(), view: z.enum(['story', 'all']), nodeCount: z.number().int(), edgeCount: z.number().int(),
  ids: uint8, labels: uint8, kinds: uint8, /** index into ENTITY_KINDS */ verdicts: uint8, /** index into VERDICTS of attack-graph */
  alertCounts: uint16, maxSeverities: uint8, /** index into SEVERITIES */ flags: uint8, /** NODE_FLAG bits */ nodeFirstUs: float64, nodeLastUs: float64,
  edgeSources: uint32, edgeTargets: uint32, edgeTypes: uint8, /** index into RELATION_TYPES */ edgeBasis: uint8, /** 0 observed, 1 inferred */
  edgeFirstUs: float64, edgeLastUs: float64, edgeCounts: uint32, /** ids of the first row in `relation.list` */ edgeRelationIds: uint32,
  /** Alerts of the incident in play order, and which nodes each touches (pairs). */
  alertIds: uint8, alertFirstUs: float64, alertSeverities: uint8, pairAlerts: uint32, pairNodes: uint32,
  /** Entities of the incident, drawn or not: `totalEntities`. */
  total: z.number().int(),
  /** What exists in the incident beside what is drawn: nothing is dropped silently. */
  totalEntities: z.number().int(), totalRelations: z.number().int(), withoutTime: z.number().int(),
  /** Relations folded out of this view, by type, with how many entities only they would add. */
  folded: z.array(z.object({ type: z.string(), relations: z.number(), entities: z.number() })),
});
export type GraphColumns = z.infer<typeof graphColumns>;

/** Bin k covers [startUs + k*binUs, startUs + (k+1)*binUs). `alerts` counts by first activity. */
export const histogram = z.object({
  startUs: us, endUs: us, binUs: z.number(), eventCounts: uint32, alertCounts: uint32, /** highest severity index of the bin's alerts, 255 = none */ alertSeverities: uint8,
  /** Events of the incident: `eventTotal`. */
  total: z.number(), eventTotal: z.number(), alertTotal: z.number(), eventsWithoutTime: z.number(), alertsWithoutTime: z.number(),
  /** Sorted distinct times at which the graph changes (node, edge, alert): what "step" walks. */
  stepsUs: float64,
});
export type Histogram = z.infer<typeof histogram>;
