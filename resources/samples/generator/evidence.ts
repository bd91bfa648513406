/** Graph evidence objects of declared entities: shapes of the `alertEvidence` subtypes, with the gaps real exports have. */
import { entities, type Alert, type Evidence, type FileEntity, type RegistryEntity, type SessionEntity } from '../truth.ts';
import {
  accountOf,
  entraDeviceId,
  exact,
  fileHashes,
  fqdn,
  get,
  groupSid,
  guid,
  internetMessageId,
  mdeDeviceId,
  networkMessageId,
  ms,
  registryKeyOf,
  text,
  type Hashes,
} from './derive.ts';

type Shape = Readonly<Record<string, unknown>>;
const NO_HASH = { sha1: null, sha256: null, md5: null };

function fileDetails(key: string, hashes: Partial<Hashes> | typeof NO_HASH): Shape {
  const f: FileEntity = get(key, 'file');
  return {
    sha1: null,
    sha256: null,
    md5: null,
    sha256Ac: null,
    ...hashes,
    fileName: f.name,
    filePath: f.folder,
    fileSize: f.size,
    filePublisher: f.publisher,
    signer: f.publisher,
    issuer: null,
  };
}

/** Endpoint records know accounts by SID only; identity and cloud records know the directory object too. */
export function userAccount(key: string, alert: Alert): Shape {
  const a = accountOf(key);
  if (key === 'SYSTEM')
    return {
      accountName: 'SYSTEM',
      domainName: 'NT AUTHORITY',
      userSid: a.sid,
      azureAdUserId: null,
      userPrincipalName: null,
      displayName: null,
    };
  const u = get(key, 'user');
  const endpoint = alert.serviceSource === 'microsoftDefenderForEndpoint';
  return {
    accountName: u.account,
    domainName: u.domain,
    userSid: a.sid,
    azureAdUserId: endpoint || a.objectId === '' ? null : a.objectId,
    userPrincipalName: endpoint ? null : a.upn,
    displayName: endpoint ? null : u.displayName,
  };
}

function device(key: string, alert: Alert): Shape {
  const d = get(key, 'device');
  const endpoint = alert.serviceSource === 'microsoftDefenderForEndpoint' || alert.serviceSource === 'microsoft365Defender';
  const owner = d.owner === null ? [] : [{ accountName: get(d.owner, 'user').account, domainName: d.ntDomain }];
  return {
    firstSeenDateTime: '2025-03-18T09:24:10.5500000Z',
    mdeDeviceId: endpoint ? mdeDeviceId(key) : null,
    azureAdDeviceId: endpoint && d.role === 'workstation' ? entraDeviceId(key) : null,
    deviceDnsName: fqdn(key),
    hostName: d.host,
    ntDomain: d.ntDomain,
    dnsDomain: d.dnsDomain,
    osPlatform: d.osPlatform,
    osBuild: d.osBuild,
    version: d.version,
    healthStatus: 'active',
    riskScore: d.riskScore,
    rbacGroupId: d.role === 'server' ? 12 : 7,
    rbacGroupName: d.group,
    onboardingStatus: 'onboarded',
    defenderAvStatus: 'updated',
    lastIpAddress: d.ip,
    lastExternalIpAddress: '203.0.113.200',
    ipInterfaces: [d.ip, 'fe80::5c4e:91ff:fe20:417', '127.0.0.1', '::1'],
    loggedOnUsers: endpoint ? owner : [],
    vmMetadata: null,
  };
}

function processShape(key: string, alert: Alert): Shape {
  const p = get(key, 'process');
  const parent = p.parent === null ? null : get(p.parent, 'process');
  return {
    processId: p.pid,
    parentProcessId: parent?.pid ?? null,
    processCommandLine: p.commandLine,
    processCreationDateTime: exact(p.started),
    parentProcessCreationDateTime: parent === null ? null : exact(parent.started),
    detectionStatus: 'detected',
    mdeDeviceId: mdeDeviceId(p.device),
    imageFile: fileDetails(p.image, fileHashes(p.image)),
    parentProcessImageFile: parent === null ? null : fileDetails(parent.image, NO_HASH),
    userAccount: userAccount(p.account, alert),
  };
}

function email(key: string): Shape {
  const e = get(key, 'email');
  const sender = { displayName: e.senderName, domainName: e.sender.slice(e.sender.indexOf('@') + 1), emailAddress: e.sender };
  return {
    networkMessageId: networkMessageId(e.message),
    internetMessageId: internetMessageId(e.message, sender.domainName),
    subject: e.subject,
    recipientEmailAddress: get(e.recipient, 'mailbox').address,
    p1Sender: sender,
    p2Sender: sender,
    senderIp: e.senderIp === null ? null : get(e.senderIp, 'ip').address,
    receivedDateTime: exact(e.received),
    antiSpamDirection: e.direction === 'Inbound' ? 'inbound' : 'intraorg',
    deliveryAction: e.deliveryAction.toLowerCase(),
    deliveryLocation: 'inbox',
    threats: e.threat === null ? [] : [e.threat],
    threatDetectionMethods: e.threat === null ? [] : ['URL detonation reputation'],
    urls: e.urls.map((u) => get(u, 'url').url),
    urlCount: e.urls.length,
    attachmentsCount: e.attachment === null ? 0 : 1,
    language: 'en',
    urn: `urn:MailEntity:${guid(`mail|${key}`)}`,
  };
}

