/** Alerts received and incidents created over time, above the queue. A case is of the past: ranges end with its newest record, not with today. */
import { ChevronDownRegular, ChevronRightRegular } from '@fluentui/react-icons';
import { useId, useState } from 'react';
import { binsFor, binStart, US_PER_DAY, type Bins } from '../../../shared/base/bins.ts';
import { US_PER_HOUR } from '../../../shared/base/time.ts';
import type { IncidentChart as Chart } from '../../../shared/contract/index.ts';
import { useCall, useLayout } from '../../state/index.ts';
import { BarTable, ErrorState, Loading, plural, SeverityGlyph, spanWords, TimeBars, words, type Bar, type BarSeries } from '../../ui/index.ts';
import './incident-chart.css';

const RANGES = [['day', '24 hours'], ['week', '7 days'], ['month', '30 days'], ['all', 'All']] as const;
type Range = (typeof RANGES)[number][0];
const DAYS: Readonly<Record<'week' | 'month', number>> = { week: 7, month: 30 };
/** Days that stand side by side; longer cases are told in wider bins, each the exact sum of its days. */
const BARS_SHOWN = 62;
const SEVERITIES = ['high', 'medium', 'low', 'informational', 'unknown'] as const;
const ALERTS: readonly BarSeries[] = SEVERITIES.map((id) => ({ id, word: words.severity[id].word.toLowerCase(), color: `var(--severity-${id}-color)` }));
const INCIDENTS: readonly BarSeries[] = [{ id: 'created', word: 'created', color: 'var(--scrubber-bar)' }];

export function IncidentChart() {
  const [isOpen, setOpen] = useLayout<boolean>('queue.chart');
  const id = useId();
  return (
    <section className="incident-chart" aria-label="Most recent incidents and alerts">
      <h2><button type="button" className="btn quiet" aria-expanded={isOpen === true} aria-controls={id} onClick={() => setOpen(isOpen !== true)}>{isOpen === true ? <ChevronDownRegular aria-hidden /> : <ChevronRightRegular aria-hidden />}Most recent incidents and alerts</button></h2>
      <div id={id}>{isOpen === true ? <Content /> : null}</div>
    </section>
  );
}

function Content() {
  const [range, setRange] = useState<Range>('all');
  const [asTable, setAsTable] = useState(false);
  const days = useCall('incident.chart', {}, { keepPrevious: true });
  const newest = days.data?.newestUs ?? null;
  const hours = useCall('incident.chart', { bin: 'hour', fromUs: (newest ?? 0) - US_PER_DAY }, { enabled: range === 'day' && newest !== null });
  const answer = range === 'day' && newest !== null ? hours : days;
  if (answer.isError) return <ErrorState title="The chart cannot be drawn" error={answer.error} onRetry={() => void answer.refetch()} />;
  if (days.data === undefined || answer.data === undefined) return <Loading label="Reading alerts and incidents over time" rows={4} />;
  const { oldestUs, newestUs, alertsWithoutTime, incidentsWithoutTime } = days.data;
  const without = [...(alertsWithoutTime > 0 ? [plural(alertsWithoutTime, 'alert')] : []), ...(incidentsWithoutTime > 0 ? [plural(incidentsWithoutTime, 'incident')] : [])].join(' and ');
  if (oldestUs === null || newestUs === null) return <p className="tertiary incident-chart-note">{without === '' ? 'This case holds no alerts and no incidents yet.' : `${without} without a time; nothing can be drawn over time.`}</p>;
  const bins = binsOf(range, oldestUs, newestUs);
  return (
    <div className="incident-chart-content">
      <div className="incident-chart-tools">
        <span className="segmented" role="group" aria-label="Range of the chart">{RANGES.map(([r, text]) => <button key={r} type="button" aria-pressed={range === r} onClick={() => setRange(r)}>{text}</button>)}</span>
        <span className="small secondary">{range === 'all' ? 'The span of the case: ' : 'Before the newest record: '}{spanWords(bins.startUs, bins.startUs + bins.count * bins.binUs, bins.binUs)}</span>
        <span style={{ flex: 1 }} />
        <ul className="incident-chart-legend small" aria-label="Severities">{SEVERITIES.map((s) => <li key={s} className="badge"><SeverityGlyph severity={s} size={10} />{words.severity[s].word}</li>)}</ul>
        <button type="button" className="btn quiet" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>{asTable ? 'Show as chart' : 'Show as table'}</button>
      </div>
      <ChartDrawn key={`${range} ${bins.startUs}`} bins={bins} items={answer.data.items} asTable={asTable} />
      <p className="small tertiary incident-chart-note">Each stands at the time it was created, or where no source states that, at its first activity.{without === '' ? '' : ` ${without} without a time ${alertsWithoutTime + incidentsWithoutTime === 1 ? 'is' : 'are'} not drawn.`}</p>
    </div>
  );
}

