/** The queue: the intrusion and five small incidents around it, some of which resemble it on purpose. */
import { firstDays, mda, mde, mdo, seen } from './alerts-first-days.ts';
import { lastDays } from './alerts-last-days.ts';
import type { Alert, Incident } from './types.ts';

const lead = 'r.aaltonen@larkhaven.example';
const closed = { status: 'resolved' } as const;

const deploy: Alert = {
  ...mde, ...closed, key: 'B01', severity: 'low', category: 'Execution', techniques: ['T1059.001'], resolved: '2026-11-12T15:02:44.100Z', classification: 'informationalExpectedActivity', determination: 'lineOfBusinessApplication',
  title: 'PowerShell started with a relaxed execution policy', description: 'A script ran with the execution policy set aside. It belongs to the label printing deployment.', recommendedActions: ['Confirm the script with its author.'],
  first: '2026-11-12T13:20:44.090Z', last: '2026-11-12T13:20:44.090Z', created: '2026-11-12T13:25:10.600Z', updated: '2026-11-12T15:02:44.100Z',
  evidence: [seen('device.devWs003', 'unknown', 'none', ['source'], ['Main device']), seen('user.novak', 'unknown', 'none'), seen('process.deploy', 'unknown', 'none', [], ['Main process']), seen('file.deployScript', 'noThreatsFound', 'none')],
};
const helper: Alert = {
  ...mde, ...closed, key: 'B02', detectionSource: 'antivirus', severity: 'medium', category: 'Malware', techniques: ['T1036.005'], resolved: '2026-11-16T12:40:05.900Z', classification: 'falsePositive', determination: 'notMalicious',
  title: 'Unusual program under the name of a service helper', description: 'A program with a rarely seen name started at logon. It is the signed helper of a label printer.', recommendedActions: ['Compare the hash with the vendor\'s list.'],
  first: '2026-11-16T08:14:27.660Z', last: '2026-11-16T08:14:27.660Z', created: '2026-11-16T08:20:31.770Z', updated: '2026-11-16T12:40:05.900Z',
  evidence: [seen('device.mktWs009', 'noThreatsFound', 'none', [], ['Main device']), seen('user.dumont', 'noThreatsFound', 'none'), seen('process.vendorHelper', 'noThreatsFound', 'none'), seen('file.vendorHelper', 'noThreatsFound', 'none')],
};
const trojan: Alert = {
  ...mde, key: 'B03', detectionSource: 'antivirus', status: 'new', severity: 'informational', category: 'Malware', techniques: ['T1204.002'], resolved: null, classification: null, determination: null, threatFamily: 'Parcelo', threatDisplay: 'Trojan:Win32/Parcelo!synthetic',
  title: '\'Parcelo\' malware was prevented', description: 'Antivirus removed a downloaded program before it was started. The device carries the host name of a device of the main domain but belongs to the Northpier domain.', recommendedActions: ['No action is needed; remind the user of the download policy.'],
  first: '2026-11-13T11:06:19.480Z', last: '2026-11-13T11:06:19.480Z', created: '2026-11-13T11:07:02.230Z', updated: '2026-11-13T11:07:02.230Z',
  evidence: [seen('device.npFinWs014', 'noThreatsFound', 'none', [], ['Main device']), seen('user.northpierBerg', 'unknown', 'none'), seen('file.trojan', 'malicious', 'prevented')],
};
const exercise: Alert = {
  ...mdo, key: 'B04', ...closed, severity: 'low', category: 'InitialAccess', techniques: ['T1566.002'], resolved: '2026-11-16T13:15:00.440Z', classification: 'informationalExpectedActivity', determination: 'securityTesting',
  title: 'Email reported by user as malware or phish', description: 'An employee reported a message of the yearly phishing exercise. It repeats the subject of a real attack on purpose.', recommendedActions: ['Thank the employee.', 'Tell the exercise team that the subject is in use by an attacker.'],
  first: '2026-11-16T09:15:03.117Z', last: '2026-11-16T09:22:41.350Z', created: '2026-11-16T09:23:10.050Z', updated: '2026-11-16T13:15:00.440Z',
  evidence: [seen('email.simulation', 'noThreatsFound', 'none'), seen('mailbox.yilmaz', 'noThreatsFound', 'none'), seen('url.simulation', 'noThreatsFound', 'none'), seen('ip.simulation', 'noThreatsFound', 'none')],
};
const travel: Alert = {
  ...mda, key: 'B05', status: 'inProgress', severity: 'low', category: 'InitialAccess', techniques: ['T1078.004'], resolved: null, classification: 'unknown', determination: 'unknown',
  title: 'Impossible travel activity', description: 'A user signed in from two countries within an hour. The second address belongs to a hotel.', recommendedActions: ['Ask the user whether they are travelling.'],
  first: '2026-11-13T17:48:30.220Z', last: '2026-11-13T18:31:09.005Z', created: '2026-11-13T18:50:44.900Z', updated: '2026-11-14T08:05:12.130Z',
  evidence: [seen('user.patel', 'suspicious', 'active', ['suspicious']), seen('ip.travel', 'unknown', 'none', ['source']), seen('app.exchange', 'unknown', 'none', ['contextual'])],
};

