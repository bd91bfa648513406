import { describe, expect, it } from 'vitest';
import { deviceMention, fileMention, processMention, userMention } from './mention.ts';
import { ipScope, joinPath, normalizeHash, normalizeId, normalizeIp, normalizePath, normalizePid, normalizeRegistry, normalizeUrl, present } from './normalize.ts';

describe('normal forms', () => {
  it.each([
    ['::ffff:10.0.0.1', '10.0.0.1'], ['2001:0DB8:0:0:0:0:0:1', '2001:db8::1'], ['fe80::1%eth0', 'fe80::1'], ['::', '::'], ['1.2.3', null], ['1::2::3', null], ['010.1.1.1', '10.1.1.1'], ['-', null],
  ])('address %s is %s', (from, to) => expect(normalizeIp(from)).toBe(to));
  it('knows scopes', () => expect(['10.1.1.1', '127.0.0.1', '169.254.1.1', '203.0.113.9', 'fe80::1', 'fd00::1', '2001:db8::1'].map(ipScope)).toEqual(['private', 'loopback', 'linkLocal', 'public', 'linkLocal', 'private', 'public']));
  it.each([['{A1B2}', 'a1b2'], ['00000000-0000-0000-0000-000000000000', null], ['redacted', null], [' X ', 'x']])('id %s is %s', (from, to) => expect(normalizeId(from)).toBe(to));
  it('refuses hashes of the wrong length, of nothing and of the empty file', () => {
    expect(normalizeHash('ABCD', 40)).toBeNull();
    expect(normalizeHash('0'.repeat(64), 64)).toBeNull();
    expect(normalizeHash('da39a3ee5e6b4b0d3255bfef95601890afd80709', 40)).toBeNull();
    expect(normalizeHash('A'.repeat(40), 40)).toBe('a'.repeat(40));
  });
  it.each([['\\??\\C:\\Windows\\X.EXE', 'c:\\windows\\x.exe'], ['C:/a/B', 'c:\\a\\b'], ['/usr/Bin/x', '/usr/Bin/x'], ['\\\\?\\C:\\a', 'c:\\a']])('path %s is %s', (from, to) => expect(normalizePath(from)).toBe(to));
  it('appends a file name only once', () => {
    expect(joinPath('C:\\Windows', 'a.exe')).toBe('C:\\Windows\\a.exe');
    expect(joinPath('C:\\Windows\\A.exe', 'a.exe')).toBe('C:\\Windows\\A.exe');
  });
  it.each([['HTTP://Ex.Example:80/A?b#c', 'http://ex.example/A?b'], ['https://ex.example:443', 'https://ex.example/'], ['ex.example/a', null]])('url %s is %s', (from, to) => expect(normalizeUrl(from)).toBe(to));
  it.each([['0x4b0', 1200], ['1200', 1200], [1200, 1200], ['', null]])('pid %s is %s', (from, to) => expect(normalizePid(from)).toBe(to));
  it('spells registry roots one way', () => {
    expect(normalizeRegistry(null, 'HKLM\\Software\\X')).toBe('hkey_local_machine\\software\\x');
    expect(normalizeRegistry('HKEY_LOCAL_MACHINE', 'SOFTWARE\\X')).toBe('hkey_local_machine\\software\\x');
  });
  it('reads the spellings of "no value"', () => expect(['-', 'N/A', '(null)', '%%1793', ' ', 'x'].map(present)).toEqual([null, null, null, null, null, 'x']));
});

describe('mentions', () => {
  it('keys a host without domain weakly and an FQDN strongly', () => {
    expect(deviceMention({ name: 'WORKSTATION6' })?.keys).toEqual([{ type: 'hostName', value: 'workstation6' }]);
    expect(deviceMention({ name: 'WORKSTATION6.theshire.local' })?.keys.map((k) => k.type)).toEqual(['fqdn', 'hostName']);
  });
  it('keys SYSTEM with its device, by SID and by name alike', () => {
    const device = deviceMention({ name: 'a.example' })!;
    expect(userMention({ sid: 'S-1-5-18', account: 'NT AUTHORITY\\SYSTEM', device })?.keys).toEqual([{ type: 'localAccount', value: 'nt authority\\system', device }]);
    expect(userMention({ sid: 'S-1-5-21-1-2-3-500', account: 'A\\b', device })?.keys.map((k) => k.type)).toEqual(['sid', 'ntAccount']);
  });
  it('tells processes of one pid apart by their start and gives a stub when the start is unknown', () => {
    const device = deviceMention({ name: 'a.example' })!;
    expect(processMention({ device, pid: 7, startUs: 1_500_600 as never, image: 'C:\\x.exe' })?.keys).toEqual([{ type: 'pidStart', value: '7@1501', device }]);
    expect(processMention({ device, pid: '0x7', image: 'C:\\X.exe' })?.keys).toEqual([{ type: 'pidImage', value: '7|x.exe', device }]);
  });
  it('keys a path only together with its device', () => {
    const device = deviceMention({ name: 'a.example' })!;
    expect(fileMention({ folder: 'C:\\t', name: 'A.exe', device })?.keys.map((k) => [k.type, k.value])).toEqual([['devicePath', 'c:\\t\\a.exe']]);
    expect(fileMention({ name: 'A.exe' })?.keys.map((k) => k.type)).toEqual(['name']);
  });
});
