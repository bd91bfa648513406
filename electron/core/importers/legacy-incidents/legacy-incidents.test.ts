import { describe, expect, it } from 'vitest';
import { BadRecord } from '../importer.ts';
import { fixture, id, keysOf, mapAll, relationsOf, sampleOf, utc } from '../shared/testing.ts';
import { importers } from './index.ts';

const importer = importers[0]!;
const real = fixture('legacy-incidents/incidents.json');
const D = 'd'.repeat(40);
const incident = (alert: object): object => ({
  incidentId: 9011,
  incidentName: 'x',
  alerts: [{ alertId: 'fa11aa22bb', firstActivity: '2023-06-01T07:58:00Z', creationTime: '2023-06-01T08:10:00Z', ...alert }],
});
const mapOne = (alert: object) => mapAll(importer, [incident(alert)])[0]!;

describe('the documented answer', () => {
  const facts = mapAll(importer, real);

  it('is known by its content', () => {
    expect(importer.detect(sampleOf({ records: real }))).toBe(true);
    expect(importer.detect(sampleOf({ records: [{ incidentId: 1, title: 'an endpoint alert' }] }))).toBe(false);
  });
  it('gives three incidents with their words in one vocabulary', () => {
    expect(
      facts
        .flatMap((f) => f.incidents)
        .map((i) => [i.incidentId, i.status, i.severity, i.classification, i.determination, i.comments.length, utc(i.createdUs)]),
    ).toEqual([
      ['924565', 'active', 'medium', 'unknown', 'unknown', 1, '2020-09-06T14:46:57.073Z'],
      ['924521', 'active', 'low', 'unknown', 'unknown', 0, '2020-09-06T12:18:03.626Z'],
      ['924518', 'active', 'informational', 'unknown', 'unknown', 0, '2020-09-06T12:07:55.136Z'],
    ]);
    expect(facts[0]!.incidents[0]!.rawLabels).toEqual({
      severity: 'Medium',
      status: 'Active',
      classification: 'Unknown',
      determination: 'NotAvailable',
    });
  });
  it('gives three alerts by source, with their investigations where they have an id', () => {
    expect(
      facts
        .flatMap((f) => f.alerts)
        .map((a) => [a.alertId, a.incidentId, a.serviceSource, a.detectionSource, a.investigationId, a.investigationState]),
    ).toEqual([
      [
        'caD70CFEE2-1F54-32DB-9988-3A868A1EBFAC',
        '924565',
        'microsoftDefenderForCloudApps',
        'cloudAppSecurity',
        null,
        'UnsupportedAlertType',
      ],
      ['da637349914833441527_393341063', '924521', 'microsoftDefenderForEndpoint', 'antivirus', null, 'UnsupportedOs'],
      [
        'faf8edc936-85f8-a603-b800-08d8525cf099',
        '924518',
        'microsoftDefenderForOffice365',
        'microsoftDefenderForOffice365',
        null,
        'Queued',
      ],
    ]);
  });
  it('gives eleven entities and one device as evidence', () => {
    const kinds = facts.map((f) => f.evidence.map((e) => `${e.evidenceType} ${e.entity.kind}`));
    expect(kinds.map((k) => k.length)).toEqual([2, 2, 8]);
    expect(kinds.slice(0, 2)).toEqual([
      ['user user', 'ip ip'],
      ['device device', 'file file'],
    ]);
    const cluster = 'mailCluster mailCluster';
    expect(kinds[2]).toEqual(['mailbox mailbox', 'mailbox mailbox', 'analyzedMessage email', cluster, cluster, cluster, cluster, 'ip ip']);
    expect(new Set(facts[2]!.evidence.map((e) => id(e.entity))).size).toBe(8);
    const file = facts[1]!.evidence[1]!;
    expect([id(file.device), keysOf(file.entity)[0]]).toEqual([
      'device:24c222b0b60fe148eeece49ac83910cc6a7ef491',
      'sha1=5de839186691aa96ee2ca6d74f0a38fb8d1bd6dd',
    ]);
    expect(keysOf(facts[0]!.evidence[0]!.entity)).toEqual([
      'azureAdUserId=fc8f7484-f813-4db2-afab-bc1507913fb6',
      'sid=s-1-5-21-1721254763-462695806-1538882281-4156657',
      'upn=testuser2@contoso.com',
      'ntAccount=europe.corp.contoso\\testuser2',
    ]);
  });
});