const small = { customTags: [], systemTags: ['Synthetic sample'], resolvingComment: null, comments: [] } as const;
export const incidents: readonly Incident[] = [
  {
    id: '5208', displayName: 'Multi-stage incident involving Initial access, Credential access & Impact on multiple endpoints reported by multiple sources',
    summary: 'SYNTHETIC SAMPLE. A lure email to the finance office of Larkhaven Freight led to stolen sessions and an implant. After a weekend\'s pause the attacker reached the file server and the domain controller, sent out about 9 GB and tried to encrypt two servers.',
    severity: 'high', status: 'inProgress', classification: 'truePositive', determination: 'multiStagedAttack', assignedTo: lead, customTags: ['Finance', 'Board briefing'], systemTags: ['Ransomware', 'Attack disruption', 'Synthetic sample'],
    created: '2026-11-12T08:59:20.113Z', updated: '2026-11-17T08:30:00.010Z', resolvingComment: null,
    comments: [
      { comment: 'Lure confirmed with Maren Okafor by phone; she entered her password and approved the prompt.', by: lead, at: '2026-11-12T11:48:02.500Z' },
      { comment: 'Weekend activity missed: nobody was on duty between Friday 18:00 and Monday 07:00.', by: lead, at: '2026-11-17T06:31:19.700Z' },
      { comment: 'FIN-WS-014 isolated. File server stays up until dispatch has a fallback: approval pending.', by: lead, at: '2026-11-17T06:44:50.200Z' },
    ],
    alerts: [...firstDays, ...lastDays],
  },
  { ...small, id: '5203', displayName: 'PowerShell started with a relaxed execution policy on one endpoint', summary: 'Synthetic sample: a deployment script.', severity: 'low', status: 'resolved', classification: 'informationalExpectedActivity', determination: 'lineOfBusinessApplication', assignedTo: lead, created: '2026-11-12T13:25:11.020Z', updated: '2026-11-12T15:02:44.100Z', resolvingComment: 'Label deployment, agreed with engineering.', alerts: [deploy] },
  { ...small, id: '5221', displayName: 'Unusual program under the name of a service helper on one endpoint', summary: 'Synthetic sample: a false alarm with a file name that the intrusion uses too.', severity: 'medium', status: 'resolved', classification: 'falsePositive', determination: 'notMalicious', assignedTo: lead, created: '2026-11-16T08:20:32.010Z', updated: '2026-11-16T12:40:05.900Z', resolvingComment: 'Signed printer helper; hash is on the vendor list.', alerts: [helper] },
  { ...small, id: '5212', displayName: '\'Parcelo\' malware was prevented on one endpoint', summary: 'Synthetic sample: a device of the same name in another domain.', severity: 'informational', status: 'active', classification: null, determination: null, assignedTo: null, created: '2026-11-13T11:07:02.600Z', updated: '2026-11-13T11:07:02.600Z', alerts: [trojan] },
  { ...small, id: '5223', displayName: 'Email reported by user as malware or phish involving one user', summary: 'Synthetic sample: a phishing exercise that repeats the subject of the lure.', severity: 'low', status: 'resolved', classification: 'informationalExpectedActivity', determination: 'securityTesting', assignedTo: lead, customTags: ['Exercise'], created: '2026-11-16T09:23:10.400Z', updated: '2026-11-16T13:15:00.440Z', resolvingComment: 'Yearly exercise.', alerts: [exercise] },
  { ...small, id: '5215', displayName: 'Impossible travel activity involving one user', summary: 'Synthetic sample: an employee on a trip.', severity: 'low', status: 'active', classification: 'unknown', determination: 'unknown', assignedTo: lead, created: '2026-11-13T18:50:45.300Z', updated: '2026-11-14T08:05:12.130Z', alerts: [travel] },
];
