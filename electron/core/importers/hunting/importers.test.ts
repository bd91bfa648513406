import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BadRecord, type Sample } from '../importer.ts';
import { splitCsv } from '../../../../shared/base/csv.ts';
import { auditLogImporter } from './audit-logs.ts';
import { importers } from './index.ts';
import { actorBlock, DEVICE, id, keysOf, mapRow, mapRows, record, relationsOf, utc } from './testing.ts';

const fixture = (name: string): string => readFileSync(new URL(`../../../../tests/fixtures/hunting/${name}`, import.meta.url), 'utf8');
const lines = (name: string): unknown[] =>
  fixture(name)
    .split('\n')
    .filter((l) => l !== '')
    .map((l) => JSON.parse(l) as unknown);
const detected = (sample: Partial<Sample>): string[] =>
  importers
    .filter((i) => i.detect({ fileName: 'any', framing: 'json', records: [], header: null, envelope: null, ...sample }))
    .map((i) => i.format);

describe('detection', () => {
  const network = {
    ...actorBlock,
    Timestamp: '2024-03-05T09:10:46.901Z',
    ActionType: 'ConnectionSuccess',
    RemoteIP: '203.0.113.24',
    RemotePort: 80,
  };
  it('knows a query result by its schema in either case', () => {
    expect(detected({ envelope: { schema: [] }, records: [{ Timestamp: 'x', FileName: 'y' }] })).toEqual(['hunting']);
    expect(detected({ envelope: { Schema: [], Stats: {} }, records: [] })).toEqual(['hunting']);
  });
  it('knows streamed lines by their category', () => {
    expect(detected({ records: [{ time: 't', category: 'AdvancedHunting-DeviceNetworkEvents', properties: network }] })[0]).toBe('hunting');
  });
  it('knows bare rows and CSV headers by signature columns, asked last', () => {
    expect(detected({ records: [network] })).toEqual(['hunting-rows']);
    expect(detected({ framing: 'csv', header: Object.keys(network), records: [] })).toEqual(['hunting-rows']);
    expect(importers.map((i) => i.order)).toEqual([40, 128, 130]);
  });
  it('leaves everything without a signature to others', () => {
    expect(detected({ records: [{ Timestamp: '2024-03-05T09:10:46Z', FileName: 'cmd.exe' }] })).toEqual([]);
    expect(
      detected({
        records: [
          { Timestamp: '2024-03-05 09:10:44.201 +00:00', Computer: 'ws-104', Channel: 'Sysmon', EventID: 1, Level: 'high', RuleTitle: 'x' },
        ],
      }),
    ).toEqual([]);
    expect(detected({ records: [{ '@timestamp': '2024-03-05T09:10:46Z', EventID: 4624, Hostname: 'ws-104', LogonType: '3' }] })).toEqual(
      [],
    );
    expect(
      detected({ records: [{ TimeGenerated: '2024-03-05T09:10:46Z', Type: 'SecurityEvent', EventID: 4688, Computer: 'ws-104' }] }),
    ).toEqual([]);
    expect(detected({ records: [network, { a: 1 }, { a: 2 }] })).toEqual([]);
    expect(detected({})).toEqual([]);
  });
});

describe('envelopes', () => {
  const row = { ...actorBlock, Timestamp: '2024-03-05T09:10:46.901Z', ActionType: 'ImageLoaded', FileName: 'x.dll', SHA1: 'd'.repeat(40) };
  it('takes the time of the row, not of the streamed line, and gives the same event as the bare row and the CSV row', () => {
    const streamed = mapRow({
      time: '2024-03-05T09:20:00.000Z',
      tenantId: 't',
      operationName: 'Publish',
      category: 'AdvancedHunting-DeviceImageLoadEvents',
      properties: row,
    });
    const csv = mapRow(Object.fromEntries(Object.entries(row).map(([k, v]) => [k, String(v)])));
    expect(utc(streamed.events[0]!.timeUs)).toBe('2024-03-05T09:10:46.901Z');
    expect([streamed, csv].map((f) => f.events[0]!.key)).toEqual([mapRow(row).events[0]!.key, mapRow(row).events[0]!.key]);
    expect(relationsOf(csv)).toEqual(relationsOf(streamed));
  });
  it('warns where it assumed a zone', () => {
    const facts = mapRow({ ...row, Timestamp: 'Mar 5, 2024 9:10:46 AM' });
    expect([utc(facts.events[0]!.timeUs), facts.events[0]!.timeNote, facts.warnings.map((w) => w.code)]).toEqual([
      '2024-03-05T09:10:46.000Z',
      'assumed zone UTC (portal time)',
      ['assumed-zone'],
    ]);
  });
  it('rejects what is no row', () => {
    for (const bad of [null, 'text', 7, [], {}, { Timestamp: '2024-03-05T09:10:46Z', Colour: 'red' }])
      expect(() => mapRow(bad), JSON.stringify(bad)).toThrow(BadRecord);
  });
  it('keeps a streamed table it does not map as a plain event, and says so', () => {
    const facts = mapRow({
      category: 'AdvancedHunting-DeviceTvmSoftware',
      properties: { Timestamp: '2024-03-05T09:10:46Z', DeviceId: DEVICE },
    });
    expect([facts.events.length, facts.relations.length, facts.warnings.map((w) => w.code)]).toEqual([
      1,
      0,
      ['unknown-table', 'unmapped-table'],
    ]);
  });
});

