/** Alerts of all Microsoft APIs: one place that knows which facts an alert has, and that reads its words. */
import { plausibleAlertId } from '../../../../shared/domain/alert/index.ts';
import type { AlertFact, Facts } from '../../../../shared/domain/facts/facts.ts';
import {
  readAlertStatus,
  readClassification,
  readDetectionSource,
  readDetermination,
  readInvestigationState,
  readServiceSource,
  readSeverity,
} from '../../../../shared/domain/incident/labels.ts';
import { BadRecord } from '../importer.ts';
import { comments, text, texts, time, type Rec } from './record.ts';

/** What the APIs call the fields of an alert that differ between them. */
export interface AlertNames {
  readonly id: string;
  readonly created: string;
  readonly updated: string;
  readonly resolved: string;
  readonly first: string;
  readonly last: string;
}

type Own = Partial<Omit<AlertFact, 'alertId' | 'rawLabels'>>;

/**
 * The fields that all APIs share, plus `own`. An id without any digit is a placeholder of a redacted export; the alert then gets a
 * distinct one, with a warning.
 */
export function alertFact(facts: Facts, r: Rec, incidentId: string | null, names: AlertNames, own: Own): AlertFact {
  const stated = text(r[names.id]);
  if (stated === null) throw new BadRecord('an alert without an id');
  const title = text(r['title']);
  const alertId = plausibleAlertId(stated, [incidentId, title, text(r[names.created]), text(r[names.first])]);
  if (alertId !== stated)
    facts.warnings.push({ code: 'placeholder-alert-id', example: `${stated} is no id: "${title ?? 'an alert'}" became ${alertId}` });
  const rawLabels: Record<string, string> = {};
  const category = text(r['category']);
  const alert: AlertFact = {
    alertId,
    incidentId,
    title,
    providerAlertId: text(r['providerAlertId']),
    description: text(r['description']),
    recommendedActions: null,
    category,
    categories: category === null ? [] : [category],
    mitreTechniques: texts(r['mitreTechniques']),
    severity: readSeverity(r['severity'], 'severity', rawLabels),
    status: readAlertStatus(r['status'], 'status', rawLabels),
    classification: readClassification(r['classification'], 'classification', rawLabels),
    determination: readDetermination(r['determination'], 'determination', rawLabels),
    assignedTo: text(r['assignedTo']),
    serviceSource: readServiceSource(r['serviceSource'], 'serviceSource', rawLabels),
    detectionSource: readDetectionSource(r['detectionSource'], 'detectionSource', rawLabels),
    productName: text(r['productName']),
    detectorId: text(r['detectorId']),
    actorDisplayName: null,
    threatDisplayName: null,
    threatFamilyName: text(r['threatFamilyName']),
    investigationId: text(r['investigationId']),
    investigationState: readInvestigationState(r['investigationState'], 'investigationState', rawLabels),
    alertWebUrl: null,
    tenantId: null,
    systemTags: texts(r['systemTags']),
    comments: comments(r['comments']),
    createdUs: time(r[names.created]),
    lastUpdateUs: time(r[names.updated]),
    resolvedUs: time(r[names.resolved]),
    firstActivityUs: time(r[names.first]),
    lastActivityUs: time(r[names.last]),
    ...own,
    rawLabels,
  };
  facts.alerts.push(alert);
  return alert;
}

/** An alert that names its investigation states that one exists, in some state; more is known only from the investigation's record. */
export function addInvestigation(facts: Facts, alert: AlertFact, device: AlertDevice): void {
  if (alert.investigationId === null) return;
  facts.investigations.push({
    investigationId: alert.investigationId,
    state: alert.investigationState ?? 'Unknown',
    startUs: null,
    endUs: null,
    triggeringAlertId: null,
    cancelledBy: null,
    statusDetails: null,
    device,
    serviceSource: alert.serviceSource,
  });
}
type AlertDevice = Facts['investigations'][number]['device'];
