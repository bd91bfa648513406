/** Where in time the rows stand, and the brush: one bar, or from one bar to another, becomes the time filter. */
import { ZoomInRegular, ZoomOutRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { ListFilter } from '../../../shared/contract/model.ts';
import type { OfTimeline } from '../../../shared/contract/timeline.ts';
import { useCall } from '../../state/index.ts';
import { ErrorState, plural, spanWords, TimeBars, type Bar, type BarSeries } from '../../ui/index.ts';
import { withColumn, withSpan } from './filters.ts';

const BINS = 120;
const SERIES: readonly BarSeries[] = [{ id: 'events', word: 'events', color: 'var(--text-tertiary)' }, { id: 'alerts', word: 'alerts', color: 'var(--severity-high-color)' }];

export function Overview({ of, filters, onFilters }: { of: OfTimeline; filters: readonly ListFilter[]; onFilters: (next: readonly ListFilter[]) => void }) {
  const [view, setView] = useState<{ fromUs: number; toUs: number } | null>(null);
  const { fromUs, toUs, ...anyTime } = of.filters;
  // The axis is that of all rows, whatever is filtered: places in time stay where they are.
  const whole = useCall('timeline.density', { scope: of.scope, bins: 1 }, { keepPrevious: true });
  const axis = view ?? (whole.data === undefined || whole.data.startUs === null || whole.data.endUs === null ? null : { fromUs: whole.data.startUs, toUs: whole.data.endUs });
  const density = useCall('timeline.density', { scope: of.scope, filters: anyTime, bins: BINS, ...axis }, { keepPrevious: true, enabled: whole.data !== undefined });
  const d = density.data;
  if (density.isError) return <ErrorState title="The overview cannot be drawn" error={density.error} onRetry={() => void density.refetch()} />;
  if (d === undefined || d.startUs === null || d.endUs === null) return <div className="timeline-overview" aria-busy={d === undefined} />;
  const { startUs, binUs, endUs } = d;
  const bars: Bar[] = [];
  d.eventCounts.forEach((events, k) => { const alerts = d.alertCounts[k]!; if (events + alerts > 0) bars.push({ startUs: startUs + k * binUs, counts: { events, alerts } }); });
  const chosen = fromUs === undefined && toUs === undefined ? null : { startUs: fromUs ?? startUs, endUs: toUs ?? endUs };
  const inView = d.eventCounts.reduce((a, b) => a + b, 0) + d.alertCounts.reduce((a, b) => a + b, 0);
  const without = d.eventsWithoutTime + d.alertsWithoutTime;
  return (
    <div className="timeline-overview">
      <TimeBars label="Rows over time" noun={['row', 'rows']} startUs={startUs} binUs={binUs} binCount={BINS} bars={bars} series={SERIES} height={44} chosenUs={null} chosen={chosen} onChoose={(us) => onFilters(chosen?.startUs === us && chosen.endUs === us + binUs ? withColumn(filters, 'time', []) : withSpan(filters, us, us + binUs))} onSpan={(from, to) => onFilters(withSpan(filters, from, to))} />
      <p className="timeline-span small">
        <span>{spanWords(startUs, endUs, binUs)}: {plural(inView, 'row')}{without > 0 ? <span className="tertiary">, and {plural(without, 'row')} without a time</span> : null}</span>
        {chosen === null ? null : <><button type="button" className="btn quiet" onClick={() => onFilters(withColumn(filters, 'time', []))}>Any time</button><button type="button" className="btn quiet" onClick={() => setView({ fromUs: chosen.startUs, toUs: Math.max(chosen.startUs + BINS, chosen.endUs) })}><ZoomInRegular aria-hidden />Zoom to selection</button></>}
        {view === null ? null : <button type="button" className="btn quiet" onClick={() => setView(null)}><ZoomOutRegular aria-hidden />Whole time</button>}
      </p>
    </div>
  );
}
