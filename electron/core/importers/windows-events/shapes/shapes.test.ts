import { describe, expect, it } from 'vitest';
import { parseJson } from '../../reader/json-parse.ts';
import { importers } from '../index.ts';
import { ACTOR, DEVICE, eventOf, id, keysOf, mapRow, mapRows, relationsOf, utc } from '../testing.ts';
import { looksLikeWindowsEvent, readShape } from './index.ts';

const DATA = {
  UtcTime: '2024-03-05 09:10:44.201',
  ProcessGuid: '{A1B2C3D4-0001-65E6-0000-001000000000}',
  ProcessId: '7312',
  Image: 'C:\\Windows\\powershell.exe',
  TargetFilename: 'C:\\u.bin',
};
const SYSMON = 'Microsoft-Windows-Sysmon';
const CHANNEL = 'Microsoft-Windows-Sysmon/Operational';
const XML = `<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System><Provider Name="${SYSMON}"/><EventID>11</EventID><TimeCreated SystemTime="2024-03-05T09:10:44.2051234Z"/><EventRecordID>51022</EventRecordID><Channel>${CHANNEL}</Channel><Computer>ws-104.fabrikam.example</Computer></System><EventData>${Object.entries(
  DATA,
)
  .map(([n, v]) => `<Data Name="${n}">${v}</Data>`)
  .join('')}</EventData></Event>`;
const system = {
  Provider: { '#attributes': { Name: SYSMON } },
  EventID: { '#text': 11 },
  TimeCreated: { '#attributes': { SystemTime: '2024-03-05T09:10:44.2051234Z' } },
  EventRecordID: 51022,
  Channel: CHANNEL,
  Computer: 'ws-104.fabrikam.example',
  Execution: { '#attributes': { ProcessID: 2644 } },
};
const winlog = {
  provider_name: SYSMON,
  channel: CHANNEL,
  event_id: '11',
  computer_name: 'ws-104.fabrikam.example',
  record_id: 51022,
  event_data: DATA,
};

/** One Sysmon file creation, in every shape. */
const SHAPES: Readonly<Record<string, Record<string, unknown>>> = {
  'NXLog flattened': {
    ...DATA,
    SourceName: SYSMON,
    Channel: CHANNEL,
    EventID: 11,
    Hostname: 'ws-104.fabrikam.example',
    RecordNumber: 51022,
    host: 'collector.example',
    EventTime: '2024-03-05 05:10:44',
    EventReceivedTime: '2024-03-05 05:10:46',
    '@timestamp': '2024-03-05T09:10:46.1Z',
    EventType: 'INFO',
    UserID: 'S-1-5-18',
    AccountName: 'SYSTEM',
    Domain: 'NT AUTHORITY',
    ProcessID: 2644,
  },
  'Get-WinEvent flattened': {
    ...DATA,
    SourceName: SYSMON,
    Channel: CHANNEL,
    EventID: '11',
    Hostname: 'ws-104.fabrikam.example',
    RecordNumber: '51022',
    TimeCreated: '2024-03-05T09:10:44.205Z',
    Level: '4',
  },
  'Winlogbeat 6': {
    '@timestamp': '2024-03-05T09:10:44.205Z',
    source_name: SYSMON,
    log_name: CHANNEL,
    event_id: 11,
    computer_name: 'ws-104.fabrikam.example',
    record_number: '51022',
    event_data: DATA,
    host: { name: 'collector' },
    beat: { hostname: 'collector' },
  },
  'Winlogbeat 8': { '@timestamp': '2024-03-05T09:10:44.205Z', event: { code: '11', kind: 'event' }, host: { name: 'collector' }, winlog },
  'Winlogbeat 8 as a search hit': { _index: 'winlogbeat', _source: { '@timestamp': '2024-03-05T09:10:44.205Z', winlog } },
  'Winlogbeat 8 with dotted names': {
    '@timestamp': '2024-03-05T09:10:44.205Z',
    'host.name': 'collector',
    ...Object.fromEntries(
      Object.entries(winlog).flatMap(([n, v]) =>
        n === 'event_data' ? Object.entries(DATA).map(([d, x]) => [`winlog.event_data.${d}`, x]) : [[`winlog.${n}`, v]],
      ),
    ),
  },
  'evtx dump': {
    Event: {
      '#attributes': { xmlns: 'x' },
      System: system,
      EventData: { ...DATA, ProcessGuid: 'A1B2C3D4-0001-65E6-0000-001000000000', ProcessId: 7312 },
    },
  },
  'evtx dump with listed data': {
    Event: {
      System: { ...system, EventID: 11 },
      EventData: { Data: Object.entries(DATA).map(([n, v]) => ({ '#attributes': { Name: n }, '#text': v })) },
    },
  },
  'Azure row with JSON': {
    TimeGenerated: '2024-03-05T09:10:45Z',
    Provider: SYSMON,
    Channel: CHANNEL,
    Computer: 'ws-104.fabrikam.example',
    EventID: 11,
    EventRecordId: '51022',
    EventData: JSON.stringify(DATA),
    Type: 'WindowsEvent',
  },
  'Azure row with XML': {
    TimeGenerated: '2024-03-05T09:10:45Z',
    Source: SYSMON,
    EventLog: CHANNEL,
    Computer: 'ws-104.fabrikam.example',
    EventID: 11,
    EventRecordId: '51022',
    EventData: `<DataItem type="System.XmlData"><EventData xmlns="y">${Object.entries(DATA)
      .map(([n, v]) => `<Data Name="${n}">${v}</Data>`)
      .join('')}</EventData></DataItem>`,
    Type: 'Event',
  },
  'Azure row with typed columns': {
    TimeGenerated: '2024-03-05T09:10:45Z',
    Source: SYSMON,
    EventLog: CHANNEL,
    Computer: 'ws-104.fabrikam.example',
    EventID: 11,
    EventRecordId: '51022',
    UtcTime: '2024-03-05T09:10:44.2010000Z',
    ProcessGuid_string: DATA.ProcessGuid,
    ProcessId_dynamic: '7312',
    Image: DATA.Image,
    TargetFilename: DATA.TargetFilename,
    Type: 'Event',
  },
  'Syslog row': {
    TimeGenerated: '2024-03-05T09:10:45Z',
    Computer: 'collector',
    HostName: 'collector',
    SyslogMessage: `sysmon: ${XML}`,
    Type: 'Syslog',
  },
};

