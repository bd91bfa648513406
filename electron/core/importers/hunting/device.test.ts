import { describe, expect, it } from 'vitest';
import { ACTOR, ACTOR_CHAIN, actorBlock, DEVICE, id, keysOf, mapRow, mapRows, relationsOf, utc } from './testing.ts';

const AT = '2024-03-05T09:10:46.901Z';
const withChain = (...own: string[]): string[] => [...ACTOR_CHAIN, ...own].sort();

describe('DeviceProcessEvents', () => {
  const row = {
    ...actorBlock,
    Timestamp: AT,
    ActionType: 'ProcessCreated',
    FileName: 'powershell.exe',
    FolderPath: 'C:\\Windows\\powershell.exe',
    SHA256: 'b'.repeat(64),
    ProcessId: 7312,
    ProcessCreationTime: '2024-03-05T09:10:46.801Z',
    ProcessCommandLine: 'powershell -nop',
    AccountDomain: 'NT AUTHORITY',
    AccountName: 'SYSTEM',
    AccountSid: 'S-1-5-18',
  };
  const child = 'process:7312@1709629846801';
  it('tells the chain parent, initiating, created; each at the creation time of its process', () => {
    expect(relationsOf(mapRow(row))).toEqual(
      withChain(
        `${ACTOR} spawned ${child} 2024-03-05T09:10:46.801Z`,
        `file:${'b'.repeat(64)} image_of ${child} 2024-03-05T09:10:46.801Z`,
        `${child} ran_on device:${DEVICE} 2024-03-05T09:10:46.801Z`,
        `user:nt authority\\system ran_as ${child} 2024-03-05T09:10:46.801Z`,
      ),
    );
  });
  it('gives the event its own time, actor, account and target', () => {
    const [event] = mapRow(row).events;
    expect([
      utc(event!.timeUs),
      event!.timeField,
      id(event!.actor),
      id(event!.target),
      id(event!.account),
      event!.source,
      event!.actionType,
    ]).toEqual([AT, 'Timestamp', ACTOR, child, 'user:nt authority\\system', 'DeviceProcessEvents', 'ProcessCreated']);
    expect(event!.summary).toContain('powershell -nop');
  });
  it('keeps well-known accounts apart per device', () => {
    expect(keysOf(mapRow(row).events[0]!.account)).toEqual([`localAccount=nt authority\\system @${DEVICE}`]);
  });
  it('makes a stub of a parent whose start is unknown', () => {
    const facts = mapRow({ ...row, InitiatingProcessParentCreationTime: null });
    const parent = facts.relations.find((r) => r.type === 'spawned' && id(r.to) === ACTOR)!.from;
    expect(keysOf(parent)).toEqual([`pidImage=4410|explorer.exe @${DEVICE}`]);
    expect(utc(parent.aliveAtUs ?? null)).toBe('2024-03-05T09:10:44.201Z');
  });
  it('treats process id 0, the all-zero device id and "redacted" as missing', () => {
    const facts = mapRow({
      ...row,
      InitiatingProcessParentId: 0,
      DeviceId: '00000000-0000-0000-0000-000000000000',
      AccountSid: 'redacted',
    });
    expect(facts.relations.filter((r) => r.type === 'spawned').map((r) => id(r.from))).toEqual([ACTOR]);
    expect(keysOf(facts.events[0]!.device)).toEqual(['fqdn=ws-104.fabrikam.example', 'hostName=ws-104']);
  });
  it('tells a chain that many rows repeat only once', () => {
    const [, second] = mapRows([row, { ...row, ReportId: 88214, ProcessId: 7400 }]);
    expect(second!.relations.filter((r) => id(r.to) === ACTOR)).toEqual([]);
    expect(second!.relations.some((r) => r.type === 'spawned' && id(r.from) === ACTOR && id(r.to) === 'process:7400@1709629846801')).toBe(
      true,
    );
  });
});

