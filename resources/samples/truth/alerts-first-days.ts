/** Alerts of the first two days: how the attacker came in, stayed, and got hold of an administrator's credentials. */
import type { Alert, Evidence, RemediationStatus, Verdict } from './types.ts';

/** Short form: entity, verdict, status, roles, detailed roles. */
export const seen = (of: string, verdict: Verdict, status: RemediationStatus, roles: readonly string[] = [], detailedRoles: readonly string[] = []): Evidence => ({ of, verdict, status, roles, detailedRoles });

export const open = { status: 'new', resolved: null, classification: 'truePositive', determination: 'multiStagedAttack' } as const;
export const mdo = { serviceSource: 'microsoftDefenderForOffice365', detectionSource: 'microsoftDefenderForOffice365', productName: 'Microsoft Defender for Office 365' } as const;
export const mde = { serviceSource: 'microsoftDefenderForEndpoint', detectionSource: 'microsoftDefenderForEndpoint', productName: 'Microsoft Defender for Endpoint' } as const;
export const mdi = { serviceSource: 'microsoftDefenderForIdentity', detectionSource: 'microsoftDefenderForIdentity', productName: 'Microsoft Defender for Identity' } as const;
export const mda = { serviceSource: 'microsoftDefenderForCloudApps', detectionSource: 'cloudAppSecurity', productName: 'Microsoft Defender for Cloud Apps' } as const;
export const xdr = { serviceSource: 'microsoft365Defender', detectionSource: 'microsoft365Defender', productName: 'Microsoft Defender XDR' } as const;

