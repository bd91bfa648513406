/**
 * What an importer says about one raw record. Facts are immutable observations: the store keeps them as they came and
 * derives entities, incidents and relations from the whole set, so that the order of imports cannot change the result.
 *
 * Importers never merge. They describe; `shared/domain` and the store's derivation decide.
 */
import type { EpochUs } from '../../base/time.ts';
import type { EntityKind } from '../entity/kinds.ts';

/** A JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** One identity key as stated by the record. `device` scopes keys that are unique only on one device. */
export interface MentionKey {
  readonly type: string;
  /** Normalised (see `normalize.ts`), never empty. */
  readonly value: string;
  readonly device?: Mention;
}

/**
 * One naming of an entity by one record. Build it with the functions of `entity/mention.ts`, which normalise keys.
 * Mentions with equal kind and keys are the same mention.
 */
export interface Mention {
  readonly kind: EntityKind;
  readonly keys: readonly MentionKey[];
  readonly displayName: string;
  /**
   * For a process known only by pid: the time at which that pid was alive on its device. The derivation links it to the
   * process with the greatest start not later than this (formats.md section 5, parent linking).
   */
  readonly aliveAtUs?: EpochUs;
  /** Image path or name in lower case, preferred when linking by pid. */
  readonly imageHint?: string;
}

export type Verdict = 'malicious' | 'suspicious' | 'compromised' | 'unknown' | 'noThreatsFound';
export type Severity = 'unknown' | 'informational' | 'low' | 'medium' | 'high';
export type Basis = 'observed' | 'inferred';

/** Free attributes of an entity; the newest `asOfUs` wins where values differ. Values are text, numbers, booleans or JSON. */
export interface EntityFact {
  readonly entity: Mention;
  readonly attributes: Readonly<Record<string, Json>>;
  readonly asOfUs: EpochUs | null;
}

/** Fields shared by both: null means "the record does not say". Enumerations are already mapped, raw text kept beside. */
export interface IncidentFact {
  /** Source id as text, e.g. `41207`. */
  readonly incidentId: string;
  readonly displayName: string | null;
  readonly description: string | null;
  readonly severity: Severity | null;
  readonly status: IncidentStatus | null;
  readonly classification: Classification | null;
  readonly determination: string | null;
  readonly assignedTo: string | null;
  readonly customTags: readonly string[];
  readonly systemTags: readonly string[];
  readonly comments: readonly CommentFact[];
  readonly createdUs: EpochUs | null;
  readonly lastUpdateUs: EpochUs | null;
  readonly lastModifiedBy: string | null;
  readonly resolvingComment: string | null;
  readonly redirectIncidentId: string | null;
  readonly incidentWebUrl: string | null;
  readonly tenantId: string | null;
  /** Original spellings of enumerations that were mapped to `unknown` or changed, by field name. */
  readonly rawLabels: Readonly<Record<string, string>>;
}
export type IncidentStatus = 'active' | 'inProgress' | 'resolved' | 'redirected' | 'awaitingAction' | 'unknown';
export type AlertStatus = 'new' | 'inProgress' | 'resolved' | 'unknown';
export type Classification = 'unknown' | 'falsePositive' | 'truePositive' | 'informationalExpectedActivity';

export interface CommentFact {
  readonly comment: string;
  readonly createdBy: string | null;
  readonly createdUs: EpochUs | null;
}

export interface AlertFact {
  /** The record's own id; also the key that evidence of the same record refers to. */
  readonly alertId: string;
  readonly providerAlertId: string | null;
  /** The incident that contains the alert; a nested alert takes its container's id, whatever it says itself. */
  readonly incidentId: string | null;
  readonly title: string | null;
  readonly description: string | null;
  readonly recommendedActions: string | null;
  readonly category: string | null;
  /** All categories when the record carries several (AlertEvidence). Includes `category`. */
  readonly categories: readonly string[];
  readonly mitreTechniques: readonly string[];
  readonly severity: Severity | null;
  readonly status: AlertStatus | null;
  readonly classification: Classification | null;
  readonly determination: string | null;
  readonly assignedTo: string | null;
  /** Canonical member of `serviceSource` where known, else the raw text. */
  readonly serviceSource: string | null;
  readonly detectionSource: string | null;
  readonly productName: string | null;
  readonly detectorId: string | null;
  readonly actorDisplayName: string | null;
  readonly threatDisplayName: string | null;
  readonly threatFamilyName: string | null;
  readonly investigationId: string | null;
  readonly investigationState: string | null;
  readonly alertWebUrl: string | null;
  readonly tenantId: string | null;
  readonly systemTags: readonly string[];
  readonly comments: readonly CommentFact[];
  readonly createdUs: EpochUs | null;
  readonly lastUpdateUs: EpochUs | null;
  readonly resolvedUs: EpochUs | null;
  readonly firstActivityUs: EpochUs | null;
  readonly lastActivityUs: EpochUs | null;
  readonly rawLabels: Readonly<Record<string, string>>;
  /** What the record says beyond these fields, by its names: `customDetails`, `additionalData`, `alertPolicyId`. */
  readonly attributes?: Readonly<Record<string, Json>>;
}

/** One entity in the context of one alert. */
export interface EvidenceFact {
  readonly alertId: string;
  readonly entity: Mention;
  /** Graph subtype without the suffix, e.g. `process`, `analyzedMessage`; the imported word for other formats. */
  readonly evidenceType: string;
  readonly createdUs: EpochUs | null;
  readonly verdict: Verdict;
  /** One of the twelve values, or `unknown` with the raw text in `rawLabels`. */
  readonly remediationStatus: string;
  readonly remediationStatusDetails: string | null;
  readonly detectionStatus: string | null;
  readonly roles: readonly string[];
  readonly detailedRoles: readonly string[];
  readonly tags: readonly string[];
  /** What the record itself states; null = not said, the rules of domain.md section 17 decide. */
  readonly impacted: boolean | null;
  /** The device this piece of evidence was seen on, if the record links one. */
  readonly device: Mention | null;
  readonly rawLabels: Readonly<Record<string, string>>;
}

