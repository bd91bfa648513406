import { describe, expect, it } from 'vitest';
import { BadRecord } from '../importer.ts';
import { fixture, id, keysOf, mapAll, relationsOf, sampleOf, utc } from '../shared/testing.ts';
import { importers } from './index.ts';

const importer = importers[0]!;
const detects = (...records: unknown[]): boolean => importer.detect(sampleOf({ records }));
const type = (word: string): { '@odata.type': string } => ({ '@odata.type': `#microsoft.graph.security.${word}` });
const anAlert = (more: object): object => ({
  id: 'da100001',
  title: 'An alert',
  alertWebUrl: 'https://portal.example/a',
  firstActivityDateTime: '2024-03-05T09:10:44Z',
  ...more,
});

describe('what a record is', () => {
  it.each([
    ['an incident by its type', { ...type('incident'), id: '1' }],
    ['the older type', { '@odata.type': '#microsoft.graph.incident', id: '1' }],
    ['an incident without a type', { id: '1', displayName: 'x', incidentWebUrl: 'u' }],
    ['an alert by its type', { ...type('alert'), id: '1' }],
    ['an alert by its address', { id: '1', alertWebUrl: 'u' }],
    ['an alert by its evidence', { id: '1', title: 't', evidence: [type('ipEvidence')] }],
    ['an alert of chosen fields by its evidence', { id: '1', evidence: [type('ipEvidence')] }],
    ['an alert by both ids', { id: '1', title: 't', providerAlertId: 'p' }],
  ])('%s', (_what, r) => expect(detects(r)).toBe(true));
  it.each([
    ['a legacy incident', { incidentId: 1, incidentName: 'x', alerts: [] }],
    ['an endpoint alert', { id: '1', title: 't', alertCreationTime: 'x', evidence: [{ entityType: 'File' }] }],
    ['an identity', { ...type('identityAccounts'), id: '1', displayName: 'x', accounts: [] }],
    ['a hunting answer', { ...type('huntingQueryResults'), schema: [], results: [] }],
    ['an alert of the retired API', { '@odata.type': '#microsoft.graph.alert', id: '1', title: 't' }],
    ['anything', { id: '1', displayName: 'x' }],
    ['nothing', {}],
  ])('not %s', (_what, r) => expect(detects(r)).toBe(false));
  it('follows the most of a mixed file', () => {
    expect(detects({ ...type('alert'), id: '1' }, { ...type('alert'), id: '2' }, { a: 1 })).toBe(true);
    expect(detects({ ...type('alert'), id: '1' }, { a: 1 }, { a: 2 })).toBe(false);
  });
  it('knows an empty page by its context', () => {
    const empty = (context: string): boolean => importer.detect(sampleOf({ envelope: { '@odata.context': context } }));
    expect([
      empty('https://graph.example/v1.0/$metadata#security/incidents'),
      empty('https://graph.example/v1.0/$metadata#security/alerts_v2'),
      empty('https://graph.example/$metadata#users'),
    ]).toEqual([true, true, false]);
  });
  it('believes the context about records of chosen fields, as long as they have an id and a name', () => {
    const page = (context: string, record: object): boolean =>
      importer.detect(sampleOf({ envelope: { '@odata.context': context }, records: [record] }));
    const context = 'https://graph.example/v1.0/$metadata#security/incidents(id,displayName)';
    expect([
      page(context, { id: '41207', displayName: 'x' }),
      page(context.replace('incidents(id,displayName)', 'alerts_v2(id,title)'), { id: 'da1', title: 'x' }),
      page(context, { displayName: 'x' }),
      page('https://graph.example/$metadata#users(id,displayName)', { id: '41207', displayName: 'x' }),
    ]).toEqual([true, true, false, false]);
    const [incident, alert] = mapAll(importer, [{ id: '41207', displayName: 'x' }, { id: 'da1', title: 'x' }]);
    expect([incident!.incidents[0]!.incidentId, alert!.alerts[0]!.alertId]).toEqual(['41207', 'da1']);
  });
  it('refuses what it cannot use', () => {
    expect(() => mapAll(importer, ['text'])).toThrow(BadRecord);
    expect(() => mapAll(importer, [{ a: 1 }])).toThrow(BadRecord);
    expect(() => mapAll(importer, [{ ...type('incident'), displayName: 'x' }])).toThrow(BadRecord);
    expect(() => mapAll(importer, [{ ...type('alert'), title: 'x' }])).toThrow(BadRecord);
  });
});

