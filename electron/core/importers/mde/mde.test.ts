import { describe, expect, it } from 'vitest';
import { BadRecord, type Importer } from '../importer.ts';
import { importers as graphSecurity } from '../graph-security/index.ts';
import { importers as legacyIncidents } from '../legacy-incidents/index.ts';
import { fixture, id, keysOf, mapAll, relationsOf, sampleOf, utc } from '../shared/testing.ts';
import { importers } from './index.ts';

const of = (format: string): Importer => importers.find((i) => i.format === format)!;
const mapOne = (format: string, r: object) => mapAll(of(format), [r])[0]!;
const D = '3f0c9a7be1d24c55a0b1c2d3e4f5061728394a5b';
const MINIMAL: Readonly<Record<string, object>> = {
  'mde-investigation': { id: '77', machineId: D, triggeringAlertId: 'da637', state: 'Running', computerDnsName: 'x' },
  'mde-machine-action': { id: 'a1', requestor: 'x', creationDateTimeUtc: 't', type: 'Isolate', machineId: D },
  'mde-alert': { id: 'da637', incidentId: 9, alertCreationTime: 't', machineId: D, computerDnsName: 'x', title: 't', evidence: [] },
  'mde-machine': { id: D, computerDnsName: 'x', healthStatus: 'Active' },
  'mde-indicator': { id: 1, indicatorValue: 'v', indicatorType: 'Url' },
  'mde-recommendation': { id: 'va-_-x', recommendationName: 'Update x' },
  'mde-file': { sha1: 'a'.repeat(40), globalPrevalence: 3 },
  'mde-identity-account': { id: 'i', cloudSecurityIdentifier: 'S-1-12-1-1-2-3-4', accounts: [] },
  'mde-remediation-activity': { id: 'r', requesterEmail: 'x@y.example', targetDevices: 4 },
};

describe('detection', () => {
  it.each(Object.entries(MINIMAL))('%s by its fields alone', (format, r) => {
    const all = [...graphSecurity, ...legacyIncidents, ...importers];
    expect(all.filter((i) => i.detect(sampleOf({ records: [r] }))).map((i) => i.format)).toEqual([format]);
  });
  it('comes in the order of the formats, after the older incidents', () => {
    expect(importers.map((i) => i.order)).toEqual([50, 51, 52, 53, 54, 55, 56, 57, 58]);
    expect(importers.map((i) => i.format)).toEqual(Object.keys(MINIMAL));
    expect([graphSecurity[0]!.order, legacyIncidents[0]!.order]).toEqual([20, 30]);
  });
  it('reads each record of a mixed file as what it is', () => {
    const [machine, action] = mapAll(of('mde-machine'), [MINIMAL['mde-machine'], MINIMAL['mde-machine-action']]);
    expect([machine!.directory.length, action!.actions.length]).toEqual([1, 1]);
  });
  it.each(importers.map((i) => i.format))('%s refuses what it cannot use', (format) => {
    expect(() => mapAll(of(format), ['text'])).toThrow(BadRecord);
    if (!['mde-identity-account', 'mde-remediation-activity'].includes(format)) expect(() => mapAll(of(format), [{}])).toThrow(BadRecord);
  });
});

