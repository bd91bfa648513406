/** Helpers of the tests of this folder: records in, short texts out, so that expectations can be written by hand. */
import { readFileSync } from 'node:fs';
import type { Facts, Mention } from '../../../../shared/domain/facts/facts.ts';
import { parseJson } from '../reader/json-parse.ts';
import type { RawRecord } from '../importer.ts';
import { windowsEventsMapper } from './mapper.ts';

export const record = (value: unknown, index = 0): RawRecord => ({ value, text: '', index, line: index + 1, byteOffset: 0, byteLength: 0 });

export function mapRows(rows: readonly unknown[]): Facts[] {
  const mapper = windowsEventsMapper();
  return rows.map((row, i) => mapper.map(record(row, i)));
}
export const mapRow = (row: unknown): Facts => mapRows([row])[0]!;

export function fixture(name: string): unknown[] {
  const text = readFileSync(new URL(`../../../../tests/fixtures/windows-events/${name}`, import.meta.url), 'utf8');
  return text
    .split('\n')
    .filter((l) => l.trim() !== '')
    .map(parseJson);
}
/** Facts of the rows of a fixture, in file order. */
export const mapFixture = (name: string): Facts[] => mapRows(fixture(name));

/** `process:a1b2`: kind and strongest key. */
export const id = (m: Mention | null | undefined): string | null => (m == null ? null : `${m.kind}:${m.keys[0]!.value}`);
export const keysOf = (m: Mention | null | undefined): string[] =>
  (m?.keys ?? []).map((k) => `${k.type}=${k.value}${k.device === undefined ? '' : ` @${k.device.keys[0]!.value}`}`);
export const utc = (us: number | null): string | null => (us === null ? null : new Date(us / 1000).toISOString());
/** `from type to`, sorted. */
export const relationsOf = (facts: Facts): string[] => facts.relations.map((r) => `${id(r.from)} ${r.type} ${id(r.to)}`).sort();
export const eventOf = (facts: Facts) => facts.events[0]!;
export const attributesOf = (facts: Facts, of: string): Readonly<Record<string, unknown>> =>
  Object.assign({}, ...facts.entities.filter((e) => id(e.entity) === of).map((e) => e.attributes)) as Record<string, unknown>;

/** A Sysmon row as Get-WinEvent flattens it, on ws-104. 2024-03-05T09:10:44.201Z is 1709629844201 ms. */
export const sysmonRow = (eventId: number, data: Readonly<Record<string, unknown>>): Record<string, unknown> => ({
  SourceName: 'Microsoft-Windows-Sysmon',
  Channel: 'Microsoft-Windows-Sysmon/Operational',
  Hostname: 'WS-104.fabrikam.example',
  EventID: eventId,
  TimeCreated: '2024-03-05T09:10:44.205Z',
  UtcTime: '2024-03-05 09:10:44.201',
  RuleName: '-',
  ...data,
});
export const securityRow = (eventId: number, data: Readonly<Record<string, unknown>>): Record<string, unknown> => ({
  SourceName: 'Microsoft-Windows-Security-Auditing',
  Channel: 'Security',
  Hostname: 'WS-104.fabrikam.example',
  EventID: eventId,
  TimeCreated: '2024-03-05T09:10:44.201Z',
  ...data,
});
/** The common process fields of Sysmon. */
export const ACTOR_FIELDS = {
  ProcessGuid: '{A1B2C3D4-0001-65E6-0000-001000000000}',
  ProcessId: '7312',
  Image: 'C:\\Windows\\powershell.exe',
  User: 'FABRIKAM\\mia',
};
export const ACTOR = 'process:a1b2c3d4-0001-65e6-0000-001000000000';
export const DEVICE = 'device:ws-104.fabrikam.example';
/** Said once per process by any row with the common fields. */
export const ACTOR_RELATIONS = [`${ACTOR} ran_on ${DEVICE}`, `user:fabrikam\\mia ran_as ${ACTOR}`];
