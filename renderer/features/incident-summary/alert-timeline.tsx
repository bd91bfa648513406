/** The alerts of the incident in time order, any number of them; bars of the same alerts over time lead to their place in the list. */
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { AlertRow } from '../../../shared/contract/model.ts';
import type { IncidentSummary } from '../../../shared/contract/index.ts';
import { formatDuration, patchSession, TimeText, useCall } from '../../state/index.ts';
import { EmptyState, InertText, label, plural, SeverityGlyph, StatusBadge, TimeBars, VirtualList, words, type Bar, type BarSeries } from '../../ui/index.ts';

const PAGE = 100;
const ROW = 44;
/** From the ground up: the most severe stand on it and can be compared. */
export const SEVERITY_BARS: readonly BarSeries[] = (['high', 'medium', 'low', 'informational', 'unknown'] as const).map((id) => ({ id, word: words.severity[id].word.toLowerCase(), color: `var(--severity-${id}-color)` }));

export function AlertTimeline({ incidentId, alerts, eventCount }: { incidentId: string; alerts: IncidentSummary['alerts']; eventCount: number }) {
  const { bins, total } = alerts;
  const [chosen, setChosen] = useState<number | null>(null);
  const [goTo, setGoTo] = useState<{ index: number } | null>(null);
  const bars = useMemo((): Bar[] => bins.items.map((b) => ({ startUs: b.startUs, counts: b.alerts })), [bins]);
  if (total === 0) return <EmptyState title="No alerts">This incident was created here from telemetry: {plural(eventCount, 'event')}, no alert. Its attack story tells what happened.</EmptyState>;
  const choose = (startUs: number) => {
    setChosen(startUs);
    // The list stands in the order of the bars, so what comes before a bar is what the bars before it hold.
    setGoTo({ index: bars.filter((b) => b.startUs < startUs).reduce((n, b) => n + Object.values(b.counts).reduce((x, y) => x + y, 0), 0) });
  };
  return (
    <>
      {bins.startUs !== null && bins.count > 1 ? <div className="timeline-bars"><TimeBars label="Alerts over time" noun={['alert', 'alerts']} startUs={bins.startUs} binUs={bins.binUs} binCount={bins.count} bars={bars} series={SEVERITY_BARS} height={56} chosenUs={chosen} onChoose={choose} /></div> : null}
      <div style={{ flex: 1, minHeight: 0 }}><VirtualList label="Alert timeline" count={total} rowHeight={ROW} goTo={goTo} row={(index) => <Row incidentId={incidentId} index={index} />} /></div>
      <div className="foot"><span>{plural(total, 'alert')}, {alerts.active.toLocaleString('en')} active, in order of first activity{alerts.withoutTime > 0 ? `; ${alerts.withoutTime.toLocaleString('en')} without a time ${alerts.withoutTime === 1 ? 'stands' : 'stand'} last` : ''}</span><span style={{ flex: 1 }} /><Link className="link" to="/incidents/$incidentId" params={{ incidentId }} search={{ tab: 'alerts' }}>Open the Alerts tab</Link></div>
    </>
  );
}

/** Rows of one page share one answer. Each page begins with the last alert of the page before: what passed since then is said on every row. */
function Row({ incidentId, index }: { incidentId: string; index: number }) {
  const offset = Math.max(0, Math.floor(index / PAGE) * PAGE - 1);
  const page = useCall('alert.list', { incidentId, offset, limit: PAGE + 1 });
  if (page.isError) return <p className="timeline-row tertiary">This alert cannot be read. <button type="button" className="link" onClick={() => void page.refetch()}>Try again</button></p>;
  const alert = page.data?.items[index - offset];
  if (alert === undefined) return <div className="skeleton" style={{ width: '70%', margin: '16px 12px' }} />;
  return <AlertLink incidentId={incidentId} alert={alert} before={page.data?.items[index - offset - 1] ?? null} />;
}

function AlertLink({ incidentId, alert: a, before }: { incidentId: string; alert: AlertRow; before: AlertRow | null }) {
  const passed = a.firstActivityUs !== null && before?.firstActivityUs != null ? a.firstActivityUs - before.firstActivityUs : null;
  return (
    <Link className="timeline-row" to="/incidents/$incidentId" params={{ incidentId }} search={{}} activeOptions={{ exact: true }} title="Open in the attack story" onClick={() => patchSession({ incidentId, selection: { kind: 'alert', id: a.alertId } })}>
      <span className="when"><TimeText us={a.firstActivityUs} short />{passed !== null && passed >= 60_000_000 ? <span className="caption tertiary">{formatDuration(passed)} later</span> : null}</span>
      <span className="rail-mark" aria-hidden><SeverityGlyph severity={a.severity} /></span>
      <span className="what"><span className="ellipsis name"><InertText text={a.title} limit={200} /></span><span className="ellipsis small tertiary">{words.severity[a.severity].word}{a.category === null ? '' : <> · <InertText text={label(a.category)} limit={60} /></>}{a.assetNames.length > 0 ? <> · <InertText text={a.assetNames.join(', ')} limit={120} />{a.assetCount > a.assetNames.length ? ` and ${(a.assetCount - a.assetNames.length).toLocaleString('en')} more` : ''}</> : null}</span></span>
      <StatusBadge status={a.status} />
    </Link>
  );
}