describe('the documented answer with expanded alerts', () => {
  const facts = mapAll(importer, fixture('graph-security/incidents-expand-alerts.json'))[0]!;
  const D = '73e7e2de709dff64ef64b1d0c30e67fab63279db';

  it('gives the incident with its old names of tags and comment fields', () => {
    expect(facts.incidents).toHaveLength(1);
    expect(facts.incidents[0]).toMatchObject({
      incidentId: '2972395',
      severity: 'medium',
      status: 'active',
      classification: 'truePositive',
      determination: 'multiStagedAttack',
      assignedTo: 'KaiC@contoso.onmicrosoft.com',
      customTags: ['Demo'],
      systemTags: ['Defender Experts'],
      redirectIncidentId: null,
      rawLabels: {},
    });
    expect(facts.incidents[0]!.comments.map((c) => [c.comment, c.createdBy, utc(c.createdUs)])).toEqual([
      ['Demo incident', 'DavidS@contoso.onmicrosoft.com', '2021-09-30T12:07:37.275Z'],
    ]);
    expect(utc(facts.incidents[0]!.createdUs)).toBe('2021-08-13T08:43:35.553Z');
  });
  it('gives the alert to the incident that holds it, and says that it names another', () => {
    expect(facts.alerts[0]).toMatchObject({
      alertId: 'da637551227677560813_-961444813',
      incidentId: '2972395',
      providerAlertId: 'da637551227677560813_-961444813',
      severity: 'low',
      status: 'new',
      category: 'DefenseEvasion',
      mitreTechniques: ['T1564.001'],
      serviceSource: 'microsoftDefenderForEndpoint',
      detectionSource: 'antivirus',
      detectorId: 'e0da400f-affd-43ef-b1d5-afc2eb6f2756',
      classification: 'unknown',
    });
    expect([utc(facts.alerts[0]!.firstActivityUs), utc(facts.alerts[0]!.lastActivityUs)]).toEqual([
      '2021-04-26T07:45:50.116Z',
      '2021-05-02T07:56:58.222Z',
    ]);
    expect(facts.alerts[0]!.attributes!['incidentWebUrl']).toContain('/incidents/28282');
    expect(facts.warnings.map((w) => w.code)).toEqual(['alert-incident-id-differs']);
  });
  it('gives the process at its own time, months after the window of the alert', () => {
    const [P, PARENT, FILE] = [
      'process:4780@1628772199077',
      'process:668@1628753949091',
      'file:8963a19fb992ad9a76576c5638fd68292cffb9aaac29eb8285f9abf6196a7dec',
    ];
    expect(relationsOf(facts)).toEqual(
      [
        `${FILE} image_of ${P} 2021-08-12T12:43:19.077Z`,
        `file:c:\\windows\\system32\\services.exe image_of ${PARENT} 2021-08-12T07:39:09.090Z`,
        `${PARENT} ran_on device:${D} 2021-08-12T07:39:09.090Z`,
        `${PARENT} spawned ${P} 2021-08-12T12:43:19.077Z`,
        `${P} ran_on device:${D} 2021-08-12T12:43:19.077Z`,
        `user:nt authority\\system ran_as ${P} 2021-08-12T12:43:19.077Z`,
      ].sort(),
    );
    expect(facts.evidence.map((e) => [e.evidenceType, e.entity.kind, e.detectionStatus])).toEqual([
      ['device', 'device', null],
      ['file', 'file', 'detected'],
      ['process', 'process', 'detected'],
      ['registryKey', 'registryKey', null],
    ]);
  });
});

it('reads the redacted list of a tenant: two incidents, no alerts, an empty tenant id', () => {
  const all = mapAll(importer, fixture('graph-security/incidents-list-response.json')).flatMap((f) => f.incidents);
  expect(all.map((i) => [i.incidentId, i.status, i.severity, i.tenantId, i.lastModifiedBy, utc(i.lastUpdateUs)])).toEqual([
    ['12345', 'active', 'medium', null, 'Microsoft 365 Defender-IncidentCreation', '2024-03-26T13:35:45.230Z'],
    ['12346', 'resolved', 'informational', null, 'API-App:API Action', '2024-03-26T13:31:46.506Z'],
  ]);
});