describe('alerts', () => {
  it('the documented one: machine and related user are its evidence', () => {
    const [r] = fixture('mde/alerts-list.json');
    const facts = mapOne('mde-alert', r as object);
    expect(facts.alerts[0]).toMatchObject({
      alertId: 'da637308392288907382_-880718168',
      incidentId: '7587',
      investigationId: '723156',
      investigationState: 'Queued',
      severity: 'low',
      status: 'new',
      classification: 'truePositive',
      determination: null,
      category: 'SuspiciousActivity',
      detectionSource: 'antivirus',
      serviceSource: 'microsoftDefenderForEndpoint',
      threatFamilyName: 'Meterpreter',
      mitreTechniques: ['T1064', 'T1085', 'T1220'],
      tenantId: 'a839b112-1253-6432-9bf6-94542403f21c',
    });
    expect([utc(facts.alerts[0]!.firstActivityUs), utc(facts.alerts[0]!.createdUs)]).toEqual([
      '2020-07-20T10:52:17.665Z',
      '2020-07-20T10:53:48.765Z',
    ]);
    expect(facts.evidence.map((e) => [e.evidenceType, id(e.entity)])).toEqual([
      ['device', 'device:12ee6dd8c833c8a052ea231ec1b19adaf497b625'],
      ['user', 'user:domain\\temp123'],
    ]);
    expect(facts.investigations).toMatchObject([
      { investigationId: '723156', state: 'Queued', serviceSource: 'microsoftDefenderForEndpoint' },
    ]);
  });
  it('evidence without a device lies on the machine of the alert', () => {
    const facts = mapOne('mde-alert', {
      ...MINIMAL['mde-alert'],
      firstEventTime: '2024-03-05T09:10:44Z',
      relatedUser: { userName: 'mia', domainName: 'FABRIKAM' },
      evidence: [
        {
          entityType: 'Process',
          processId: 7312,
          processCreationTime: '2024-03-05T09:10:44.201Z',
          fileName: 'ps.exe',
          filePath: 'C:\\Tools',
          parentProcessId: 5120,
          parentProcessCreationTime: '2024-03-05T09:09:58.01Z',
          parentProcessFileName: 'winword.exe',
          detectionStatus: 'Detected',
          evidenceCreationTime: '2024-03-05T09:14:00Z',
        },
        { entityType: 'File', sha1: 'a'.repeat(40), fileName: 'u.bin', filePath: 'C:\\Users' },
      ],
    });
    expect(facts.evidence.map((e) => [e.evidenceType, id(e.entity), id(e.device)])).toEqual([
      ['device', `device:${D}`, null],
      ['user', 'user:fabrikam\\mia', null],
      ['process', 'process:7312@1709629844201', `device:${D}`],
      ['file', `file:${'a'.repeat(40)}`, `device:${D}`],
    ]);
    expect(relationsOf(facts)).toContain('process:5120@1709629798010 spawned process:7312@1709629844201 2024-03-05T09:10:44.201Z');
  });
});

