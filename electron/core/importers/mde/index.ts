/** Defender for Endpoint API records, one importer per record type (formats.md section 8). */
import { fingerprint } from '../../../../shared/base/hash.ts';
import { plausibleAlertId } from '../../../../shared/domain/alert/index.ts';
import { deviceMention, domainMention, fileMention, ipMention, urlMention, userMention } from '../../../../shared/domain/entity/index.ts';
import { noFacts, type ActionStatus, type Facts, type Json, type Mention } from '../../../../shared/domain/facts/facts.ts';
import { readAlertStatus, readClassification, readDetectionSource, readDetermination, readSeverity } from '../../../../shared/domain/incident/labels.ts';
import { attributes, comments, isRec, list, pick, text, texts, time, type Rec } from '../graph-security/record.ts';
import { BadRecord, type Importer } from '../importer.ts';
import { addFlatEvidence } from '../legacy-incidents/flat-evidence.ts';

type MapRecord = (r: Rec, facts: Facts) => void;
const required = (r: Rec, name: string): string => { const value = text(r[name]); if (value === null) throw new BadRecord(`${name} is missing`); return value; };
const deviceOf = (r: Rec): Mention | null => deviceMention({ mdeDeviceId: r['machineId'], azureAdDeviceId: r['aadDeviceId'], name: r['computerDnsName'] });
const all = (r: Rec): Record<string, Json> => attributes(r, Object.keys(r).filter((k) => !k.startsWith('@odata')));

const alert: MapRecord = (r, facts) => {
  const stated = required(r, 'id');
  const rawLabels: Record<string, string> = {};
  const firstUs = time(r['firstEventTime']);
  const alertId = plausibleAlertId(stated, [text(r['incidentId']), text(r['title']), text(r['alertCreationTime']), text(r['firstEventTime'])]);
  const category = text(r['category']);
  facts.alerts.push({
    alertId, providerAlertId: null, incidentId: text(r['incidentId']), title: text(r['title']), description: text(r['description']), recommendedActions: text(r['recommendedAction']), category, categories: category === null ? [] : [category], mitreTechniques: texts(r['mitreTechniques']),
    severity: readSeverity(r['severity'], 'severity', rawLabels), status: readAlertStatus(r['status'], 'status', rawLabels), classification: readClassification(r['classification'], 'classification', rawLabels), determination: readDetermination(r['determination'], 'determination', rawLabels), assignedTo: text(r['assignedTo']),
    serviceSource: 'microsoftDefenderForEndpoint', detectionSource: readDetectionSource(r['detectionSource']), productName: null, detectorId: text(r['detectorId']), actorDisplayName: null, threatDisplayName: text(r['threatName']), threatFamilyName: text(r['threatFamilyName']), investigationId: text(r['investigationId']),
    investigationState: text(r['investigationState']), alertWebUrl: null, tenantId: text(r['aadTenantId']), systemTags: [], comments: comments(r['comments']), createdUs: time(r['alertCreationTime']), lastUpdateUs: time(r['lastUpdateTime']), resolvedUs: time(r['resolvedTime']), firstActivityUs: firstUs, lastActivityUs: time(r['lastEventTime']), rawLabels,
  });
  const device = deviceOf(r);
  const base = { createdUs: null, verdict: 'unknown', remediationStatus: 'unknown', remediationStatusDetails: null, detectionStatus: null, roles: [], detailedRoles: [], tags: [], impacted: null, device: null, rawLabels: {} } as const;
  if (device !== null) facts.evidence.push({ ...base, alertId, entity: device, evidenceType: 'device' });
  const related = isRec(r['relatedUser']) ? userMention({ account: r['relatedUser']['userName'], domain: r['relatedUser']['domainName'], device }) : null;
  if (related !== null) facts.evidence.push({ ...base, alertId, entity: related, evidenceType: 'user' });
  for (const e of list(r['evidence'])) if (isRec(e)) addFlatEvidence(facts, { alertId, firstUs, deviceOf: (id) => deviceMention({ mdeDeviceId: id }), onlyDevice: device }, e);
  const investigationId = text(r['investigationId']);
  if (investigationId !== null) facts.investigations.push({ investigationId, state: text(r['investigationState']) ?? 'Unknown', startUs: null, endUs: null, triggeringAlertId: null, cancelledBy: null, statusDetails: null, device, serviceSource: 'microsoftDefenderForEndpoint' });
};

