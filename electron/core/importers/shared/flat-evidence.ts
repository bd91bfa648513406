/** Flat entities, as the older incidents API and Defender for Endpoint alerts write them: all columns, most of them null (formats.md section 7). */
import { readDetectionStatus, readRemediationStatus, readRoles, readVerdict } from '../../../../shared/domain/evidence/index.ts';
import {
  emailMention,
  ipMention,
  mailboxMention,
  normalizeAddress,
  plainMention,
  registryMention,
} from '../../../../shared/domain/entity/index.ts';
import type { Mention } from '../../../../shared/domain/facts/facts.ts';
import type { Collector } from './collector.ts';
import { clusterOf } from './mail-cluster.ts';
import { statedFile, statedProcess } from './process.ts';
import { attributes, pick, text, texts, time, type Rec } from './record.ts';

type FlatKind = (c: Collector, e: Rec, device: Mention | null) => Mention | null;

/** Columns that speak of the evidence, not of the entity. */
const BASE_FIELDS: ReadonlySet<string> = new Set([
  'entityType',
  'evidenceCreationTime',
  'verdict',
  'remediationStatus',
  'remediationStatusDetails',
  'roles',
  'detailedRoles',
  'tags',
  'detectionStatus',
]);

const process: FlatKind = (c, e, device) =>
  statedProcess(c, {
    device,
    pid: e['processId'],
    startUs: time(e['processCreationTime']),
    image: e,
    account: e,
    parentPid: e['parentProcessId'],
    parentStartUs: time(e['parentProcessCreationTime']),
    parentImage: { fileName: e['parentProcessFileName'], filePath: e['parentProcessFilePath'] },
    attributes: attributes(e, [
      'processId',
      'processCommandLine',
      'processCreationTime',
      'parentProcessId',
      'parentProcessCreationTime',
      'detectionStatus',
    ]),
  });

/** The older API gives the address and the UPN of a mailbox, which may be spelled differently for one person. */
const mailBox: FlatKind = (c, e) => {
  const box = c.state(
    mailboxMention({ primaryAddress: pick(e, 'mailboxAddress', 'userPrincipalName'), displayName: e['mailboxDisplayName'] }),
    attributes(e, ['mailboxDisplayName', 'mailboxAddress']),
  );
  if (box !== null) c.relate(c.user(e), 'owns_mailbox', box, null);
  return box;
};

/** Without a message id: known by sender, subject and recipient, which is weak. */
const mailMessage: FlatKind = (c, e) => {
  const email = c.state(
    emailMention({
      networkMessageId: e['networkMessageId'],
      internetMessageId: e['internetMessageId'],
      recipient: e['recipient'],
      sender: e['sender'],
      subject: e['subject'],
    }),
    attributes(e, ['sender', 'recipient', 'subject', 'deliveryAction']),
  );
  const box = (address: unknown): Mention | null =>
    normalizeAddress(address) === null ? null : c.state(mailboxMention({ primaryAddress: address }));
  c.relate(box(e['sender']), 'sent', email, c.alert.firstUs);
  const recipient = box(e['recipient']);
  if (!/^block/i.test(text(e['deliveryAction']) ?? ''))
    c.relate(email, 'delivered_to', recipient, c.alert.firstUs, { attributes: attributes(e, ['deliveryAction']) });
  return email;
};

const registry: FlatKind = (c, e, device) =>
  c.state(
    registryMention({ hive: e['registryHive'], key: e['registryKey'], valueName: e['registryValueName'], device }),
    attributes(e, ['registryHive', 'registryKey', 'registryValueName', 'registryValueType', 'registryValue']),
  );

const KINDS: ReadonlyMap<string, FlatKind> = new Map<string, FlatKind>([
  ['user', (c, e) => c.user(e)],
  ['ip', (c, e) => c.state(ipMention(e['ipAddress']))],
  ['url', (c, e) => c.url(e['url'])],
  ['file', (c, e, device) => statedFile(c, e, device)],
  ['process', process],
  ['mailbox', mailBox],
  ['mailmessage', mailMessage],
  ['mailcluster', (c, e) => c.state(clusterOf(e, c.alert.alertId), attributes(e, ['clusterBy']))],
  ['registry', registry],
  ['registrykey', registry],
  ['registryvalue', registry],
  [
    'securitygroup',
    (c, e) =>
      c.state(
        plainMention('securityGroup', { securityGroupId: e['securityGroupId'], name: e['securityGroupName'] }, e['securityGroupName']),
        attributes(e, ['securityGroupName']),
      ),
  ],
  [
    'cloudapplication',
    (c, e) =>
      c.state(
        plainMention(
          'app',
          { appId: pick(e, 'applicationId', 'appId'), displayName: pick(e, 'applicationName', 'displayName') },
          pick(e, 'applicationName', 'displayName'),
        ),
      ),
  ],
]);
const ON_DEVICE: ReadonlySet<string> = new Set(['file', 'process', 'registry', 'registrykey', 'registryvalue']);

/** Words of the older APIs for what Graph calls its evidence, so that a type reads the same wherever it comes from. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ['user', 'user'],
  ['ip', 'ip'],
  ['url', 'url'],
  ['file', 'file'],
  ['process', 'process'],
  ['mailbox', 'mailbox'],
  ['mailmessage', 'analyzedMessage'],
  ['mailcluster', 'mailCluster'],
  ['registrykey', 'registryKey'],
  ['registryvalue', 'registryValue'],
  ['securitygroup', 'securityGroup'],
  ['cloudapplication', 'cloudApplication'],
]);

/** Adds one flat entity as evidence. Columns that do not belong to its `entityType` are read only if nothing else names it. */
export function addFlatEvidence(c: Collector, e: Rec): void {
  const word = text(e['entityType']) ?? '';
  const type = word.toLowerCase();
  const stated = c.alert.devices.byId(pick(e, 'deviceId', 'machineId', 'mdatpDeviceId'));
  const device = stated ?? (ON_DEVICE.has(type) ? c.alert.devices.only : null);
  const entity = KINDS.get(type)?.(c, e, device) ?? c.other(word, null, e, BASE_FIELDS, word === '' ? null : word);
  const rawLabels: Record<string, string> = {};
  c.evidence(
    entity,
    type === 'registry'
      ? entity.kind === 'registryValue'
        ? 'registryValue'
        : 'registryKey'
      : (TYPES.get(type) ?? (word === '' ? 'unknown' : word)),
    {
      createdUs: time(e['evidenceCreationTime']),
      verdict: readVerdict(e['verdict'], 'verdict', rawLabels) ?? 'unknown',
      remediationStatus: readRemediationStatus(e['remediationStatus'], 'remediationStatus', rawLabels) ?? 'unknown',
      remediationStatusDetails: text(e['remediationStatusDetails']),
      detectionStatus: readDetectionStatus(e['detectionStatus'], 'detectionStatus', rawLabels),
      roles: readRoles(texts(e['roles']), rawLabels),
      detailedRoles: texts(e['detailedRoles']),
      tags: texts(e['tags']),
      device,
      rawLabels,
    },
  );
}
