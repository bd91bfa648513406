/** One piece of Graph evidence: which entity it names, what else it states, and the relations between them (formats.md 6.3). */
import { fingerprint } from '../../../../shared/base/hash.ts';
import type { EpochUs } from '../../../../shared/base/time.ts';
import {
  deviceMention, domainMention, emailMention, fileMention, ipMention, mailboxMention, plainMention, processMention, registryMention, urlHost, urlMention, userMention, normalizeAddress, normalizeUrl,
} from '../../../../shared/domain/entity/index.ts';
import { readRemediationStatus, readVerdict } from '../../../../shared/domain/incident/labels.ts';
import type { Facts, Json, Mention, RelationType } from '../../../../shared/domain/facts/facts.ts';
import { attributes, isRec, list, pick, rec, text, texts, time, type Rec } from './record.ts';

/** The alert that a piece of evidence belongs to, and when it happened. */
export interface AlertContext {
  readonly alertId: string;
  readonly firstUs: EpochUs | null;
  /** The device of an alert that names exactly one: registry evidence states none of its own and is taken to lie there. */
  readonly onlyDevice: Mention | null;
}
const ON_ONLY_DEVICE = new Set(['registryKey', 'registryValue']);

const DEVICE = ['osPlatform', 'osBuild', 'version', 'healthStatus', 'riskScore', 'rbacGroupName', 'rbacGroupId', 'onboardingStatus', 'defenderAvStatus', 'firstSeenDateTime', 'lastIpAddress', 'lastExternalIpAddress', 'ipInterfaces', 'loggedOnUsers', 'vmMetadata', 'ntDomain', 'dnsDomain', 'mdeDeviceId', 'azureAdDeviceId'];
const FILE = ['fileName', 'filePath', 'fileSize', 'filePublisher', 'signer', 'issuer', 'sha1', 'sha256', 'md5', 'sha256Ac'];
const BASE = new Set(['@odata.type', 'createdDateTime', 'verdict', 'remediationStatus', 'remediationStatusDetails', 'roles', 'detailedRoles', 'tags']);
const CLOUD = ['resourceName', 'resourceType', 'resourceId', 'amazonResourceId', 'amazonAccountId', 'fullResourceName', 'projectId', 'projectNumber', 'location', 'locationType'];

/** Subtype word of an `@odata.type`: `processEvidence` gives `process`. */
export const subtypeOf = (type: unknown): string => (text(type) ?? '').replace(/^.*\./, '').replace(/Evidence$/, '');

class Reader {
  readonly facts: Facts;
  readonly alert: AlertContext;
  constructor(facts: Facts, alert: AlertContext) { this.facts = facts; this.alert = alert; }

  state(entity: Mention | null, attrs: Record<string, Json> = {}): Mention | null {
    if (entity !== null) this.facts.entities.push({ entity, attributes: attrs, asOfUs: null });
    return entity;
  }
  relate(from: Mention | null, type: RelationType, to: Mention | null, timeUs: EpochUs | null, device: Mention | null = null): void {
    if (from !== null && to !== null) this.facts.relations.push({ from, type, to, timeUs, device, basis: 'observed', alertId: this.alert.alertId });
  }
  user(account: unknown, device: Mention | null = null): Mention | null {
    const a = rec(account);
    return this.state(userMention({ azureAdUserId: a['azureAdUserId'], sid: a['userSid'], upn: a['userPrincipalName'], account: a['accountName'], domain: a['domainName'], displayName: a['displayName'], device }), attributes(a, ['displayName', 'activeDirectoryObjectGuid', 'resourceAccessEvents', 'accountName', 'domainName', 'userSid']));
  }
  file(details: unknown, device: Mention | null): Mention | null {
    const f = rec(details);
    return this.state(fileMention({ sha256: f['sha256'], sha1: f['sha1'], md5: f['md5'], name: f['fileName'], folder: f['filePath'], device }), attributes(f, FILE));
  }
  device(value: unknown): Mention | null {
    const d = rec(value);
    return this.state(deviceMention({ mdeDeviceId: d['mdeDeviceId'], azureAdDeviceId: d['azureAdDeviceId'], name: pick(d, 'deviceDnsName', 'hostName'), hostName: d['hostName'] }), attributes(d, DEVICE));
  }
  url(value: unknown): Mention | null {
    const url = this.state(urlMention(value) ?? domainMention(value));
    const normal = normalizeUrl(value);
    const host = normal === null ? null : urlHost(normal);
    if (host !== null) this.state(domainMention(host));
    return url;
  }
  ip(value: unknown): Mention | null {
    return this.state(ipMention(isRec(value) ? value['ipAddress'] : value), isRec(value) ? attributes(value, ['countryLetterCode', 'location']) : {});
  }
}