describe('DeviceNetworkEvents', () => {
  const row = {
    ...actorBlock,
    Timestamp: AT,
    ActionType: 'ConnectionSuccess',
    RemoteIP: '203.0.113.24',
    RemotePort: 80,
    RemoteUrl: 'cdn.badhost.example',
    Protocol: 'Tcp',
  };
  it('connects the process to address and name at the event time', () => {
    expect(relationsOf(mapRow(row))).toEqual(
      withChain(`${ACTOR} connected_to ip:203.0.113.24 ${AT}`, `${ACTOR} connected_to domain:cdn.badhost.example ${AT}`),
    );
  });
  it('turns inbound rows round', () => {
    expect(relationsOf(mapRow({ ...row, ActionType: 'InboundConnectionAccepted', RemoteUrl: '' }))).toEqual(
      withChain(`${ACTOR} accepted_from ip:203.0.113.24 ${AT}`),
    );
  });
  it('makes no connection of listening, nor of an inspection without direction', () => {
    expect(relationsOf(mapRow({ ...row, ActionType: 'ListeningConnectionCreated' }))).toEqual(withChain());
    expect(relationsOf(mapRow({ ...row, ActionType: 'NetworkSignatureInspected' }))).toEqual(withChain());
    expect(
      relationsOf(mapRow({ ...row, ActionType: 'NetworkSignatureInspected', RemoteUrl: null, AdditionalFields: '{"direction":"In"}' })),
    ).toEqual(withChain(`${ACTOR} accepted_from ip:203.0.113.24 ${AT}`));
  });
  it('leaves out port 0', () => {
    const relation = mapRow({ ...row, RemotePort: 0 }).relations.find((r) => r.type === 'connected_to');
    expect(relation?.attributes).toEqual({ actionType: 'ConnectionSuccess', protocol: 'Tcp' });
  });
});

describe('DeviceFileEvents', () => {
  const row = {
    ...actorBlock,
    Timestamp: AT,
    ActionType: 'FileCreated',
    FileName: 'u.bin',
    FolderPath: 'C:\\Users\\mia\\u.bin',
    SHA1: 'c'.repeat(40),
    FileOriginUrl: 'http://cdn.badhost.example/u.bin',
    FileOriginIP: '203.0.113.24',
  };
  const file = `file:${'c'.repeat(40)}`;
  it('says which process wrote the file and where it came from', () => {
    expect(relationsOf(mapRow(row))).toEqual(
      withChain(
        `${ACTOR} created ${file} ${AT}`,
        `${file} downloaded_from url:http://cdn.badhost.example/u.bin ${AT}`,
        `${file} downloaded_from ip:203.0.113.24 ${AT}`,
      ),
    );
  });
  it('does not append a name the folder already ends with', () => {
    expect(keysOf(mapRow(row).events[0]!.target)).toContain(`devicePath=c:\\users\\mia\\u.bin @${DEVICE}`);
  });
  it('knows rename and delete', () => {
    for (const [action, type] of [
      ['FileRenamed', 'renamed'],
      ['FileDeleted', 'deleted'],
      ['FileModified', 'modified'],
    ]) {
      expect(mapRow({ ...row, ActionType: action }).relations.some((r) => r.type === type)).toBe(true);
    }
  });
  it('names who wrote over a share', () => {
    const facts = mapRow({
      ...row,
      FileOriginUrl: '',
      FileOriginIP: '',
      RequestProtocol: 'SMB',
      ShareName: 'C$',
      RequestSourceIP: '10.2.4.7',
      RequestAccountName: 'noa',
      RequestAccountDomain: 'fabrikam',
      RequestAccountSid: 'S-1-5-21-1-2-3-1200',
    });
    expect(relationsOf(facts)).toEqual(
      withChain(
        `${ACTOR} created ${file} ${AT}`,
        `user:s-1-5-21-1-2-3-1200 accessed_share device:${DEVICE} ${AT}`,
        `ip:10.2.4.7 accessed_share device:${DEVICE} ${AT}`,
      ),
    );
  });
});

describe('DeviceRegistryEvents', () => {
  const run = 'HKEY_CURRENT_USER\\Software\\Run';
  it('sets and deletes values, reading a deletion from the previous columns', () => {
    const set = mapRow({
      ...actorBlock,
      Timestamp: AT,
      ActionType: 'RegistryValueSet',
      RegistryKey: run,
      RegistryValueName: 'Upd',
      RegistryValueData: 'u.bin',
    });
    expect(relationsOf(set)).toEqual(withChain(`${ACTOR} set_value registryValue:hkey_current_user\\software\\run\\\\upd ${AT}`));
    const gone = mapRow({ ...actorBlock, Timestamp: AT, ActionType: 'RegistryKeyDeleted', RegistryKey: '', PreviousRegistryKey: run });
    expect(relationsOf(gone)).toEqual(withChain(`${ACTOR} deleted_value registryKey:hkey_current_user\\software\\run ${AT}`));
  });
});