/** Bars of a range: hours of the last 24, whole days of UTC otherwise. */
export function binsOf(range: Range, oldestUs: number, newestUs: number): Bins {
  if (range === 'all') return binsFor(oldestUs, newestUs, BARS_SHOWN, US_PER_DAY);
  if (range === 'day') { const startUs = binStart(newestUs - US_PER_DAY, US_PER_HOUR); return { startUs, binUs: US_PER_HOUR, count: (binStart(newestUs, US_PER_HOUR) - startUs) / US_PER_HOUR + 1 }; }
  return { startUs: binStart(newestUs, US_PER_DAY) - (DAYS[range] - 1) * US_PER_DAY, binUs: US_PER_DAY, count: DAYS[range] };
}

export function ChartDrawn({ bins, items, asTable }: { bins: Bins; items: Chart['items']; asTable: boolean }) {
  const [chosen, setChosen] = useState<number | null>(null);
  const alerts = widened(bins, items, (i) => i.alerts);
  const incidents = widened(bins, items, (i) => ({ created: i.incidents }));
  const total = (bars: readonly Bar[]) => bars.reduce((n, b) => n + Object.values(b.counts).reduce((x, y) => x + y, 0), 0);
  const common = { startUs: bins.startUs, binUs: bins.binUs, binCount: bins.count, chosenUs: chosen, onChoose: (us: number) => setChosen(us === chosen ? null : us) };
  if (asTable) return <BarTable label="Alerts received and incidents created" binUs={bins.binUs} binCount={bins.count} groups={[{ noun: ['alert', 'alerts'], series: ALERTS, bars: alerts }, { noun: ['incident', 'incidents'], series: INCIDENTS, bars: incidents }]} />;
  return (
    <div className="incident-chart-bars">
      <div><h3>Alerts received <span className="tertiary">{total(alerts).toLocaleString('en')}</span></h3><TimeBars {...common} label="Alerts received" noun={['alert', 'alerts']} bars={alerts} series={ALERTS} height={84} /></div>
      <div><h3>Incidents created <span className="tertiary">{total(incidents).toLocaleString('en')}</span></h3><TimeBars {...common} label="Incidents created" noun={['incident', 'incidents']} bars={incidents} series={INCIDENTS} height={84} /></div>
    </div>
  );
}

/** Sums of what falls into each bin; bins that hold nothing are left out. */
export function widened(bins: Bins, items: Chart['items'], counts: (item: Chart['items'][number]) => Readonly<Record<string, number>>): Bar[] {
  const bars = new Map<number, Record<string, number>>();
  for (const item of items) {
    // The first hour of the last day begins before the range does.
    const startUs = binStart(item.startUs, bins.binUs);
    if (startUs < bins.startUs) continue;
    const bar = bars.get(startUs) ?? bars.set(startUs, {}).get(startUs)!;
    for (const [id, n] of Object.entries(counts(item))) bar[id] = (bar[id] ?? 0) + n;
  }
  return [...bars].filter(([, c]) => Object.values(c).some((n) => n > 0)).map(([startUs, c]) => ({ startUs, counts: c }));
}
