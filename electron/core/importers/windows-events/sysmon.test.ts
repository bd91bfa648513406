import { describe, expect, it } from 'vitest';
import {
  ACTOR,
  ACTOR_FIELDS,
  ACTOR_RELATIONS,
  attributesOf,
  DEVICE,
  eventOf,
  id,
  keysOf,
  mapRow,
  mapRows,
  relationsOf,
  sysmonRow,
} from './testing.ts';

const SHA256 = 'b'.repeat(64);
const other = {
  SourceProcessGUID: ACTOR_FIELDS.ProcessGuid,
  SourceProcessId: '7312',
  SourceImage: ACTOR_FIELDS.Image,
  TargetProcessGUID: '{a1b2c3d4-0002-65e6-0000-001000000000}',
  TargetProcessId: '664',
  TargetImage: 'C:\\Windows\\System32\\lsass.exe',
  SourceUser: 'FABRIKAM\\mia',
};
const LSASS = 'process:a1b2c3d4-0002-65e6-0000-001000000000';
/** What an event row adds to the chain of its actor. */
const added = (row: Record<string, unknown>): string[] => relationsOf(mapRow(row)).filter((r) => !ACTOR_RELATIONS.includes(r));

describe('Sysmon', () => {
  it('1: a start with parent, image, user and device', () => {
    const facts = mapRow(
      sysmonRow(1, {
        ...ACTOR_FIELDS,
        CommandLine: 'powershell -c iwr',
        Hashes: `SHA1=${'A'.repeat(40)},MD5=${'C'.repeat(32)},SHA256=${SHA256.toUpperCase()},IMPHASH=${'0'.repeat(32)}`,
        ParentProcessGuid: '{a1b2c3d4-0000-65e6-0000-001000000000}',
        ParentProcessId: '5120',
        ParentImage: 'C:\\Office\\WINWORD.EXE',
        IntegrityLevel: 'Medium',
        RuleName: 'technique_id=T1059.001,technique_name=PowerShell',
      }),
    );
    const parent = 'process:a1b2c3d4-0000-65e6-0000-001000000000';
    const created = 'process:7312@1709629844201';
    expect(relationsOf(facts)).toEqual(
      [
        `file:${SHA256} image_of ${created}`,
        `${created} ran_on ${DEVICE}`,
        `${parent} ran_on ${DEVICE}`,
        `${parent} spawned ${created}`,
        `user:fabrikam\\mia ran_as ${created}`,
      ].sort(),
    );
    const event = eventOf(facts);
    expect(keysOf(event.target)).toEqual([
      'pidStart=7312@1709629844201 @ws-104.fabrikam.example',
      'processGuid=a1b2c3d4-0001-65e6-0000-001000000000',
    ]);
    expect([event.actionType, event.eventId, event.summary, event.mitreTechniques, event.timeField]).toEqual([
      'ProcessCreated',
      1,
      'WINWORD.EXE (5120) started powershell.exe (7312): powershell -c iwr',
      ['T1059.001'],
      'UtcTime',
    ]);
    expect(attributesOf(facts, created)).toMatchObject({
      processId: 7312,
      processCommandLine: 'powershell -c iwr',
      integrityLevel: 'Medium',
      imageFile: 'C:\\Windows\\powershell.exe',
    });
  });

  it('gives one object per process, and says its chain once', () => {
    const rows = mapRows([
      sysmonRow(1, { ...ACTOR_FIELDS }),
      sysmonRow(11, { ...ACTOR_FIELDS, TargetFilename: 'C:\\a.txt' }),
      sysmonRow(11, { ...ACTOR_FIELDS, ProcessGuid: ACTOR_FIELDS.ProcessGuid.toLowerCase(), TargetFilename: 'C:\\b.txt' }),
    ]);
    expect(eventOf(rows[1]!).actor).toBe(eventOf(rows[0]!).target);
    expect(eventOf(rows[2]!).actor).toBe(eventOf(rows[0]!).target);
    expect(relationsOf(rows[2]!)).toEqual(['process:7312@1709629844201 created file:c:\\b.txt']);
  });

  it('3: outbound and inbound, with the far end as target', () => {
    const ends = {
      ...ACTOR_FIELDS,
      Protocol: 'tcp',
      SourceIp: '10.2.4.104',
      SourcePort: '50112',
      DestinationIp: '::ffff:203.0.113.24',
      DestinationPort: 80,
      DestinationHostname: 'cdn.badhost.example',
    };
    const out = mapRow(sysmonRow(3, { ...ends, Initiated: 'true' }));
    expect(relationsOf(out)).toEqual([...ACTOR_RELATIONS, `${ACTOR} connected_to ip:203.0.113.24`].sort());
    expect(out.relations.find((r) => r.type === 'connected_to')?.attributes).toEqual({
      protocol: 'tcp',
      remotePort: 80,
      localPort: 50112,
      localIp: '10.2.4.104',
      remoteHostName: 'cdn.badhost.example',
    });
    expect([eventOf(out).actionType, eventOf(out).summary]).toEqual([
      'ConnectionSuccess',
      'powershell.exe (7312) connected to 203.0.113.24 port 80 (cdn.badhost.example), tcp',
    ]);
    const inbound = mapRow(sysmonRow(3, { ...ends, Initiated: 'false' }));
    expect([added(sysmonRow(3, { ...ends, Initiated: 'false' })), eventOf(inbound).actionType]).toEqual([
      [`${ACTOR} accepted_from ip:10.2.4.104`],
      'InboundConnectionAccepted',
    ]);
  });

  it('5: the end is an attribute of the process', () => {
    const facts = mapRow(sysmonRow(5, ACTOR_FIELDS));
    expect([attributesOf(facts, ACTOR)['endUs'], eventOf(facts).actionType]).toEqual([1709629844201000, 'ProcessTerminated']);
  });

  it('8 and 10: both spellings of the source and target GUID', () => {
    const access = mapRow(sysmonRow(10, { ...other, GrantedAccess: '0x1410' }));
    expect([eventOf(access).summary, eventOf(access).actionType]).toEqual([
      'powershell.exe (7312) opened lsass.exe (664), access 0x1410',
      'ProcessAccess',
    ]);
    expect(relationsOf(access)).toContain(`${ACTOR} accessed ${LSASS}`);
    const { SourceProcessGUID, TargetProcessGUID, ...rest } = other;
    const thread = mapRow(
      sysmonRow(8, { ...rest, SourceProcessGuid: SourceProcessGUID, TargetProcessGuid: TargetProcessGUID, StartAddress: '0x1' }),
    );
    expect(relationsOf(thread)).toContain(`${ACTOR} injected_into ${LSASS}`);
  });

  it.each([
    [2, {}, 'modified'],
    [11, {}, 'created'],
    [15, { Hash: `SHA256=${SHA256}` }, 'created'],
    [23, {}, 'deleted'],
    [26, {}, 'deleted'],
    [29, {}, 'created'],
  ] as const)('%i: a file edge', (eventId, more, type) => {
    const file = eventId === 15 ? `file:${SHA256}` : 'file:c:\\temp\\u.bin';
    expect(added(sysmonRow(eventId, { ...ACTOR_FIELDS, TargetFilename: '\\??\\C:\\Temp\\u.bin', ...more }))).toEqual([
      `${ACTOR} ${type} ${file}`,
    ]);
  });
  it.each([27, 28])('%i: what Sysmon stopped leaves no edge', (eventId) => {
    const row = sysmonRow(eventId, { ...ACTOR_FIELDS, TargetFilename: 'C:\\Temp\\u.bin' });
    expect([added(row), id(eventOf(mapRow(row)).target)]).toEqual([[], 'file:c:\\temp\\u.bin']);
  });
  it('6 and 7: a driver is loaded by the device, a library by the process', () => {
    expect(added(sysmonRow(6, { ImageLoaded: 'C:\\d.sys', Hashes: `SHA256=${SHA256}` }))).toEqual([`${DEVICE} loaded file:${SHA256}`]);
    expect(added(sysmonRow(7, { ...ACTOR_FIELDS, ImageLoaded: 'C:\\d.dll', Signed: 'false' }))).toEqual([`${ACTOR} loaded file:c:\\d.dll`]);
  });
  it('no hash of the empty file becomes an identity', () => {
    const facts = mapRow(
      sysmonRow(23, {
        ...ACTOR_FIELDS,
        TargetFilename: 'C:\\e.tmp',
        Hashes:
          'SHA1=DA39A3EE5E6B4B0D3255BFEF95601890AFD80709,MD5=D41D8CD98F00B204E9800998ECF8427E,SHA256=E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855',
      }),
    );
    expect(keysOf(eventOf(facts).target)).toEqual(['devicePath=c:\\e.tmp @ws-104.fabrikam.example']);
  });

  it.each([
    [
      12,
      { EventType: 'CreateKey', TargetObject: 'HKLM\\Soft\\Run' },
      'set_value registryKey:hkey_local_machine\\soft\\run',
      'RegistryKeyCreated',
    ],
    [
      12,
      { EventType: 'DeleteKey', TargetObject: 'HKLM\\Soft\\Run' },
      'deleted_value registryKey:hkey_local_machine\\soft\\run',
      'RegistryKeyDeleted',
    ],
    [
      12,
      { EventType: 'DeleteValue', TargetObject: 'HKLM\\Soft\\Run\\Upd' },
      'deleted_value registryValue:hkey_local_machine\\soft\\run\\\\upd',
      'RegistryValueDeleted',
    ],
    [
      13,
      { EventType: 'SetValue', TargetObject: 'HKLM\\Soft\\Run\\Upd', Details: 'u.exe' },
      'set_value registryValue:hkey_local_machine\\soft\\run\\\\upd',
      'RegistryValueSet',
    ],
    [
      14,
      { EventType: 'RenameKey', TargetObject: 'HKLM\\Soft\\Run', NewName: 'HKLM\\Soft\\Ran' },
      'set_value registryKey:hkey_local_machine\\soft\\run',
      'RegistryKeyRenamed',
    ],
    [
      12,
      {
        EventType: 'INFO',
        TargetObject: 'HKLM\\Soft\\Run',
        Message: 'Registry object added or deleted:\r\nRuleName: \r\nEventType: DeleteKey\r\nUtcTime: x',
      },
      'deleted_value registryKey:hkey_local_machine\\soft\\run',
      'RegistryKeyDeleted',
    ],
  ] as const)('%i %j', (eventId, data, relation, actionType) => {
    const row = sysmonRow(eventId, { ...ACTOR_FIELDS, ...data });
    expect([added(row), eventOf(mapRow(row)).actionType]).toEqual([[`${ACTOR} ${relation}`], actionType]);
  });
  it('12 without its operation is an event without an edge, and says so', () => {
    const row = sysmonRow(12, { ...ACTOR_FIELDS, EventType: 'INFO', TargetObject: 'HKLM\\Soft\\Run' });
    expect([added(row), mapRow(row).warnings.map((w) => w.code)]).toEqual([[], ['registry-operation-missing']]);
  });

  it('17 and 18 name the pipe, anonymous ones none', () => {
    const [made, anonymous] = mapRows([
      sysmonRow(17, { ...ACTOR_FIELDS, PipeName: '\\PSHost.1' }),
      sysmonRow(18, { ...ACTOR_FIELDS, PipeName: '&lt;Anonymous Pipe&gt;' }),
    ]);
    expect([keysOf(eventOf(made!).target), eventOf(made!).actionType]).toEqual([
      ['deviceName=\\pshost.1 @ws-104.fabrikam.example'],
      'PipeCreated',
    ]);
    expect([eventOf(anonymous!).target, eventOf(anonymous!).summary]).toEqual([
      null,
      'powershell.exe (7312) connected to pipe without a name',
    ]);
  });

  it('22: process to name, name to every address and alias', () => {
    const row = sysmonRow(22, {
      ...ACTOR_FIELDS,
      QueryName: 'cdn.badhost.example',
      QueryStatus: '0',
      QueryResults: 'type:  5 edge.badhost.example;::ffff:203.0.113.24;2001:DB8::1;',
    });
    expect(added(row)).toEqual(
      [
        `${ACTOR} resolved domain:cdn.badhost.example`,
        'domain:cdn.badhost.example resolved domain:edge.badhost.example',
        'domain:cdn.badhost.example resolved ip:2001:db8::1',
        'domain:cdn.badhost.example resolved ip:203.0.113.24',
      ].sort(),
    );
  });

  it('19 to 21, 24, 25, 4, 16 and 255 are events', () => {
    const seen = [
      sysmonRow(20, { Operation: 'Created', User: 'FABRIKAM\\mia', Name: 'upd', Type: 'Command Line', Destination: 'u.exe' }),
      sysmonRow(24, ACTOR_FIELDS),
      sysmonRow(25, { ...ACTOR_FIELDS, Type: 'Image is replaced' }),
      sysmonRow(4, { State: 'Stopped' }),
      sysmonRow(16, { Configuration: 'c.xml' }),
      sysmonRow(255, { ID: 'QUEUE', Description: 'lost' }),
      sysmonRow(77, { Message: 'Something new:\r\nmore' }),
    ].map((r) => {
      const e = eventOf(mapRow(r));
      return `${e.actionType}: ${e.summary}`;
    });
    expect(seen).toEqual([
      'WmiEventConsumer: WMI event consumer created: upd -> u.exe',
      'ClipboardChange: powershell.exe (7312) changed the clipboard',
      'ProcessTampering: Image of powershell.exe (7312) was tampered with: Image is replaced',
      'SysmonServiceStateChanged: Sysmon service stopped',
      'SysmonConfigurationChanged: Sysmon configuration changed: c.xml',
      'SysmonError: Sysmon error QUEUE lost',
      'Event 77: Something new:',
    ]);
  });
});
