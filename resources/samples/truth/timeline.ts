/** What the sensors recorded of the attack, in order. Starts of declared processes are rows of their own and not repeated here. */
import type { Step } from './types.ts';

export const steps: readonly Step[] = [
  // Thursday 12 November: the lure, the macro, the implant.
  { what: 'file', at: '2026-11-12T09:02:41.530Z', action: 'FileCreated', actor: 'process.outlook014', file: 'file.docm' },
  { what: 'image', at: '2026-11-12T09:03:20.148Z', actor: 'process.winword', file: 'image.vbe' },
  { what: 'network', at: '2026-11-12T09:04:09.733Z', action: 'ConnectionSuccess', actor: 'process.powershell', ip: 'ip.c2', url: 'url.c2', port: 443 },
  { what: 'device', at: '2026-11-12T09:04:06.870Z', action: 'PowerShellCommand', actor: 'process.powershell', target: null, fields: { AdditionalFields: '{"Command":"Invoke-WebRequest"}' } },
  { what: 'file', at: '2026-11-12T09:04:31.480Z', action: 'FileCreated', actor: 'process.powershell', file: 'file.implant', originUrl: 'url.c2' },
  { what: 'network', at: '2026-11-12T09:04:58.016Z', action: 'ConnectionSuccess', actor: 'process.implant', ip: 'ip.c2', url: 'domain.c2', port: 443 },
  { what: 'registry', at: '2026-11-12T09:05:10.662Z', action: 'RegistryValueSet', actor: 'process.implant', registry: 'registry.run' },
  { what: 'device', at: '2026-11-12T09:05:12.095Z', action: 'ScheduledTaskCreated', actor: 'process.implant', target: null, fields: { AdditionalFields: '{"TaskName":"\\\\SkylineSync"}' } },
  { what: 'networkBurst', from: '2026-11-12T09:35:11.060Z', to: '2026-11-17T06:38:40.000Z', count: 118, actor: 'process.implant', ip: 'ip.c2', url: 'domain.c2', port: 443 },
  // Friday 13 November: an administrator's credentials.
  { what: 'registry', at: '2026-11-13T09:41:06.480Z', action: 'RegistryKeyCreated', actor: 'process.implant', registry: 'registry.msSettings' },
  { what: 'device', at: '2026-11-13T09:47:34.007Z', action: 'OpenProcessApiCall', actor: 'process.rundll32', target: null, fields: { FileName: 'lsass.exe', FolderPath: 'C:\\Windows\\System32\\lsass.exe', ProcessId: 812 } },
  { what: 'image', at: '2026-11-13T09:47:33.610Z', actor: 'process.rundll32', file: 'image.comsvcs' },
  { what: 'file', at: '2026-11-13T09:47:35.908Z', action: 'FileCreated', actor: 'process.rundll32', file: 'file.lsassDump' },
  { what: 'device', at: '2026-11-13T10:18:26.440Z', action: 'LdapSearch', actor: 'process.implantHigh', target: null, fields: { AdditionalFields: '{"SearchFilter":"(servicePrincipalName=*)"}' } },
  { what: 'device', at: '2026-11-13T10:18:30.102Z', action: 'KerberosTicketsRequested', actor: 'process.implantHigh', target: 'user.svcBackup', fields: { AdditionalFields: '{"Tickets":11,"Encryption":"RC4"}' } },
  { what: 'file', at: '2026-11-13T10:24:02.915Z', action: 'FileDeleted', actor: 'process.implantHigh', file: 'file.lsassDump' },
  { what: 'logon', at: '2026-11-13T13:52:37.020Z', action: 'LogonFailed', user: 'user.admBerg', device: 'device.finWs022', from: 'device.finWs014', logonType: 'Network', protocol: 'NTLM', admin: false },
  { what: 'logon', at: '2026-11-13T13:52:38.714Z', action: 'LogonSuccess', user: 'user.admBerg', device: 'device.finWs022', from: 'device.finWs014', logonType: 'Network', protocol: 'NTLM', admin: true },
  { what: 'file', at: '2026-11-13T13:52:39.541Z', action: 'FileCreated', actor: 'process.wmiprvse022', file: 'file.implantCopy' },
  { what: 'network', at: '2026-11-13T13:52:49.870Z', action: 'ConnectionSuccess', actor: 'process.implant022', ip: 'ip.c2', url: 'domain.c2', port: 443 },
  { what: 'networkBurst', from: '2026-11-13T14:20:00.000Z', to: '2026-11-15T21:25:00.000Z', count: 60, actor: 'process.implant022', ip: 'ip.c2', url: 'domain.c2', port: 443 },
  // Sunday 15 November, at night: the servers.
  { what: 'logon', at: '2026-11-15T21:31:05.615Z', action: 'LogonSuccess', user: 'user.raman', device: 'device.logWs031', from: 'device.finWs022', logonType: 'RemoteInteractive', protocol: 'Negotiate', admin: true },
  { what: 'file', at: '2026-11-15T21:35:44.220Z', action: 'FileCreated', actor: 'process.explorer031', file: 'file.netsvc' },
  { what: 'logon', at: '2026-11-15T21:36:18.951Z', action: 'LogonSuccess', user: 'user.admBerg', device: 'device.srvFile01', from: 'device.logWs031', logonType: 'Network', protocol: 'Kerberos', admin: true },
  { what: 'registry', at: '2026-11-15T21:36:19.402Z', action: 'RegistryKeyCreated', actor: 'process.servicesFile', registry: 'registry.psexesvc' },
  { what: 'device', at: '2026-11-15T21:36:19.410Z', action: 'ServiceInstalled', actor: 'process.servicesFile', target: 'file.psexesvc', fields: { AdditionalFields: '{"ServiceName":"PSEXESVC"}' } },
  { what: 'file', at: '2026-11-15T22:08:57.300Z', action: 'FileCreated', actor: 'process.psexesvc', file: 'file.replScript' },
  { what: 'logon', at: '2026-11-15T22:14:03.275Z', action: 'LogonSuccess', user: 'user.admBerg', device: 'device.srvDc01', from: 'device.srvFile01', logonType: 'Network', protocol: 'Kerberos', admin: true },
  { what: 'device', at: '2026-11-15T22:14:05.118Z', action: 'DirectoryServicesReplication', actor: 'process.replPowershell', target: null, fields: { RemoteDeviceName: 'srv-dc-01.corp.larkhaven.example' } },
  { what: 'device', at: '2026-11-15T22:16:44.590Z', action: 'DirectoryServicesReplication', actor: 'process.replPowershell', target: null, fields: { RemoteDeviceName: 'srv-dc-01.corp.larkhaven.example' } },
  { what: 'device', at: '2026-11-15T22:38:12.560Z', action: 'UserAccountCreated', actor: 'process.replPowershell', target: 'user.suppSvc2', fields: {} },
  { what: 'device', at: '2026-11-15T22:41:02.138Z', action: 'UserAccountAddedToLocalGroup', actor: 'process.netGroup', target: 'user.suppSvc2', fields: { AdditionalFields: '{"GroupName":"Domain Admins"}' } },
  // Monday 16 November: the data.
  { what: 'logon', at: '2026-11-16T02:03:50.777Z', action: 'LogonSuccess', user: 'user.svcBackup', device: 'device.srvFile01', from: 'device.logWs031', logonType: 'Network', protocol: 'Kerberos', admin: true },
  { what: 'file', at: '2026-11-16T02:04:31.064Z', action: 'FileCreated', actor: 'process.psexesvc', file: 'file.sevenZip' },
  { what: 'file', at: '2026-11-16T02:05:16.498Z', action: 'FileCreated', actor: 'process.sevenZip', file: 'file.archive' },
  { what: 'fileBurst', from: '2026-11-16T02:08:00.000Z', to: '2026-11-16T02:48:51.700Z', count: 17, action: 'FileCreated', actor: 'process.sevenZip', folder: 'C:\\ProgramData\\lkh', name: 'q3-close.7z.#' },
  { what: 'file', at: '2026-11-16T23:16:20.880Z', action: 'FileCreated', actor: 'process.psexesvc', file: 'file.rclone' },
  { what: 'file', at: '2026-11-16T23:16:59.245Z', action: 'FileCreated', actor: 'process.psexesvc', file: 'file.rcloneConf' },
  { what: 'network', at: '2026-11-16T23:18:04.351Z', action: 'ConnectionSuccess', actor: 'process.rclone', ip: 'ip.exfil', url: 'url.exfil', port: 443 },
  { what: 'networkBurst', from: '2026-11-16T23:18:30.000Z', to: '2026-11-17T02:41:57.350Z', count: 72, actor: 'process.rclone', ip: 'ip.exfil', url: 'domain.exfil', port: 443 },
  // Tuesday 17 November, before dawn: the attempt to encrypt.
  { what: 'logon', at: '2026-11-17T03:05:38.460Z', action: 'LogonSuccess', user: 'user.suppSvc2', device: 'device.srvBkp01', from: 'device.srvFile01', logonType: 'Network', protocol: 'Kerberos', admin: true },
  { what: 'file', at: '2026-11-17T03:08:50.009Z', action: 'FileCreated', actor: 'process.psexesvcBkp', file: 'file.lockbay' },
  { what: 'file', at: '2026-11-17T03:09:12.770Z', action: 'FileCreated', actor: 'process.psexesvc', file: 'file.lockbayCopy' },
  { what: 'fileBurst', from: '2026-11-17T03:09:28.000Z', to: '2026-11-17T03:10:44.000Z', count: 36, action: 'FileRenamed', actor: 'process.lockbay', folder: 'D:\\Backups\\Weekly', name: 'set-#.vbk.lockbay', previousName: 'set-#.vbk' },
  { what: 'fileBurst', from: '2026-11-17T03:09:43.000Z', to: '2026-11-17T03:10:30.000Z', count: 12, action: 'FileRenamed', actor: 'process.lockbayFile', folder: 'D:\\Shares\\Dispatch', name: 'plan-#.xlsx.lockbay', previousName: 'plan-#.xlsx' },
  { what: 'file', at: '2026-11-17T03:09:29.310Z', action: 'FileCreated', actor: 'process.lockbay', file: 'file.note' },
  { what: 'device', at: '2026-11-17T03:10:48.205Z', action: 'AntivirusDetection', actor: 'process.lockbay', target: 'file.lockbay', fields: { AdditionalFields: '{"ThreatName":"Ransom:Win64/Lockbay.A!synthetic","WasRemediated":true}' } },
  // Noise that belongs to the look-alikes.
  { what: 'device', at: '2026-11-13T11:06:19.480Z', action: 'AntivirusDetection', actor: 'process.npBrowser', target: 'file.trojan', fields: { AdditionalFields: '{"ThreatName":"Trojan:Win32/Parcelo!synthetic","WasRemediated":true}' } },
];

