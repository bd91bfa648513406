/** Rows of real exports, with what a person reads in them. */
import { describe, expect, it } from 'vitest';
import { attributesOf, eventOf, fixture, id, mapFixture, mapRows, relationsOf, utc } from './testing.ts';
import { looksLikeWindowsEvent } from './shapes/index.ts';

const FILES = [
  'azure-security-event.jsonl',
  'azure-windows-event.jsonl',
  'get-winevent-false-zone.jsonl',
  'get-winevent-skew.jsonl',
  'nxlog-2019.jsonl',
  'nxlog-2020.jsonl',
  'nxlog-service.jsonl',
  'syslog-linux-sysmon.jsonl',
  'winlogbeat6.jsonl',
] as const;
const of = (name: string, eventId: number) => mapFixture(name).find((f) => eventOf(f).eventId === eventId)!;
const summary = (name: string, eventId: number): string => eventOf(of(name, eventId)).summary;

describe('real rows', () => {
  it('all are read; nine of ten in every file carry the marks', () => {
    for (const name of FILES) {
      const rows = fixture(name);
      expect(mapRows(rows).map((f) => f.events.length)).toEqual(rows.map(() => 1));
      expect(rows.filter(looksLikeWindowsEvent).length * 10).toBeGreaterThanOrEqual(
        rows.length * (name === 'azure-security-event.jsonl' ? 8 : 9),
      );
    }
  });
  it('differing rows differ in their key, repeated rows do not', () => {
    const rows = FILES.flatMap((name) => fixture(name));
    const keys = mapRows(rows).map((f) => eventOf(f).key);
    expect(new Set(keys).size).toBe(new Set(rows.map((r) => JSON.stringify(r))).size);
    expect(mapRows([...rows, ...rows]).map((f) => eventOf(f).key)).toEqual([...keys, ...keys]);
  });

  it('the collector is never the device', () => {
    expect(
      FILES.flatMap((name) => mapFixture(name))
        .map((f) => id(eventOf(f).device))
        .filter((d) => d === null || /wec|ip-172|collector/.test(d)),
    ).toEqual([]);
  });
  it('NXLog 2019: pids out of the message, operation out of the message', () => {
    expect(summary('nxlog-2019.jsonl', 1)).toBe('svchost.exe (1444) started gpupdate.exe (4892): gpupdate.exe /target:computer');
    expect(summary('nxlog-2019.jsonl', 4688)).toBe('svchost.exe (1444) started gpupdate.exe (4892): gpupdate.exe /target:computer');
    expect(summary('nxlog-2019.jsonl', 4689)).toBe('conhost.exe (5844) ended');
    expect(summary('nxlog-2019.jsonl', 5156)).toBe('svchost.exe (3024) connected to 172.18.39.5 port 389, tcp');
    expect(eventOf(of('nxlog-2019.jsonl', 12)).actionType).toBe('RegistryKeyCreated');
  });
  it('NXLog 2019: PowerShell by the pid that logged it, its user with the SID of the record', () => {
    const facts = of('nxlog-2019.jsonl', 4103);
    const event = eventOf(facts);
    expect([event.actor?.displayName, event.account?.keys[0]!.value, event.actionType, utc(event.timeUs)]).toEqual([
      'wsmprovhost.exe (4676)',
      's-1-5-21-791464340-1796667228-2788435825-1112',
      'PowerShellCommand',
      '2019-12-05T01:50:08.000Z',
    ]);
    expect(event.summary).toBe('CommandInvocation(Out-String): "Out-String" CommandInvocation(Out-String): "Out-String"');
  });
  it('NXLog 2020: a failed and a good logon, a ticket with RC4', () => {
    expect(relationsOf(of('nxlog-2020.jsonl', 4625))).toContain(
      'user:theshire.local\\lrodriguez failed_logon_to device:workstation5.theshire.local',
    );
    expect(summary('nxlog-2020.jsonl', 4624)).toBe('THESHIRE.LOCAL\\pgustavo logged on (Network) from 172.18.39.5');
    expect(summary('nxlog-2020.jsonl', 4769)).toBe('THESHIRE.LOCAL\\pgustavo requested a ticket for sysmonsvc from 172.18.39.5, RC4');
    expect(summary('nxlog-2020.jsonl', 10)).toBe('cmd.exe (5776) opened PurpleSharp.exe (7520), access 0x1fffff');
  });
  it('services: 4697 and 7045 tell the same service and user', () => {
    const both = [of('nxlog-service.jsonl', 4697), of('nxlog-service.jsonl', 7045)].map((f) => [
      id(eventOf(f).account),
      id(eventOf(f).target),
    ]);
    expect(both).toEqual([
      ['user:s-1-5-21-4228717743-1032521047-1810997296-1104', 'service:updater'],
      ['user:s-1-5-21-4228717743-1032521047-1810997296-1104', 'service:updater'],
    ]);
    expect(eventOf(of('nxlog-service.jsonl', 4697)).summary.length).toBeLessThanOrEqual(2000);
    expect(attributesOf(of('get-winevent-skew.jsonl', 7045), 'service:rtcpef')['serviceAccount']).toBe('LocalSystem');
  });
  it('Get-WinEvent: injection, explicit credentials, a stream with its content', () => {
    expect(summary('get-winevent-skew.jsonl', 8)).toBe(
      'winx64_payload.exe (1988) started a thread in svchost.exe (1400) at 0x000002BAA0700000',
    );
    expect(summary('get-winevent-skew.jsonl', 4648)).toBe(
      'PANDALAB\\MKT01$ used the credentials of PANDALAB\\pedro.gustavo for mkt01.pandalab.com in consent.exe (3672)',
    );
    expect(eventOf(of('get-winevent-skew.jsonl', 15)).target?.keys[0]).toMatchObject({ type: 'sha256' });
  });
  it('Winlogbeat 6: inner data, computer of the event', () => {
    expect(summary('winlogbeat6.jsonl', 4688)).toMatch(
      /^powershell\.exe \(5452\) started reg\.exe \(7792\): "C:\\Windows\\system32\\reg\.exe" add "HKLM/,
    );
    expect([id(eventOf(of('winlogbeat6.jsonl', 3)).device), eventOf(of('winlogbeat6.jsonl', 800)).summary]).toEqual([
      'device:hfdc01.shire.com',
      'Start-Sleep -Seconds $sleepTime; | CommandInvocation(Start-Sleep): "Start-Sleep" ParameterBinding(Start-Sleep): name="Seconds"; value="5"',
    ]);
  });
  it('Azure: Security columns, Sysmon as JSON text, and a row reduced to id and data', () => {
    expect(summary('azure-security-event.jsonl', 4624)).toBe('SIMULANDLABS.COM\\wardog logged on (Network) from 192.168.2.5');
    expect(summary('azure-security-event.jsonl', 18)).toBe('powershell.exe (5692) connected to pipe \\MICROSOFT##WID\\tsql\\query');
    expect(summary('azure-security-event.jsonl', 5156)).toBe(
      'System (4) accepted a connection from fe80::a405:857d:204:efa5 port 53121 on port 80, tcp',
    );
    expect(summary('azure-windows-event.jsonl', 3)).toBe(
      'tomcat9.exe (3936) accepted a connection from 192.168.3.5 port 50452 on port 8080, tcp',
    );
  });
  it('Sysmon for Linux: bare names, posix paths, users without a domain, the cut-off start of a shell', () => {
    expect(mapFixture('syslog-linux-sysmon.jsonl').map((f) => [eventOf(f).summary, eventOf(f).account?.displayName ?? null])).toEqual([
      ['wdavdaemon (1774) ended', 'root'],
      [expect.stringMatching(/^java \(1340\) started bash \(\d+\): /), expect.any(String)],
      ['bash (17806) connected to 192.168.2.6 port 443, tcp', null],
    ]);
  });
});