describe('incidents', () => {
  it('reads PascalCase words and keeps them, both names of tags, and description with summary', () => {
    const [facts] = mapAll(importer, [
      {
        id: '7',
        displayName: 'x',
        incidentWebUrl: 'u',
        status: 'Redirected',
        severity: 'Medium',
        classification: 'FalsePositive',
        determination: 'Clean',
        customTags: ['a'],
        tags: ['a', 'b'],
        description: 'd',
        summary: 's',
        redirectIncidentId: '8',
        resolvingComment: 'merged',
        comments: [{ comment: 'c', createdByDisplayName: 'Lee', createdDateTime: '2024-03-05T10:00:00Z' }, { comment: '' }],
      },
    ]);
    expect(facts!.incidents[0]).toMatchObject({
      status: 'redirected',
      severity: 'medium',
      classification: 'falsePositive',
      determination: 'notMalicious',
      customTags: ['a', 'b'],
      description: 'd\n\ns',
      redirectIncidentId: '8',
      resolvingComment: 'merged',
      comments: [{ comment: 'c', createdBy: 'Lee' }],
      rawLabels: { status: 'Redirected', severity: 'Medium', classification: 'FalsePositive', determination: 'Clean' },
    });
  });
  it('passes by an alert without an id and keeps the rest', () => {
    const [facts] = mapAll(importer, [{ ...type('incident'), id: '7', alerts: [{ title: 'lost' }, anAlert({})] }]);
    expect([facts!.alerts.map((a) => a.alertId), facts!.warnings.map((w) => w.code)]).toEqual([['da100001'], ['alert-without-id']]);
  });
});

describe('alerts', () => {
  it('stand alone with the incident they name, and keep what no field holds', () => {
    const [facts] = mapAll(importer, [
      anAlert({
        incidentId: 41207,
        serviceSource: 'MicrosoftSentinel',
        detectionSource: 'ScheduledAlerts',
        productName: 'Rules',
        actorDisplayName: 'Actor',
        threatDisplayName: 'Threat',
        threatFamilyName: 'Family',
        alertPolicyId: 'policy',
        customDetails: { host: 'a' },
        additionalData: {},
        systemTags: ['t'],
        investigationId: 77,
        investigationState: 'pendingApproval',
        resolvedDateTime: '0001-01-01T00:00:00Z',
      }),
    ]);
    expect(facts!.alerts[0]).toMatchObject({
      incidentId: '41207',
      serviceSource: 'microsoftSentinel',
      detectionSource: 'scheduledAlerts',
      productName: 'Rules',
      actorDisplayName: 'Actor',
      threatDisplayName: 'Threat',
      threatFamilyName: 'Family',
      systemTags: ['t'],
      attributes: { alertPolicyId: 'policy', customDetails: { host: 'a' } },
      investigationId: '77',
      investigationState: 'PendingApproval',
      resolvedUs: null,
      rawLabels: { serviceSource: 'MicrosoftSentinel', detectionSource: 'ScheduledAlerts', investigationState: 'pendingApproval' },
    });
    expect(facts!.incidents).toEqual([]);
    expect(facts!.investigations.map((i) => [i.investigationId, i.state])).toEqual([['77', 'PendingApproval']]);
  });
  it('tell apart, in any order, when an export gave all the same word as id', () => {
    const two = [anAlert({ id: 'alertId', title: 'One' }), anAlert({ id: 'alertId', title: 'Two' })];
    const ids = (records: readonly unknown[]): string[] => mapAll(importer, records).flatMap((f) => f.alerts.map((a) => a.alertId));
    expect(new Set(ids(two)).size).toBe(2);
    expect(ids(two.toReversed())).toEqual(ids(two).toReversed());
    expect(mapAll(importer, two).map((f) => f.warnings[0]!.code)).toEqual(['placeholder-alert-id', 'placeholder-alert-id']);
  });
});