describe('shapes', () => {
  it.each(Object.keys(SHAPES))('%s', (name) => {
    const row = SHAPES[name]!;
    expect(looksLikeWindowsEvent(row)).toBe(true);
    const facts = mapRow(row);
    const event = eventOf(facts);
    expect([event.actionType, id(event.device), id(event.actor), id(event.target), utc(event.timeUs), event.timeField]).toEqual([
      'FileCreated',
      DEVICE,
      ACTOR,
      'file:c:\\u.bin',
      '2024-03-05T09:10:44.201Z',
      'UtcTime',
    ]);
    expect(event.key).toBe('ws-104.fabrikam.example|microsoft-windows-sysmon/operational|51022|11|1709629844201000');
    expect(event.actor?.displayName).toBe('powershell.exe (7312)');
    expect(relationsOf(facts)).toEqual([`${ACTOR} created file:c:\\u.bin`, `${ACTOR} ran_on ${DEVICE}`]);
    // The account of the record's Security element is the service's, not the user who acted.
    expect(event.account).toBeNull();
  });

  it('a cut-off XML event is used as far as it goes', () => {
    const facts = mapRow({ SyslogMessage: XML.slice(0, XML.indexOf('u.bin')), Computer: 'c' });
    expect([id(eventOf(facts).actor), facts.warnings.map((w) => w.code)]).toEqual([ACTOR, ['event-cut-off']]);
  });
  it('names an unmapped AD FS row by its provider and values, not by the lookup of the collector', () => {
    const row = {
      TimeGenerated: '2021-08-02T13:09:20Z',
      Computer: 'adfs.example',
      EventID: 501,
      EventSourceName: 'AD FS Auditing',
      Channel: 'Security',
      Activity: '501 - The Desktop Window Manager',
      EventData_dynamic: '["00000000-0000-0000-0000-000000000000","SIM\\\\adm"]',
    };
    expect(eventOf(mapRow(row)).summary).toBe('AD FS Auditing event 501: SIM\\adm');
  });
  it.each([
    [{}],
    [[]],
    ['x'],
    [null],
    [{ EventID: 'abc' }],
    [{ EventID: 70_000 }],
    [{ Event: { System: { EventID: {} } } }],
    [{ SyslogMessage: '<Event><!DOCTYPE x></Event>' }],
    [{ winlog: { event_id: -1 } }],
  ])('%j is none', (row) => {
    expect(readShape(row)).toBeNull();
    expect(() => mapRow(row)).toThrow('known shape');
  });
  it('hostile names and values do no harm', () => {
    const facts = mapRows([
      parseJson(
        '{"EventID":11,"Channel":"constructor","__proto__":{"x":1},"Hostname":"a\\u0000|b","ProcessGuid":{"a":1},"Image":["x"],"Hashes":"__proto__=1,SHA1","TargetFilename":"toString"}',
      ),
      { EventID: 1, Channel: 'X', Message: 'a'.repeat(3_000_000) },
    ]);
    expect(facts.map((f) => eventOf(f).summary.length <= 300)).toEqual([true, true]);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
});

describe('identity of rows', () => {
  const row = SHAPES['Get-WinEvent flattened']!;
  const key = (r: Record<string, unknown>) => eventOf(mapRow(r)).key;
  const { RecordNumber, ...bare } = row;
  it('ignores the case of computer and channel', () =>
    expect(key({ ...row, Hostname: 'WS-104.Fabrikam.Example', Channel: CHANNEL.toUpperCase() })).toBe(key(row)));
  it('a record number that starts again is another event', () =>
    expect(key({ ...row, UtcTime: '2024-03-06 09:10:44.201', RecordNumber })).not.toBe(key(row)));
  it('rows without a number differ in any field, whatever the order', () => {
    const turned = Object.fromEntries(Object.entries(bare).reverse());
    expect(key(bare)).toMatch(/^row:[0-9a-f]{28}$/);
    expect(key(turned)).toBe(key(bare));
    expect(
      new Set([
        key(bare),
        key({ ...bare, Level: 4 }),
        key({ ...bare, Level: '5' }),
        key({ ...bare, Task: '' }),
        key({ ...bare, Task: null }),
      ]).size,
    ).toBe(5);
  });
});

describe('detection', () => {
  const [importer] = importers;
  const detect = (records: readonly unknown[], fileName = 'x.json') =>
    importer!.detect({ fileName, framing: 'ndjson', records, header: null, envelope: null });
  it('claims every shape', () => expect(Object.values(SHAPES).filter((row) => !detect([row]))).toEqual([]));
  it.each([
    [
      'CloudTrail',
      { eventID: 'fd4f', eventName: 'DescribeInstances', eventSource: 'ec2.amazonaws.com', '@timestamp': '2020-09-14T00:44:23Z' },
    ],
    ['hunting', { Timestamp: '2021-08-02T13:11:39Z', DeviceId: 'd', DeviceName: 'x', ActionType: 'LdapSearch', ReportId: 1 }],
    [
      'audit logs',
      { TimeGenerated: '2021-08-02T13:29:25Z', OperationName: 'Update', Category: 'ApplicationManagement', Type: 'AuditLogs' },
    ],
    [
      'Office',
      { TimeGenerated: '2021-08-02T13:32:07Z', Operation: 'MailItemsAccessed', OfficeWorkload: 'Exchange', Type: 'OfficeActivity' },
    ],
    ['Hayabusa', { Timestamp: '2016-09-20 01:50:06 +09:00', RuleTitle: 'x', Computer: 'c', Channel: 'Sec', EventID: 4624, Level: 'high' }],
    ['an Elastic alert', { 'kibana.alert.uuid': 'b7e1', winlog }],
    ['plain syslog', { Computer: 'u', SyslogMessage: 'sshd: accepted', Facility: 'auth' }],
    ['ECS without Windows', { '@timestamp': '2024-03-05T09:10:44Z', event: { kind: 'event', code: '11' }, host: { name: 'x' } }],
  ])('leaves %s alone', (_name, row) => expect(detect([row])).toBe(false));
  it('allows one stray row in ten', () => {
    const nine = Array.from({ length: 9 }, () => SHAPES['evtx dump']);
    expect([detect([...nine, { a: 1 }]), detect([...nine, { a: 1 }, { a: 2 }]), detect([])]).toEqual([true, false, false]);
  });
  it('keeps integers that JSON numbers cannot hold', () => {
    const row = parseJson('{"EventID":7036,"Channel":"System","Keywords":-9214364837600034816}') as Record<string, unknown>;
    const near = parseJson('{"EventID":7036,"Channel":"System","Keywords":-9214364837600034817}') as Record<string, unknown>;
    expect(eventOf(mapRow(row)).key).not.toBe(eventOf(mapRow(near)).key);
    expect(keysOf(eventOf(mapRow(row)).device)).toEqual([]);
  });
});
