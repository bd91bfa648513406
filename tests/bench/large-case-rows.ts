/** One row of a hunting table of the large case. */
import type { Machine } from './large-case.ts';

export interface Process { readonly pid: number; readonly startMs: number; readonly image: string; readonly user: string; readonly parent: { readonly pid: number; readonly image: string; readonly startMs: number } | null }
/** `atMs` null: the row states no time. */
export interface Told { readonly i: number; readonly atMs: number | null; readonly machine: Machine; readonly process: Process; readonly random: () => number }

const COMMON = ['Timestamp', 'DeviceId', 'DeviceName', 'ActionType', 'ReportId'];
const ACTOR = ['InitiatingProcessId', 'InitiatingProcessFileName', 'InitiatingProcessFolderPath', 'InitiatingProcessCommandLine', 'InitiatingProcessCreationTime', 'InitiatingProcessSHA1', 'InitiatingProcessParentId', 'InitiatingProcessParentFileName', 'InitiatingProcessParentCreationTime', 'InitiatingProcessAccountDomain', 'InitiatingProcessAccountName', 'InitiatingProcessAccountSid'] as const;
const OWN = {
  DeviceProcessEvents: ['FileName', 'FolderPath', 'SHA1', 'ProcessId', 'ProcessCommandLine', 'ProcessCreationTime', 'AccountDomain', 'AccountName', 'AccountSid'],
  DeviceFileEvents: ['FileName', 'FolderPath', 'SHA1'],
  DeviceNetworkEvents: ['RemoteIP', 'RemotePort', 'RemoteUrl', 'LocalIP', 'LocalPort', 'Protocol'],
  DeviceRegistryEvents: ['RegistryKey', 'RegistryValueName', 'RegistryValueData', 'RegistryValueType'],
  DeviceImageLoadEvents: ['FileName', 'FolderPath', 'SHA1'],
  DeviceLogonEvents: ['LogonType', 'AccountDomain', 'AccountName', 'AccountSid', 'RemoteDeviceName', 'RemoteIP'],
  DeviceEvents: ['FileName', 'FolderPath', 'AttackTechniques', 'AdditionalFields'],
} as const;
const EMAIL = ['Timestamp', 'NetworkMessageId', 'InternetMessageId', 'SenderMailFromAddress', 'SenderFromAddress', 'RecipientEmailAddress', 'Subject', 'EmailDirection', 'DeliveryAction', 'DeliveryLocation', 'ReportId'];
const CLOUD = ['Timestamp', 'ActionType', 'Application', 'ApplicationId', 'AccountObjectId', 'AccountDisplayName', 'IPAddress', 'ActivityType', 'ObjectName', 'RawEventData', 'ReportId'];

type DeviceTable = keyof typeof OWN;
export type TableName = DeviceTable | 'EmailEvents' | 'CloudAppEvents';
export const HEADERS: Readonly<Record<TableName, readonly string[]>> = {
  ...(Object.fromEntries(Object.entries(OWN).map(([name, own]) => [name, [...COMMON, ...own, ...ACTOR]])) as unknown as Record<DeviceTable, readonly string[]>), EmailEvents: EMAIL, CloudAppEvents: CLOUD,
};

const hash = (n: number): string => (n >>> 0).toString(16).padStart(8, '0').repeat(5);
const iso = (ms: number | null): string => (ms === null ? '' : new Date(ms).toISOString());
const sid = (user: string): string => `S-1-5-21-1-2-3-${1100 + Number(user.slice(4))}`;

export function actorColumns(p: Process): Readonly<Record<(typeof ACTOR)[number], string>> {
  return {
    InitiatingProcessId: String(p.pid), InitiatingProcessFileName: p.image, InitiatingProcessFolderPath: `C:\\Windows\\System32\\${p.image}`, InitiatingProcessCommandLine: `"C:\\Windows\\System32\\${p.image}" -run ${p.pid}`, InitiatingProcessCreationTime: iso(p.startMs), InitiatingProcessSHA1: hash(p.image.length * 7919 + p.image.charCodeAt(0)),
    InitiatingProcessParentId: p.parent === null ? '' : String(p.parent.pid), InitiatingProcessParentFileName: p.parent?.image ?? '', InitiatingProcessParentCreationTime: iso(p.parent?.startMs ?? null), InitiatingProcessAccountDomain: 'corp', InitiatingProcessAccountName: p.user, InitiatingProcessAccountSid: sid(p.user),
  };
}