describe('where evidence lies', () => {
  const device = (n: string): object => ({
    ...type('deviceEvidence'),
    mdeDeviceId: n.repeat(40),
    deviceDnsName: `ws-${n}.fabrikam.example`,
  });
  const key = { ...type('registryKeyEvidence'), registryHive: 'HKLM', registryKey: 'SOFTWARE\\Run' };
  const firstOf = (kind: string, evidence: readonly object[]) =>
    mapAll(importer, [anAlert({ evidence })])[0]!.evidence.find((e) => e.entity.kind === kind)!;

  it('is the only device of the alert, named once or twice', () => {
    expect(id(firstOf('registryKey', [device('a'), key, device('a')]).device)).toBe(`device:${'a'.repeat(40)}`);
  });
  it('is not known among two', () => {
    const found = firstOf('registryKey', [device('a'), device('b'), key]);
    expect([found.device, keysOf(found.entity)]).toEqual([null, ['key=hkey_local_machine\\software\\run']]);
  });
  it('is its own device before the only one of the alert', () => {
    const found = firstOf('file', [
      device('a'),
      { ...type('fileEvidence'), mdeDeviceId: 'b'.repeat(40), fileDetails: { fileName: 'x.exe', filePath: 'C:\\t' } },
    ]);
    expect([id(found.device), keysOf(found.entity)]).toEqual([`device:${'b'.repeat(40)}`, [`devicePath=c:\\t\\x.exe @${'b'.repeat(40)}`]]);
  });
  it('is the only device for the accounts that every machine has, and for no other', () => {
    const user = (userAccount: object): object => ({ ...type('userEvidence'), userAccount });
    expect(
      keysOf(firstOf('user', [device('a'), user({ accountName: 'SYSTEM', domainName: 'NT AUTHORITY', userSid: 'S-1-5-18' })]).entity),
    ).toEqual([`localAccount=nt authority\\system @${'a'.repeat(40)}`]);
    expect(keysOf(firstOf('user', [device('a'), user({ accountName: 'mia' })]).entity)).toEqual(['accountName=mia']);
  });
});

describe('hostile records', () => {
  it('survives every field being of another type', () => {
    const odd = [null, true, 7, 'x', [], {}, [[]], [null], { a: { b: [] } }];
    const subtypes = [
      'device',
      'user',
      'process',
      'file',
      'dns',
      'networkConnection',
      'analyzedMessage',
      'mailCluster',
      'teamsMessage',
      'malware',
      'hostLogonSession',
      'cloudLogonSession',
      'blob',
      'container',
      'kubernetesPod',
      'constructor',
      '__proto__',
    ];
    const fields = [
      'userAccount',
      'imageFile',
      'parentProcessImageFile',
      'fileDetails',
      'ipAddresses',
      'sourceAddress',
      'p1Sender',
      'p2Sender',
      'urls',
      'networkMessageIds',
      'files',
      'processes',
      'account',
      'host',
      'image',
      'pod',
      'namespace',
      'roles',
      'tags',
      'loggedOnUsers',
      'mdeDeviceId',
      'verdict',
      'processId',
      'processCreationDateTime',
    ];
    for (const value of odd) {
      const evidence = subtypes.map((s) => ({ ...type(`${s}Evidence`), ...Object.fromEntries(fields.map((f) => [f, value])) }));
      const facts = mapAll(importer, [anAlert({ evidence, comments: value, mitreTechniques: value, category: value })])[0]!;
      expect(facts.evidence).toHaveLength(subtypes.length);
    }
  });
  it('ends on evidence nested without end', () => {
    let nested: Record<string, unknown> = { name: 'n' };
    for (let i = 0; i < 3000; i++) nested = { ...type('kubernetesNamespaceEvidence'), name: `n${i}`, cluster: nested };
    const facts = mapAll(importer, [anAlert({ evidence: [nested] })])[0]!;
    expect(facts.entities.length).toBeLessThan(20);
  });
  it('follows a thousand links of a message and says that there were more', () => {
    const urls = Array.from({ length: 1500 }, (_v, i) => `https://h${i}.badhost.example/`);
    const facts = mapAll(importer, [
      anAlert({ evidence: [{ ...type('analyzedMessageEvidence'), networkMessageId: 'm1', recipientEmailAddress: 'a@b.example', urls }] }),
    ])[0]!;
    expect([facts.relations.filter((r) => r.type === 'has_url').length, facts.warnings.map((w) => w.code)]).toEqual([1000, ['list-cut']]);
  });
});
