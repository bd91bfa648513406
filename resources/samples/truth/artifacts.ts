/** What the attacker brought, touched or left behind: files, processes, addresses, mail, registry, sessions. */
import type {
  DomainEntity, EmailEntity, FileEntity, GroupEntity, IpEntity, MailClusterEntity, MalwareEntity, ProcessEntity, RegistryEntity, SessionEntity, UrlEntity,
} from './types.ts';

const file = (device: string | null, folder: string, name: string, size: number, what: string, extra: Partial<FileEntity> = {}): FileEntity => ({
  kind: 'file', device, folder, name, size, what, publisher: null, ...extra,
});
const system = (name: string, size: number, folder = 'C:\\Windows\\System32'): FileEntity => file(null, folder, name, size, 'Part of the system', { publisher: 'Microsoft Corporation' });
const d014 = 'device.finWs014', d022 = 'device.finWs022', d031 = 'device.logWs031', dFile = 'device.srvFile01', dBkp = 'device.srvBkp01';

/** Twelve contents; `...Copy` keys carry the content of another file under a second path. */
export const files = {
  'file.docm': file(d014, 'C:\\Users\\m.okafor\\Downloads', 'Duty_Statement_LF-20417.docm', 184_320, 'Lure document with a macro'),
  'file.implant': file(d014, 'C:\\Users\\m.okafor\\AppData\\Roaming\\Skyline', 'skymetrics.exe', 742_912, 'Implant'),
  'file.implantCopy': file(d022, 'C:\\Windows\\Temp', 'skymetrics.exe', 742_912, 'The implant again', { content: 'file.implant' }),
  'file.lsassDump': file(d014, 'C:\\Windows\\Temp', 'wct8F21.dmp', 58_720_256, 'Memory of the logon process'),
  'file.netsvc': file(d031, 'C:\\Users\\p.raman\\AppData\\Local\\Temp', 'netsvc64.exe', 716_176, 'Renamed remote execution tool', { publisher: 'Microsoft Corporation' }),
  'file.psexesvc': file(dFile, 'C:\\Windows', 'PSEXESVC.exe', 189_792, 'Service side of the remote execution tool', { publisher: 'Microsoft Corporation' }),
  'file.psexesvcCopy': file(dBkp, 'C:\\Windows', 'PSEXESVC.exe', 189_792, 'The same on the backup server', { publisher: 'Microsoft Corporation', content: 'file.psexesvc' }),
  'file.replScript': file(dFile, 'C:\\ProgramData\\lkh', 'repl.ps1', 41_984, 'Script that asks the domain controller for its secrets'),
  'file.sevenZip': file(dFile, 'C:\\ProgramData\\lkh', '7zr.exe', 592_384, 'Archiver'),
  'file.archive': file(dFile, 'C:\\ProgramData\\lkh', 'q3-close.7z.001', 524_288_000, 'First part of the collected data'),
  'file.rclone': file(dFile, 'C:\\ProgramData\\lkh', 'svhelper.exe', 63_111_168, 'Renamed copy tool for cloud storage'),
  'file.rcloneConf': file(dFile, 'C:\\ProgramData\\lkh', 'svhelper.conf', 412, 'Its configuration'),
  'file.lockbay': file(dBkp, 'C:\\ProgramData', 'lockbay.exe', 309_248, 'Ransomware'),
  'file.lockbayCopy': file(dFile, 'C:\\ProgramData', 'lockbay.exe', 309_248, 'The ransomware on the file server', { content: 'file.lockbay' }),
  'file.note': file(dBkp, 'D:\\Backups', 'READ_ME_LARKHAVEN.txt', 1_904, 'Ransom note'),
  // Programs of the system, named only as images and parents.
  'image.explorer': system('explorer.exe', 5_632_000, 'C:\\Windows'),
  'image.outlook': system('OUTLOOK.EXE', 43_114_496, 'C:\\Program Files\\Microsoft Office\\root\\Office16'),
  'image.winword': system('WINWORD.EXE', 1_638_400, 'C:\\Program Files\\Microsoft Office\\root\\Office16'),
  'image.powershell': system('powershell.exe', 455_680, 'C:\\Windows\\System32\\WindowsPowerShell\\v1.0'),
  'image.fodhelper': system('fodhelper.exe', 49_152),
  'image.rundll32': system('rundll32.exe', 71_680),
  'image.wmiprvse': system('WmiPrvSE.exe', 496_640, 'C:\\Windows\\System32\\wbem'),
  'image.cmd': system('cmd.exe', 323_584),
  'image.services': system('services.exe', 757_760),
  'image.net': system('net.exe', 61_440),
  'image.vssadmin': system('vssadmin.exe', 147_456),
  'image.svchost': system('svchost.exe', 88_232),
  'image.msedge': system('msedge.exe', 4_012_032, 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application'),
  'image.comsvcs': system('comsvcs.dll', 1_236_992),
  'image.vbe': system('VBE7.DLL', 2_756_608, 'C:\\Program Files\\Microsoft Office\\root\\vfs\\ProgramFilesCommonX64\\Microsoft Shared\\VBA\\VBA7.1'),
  // Of the other incidents.
  'file.vendorHelper': file('device.mktWs009', 'C:\\Program Files\\Saltvik\\Helper', 'svhelper.exe', 4_218_880, 'Signed helper of a label printer: the same name, another content', { publisher: 'Saltvik Print Systems' }),
  'file.trojan': file('device.npFinWs014', 'C:\\Users\\j.berg\\Downloads', 'invoice_viewer.exe', 221_184, 'Commodity trojan, stopped on arrival'),
  'file.deployScript': file('device.devWs003', 'C:\\build\\tools', 'publish-labels.ps1', 7_212, 'Deployment script'),
} as const satisfies Readonly<Record<string, FileEntity>>;

const process = (device: string, pid: number, started: string, image: string, commandLine: string, parent: string | null, account: string, integrity: ProcessEntity['integrity'] = 'Medium'): ProcessEntity => ({
  kind: 'process', device, pid, started, image, commandLine, parent, account, integrity,
});

export const processes = {
  // Parents that no alert holds as evidence of its own.
  'process.explorer014': process(d014, 4820, '2026-11-12T07:02:11.350Z', 'image.explorer', 'C:\\Windows\\Explorer.EXE', null, 'user.okafor'),
  'process.outlook014': process(d014, 5296, '2026-11-12T07:05:02.118Z', 'image.outlook', '"OUTLOOK.EXE" ', 'process.explorer014', 'user.okafor'),
  'process.wmiprvse022': process(d022, 3012, '2026-11-13T13:52:40.104Z', 'image.wmiprvse', 'C:\\Windows\\system32\\wbem\\wmiprvse.exe -secured -Embedding', null, 'SYSTEM', 'System'),
  'process.explorer031': process(d031, 6088, '2026-11-15T21:31:12.040Z', 'image.explorer', 'C:\\Windows\\Explorer.EXE', null, 'user.raman'),
  'process.cmd031': process(d031, 5876, '2026-11-15T21:34:50.482Z', 'image.cmd', '"cmd.exe" ', 'process.explorer031', 'user.raman'),
  'process.servicesFile': process(dFile, 728, '2026-11-02T04:11:20.500Z', 'image.services', 'C:\\Windows\\system32\\services.exe', null, 'SYSTEM', 'System'),
  'process.servicesBkp': process(dBkp, 704, '2026-11-02T04:26:02.750Z', 'image.services', 'C:\\Windows\\system32\\services.exe', null, 'SYSTEM', 'System'),
  'process.psexesvcBkp': process(dBkp, 4964, '2026-11-17T03:05:41.230Z', 'file.psexesvcCopy', 'C:\\Windows\\PSEXESVC.exe', 'process.servicesBkp', 'SYSTEM', 'System'),
  'process.netGroup': process(dFile, 8044, '2026-11-15T22:40:55.310Z', 'image.net', 'net group "Domain Admins" supp-svc2 /add /domain', 'process.replPowershell', 'user.admBerg', 'High'),
  // Evidence of the intrusion.
  'process.winword': process(d014, 6124, '2026-11-12T09:03:12.604Z', 'image.winword', '"WINWORD.EXE" /n "C:\\Users\\m.okafor\\Downloads\\Duty_Statement_LF-20417.docm"', 'process.outlook014', 'user.okafor'),
  'process.powershell': process(d014, 7340, '2026-11-12T09:04:05.218Z', 'image.powershell', 'powershell.exe -NoP -W Hidden -Enc <synthetic: fetches https://cdn.skyline-metrics.example/a/u.bin>', 'process.winword', 'user.okafor'),
  'process.implant': process(d014, 8112, '2026-11-12T09:04:52.771Z', 'file.implant', '"C:\\Users\\m.okafor\\AppData\\Roaming\\Skyline\\skymetrics.exe" --sync', 'process.powershell', 'user.okafor'),
  'process.fodhelper': process(d014, 4416, '2026-11-13T09:41:08.115Z', 'image.fodhelper', '"C:\\Windows\\System32\\fodhelper.exe" ', 'process.implant', 'user.okafor', 'High'),
  'process.implantHigh': process(d014, 9268, '2026-11-13T09:41:09.902Z', 'file.implant', '"C:\\Users\\m.okafor\\AppData\\Roaming\\Skyline\\skymetrics.exe" --elevated', 'process.fodhelper', 'user.okafor', 'High'),
  'process.rundll32': process(d014, 5528, '2026-11-13T09:47:33.420Z', 'image.rundll32', 'rundll32.exe comsvcs.dll, <synthetic: writes process memory to C:\\Windows\\Temp\\wct8F21.dmp>', 'process.implantHigh', 'user.okafor', 'High'),
  'process.implant022': process(d022, 9036, '2026-11-13T13:52:41.377Z', 'file.implantCopy', 'C:\\Windows\\Temp\\skymetrics.exe --sync', 'process.wmiprvse022', 'user.admBerg', 'High'),
  'process.netsvc': process(d031, 2284, '2026-11-15T21:36:18.090Z', 'file.netsvc', 'netsvc64.exe \\\\SRV-FILE-01 -s -d cmd.exe', 'process.cmd031', 'user.raman', 'High'),
  'process.psexesvc': process(dFile, 6632, '2026-11-15T21:36:19.655Z', 'file.psexesvc', 'C:\\Windows\\PSEXESVC.exe', 'process.servicesFile', 'SYSTEM', 'System'),
  'process.replPowershell': process(dFile, 7780, '2026-11-15T22:09:12.847Z', 'image.powershell', 'powershell.exe -NoProfile -File C:\\ProgramData\\lkh\\repl.ps1', 'process.psexesvc', 'user.admBerg', 'High'),
  'process.sevenZip': process(dFile, 7904, '2026-11-16T02:05:14.220Z', 'file.sevenZip', '7zr.exe a -v500m -mx1 C:\\ProgramData\\lkh\\q3-close.7z D:\\Shares\\Finance D:\\Shares\\Contracts', 'process.psexesvc', 'user.svcBackup', 'High'),
  'process.rclone': process(dFile, 8420, '2026-11-16T23:18:02.614Z', 'file.rclone', 'svhelper.exe copy C:\\ProgramData\\lkh crate:lf-intake --config C:\\ProgramData\\lkh\\svhelper.conf --transfers 8', 'process.psexesvc', 'user.svcBackup', 'High'),
  'process.cmdBkp': process(dBkp, 6504, '2026-11-17T03:06:58.015Z', 'image.cmd', 'cmd.exe /c C:\\ProgramData\\prep.cmd', 'process.psexesvcBkp', 'user.suppSvc2', 'High'),
  'process.vssadmin': process(dBkp, 5212, '2026-11-17T03:07:09.333Z', 'image.vssadmin', 'vssadmin delete shadows /all /quiet', 'process.cmdBkp', 'user.suppSvc2', 'High'),
  'process.lockbay': process(dBkp, 6980, '2026-11-17T03:09:26.518Z', 'file.lockbay', 'C:\\ProgramData\\lockbay.exe -p D:\\Backups -t 16', 'process.psexesvcBkp', 'user.suppSvc2', 'High'),
  'process.lockbayFile': process(dFile, 9260, '2026-11-17T03:09:41.902Z', 'file.lockbayCopy', 'C:\\ProgramData\\lockbay.exe -p D:\\Shares -t 16', 'process.psexesvc', 'user.suppSvc2', 'High'),
  // Of the other incidents, and processes that share a process id with the intrusion by chance.
  'process.deploy': process('device.devWs003', 7340, '2026-11-12T13:20:44.090Z', 'image.powershell', 'powershell.exe -ExecutionPolicy Bypass -File C:\\build\\tools\\publish-labels.ps1', null, 'user.novak'),
  'process.vendorHelper': process('device.mktWs009', 8420, '2026-11-16T08:14:27.660Z', 'file.vendorHelper', '"C:\\Program Files\\Saltvik\\Helper\\svhelper.exe" /tray', null, 'user.dumont'),
  'process.npBrowser': process('device.npFinWs014', 3188, '2026-11-13T10:58:40.377Z', 'image.msedge', '"msedge.exe" ', null, 'user.northpierBerg'),
  'process.samePidLater': process(d014, 7340, '2026-11-16T10:22:47.281Z', 'image.msedge', '"msedge.exe" --type=utility', null, 'user.okafor'),
  'process.samePidElsewhere': process('device.mktWs009', 7340, '2026-11-12T09:04:06.031Z', 'image.svchost', 'C:\\Windows\\system32\\svchost.exe -k netsvcs -p', null, 'SYSTEM', 'System'),
} as const satisfies Readonly<Record<string, ProcessEntity>>;

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

const duty = { subject: 'Revised customs duty statement LF-20417', sender: 'billing@port-clearance.example', senderName: 'Port Clearance Billing', senderIp: 'ip.sender', received: '2026-11-12T08:41:17.442Z' } as const;
const lure = (recipient: string, latestLocation: string): EmailEntity => ({
  kind: 'email', message: 'duty', recipient, ...duty, direction: 'Inbound', deliveryAction: 'Delivered', deliveryLocation: 'Inbox/folder', latestLocation, urls: ['url.lure'], attachment: 'file.docm', threat: 'Phish',
});
export const emails = {
  'email.okafor': lure('mailbox.okafor', 'Deleted items'),
  'email.lindqvist': lure('mailbox.lindqvist', 'Quarantine'),
  'email.raman': lure('mailbox.raman', 'Inbox/folder'),
  'email.payables': lure('mailbox.payables', 'Deleted items'),
  'email.internal': {
    kind: 'email', message: 'internal', recipient: 'mailbox.castro', sender: 'm.okafor@larkhaven.example', senderName: 'Maren Okafor', senderIp: null, subject: 'FW: duty statement LF-20417 - needs your approval today',
    received: '2026-11-12T10:37:28.906Z', direction: 'Intra-org', deliveryAction: 'Delivered', deliveryLocation: 'Inbox/folder', latestLocation: 'Inbox/folder', urls: ['url.lure'], attachment: null, threat: 'Phish',
  },
  // The yearly exercise uses the very subject of the lure, from another sender: it is not the same email.
  'email.simulation': {
    kind: 'email', message: 'simulation', recipient: 'mailbox.yilmaz', sender: 'exercise@training.example', senderName: 'Port Clearance Billing', senderIp: 'ip.simulation', subject: 'Revised customs duty statement LF-20417',
    received: '2026-11-16T09:15:03.117Z', direction: 'Inbound', deliveryAction: 'Delivered', deliveryLocation: 'Inbox/folder', latestLocation: 'Inbox/folder', urls: ['url.simulation'], attachment: null, threat: null,
  },
} as const satisfies Readonly<Record<string, EmailEntity>>;

export const others = {
  'cluster.duty': { kind: 'mailCluster', clusterBy: 'Subject;P2SenderDomain', clusterByValue: 'Revised customs duty statement LF-20417;port-clearance.example', messages: ['duty'], emailCount: 4 },
  'registry.run': { kind: 'registryValue', device: d014, hive: 'HKEY_CURRENT_USER', key: '@SID(user.okafor)\\Software\\Microsoft\\Windows\\CurrentVersion\\Run', valueName: 'SkylineSync', data: '"C:\\Users\\m.okafor\\AppData\\Roaming\\Skyline\\skymetrics.exe" --sync', valueType: 'String' },
  'registry.msSettings': { kind: 'registryKey', device: d014, hive: 'HKEY_CURRENT_USER', key: '@SID(user.okafor)\\Software\\Classes\\ms-settings\\Shell\\Open\\command', valueName: null, data: null, valueType: null },
  'registry.psexesvc': { kind: 'registryKey', device: dFile, hive: 'HKEY_LOCAL_MACHINE', key: 'SYSTEM\\CurrentControlSet\\Services\\PSEXESVC', valueName: null, data: null, valueType: null },
  'group.domainAdmins': { kind: 'securityGroup', name: 'Domain Admins', rid: 512 },
  'session.okaforCloud': { kind: 'logonSession', where: 'cloud', sessionId: 'okafor-cloud', account: 'user.okafor', device: null, start: '2026-11-12T08:58:21.380Z', userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36', ip: 'ip.aitm' },
  'session.castroCloud': { kind: 'logonSession', where: 'cloud', sessionId: 'castro-cloud', account: 'user.castro', device: null, start: '2026-11-12T10:53:40.742Z', userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36', ip: 'ip.aitm' },
  'session.ramanHost': { kind: 'logonSession', where: 'host', sessionId: '0x4be21f7', account: 'user.raman', device: d031, start: '2026-11-15T21:31:05.615Z', userAgent: null, ip: 'ip.fin022' },
  'malware.lockbay': { kind: 'malware', name: 'Ransom:Win64/Lockbay.A!synthetic', category: 'Ransomware', files: ['file.lockbay'], processes: ['process.lockbay'] },
} as const satisfies Readonly<Record<string, MailClusterEntity | RegistryEntity | GroupEntity | SessionEntity | MalwareEntity>>;