describe('machine actions', () => {
  it('the documented three: an action each, and an event on the device when it was requested', () => {
    const facts = mapAll(of('mde-machine-action'), fixture('mde/machineactions-list.json'));
    const device = 'device:f46b9bb259ed4a7fb9981b73510e3cc7aa81ec1f';
    expect(
      facts.flatMap((f) => f.actions).map((a) => [a.type, a.sourceType, a.status, id(a.target), utc(a.requestedUs), utc(a.lastUpdateUs)]),
    ).toEqual([
      [
        'collectInvestigationPackage',
        'CollectInvestigationPackage',
        'succeeded',
        device,
        '2018-12-04T12:43:57.201Z',
        '2018-12-04T12:45:25.404Z',
      ],
      ['runAntivirusScan', 'RunAntiVirusScan', 'succeeded', device, '2018-12-04T12:18:27.129Z', '2018-12-04T12:18:57.551Z'],
      [
        'stopAndQuarantineFile',
        'StopAndQuarantineFile',
        'succeeded',
        'file:a0c659857ccbe457fdaf5fe21d54efdcbf6f6508',
        '2018-12-04T12:15:40.605Z',
        '2018-12-04T12:16:14.289Z',
      ],
    ]);
    const events = facts.flatMap((f) => f.events);
    expect(events.map((e) => [e.key, utc(e.timeUs), e.timeText, e.actionType, id(e.device), id(e.account), id(e.target)])[2]).toEqual([
      'machineaction|44cffc15-0e3d-4cbf-96aa-bf76f9b27f5e',
      '2018-12-04T12:15:40.605Z',
      '2018-12-04T12:15:40.6052029Z',
      'StopAndQuarantineFile',
      device,
      'user:analyst@contoso.com',
      'file:a0c659857ccbe457fdaf5fe21d54efdcbf6f6508',
    ]);
    expect(events[1]!.summary).toBe(
      'RunAntiVirusScan (Full) requested by Analyst@contoso.com: Succeeded - Check machine for viruses due to alert 3212',
    );
  });
  it.each([
    ['Pending', 'running'],
    ['InProgress', 'running'],
    ['Succeeded', 'succeeded'],
    ['Failed', 'failed'],
    ['TimeOut', 'failed'],
    ['Cancelled', 'cancelled'],
    ['Odd', 'unknown'],
    ['constructor', 'unknown'],
  ])('%s is %s', (status, expected) => {
    expect(mapOne('mde-machine-action', { ...MINIMAL['mde-machine-action'], status }).actions[0]!.status).toBe(expected);
  });
  it('takes the name of the update time that single answers use, and says who cancelled', () => {
    const [a] = mapOne('mde-machine-action', {
      ...MINIMAL['mde-machine-action'],
      type: 'Isolate',
      status: 'Cancelled',
      lastUpdateDateTimeUtc: '2024-03-05T10:03:40Z',
      cancellationRequestor: 'lee@fabrikam.example',
      cancellationDateTimeUtc: '2024-03-05T10:03:30Z',
      requestorComment: 'contain',
      cancellationComment: 'wrong one',
      requestSource: 'Portal',
    }).actions;
    expect([a!.type, a!.decidedBy, utc(a!.decidedUs), utc(a!.lastUpdateUs), a!.comment, a!.source]).toEqual([
      'isolateDevice',
      'lee@fabrikam.example',
      '2024-03-05T10:03:30.000Z',
      '2024-03-05T10:03:40.000Z',
      'contain / wrong one',
      'Portal',
    ]);
  });
  it('tells the commands of a live response', () => {
    const [e] = mapOne('mde-machine-action', {
      ...MINIMAL['mde-machine-action'],
      type: 'LiveResponse',
      status: 'Failed',
      commands: [{ commandStatus: 'Failed', command: { type: 'RunScript', params: [{ key: 'ScriptName', value: 'scan.ps1' }] } }],
    }).events;
    expect(e!.summary).toBe('LiveResponse requested by x: Failed - RunScript scan.ps1 (Failed)');
  });
  it('keeps a type of tomorrow by its name', () =>
    expect(mapOne('mde-machine-action', { ...MINIMAL['mde-machine-action'], type: 'Teleport' }).actions[0]!.type).toBe('Teleport'));
});

