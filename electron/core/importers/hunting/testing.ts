/** Helpers of the tests of this folder: rows in, short texts out, so that expectations can be written by hand. */
import type { Facts, Mention } from '../../../../shared/domain/facts/facts.ts';
import type { RawRecord } from '../importer.ts';
import { huntingMapper } from './mapper.ts';

export type TestRow = Readonly<Record<string, unknown>>;

export const record = (value: unknown, index = 0): RawRecord => ({ value, text: '', index, line: index + 1, byteOffset: 0, byteLength: 0 });

export function mapRows(rows: readonly unknown[], envelope: TestRow | null = null, header: readonly string[] | null = null): Facts[] {
  const mapper = huntingMapper({ fileName: 'rows', envelope, header });
  return rows.map((row, i) => mapper.map(record(row, i)));
}
export const mapRow = (row: unknown): Facts => mapRows([row])[0]!;

/** `process:7312@1709629844201`: kind and strongest key. */
export const id = (m: Mention | null): string | null => (m === null ? null : `${m.kind}:${m.keys[0]!.value}`);
export const keysOf = (m: Mention | null): string[] =>
  (m?.keys ?? []).map((k) => `${k.type}=${k.value}${k.device === undefined ? '' : ` @${k.device.keys[0]!.value}`}`);
export const utc = (us: number | null): string | null => (us === null ? null : new Date(us / 1000).toISOString());

/** `from type to time`, sorted. */
export const relationsOf = (facts: Facts): string[] =>
  facts.relations.map((r) => `${id(r.from)} ${r.type} ${id(r.to)} ${utc(r.timeUs) ?? '-'}`).sort();

/** The common device columns: winword.exe (5120) acting on ws-104, a child of explorer.exe (4410). 2024-03-05T09:10:44.201Z is 1709629844201 ms. */
export const DEVICE = 'd'.repeat(40);
export const actorBlock: TestRow = {
  DeviceId: DEVICE,
  DeviceName: 'ws-104.fabrikam.example',
  ReportId: 88213,
  InitiatingProcessId: 5120,
  InitiatingProcessFileName: 'winword.exe',
  InitiatingProcessFolderPath: 'c:\\office\\winword.exe',
  InitiatingProcessCreationTime: '2024-03-05T09:10:44.2010000Z',
  InitiatingProcessSHA1: 'a'.repeat(40),
  InitiatingProcessCommandLine: 'winword.exe /n',
  InitiatingProcessParentId: 4410,
  InitiatingProcessParentFileName: 'explorer.exe',
  InitiatingProcessParentCreationTime: '2024-03-05T09:10:40.201Z',
  InitiatingProcessAccountDomain: 'fabrikam',
  InitiatingProcessAccountName: 'mia',
  InitiatingProcessAccountSid: 'S-1-5-21-1-2-3-1104',
};
export const ACTOR = 'process:5120@1709629844201';
/** What every row with that block states about the actor, once per file. */
export const ACTOR_CHAIN = [
  `file:${'a'.repeat(40)} image_of ${ACTOR} 2024-03-05T09:10:44.201Z`,
  `process:4410@1709629840201 spawned ${ACTOR} 2024-03-05T09:10:44.201Z`,
  `process:4410@1709629840201 ran_on device:${DEVICE} 2024-03-05T09:10:40.201Z`,
  `${ACTOR} ran_on device:${DEVICE} 2024-03-05T09:10:44.201Z`,
  `user:s-1-5-21-1-2-3-1104 ran_as ${ACTOR} 2024-03-05T09:10:44.201Z`,
];