const machine: MapRecord = (r, facts) => {
  const entity = deviceMention({ mdeDeviceId: required(r, 'id'), azureAdDeviceId: r['aadDeviceId'], name: r['computerDnsName'], aliasIds: list(r['mergedIntoMachineId']) })!;
  facts.entities.push({ entity, attributes: all(r), asOfUs: time(r['lastSeen']) });
  facts.directory.push({ factType: 'machine', factId: required(r, 'id'), entity, attributes: all(r), asOfUs: time(r['lastSeen']) });
};

const ACTION: Readonly<Record<string, string>> = { isolate: 'isolateDevice', unisolate: 'releaseDevice', runantivirusscan: 'runAntivirusScan', offboard: 'offboardDevice', liveresponse: 'liveResponse', collectinvestigationpackage: 'collectInvestigationPackage', stopandquarantinefile: 'stopAndQuarantineFile', restrictcodeexecution: 'restrictAppExecution', unrestrictcodeexecution: 'removeAppRestriction' };
const STATUS: Readonly<Record<string, ActionStatus>> = { pending: 'running', inprogress: 'running', succeeded: 'succeeded', failed: 'failed', timeout: 'failed', cancelled: 'cancelled' };

const machineAction: MapRecord = (r, facts) => {
  const actionId = required(r, 'id');
  const sourceType = required(r, 'type');
  const device = deviceOf(r);
  if (device === null) throw new BadRecord('neither machineId nor computerDnsName');
  const info = isRec(r['relatedFileInfo']) ? r['relatedFileInfo'] : null;
  const kind = text(info?.['fileIdentifierType'])?.toLowerCase();
  const file = info === null || kind === undefined ? null : fileMention({ [kind]: info['fileIdentifier'], name: null });
  const createdUs = time(r['creationDateTimeUtc']);
  const updatedUs = time(pick(r, 'lastUpdateDateTimeUtc', 'lastUpdateTimeUtc'));
  facts.actions.push({
    actionId, type: ACTION[sourceType.toLowerCase()] ?? sourceType, sourceType, status: STATUS[(text(r['status']) ?? '').toLowerCase()] ?? 'unknown', target: file ?? device, device, requestedBy: text(r['requestor']), requestedUs: createdUs, decidedBy: text(r['cancellationRequestor']),
    decidedUs: time(r['cancellationDateTimeUtc']), lastUpdateUs: updatedUs, comment: text(pick(r, 'requestorComment', 'cancellationComment')), source: text(r['requestSource']) ?? 'manualDeviceAction', investigationId: null, typeInferred: false,
  });
  const requestor = userMention({ upn: r['requestor'] });
  facts.events.push({
    key: `machineaction|${actionId.toLowerCase()}`, timeUs: createdUs, timeText: text(r['creationDateTimeUtc']), timeField: 'creationDateTimeUtc', timeNote: null, source: 'MachineActions', actionType: sourceType, eventId: null, device, actor: null, account: requestor, target: file,
    summary: `${sourceType} requested${text(r['requestor']) === null ? '' : ` by ${text(r['requestor'])}`}: ${text(r['status']) ?? 'status unknown'}${text(r['requestorComment']) === null ? '' : ` (${text(r['requestorComment'])})`}`, mitreTechniques: [], alertIds: [],
  });
};

