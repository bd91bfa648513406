/** Builders of facts, so that a test reads as the analyst's story. Times are seconds after 2026-01-01T00:00:00Z. */
import type { EpochUs } from '../../shared/base/time.ts';
import { noFacts, type ActionFact, type AlertFact, type EventFact, type EvidenceFact, type Facts, type IncidentFact, type Mention, type RecommendationFact, type RelationFact } from '../../shared/domain/facts/facts.ts';

const START_US = Date.UTC(2026, 0, 1) * 1000;
export const at = (seconds: number): EpochUs => (START_US + seconds * 1_000_000) as EpochUs;

export const anIncident = (incidentId: string, more: Partial<IncidentFact> = {}): IncidentFact => ({
  incidentId, displayName: null, description: null, severity: null, status: null, classification: null, determination: null, assignedTo: null, customTags: [], systemTags: [], comments: [], createdUs: null, lastUpdateUs: null,
  lastModifiedBy: null, resolvingComment: null, redirectIncidentId: null, incidentWebUrl: null, tenantId: null, rawLabels: {}, ...more,
});
export const anAlert = (alertId: string, more: Partial<AlertFact> = {}): AlertFact => ({
  alertId, providerAlertId: null, incidentId: null, title: `Title of ${alertId}`, description: null, recommendedActions: null, category: 'Execution', categories: ['Execution'], mitreTechniques: [], severity: 'medium', status: 'new', classification: null,
  determination: null, assignedTo: null, serviceSource: 'microsoftDefenderForEndpoint', detectionSource: null, productName: null, detectorId: null, actorDisplayName: null, threatDisplayName: null, threatFamilyName: null, investigationId: null,
  investigationState: null, alertWebUrl: null, tenantId: null, systemTags: [], comments: [], createdUs: null, lastUpdateUs: null, resolvedUs: null, firstActivityUs: at(0), lastActivityUs: at(10), rawLabels: {}, ...more,
});
export const someEvidence = (alertId: string, entity: Mention, more: Partial<EvidenceFact> = {}): EvidenceFact => ({
  alertId, entity, evidenceType: entity.kind, createdUs: null, verdict: 'unknown', remediationStatus: 'none', remediationStatusDetails: null, detectionStatus: null, roles: [], detailedRoles: [], tags: [], impacted: null, device: null, rawLabels: {}, ...more,
});
export const aRelation = (from: Mention, type: RelationFact['type'], to: Mention, seconds: number | null, more: Partial<RelationFact> = {}): RelationFact => ({ from, type, to, timeUs: seconds === null ? null : at(seconds), device: null, basis: 'observed', alertId: null, ...more });
export const anEvent = (key: string, seconds: number | null, more: Partial<EventFact> = {}): EventFact => ({
  key, timeUs: seconds === null ? null : at(seconds), timeText: null, timeField: 'Timestamp', timeNote: null, source: 'DeviceProcessEvents', actionType: 'ProcessCreated', eventId: null, device: null, actor: null, account: null, target: null,
  summary: key, mitreTechniques: [], alertIds: [], ...more,
});
export const anAction = (actionId: string, target: Mention, more: Partial<ActionFact> = {}): ActionFact => ({
  actionId, type: 'isolateDevice', sourceType: 'Isolate', status: 'succeeded', target, device: null, requestedBy: null, requestedUs: null, decidedBy: null, decidedUs: null, lastUpdateUs: null, comment: null, source: null, investigationId: null, typeInferred: false, ...more,
});
export const aRecommendation = (recommendationId: string, status: string): RecommendationFact => ({ recommendationId, recommendationName: recommendationId, productName: null, severityScore: null, remediationType: null, status, attributes: {} });
export const facts = (parts: Partial<Facts>): Facts => ({ ...noFacts(), ...parts });
