/** `graph-incidents.json`: the answer of the incidents list with alerts expanded. */
import { incidents, type Alert, type Incident } from '../truth.ts';
import { alertId, exact, guid, providerAlertId, tenantId } from './derive.ts';
import { evidenceShape } from './evidence.ts';
import { json } from './output.ts';

const portal = (path: string): string => `https://security.example/${path}?tid=${tenantId}`;

function alertShape(alert: Alert, incident: Incident): object {
  const id = alertId(alert.key, alert.serviceSource);
  // Cloud app records carry milliseconds only.
  const time = alert.serviceSource === 'microsoftDefenderForCloudApps' ? (at: string) => at : exact;
  return {
    id,
    providerAlertId: providerAlertId(alert.key, alert.serviceSource),
    incidentId: incident.id,
    status: alert.status,
    severity: alert.severity,
    classification: alert.classification,
    determination: alert.determination,
    serviceSource: alert.serviceSource,
    detectionSource: alert.detectionSource,
    productName: alert.productName,
    detectorId: guid(`detector|${alert.title}`),
    tenantId,
    title: alert.title,
    description: alert.description,
    recommendedActions: alert.recommendedActions.map((line) => `• ${line}`).join('\n'),
    category: alert.category,
    assignedTo: alert.status === 'new' ? null : incident.assignedTo,
    alertWebUrl: portal(`alerts/${id}`),
    incidentWebUrl: portal(`incidents/${incident.id}`),
    actorDisplayName: alert.actor ?? null,
    threatDisplayName: alert.threatDisplay ?? null,
    threatFamilyName: alert.threatFamily ?? null,
    mitreTechniques: alert.techniques,
    createdDateTime: exact(alert.created),
    lastUpdateDateTime: exact(alert.updated),
    resolvedDateTime: alert.resolved === null ? null : exact(alert.resolved),
    firstActivityDateTime: time(alert.first),
    lastActivityDateTime: time(alert.last),
    systemTags: ['Synthetic sample'],
    alertPolicyId: null,
    additionalData: null,
    comments: [],
    evidence: alert.evidence.map((e) => evidenceShape(e, alert)),
  };
}

function incidentShape(incident: Incident): object {
  return {
    id: incident.id,
    tenantId,
    status: incident.status,
    incidentWebUrl: portal(`incidents/${incident.id}`),
    redirectIncidentId: null,
    displayName: incident.displayName,
    createdDateTime: exact(incident.created),
    lastUpdateDateTime: exact(incident.updated),
    assignedTo: incident.assignedTo,
    classification: incident.classification,
    determination: incident.determination,
    severity: incident.severity,
    customTags: incident.customTags,
    systemTags: incident.systemTags,
    description: null,
    summary: incident.summary,
    lastModifiedBy: incident.assignedTo ?? 'Automation',
    resolvingComment: incident.resolvingComment,
    comments: incident.comments.map((c) => ({ comment: c.comment, createdByDisplayName: c.by, createdDateTime: exact(c.at) })),
    alerts: incident.alerts.map((a) => alertShape(a, incident)),
  };
}

export const incidentsJson = (): string =>
  json({ '@odata.context': 'https://graph.example/v1.0/$metadata#security/incidents(alerts())', value: incidents.map(incidentShape) });
