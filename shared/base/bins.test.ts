import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binsFor, binStart, US_PER_DAY } from './bins.ts';
import { US_PER_HOUR } from './time.ts';

const at = (iso: string) => Date.parse(iso) * 1000;

describe('bins of time', () => {
  it.each([
    ['2026-11-12T08:41:17Z', '2026-11-17T03:10:48Z', 60, 2 * US_PER_HOUR, '2026-11-12T08:00:00Z', 58],
    ['2026-11-12T08:41:17Z', '2026-11-12T08:41:17Z', 60, 1_000_000, '2026-11-12T08:41:17Z', 1],
    ['2026-11-01T05:00:00Z', '2026-11-30T23:59:59Z', 62, 12 * US_PER_HOUR, '2026-11-01T00:00:00Z', 60],
  ])('%s to %s in at most %i bins', (from, to, most, binUs, startsAt, count) => {
    expect(binsFor(at(from), at(to), most)).toEqual({ startUs: at(startsAt), binUs, count });
  });
  it('of a day at least are whole UTC days', () => {
    expect(binsFor(at('2026-11-12T23:59:59Z'), at('2026-11-13T00:00:00Z'), 62, US_PER_DAY)).toEqual({ startUs: at('2026-11-12T00:00:00Z'), binUs: US_PER_DAY, count: 2 });
  });
  it('hold both ends and are no more than asked for', () => {
    const time = fc.integer({ min: at('1601-02-01T00:00:00Z'), max: at('2250-01-01T00:00:00Z') });
    fc.assert(fc.property(time, time, fc.integer({ min: 2, max: 100 }), (a, b, most) => {
      const [from, to] = [Math.min(a, b), Math.max(a, b)];
      const { startUs, binUs, count } = binsFor(from, to, most);
      expect(count).toBeLessThanOrEqual(most);
      expect(startUs <= from && from < startUs + binUs).toBe(true);
      expect(to >= startUs + (count - 1) * binUs && to < startUs + count * binUs).toBe(true);
      expect(startUs).toBe(binStart(from, binUs));
    }));
  });
});
