/** Helpers of tests: records in, short texts out, so that expectations can be written by hand. */
import { readFileSync } from 'node:fs';
import type { Facts, Mention } from '../../../../shared/domain/facts/facts.ts';
import type { Importer, RawRecord, Sample } from '../importer.ts';

export const record = (value: unknown, index = 0): RawRecord => ({ value, text: '', index, line: index + 1, byteOffset: 0, byteLength: 0 });

/** Facts of each record, mapped one after the other as in one member. */
export function mapAll(importer: Importer, values: readonly unknown[]): Facts[] {
  const mapper = importer.create({ fileName: 'test', envelope: null, header: null });
  return values.map((value, i) => mapper.map(record(value, i)));
}

/** Records of a fixture: the list under `value`, or the one object there. */
export function fixture(path: string): readonly unknown[] {
  const { value } = JSON.parse(readFileSync(new URL(`../../../../tests/fixtures/${path}`, import.meta.url), 'utf8')) as { value: unknown };
  return Array.isArray(value) ? value : [value];
}

export const sampleOf = (sample: Partial<Sample>): Sample => ({
  fileName: 'any',
  framing: 'json',
  records: [],
  header: null,
  envelope: null,
  ...sample,
});

/** `process:7312@1709629844201`: kind and strongest key. */
export const id = (m: Mention | null): string | null => (m === null ? null : `${m.kind}:${m.keys[0]!.value}`);
export const keysOf = (m: Mention | null): string[] =>
  (m?.keys ?? []).map((k) => `${k.type}=${k.value}${k.device === undefined ? '' : ` @${k.device.keys[0]!.value}`}`);
export const utc = (us: number | null): string | null => (us === null ? null : new Date(us / 1000).toISOString());
/** `from type to time`, sorted. */
export const relationsOf = (facts: Facts): string[] =>
  facts.relations.map((r) => `${id(r.from)} ${r.type} ${id(r.to)} ${utc(r.timeUs) ?? '-'}`).sort();