/** Steps outside the devices: what mail, sign-in and cloud services recorded. */
export const clicks = [
  { at: '2026-11-12T08:52:40.267Z', user: 'user.okafor', url: 'url.lure', email: 'email.okafor', ip: '203.0.113.200', action: 'ClickAllowed', through: true },
  { at: '2026-11-12T10:51:16.530Z', user: 'user.castro', url: 'url.lure', email: 'email.internal', ip: '203.0.113.200', action: 'ClickAllowed', through: true },
  { at: '2026-11-12T11:04:19.400Z', user: 'user.lindqvist', url: 'url.lure', email: 'email.lindqvist', ip: '203.0.113.200', action: 'ClickBlocked', through: false },
] as const;
export const signIns = [
  { at: '2026-11-12T08:58:21.380Z', user: 'user.okafor', app: 'app.exchange', ip: 'ip.aitm', country: 'MD', risk: 100, error: 0 },
  { at: '2026-11-12T10:53:40.742Z', user: 'user.castro', app: 'app.exchange', ip: 'ip.aitm', country: 'MD', risk: 100, error: 0 },
  { at: '2026-11-16T01:10:33.901Z', user: 'user.castro', app: 'app.sharepoint', ip: 'ip.aitm', country: 'MD', risk: 100, error: 0 },
  { at: '2026-11-13T17:48:30.220Z', user: 'user.patel', app: 'app.exchange', ip: 'ip.office', country: 'NO', risk: 1, error: 0 },
  { at: '2026-11-13T18:31:09.005Z', user: 'user.patel', app: 'app.exchange', ip: 'ip.travel', country: 'FR', risk: 10, error: 0 },
] as const;
export const cloudActivities = [
  { at: '2026-11-12T10:12:50.019Z', action: 'Consent to application.', user: 'user.okafor', app: 'app.exchange', ip: 'ip.aitm', object: 'oauthApp.mailArchive', objectName: 'Mail Archive Helper', objectType: 'OAuth application' },
  { at: '2026-11-12T10:37:28.906Z', action: 'Send', user: 'user.okafor', app: 'app.exchange', ip: 'ip.aitm', object: 'email.internal', objectName: 'FW: duty statement LF-20417 - needs your approval today', objectType: 'Email' },
  { at: '2026-11-16T01:40:26.915Z', action: 'New-InboxRule', user: 'user.castro', app: 'app.exchange', ip: 'ip.aitm', object: 'mailbox.castro', objectName: 'e.castro@larkhaven.example', objectType: 'Mailbox' },
  { at: '2026-11-16T08:55:10.044Z', action: 'Forward', user: 'user.castro', app: 'app.exchange', ip: 'ip.aitm', object: 'mailbox.castro', objectName: 'e.castro@larkhaven.example', objectType: 'Mailbox' },
  { at: '2026-11-16T09:22:41.350Z', action: 'UserSubmission', user: 'user.yilmaz', app: 'app.exchange', ip: 'ip.office', object: 'email.simulation', objectName: 'Revised customs duty statement LF-20417', objectType: 'Email' },
] as const;
/** 412 downloads are told by the alert; the export carries every fourth of them. */
export const downloads = { from: '2026-11-16T01:12:08.300Z', to: '2026-11-16T01:31:45.120Z', count: 103, user: 'user.castro', app: 'app.sharepoint', ip: 'ip.aitm' } as const;
/** Ordinary sign-ins, activities and mail around the attack. */
export const ordinary = { signIns: 420, cloudActivities: 260, emails: 240, clicks: 36 } as const;
