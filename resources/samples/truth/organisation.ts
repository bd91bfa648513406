/**
 * The invented organisation: Larkhaven Freight, a forwarder with a finance office, a dispatch office and a small server
 * room, and Northpier, a company it bought, whose domain still stands apart. Nobody and nothing here exists.
 */
import type { AppEntity, DeviceEntity, MailboxEntity, OauthAppEntity, UserEntity } from './types.ts';

export const organisation = {
  name: 'Larkhaven Freight',
  mailDomain: 'larkhaven.example',
  adDomain: 'corp.larkhaven.example',
  ntDomain: 'LARKHAVEN',
  domainSid: 'S-1-5-21-3141592653-2718281828-1618033988',
  otherDomain: { adDomain: 'northpier.example', ntDomain: 'NORTHPIER', domainSid: 'S-1-5-21-1414213562-1732050807-2236067977' },
  externalIp: '203.0.113.200',
} as const;

const workstation = (
  host: string,
  ip: string,
  owner: string,
  group: string,
  riskScore: DeviceEntity['riskScore'],
  exposure: DeviceEntity['exposure'],
  tags: readonly string[],
  what: string,
): DeviceEntity => ({
  kind: 'device',
  host,
  dnsDomain: organisation.adDomain,
  ntDomain: organisation.ntDomain,
  role: 'workstation',
  ip,
  osPlatform: 'Windows11',
  osBuild: 26100,
  version: '24H2',
  riskScore,
  exposure,
  group,
  tags,
  owner,
  what,
});
const server = (
  host: string,
  ip: string,
  riskScore: DeviceEntity['riskScore'],
  exposure: DeviceEntity['exposure'],
  tags: readonly string[],
  what: string,
): DeviceEntity => ({
  kind: 'device',
  host,
  dnsDomain: organisation.adDomain,
  ntDomain: organisation.ntDomain,
  role: 'server',
  ip,
  osPlatform: 'WindowsServer2022',
  osBuild: 20348,
  version: '21H2',
  riskScore,
  exposure,
  group: 'Servers',
  tags,
  owner: null,
  what,
});

/** The six devices of the intrusion, then three that only look-alikes and noise touch. */
export const devices = {
  'device.finWs014': workstation(
    'FIN-WS-014',
    '10.40.2.14',
    'user.okafor',
    'Finance',
    'high',
    'Medium',
    ['Finance'],
    'Patient zero: accounts payable',
  ),
  'device.finWs022': workstation(
    'FIN-WS-022',
    '10.40.2.22',
    'user.lindqvist',
    'Finance',
    'high',
    'Medium',
    ['Finance'],
    'Controller; reached with a stolen hash',
  ),
  'device.logWs031': workstation(
    'LOG-WS-031',
    '10.40.3.31',
    'user.raman',
    'Dispatch',
    'medium',
    'Low',
    ['Dispatch'],
    'Dispatch; the attacker worked from here',
  ),
  'device.srvFile01': server(
    'SRV-FILE-01',
    '10.40.10.5',
    'high',
    'High',
    ['Crown jewels'],
    'File server; data was collected and sent out from here',
  ),
  'device.srvDc01': server('SRV-DC-01', '10.40.10.2', 'high', 'Medium', ['Tier 0'], 'Domain controller'),
  'device.srvBkp01': server(
    'SRV-BKP-01',
    '10.40.10.9',
    'high',
    'High',
    ['Crown jewels', 'Backup'],
    'Backup server; the encryption attempt ended here',
  ),
  'device.mktWs009': workstation(
    'MKT-WS-009',
    '10.40.4.9',
    'user.dumont',
    'Marketing',
    'low',
    'Low',
    [],
    'Noise: a signed helper program was taken for malware',
  ),
  'device.devWs003': workstation('DEV-WS-003', '10.40.5.3', 'user.novak', 'Engineering', 'low', 'Medium', [], 'Noise: a deployment script'),
  'device.npFinWs014': {
    ...workstation(
      'FIN-WS-014',
      '10.77.2.14',
      'user.northpierBerg',
      'Northpier',
      'low',
      'Medium',
      ['Northpier'],
      'Look-alike: the same host name in the other domain',
    ),
    dnsDomain: organisation.otherDomain.adDomain,
    ntDomain: organisation.otherDomain.ntDomain,
  },
} as const satisfies Readonly<Record<string, DeviceEntity>>;

