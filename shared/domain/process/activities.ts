/** What a process did, in the groups that event lists have, by the action type of its events. */

export const PROCESS_ACTIVITIES = ['process', 'file', 'network', 'registry', 'module', 'script', 'logon', 'account', 'service', 'other'] as const;
export type ProcessActivity = (typeof PROCESS_ACTIVITIES)[number];

/** By the words with which Microsoft's device tables name actions; importers use the same words for Windows events. The first that fits. */
const RULES: readonly (readonly [ProcessActivity, RegExp])[] = [
  ['process', /^(?:Process|OpenProcess|CreateRemoteThread|QueueUserApc|SetThreadContext|WriteProcessMemory|ReadProcessMemory|WriteToLsass|NtAllocateVirtual|NtMapView|NtProtectVirtual|MemoryRemoteProtect|HandleDuplicated)/],
  ['file', /^(?:File|ShellLink|RawAccessRead|RemovableStorage|Usb)/],
  ['registry', /^Registry/],
  ['module', /^(?:ImageLoaded|DriverLoad)/],
  ['script', /^(?:PowerShell|Script|Amsi)/],
  ['logon', /^(?:Logon|Logoff|RemoteDesktop)/],
  ['account', /^(?:User|Account|SecurityGroup|Group|LocalGroup|PasswordChange|Credentials)/],
  ['service', /^(?:Service|ScheduledTask)/],
  ['network', /Connection|^(?:Dns|Port|Packet|Network|Inbound|Listening|LdapSearch|Http|Tls|Ssl|Smb)/],
];

export const activityOf = (actionType: string): ProcessActivity => RULES.find(([, words]) => words.test(actionType))?.[0] ?? 'other';
