/** Microsoft Graph security: incidents with or without their alerts, and alerts alone (formats.md section 6). */
import { noFacts, type Facts, type IncidentFact } from '../../../../shared/domain/facts/facts.ts';
import { readClassification, readDetermination, readIncidentStatus, readSeverity } from '../../../../shared/domain/incident/labels.ts';
import { BadRecord, type Importer, type RawRecord } from '../importer.ts';
import { addInvestigation, alertFact, type AlertNames } from '../shared/alert.ts';
import { AlertDevices, Collector } from '../shared/collector.ts';
import { MessageClusters } from '../shared/mail-cluster.ts';
import { attributes, comments, isRec, joined, list, recs, text, texts, time, type Rec } from '../shared/record.ts';
import { detect, isAlert, isIncident } from './detection.ts';
import { deviceOf } from './device-evidence.ts';
import { addEvidence } from './evidence.ts';
import { subtypeOf } from './subtype.ts';

function incidentFact(r: Rec): IncidentFact {
  const incidentId = text(r['id']);
  if (incidentId === null) throw new BadRecord('an incident without an id');
  const rawLabels: Record<string, string> = {};
  const [description, summary] = [text(r['description']), text(r['summary'])];
  return {
    incidentId,
    displayName: text(r['displayName']),
    description: summary === description ? description : joined('\n\n', description, summary),
    severity: readSeverity(r['severity'], 'severity', rawLabels),
    status: readIncidentStatus(r['status'], 'status', rawLabels),
    classification: readClassification(r['classification'], 'classification', rawLabels),
    determination: readDetermination(r['determination'], 'determination', rawLabels),
    assignedTo: text(r['assignedTo']),
    customTags: [...new Set([...texts(r['customTags']), ...texts(r['tags'])])],
    systemTags: texts(r['systemTags']),
    comments: comments(r['comments']),
    createdUs: time(r['createdDateTime']),
    lastUpdateUs: time(r['lastUpdateDateTime']),
    lastModifiedBy: text(r['lastModifiedBy']),
    resolvingComment: text(r['resolvingComment']),
    redirectIncidentId: text(r['redirectIncidentId']),
    incidentWebUrl: text(r['incidentWebUrl']),
    tenantId: text(r['tenantId']),
    rawLabels,
  };
}

const NAMES: AlertNames = {
  id: 'id',
  created: 'createdDateTime',
  updated: 'lastUpdateDateTime',
  resolved: 'resolvedDateTime',
  first: 'firstActivityDateTime',
  last: 'lastActivityDateTime',
};

/** Facts of one record, whose clusters may list messages of any of its alerts. */
class RecordMapper {
  readonly facts = noFacts();
  readonly #clusters = new MessageClusters();

  incident(r: Rec): void {
    const incident = incidentFact(r);
    this.facts.incidents.push(incident);
    for (const alert of list(r['alerts'])) {
      if (isRec(alert) && text(alert['id']) !== null) this.alert(alert, incident.incidentId);
      else this.facts.warnings.push({ code: 'alert-without-id', example: `in incident ${incident.incidentId}` });
    }
  }

  /** A nested alert belongs to the incident that holds it, whatever it says itself. */
  alert(r: Rec, containerId: string | null): void {
    const own = text(r['incidentId']);
    if (containerId !== null && own !== null && own !== containerId) {
      this.facts.warnings.push({
        code: 'alert-incident-id-differs',
        example: `alert ${text(r['id']) ?? ''} names incident ${own} but stands in ${containerId}`,
      });
    }
    const alert = alertFact(this.facts, r, containerId ?? own, NAMES, {
      recommendedActions: text(r['recommendedActions']),
      actorDisplayName: text(r['actorDisplayName']),
      threatDisplayName: text(r['threatDisplayName']),
      alertWebUrl: text(r['alertWebUrl']),
      tenantId: text(r['tenantId']),
      attributes: attributes(r, ['incidentWebUrl', 'alertPolicyId', 'customDetails', 'additionalData']),
    });
    const evidence = recs(r['evidence']);
    const devices = new AlertDevices();
    for (const e of evidence) if (subtypeOf(e['@odata.type']) === 'device') devices.add(deviceOf(e), e['mdeDeviceId']);
    const c = new Collector(this.facts, { alertId: alert.alertId, firstUs: alert.firstActivityUs, asOfUs: alert.lastUpdateUs, devices });
    for (const e of evidence) this.#evidence(c, e);
    addInvestigation(this.facts, alert, devices.only);
  }

  #evidence(c: Collector, e: Rec): void {
    const entity = addEvidence(c, e);
    if (entity.kind === 'email') this.#clusters.addMessage(e['networkMessageId'], entity);
    if (entity.kind === 'mailCluster') this.#clusters.addCluster(c, entity, e['networkMessageIds']);
  }

  end(): Facts {
    this.#clusters.relate();
    return this.facts;
  }
}

function map(record: RawRecord): Facts {
  const r = record.value;
  if (!isRec(r)) throw new BadRecord('not a JSON object');
  const mapper = new RecordMapper();
  if (isIncident(r)) mapper.incident(r);
  else if (isAlert(r) || ('title' in r && 'id' in r)) mapper.alert(r, null);
  else if ('id' in r && 'displayName' in r) mapper.incident(r);
  else throw new BadRecord('neither an incident nor an alert of Microsoft Graph security');
  return mapper.end();
}

export const importers: readonly Importer[] = [
  {
    format: 'graph-security',
    title: 'Microsoft Graph security incidents and alerts',
    version: 3,
    order: 20,
    detect,
    create: () => ({ map }),
  },
];