describe('flat entities', () => {
  it('a process with its image, parent and account on its device, columns without value left out', () => {
    const facts = mapOne({
      devices: [{ mdatpDeviceId: D, deviceDnsName: 'ws-104.fabrikam.example', aadDeviceId: null, healthStatus: 'Active', tags: ['vip'] }],
      entities: [
        {
          entityType: 'Process',
          sha1: 'a'.repeat(40),
          sha256: null,
          fileName: 'ps.exe',
          filePath: 'C:\\Tools',
          processId: 7312,
          processCommandLine: 'ps.exe -x',
          processCreationTime: '2023-06-01T07:58:01.5Z',
          parentProcessId: 5120,
          parentProcessCreationTime: null,
          parentProcessFileName: 'winword.exe',
          parentProcessFilePath: 'C:\\Office',
          accountName: 'mia',
          domainName: 'FABRIKAM',
          userSid: 'S-1-5-21-1-2-3-1104',
          deviceId: D.toUpperCase(),
          verdict: 'Suspicious',
          remediationStatus: 'PendingApproval',
          detectionStatus: 'Detected',
          evidenceCreationTime: '2023-06-01T08:11:00Z',
          url: null,
        },
      ],
    });
    const P = 'process:7312@1685606281500';
    expect(relationsOf(facts)).toEqual([
      `file:${'a'.repeat(40)} image_of ${P} 2023-06-01T07:58:01.500Z`,
      'file:c:\\office\\winword.exe image_of process:5120|winword.exe 2023-06-01T07:58:01.500Z',
      `process:5120|winword.exe ran_on device:${D} 2023-06-01T07:58:01.500Z`,
      `process:5120|winword.exe spawned ${P} 2023-06-01T07:58:01.500Z`,
      `${P} ran_on device:${D} 2023-06-01T07:58:01.500Z`,
      `user:s-1-5-21-1-2-3-1104 ran_as ${P} 2023-06-01T07:58:01.500Z`,
    ]);
    const parent = facts.relations.find((r) => r.type === 'spawned')!.from;
    expect([utc(parent.aliveAtUs ?? null), parent.imageHint]).toEqual(['2023-06-01T07:58:01.500Z', 'c:\\office\\winword.exe']);
    expect(facts.evidence[0]).toMatchObject({ evidenceType: 'device', tags: ['vip'], verdict: 'unknown', remediationStatus: 'unknown' });
    expect(facts.evidence[1]).toMatchObject({
      evidenceType: 'process',
      verdict: 'suspicious',
      remediationStatus: 'pendingApproval',
      detectionStatus: 'detected',
      rawLabels: { verdict: 'Suspicious', remediationStatus: 'PendingApproval' },
    });
    expect(utc(facts.evidence[1]!.createdUs)).toBe('2023-06-01T08:11:00.000Z');
  });
  it('a message between its mailboxes, a mailbox of its owner, a cluster of its alert only', () => {
    const facts = mapOne({
      entities: [
        { entityType: 'MailMessage', sender: 'pay@invoices.example', recipient: 'mia@fabrikam.example', subject: 'Invoice 884' },
        {
          entityType: 'MailBox',
          mailboxAddress: 'Mia.B@fabrikam.example',
          mailboxDisplayName: 'Mia',
          userPrincipalName: 'mia@fabrikam.example',
        },
        { entityType: 'MailCluster', clusterBy: 'Subject;P2SenderDomain' },
      ],
    });
    expect(relationsOf(facts)).toEqual([
      'email:pay@invoices.example|invoice 884|mia@fabrikam.example delivered_to mailbox:mia@fabrikam.example 2023-06-01T07:58:00.000Z',
      'mailbox:pay@invoices.example sent email:pay@invoices.example|invoice 884|mia@fabrikam.example 2023-06-01T07:58:00.000Z',
      'user:mia@fabrikam.example owns_mailbox mailbox:mia.b@fabrikam.example -',
    ]);
    expect(id(facts.evidence[2]!.entity)).toBe('mailCluster:subject;p2senderdomain|fa11aa22bb');
  });
  it.each([
    ['Url', { url: 'https://X.example/a' }, 'url', 'url:https://x.example/a'],
    ['Ip', { ipAddress: '::ffff:198.51.100.7' }, 'ip', 'ip:198.51.100.7'],
    [
      'Registry',
      { registryHive: 'LocalMachine', registryKey: 'SOFTWARE\\Run', deviceId: D },
      'registryKey',
      'registryKey:hkey_local_machine\\software\\run',
    ],
    [
      'SecurityGroup',
      { securityGroupId: '88888888-2222-4333-8444-555555555555', securityGroupName: 'Admins' },
      'securityGroup',
      'securityGroup:88888888-2222-4333-8444-555555555555',
    ],
    ['CloudLogonSession', { x: 1 }, 'CloudLogonSession', 'other'],
  ])('%s', (entityType, columns, evidenceType, entity) => {
    const [e] = mapOne({ entities: [{ entityType, ...columns }] }).evidence;
    expect([e!.evidenceType, entity === 'other' ? e!.entity.kind : id(e!.entity)]).toEqual([evidenceType, entity]);
  });
});

describe('odd exports', () => {
  it('tells redacted alerts apart that are all called alertId, in any order', () => {
    const both = [{ title: 'One' }, { title: 'Two' }].map((a) => ({
      alertId: 'alertId',
      firstActivity: '2023-06-01T07:58:00Z',
      entities: [{ entityType: 'Ip', ipAddress: '198.51.100.7' }],
      ...a,
    }));
    const ids = (alerts: readonly object[]) => mapAll(importer, [{ incidentId: 1, incidentName: 'x', alerts }])[0]!;
    const facts = ids(both);
    expect(facts.alerts.map((a) => a.alertId)).toEqual(facts.evidence.map((e) => e.alertId));
    expect(new Set(facts.alerts.map((a) => a.alertId)).size).toBe(2);
    expect(
      ids(both.toReversed())
        .alerts.map((a) => a.alertId)
        .toReversed(),
    ).toEqual(facts.alerts.map((a) => a.alertId));
  });
  it('makes an investigation of id and state, on the only device', () => {
    const facts = mapOne({
      investigationId: 77,
      investigationState: 'PendingApproval',
      serviceSource: 'OfficeATP',
      devices: [{ mdatpDeviceId: D }],
    });
    expect(facts.investigations.map((i) => [i.investigationId, i.state, id(i.device), i.serviceSource, i.startUs])).toEqual([
      ['77', 'PendingApproval', `device:${D}`, 'microsoftDefenderForOffice365', null],
    ]);
  });
  it('refuses what is no incident and passes by alerts without an id', () => {
    expect(() => mapAll(importer, [{ incidentName: 'x' }])).toThrow(BadRecord);
    expect(() => mapAll(importer, [7])).toThrow(BadRecord);
    expect(
      mapAll(importer, [{ incidentId: 1, incidentName: 'x', alerts: [null, { title: 'x' }] }])[0]!.warnings.map((w) => w.code),
    ).toEqual(['alert-without-id', 'alert-without-id']);
  });
});