export const firstDays: readonly Alert[] = [
  {
    ...open, ...mdo, key: 'A01', status: 'inProgress', severity: 'medium', category: 'InitialAccess', techniques: ['T1566.001', 'T1566.002'],
    title: 'Email messages containing malicious file delivered',
    description: 'A message with a weaponised document and a link to a sign-in page reached four mailboxes before its attachment was known to be malicious. One copy was removed automatically; at least one is still in an inbox.',
    recommendedActions: ['Remove the remaining copies of the message.', 'Ask the recipients whether they opened the attachment or entered a password.', 'Block the sender domain and the linked address.'],
    first: '2026-11-12T08:41:17.442Z', last: '2026-11-12T08:41:17.442Z', created: '2026-11-12T09:31:40.113Z', updated: '2026-11-17T07:12:09.800Z',
    evidence: [
      seen('email.okafor', 'malicious', 'active', ['attacker']), seen('email.lindqvist', 'malicious', 'remediated', ['attacker']), seen('email.raman', 'malicious', 'pendingApproval', ['attacker']), seen('email.payables', 'malicious', 'remediated', ['attacker']),
      seen('mailbox.okafor', 'suspicious', 'active', ['attacked']), seen('mailbox.lindqvist', 'noThreatsFound', 'none', ['attacked']), seen('mailbox.raman', 'noThreatsFound', 'none', ['attacked']), seen('mailbox.payables', 'noThreatsFound', 'none', ['attacked']),
      seen('cluster.duty', 'malicious', 'partiallyRemediated'), seen('file.docm', 'malicious', 'active', ['attacker']), seen('url.lure', 'malicious', 'active', ['attacker']), seen('ip.sender', 'suspicious', 'active', ['attacker']),
    ],
  },
  {
    ...open, ...mdo, key: 'A02', severity: 'high', category: 'InitialAccess', techniques: ['T1566.002', 'T1204.001'],
    title: 'A potentially malicious URL click was detected',
    description: 'Two people opened a link that leads to a proxied sign-in page: first a recipient of the outside message, then the chief financial officer, to whom a colleague\'s hijacked mailbox had forwarded it.',
    recommendedActions: ['Treat both accounts as compromised until shown otherwise.', 'Revoke the sessions of both accounts and reset their passwords.', 'Remove the internal message.'],
    first: '2026-11-12T08:52:40.267Z', last: '2026-11-12T10:51:16.530Z', created: '2026-11-12T08:59:02.447Z', updated: '2026-11-12T11:02:18.331Z',
    evidence: [
      seen('user.okafor', 'suspicious', 'active', ['compromised']), seen('user.castro', 'suspicious', 'active', ['compromised']), seen('mailbox.okafor', 'suspicious', 'active', ['source']), seen('mailbox.castro', 'suspicious', 'active', ['attacked']),
      seen('url.lure', 'malicious', 'active', ['attacker']), seen('email.okafor', 'malicious', 'active', ['attacker']), seen('email.internal', 'malicious', 'active', ['attacker']),
    ],
  },
  {
    ...open, ...xdr, key: 'A03', severity: 'high', category: 'CredentialAccess', techniques: ['T1557', 'T1539'],
    title: 'Users compromised through an adversary-in-the-middle sign-in page',
    description: 'The session cookies of two users were replayed from an address in a hosting network within minutes of their visit to a proxied sign-in page. Multi-factor authentication was satisfied by the stolen session.',
    recommendedActions: ['Revoke all sessions of the users.', 'Look for mailbox rules, application consents and downloads made from the address.', 'Require a compliant device for finance and management.'],
    first: '2026-11-12T08:58:21.380Z', last: '2026-11-12T10:53:40.742Z', created: '2026-11-12T09:06:55.020Z', updated: '2026-11-12T11:20:03.660Z',
    evidence: [
      seen('user.okafor', 'malicious', 'active', ['compromised']), seen('user.castro', 'malicious', 'active', ['compromised']), seen('session.okaforCloud', 'malicious', 'active', ['attacker']), seen('session.castroCloud', 'malicious', 'active', ['attacker']),
      seen('ip.aitm', 'malicious', 'active', ['attacker', 'source']), seen('app.exchange', 'unknown', 'none', ['contextual']),
    ],
  },
  {
    ...open, ...mde, key: 'A04', severity: 'medium', category: 'Execution', techniques: ['T1059.001', 'T1204.002'],
    title: 'Suspicious PowerShell command line launched by an Office application',
    description: 'A document opened from an email started PowerShell with a hidden window and an encoded command. The command fetched a program from a domain that no other device had contacted before.',
    recommendedActions: ['Review the process tree of the document.', 'Collect the fetched program and search for it on other devices.', 'Isolate the device if the program is running.'],
    first: '2026-11-12T09:03:12.604Z', last: '2026-11-12T09:04:31.480Z', created: '2026-11-12T09:07:36.900Z', updated: '2026-11-17T06:58:44.250Z',
    evidence: [
      seen('device.finWs014', 'suspicious', 'active', ['compromised'], ['Main device']), seen('user.okafor', 'suspicious', 'active', ['compromised']), seen('process.winword', 'suspicious', 'active', ['source']),
      seen('process.powershell', 'malicious', 'active', ['attacker'], ['Main process']), seen('file.docm', 'malicious', 'active', ['attacker']), seen('url.c2', 'malicious', 'active', ['commandAndControl'], ['Referred in command line']),
    ],
  },
  {
    ...open, ...mde, key: 'A05', severity: 'medium', category: 'Persistence', techniques: ['T1547.001', 'T1071.001'], threatFamily: 'Skymet', threatDisplay: 'Backdoor:Win64/Skymet!synthetic',
    title: 'Unfamiliar program set to start at logon and beaconing to a rare domain',
    description: 'A program written minutes earlier by PowerShell added itself to the Run key and connects to one domain at regular intervals, also outside working hours.',
    recommendedActions: ['Quarantine the program.', 'Remove the registry value.', 'Block the domain and its address.'],
    first: '2026-11-12T09:04:52.771Z', last: '2026-11-12T09:35:11.060Z', created: '2026-11-12T09:41:05.310Z', updated: '2026-11-17T06:58:44.250Z',
    evidence: [
      seen('device.finWs014', 'suspicious', 'active', ['compromised'], ['Main device']), seen('process.implant', 'malicious', 'active', ['attacker'], ['Main process']), seen('file.implant', 'malicious', 'pendingApproval', ['attacker']),
      seen('registry.run', 'malicious', 'active', ['created']), seen('ip.c2', 'malicious', 'active', ['commandAndControl', 'destination']), seen('user.okafor', 'suspicious', 'active', ['compromised']),
    ],
  },
  {
    ...open, ...mda, key: 'A06', severity: 'medium', category: 'Persistence', techniques: ['T1528', 'T1098.003'],
    title: 'Suspicious application consent: Mail Archive Helper',
    description: 'A user allowed an unverified application to read and send mail on their behalf. The consent came from an address that had replayed the user\'s session an hour before.',
    recommendedActions: ['Revoke the consent and disable the application.', 'List the mail the application read.', 'Allow users to consent to verified publishers only.'],
    first: '2026-11-12T10:12:50.019Z', last: '2026-11-12T10:12:50.019Z', created: '2026-11-12T10:44:00.500Z', updated: '2026-11-12T10:44:00.500Z',
    evidence: [seen('oauthApp.mailArchive', 'malicious', 'active', ['attacker']), seen('user.okafor', 'malicious', 'active', ['compromised']), seen('app.exchange', 'unknown', 'none', ['contextual']), seen('ip.aitm', 'malicious', 'active', ['attacker', 'source'])],
  },
  {
    ...open, ...mde, key: 'A07', severity: 'high', category: 'CredentialAccess', techniques: ['T1548.002', 'T1003.001'],
    title: 'Process memory of the logon service dumped after a bypass of user account control',
    description: 'The implant raised its privileges by way of an auto-elevated system program and then wrote the memory of the logon service to a file. The credentials of an administrator who had helped on this device were in that memory.',
    recommendedActions: ['Reset the passwords of all accounts that were signed in to the device.', 'Remove the dump file.', 'Turn on credential protection for workstations.'],
    first: '2026-11-13T09:41:08.115Z', last: '2026-11-13T09:47:35.908Z', created: '2026-11-13T09:51:27.750Z', updated: '2026-11-17T06:58:44.250Z',
    evidence: [
      seen('device.finWs014', 'malicious', 'active', ['compromised'], ['Main device']), seen('process.fodhelper', 'suspicious', 'active', ['edited']), seen('process.implantHigh', 'malicious', 'active', ['attacker']), seen('process.rundll32', 'malicious', 'active', ['attacker'], ['Main process']),
      seen('file.implant', 'malicious', 'active', ['attacker']), seen('file.lsassDump', 'malicious', 'notFound', ['created']), seen('registry.msSettings', 'suspicious', 'active', ['created']), seen('user.okafor', 'suspicious', 'active', ['compromised']), seen('user.berg', 'unknown', 'none', ['contextual'], ['Logged-on user']),
    ],
  },
  {
    ...open, ...mdi, key: 'A08', severity: 'medium', category: 'CredentialAccess', techniques: ['T1558.003'],
    title: 'Suspected Kerberos service ticket harvesting',
    description: 'An account without administrative duties asked the domain controller for tickets of eleven service accounts in four seconds, with an outdated encryption. One of the accounts has a password that is nine years old.',
    recommendedActions: ['Give the service account a long random password.', 'Find out which program on the device asked for the tickets.', 'Disable the outdated encryption.'],
    first: '2026-11-13T10:18:26.440Z', last: '2026-11-13T10:18:30.102Z', created: '2026-11-13T10:30:09.930Z', updated: '2026-11-13T10:30:09.930Z',
    evidence: [seen('user.okafor', 'suspicious', 'active', ['compromised', 'source']), seen('user.svcBackup', 'suspicious', 'active', ['attacked']), seen('device.finWs014', 'suspicious', 'active', ['source']), seen('device.srvDc01', 'unknown', 'none', ['destination'])],
  },
  {
    ...open, ...mdi, key: 'A09', severity: 'high', category: 'LateralMovement', techniques: ['T1550.002', 'T1047'],
    title: 'Suspected identity theft (pass-the-hash)',
    description: 'The hash of an administrator was used from a workstation on which that administrator had not signed in that day. The target is the workstation of the financial controller, where a program was started remotely.',
    recommendedActions: ['Disable the administrator account until its password is reset.', 'Isolate both workstations.', 'Keep administrators from signing in to workstations with domain rights.'],
    first: '2026-11-13T13:52:38.714Z', last: '2026-11-13T13:52:41.377Z', created: '2026-11-13T14:06:41.600Z', updated: '2026-11-17T07:01:00.870Z',
    evidence: [
      seen('user.admBerg', 'malicious', 'pendingApproval', ['compromised']), seen('user.lindqvist', 'unknown', 'none', ['contextual']), seen('device.finWs014', 'malicious', 'active', ['source']), seen('device.finWs022', 'suspicious', 'active', ['destination', 'attacked']),
      seen('process.implant022', 'malicious', 'active', ['attacker']),
    ],
  },
];