export interface RelationFact {
  readonly from: Mention;
  readonly type: RelationType;
  readonly to: Mention;
  readonly timeUs: EpochUs | null;
  readonly device: Mention | null;
  readonly basis: Basis;
  /** The alert whose evidence states it, when no event does. */
  readonly alertId: string | null;
  readonly attributes?: Readonly<Record<string, Json>>;
}

/** The relations of formats.md section 5. `co_evidence` is derived by the store, never emitted by importers; that an entity is in an alert is its evidence. */
export const RELATION_TYPES = [
  'spawned', 'image_of', 'ran_as', 'ran_on', 'created', 'modified', 'renamed', 'deleted', 'downloaded_from', 'loaded',
  'connected_to', 'accepted_from', 'resolved', 'set_value', 'deleted_value', 'injected_into', 'accessed', 'logged_on_to',
  'failed_logon_to', 'logon_from', 'signed_in_to', 'signed_in_from', 'requested_ticket', 'accessed_share', 'installed_service',
  'created_task', 'created_account', 'added_member', 'sent', 'delivered_to', 'has_attachment', 'has_url', 'clicked', 'part_of',
  'owns_mailbox', 'member_of', 'acted_on', 'computer_account_of', 'co_evidence',
] as const;
export type RelationType = (typeof RELATION_TYPES)[number];

export interface EventFact {
  /** Identity across files: equal keys are the same event. Lower-case, built from the ids formats.md names, else the row's text. */
  readonly key: string;
  readonly timeUs: EpochUs | null;
  /** The source's own text of the time that was used. */
  readonly timeText: string | null;
  /** Field the time came from, e.g. `UtcTime`; with `assumed zone` or `skew` noted in `timeNote`. */
  readonly timeField: string | null;
  readonly timeNote: string | null;
  /** Table or channel: `DeviceProcessEvents`, `Microsoft-Windows-Sysmon/Operational`. */
  readonly source: string;
  /** ActionType or a plain name of the event id: `ProcessCreated`, `Sysmon 10 Process access`. */
  readonly actionType: string;
  /** Windows event id, when there is one. */
  readonly eventId: number | null;
  readonly device: Mention | null;
  readonly actor: Mention | null;
  readonly account: Mention | null;
  readonly target: Mention | null;
  /** One line a person can read; also what text search looks at. At most 2,000 characters. */
  readonly summary: string;
  readonly mitreTechniques: readonly string[];
  /** Alerts the row names. */
  readonly alertIds: readonly string[];
}

export interface InvestigationFact {
  readonly investigationId: string;
  readonly state: string;
  readonly startUs: EpochUs | null;
  readonly endUs: EpochUs | null;
  readonly triggeringAlertId: string | null;
  readonly cancelledBy: string | null;
  readonly statusDetails: string | null;
  readonly device: Mention | null;
  readonly serviceSource: string | null;
}

export interface ActionFact {
  /** Source id where there is one, else a stable text built from target, type and time. */
  readonly actionId: string;
  /** Canonical type, e.g. `isolateDevice`, `quarantineFile`; `sourceType` keeps the record's word. */
  readonly type: string;
  readonly sourceType: string | null;
  readonly status: ActionStatus;
  readonly target: Mention;
  readonly device: Mention | null;
  readonly requestedBy: string | null;
  readonly requestedUs: EpochUs | null;
  readonly decidedBy: string | null;
  readonly decidedUs: EpochUs | null;
  readonly lastUpdateUs: EpochUs | null;
  readonly comment: string | null;
  readonly source: string | null;
  readonly investigationId: string | null;
  readonly typeInferred: boolean;
}
export type ActionStatus = 'pending' | 'running' | 'succeeded' | 'failed' | 'cancelled' | 'unknown';

export interface RecommendationFact {
  readonly recommendationId: string;
  readonly recommendationName: string;
  readonly productName: string | null;
  readonly severityScore: number | null;
  readonly remediationType: string | null;
  readonly status: string | null;
  readonly attributes: Readonly<Record<string, Json>>;
}

/** Something a directory or a list says beside any entity: an indicator, a remediation activity, an identity's allowed actions. */
export interface DirectoryFact {
  readonly factType: 'indicator' | 'remediationActivity' | 'identityAccount' | 'identityInfo' | 'machine' | 'fileProfile';
  readonly factId: string;
  readonly entity: Mention | null;
  readonly attributes: Readonly<Record<string, Json>>;
  readonly asOfUs: EpochUs | null;
}

/** Everything one raw record yields. Order inside the arrays does not matter. */
export interface Facts {
  readonly incidents: IncidentFact[];
  readonly alerts: AlertFact[];
  readonly evidence: EvidenceFact[];
  readonly entities: EntityFact[];
  readonly relations: RelationFact[];
  readonly events: EventFact[];
  readonly investigations: InvestigationFact[];
  readonly actions: ActionFact[];
  readonly recommendations: RecommendationFact[];
  readonly directory: DirectoryFact[];
  /** Things a reader should know about this record; counted per code, one example kept. Codes are kebab-case. */
  readonly warnings: { readonly code: string; readonly example: string }[];
}

export function noFacts(): Facts {
  return {
    incidents: [], alerts: [], evidence: [], entities: [], relations: [], events: [], investigations: [], actions: [],
    recommendations: [], directory: [], warnings: [],
  };
}
