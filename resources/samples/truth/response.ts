/** What the product and the responders did, what still waits for a decision, and what the inventory says. */
export const investigations = [
  { id: '88014', state: 'PartiallyInvestigated', trigger: 'A04', triggerId: 'bare', device: 'device.finWs014', start: '2026-11-12T09:08:02.4433120Z', end: '2026-11-12T09:52:37.9100000Z', cancelledBy: null, statusDetails: 'Threats found; no remediation is defined for a document macro.' },
  { id: '88131', state: 'SuccessfullyRemediated', trigger: 'A10', triggerId: 'prefixed', device: 'device.logWs031', start: '2026-11-15T21:45:20.1200000Z', end: '2026-11-17T08:21:29.8800000Z', cancelledBy: null, statusDetails: null },
  { id: '88167', state: 'PendingApproval', trigger: 'A16', triggerId: 'bare', device: 'device.srvFile01', start: '2026-11-16T23:34:11.7000000Z', end: null, cancelledBy: null, statusDetails: 'Actions on a server of the group Servers need approval.' },
  { id: '88172', state: 'Running', trigger: 'A17', triggerId: 'prefixed', device: 'device.srvBkp01', start: '2026-11-17T03:08:30Z', end: null, cancelledBy: null, statusDetails: null },
] as const;

/** Four actions that were taken. */
export const machineActions = [
  { key: 'action.isolate014', type: 'Isolate', canonical: 'isolateDevice', scope: 'Full', device: 'device.finWs014', requestor: 'r.aaltonen@larkhaven.example', comment: 'Patient zero: implant still beaconing', status: 'Succeeded', created: '2026-11-17T06:40:12.3310000Z', updated: '2026-11-17T06:41:55.0200000Z' },
  { key: 'action.scan022', type: 'RunAntiVirusScan', canonical: 'runAntiVirusScan', scope: 'Full', device: 'device.finWs022', requestor: 'r.aaltonen@larkhaven.example', comment: 'Second workstation with the implant', status: 'Succeeded', created: '2026-11-17T06:52:40.9070000Z', updated: '2026-11-17T08:03:18.4500000Z' },
] as const;
export const mailActions = [
  { key: 'action.zapLindqvist', email: 'email.lindqvist', action: 'Moved to quarantine', actionType: 'Phish ZAP', trigger: 'SpecialAction', result: 'Success', location: 'Quarantine', at: '2026-11-12T11:20:37.1880000Z' },
  { key: 'action.removePayables', email: 'email.payables', action: 'Moved to deleted items', actionType: 'Manual remediation', trigger: 'AdminAction', result: 'Success', location: 'Deleted items', at: '2026-11-17T07:12:08.5140000Z' },
] as const;

/** Six that wait: evidence whose remediation status is `pendingApproval` and for which no record of an action exists. */
export const pendingActions = [
  { alert: 'A01', target: 'email.raman', type: 'softDeleteEmail' },
  { alert: 'A05', target: 'file.implant', type: 'quarantineFile' },
  { alert: 'A09', target: 'user.admBerg', type: 'disableUser' },
  { alert: 'A16', target: 'device.srvFile01', type: 'isolateDevice' },
  { alert: 'A16', target: 'process.rclone', type: 'stopProcess' },
  { alert: 'A16', target: 'url.exfil', type: 'blockUrl' },
] as const;

export const indicators = [
  { type: 'Url', of: 'url.lure', action: 'Block', severity: 'High', title: 'Lure page of the duty statement' },
  { type: 'DomainName', of: 'domain.c2', action: 'AlertAndBlock', severity: 'High', title: 'Command and control of the implant' },
  { type: 'IpAddress', of: 'ip.aitm', action: 'Audit', severity: 'Medium', title: 'Address that replayed sessions' },
  { type: 'FileSha256', of: 'file.lockbay', action: 'BlockAndRemediate', severity: 'High', title: 'Encrypting program' },
  { type: 'FileSha1', of: 'file.vendorHelper', action: 'Allowed', severity: 'Informational', title: 'Label printer helper, checked' },
] as const;

export const recommendations = [
  { id: 'sca-_-scid-2080', name: 'Block credential stealing from the local security authority subsystem', product: 'windows_11', vendor: 'microsoft', type: 'ConfigurationChange', score: 9, weaknesses: 1, exposed: 5, total: 9, category: 'Security controls', component: 'Attack surface reduction', impact: 6.25, alert: true },
  { id: 'sca-_-scid-2503', name: 'Block Office applications from creating child processes', product: 'office', vendor: 'microsoft', type: 'ConfigurationChange', score: 9, weaknesses: 1, exposed: 6, total: 6, category: 'Security controls', component: 'Attack surface reduction', impact: 8.5, alert: true },
  { id: 'sca-_-scid-5095', name: 'Disable the outdated Kerberos encryption', product: 'windows_server_2022', vendor: 'microsoft', type: 'ConfigurationChange', score: 8, weaknesses: 1, exposed: 3, total: 3, category: 'Accounts', component: 'Kerberos', impact: 4.75, alert: true },
  { id: 'va-_-microsoft-_-windows_server_2022', name: 'Update Windows Server 2022', product: 'windows_server_2022', vendor: 'microsoft', type: 'Update', score: 7, weaknesses: 42, exposed: 3, total: 3, category: 'Application', component: 'Windows Server 2022', impact: 5.1, alert: true },
  { id: 'va-_-7-zip-_-7-zip', name: 'Update 7-Zip', product: '7-zip', vendor: '7-zip', type: 'Update', score: 4, weaknesses: 3, exposed: 2, total: 4, category: 'Application', component: '7-Zip', impact: 0.8, alert: false },
  { id: 'sca-_-scid-3011', name: 'Require tamper protection on servers', product: 'microsoft_defender_antivirus', vendor: 'microsoft', type: 'ConfigurationChange', score: 6, weaknesses: 1, exposed: 1, total: 9, category: 'Security controls', component: 'Antivirus', impact: 1.9, alert: false },
] as const;