describe('real exports', () => {
  it('tells the tables of a mixed file apart row by row', () => {
    const rows = lines('mixed-tables.jsonl');
    expect(detected({ framing: 'ndjson', records: rows })).toEqual(['hunting-rows']);
    const facts = mapRows(rows);
    expect(facts.map((f) => [f.events[0]!.source, f.events[0]!.actionType, utc(f.events[0]!.timeUs)])).toEqual([
      ['DeviceEvents', 'LdapSearch', '2021-08-02T13:11:39.772Z'],
      ['IdentityDirectoryEvents', 'Directory Services replication', '2021-08-02T13:13:02.057Z'],
      ['CloudAppEvents', 'MailItemsAccessed', '2021-08-02T13:32:07.000Z'],
      ['CloudAppEvents', 'Add delegated permission grant.', '2021-08-02T13:27:20.000Z'],
    ]);
    expect(facts[0]!.events[0]!.key).toBe('deviceevents|113597|adfs01.simulandlabs.com|2021-08-02t13:11:39.772449z');
    expect(relationsOf(facts[1]!)).toEqual([
      'user:aead923d-498b-4f64-a66c-2af91447a8b6 acted_on device:dc01.simulandlabs.com 2021-08-02T13:13:02.057Z',
    ]);
    expect(id(facts[2]!.events[0]!.account)).toBe('servicePrincipal:5a95e683-08ad-424e-a441-1d1aec52c02c');
  });
  it('reads the internal names of the process table', () => {
    const [head, ...body] = fixture('process-internal-names.csv').split(/\r?\n/).filter((l) => l !== '').map((l) => splitCsv(l, ','));
    const rows = body.map((l) => Object.fromEntries(head!.map((name, i) => [name, l[i]!])));
    const header = Object.keys(rows[0]!);
    expect(detected({ framing: 'csv', header, records: rows })).toEqual(['hunting-rows']);
    const facts = mapRows(rows, null, header);
    const first = facts[0]!;
    expect([first.events[0]!.source, first.events[0]!.key]).toEqual([
      'DeviceProcessEvents',
      'deviceprocessevents|160854|computerpii_0a470890c60768167990033d701e7bd881398861|2021-06-23t03:08:14.337028z',
    ]);
    expect(keysOf(first.events[0]!.target)[0]).toBe('pidStart=17132@1624417694160 @b11a7e51e2f2815d1736d0a5826e0b88f609ee8b');
    expect(keysOf(first.events[0]!.actor)[0]).toBe('pidStart=6844@1624417694147 @b11a7e51e2f2815d1736d0a5826e0b88f609ee8b');
    expect(first.relations.filter((r) => r.type === 'spawned').map((r) => `${r.from.displayName} > ${r.to.displayName}`)).toEqual([
      'WinRAR.exe (9016) > cmd.exe (6844)',
      'cmd.exe (6844) > conhost.exe (17132)',
    ]);
  });
  it('keeps a projected query result without guessing what happened', () => {
    const { results, ...envelope } = JSON.parse(fixture('query-result-projected.json')) as { results: unknown[] };
    expect(detected({ envelope, records: results })).toEqual(['hunting']);
    const facts = mapRows(results, envelope);
    expect(
      facts.map((f) => [f.events[0]!.source, f.relations.length, f.events[0]!.actor?.displayName, f.events[0]!.target?.displayName]),
    ).toEqual([
      ['AdvancedHunting', 0, 'powershell.exe', 'cmd.exe'],
      ['AdvancedHunting', 0, 'powershell.exe', 'cmd.exe'],
    ]);
    expect(facts[0]!.events[0]!.key).not.toBe(facts[1]!.events[0]!.key);
  });
  it('reads directory and office audit rows', () => {
    const mapper = auditLogImporter.create({ fileName: 'x', envelope: null, header: null });
    const [audit, office] = [...lines('audit-logs.jsonl'), ...lines('office-activity.jsonl')].map((r, i) => mapper.map(record(r, i)));
    expect(detected({ framing: 'ndjson', records: lines('audit-logs.jsonl') })).toEqual(['log-analytics-cloud']);
    expect([audit!.events[0]!.source, audit!.events[0]!.actionType, id(audit!.events[0]!.account), utc(audit!.events[0]!.timeUs)]).toEqual([
      'AuditLogs',
      'Add delegated permission grant',
      'user:aead923d-498b-4f64-a66c-2af91447a8b6',
      '2021-08-02T13:27:20.017Z',
    ]);
    expect(relationsOf(audit!)).toContain(
      'user:aead923d-498b-4f64-a66c-2af91447a8b6 acted_on servicePrincipal:401dd906-ea4f-4d41-b762-7e936d222368 2021-08-02T13:27:20.017Z',
    );
    expect(office!.relations.map((r) => `${r.from.displayName} ${r.type} ${r.to.kind} ${r.to.displayName}`)).toEqual([
      'pgustavo@simulandlabs.com acted_on mailbox pgustavo@simulandlabs.com',
      'pgustavo@simulandlabs.com signed_in_from ip 1.2.3.4',
    ]);
  });
});
