import { describe, expect, it } from 'vitest';
import { DEVICE, id, keysOf, mapRow, mapRows, relationsOf, utc } from './testing.ts';

const AT = '2024-03-05T09:15:30.000Z';

describe('AlertInfo', () => {
  const row = {
    Timestamp: AT,
    AlertId: 'da638451_1',
    Title: 'Suspicious PowerShell download',
    Category: 'Execution',
    Severity: 'Medium',
    ServiceSource: 'Microsoft Defender for Endpoint',
    DetectionSource: 'EDR',
    AttackTechniques: '["PowerShell (T1059.001)","Phishing(T1566)"]',
  };
  it('is an alert without an event', () => {
    const facts = mapRow(row);
    expect(facts.events).toEqual([]);
    expect(facts.alerts).toHaveLength(1);
    expect(facts.alerts[0]).toMatchObject({
      alertId: 'da638451_1',
      incidentId: null,
      title: 'Suspicious PowerShell download',
      category: 'Execution',
      categories: ['Execution'],
      severity: 'medium',
      serviceSource: 'microsoftDefenderForEndpoint',
      detectionSource: 'microsoftDefenderForEndpoint',
      mitreTechniques: ['T1059.001', 'T1566'],
      lastUpdateUs: Date.parse(AT) * 1000,
      firstActivityUs: null,
      createdUs: null,
    });
  });
  it('tells updates of one alert apart by their time', () => {
    const [a, b] = mapRows([row, { ...row, Timestamp: '2024-03-05T10:00:00.000Z', Severity: 'High' }]);
    expect([a, b].map((f) => [f!.alerts[0]!.alertId, f!.alerts[0]!.severity, utc(f!.alerts[0]!.lastUpdateUs)])).toEqual([
      ['da638451_1', 'medium', AT],
      ['da638451_1', 'high', '2024-03-05T10:00:00.000Z'],
    ]);
  });
  it('knows the spelling without spaces, keeps an unknown source, and takes no techniques from an empty cell', () => {
    expect(mapRow({ ...row, ServiceSource: 'MicrosoftDefenderforOffice365' }).alerts[0]!.serviceSource).toBe(
      'microsoftDefenderForOffice365',
    );
    expect(
      ['Antivirus', 'Custom detection', 'Microsoft 365 Defender', 'New engine'].map(
        (DetectionSource) => mapRow({ ...row, DetectionSource }).alerts[0]!.detectionSource,
      ),
    ).toEqual(['antivirus', 'customDetection', 'microsoft365Defender', 'New engine']);
    const odd = mapRow({ ...row, ServiceSource: 'Something', Severity: 'UnSpecified', AttackTechniques: '' }).alerts[0]!;
    expect([odd.serviceSource, odd.severity, odd.rawLabels['severity'], odd.mitreTechniques]).toEqual([
      'Something',
      'unknown',
      'UnSpecified',
      [],
    ]);
  });
});

