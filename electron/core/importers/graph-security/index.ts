/** Microsoft Graph security: incidents with or without alerts, and alerts alone (formats.md section 6). */
import { plausibleAlertId } from '../../../../shared/domain/alert/index.ts';
import { noFacts, type Facts } from '../../../../shared/domain/facts/facts.ts';
import { readAlertStatus, readClassification, readDetectionSource, readDetermination, readIncidentStatus, readServiceSource, readSeverity } from '../../../../shared/domain/incident/labels.ts';
import { BadRecord, type Importer, type RawRecord, type Sample } from '../importer.ts';
import { addEvidence, onlyDeviceOf } from './evidence.ts';
import { comments, isRec, list, pick, text, texts, time, type Rec } from './record.ts';

function isIncident(r: Rec): boolean {
  return /\.?incident$/i.test(text(r['@odata.type']) ?? '') || ('displayName' in r && ('incidentWebUrl' in r || 'redirectIncidentId' in r || 'customTags' in r || Array.isArray(r['alerts'])) && !('title' in r));
}
const isAlert = (r: Rec): boolean => /security\.alert$/i.test(text(r['@odata.type']) ?? '') || 'alertWebUrl' in r || ('title' in r && list(r['evidence']).some((e) => isRec(e) && String(e['@odata.type'] ?? '').includes('microsoft.graph.security.')));

function detect(sample: Sample): boolean {
  if (sample.framing === 'csv') return false;
  const context = text(sample.envelope?.['@odata.context']) ?? '';
  if (sample.records.length === 0) return /security\/(incidents|alerts_v2)/i.test(context);
  return sample.records.filter(isRec).some((r) => String(r['@odata.type'] ?? '').includes('microsoft.graph.security.') || isIncident(r) || isAlert(r));
}

function addIncident(facts: Facts, r: Rec): void {
  const incidentId = text(r['id']);
  if (incidentId === null) throw new BadRecord('an incident without an id');
  const rawLabels: Record<string, string> = {};
  facts.incidents.push({
    incidentId, displayName: text(r['displayName']), description: text(pick(r, 'description', 'summary')), severity: readSeverity(r['severity'], 'severity', rawLabels), status: readIncidentStatus(r['status'], 'status', rawLabels),
    classification: readClassification(r['classification'], 'classification', rawLabels), determination: readDetermination(r['determination'], 'determination', rawLabels), assignedTo: text(r['assignedTo']), customTags: texts(r['customTags'] ?? r['tags']), systemTags: texts(r['systemTags']),
    comments: comments(r['comments']), createdUs: time(r['createdDateTime']), lastUpdateUs: time(r['lastUpdateDateTime']), lastModifiedBy: text(r['lastModifiedBy']), resolvingComment: text(r['resolvingComment']), redirectIncidentId: text(r['redirectIncidentId']),
    incidentWebUrl: text(r['incidentWebUrl']), tenantId: text(r['tenantId']), rawLabels,
  });
  for (const alert of list(r['alerts'])) if (isRec(alert)) addAlert(facts, alert, incidentId);
}

function addAlert(facts: Facts, r: Rec, containerId: string | null): void {
  const stated = text(r['id']);
  if (stated === null) throw new BadRecord('an alert without an id');
  const rawLabels: Record<string, string> = {};
  const own = text(r['incidentId']);
  if (containerId !== null && own !== null && own !== containerId) facts.warnings.push({ code: 'alert-incident-id-differs', example: `alert ${stated} names incident ${own} but stands in ${containerId}` });
  const incidentId = containerId ?? own;
  const firstUs = time(r['firstActivityDateTime']);
  const alertId = plausibleAlertId(stated, [incidentId, text(r['title']), text(r['createdDateTime']), text(r['firstActivityDateTime'])]);
  const category = text(r['category']);
  facts.alerts.push({
    alertId, providerAlertId: text(r['providerAlertId']), incidentId, title: text(r['title']), description: text(r['description']), recommendedActions: text(r['recommendedActions']), category, categories: category === null ? [] : [category], mitreTechniques: texts(r['mitreTechniques']),
    severity: readSeverity(r['severity'], 'severity', rawLabels), status: readAlertStatus(r['status'], 'status', rawLabels), classification: readClassification(r['classification'], 'classification', rawLabels), determination: readDetermination(r['determination'], 'determination', rawLabels),
    assignedTo: text(r['assignedTo']), serviceSource: readServiceSource(r['serviceSource']), detectionSource: readDetectionSource(r['detectionSource']), productName: text(r['productName']), detectorId: text(r['detectorId']), actorDisplayName: text(r['actorDisplayName']),
    threatDisplayName: text(r['threatDisplayName']), threatFamilyName: text(r['threatFamilyName']), investigationId: text(r['investigationId']), investigationState: text(r['investigationState']), alertWebUrl: text(r['alertWebUrl']), tenantId: text(r['tenantId']), systemTags: texts(r['systemTags']),
    comments: comments(r['comments']), createdUs: time(r['createdDateTime']), lastUpdateUs: time(r['lastUpdateDateTime']), resolvedUs: time(r['resolvedDateTime']), firstActivityUs: firstUs, lastActivityUs: time(r['lastActivityDateTime']), rawLabels,
  });
  const onlyDevice = onlyDeviceOf(list(r['evidence']));
  for (const e of list(r['evidence'])) if (isRec(e)) addEvidence(facts, { alertId, firstUs, onlyDevice }, e);
}

function map(record: RawRecord): Facts {
  if (!isRec(record.value)) throw new BadRecord('not a JSON object');
  const facts = noFacts();
  if (isIncident(record.value)) addIncident(facts, record.value);
  else if (isAlert(record.value) || 'title' in record.value) addAlert(facts, record.value, null);
  else throw new BadRecord('neither an incident nor an alert of Microsoft Graph security');
  return facts;
}

export const importers: readonly Importer[] = [{ format: 'graph-security', title: 'Microsoft Graph security incidents and alerts', version: 1, order: 20, detect, create: () => ({ map }) }];
