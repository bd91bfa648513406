/** The legacy Defender XDR incidents API: flat entities, one device list per alert (formats.md section 7). */
import { plausibleAlertId } from '../../../../shared/domain/alert/index.ts';
import { deviceMention } from '../../../../shared/domain/entity/index.ts';
import { noFacts, type Facts, type Mention } from '../../../../shared/domain/facts/facts.ts';
import { readAlertStatus, readClassification, readDetectionSource, readDetermination, readIncidentStatus, readServiceSource, readSeverity } from '../../../../shared/domain/incident/labels.ts';
import { attributes, comments, isRec, list, pick, text, texts, time, type Rec } from '../graph-security/record.ts';
import { BadRecord, type Importer, type RawRecord } from '../importer.ts';
import { addFlatEvidence } from './flat-evidence.ts';

const DEVICE = ['osPlatform', 'version', 'osProcessor', 'osBuild', 'healthStatus', 'riskScore', 'rbacGroupName', 'rbacGroupId', 'firstSeen', 'tags', 'defenderAvStatus', 'onboardingStatus', 'vmMetadata'];

function addDevices(facts: Facts, alertId: string, devices: readonly unknown[]): { byId: Map<string, Mention>; all: Mention[] } {
  const byId = new Map<string, Mention>();
  const all: Mention[] = [];
  for (const d of devices) {
    if (!isRec(d)) continue;
    const device = deviceMention({ mdeDeviceId: pick(d, 'mdatpDeviceId', 'deviceId', 'DeviceId'), azureAdDeviceId: d['aadDeviceId'], name: d['deviceDnsName'] });
    if (device === null) continue;
    for (const name of ['mdatpDeviceId', 'deviceId', 'DeviceId']) { const id = text(d[name]); if (id !== null) byId.set(id.toLowerCase(), device); }
    all.push(device);
    facts.entities.push({ entity: device, attributes: attributes(d, DEVICE), asOfUs: null });
    facts.evidence.push({ alertId, entity: device, evidenceType: 'device', createdUs: null, verdict: 'unknown', remediationStatus: 'unknown', remediationStatusDetails: null, detectionStatus: null, roles: [], detailedRoles: [], tags: texts(d['tags']), impacted: null, device: null, rawLabels: {} });
  }
  return { byId, all };
}

function addAlert(facts: Facts, r: Rec, incidentId: string): void {
  const stated = text(r['alertId']);
  if (stated === null) throw new BadRecord('an alert without an alertId');
  const rawLabels: Record<string, string> = {};
  const firstUs = time(r['firstActivity']);
  const alertId = plausibleAlertId(stated, [incidentId, text(r['title']), text(r['creationTime']), text(r['firstActivity'])]);
  if (alertId !== stated) facts.warnings.push({ code: 'placeholder-alert-id', example: `${stated} names more than one alert; "${text(r['title']) ?? ''}" became ${alertId}` });
  const category = text(r['category']);
  facts.alerts.push({
    alertId, providerAlertId: text(r['providerAlertId']), incidentId, title: text(r['title']), description: text(r['description']), recommendedActions: null, category, categories: category === null ? [] : [category], mitreTechniques: texts(r['mitreTechniques']),
    severity: readSeverity(r['severity'], 'severity', rawLabels), status: readAlertStatus(r['status'], 'status', rawLabels), classification: readClassification(r['classification'], 'classification', rawLabels), determination: readDetermination(r['determination'], 'determination', rawLabels),
    assignedTo: text(r['assignedTo']), serviceSource: readServiceSource(r['serviceSource']), detectionSource: readDetectionSource(r['detectionSource']), productName: null, detectorId: text(r['detectorId']), actorDisplayName: text(r['actorName']), threatDisplayName: null, threatFamilyName: text(r['threatFamilyName']),
    investigationId: text(r['investigationId']), investigationState: text(r['investigationState']), alertWebUrl: null, tenantId: null, systemTags: [], comments: comments(r['comments']), createdUs: time(r['creationTime']), lastUpdateUs: time(r['lastUpdatedTime']), resolvedUs: time(r['resolvedTime']), firstActivityUs: firstUs, lastActivityUs: time(r['lastActivity']), rawLabels,
  });
  const { byId, all } = addDevices(facts, alertId, list(r['devices']));
  const deviceOf = (id: unknown) => { const key = text(id)?.toLowerCase(); return key === undefined ? null : (byId.get(key) ?? deviceMention({ mdeDeviceId: id })); };
  for (const e of list(r['entities'])) if (isRec(e)) addFlatEvidence(facts, { alertId, firstUs, deviceOf, onlyDevice: all.length === 1 ? all[0]! : null }, e);
  const investigationId = text(r['investigationId']);
  if (investigationId !== null) facts.investigations.push({ investigationId, state: text(r['investigationState']) ?? 'Unknown', startUs: null, endUs: null, triggeringAlertId: null, cancelledBy: null, statusDetails: null, device: null, serviceSource: readServiceSource(r['serviceSource']) });
}

function map(record: RawRecord): Facts {
  const r = record.value;
  if (!isRec(r)) throw new BadRecord('not a JSON object');
  const incidentId = text(r['incidentId']);
  if (incidentId === null) throw new BadRecord('an incident without an incidentId');
  const facts = noFacts();
  const rawLabels: Record<string, string> = {};
  facts.incidents.push({
    incidentId, displayName: text(r['incidentName']), description: null, severity: readSeverity(r['severity'], 'severity', rawLabels), status: readIncidentStatus(r['status'], 'status', rawLabels), classification: readClassification(r['classification'], 'classification', rawLabels), determination: readDetermination(r['determination'], 'determination', rawLabels),
    assignedTo: text(r['assignedTo']), customTags: texts(r['tags']), systemTags: [], comments: comments(r['comments']), createdUs: time(r['createdTime']), lastUpdateUs: time(r['lastUpdateTime']), lastModifiedBy: null, resolvingComment: null, redirectIncidentId: text(r['redirectIncidentId']), incidentWebUrl: text(r['incidentUri']), tenantId: null, rawLabels,
  });
  for (const alert of list(r['alerts'])) if (isRec(alert)) addAlert(facts, alert, incidentId);
  return facts;
}

export const importers: readonly Importer[] = [{
  format: 'legacy-incidents', title: 'Defender XDR incidents API (legacy)', version: 1, order: 30,
  detect: (s) => s.framing !== 'csv' && s.records.filter(isRec).some((r) => 'incidentId' in r && 'incidentName' in r), create: () => ({ map }),
}];