describe('AlertEvidence', () => {
  const base = {
    Timestamp: AT,
    AlertId: 'da638451_1',
    Title: 'T',
    Categories: '["Execution","DefenseEvasion"]',
    Severity: 'Low',
    EvidenceRole: 'Related',
    DeviceId: DEVICE,
    DeviceName: 'ws-104.fabrikam.example',
  };
  const entity = JSON.stringify({
    $id: '4',
    Type: 'process',
    ProcessId: '7312',
    CommandLine: 'powershell -nop',
    CreationTimeUtc: '2024-03-05T09:10:44.201Z',
    Host: { $id: '5', HostName: 'ws-104', DnsDomain: 'fabrikam.example' },
    ImageFile: {
      $id: '6',
      Name: 'powershell.exe',
      Directory: 'C:\\Windows',
      Host: { $ref: '5' },
      FileHashes: [
        { $id: '7', Algorithm: 'SHA1', Value: 'a'.repeat(40) },
        { $id: '8', Algorithm: 'SHA256', Value: 'b'.repeat(64) },
      ],
    },
    Account: { $id: '9', Name: 'mia', NTDomain: 'fabrikam', Sid: 'S-1-5-21-1-2-3-1104', Host: { $ref: '5' } },
    ParentProcess: {
      $id: '10',
      ProcessId: '5120',
      CreationTimeUtc: '2024-03-05T09:10:40.201Z',
      ImageFile: { $id: '11', Name: 'winword.exe' },
      ParentProcess: { $ref: '4' },
    },
    RemediationProviders: [{ Type: 'x', RemediationState: 'Active' }],
    LastRemediationState: 'Blocked',
    LastVerdict: 'Malicious',
    DetailedRoles: ['PrimaryDevice'],
    Role: 1,
  });
  it('reads the process of the JSON entity, its parent, image, account and device', () => {
    const facts = mapRow({ ...base, EntityType: 'Process', AdditionalFields: entity });
    const process = 'process:7312@1709629844201';
    expect(facts.evidence).toHaveLength(1);
    expect(facts.evidence[0]).toMatchObject({
      alertId: 'da638451_1',
      evidenceType: 'process',
      verdict: 'malicious',
      remediationStatus: 'blocked',
      impacted: false,
      detailedRoles: ['PrimaryDevice'],
      roles: [],
      rawLabels: {},
      createdUs: Date.parse(AT) * 1000,
    });
    expect([id(facts.evidence[0]!.entity), id(facts.evidence[0]!.device)]).toEqual([process, `device:${DEVICE}`]);
    const parent = 'process:5120@1709629840201';
    expect(relationsOf(facts)).toEqual(
      [
        `file:${'b'.repeat(64)} image_of ${process} 2024-03-05T09:10:44.201Z`,
        `${parent} ran_on device:${DEVICE} 2024-03-05T09:10:40.201Z`,
        `file:winword.exe image_of ${parent} 2024-03-05T09:10:40.201Z`,
        `${parent} spawned ${process} 2024-03-05T09:10:44.201Z`,
        `${process} ran_on device:${DEVICE} 2024-03-05T09:10:44.201Z`,
        `user:s-1-5-21-1-2-3-1104 ran_as ${process} 2024-03-05T09:10:44.201Z`,
      ].sort(),
    );
    expect(facts.relations.every((r) => r.alertId === 'da638451_1')).toBe(true);
    expect(facts.alerts[0]).toMatchObject({ categories: ['Execution', 'DefenseEvasion'], category: 'Execution' });
  });
  it('takes the device of the entity when the row names none', () => {
    const facts = mapRow({ ...base, DeviceId: '', DeviceName: '', EntityType: 'Process', AdditionalFields: entity });
    expect(keysOf(facts.evidence[0]!.device)).toEqual(['fqdn=ws-104.fabrikam.example', 'hostName=ws-104']);
  });
  it('lets EntityType decide which of the named entities the row is about', () => {
    const full = {
      ...base,
      FileName: 'u.bin',
      FolderPath: 'C:\\Temp',
      SHA1: 'c'.repeat(40),
      AccountName: 'mia',
      AccountSid: 'S-1-5-21-1-2-3-1104',
      RemoteUrl: 'http://cdn.badhost.example/u.bin',
      RemoteIP: '203.0.113.24',
      NetworkMessageId: '0d2f5969-011b-460d-ac74-3291d227d49f',
      EmailSubject: 'Invoice',
    };
    const subject = (EntityType: string, more: object = {}): [string, string | null] => {
      const e = mapRow({ ...full, EntityType, ...more }).evidence[0]!;
      return [e.evidenceType, id(e.entity)];
    };
    expect(subject('File')).toEqual(['file', `file:${'c'.repeat(40)}`]);
    expect(subject('User')).toEqual(['user', 'user:s-1-5-21-1-2-3-1104']);
    expect(subject('Machine')).toEqual(['device', `device:${DEVICE}`]);
    expect(subject('Url')).toEqual(['url', 'url:http://cdn.badhost.example/u.bin']);
    expect(subject('Ip')).toEqual(['ip', 'ip:203.0.113.24']);
    expect(subject('MailMessage', { AdditionalFields: '{"Recipient":"Mia@fabrikam.example"}' })).toEqual([
      'analyzedMessage',
      'email:0d2f5969-011b-460d-ac74-3291d227d49f|mia@fabrikam.example',
    ]);
    expect(subject('Mailbox', { AdditionalFields: '{"MailboxPrimaryAddress":"Mia@fabrikam.example"}' })).toEqual([
      'mailbox',
      'mailbox:mia@fabrikam.example',
    ]);
    expect(subject('RegistryValue', { RegistryKey: 'HKLM\\Software\\Run', RegistryValueName: 'Upd' })).toEqual([
      'registryValue',
      'registryValue:hkey_local_machine\\software\\run\\\\upd',
    ]);
  });
  it('marks what the record says is impacted, keeps a foreign remediation word, and takes the newest analysis', () => {
    const evidence = mapRow({
      ...base,
      EntityType: 'Machine',
      EvidenceRole: 'Impacted',
      AdditionalFields: {
        ThreatAnalysisSummary: [
          { Verdict: 'Malicious', AnalysisDate: '2024-03-05T09:00:00Z' },
          { Verdict: 'Suspicious', AnalysisDate: '2024-03-05T10:00:00Z' },
        ],
        RemediationProviders: [{ RemediationState: 'Vanished' }],
      },
    }).evidence[0]!;
    expect(evidence).toMatchObject({
      impacted: true,
      device: null,
      verdict: 'suspicious',
      remediationStatus: 'unknown',
      rawLabels: { remediationStatus: 'Vanished' },
    });
  });
  it('says so when a row names nothing', () => {
    const facts = mapRow({ Timestamp: AT, AlertId: 'x', EntityType: 'File' });
    expect([facts.evidence.length, facts.warnings.map((w) => w.code)]).toEqual([0, ['evidence-without-entity']]);
  });
});
