/** What a correct import must find. Written by hand from the story, before and apart from any importer. */
import type { Link, LookAlike } from './types.ts';

export const seed = 20417;
/** Telemetry covers seven full days; the intrusion lies inside. */
export const window = { from: '2026-11-11T00:00:00.000Z', to: '2026-11-18T00:00:00.000Z' } as const;

/** Rows of each device table, background and attack together. */
export const deviceEvents = {
  DeviceProcessEvents: 3_600,
  DeviceNetworkEvents: 5_600,
  DeviceFileEvents: 3_400,
  DeviceRegistryEvents: 2_000,
  DeviceLogonEvents: 2_400,
  DeviceImageLoadEvents: 2_800,
  DeviceEvents: 1_400,
} as const;

/** Distinct entities that are evidence of the alerts of incident 5208, by kind. */
export const mainIncident = {
  id: '5208',
  alerts: 18,
  first: '2026-11-12T08:41:17.442Z',
  last: '2026-11-17T03:10:48.205Z',
  entities: {
    device: 6,
    user: 8,
    mailbox: 5,
    app: 2,
    oauthApp: 1,
    process: 16,
    file: 12,
    ip: 5,
    url: 3,
    email: 5,
    mailCluster: 1,
    registryKey: 2,
    registryValue: 1,
    securityGroup: 1,
    logonSession: 3,
    malware: 1,
  },
  entityTotal: 72,
} as const;
/** The same over the evidence of all six incidents. */
export const wholeCase = {
  incidents: 6,
  alerts: 23,
  entities: {
    device: 9,
    user: 12,
    mailbox: 6,
    app: 2,
    oauthApp: 1,
    process: 18,
    file: 15,
    ip: 7,
    url: 4,
    email: 6,
    mailCluster: 1,
    registryKey: 2,
    registryValue: 1,
    securityGroup: 1,
    logonSession: 3,
    malware: 1,
  },
  entityTotal: 89,
} as const;

/** Links between alerts that must be found. `via` names the shared entity, or the two ends of a process chain. */
export const links: readonly Link[] = [
  { a: 'A01', b: 'A02', reason: 'sameUrl', via: 'url.lure' },
  { a: 'A01', b: 'A02', reason: 'sameEmail', via: 'email.okafor' },
  { a: 'A01', b: 'A02', reason: 'sameMailbox', via: 'mailbox.okafor' },
  { a: 'A01', b: 'A04', reason: 'sameFile', via: 'file.docm' },
  { a: 'A02', b: 'A03', reason: 'sameAccount', via: 'user.castro' },
  { a: 'A02', b: 'A14', reason: 'sameMailbox', via: 'mailbox.castro' },
  { a: 'A03', b: 'A06', reason: 'sameIp', via: 'ip.aitm' },
  { a: 'A03', b: 'A13', reason: 'sameIp', via: 'ip.aitm' },
  { a: 'A04', b: 'A05', reason: 'processChain', via: 'process.powershell > process.implant' },
  { a: 'A05', b: 'A07', reason: 'processChain', via: 'process.implant > process.fodhelper' },
  { a: 'A05', b: 'A07', reason: 'sameFile', via: 'file.implant' },
  { a: 'A05', b: 'A09', reason: 'sameFile', via: 'file.implant (image of process.implant022)' },
  { a: 'A06', b: 'A14', reason: 'sameApp', via: 'oauthApp.mailArchive' },
  { a: 'A08', b: 'A15', reason: 'sameAccount', via: 'user.svcBackup' },
  { a: 'A09', b: 'A11', reason: 'sameAccount', via: 'user.admBerg' },
  { a: 'A10', b: 'A11', reason: 'processChain', via: 'process.psexesvc > process.replPowershell' },
  { a: 'A10', b: 'A15', reason: 'processChain', via: 'process.psexesvc > process.sevenZip' },
  { a: 'A10', b: 'A16', reason: 'processChain', via: 'process.psexesvc > process.rclone' },
  { a: 'A10', b: 'A18', reason: 'processChain', via: 'process.psexesvc > process.lockbayFile' },
  { a: 'A11', b: 'A12', reason: 'sameAccount', via: 'user.admBerg' },
  { a: 'A12', b: 'A17', reason: 'sameAccount', via: 'user.suppSvc2' },
  { a: 'A15', b: 'A16', reason: 'sameFile', via: 'file.archive' },
  { a: 'A17', b: 'A18', reason: 'processChain', via: 'process.cmdBkp and process.lockbay, both started by process.psexesvcBkp' },
  { a: 'A17', b: 'A18', reason: 'sameAccount', via: 'user.suppSvc2' },
];

/** Pairs that look alike and must not be linked (alerts) or merged (entities) for the reason given. */
export const lookAlikes: readonly LookAlike[] = [
  { a: 'A16', b: 'B02', reason: 'sameFile', why: 'Both name svhelper.exe; the contents differ.' },
  { a: 'A16', b: 'B02', reason: 'processChain', why: 'Both have a process 8420, on different devices.' },
  {
    a: 'A04',
    b: 'B01',
    reason: 'processChain',
    why: 'Both have a powershell.exe with process id 7340 on the same day, on different devices.',
  },
  {
    a: 'A01',
    b: 'B04',
    reason: 'sameEmail',
    why: "The subject and the sender's display name are equal; message id and sender address differ.",
  },
  { a: 'A01', b: 'B04', reason: 'sameUrl', why: 'The path is equal, the host is another.' },
  { a: 'A07', b: 'B03', reason: 'sameAccount', why: 'LARKHAVEN\\j.berg and NORTHPIER\\j.berg are different people.' },
  { a: 'A07', b: 'B03', reason: 'sameDevice', why: 'Two devices named FIN-WS-014, in different domains.' },
  { a: 'process.powershell', b: 'process.samePidLater', reason: 'sameProcess', why: 'The same device and process id, four days later.' },
  {
    a: 'process.powershell',
    b: 'process.samePidElsewhere',
    reason: 'sameProcess',
    why: 'The same process id within a second, on another device.',
  },
  { a: 'process.implant', b: 'process.implantHigh', reason: 'sameProcess', why: 'The same program twice; two processes.' },
  { a: 'user.berg', b: 'user.admBerg', reason: 'sameAccount', why: 'One person, two accounts.' },
  { a: 'user.berg', b: 'user.northpierBerg', reason: 'sameAccount', why: 'The same account name in another domain.' },
  { a: 'device.finWs014', b: 'device.npFinWs014', reason: 'sameDevice', why: 'The same host name in another domain.' },
  { a: 'file.rclone', b: 'file.vendorHelper', reason: 'sameFile', why: 'The same file name, other content.' },
];
