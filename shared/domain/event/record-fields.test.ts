import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordFields } from './record-fields.ts';

const told = (text: string, header: string | null = null) => recordFields(text, header).map((f) => `${f.name}=${f.value}`);

describe('the fields of a record', () => {
  it('of JSON are told by their path, without what is empty', () => {
    expect(told('{"ActionType":"ProcessCreated","Empty":"","None":null,"ProcessId":7184,"Tags":["a","b"],"Actor":{"Name":"mia","Groups":[{"Sid":"S-1"}]}}')).toEqual(['ActionType=ProcessCreated', 'ProcessId=7184', 'Tags=a, b', 'Actor.Name=mia', 'Actor.Groups.0.Sid=S-1']);
  });
  it('keep the digits of numbers that no number can hold', () => expect(told('{"ReportId":12345678901234567890,"Ratio":1.50}')).toEqual(['ReportId=12345678901234567890', 'Ratio=1.50']));
  it('of a row are told by the header of its table, whatever its delimiter', () => {
    expect(told('2026-01-05,"cmd.exe, /c",', 'Timestamp,ProcessCommandLine,FileName')).toEqual(['Timestamp=2026-01-05', 'ProcessCommandLine=cmd.exe, /c']);
    expect(told('1;2', '\ufeffA;B')).toEqual(['A=1', 'B=2']);
  });
  it('of an event in XML are its data by name, and what its elements state in attributes', () => {
    expect(told(`<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System><Provider Name='Microsoft-Windows-Sysmon'/><EventID>1</EventID></System><EventData><Data Name="CommandLine">cmd &amp; &#x41;</Data><Data Name="Empty"></Data></EventData></Event>`))
      .toEqual(['Provider.Name=Microsoft-Windows-Sysmon', 'EventID=1', 'CommandLine=cmd & A']);
  });
  it('are none where the record is broken, has another length than its header, or is plain text', () => {
    expect([told('{"a":'), told('1,2,3', 'A,B'), told('Jan 1 host sshd: accepted')]).toEqual([[], [], []]);
  });
  it('are read from anything without failing', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json(), fc.string().map((s) => `<a b='${s}'>${s}</a>`)), fc.option(fc.string()), (text, header) => { expect(Array.isArray(recordFields(text, header))).toBe(true); }));
  });
  it('are read from a megabyte of hostile markup at once', () => {
    const started = performance.now();
    for (const text of ['<a '.repeat(300_000), '<a>'.repeat(300_000), `<a ${'x="'.repeat(300_000)}`, '<'.repeat(1_000_000)]) recordFields(text, null);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
