import { describe, expect, it } from 'vitest';
import { readTechniques, readTexts, resolveRefs } from './lenient-json.ts';
import { ColumnNames, Row } from './row.ts';
import { parseHuntingTime } from './time.ts';

describe('times of hunting exports', () => {
  it('reads 3 to 9 fraction digits, a space and an offset', () => {
    expect(parseHuntingTime('2024-03-05T09:10:44.201Z')?.us).toBe(1709629844201000);
    expect(parseHuntingTime('2024-03-05T09:10:44.2013319Z')?.us).toBe(1709629844201331);
    expect(parseHuntingTime('2024-03-05 11:10:44.201331900+02:00')).toEqual({ us: 1709629844201331, note: null, isAssumed: false });
  });
  it('reads the portal text as UTC and says that this is an assumption', () => {
    expect(parseHuntingTime('Mar 5, 2024 9:10:44 AM')).toEqual({ us: 1709629844000000, note: 'assumed zone UTC (portal time)', isAssumed: true });
    expect(parseHuntingTime('Mar 5, 2024 9:10:44 AM', 120)).toEqual({ us: 1709622644000000, note: 'zone UTC+02:00 as told at the import (portal time)', isAssumed: false });
    expect(parseHuntingTime('Mar 5, 2024 12:10:44\u202fAM')?.us).toBe(1709597444000000);
    expect(parseHuntingTime('Mar 5, 2024 12:10:44 PM')?.us).toBe(1709640644000000);
  });
  it('refuses what is no time', () => {
    for (const text of ['', 'yesterday', 'Foo 5, 2024 9:10:44 AM', 'Feb 31, 2024 9:10:44 AM', 'Mar 5, 2024 13:10:44 PM', '5.3.2024'])
      expect(parseHuntingTime(text)).toBeNull();
  });
});

describe('lists inside cells', () => {
  it('finds technique ids with and without a space', () => {
    expect(readTechniques('["Valid Accounts (T1078)","Cloud Accounts (T1078.004)"]')).toEqual(['T1078', 'T1078.004']);
    expect(readTechniques('Phishing(T1566)')).toEqual(['T1566']);
    expect(readTechniques('')).toEqual([]);
  });
  it('reads JSON lists and broken ones', () => {
    expect(readTexts('["InitialAccess","Execution"]')).toEqual(['InitialAccess', 'Execution']);
    expect(readTexts(['a', 3, null])).toEqual(['a', '3']);
    expect(readTexts('["InitialAccess", "Exec')).toEqual(['InitialAccess', 'Exec']);
  });
});

describe('references inside one text', () => {
  it('resolves ids that start above 1', () => {
    const value = JSON.parse('{"$id":"7","Host":{"$id":"8","HostName":"ws-104"},"ImageFile":{"$id":"9","Host":{"$ref":"8"}}}');
    expect(resolveRefs(value)).toEqual({ Host: { HostName: 'ws-104' }, ImageFile: { Host: { HostName: 'ws-104' } } });
  });
  it('ends at a reference to an enclosing object, and at one to nothing', () => {
    const value = JSON.parse('{"$id":"1","Parent":{"$id":"2","Child":{"$ref":"1"},"Self":{"$ref":"2"}},"Lost":{"$ref":"99"}}');
    expect(resolveRefs(value)).toEqual({ Parent: { Child: null, Self: null }, Lost: null });
  });
  it('stays small for a value built to explode', () => {
    const levels = Array.from({ length: 20 }, (_, i) => ({ $id: String(i), a: { $ref: String(i + 1) }, b: { $ref: String(i + 1) } }));
    expect(JSON.stringify(resolveRefs(levels)).length).toBeLessThan(1_000_000);
  });
});

describe('identity of a row', () => {
  const row = (value: Record<string, unknown>): Row => new Row(value, new ColumnNames(false));
  it('is table, report id, device and time', () => {
    expect(
      row({ Timestamp: '2024-03-05T09:10:46.9013311Z', DeviceName: 'WS-104.fabrikam.example', ReportId: 88213 }).key('DeviceEvents'),
    ).toBe('deviceevents|88213|ws-104.fabrikam.example|2024-03-05t09:10:46.901331z');
  });
  it('is the same for the CSV and the JSON export of a row, with and without a report id', () => {
    const json = {
      Timestamp: '2024-03-05T09:10:46.9013311Z',
      DeviceName: 'ws-104.fabrikam.example',
      FileSize: 4096,
      IsLocalAdmin: true,
      MD5: null,
      SHA1: '',
      AdditionalFields: { b: 2, a: 'x', none: null },
    };
    const csv = {
      SHA1: '',
      Timestamp: '2024-03-05T09:10:46.9013311Z',
      DeviceName: 'ws-104.fabrikam.example',
      FileSize: '4096',
      IsLocalAdmin: 'True',
      MD5: '',
      AdditionalFields: '{"a":"x","b":2}',
    };
    expect(row(json).key('T')).toMatch(/^row:[0-9a-f]{28}$/);
    expect(row(csv).key('T')).toBe(row(json).key('T'));
    expect(row({ ...csv, ReportId: '9' }).key('T')).toBe(row({ ...json, ReportId: 9 }).key('T'));
  });
  it('differs when any filled cell differs', () => {
    expect(row({ A: '1', B: 'x' }).key('T')).not.toBe(row({ A: '1', B: 'y' }).key('T'));
    expect(row({ A: '12', B: '3' }).key('T')).not.toBe(row({ A: '1', B: '23' }).key('T'));
  });
  it('reads columns under their Log Analytics suffix', () => {
    const r = row({ ReportId_long: 5, AdditionalFields_string: '{"k":"v"}', AdditionalFields_dynamic: null });
    expect([r.text('ReportId'), r.additional('k')]).toEqual(['5', 'v']);
  });
});