const person = (
  account: string,
  rid: number,
  displayName: string,
  jobTitle: string,
  department: string,
  risk: UserEntity['risk'],
  tags: readonly string[] = [],
): UserEntity => ({
  kind: 'user',
  account,
  domain: 'LARKHAVEN',
  rid,
  displayName,
  jobTitle,
  department,
  risk,
  enabled: true,
  cloud: true,
  tags,
});

/** The eight accounts of the intrusion, then those of the office around it. */
export const users = {
  'user.okafor': person('m.okafor', 1132, 'Maren Okafor', 'Accounts payable clerk', 'Finance', 'high'),
  'user.lindqvist': person('t.lindqvist', 1141, 'Tomas Lindqvist', 'Financial controller', 'Finance', 'medium'),
  'user.raman': person('p.raman', 1187, 'Priya Raman', 'Dispatch planner', 'Logistics', 'medium'),
  'user.berg': person('j.berg', 1106, 'Jonas Berg', 'IT administrator', 'IT', 'low'),
  'user.castro': person('e.castro', 1109, 'Elena Castro', 'Chief financial officer', 'Management', 'high', ['Executive']),
  'user.admBerg': { ...person('adm-jberg', 1107, 'Jonas Berg (admin)', 'Privileged account', 'IT', 'high', ['Sensitive']), cloud: false },
  'user.svcBackup': {
    ...person('svc-backup', 1302, 'Backup service', 'Service account', 'IT', 'high', ['Sensitive', 'Service account']),
    cloud: false,
  },
  'user.suppSvc2': { ...person('supp-svc2', 1641, 'Support Service 2', 'None stated', 'None stated', 'high', ['New']), cloud: false },
  'user.dumont': person('a.dumont', 1203, 'Adele Dumont', 'Campaign manager', 'Marketing', 'none'),
  'user.novak': person('k.novak', 1219, 'Karel Novak', 'Software engineer', 'Engineering', 'none'),
  'user.yilmaz': person('s.yilmaz', 1164, 'Selin Yilmaz', 'Customs declarant', 'Logistics', 'none'),
  'user.patel': person('h.patel', 1171, 'Harish Patel', 'People partner', 'People', 'none'),
  'user.aaltonen': person('r.aaltonen', 1101, 'Riikka Aaltonen', 'Security lead', 'IT', 'none'),
  'user.northpierBerg': { ...person('j.berg', 1118, 'Jette Berg', 'Branch accountant', 'Northpier branch', 'none'), domain: 'NORTHPIER' },
} as const satisfies Readonly<Record<string, UserEntity>>;

export const mailboxes = {
  'mailbox.okafor': { kind: 'mailbox', address: 'm.okafor@larkhaven.example', displayName: 'Maren Okafor', owner: 'user.okafor' },
  'mailbox.lindqvist': {
    kind: 'mailbox',
    address: 't.lindqvist@larkhaven.example',
    displayName: 'Tomas Lindqvist',
    owner: 'user.lindqvist',
  },
  'mailbox.raman': { kind: 'mailbox', address: 'p.raman@larkhaven.example', displayName: 'Priya Raman', owner: 'user.raman' },
  'mailbox.castro': { kind: 'mailbox', address: 'e.castro@larkhaven.example', displayName: 'Elena Castro', owner: 'user.castro' },
  'mailbox.payables': {
    kind: 'mailbox',
    address: 'accounts.payable@larkhaven.example',
    displayName: 'Accounts payable (shared)',
    owner: null,
  },
  'mailbox.yilmaz': { kind: 'mailbox', address: 's.yilmaz@larkhaven.example', displayName: 'Selin Yilmaz', owner: 'user.yilmaz' },
  'mailbox.patel': { kind: 'mailbox', address: 'h.patel@larkhaven.example', displayName: 'Harish Patel', owner: 'user.patel' },
} as const satisfies Readonly<Record<string, MailboxEntity>>;

export const apps = {
  'app.exchange': {
    kind: 'app',
    appId: 20893,
    instanceId: 0,
    displayName: 'Microsoft Exchange Online',
    instanceName: 'Microsoft Exchange Online',
  },
  'app.sharepoint': {
    kind: 'app',
    appId: 20892,
    instanceId: 0,
    displayName: 'Microsoft SharePoint Online',
    instanceName: 'Microsoft SharePoint Online',
  },
  'oauthApp.mailArchive': { kind: 'oauthApp', displayName: 'Mail Archive Helper', publisher: 'Bluecrate Productivity' },
} as const satisfies Readonly<Record<string, AppEntity | OauthAppEntity>>;