type Subtype = (r: Reader, e: Rec, device: Mention | null) => Mention | null;

const process: Subtype = (r, e, device) => {
  const startUs = time(e['processCreationDateTime']);
  const image = rec(e['imageFile']);
  const self = processMention({ device, pid: e['processId'], startUs, image: imagePath(image), aliveAtUs: startUs ?? r.alert.firstUs });
  r.state(self, { ...attributes(e, ['processId', 'processCommandLine', 'processCreationDateTime', 'parentProcessId', 'detectionStatus', 'mdeDeviceId']), ...attributes(image, ['fileName', 'filePath', 'sha1', 'sha256']) });
  const at = startUs ?? r.alert.firstUs;
  r.relate(self, 'ran_on', device, at, device);
  r.relate(r.file(e['imageFile'], device), 'image_of', self, at, device);
  r.relate(r.user(e['userAccount'], device), 'ran_as', self, at, device);
  const parentImage = rec(e['parentProcessImageFile']);
  const parent = processMention({ device, pid: e['parentProcessId'], startUs: time(e['parentProcessCreationDateTime']), image: imagePath(parentImage), aliveAtUs: at });
  if (parent !== null && text(e['parentProcessId']) !== null) {
    r.state(parent, attributes(parentImage, ['fileName', 'filePath']));
    r.relate(parent, 'spawned', self, at, device);
    r.relate(parent, 'ran_on', device, time(e['parentProcessCreationDateTime']), device);
  }
  return self;
};
const imagePath = (f: Rec): string | null => {
  const [folder, name] = [text(f['filePath']), text(f['fileName'])];
  return folder === null ? name : name === null || folder.toLowerCase().endsWith(name.toLowerCase()) ? folder : `${folder.replace(/[\\/]$/, '')}\\${name}`;
};

const analyzedMessage: Subtype = (r, e) => {
  const recipient = text(e['recipientEmailAddress']);
  const received = time(e['receivedDateTime']) ?? r.alert.firstUs;
  const sender = pick(rec(e['p2Sender']), 'emailAddress') ?? pick(rec(e['p1Sender']), 'emailAddress');
  const email = emailMention({ networkMessageId: e['networkMessageId'], internetMessageId: e['internetMessageId'], recipient, sender, subject: e['subject'] });
  r.state(email, attributes(e, ['subject', 'recipientEmailAddress', 'p1Sender', 'p2Sender', 'senderIp', 'receivedDateTime', 'antiSpamDirection', 'deliveryAction', 'deliveryLocation', 'threats', 'threatDetectionMethods', 'urlCount', 'attachmentsCount', 'language', 'urn', 'networkMessageId', 'internetMessageId']));
  const address = normalizeAddress(sender);
  if (address !== null) r.relate(r.state(mailboxMention({ primaryAddress: address, displayName: pick(rec(e['p2Sender']), 'displayName') })), 'sent', email, received);
  r.relate(email, 'delivered_to', r.state(mailboxMention({ primaryAddress: recipient })), received);
  for (const url of texts(e['urls'])) r.relate(email, 'has_url', r.url(url), received);
  r.ip(e['senderIp']);
  return email;
};

const cloudResource: Subtype = (r, e) => r.state(plainMention('cloudResource', { resourceId: pick(e, 'resourceId', 'amazonResourceId', 'fullResourceName'), nameType: [text(e['resourceName']), text(e['resourceType'])].filter((t) => t !== null).join('|') }, pick(e, 'resourceName', 'resourceId', 'amazonResourceId', 'fullResourceName')), attributes(e, CLOUD));

const session = (r: Reader, e: Rec, device: Mention | null): Mention | null => {
  const start = time(e['startUtcDateTime']) ?? r.alert.firstUs;
  const host = device ?? (isRec(e['host']) ? r.device(e['host']) : null);
  const user = r.user(rec(e['account'])['userAccount'] ?? e['account'], host);
  r.relate(user, 'logged_on_to', host, start, host);
  return r.state(plainMention('logonSession', { sessionId: e['sessionId'] }, e['sessionId']), attributes(e, ['startUtcDateTime', 'endUtcDateTime', 'previousLogonDateTime', 'userAgent', 'browser', 'operatingSystem', 'deviceName', 'protocol']));
};

