import { describe, expect, it } from 'vitest';
import { formatUtc, parseTime, timeUs, parseZone, zoneText } from './time.ts';

describe('parseTime', () => {
  it.each([
    ['2024-03-05T09:10:44.2010001Z', 1709629844201000], ['2024-03-05T09:10:44Z', 1709629844000000], ['2021-06-23 03:08:19.930804700+00:00', 1624417699930804],
    ['2024-03-05T10:10:44+01:00', 1709629844000000], ['2024-03-05 09:10:44.201', 1709629844201000], ['2024-03-05T09:10:44-0230', 1709638844000000],
  ])('%s', (text, us) => expect(timeUs(text)).toBe(us));
  it.each(['0001-01-01T00:00:00Z', '1601-01-01T00:00:00.0000000Z', '', '-', '2024-02-30T00:00:00Z', '2024-13-01', 'yesterday', 42, null])('%s is no time', (text) => expect(parseTime(text)).toBeNull());
  it('reads zones as they are told, and takes them for times without one', () => {
    expect(['Z', 'utc', '+02:00', '-09:30', '+14:00', '+15:00', '-13:00', '+2', 'CET', '+02:75'].map(parseZone)).toEqual([0, 0, 120, -570, 840, null, null, null, null, null]);
    expect([0, 120, -570].map(zoneText)).toEqual(['UTC', 'UTC+02:00', 'UTC-09:30']);
    const utc = (text: string, zone: number) => new Date(parseTime(text, zone)!.us / 1000).toISOString();
    expect([utc('2024-03-05T09:00:00', 120), utc('2024-03-05T09:00:00Z', 120), utc('2024-03-05T09:00:00', -570)]).toEqual(['2024-03-05T07:00:00.000Z', '2024-03-05T09:00:00.000Z', '2024-03-05T18:30:00.000Z']);
  });
  it('says whether the zone was stated', () => expect(['2024-01-01T00:00:00', '2024-01-01T00:00:00Z'].map((t) => parseTime(t)?.zone)).toEqual(['assumed', 'stated']));
  it('writes what it read', () => expect(formatUtc(timeUs('2024-03-05T09:10:44.201987Z')!, 6)).toBe('2024-03-05T09:10:44.201987Z'));
});
