/** Devices, accounts, and what lives on a device: processes, files, registry, logon sessions. */
import { deviceMention, fileMention, ipMention, plainMention, registryMention } from '../../../../shared/domain/entity/index.ts';
import type { Mention } from '../../../../shared/domain/facts/facts.ts';
import type { Collector } from '../shared/collector.ts';
import { statedFile, statedProcess } from '../shared/process.ts';
import { attributes, isRec, rec, recs, text, time, type Rec } from '../shared/record.ts';
import type { Subtype } from './subtype.ts';

const DEVICE = [
  'deviceDnsName',
  'hostName',
  'ntDomain',
  'dnsDomain',
  'mdeDeviceId',
  'azureAdDeviceId',
  'osPlatform',
  'osBuild',
  'version',
  'healthStatus',
  'riskScore',
  'rbacGroupId',
  'rbacGroupName',
  'onboardingStatus',
  'defenderAvStatus',
  'firstSeenDateTime',
  'lastIpAddress',
  'lastExternalIpAddress',
  'ipInterfaces',
  'loggedOnUsers',
  'vmMetadata',
  'resourceAccessEvents',
];

/** The device of an object with the fields of device evidence. `hostName` alone becomes a name where host and DNS domain are given. */
export function deviceOf(d: Rec): Mention | null {
  const [host, domain] = [text(d['hostName']), text(d['dnsDomain'])];
  const name = text(d['deviceDnsName']) ?? (host !== null && domain !== null && !host.includes('.') ? `${host}.${domain}` : host);
  return deviceMention({ mdeDeviceId: d['mdeDeviceId'], azureAdDeviceId: d['azureAdDeviceId'], name, hostName: host });
}

/** Where evidence lies: on its own `mdeDeviceId`, else on the only device of the alert. */
export const deviceFor = (c: Collector, e: Rec): Mention | null => c.alert.devices.byId(e['mdeDeviceId']) ?? c.alert.devices.only;

/** Who is logged on stays an attribute: it is the state of the device when the record was written, no logon that took part in the alert. */
const device: Subtype = (c, e) => c.state(deviceOf(e), attributes(e, DEVICE));

const user: Subtype = (c, e) => {
  const account = isRec(e['userAccount']) ? e['userAccount'] : e;
  const entity = c.user(account, text(e['mdeDeviceId']) === null ? null : deviceFor(c, e));
  for (const access of c.bounded(recs(account['resourceAccessEvents']), 'resourceAccessEvents')) {
    const from = c.state(ipMention(isRec(access['ipAddress']) ? access['ipAddress']['ipAddress'] : access['ipAddress']));
    c.relate(entity, 'signed_in_from', from, time(access['accessDateTime']), {
      attributes: attributes(access, ['accountId', 'resourceIdentifier']),
    });
  }
  return entity;
};

const process: Subtype = (c, e) =>
  statedProcess(c, {
    device: deviceFor(c, e),
    pid: e['processId'],
    startUs: time(e['processCreationDateTime']),
    image: rec(e['imageFile']),
    account: rec(e['userAccount']),
    parentPid: e['parentProcessId'],
    parentStartUs: time(e['parentProcessCreationDateTime']),
    parentImage: rec(e['parentProcessImageFile']),
    attributes: attributes(e, [
      'processId',
      'processCommandLine',
      'processCreationDateTime',
      'parentProcessId',
      'parentProcessCreationDateTime',
      'detectionStatus',
      'mdeDeviceId',
    ]),
  });

const file: Subtype = (c, e) => statedFile(c, isRec(e['fileDetails']) ? e['fileDetails'] : e, deviceFor(c, e));

/** A hash and the name of its algorithm. The hash of an Authenticode signature (`sha256ac`) is not the hash of the content. */
const fileHash: Subtype = (c, e) => {
  const algorithm = text(e['algorithm'])?.toLowerCase() ?? '';
  const name = (['sha256', 'sha1', 'md5'] as const).find((n) => n === algorithm);
  return name === undefined ? null : c.state(fileMention({ [name]: e['value'] }), attributes(e, ['algorithm', 'value']));
};

const registryKey: Subtype = (c, e) =>
  c.state(
    registryMention({ hive: e['registryHive'], key: e['registryKey'], device: deviceFor(c, e) }),
    attributes(e, ['registryHive', 'registryKey', 'mdeDeviceId']),
  );

const registryValue: Subtype = (c, e) =>
  c.state(
    registryMention({ hive: e['registryHive'], key: e['registryKey'], valueName: e['registryValueName'], device: deviceFor(c, e) }),
    attributes(e, ['registryHive', 'registryKey', 'registryValueName', 'registryValueType', 'registryValue', 'mdeDeviceId']),
  );

const SESSION = [
  'sessionId',
  'startUtcDateTime',
  'endUtcDateTime',
  'previousLogonDateTime',
  'userAgent',
  'browser',
  'operatingSystem',
  'deviceName',
  'protocol',
];

/** Logon ids are counted by each host anew: a session is named by host and id, as Windows events name it. */
const hostLogonSession: Subtype = (c, e, nested) => {
  const host = nested(e['host'], 'device') ?? deviceFor(c, e);
  const account = nested(e['account'], 'user');
  c.relate(account, 'logged_on_to', host, time(e['startUtcDateTime']) ?? c.alert.firstUs, {
    device: host,
    attributes: attributes(e, ['sessionId', 'endUtcDateTime']),
  });
  const id = text(e['sessionId']);
  if (id === null || host === null) return null;
  return c.state(plainMention('logonSession', { deviceLogonId: id }, sessionName(account, id), host), attributes(e, SESSION));
};

const cloudLogonSession: Subtype = (c, e, nested) => {
  const account = nested(e['account'], 'user');
  const session = c.state(
    plainMention('logonSession', { sessionId: e['sessionId'] }, sessionName(account, text(e['sessionId']))),
    attributes(e, SESSION),
  );
  const from = c.state(deviceMention({ name: e['deviceName'] }));
  const at = time(e['startUtcDateTime']) ?? c.alert.firstUs;
  c.relate(account, 'signed_in_to', session, at);
  c.relate(account, 'signed_in_from', from, at);
  return session;
};

const sessionName = (account: Mention | null, id: string | null): string | null =>
  account === null ? id : `${account.displayName} session ${id ?? ''}`.trim();

export const DEVICE_SUBTYPES: Readonly<Record<string, Subtype>> = {
  device,
  user,
  process,
  file,
  fileHash,
  registryKey,
  registryValue,
  hostLogonSession,
  cloudLogonSession,
};