/** Every documented subtype; others are kept as `other` with their raw fields. */
const SUBTYPES: Readonly<Record<string, Subtype>> = {
  device: (r, e) => r.device(e),
  user: (r, e, device) => r.user(e['userAccount'] ?? e, device),
  process,
  file: (r, e, device) => r.file(e['fileDetails'], device),
  fileHash: (r, e) => { const value = text(e['value']); const name = (text(e['algorithm']) ?? '').toLowerCase(); return r.state(fileMention(name === 'sha1' ? { sha1: value } : name === 'md5' ? { md5: value } : { sha256: value }), attributes(e, ['algorithm', 'value'])); },
  ip: (r, e) => r.ip(e),
  url: (r, e) => r.url(e['url']),
  dns: (r, e) => {
    const domain = r.state(domainMention(e['domainName']));
    for (const ip of list(e['ipAddresses'])) r.relate(domain, 'resolved', r.ip(ip), r.alert.firstUs);
    for (const name of ['dnsServerIp', 'hostIpAddress']) if (isRec(e[name])) r.ip(e[name]);
    return domain;
  },
  networkConnection: (r, e) => {
    const [source, target] = [r.ip(e['sourceAddress']), r.ip(e['destinationAddress'])];
    r.relate(source, 'connected_to', target, r.alert.firstUs);
    if (target !== null) r.state(target, attributes(e, ['sourcePort', 'destinationPort', 'protocol']));
    return target ?? source;
  },
  mailbox: (r, e) => {
    const box = r.state(mailboxMention({ primaryAddress: pick(e, 'primaryAddress', 'upn'), displayName: e['displayName'] }), attributes(e, ['displayName', 'upn']));
    r.relate(isRec(e['userAccount']) ? r.user(e['userAccount']) : text(e['upn']) === null ? null : r.user({ userPrincipalName: e['upn'], displayName: e['displayName'] }), 'owns_mailbox', box, null);
    return box;
  },
  mailboxConfiguration: (r, e) => {
    r.state(mailboxMention({ primaryAddress: e['mailboxPrimaryAddress'] }));
    return other(r, e, 'mailboxConfiguration', text(e['displayName']) ?? text(e['configurationType']));
  },
  analyzedMessage,
  submissionMail: (r, e) => {
    const received = time(e['submissionDateTime']);
    const email = r.state(emailMention({ networkMessageId: e['networkMessageId'], recipient: e['recipient'], sender: e['sender'], subject: e['subject'] }), attributes(e, ['submissionId', 'submissionDateTime', 'submitter', 'reportType', 'sender', 'senderIp', 'recipient', 'subject']));
    r.relate(email, 'delivered_to', r.state(mailboxMention({ primaryAddress: e['recipient'] })), received);
    r.ip(e['senderIp']);
    return email;
  },
  mailCluster: (r, e) => {
    const cluster = r.state(plainMention('mailCluster', { urn: e['urn'], query: e['query'], clusterBy: [text(e['clusterBy']), text(e['clusterByValue'])].filter((t) => t !== null).join('=') }, pick(e, 'clusterByValue', 'clusterBy', 'query')), attributes(e, ['clusterBy', 'clusterByValue', 'emailCount', 'networkMessageIds', 'query', 'urn']));
    return cluster;
  },
  teamsMessage: (r, e) => { for (const url of texts(e['urls'])) r.url(url); r.ip(e['senderIP']); return other(r, e, 'teamsMessage', text(e['subject']) ?? 'Teams message'); },
  cloudApplication: (r, e) => {
    const id = text(pick(e, 'appId', 'saasAppId'));
    const instance = text(e['instanceId']);
    return r.state(plainMention('app', { appId: id === null ? null : instance === null ? id : `${id}|${instance}`, displayName: e['displayName'] }, e['displayName']), attributes(e, ['appId', 'saasAppId', 'instanceId', 'displayName', 'instanceName']));
  },
  oauthApplication: (r, e) => r.state(plainMention('oauthApp', { oauthAppId: e['appId'], objectId: e['objectId'], displayName: [text(e['displayName']), text(e['publisher'])].filter((t) => t !== null).join('|') }, e['displayName']), attributes(e, ['appId', 'objectId', 'displayName', 'publisher'])),
  servicePrincipal: (r, e) => r.state(plainMention('servicePrincipal', { servicePrincipalObjectId: e['servicePrincipalObjectId'], appTenant: text(e['appId']) === null ? null : `${text(e['appId'])}|${text(e['tenantId']) ?? ''}`, displayName: e['servicePrincipalName'] }, e['servicePrincipalName']), attributes(e, ['appId', 'servicePrincipalObjectId', 'servicePrincipalName', 'servicePrincipalType', 'tenantId', 'appOwnerTenantId'])),
  registryKey: (r, e, device) => r.state(registryMention({ hive: e['registryHive'], key: e['registryKey'], device }), attributes(e, ['registryHive', 'registryKey'])),
  registryValue: (r, e, device) => r.state(registryMention({ hive: e['registryHive'], key: e['registryKey'], valueName: e['registryValueName'], device }), attributes(e, ['registryHive', 'registryKey', 'registryValue', 'registryValueName', 'registryValueType'])),
  securityGroup: (r, e) => r.state(plainMention('securityGroup', { sid: e['sid'], securityGroupId: pick(e, 'securityGroupId', 'activeDirectoryObjectGuid'), name: e['displayName'] }, e['displayName']), attributes(e, ['displayName', 'friendlyName', 'distinguishedName', 'activeDirectoryObjectGuid'])),
  malware: (r, e) => {
    for (const f of list(e['files'])) if (isRec(f)) r.file(f['fileDetails'] ?? f, deviceMention({ mdeDeviceId: f['mdeDeviceId'] }));
    for (const p of list(e['processes'])) if (isRec(p)) process(r, p, deviceMention({ mdeDeviceId: p['mdeDeviceId'] }));
    return r.state(plainMention('malware', { malwareName: e['name'] }, e['name']), attributes(e, ['name', 'category']));
  },
  hostLogonSession: session,
  cloudLogonSession: session,
  azureResource: cloudResource, amazonResource: cloudResource, googleCloudResource: cloudResource,
};

