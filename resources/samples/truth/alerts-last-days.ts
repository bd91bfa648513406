/** Alerts from Sunday night on: the way to the servers, the data, and the attempt to encrypt. */
import { mda, mde, mdi, mdo, open, seen, xdr } from './alerts-first-days.ts';
import type { Alert } from './types.ts';

export const lastDays: readonly Alert[] = [
  {
    ...open, ...mde, key: 'A10', status: 'resolved', resolved: '2026-11-17T08:21:30.400Z', severity: 'medium', category: 'LateralMovement', techniques: ['T1021.001', 'T1021.002', 'T1569.002'],
    title: 'Remote execution tool used against a file server',
    description: 'In a remote session opened on a Sunday evening, a renamed remote execution tool was copied to a dispatch workstation and used to start a shell as a service on the file server.',
    recommendedActions: ['Confirm with the account\'s owner that the session was not theirs.', 'Remove the tool and the service it left.', 'Restrict remote service creation to administration hosts.'],
    first: '2026-11-15T21:31:05.615Z', last: '2026-11-15T21:36:19.655Z', created: '2026-11-15T21:44:50.090Z', updated: '2026-11-17T08:21:30.400Z',
    evidence: [
      seen('device.logWs031', 'suspicious', 'remediated', ['compromised', 'source'], ['Main device']), seen('device.srvFile01', 'suspicious', 'active', ['attacked', 'destination']), seen('user.raman', 'suspicious', 'active', ['compromised']), seen('session.ramanHost', 'suspicious', 'active', ['attacker']),
      seen('process.netsvc', 'malicious', 'remediated', ['attacker'], ['Main process']), seen('file.netsvc', 'malicious', 'remediated', ['attacker']), seen('process.psexesvc', 'malicious', 'active', ['attacker']), seen('file.psexesvc', 'suspicious', 'active', ['created']),
      seen('registry.psexesvc', 'suspicious', 'active', ['created']), seen('ip.fin022', 'suspicious', 'active', ['source']),
    ],
  },
  {
    ...open, ...mdi, key: 'A11', severity: 'high', category: 'CredentialAccess', techniques: ['T1003.006'],
    title: 'Suspected DCSync attack (replication of directory services)',
    description: 'The file server asked the domain controller to replicate secrets, as only another domain controller should. Every password hash of the domain may be known to the attacker.',
    recommendedActions: ['Reset the password of the Kerberos account twice, with a pause between.', 'Disable the account that asked.', 'Plan the reset of all privileged passwords.'],
    first: '2026-11-15T22:14:03.275Z', last: '2026-11-15T22:16:44.590Z', created: '2026-11-15T22:19:12.300Z', updated: '2026-11-17T07:01:00.870Z',
    evidence: [seen('user.admBerg', 'malicious', 'active', ['compromised', 'source']), seen('device.srvFile01', 'malicious', 'active', ['source']), seen('device.srvDc01', 'suspicious', 'active', ['destination', 'attacked']), seen('process.replPowershell', 'malicious', 'active', ['attacker']), seen('file.replScript', 'malicious', 'active', ['attacker'])],
  },
  {
    ...open, ...mdi, key: 'A12', severity: 'medium', category: 'PrivilegeEscalation', techniques: ['T1136.002', 'T1098'],
    title: 'Suspicious addition to a sensitive group',
    description: 'An account created three minutes earlier was added to Domain Admins at 22:41 on a Sunday. Its name imitates the naming of support accounts.',
    recommendedActions: ['Remove the member and disable the account.', 'Look for further accounts created in the same hour.'],
    first: '2026-11-15T22:38:12.560Z', last: '2026-11-15T22:41:02.138Z', created: '2026-11-15T22:52:33.450Z', updated: '2026-11-15T22:52:33.450Z',
    evidence: [seen('user.admBerg', 'malicious', 'active', ['compromised', 'source']), seen('user.suppSvc2', 'malicious', 'active', ['created', 'added']), seen('group.domainAdmins', 'unknown', 'none', ['edited']), seen('device.srvDc01', 'suspicious', 'active', ['attacked'])],
  },
  {
    ...open, ...mda, key: 'A13', severity: 'medium', category: 'Collection', techniques: ['T1530', 'T1213.002'],
    title: 'Mass download by a single user',
    description: 'The chief financial officer\'s account downloaded 412 documents from the finance site in nineteen minutes, at night and from a hosting network.',
    recommendedActions: ['Revoke the sessions of the account.', 'List the documents and assess what they disclose.'],
    first: '2026-11-16T01:12:08.300Z', last: '2026-11-16T01:31:45.120Z', created: '2026-11-16T01:52:10.210Z', updated: '2026-11-16T01:52:10.210Z',
    evidence: [seen('user.castro', 'malicious', 'active', ['compromised']), seen('app.sharepoint', 'unknown', 'none', ['contextual', 'source']), seen('ip.aitm', 'malicious', 'active', ['attacker', 'destination'])],
  },
  {
    ...open, ...mdo, key: 'A14', severity: 'medium', category: 'Exfiltration', techniques: ['T1114.003', 'T1020'],
    title: 'Suspicious mail forwarding from an executive mailbox',
    description: 'A hidden rule forwards messages with the words invoice, bank and insurance from an executive mailbox to an address outside the organisation.',
    recommendedActions: ['Remove the rule and turn off external forwarding.', 'List the messages that were forwarded.'],
    first: '2026-11-16T01:40:26.915Z', last: '2026-11-16T08:55:10.044Z', created: '2026-11-16T09:10:00.330Z', updated: '2026-11-16T09:10:00.330Z',
    evidence: [seen('mailbox.castro', 'malicious', 'active', ['compromised']), seen('user.castro', 'malicious', 'active', ['compromised']), seen('oauthApp.mailArchive', 'malicious', 'active', ['attacker'])],
  },
  {
    ...open, ...mde, key: 'A15', severity: 'medium', category: 'Collection', techniques: ['T1560.001', 'T1039'],
    title: 'Data of several shares packed into a split archive',
    description: 'A service account that should only run backups started an archiver on the file server and packed the finance and contracts shares into parts of 500 MB.',
    recommendedActions: ['Keep the archive as evidence of what was taken.', 'Reset the service account.', 'Watch for large outgoing transfers from the server.'],
    first: '2026-11-16T02:05:14.220Z', last: '2026-11-16T02:48:51.700Z', created: '2026-11-16T02:57:19.660Z', updated: '2026-11-17T07:05:31.020Z',
    evidence: [
      seen('device.srvFile01', 'malicious', 'active', ['compromised'], ['Main device']), seen('user.svcBackup', 'malicious', 'active', ['compromised']), seen('process.sevenZip', 'malicious', 'active', ['attacker'], ['Main process']), seen('file.sevenZip', 'suspicious', 'active', ['attacker']), seen('file.archive', 'suspicious', 'active', ['created']),
      seen('process.psexesvc', 'malicious', 'active', ['attacker']),
    ],
  },
  {
    ...open, ...mde, key: 'A16', severity: 'high', category: 'Exfiltration', techniques: ['T1567.002', 'T1036.005'],
    title: 'Possible data exfiltration to cloud storage by a renamed copy tool',
    description: 'A copy tool under the name of a service helper sent some 9 GB from the file server to a storage provider that the organisation does not use. The transfer was still running when this alert was raised.',
    recommendedActions: ['Stop the process and isolate the server.', 'Block the storage address.', 'Inform the data protection officer.'],
    first: '2026-11-16T23:18:02.614Z', last: '2026-11-17T02:41:57.350Z', created: '2026-11-16T23:33:46.140Z', updated: '2026-11-17T07:05:31.020Z',
    evidence: [
      seen('device.srvFile01', 'malicious', 'pendingApproval', ['compromised', 'source'], ['Main device']), seen('user.svcBackup', 'malicious', 'active', ['compromised']), seen('process.rclone', 'malicious', 'pendingApproval', ['attacker'], ['Main process']), seen('file.rclone', 'malicious', 'active', ['attacker']),
      seen('file.rcloneConf', 'suspicious', 'active', ['contextual']), seen('file.archive', 'suspicious', 'active', ['source']), seen('url.exfil', 'malicious', 'pendingApproval', ['destination']), seen('ip.exfil', 'malicious', 'active', ['destination']),
    ],
  },
  {
    ...open, ...mde, key: 'A17', status: 'inProgress', severity: 'high', category: 'Impact', techniques: ['T1490'],
    title: 'Backup copies of a server deleted',
    description: 'Shadow copies on the backup server were deleted from a shell that a remote execution service had started. This is a usual last step before encryption.',
    recommendedActions: ['Isolate the backup server.', 'Check the copies that are kept offline.'],
    first: '2026-11-17T03:06:58.015Z', last: '2026-11-17T03:07:09.333Z', created: '2026-11-17T03:08:01.270Z', updated: '2026-11-17T07:05:31.020Z',
    evidence: [
      seen('device.srvBkp01', 'malicious', 'active', ['compromised', 'attacked'], ['Main device']), seen('user.suppSvc2', 'malicious', 'active', ['attacker']), seen('process.cmdBkp', 'malicious', 'active', ['attacker']), seen('process.vssadmin', 'malicious', 'active', ['attacker'], ['Main process']),
    ],
  },
  {
    ...open, ...xdr, key: 'A18', status: 'inProgress', severity: 'high', category: 'Impact', techniques: ['T1486', 'T1489'], threatFamily: 'Lockbay', threatDisplay: 'Ransom:Win64/Lockbay.A!synthetic',
    title: 'Hands-on-keyboard ransomware attempt interrupted on two servers',
    description: 'The same encrypting program was started on the backup server and on the file server within fifteen seconds. It renamed 48 files before it was stopped; the account that started it was contained.',
    recommendedActions: ['Restore the renamed files from offline copies.', 'Keep both servers isolated until the way in is closed.', 'Reset every privileged account.'],
    first: '2026-11-17T03:09:26.518Z', last: '2026-11-17T03:10:48.205Z', created: '2026-11-17T03:10:12.040Z', updated: '2026-11-17T08:30:00.010Z',
    evidence: [
      seen('device.srvBkp01', 'malicious', 'active', ['attacked', 'compromised']), seen('device.srvFile01', 'malicious', 'active', ['attacked', 'compromised']), seen('user.suppSvc2', 'malicious', 'active', ['attacker']), seen('process.lockbay', 'malicious', 'blocked', ['attacker']),
      seen('process.lockbayFile', 'malicious', 'blocked', ['attacker']), seen('file.lockbay', 'malicious', 'prevented', ['attacker']), seen('file.note', 'suspicious', 'active', ['created']), seen('malware.lockbay', 'malicious', 'blocked'),
    ],
  },
];