function session(key: string, s: SessionEntity, alert: Alert): Shape {
  const account = { '@odata.type': '#microsoft.graph.security.userEvidence', userAccount: userAccount(s.account, alert) };
  if (s.where === 'host') {
    const host =
      s.device === null
        ? null
        : { '@odata.type': '#microsoft.graph.security.deviceEvidence', mdeDeviceId: mdeDeviceId(s.device), deviceDnsName: fqdn(s.device) };
    return { sessionId: s.sessionId, account, host, startUtcDateTime: exact(s.start), endUtcDateTime: null };
  }
  return {
    sessionId: guid(key),
    account,
    userAgent: s.userAgent,
    browser: 'Other',
    operatingSystem: 'Linux',
    deviceName: null,
    protocol: null,
    startUtcDateTime: exact(s.start),
    previousLogonDateTime: null,
  };
}

function registry(r: RegistryEntity): Shape {
  const base = { registryHive: r.hive, registryKey: registryKeyOf(r.key) };
  return r.valueName === null
    ? base
    : {
        ...base,
        registryValue: r.data,
        registryValueName: r.valueName,
        registryValueType: r.valueType,
        mdeDeviceId: mdeDeviceId(r.device),
      };
}

/** Name of the Graph subtype and its own fields. */
function subtype(key: string, alert: Alert): readonly [string, Shape] {
  const e = entities[key];
  if (e === undefined) throw new Error(`truth: ${key} is not declared`);
  switch (e.kind) {
    case 'device':
      return ['device', device(key, alert)];
    case 'user':
      return ['user', { userAccount: userAccount(key, alert) }];
    case 'mailbox': {
      const upn = e.owner === null ? e.address : accountOf(e.owner).upn;
      return [
        'mailbox',
        { primaryAddress: e.address, displayName: e.displayName, upn, userAccount: e.owner === null ? null : userAccount(e.owner, alert) },
      ];
    }
    case 'app':
      return [
        'cloudApplication',
        { appId: e.appId, displayName: e.displayName, instanceId: e.instanceId, instanceName: e.instanceName, saasAppId: e.appId },
      ];
    case 'oauthApp':
      return [
        'oauthApplication',
        { appId: guid(`oauth-app|${key}`), displayName: e.displayName, objectId: guid(`oauth-object|${key}`), publisher: e.publisher },
      ];
    case 'process':
      return ['process', processShape(key, alert)];
    case 'file': {
      // The mail service knows an attachment by its SHA-256 alone.
      const office = alert.serviceSource === 'microsoftDefenderForOffice365';
      const hashes = fileHashes(key);
      return [
        'file',
        {
          detectionStatus: 'detected',
          mdeDeviceId: office || e.device === null ? null : mdeDeviceId(e.device),
          fileDetails: fileDetails(key, office ? { sha256: hashes.sha256 } : hashes),
        },
      ];
    }
    case 'ip':
      return ['ip', { ipAddress: e.address, countryLetterCode: e.country }];
    case 'url':
      return ['url', { url: e.url }];
    case 'email':
      return ['analyzedMessage', email(key)];
    case 'mailCluster':
      return [
        'mailCluster',
        {
          clusterBy: e.clusterBy,
          clusterByValue: e.clusterByValue,
          emailCount: e.emailCount,
          networkMessageIds: e.messages.map(networkMessageId),
          query: `Subject:"${e.clusterByValue.split(';')[0]}"`,
          urn: `urn:MailClusterEntity:${guid(key)}`,
        },
      ];
    case 'registryKey':
    case 'registryValue':
      return [e.kind, registry(e)];
    case 'securityGroup':
      return [
        'securityGroup',
        {
          securityGroupId: null,
          sid: groupSid(e.rid),
          displayName: e.name,
          friendlyName: e.name,
          distinguishedName: `CN=${e.name},CN=Users,DC=corp,DC=larkhaven,DC=example`,
          activeDirectoryObjectGuid: guid(key),
        },
      ];
    case 'logonSession':
      return [e.where === 'host' ? 'hostLogonSession' : 'cloudLogonSession', session(key, e, alert)];
    case 'malware': {
      const nested = (type: string, k: string): Shape => ({
        '@odata.type': `#microsoft.graph.security.${type}Evidence`,
        ...subtype(k, alert)[1],
      });
      return [
        'malware',
        {
          name: e.name,
          category: e.category,
          files: e.files.map((k) => nested('file', k)),
          processes: e.processes.map((k) => nested('process', k)),
        },
      ];
    }
    case 'domain':
      throw new Error('a domain is never evidence by itself');
  }
}

export function evidenceShape(evidence: Evidence, alert: Alert): Shape {
  const [name, own] = subtype(evidence.of, alert);
  return {
    '@odata.type': `#microsoft.graph.security.${name}Evidence`,
    createdDateTime: exact(text(ms(alert.created) + 1)),
    verdict: evidence.verdict,
    remediationStatus: evidence.status,
    remediationStatusDetails: evidence.status === 'pendingApproval' ? 'Waits for approval' : null,
    roles: evidence.roles,
    detailedRoles: evidence.detailedRoles ?? [],
    tags: evidence.tags ?? [],
    ...own,
  };
}