function other(r: Reader, e: Rec, subtype: string, name: string | null): Mention | null {
  const fields = Object.fromEntries(Object.entries(e).filter(([key, value]) => !BASE.has(key) && value !== null)) as Record<string, Json>;
  const identity = JSON.stringify(fields, Object.keys(fields).sort());
  return r.state(plainMention('other', { raw: `${subtype}|${fingerprint(identity)}` }, name ?? (subtype === '' ? 'Unknown evidence' : subtype)), fields);
}

/** The one device that an alert's evidence names, or null when it names none or several. */
export function onlyDeviceOf(evidence: readonly unknown[]): Mention | null {
  const devices = evidence.filter(isRec).filter((e) => subtypeOf(e['@odata.type']) === 'device').map((d) => deviceMention({ mdeDeviceId: d['mdeDeviceId'], azureAdDeviceId: d['azureAdDeviceId'], name: pick(d, 'deviceDnsName', 'hostName'), hostName: d['hostName'] }));
  return devices.length === 1 ? devices[0]! : null;
}

/** Adds the facts of one piece of evidence. A piece that names nothing becomes `other`, so that no evidence is dropped. */
export function addEvidence(facts: Facts, alert: AlertContext, e: Rec): void {
  const subtype = subtypeOf(e['@odata.type']);
  const own = subtype === 'device' ? null : deviceMention({ mdeDeviceId: e['mdeDeviceId'] });
  const device = own ?? (ON_ONLY_DEVICE.has(subtype) ? alert.onlyDevice : null);
  const reader = new Reader(facts, alert);
  const entity = (Object.hasOwn(SUBTYPES, subtype) ? SUBTYPES[subtype]!(reader, e, device) : null) ?? other(reader, e, subtype, text(pick(e, 'displayName', 'name', 'resourceName')));
  const rawLabels: Record<string, string> = {};
  facts.evidence.push({
    alertId: alert.alertId, entity: entity!, evidenceType: subtype === '' ? 'unknown' : subtype, createdUs: time(e['createdDateTime']), verdict: readVerdict(e['verdict'], 'verdict', rawLabels) ?? 'unknown', remediationStatus: readRemediationStatus(e['remediationStatus'], 'remediationStatus', rawLabels) ?? 'unknown',
    remediationStatusDetails: text(e['remediationStatusDetails']), detectionStatus: text(e['detectionStatus']), roles: texts(e['roles']), detailedRoles: texts(e['detailedRoles']), tags: texts(e['tags']), impacted: null, device, rawLabels,
  });
}