const investigation: MapRecord = (r, facts) => facts.investigations.push({
  investigationId: required(r, 'id'), state: text(r['state']) ?? 'Unknown', startUs: time(r['startTime']), endUs: time(r['endTime']), triggeringAlertId: text(r['triggeringAlertId']), cancelledBy: text(r['cancelledBy']), statusDetails: text(r['statusDetails']), device: deviceOf(r), serviceSource: 'microsoftDefenderForEndpoint',
});
const recommendation: MapRecord = (r, facts) => {
  const score = r['severityScore'];
  facts.recommendations.push({ recommendationId: required(r, 'id'), recommendationName: required(r, 'recommendationName'), productName: text(r['productName']), severityScore: typeof score === 'number' ? score : null, remediationType: text(r['remediationType']), status: text(r['status']), attributes: all(r) });
};
const indicator: MapRecord = (r, facts) => {
  const value = required(r, 'indicatorValue');
  const type = (text(r['indicatorType']) ?? '').toLowerCase();
  const entity = type === 'filesha1' ? fileMention({ sha1: value }) : type === 'filesha256' ? fileMention({ sha256: value }) : type === 'filemd5' ? fileMention({ md5: value }) : type === 'ipaddress' ? ipMention(value) : type === 'domainname' ? domainMention(value) : type === 'url' ? urlMention(value) : null;
  facts.directory.push({ factType: 'indicator', factId: text(r['id']) ?? `${type}|${value.toLowerCase()}`, entity, attributes: all(r), asOfUs: time(pick(r, 'lastUpdateTime', 'creationTimeDateTimeUtc')) });
  if (entity !== null) facts.entities.push({ entity, attributes: { indicatorAction: text(r['action']), indicatorTitle: text(r['title']), indicatorSeverity: text(r['severity']) }, asOfUs: time(r['creationTimeDateTimeUtc']) });
};
const file: MapRecord = (r, facts) => {
  const entity = fileMention({ sha256: r['sha256'], sha1: r['sha1'], md5: r['md5'], name: pick(r, 'fileName', 'sha1') });
  if (entity === null) throw new BadRecord('a file without a usable hash');
  facts.entities.push({ entity, attributes: all(r), asOfUs: time(r['globalLastObserved']) });
  facts.directory.push({ factType: 'fileProfile', factId: text(pick(r, 'sha256', 'sha1', 'md5')) ?? '', entity, attributes: all(r), asOfUs: time(r['globalLastObserved']) });
};
const identityAccount: MapRecord = (r, facts) => {
  const entity = userMention({ azureAdUserId: r['cloudSecurityIdentifier'] === undefined ? null : cloudObjectId(r), sid: r['onPremisesSecurityIdentifier'], displayName: r['displayName'] });
  facts.directory.push({ factType: 'identityAccount', factId: text(pick(r, 'id', 'cloudSecurityIdentifier', 'onPremisesSecurityIdentifier')) ?? fingerprint(JSON.stringify(r)), entity, attributes: all(r), asOfUs: null });
  if (entity !== null) facts.entities.push({ entity, attributes: attributes(r, ['displayName', 'domain', 'isEnabled', 'onPremisesSecurityIdentifier', 'cloudSecurityIdentifier']), asOfUs: null });
};
/** The Entra account among the identity's accounts names the object id. */
const cloudObjectId = (r: Rec): string | null => text(list(r['accounts']).filter(isRec).find((a) => /azure|entra/i.test(text(a['provider']) ?? ''))?.['identifier']);
const remediationActivity: MapRecord = (r, facts) => facts.directory.push({ factType: 'remediationActivity', factId: text(r['id']) ?? fingerprint(JSON.stringify(r)), entity: null, attributes: all(r), asOfUs: time(pick(r, 'statusLastModifiedOn', 'createdOn')) });

/** Title, how to know a record, and its mapping, in the order in which they are tried. */
const TYPES: readonly (readonly [format: string, title: string, is: (r: Rec) => boolean, map: MapRecord])[] = [
  ['mde-investigation', 'Defender for Endpoint investigations', (r) => 'machineId' in r && 'triggeringAlertId' in r, investigation],
  ['mde-machine-action', 'Defender for Endpoint machine actions', (r) => 'requestor' in r && 'creationDateTimeUtc' in r, machineAction],
  ['mde-alert', 'Defender for Endpoint alerts', (r) => 'alertCreationTime' in r, alert],
  ['mde-machine', 'Defender for Endpoint machines', (r) => 'computerDnsName' in r && 'healthStatus' in r, machine],
  ['mde-indicator', 'Defender for Endpoint indicators', (r) => 'indicatorValue' in r, indicator],
  ['mde-recommendation', 'Defender for Endpoint recommendations', (r) => 'recommendationName' in r, recommendation],
  ['mde-file', 'Defender for Endpoint files', (r) => 'sha1' in r && ('globalPrevalence' in r || 'determinationType' in r), file],
  ['mde-identity-account', 'Defender for Identity accounts', (r) => ('onPremisesSecurityIdentifier' in r || 'cloudSecurityIdentifier' in r) && Array.isArray(r['accounts']), identityAccount],
  ['mde-remediation-activity', 'Defender remediation activities', (r) => 'requesterEmail' in r && 'targetDevices' in r, remediationActivity],
];

export const importers: readonly Importer[] = TYPES.map(([format, title, is, map], i) => ({
  format, title, version: 1, order: 50 + i, detect: (s) => s.framing !== 'csv' && s.records.filter(isRec).some(is),
  create: () => ({
    map: (record) => {
      if (!isRec(record.value)) throw new BadRecord('not a JSON object');
      const facts = noFacts();
      map(record.value, facts);
      return facts;
    },
  }),
}));
