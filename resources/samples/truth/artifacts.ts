/** What the attacker used and left around the programs: addresses, mail, registry, groups, sessions. */
import type {
  DomainEntity,
  EmailEntity,
  GroupEntity,
  IpEntity,
  MailClusterEntity,
  MalwareEntity,
  RegistryEntity,
  SessionEntity,
  UrlEntity,
} from './types.ts';

const d014 = 'device.finWs014',
  d031 = 'device.logWs031',
  dFile = 'device.srvFile01';
const ip = (address: string, country: string | null, what: string): IpEntity => ({ kind: 'ip', address, country, what });
export const ips = {
  'ip.sender': ip('203.0.113.41', 'NL', 'Server that sent the lure'),
  'ip.c2': ip('198.51.100.77', 'MD', 'Command and control'),
  'ip.aitm': ip('198.51.100.23', 'MD', 'Proxy from which stolen sessions were used'),
  'ip.exfil': ip('192.0.2.150', 'PA', 'Storage to which data was sent'),
  'ip.fin022': ip('10.40.2.22', null, 'Address of FIN-WS-022 as source of a remote session'),
  'ip.simulation': ip('203.0.113.88', 'IE', 'Sender of the phishing exercise'),
  'ip.office': ip('203.0.113.200', 'NO', 'Outside address of the office'),
  'ip.travel': ip('203.0.113.120', 'FR', 'Hotel from which an employee signed in'),
} as const satisfies Readonly<Record<string, IpEntity>>;

export const urls = {
  'url.lure': { kind: 'url', url: 'https://docs.tariff-portal.example/view/LF-20417' },
  'url.c2': { kind: 'url', url: 'https://cdn.skyline-metrics.example/a/u.bin' },
  'url.exfil': { kind: 'url', url: 'https://drop.bluecrate.example/v1/lf-intake' },
  'url.simulation': { kind: 'url', url: 'https://docs.tariff-portal.training.example/view/LF-20417' },
} as const satisfies Readonly<Record<string, UrlEntity>>;

/** Names that events state without a full address. */
export const domains = {
  'domain.c2': { kind: 'domain', name: 'cdn.skyline-metrics.example' },
  'domain.exfil': { kind: 'domain', name: 'drop.bluecrate.example' },
} as const satisfies Readonly<Record<string, DomainEntity>>;

const duty = {
  subject: 'Revised customs duty statement LF-20417',
  sender: 'billing@port-clearance.example',
  senderName: 'Port Clearance Billing',
  senderIp: 'ip.sender',
  received: '2026-11-12T08:41:17.442Z',
} as const;
const lure = (recipient: string, latestLocation: string): EmailEntity => ({
  kind: 'email',
  message: 'duty',
  recipient,
  ...duty,
  direction: 'Inbound',
  deliveryAction: 'Delivered',
  deliveryLocation: 'Inbox/folder',
  latestLocation,
  urls: ['url.lure'],
  attachment: 'file.docm',
  threat: 'Phish',
});
export const emails = {
  'email.okafor': lure('mailbox.okafor', 'Deleted items'),
  'email.lindqvist': lure('mailbox.lindqvist', 'Quarantine'),
  'email.raman': lure('mailbox.raman', 'Inbox/folder'),
  'email.payables': lure('mailbox.payables', 'Deleted items'),
  'email.internal': {
    kind: 'email',
    message: 'internal',
    recipient: 'mailbox.castro',
    sender: 'm.okafor@larkhaven.example',
    senderName: 'Maren Okafor',
    senderIp: null,
    subject: 'FW: duty statement LF-20417 - needs your approval today',
    received: '2026-11-12T10:37:28.906Z',
    direction: 'Intra-org',
    deliveryAction: 'Delivered',
    deliveryLocation: 'Inbox/folder',
    latestLocation: 'Inbox/folder',
    urls: ['url.lure'],
    attachment: null,
    threat: 'Phish',
  },
  // The yearly exercise uses the very subject of the lure, from another sender: it is not the same email.
  'email.simulation': {
    kind: 'email',
    message: 'simulation',
    recipient: 'mailbox.yilmaz',
    sender: 'exercise@training.example',
    senderName: 'Port Clearance Billing',
    senderIp: 'ip.simulation',
    subject: 'Revised customs duty statement LF-20417',
    received: '2026-11-16T09:15:03.117Z',
    direction: 'Inbound',
    deliveryAction: 'Delivered',
    deliveryLocation: 'Inbox/folder',
    latestLocation: 'Inbox/folder',
    urls: ['url.simulation'],
    attachment: null,
    threat: null,
  },
} as const satisfies Readonly<Record<string, EmailEntity>>;

export const others = {
  'cluster.duty': {
    kind: 'mailCluster',
    clusterBy: 'Subject;P2SenderDomain',
    clusterByValue: 'Revised customs duty statement LF-20417;port-clearance.example',
    messages: ['duty'],
    emailCount: 4,
  },
  'registry.run': {
    kind: 'registryValue',
    device: d014,
    hive: 'HKEY_CURRENT_USER',
    key: '@SID(user.okafor)\\Software\\Microsoft\\Windows\\CurrentVersion\\Run',
    valueName: 'SkylineSync',
    data: '"C:\\Users\\m.okafor\\AppData\\Roaming\\Skyline\\skymetrics.exe" --sync',
    valueType: 'String',
  },
  'registry.msSettings': {
    kind: 'registryKey',
    device: d014,
    hive: 'HKEY_CURRENT_USER',
    key: '@SID(user.okafor)\\Software\\Classes\\ms-settings\\Shell\\Open\\command',
    valueName: null,
    data: null,
    valueType: null,
  },
  'registry.psexesvc': {
    kind: 'registryKey',
    device: dFile,
    hive: 'HKEY_LOCAL_MACHINE',
    key: 'SYSTEM\\CurrentControlSet\\Services\\PSEXESVC',
    valueName: null,
    data: null,
    valueType: null,
  },
  'group.domainAdmins': { kind: 'securityGroup', name: 'Domain Admins', rid: 512 },
  'session.okaforCloud': {
    kind: 'logonSession',
    where: 'cloud',
    sessionId: 'okafor-cloud',
    account: 'user.okafor',
    device: null,
    start: '2026-11-12T08:58:21.380Z',
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36',
    ip: 'ip.aitm',
  },
  'session.castroCloud': {
    kind: 'logonSession',
    where: 'cloud',
    sessionId: 'castro-cloud',
    account: 'user.castro',
    device: null,
    start: '2026-11-12T10:53:40.742Z',
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36',
    ip: 'ip.aitm',
  },
  'session.ramanHost': {
    kind: 'logonSession',
    where: 'host',
    sessionId: '0x4be21f7',
    account: 'user.raman',
    device: d031,
    start: '2026-11-15T21:31:05.615Z',
    userAgent: null,
    ip: 'ip.fin022',
  },
  'malware.lockbay': {
    kind: 'malware',
    name: 'Ransom:Win64/Lockbay.A!synthetic',
    category: 'Ransomware',
    files: ['file.lockbay'],
    processes: ['process.lockbay'],
  },
} as const satisfies Readonly<Record<string, MailClusterEntity | RegistryEntity | GroupEntity | SessionEntity | MalwareEntity>>;
