import { describe, expect, it } from 'vitest';
import { attributesOf, DEVICE, eventOf, keysOf, mapRow, mapRows, relationsOf, securityRow } from './testing.ts';

const SID = 'S-1-5-21-1004-2005-3006-1122';
const subject = { SubjectUserSid: SID, SubjectUserName: 'mia', SubjectDomainName: 'FABRIKAM', SubjectLogonId: '0x5a2f11' };
const target = { TargetUserSid: SID, TargetUserName: 'mia', TargetDomainName: 'FABRIKAM', TargetLogonId: '0x5a2f11' };
const MIA = `user:${SID.toLowerCase()}`;

describe('Security', () => {
  it('4624: the user, the address and the workstation against the entered device', () => {
    const facts = mapRow(
      securityRow(4624, {
        ...target,
        SubjectUserSid: 'S-1-0-0',
        SubjectUserName: '-',
        LogonType: '3',
        IpAddress: '::ffff:10.2.4.105',
        IpPort: '50112',
        WorkstationName: 'WS-105',
        ElevatedToken: '%%1842',
        ProcessId: '0x0',
        LogonGuid: '{00000000-0000-0000-0000-000000000000}',
      }),
    );
    expect(relationsOf(facts)).toEqual(
      [`${MIA} logged_on_to ${DEVICE}`, `device:ws-105 logon_from ${DEVICE}`, `ip:10.2.4.105 logon_from ${DEVICE}`].sort(),
    );
    expect(facts.relations.find((r) => r.type === 'logged_on_to')?.attributes).toMatchObject({
      logonType: 'Network',
      elevatedToken: true,
      remotePort: 50112,
    });
    const event = eventOf(facts);
    expect([event.actionType, event.actor, event.summary]).toEqual([
      'LogonSuccess',
      null,
      'FABRIKAM\\mia logged on (Network) from WS-105 10.2.4.105',
    ]);
    expect(keysOf(event.account)).toEqual([`sid=${SID.toLowerCase()}`, 'ntAccount=fabrikam\\mia']);
    expect(attributesOf(facts, 'logonSession:0x5a2f11')).toMatchObject({ logonType: 'Network' });
  });
  it('4624: no source when it is the machine itself', () => {
    const facts = mapRow(securityRow(4624, { ...target, LogonType: '2', IpAddress: '127.0.0.1', WorkstationName: 'WS-104' }));
    expect(relationsOf(facts)).toEqual([`${MIA} logged_on_to ${DEVICE}`]);
  });
  it('4625: with the reason', () => {
    const facts = mapRow(
      securityRow(4625, {
        TargetUserSid: 'S-1-0-0',
        TargetUserName: 'leo',
        TargetDomainName: 'FABRIKAM',
        LogonType: '10',
        Status: '0xc000006d',
        SubStatus: '0xC0000064',
        IpAddress: '10.2.4.9',
        WorkstationName: '-',
      }),
    );
    expect([relationsOf(facts), eventOf(facts).summary]).toEqual([
      [`user:fabrikam\\leo failed_logon_to ${DEVICE}`],
      'FABRIKAM\\leo failed to log on (RemoteInteractive) from 10.2.4.9: no such user',
    ]);
  });
  it('4672 marks the session that 4624 opened', () => {
    const [on, special] = mapRows([
      securityRow(4624, { ...target, LogonType: '3' }),
      securityRow(4672, { ...subject, PrivilegeList: 'SeDebugPrivilege\r\n\t\t\tSeBackupPrivilege' }),
    ]);
    const session = on!.entities.find((e) => e.entity.kind === 'logonSession')!.entity;
    const marked = special!.entities.find((e) => e.entity.kind === 'logonSession')!;
    expect([keysOf(marked.entity), marked.attributes['privileged'], marked.attributes['privileges']]).toEqual([
      keysOf(session),
      true,
      'SeDebugPrivilege SeBackupPrivilege',
    ]);
  });

  it('4688: ProcessId is the parent, known only by pid at that time', () => {
    const facts = mapRow(
      securityRow(4688, {
        ...subject,
        NewProcessId: '0x1c90',
        NewProcessName: 'C:\\Windows\\cmd.exe',
        ProcessId: '0x4b0',
        ParentProcessName: 'C:\\Windows\\explorer.exe',
        CommandLine: 'cmd /c whoami',
        TargetUserSid: 'S-1-0-0',
        TargetUserName: '-',
        TokenElevationType: '%%1938',
        MandatoryLabel: 'S-1-16-12288',
      }),
    );
    const created = 'process:7312@1709629844201';
    expect(relationsOf(facts)).toEqual(
      [
        `file:c:\\windows\\cmd.exe image_of ${created}`,
        `process:1200|explorer.exe spawned ${created}`,
        `process:1200|explorer.exe ran_on ${DEVICE}`,
        `${created} ran_on ${DEVICE}`,
        `${MIA} ran_as ${created}`,
      ].sort(),
    );
    const parent = eventOf(facts).actor!;
    expect([parent.aliveAtUs, parent.imageHint]).toEqual([1709629844201000, 'c:\\windows\\explorer.exe']);
    expect(attributesOf(facts, created)).toMatchObject({
      integrityLevel: 'High',
      tokenElevation: 'TokenElevationTypeLimited',
      processCommandLine: 'cmd /c whoami',
    });
  });
  it('4688: the target account where it is set', () => {
    const facts = mapRow(
      securityRow(4688, {
        ...subject,
        NewProcessId: '0x1c90',
        ProcessId: '0x4',
        TargetUserSid: 'S-1-5-21-1-2-3-500',
        TargetUserName: 'admin',
        TargetDomainName: 'FABRIKAM',
      }),
    );
    expect(relationsOf(facts)).toContain('user:s-1-5-21-1-2-3-500 ran_as process:7312@1709629844201');
    // Pid 4 belongs to every boot: no time to link it by.
    expect(eventOf(facts).actor?.aliveAtUs).toBeUndefined();
  });
  it('4689: end of the process that had the pid', () => {
    const facts = mapRow(securityRow(4689, { ...subject, ProcessId: '0x1c90', ProcessName: 'C:\\Windows\\cmd.exe' }));
    expect([attributesOf(facts, 'process:7312|cmd.exe')['endUs'], eventOf(facts).target?.aliveAtUs]).toEqual([
      1709629844201000, 1709629844201000,
    ]);
  });

  it('machine accounts belong to their device', () => {
    const own = mapRow(
      securityRow(4672, { SubjectUserSid: 'S-1-5-21-1-2-3-1103', SubjectUserName: 'WS-104$', SubjectDomainName: 'FABRIKAM' }),
    );
    expect(relationsOf(own)).toEqual([`user:s-1-5-21-1-2-3-1103 computer_account_of ${DEVICE}`]);
    const other = mapRow(
      securityRow(4624, { TargetUserSid: 'S-1-5-21-1-2-3-1104', TargetUserName: 'DC-01$', TargetDomainName: 'FABRIKAM', LogonType: '3' }),
    );
    expect(relationsOf(other)).toContain('user:s-1-5-21-1-2-3-1104 computer_account_of device:dc-01.fabrikam.example');
    const foreign = mapRow(securityRow(4624, { TargetUserName: 'DC-01$', TargetDomainName: 'CONTOSO', LogonType: '3' }));
    expect(relationsOf(foreign)).toContain('user:contoso\\dc-01$ computer_account_of device:dc-01');
  });
  it('well-known SIDs count per device', () => {
    expect(
      keysOf(
        eventOf(mapRow(securityRow(4672, { SubjectUserSid: 'S-1-5-18', SubjectUserName: 'SYSTEM', SubjectDomainName: 'NT AUTHORITY' })))
          .account,
      ),
    ).toEqual(['localAccount=nt authority\\system @ws-104.fabrikam.example']);
  });

  it('4769: to the service device, from the client address', () => {
    const facts = mapRow(
      securityRow(4769, {
        TargetUserName: 'mia@FABRIKAM.EXAMPLE',
        TargetDomainName: 'FABRIKAM.EXAMPLE',
        ServiceName: 'SRV-FS1$',
        ServiceSid: 'S-1-5-21-1-2-3-1109',
        TicketEncryptionType: '0x17',
        IpAddress: '::ffff:10.2.4.104',
        Status: '0x0',
      }),
    );
    expect([relationsOf(facts), eventOf(facts).summary]).toEqual([
      ['user:fabrikam.example\\mia requested_ticket device:srv-fs1.fabrikam.example'],
      'FABRIKAM.EXAMPLE\\mia requested a ticket for SRV-FS1$ from 10.2.4.104, RC4',
    ]);
  });
  it('4768: signed in from the client address', () => {
    const facts = mapRow(
      securityRow(4768, {
        TargetUserName: 'mia',
        TargetDomainName: 'FABRIKAM',
        TargetSid: SID,
        ServiceName: 'krbtgt',
        ServiceSid: 'S-1-5-21-1004-2005-3006-502',
        IpAddress: '::ffff:10.2.4.104',
        Status: '0x0',
      }),
    );
    expect(relationsOf(facts)).toEqual([`${MIA} requested_ticket user:s-1-5-21-1004-2005-3006-502`, `${MIA} signed_in_from ip:10.2.4.104`]);
  });
  it.each([5140, 5145])('%i: user and address to the device', (eventId) => {
    const facts = mapRow(
      securityRow(eventId, { ...subject, IpAddress: '10.2.4.105', ShareName: '\\\\*\\C$', RelativeTargetName: 'u.exe', AccessMask: '0x2' }),
    );
    expect(relationsOf(facts)).toEqual([`ip:10.2.4.105 accessed_share ${DEVICE}`, `${MIA} accessed_share ${DEVICE}`]);
    expect([eventOf(facts).summary, facts.relations[0]!.attributes?.['writeRequested']]).toEqual([
      'FABRIKAM\\mia asked to write \\\\*\\C$\\u.exe from 10.2.4.105',
      true,
    ]);
  });
  it('5156: by direction, with the pid of the application and not of the logger', () => {
    const ends = {
      Application: '\\device\\harddiskvolume2\\windows\\cmd.exe',
      SourceAddress: '10.0.0.1',
      SourcePort: '50000',
      DestAddress: '10.0.0.2',
      DestPort: '445',
      Protocol: '6',
    };
    expect(relationsOf(mapRow(securityRow(5156, { ...ends, ProcessID: '7312', Direction: '%%14593' })))).toEqual([
      'process:7312|cmd.exe connected_to ip:10.0.0.2',
    ]);
    expect(relationsOf(mapRow(securityRow(5156, { ...ends, ProcessID: 7312, Direction: '%%14592' })))).toEqual([
      'process:7312|cmd.exe accepted_from ip:10.0.0.1',
    ]);
    const nxlog = {
      ...securityRow(5156, {
        ...ends,
        ProcessID: 4,
        Direction: '%%14593',
        EventReceivedTime: 'x',
        Message: 'Permitted.\r\n\r\n\tProcess ID:\t\t3024\r\n',
      }),
    };
    expect(relationsOf(mapRow(nxlog))).toEqual(['process:3024|cmd.exe connected_to ip:10.0.0.2']);
  });
  it('4697 and 7045: service on its device', () => {
    const audited = mapRow(
      securityRow(4697, { ...subject, ServiceName: 'Updater', ServiceFileName: 'C:\\u.exe', ServiceAccount: 'LocalSystem' }),
    );
    expect([relationsOf(audited), keysOf(eventOf(audited).target)]).toEqual([
      [`${MIA} installed_service service:updater`],
      ['deviceName=updater @ws-104.fabrikam.example'],
    ]);
    const system = mapRow({
      SourceName: 'Service Control Manager',
      Channel: 'System',
      EventID: 7045,
      Hostname: 'ws-104.fabrikam.example',
      TimeCreated: '2024-03-05T09:10:44Z',
      ServiceName: 'Updater',
      ImagePath: 'C:\\u.exe',
      AccountName: 'LocalSystem',
    });
    expect([relationsOf(system), attributesOf(system, 'service:updater')]).toEqual([
      [],
      { serviceFileName: 'C:\\u.exe', serviceAccount: 'LocalSystem' },
    ]);
  });
  it('4698: task with its command, also when the XML is escaped once more', () => {
    const xml =
      '<?xml version="1.0"?><Task><Actions><Exec><Command>C:\\u.exe</Command><Arguments>-a &amp; b</Arguments></Exec></Actions></Task>';
    const facts = mapRow(securityRow(4698, { ...subject, TaskName: '\\Upd', TaskContent: xml }));
    expect([relationsOf(facts), eventOf(facts).summary]).toEqual([
      [`${MIA} created_task scheduledTask:\\upd`],
      'FABRIKAM\\mia created the task \\Upd: C:\\u.exe -a & b',
    ]);
    const escaped = xml.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    expect(attributesOf(mapRow(securityRow(4698, { ...subject, TaskName: '\\Upd', TaskContent: escaped })), 'scheduledTask:\\upd')).toEqual(
      { taskCommand: 'C:\\u.exe -a & b' },
    );
  });
  it('4720 and 4732: account and member', () => {
    expect(
      relationsOf(
        mapRow(securityRow(4720, { ...subject, TargetSid: 'S-1-5-21-1-2-3-1200', TargetUserName: 'sup', TargetDomainName: 'FABRIKAM' })),
      ),
    ).toEqual([`${MIA} created_account user:s-1-5-21-1-2-3-1200`]);
    const added = mapRow(
      securityRow(4732, {
        ...subject,
        MemberName: '-',
        MemberSid: 'S-1-5-21-1-2-3-1200',
        TargetUserName: 'Administrators',
        TargetDomainName: 'Builtin',
        TargetSid: 'S-1-5-32-544',
      }),
    );
    expect(relationsOf(added)).toEqual(['user:s-1-5-21-1-2-3-1200 added_member securityGroup:administrators']);
    expect(keysOf(eventOf(added).target)).toEqual(['name=administrators @ws-104.fabrikam.example']);
  });
  it('4648: subject, other account, server', () => {
    const facts = mapRow(
      securityRow(4648, {
        ...subject,
        TargetUserName: 'admin',
        TargetDomainName: 'FABRIKAM',
        TargetServerName: 'srv-fs1',
        ProcessId: '0x1c90',
        ProcessName: 'C:\\Windows\\runas.exe',
      }),
    );
    expect(eventOf(facts).summary).toBe('FABRIKAM\\mia used the credentials of FABRIKAM\\admin for srv-fs1 in runas.exe (7312)');
  });
  it('others are plain events with what they name', () => {
    const facts = mapRow(
      securityRow(4663, {
        ...subject,
        ObjectType: 'Key',
        ObjectName: '\\REGISTRY\\MACHINE\\SYSTEM\\Lsa',
        ProcessId: '0x1c90',
        ProcessName: 'C:\\Windows\\cmd.exe',
        Message: 'An attempt was made to access an object.\r\n\r\nSubject:',
      }),
    );
    const event = eventOf(facts);
    expect([event.actionType, event.target?.keys[0]!.value, event.summary]).toEqual([
      'ObjectAccessed',
      'hkey_local_machine\\system\\lsa',
      'An attempt was made to access an object. \\REGISTRY\\MACHINE\\SYSTEM\\Lsa [cmd.exe (7312), FABRIKAM\\mia]',
    ]);
  });
  it('the same id of another provider is not the Security event', () => {
    expect(
      eventOf(
        mapRow({
          SourceName: 'ESENT',
          Channel: 'Application',
          EventID: 4624,
          Hostname: 'ws-104',
          TimeCreated: '2024-03-05T09:10:44Z',
          Message: 'x',
        }),
      ).actionType,
    ).toBe('Event 4624');
  });
});
