/** Flat entities, as the legacy incidents API and Defender for Endpoint alerts write them: all columns, most of them null. */
import type { EpochUs } from '../../../../shared/base/time.ts';
import { emailMention, fileMention, ipMention, mailboxMention, normalizeAddress, plainMention, processMention, registryMention, urlMention, domainMention, userMention } from '../../../../shared/domain/entity/index.ts';
import { fingerprint } from '../../../../shared/base/hash.ts';
import { readRemediationStatus, readVerdict } from '../../../../shared/domain/incident/labels.ts';
import type { Facts, Json, Mention, RelationType } from '../../../../shared/domain/facts/facts.ts';
import { attributes, pick, text, texts, time, type Rec } from '../graph-security/record.ts';

export interface FlatContext { readonly alertId: string; readonly firstUs: EpochUs | null; readonly deviceOf: (id: unknown) => Mention | null; readonly onlyDevice: Mention | null }

/** Adds one flat entity as evidence, with the relations that its columns state. */
export function addFlatEvidence(facts: Facts, context: FlatContext, e: Rec): void {
  const device = context.deviceOf(pick(e, 'deviceId', 'machineId', 'mdatpDeviceId')) ?? (pick(e, 'deviceId') === undefined ? context.onlyDevice : null);
  const state = (entity: Mention | null, attrs: Record<string, Json>): Mention | null => { if (entity !== null) facts.entities.push({ entity, attributes: attrs, asOfUs: null }); return entity; };
  const relate = (from: Mention | null, type: RelationType, to: Mention | null, timeUs: EpochUs | null) => { if (from !== null && to !== null) facts.relations.push({ from, type, to, timeUs, device, basis: 'observed', alertId: context.alertId }); };
  const user = () => state(userMention({ azureAdUserId: e['aadUserId'], sid: e['userSid'], upn: e['userPrincipalName'], account: e['accountName'], domain: e['domainName'], device }), attributes(e, ['accountName', 'domainName', 'userSid']));
  const file = () => state(fileMention({ sha256: e['sha256'], sha1: e['sha1'], name: e['fileName'], folder: e['filePath'], device }), attributes(e, ['fileName', 'filePath', 'sha1', 'sha256']));
  const type = (text(e['entityType']) ?? '').toLowerCase();
  let entity: Mention | null = null;
  if (type === 'user') entity = user();
  else if (type === 'ip') entity = state(ipMention(e['ipAddress']), {});
  else if (type === 'url') entity = state(urlMention(e['url']) ?? domainMention(e['url']), {});
  else if (type === 'file') entity = file();
  else if (type === 'process') {
    const startUs = time(pick(e, 'processCreationTime'));
    const at = startUs ?? context.firstUs;
    entity = state(processMention({ device, pid: e['processId'], startUs, image: pick(e, 'fileName'), aliveAtUs: at }), attributes(e, ['processId', 'processCommandLine', 'processCreationTime', 'fileName', 'filePath', 'sha1', 'sha256']));
    relate(entity, 'ran_on', device, at);
    relate(file(), 'image_of', entity, at);
    relate(user(), 'ran_as', entity, at);
    if (text(e['parentProcessId']) !== null) {
      const parent = state(processMention({ device, pid: e['parentProcessId'], startUs: time(e['parentProcessCreationTime']), image: e['parentProcessFileName'], aliveAtUs: at }), attributes(e, ['parentProcessFileName', 'parentProcessFilePath']));
      relate(parent, 'spawned', entity, at);
    }
  } else if (type === 'mailbox') {
    entity = state(mailboxMention({ primaryAddress: pick(e, 'mailboxAddress', 'userPrincipalName'), displayName: e['mailboxDisplayName'] }), attributes(e, ['mailboxDisplayName']));
    if (normalizeAddress(e['userPrincipalName']) !== null) relate(state(userMention({ upn: e['userPrincipalName'] }), {}), 'owns_mailbox', entity, null);
  } else if (type === 'mailmessage') {
    entity = state(emailMention({ recipient: e['recipient'], sender: e['sender'], subject: e['subject'] }), attributes(e, ['sender', 'recipient', 'subject', 'deliveryAction']));
    relate(state(mailboxMention({ primaryAddress: e['sender'] }), {}), 'sent', entity, context.firstUs);
    relate(entity, 'delivered_to', state(mailboxMention({ primaryAddress: e['recipient'] }), {}), context.firstUs);
  } else if (type === 'mailcluster') entity = state(plainMention('mailCluster', { clusterBy: e['clusterBy'] }, e['clusterBy']), attributes(e, ['clusterBy']));
  else if (type === 'registry') entity = state(registryMention({ hive: e['registryHive'], key: e['registryKey'], valueName: e['registryValueName'], device }), attributes(e, ['registryValueType', 'registryValue']));
  else if (type === 'securitygroup') entity = state(plainMention('securityGroup', { securityGroupId: e['securityGroupId'], name: e['securityGroupName'] }, e['securityGroupName']), {});
  if (entity === null) {
    const fields = Object.fromEntries(Object.entries(e).filter(([, v]) => v !== null && v !== '')) as Record<string, Json>;
    entity = state(plainMention('other', { raw: `${type}|${fingerprint(JSON.stringify(fields, Object.keys(fields).sort()))}` }, text(e['entityType']) ?? 'Unknown evidence'), fields)!;
  }
  const rawLabels: Record<string, string> = {};
  facts.evidence.push({
    alertId: context.alertId, entity, evidenceType: text(e['entityType']) ?? 'unknown', createdUs: time(e['evidenceCreationTime']), verdict: readVerdict(e['verdict'], 'verdict', rawLabels) ?? 'unknown', remediationStatus: readRemediationStatus(e['remediationStatus'], 'remediationStatus', rawLabels) ?? 'unknown', remediationStatusDetails: text(e['remediationStatusDetails']),
    detectionStatus: text(e['detectionStatus'])?.toLowerCase() ?? null, roles: texts(e['roles']), detailedRoles: texts(e['detailedRoles']), tags: texts(e['tags']), impacted: null, device, rawLabels,
  });
}
