import type { Brand } from './brand.ts';

/** Microseconds since 1970-01-01T00:00:00Z, an integer. "No time" is null, never zero. Exact to the year 2255. */
export type EpochUs = Brand<number, 'EpochUs'>;

export const US_PER_MS = 1000;
export const US_PER_SECOND = 1_000_000;
export const US_PER_HOUR = 3_600_000_000;

/** What reading one time text gave. `zone` tells how the offset was known. */
export interface ParsedTime {
  readonly us: EpochUs;
  /** `stated`: the text carries Z or an offset. `assumed`: it does not, and `assumedMinutes` east of UTC was taken. */
  readonly zone: 'stated' | 'assumed';
}

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|z|UTC|[+-]\d{2}:?\d{2})?$/;

/**
 * Reads an ISO 8601 time as exports write it: 0 to 9 fraction digits, `T` or a space, `Z`, an offset or neither.
 * Digits finer than a microsecond are cut (the caller keeps the text). Returns null for anything else, for
 * impossible dates, and for the "no time" values of Windows and .NET (years 1601 and 0001).
 */
export function parseTime(text: unknown, assumedMinutes = 0): ParsedTime | null {
  if (typeof text !== 'string') return null;
  const m = ISO.exec(text.trim());
  if (!m) return null;
  const [year, month, day, hour, minute, second] = [m[1], m[2], m[3], m[4] ?? '0', m[5] ?? '0', m[6] ?? '0'].map(Number) as [
    number, number, number, number, number, number,
  ];
  if (year <= 1601 || month < 1 || month > 12 || day < 1 || day > 31 || hour > 24 || minute > 59 || second > 60) return null;
  const ms = Date.UTC(year, month - 1, day, hour, minute, second);
  if (new Date(Date.UTC(year, month - 1, day)).getUTCDate() !== day) return null;
  const us = ms * US_PER_MS + Number(((m[7] ?? '') + '000000').slice(0, 6));
  const zone = m[8];
  if (zone === undefined) return { us: (us - assumedMinutes * 60 * US_PER_SECOND) as EpochUs, zone: 'assumed' };
  if (/^(z|utc)$/i.test(zone)) return { us: us as EpochUs, zone: 'stated' };
  const sign = zone.startsWith('-') ? -1 : 1;
  const digits = zone.slice(1).replace(':', '');
  const offsetMinutes = sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2)));
  return { us: (us - offsetMinutes * 60 * US_PER_SECOND) as EpochUs, zone: 'stated' };
}

/** Zones reach from UTC-12 to UTC+14. */
const ZONE = /^(?:z|utc|([+-])(\d\d):([0-5]\d))$/i;

/** Minutes east of UTC of `Z`, `+02:00` or `-09:30`; null for anything else. */
export function parseZone(text: string): number | null {
  const m = ZONE.exec(text.trim());
  if (!m) return null;
  const minutes = m[1] === undefined ? 0 : (m[1] === '-' ? -1 : 1) * (Number(m[2]) * 60 + Number(m[3]));
  return minutes < -720 || minutes > 840 ? null : minutes;
}
/** `UTC`, `UTC+02:00`. */
export function zoneText(minutes: number): string {
  if (minutes === 0) return 'UTC';
  const size = Math.abs(minutes);
  return `UTC${minutes < 0 ? '-' : '+'}${String(Math.floor(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`;
}

/** Shorthand for {@link parseTime} where only the instant matters. */
export function timeUs(text: unknown): EpochUs | null {
  return parseTime(text)?.us ?? null;
}

/** `2024-03-05T09:10:44.201Z`; microseconds are shown only when `digits` is 6. */
export function formatUtc(us: number, digits: 3 | 6 = 3): string {
  const ms = Math.floor(us / US_PER_MS);
  const iso = new Date(ms).toISOString();
  if (digits === 3) return iso;
  const micros = String(us - ms * US_PER_MS).padStart(3, '0');
  return `${iso.slice(0, -1)}${micros}Z`;
}
