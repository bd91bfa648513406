import fc from 'fast-check';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it, vi } from 'vitest';
import type { IncidentChart } from '../../../shared/contract/index.ts';

// The settings ask the page for the theme of the system when they load.
vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener: () => undefined, removeEventListener: () => undefined }));
const { binsOf, ChartDrawn, widened } = await import('./incident-chart.tsx');

const at = (iso: string) => Date.parse(iso) * 1000;
const DAY = 86_400e6;
const none = { unknown: 0, informational: 0, low: 0, medium: 0, high: 0 };
const day = (iso: string, alerts: Partial<typeof none>, incidents = 0): IncidentChart['items'][number] => ({ startUs: at(`${iso}T00:00:00Z`), alerts: { ...none, ...alerts }, incidents });

describe('the chart above the queue', () => {
  const [oldest, newest] = [at('2026-10-01T10:00:00Z'), at('2026-11-17T03:10:00Z')];
  it.each([
    ['day', '2026-11-16T03:00:00Z', 25], ['week', '2026-11-11T00:00:00Z', 7], ['month', '2026-10-19T00:00:00Z', 30], ['all', '2026-10-01T00:00:00Z', 48],
  ] as const)('ends a range of %s with the newest record, in whole hours or days of UTC', (range, starts, count) => {
    expect(binsOf(range, oldest, newest)).toMatchObject({ startUs: at(starts), count });
  });
  it('tells a case of years in at most 62 bars that add up to the days', () => {
    const time = fc.integer({ min: 0, max: 20_000 });
    fc.assert(fc.property(fc.uniqueArray(time, { minLength: 1, maxLength: 80 }), (days) => {
      const items = days.toSorted((a, b) => a - b).map((d) => ({ startUs: d * DAY, alerts: { ...none, high: (d % 3) + 1 }, incidents: d % 2 }));
      const bins = binsOf('all', items[0]!.startUs, items.at(-1)!.startUs);
      expect(bins.count).toBeLessThanOrEqual(62);
      const bars = widened(bins, items, (i) => i.alerts);
      expect(bars.reduce((n, b) => n + b.counts['high']!, 0)).toBe(items.reduce((n, i) => n + i.alerts.high, 0));
      for (const b of bars) expect(b.startUs >= bins.startUs && b.startUs < bins.startUs + bins.count * bins.binUs).toBe(true);
    }));
  });
  it('says every bar in words, and the same figures as a table with totals', () => {
    const items = [day('2026-11-12', { high: 2, medium: 1 }, 1), day('2026-11-14', { low: 1200 })];
    const bins = binsOf('all', items[0]!.startUs, items[1]!.startUs);
    const chart = renderToStaticMarkup(createElement(ChartDrawn, { bins, items, asTable: false }));
    for (const words of ['12 Nov 2026 UTC: 3 alerts: 2 high, 1 medium', '14 Nov 2026 UTC: 1,200 alerts: 1,200 low', '12 Nov 2026 UTC: 1 incident']) expect(chart).toContain(`aria-label="${words}"`);
    expect(chart.match(/tabindex="0"/g)).toHaveLength(2);
    const cells = renderToStaticMarkup(createElement(ChartDrawn, { bins, items, asTable: true })).replaceAll(/<\/t[dh]>/g, '|').replaceAll(/<\/tr>/g, '/').replaceAll(/<[^>]*>/g, '');
    expect(cells).toBe('Day (UTC)|High|Medium|Low|Informational|Unknown|Incidents|/2026-11-12|2|1|0|0|0|1|/2026-11-14|0|0|1,200|0|0|0|/Total|2|1|1,200|0|0|1|/1 day of 3 holds nothing and is left out.');
  });
});
