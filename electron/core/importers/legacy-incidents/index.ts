/** The legacy Defender XDR incidents API: flat entities, one device list per alert (formats.md section 7). */
import { deviceMention } from '../../../../shared/domain/entity/index.ts';
import { noFacts, type Facts, type IncidentFact } from '../../../../shared/domain/facts/facts.ts';
import { readClassification, readDetermination, readIncidentStatus, readSeverity } from '../../../../shared/domain/incident/labels.ts';
import { BadRecord, type Importer, type RawRecord, type Sample } from '../importer.ts';
import { addInvestigation, alertFact, type AlertNames } from '../shared/alert.ts';
import { AlertDevices, Collector } from '../shared/collector.ts';
import { addFlatEvidence } from '../shared/flat-evidence.ts';
import { attributes, comments, isRec, list, pick, recs, text, texts, time, type Rec } from '../shared/record.ts';

const DEVICE = [
  'deviceDnsName',
  'mdatpDeviceId',
  'aadDeviceId',
  'osPlatform',
  'version',
  'osProcessor',
  'osBuild',
  'healthStatus',
  'riskScore',
  'rbacGroupName',
  'rbacGroupId',
  'firstSeen',
  'defenderAvStatus',
  'onboardingStatus',
  'vmMetadata',
  'loggedOnUsers',
];

/** Every device of an alert is evidence of it. The table of the documentation says `DeviceId`, its samples `mdatpDeviceId`. */
function addDevices(c: Collector, devices: AlertDevices, records: readonly Rec[]): void {
  for (const d of records) {
    const id = pick(d, 'mdatpDeviceId', 'deviceId', 'DeviceId');
    const device = deviceMention({ mdeDeviceId: id, azureAdDeviceId: d['aadDeviceId'], name: d['deviceDnsName'] });
    devices.add(device, d['mdatpDeviceId'], d['deviceId'], d['DeviceId']);
    const entity = c.state(device, attributes(d, DEVICE)) ?? c.other('device', null, d, new Set(), 'Device without a name');
    c.evidence(entity, 'device', { tags: texts(d['tags']) });
  }
}

const NAMES: AlertNames = {
  id: 'alertId',
  created: 'creationTime',
  updated: 'lastUpdatedTime',
  resolved: 'resolvedTime',
  first: 'firstActivity',
  last: 'lastActivity',
};

function addAlert(facts: Facts, r: Rec, incidentId: string): void {
  const own = text(r['incidentId']);
  if (own !== null && own !== incidentId)
    facts.warnings.push({
      code: 'alert-incident-id-differs',
      example: `alert ${text(r['alertId']) ?? ''} names incident ${own} but stands in ${incidentId}`,
    });
  const alert = alertFact(facts, r, incidentId, NAMES, {
    actorDisplayName: text(pick(r, 'actorName', 'actorDisplayName')),
    threatDisplayName: text(r['threatName']),
  });
  const devices = new AlertDevices();
  const c = new Collector(facts, { alertId: alert.alertId, firstUs: alert.firstActivityUs, asOfUs: alert.lastUpdateUs, devices });
  addDevices(c, devices, recs(r['devices']));
  for (const e of recs(r['entities'])) addFlatEvidence(c, e);
  addInvestigation(facts, alert, devices.only);
}

function incidentFact(r: Rec, incidentId: string): IncidentFact {
  const rawLabels: Record<string, string> = {};
  return {
    incidentId,
    displayName: text(r['incidentName']),
    description: null,
    severity: readSeverity(r['severity'], 'severity', rawLabels),
    status: readIncidentStatus(r['status'], 'status', rawLabels),
    classification: readClassification(r['classification'], 'classification', rawLabels),
    determination: readDetermination(r['determination'], 'determination', rawLabels),
    assignedTo: text(r['assignedTo']),
    customTags: texts(r['tags']),
    systemTags: [],
    comments: comments(r['comments']),
    createdUs: time(r['createdTime']),
    lastUpdateUs: time(r['lastUpdateTime']),
    lastModifiedBy: null,
    resolvingComment: null,
    redirectIncidentId: text(r['redirectIncidentId']),
    incidentWebUrl: text(r['incidentUri']),
    tenantId: null,
    rawLabels,
  };
}

function map(record: RawRecord): Facts {
  const r = record.value;
  if (!isRec(r)) throw new BadRecord('not a JSON object');
  const incidentId = text(r['incidentId']);
  if (incidentId === null) throw new BadRecord('an incident without an incidentId');
  const facts = noFacts();
  facts.incidents.push(incidentFact(r, incidentId));
  for (const alert of list(r['alerts'])) {
    if (isRec(alert) && text(alert['alertId']) !== null) addAlert(facts, alert, incidentId);
    else facts.warnings.push({ code: 'alert-without-id', example: `in incident ${incidentId}` });
  }
  return facts;
}

function detect(sample: Sample): boolean {
  if (sample.framing === 'csv') return false;
  const records = sample.records.filter(isRec);
  return records.filter((r) => 'incidentId' in r && 'incidentName' in r).length * 2 > records.length;
}

export const importers: readonly Importer[] = [
  { format: 'legacy-incidents', title: 'Defender XDR incidents API (legacy)', version: 3, order: 30, detect, create: () => ({ map }) },
];
