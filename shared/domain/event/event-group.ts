/** The groups in which a timeline shows events, as the event groups of Microsoft's device timeline, with those of mail and cloud beside them. */

/** Stored as an index: only ever append. `service`: services and scheduled tasks; `module`: images and drivers that were loaded. */
export const EVENT_GROUPS = ['process', 'file', 'network', 'registry', 'module', 'script', 'logon', 'account', 'service', 'mail', 'cloud', 'other'] as const;
export type EventGroup = (typeof EVENT_GROUPS)[number];

/** By the words with which Microsoft's device tables name actions; importers use the same words for Windows events. The first that fits. */
const ACTIONS: readonly (readonly [EventGroup, RegExp])[] = [
  ['process', /^(?:Process|OpenProcess|CreateRemoteThread|QueueUserApc|SetThreadContext|WriteProcessMemory|ReadProcessMemory|WriteToLsass|NtAllocateVirtual|NtMapView|NtProtectVirtual|MemoryRemoteProtect|HandleDuplicated)/],
  ['file', /^(?:File|ShellLink|RawAccessRead|RemovableStorage|Usb)/],
  ['registry', /^Registry/],
  ['module', /^(?:ImageLoaded|DriverLoad)/],
  ['script', /^(?:PowerShell|Script|Amsi)/],
  ['logon', /^(?:Logon|Logoff|RemoteDesktop|Session(?:Re|Dis)connected|Kerberos|CredentialValidat|SignIn|SpecialPrivilegesAssigned)/],
  ['account', /^(?:User|Account|ComputerAccount|SecurityGroup|Group|LocalGroup|PasswordChange|Credentials|DirectoryServices)/],
  ['service', /^(?:Service|ScheduledTask)/],
  ['network', /Connection|^(?:Dns|Port|Packet|Network|Inbound|Listening|LdapSearch|Http|Tls|Ssl|Smb|Firewall)/],
];
export const groupOfAction = (actionType: string): EventGroup => ACTIONS.find(([, words]) => words.test(actionType))?.[0] ?? 'other';

/** Tables and channels whose records are all of one kind, whatever their action is called. */
const SOURCES: readonly (readonly [EventGroup, RegExp])[] = [
  ['mail', /^(?:Email|UrlClick|Campaign|Message(?:Events|PostDelivery|Url))/],
  ['logon', /^(?:(?:EntraId|AAD)(?:Spn)?SignIn|SigninLogs|IdentityLogon|Interactive|NonInteractive|AADNonInteractive)/],
  ['account', /^IdentityDirectory/],
  ['network', /^(?:IdentityQuery|DeviceNetwork)/],
  ['process', /^DeviceProcess/], ['file', /^DeviceFile/], ['registry', /^DeviceRegistry/], ['module', /^DeviceImageLoad/], ['logon', /^DeviceLogon/],
];
/** Audit records of services: what they call a file is a document in the cloud, so words of device tables do not count. */
const CLOUD_SOURCES = /^(?:CloudApp|CloudAudit|CloudStorage|OfficeActivity|AuditLogs|GraphApiAudit|MicrosoftGraphActivity|AzureActivity)/;
const CLOUD_ACTIONS: readonly (readonly [EventGroup, RegExp])[] = [
  ['mail', /Inbox|Mail(?:box|Items|boxLogin|Flow)|TransportRule|^(?:Send|SendAs|SendOnBehalf|Forward|SoftDelete|HardDelete|MoveToDeletedItems|UserSubmission|UpdateInboxRules)$/],
  ['logon', /^(?:UserLoggedIn|UserLoginFailed|Log ?on|Sign-?in|ConsoleLogin)/i],
  ['account', /\b(?:user|member|group|role|password|strong authentication)\b/i],
];

/**
 * The group of an event by its action type (`RegistryValueSet`, `Sysmon` events under the same words) and its source (hunting table or Windows channel). The same two texts give the
 * same group always, so it can be stored beside them.
 */
export function eventGroup(actionType: string, source: string): EventGroup {
  if (CLOUD_SOURCES.test(source)) return CLOUD_ACTIONS.find(([, words]) => words.test(actionType))?.[0] ?? 'cloud';
  return SOURCES.find(([, names]) => names.test(source))?.[0] ?? groupOfAction(actionType);
}