describe('DeviceLogonEvents', () => {
  const row = {
    Timestamp: AT,
    DeviceId: DEVICE,
    DeviceName: 'srv-01.fabrikam.example',
    ReportId: 7,
    ActionType: 'LogonSuccess',
    LogonType: 'Network',
    IsLocalAdmin: 'True',
    AccountName: 'mia',
    AccountDomain: 'fabrikam',
    AccountSid: 'S-1-5-21-1-2-3-1104',
    RemoteDeviceName: 'ws-104.fabrikam.example',
    RemoteIP: '10.2.4.104',
  };
  const user = 'user:s-1-5-21-1-2-3-1104';
  it('leads from user, source device and address to the device', () => {
    expect(relationsOf(mapRow(row))).toEqual([
      `device:ws-104.fabrikam.example logon_from device:${DEVICE} ${AT}`,
      `ip:10.2.4.104 logon_from device:${DEVICE} ${AT}`,
      `${user} logged_on_to device:${DEVICE} ${AT}`,
    ]);
  });
  it('keeps a failed logon apart and moves nowhere with it', () => {
    expect(relationsOf(mapRow({ ...row, ActionType: 'LogonFailed' }))).toEqual([`${user} failed_logon_to device:${DEVICE} ${AT}`]);
  });
  it('takes neither loopback nor the device itself for a source', () => {
    expect(relationsOf(mapRow({ ...row, RemoteIP: '127.0.0.1', RemoteDeviceName: 'srv-01.fabrikam.example' }))).toEqual([
      `${user} logged_on_to device:${DEVICE} ${AT}`,
    ]);
  });
});

describe('DeviceImageLoadEvents and DeviceEvents', () => {
  it('loads a library', () => {
    expect(
      relationsOf(
        mapRow({
          ...actorBlock,
          Timestamp: AT,
          ActionType: 'ImageLoaded',
          FileName: 'x.dll',
          FolderPath: 'C:\\x.dll',
          SHA1: 'd'.repeat(40),
        }),
      ),
    ).toEqual(withChain(`${ACTOR} loaded file:${'d'.repeat(40)} ${AT}`));
  });
  it('injects into the process of a remote thread', () => {
    const row = {
      ...actorBlock,
      Timestamp: AT,
      ActionType: 'CreateRemoteThreadApiCall',
      FileName: 'lsass.exe',
      ProcessId: 700,
      ProcessCreationTime: '2024-03-05T09:10:40.201Z',
    };
    expect(relationsOf(mapRow(row))).toEqual(withChain(`${ACTOR} injected_into process:700@1709629840201 ${AT}`));
  });
  it('installs services and tasks, names members of groups, resolves names', () => {
    const base = { ...actorBlock, Timestamp: AT };
    expect(relationsOf(mapRow({ ...base, ActionType: 'ServiceInstalled', AdditionalFields: '{"ServiceName":"UpdSvc"}' }))).toEqual(
      withChain(`${ACTOR} installed_service service:updsvc ${AT}`),
    );
    expect(relationsOf(mapRow({ ...base, ActionType: 'ScheduledTaskCreated', AdditionalFields: { TaskName: '\\Upd' } }))).toEqual(
      withChain(`${ACTOR} created_task scheduledTask:\\upd ${AT}`),
    );
    expect(
      relationsOf(mapRow({ ...base, ActionType: 'DnsQueryResponse', AdditionalFields: '{"DnsQueryString":"cdn.badhost.example"}' })),
    ).toEqual(withChain(`${ACTOR} resolved domain:cdn.badhost.example ${AT}`));
    expect(
      relationsOf(
        mapRow({
          ...base,
          ActionType: 'UserAccountAddedToLocalGroup',
          AccountSid: 'S-1-5-21-1-2-3-1200',
          AdditionalFields: '{"GroupName":"Administrators","GroupSid":"S-1-5-32-544"}',
        }),
      ),
    ).toEqual(withChain(`user:s-1-5-21-1-2-3-1200 added_member securityGroup:administrators ${AT}`));
  });
  it('keeps an unknown action as a plain event with the file it names', () => {
    const facts = mapRow({ ...actorBlock, Timestamp: AT, ActionType: 'SomethingNew', FileName: 'u.bin', SHA1: 'c'.repeat(40) });
    expect(relationsOf(facts)).toEqual(withChain());
    expect([facts.events[0]!.source, facts.events[0]!.actionType, id(facts.events[0]!.target)]).toEqual([
      'DeviceEvents',
      'SomethingNew',
      `file:${'c'.repeat(40)}`,
    ]);
  });
  it('takes an action named like a member of every object for what it is: unknown', () => {
    const facts = mapRow({ ...actorBlock, Timestamp: AT, ActionType: 'constructor', RemoteIP: '203.0.113.24' });
    expect(id(facts.events[0]!.target)).toBe('ip:203.0.113.24');
  });
});