describe('what describes', () => {
  it('an investigation, from documents with ids of either type', () => {
    const [real] = fixture('mde/investigations-list.json');
    expect(mapOne('mde-investigation', real as object).investigations).toMatchObject([
      { investigationId: '63017', state: 'Running', endUs: null, triggeringAlertId: 'da637139166940871892_-598649278' },
    ]);
    expect(
      mapOne('mde-investigation', { ...MINIMAL['mde-investigation'], id: 63017, state: 'pendingApproval' }).investigations,
    ).toMatchObject([{ investigationId: '63017', state: 'PendingApproval' }]);
  });
  it('a machine, with the one it was merged into', () => {
    const facts = mapOne('mde-machine', {
      ...MINIMAL['mde-machine'],
      computerDnsName: 'WS-104.fabrikam.example',
      lastSeen: '2024-03-05T11:00:00Z',
      exposureLevel: 'High',
      aadDeviceId: null,
      mergedIntoMachineId: 'e'.repeat(40),
      '@odata.etag': 'x',
      machineTags: [],
    });
    expect(keysOf(facts.entities[0]!.entity)).toEqual([
      `mdeDeviceId=${D}`,
      `mdeDeviceId=${'e'.repeat(40)}`,
      'fqdn=ws-104.fabrikam.example',
      'hostName=ws-104',
    ]);
    expect([
      facts.entities[0]!.attributes['exposureLevel'],
      '@odata.etag' in facts.entities[0]!.attributes,
      utc(facts.directory[0]!.asOfUs),
    ]).toEqual(['High', false, '2024-03-05T11:00:00.000Z']);
  });
  it.each([
    ['FileSha1', 'A'.repeat(40), `file:${'a'.repeat(40)}`],
    ['FileSha256', 'b'.repeat(64), `file:${'b'.repeat(64)}`],
    ['FileMd5', 'c'.repeat(32), `file:${'c'.repeat(32)}`],
    ['IpAddress', '198.51.100.9', 'ip:198.51.100.9'],
    ['DomainName', 'Bad.example', 'domain:bad.example'],
    ['Url', 'http://bad.example/x', 'url:http://bad.example/x'],
    ['CertificateThumbprint', 'd'.repeat(40), null],
  ])('an indicator of type %s', (indicatorType, indicatorValue, entity) => {
    const facts = mapOne('mde-indicator', { id: 910, indicatorType, indicatorValue, action: 'Block', title: 'T', severity: 'High' });
    expect([facts.directory[0]!.factType, facts.directory[0]!.factId, id(facts.directory[0]!.entity)]).toEqual([
      'indicator',
      '910',
      entity,
    ]);
    expect(facts.entities.map((e) => e.attributes)).toEqual(
      entity === null ? [] : [{ indicatorAction: 'Block', indicatorTitle: 'T', indicatorSeverity: 'High' }],
    );
  });
  it('a recommendation', () => {
    const [real] = fixture('mde/recommendations-list.json');
    expect(mapOne('mde-recommendation', real as object).recommendations).toHaveLength(1);
    expect(
      mapOne('mde-recommendation', {
        ...MINIMAL['mde-recommendation'],
        severityScore: 7,
        exposureImpact: 1.5,
        status: 'Active',
        productName: 'p',
      }).recommendations[0],
    ).toMatchObject({ severityScore: 7, status: 'Active', productName: 'p', attributes: { exposureImpact: 1.5 } });
  });
  it('a file by its content', () => {
    const facts = mapOne('mde-file', {
      sha1: 'A'.repeat(40),
      sha256: 'b'.repeat(64),
      globalPrevalence: 3,
      globalLastObserved: '2024-03-01T00:00:00Z',
      determinationType: 'Malware',
    });
    expect([keysOf(facts.entities[0]!.entity), facts.directory[0]!.factId]).toEqual([
      [`sha256=${'b'.repeat(64)}`, `sha1=${'a'.repeat(40)}`],
      'b'.repeat(64),
    ]);
  });
  it('one person over three directories', () => {
    const facts = mapAll(of('mde-identity-account'), fixture('mde/identityaccounts-get.json'))[0]!;
    expect(keysOf(facts.directory[0]!.entity)).toEqual([
      'azureAdUserId=69dfa3ea-1295-4e2c-b469-59564581143d',
      'sid=s-1-5-21-989687458-3461180213-172365591-281652',
    ]);
    expect(
      keysOf(
        mapOne('mde-identity-account', { ...MINIMAL['mde-identity-account'], onPremisesSecurityIdentifier: 'S-1-5-21-1-2-3-1104' })
          .directory[0]!.entity,
      ),
    ).toEqual(['sid=s-1-5-21-1-2-3-1104', 'sid=s-1-12-1-1-2-3-4']);
  });
  it('a remediation activity', () => {
    const [facts] = mapAll(of('mde-remediation-activity'), fixture('mde/remediation-tasks.json'));
    expect(facts!.directory).toMatchObject([
      {
        factType: 'remediationActivity',
        factId: '03942ef5-aewb-4w6e-b555-d6a97013844w',
        entity: null,
        attributes: { title: 'Update Microsoft Silverlight', status: 'Active', fixedDevices: 2866 },
      },
    ]);
  });
});