const one = <T>(list: readonly T[], random: () => number): T => list[Math.floor(random() * list.length)]!;
const ACTIONS: Readonly<Record<DeviceTable, readonly string[]>> = {
  DeviceProcessEvents: ['ProcessCreated'], DeviceFileEvents: ['FileCreated', 'FileModified', 'FileRenamed', 'FileDeleted'], DeviceNetworkEvents: ['ConnectionSuccess', 'ConnectionSuccess', 'ConnectionFailed', 'InboundConnectionAccepted'], DeviceRegistryEvents: ['RegistryValueSet', 'RegistryValueSet', 'RegistryKeyCreated'],
  DeviceImageLoadEvents: ['ImageLoaded'], DeviceLogonEvents: ['LogonSuccess', 'LogonSuccess', 'LogonSuccess', 'LogonFailed'], DeviceEvents: ['PowerShellCommand', 'AmsiScriptDetection', 'OpenProcessApiCall', 'NamedPipeEvent', 'ScheduledTaskCreated', 'UserAccountCreated', 'SensorHeartbeat'],
};
const TECHNIQUES = ['', '', '', '', '["T1059.001"]', '["T1055","T1003.001"]', '["T1547.001"]', '["T1021.002","T1570"]'] as const;

export function eventRow(table: TableName, told: Told): string[] {
  switch (table) {
    case 'EmailEvents': return email(told);
    case 'CloudAppEvents': return cloud(told);
    default: {
      const { i, atMs, machine, process, random } = told;
      const actor = actorColumns(process);
      return [iso(atMs), machine.id, machine.name, one(ACTIONS[table], random), String(i + 1), ...OWN_VALUES[table](told), ...ACTOR.map((name) => actor[name])];
    }
  }
}

const OWN_VALUES: Readonly<Record<DeviceTable, (told: Told) => string[]>> = {
  DeviceProcessEvents: ({ i, atMs, process: p }) => [p.image, `C:\\Windows\\System32\\${p.image}`, hash(p.image.length), String(2000 + (i % 60_000)), `${p.image} /job ${i}`, iso(atMs ?? p.startMs), 'corp', p.user, sid(p.user)],
  DeviceFileEvents: ({ random }) => { const n = Math.floor(random() ** 3 * 60_000); return [`document-${n}.docx`, `C:\\Data\\share-${n % 50}\\document-${n}.docx`, hash(n * 2654435761)]; },
  DeviceNetworkEvents: ({ random, machine }) => { const n = Math.floor(random() ** 4 * 4000); return [`198.51.${100 + Math.floor(n / 250)}.${n % 250}`, '443', n % 3 === 0 ? `host-${n}.example` : '', machine.address, String(50_000 + (n % 10_000)), 'Tcp']; },
  DeviceRegistryEvents: ({ random }) => { const n = Math.floor(random() * 3000); return [`HKEY_LOCAL_MACHINE\\SOFTWARE\\Vendor\\Key${n}`, 'Setting', String(n), 'Dword']; },
  DeviceImageLoadEvents: ({ random }) => { const n = Math.floor(random() * 900); return [`library-${n}.dll`, `C:\\Windows\\System32\\library-${n}.dll`, hash(n * 40503)]; },
  DeviceLogonEvents: ({ random }) => { const user = `user${Math.floor(random() * 40)}`; return ['Network', 'corp', user, sid(user), '', `10.20.1.${Math.floor(random() * 250)}`]; },
  DeviceEvents: ({ i, random }) => ['', '', one(TECHNIQUES, random), i % 11 === 0 ? `{"Command":"Get-Item =${i}"}` : ''],
};

function email({ i, atMs, random }: Told): string[] {
  const to = Math.floor(random() * 40);
  return [iso(atMs), `message-${i}`, `<${i}@mail.example>`, 'rates@mail.example', 'rates@mail.example', `user${to}@corp.example`, `Offer ${i}`, 'Inbound', i % 9 === 0 ? 'Junked' : 'Delivered', 'Inbox/folder', String(i + 1)];
}
function cloud({ i, atMs, random }: Told): string[] {
  const user = Math.floor(random() * 40);
  return [iso(atMs), one(['FileDownloaded', 'MailItemsAccessed', 'New-InboxRule', 'FileAccessed'], random), 'Microsoft SharePoint Online', '20892', `00000000-0000-4000-8000-${String(user).padStart(12, '0')}`, `User ${user}`, `203.0.113.${user}`, 'Access', `Paper ${i}`, '{}', String(i + 1)];
}
