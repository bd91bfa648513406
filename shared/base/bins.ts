/** Cutting time into equal bins of a width that people know, aligned to UTC, so that equal data gives equal pictures. */
import { US_PER_HOUR, US_PER_SECOND } from './time.ts';

export const US_PER_DAY = 24 * US_PER_HOUR;
const MINUTE = 60 * US_PER_SECOND;
/** Rising. Widths up to a day divide the day; longer ones are whole days. */
const WIDTHS: readonly number[] = [
  US_PER_SECOND, 5 * US_PER_SECOND, 15 * US_PER_SECOND, 30 * US_PER_SECOND, MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, US_PER_HOUR, 2 * US_PER_HOUR, 3 * US_PER_HOUR, 6 * US_PER_HOUR, 12 * US_PER_HOUR,
  ...[1, 2, 5, 10, 30, 90, 365, 3650].map((days) => days * US_PER_DAY),
];

/** Start of the bin of `width` that holds `us`, counted from 1970-01-01T00:00Z. */
export const binStart = (us: number, width: number): number => Math.floor(us / width) * width;

/** Equal bins: bin k covers [startUs + k*binUs, startUs + (k+1)*binUs). */
export interface Bins { readonly startUs: number; readonly binUs: number; readonly count: number }

/** The narrowest known width, `least` or wider, with which at most `most` (2 or more) bins cover both ends. `fromUs` must not lie after `toUs`; both belong to a bin. */
export function binsFor(fromUs: number, toUs: number, most: number, least: number = US_PER_SECOND): Bins {
  const of = (width: number): Bins => ({ startUs: binStart(fromUs, width), binUs: width, count: Math.floor((toUs - binStart(fromUs, width)) / width) + 1 });
  const known = WIDTHS.filter((w) => w >= least).map(of).find((b) => b.count <= most);
  // Beyond what any case spans: whole decades, as many as it takes.
  const decade = WIDTHS.at(-1)!;
  return known ?? of(decade * (Math.floor((toUs - fromUs) / decade / (most - 1)) + 1));
}
