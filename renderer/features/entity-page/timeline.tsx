/** Events of an entity in time order, read on as one scrolls; the alerts that name it stand among them. */
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { AlertRow, EventRow } from '../../../shared/contract/model.ts';
import { TimeText, useCall, useEventPages, useSettled } from '../../state/index.ts';
import { EmptyState, ErrorState, InertText, label, Loading, plural, SeverityGlyph } from '../../ui/index.ts';
import { RawRecord } from '../record/index.ts';

const PAGE = 200;
type Item = { readonly kind: 'event'; readonly event: EventRow; readonly us: number | null } | { readonly kind: 'alert'; readonly alert: AlertRow; readonly us: number | null };

export function Timeline({ entityId }: { entityId: string }) {
  const [typed, setTyped] = useState('');
  const search = useSettled(typed);
  const events = useEventPages({ entityId, limit: PAGE, ...(search === '' ? {} : { search }) });
  const alerts = useCall('alert.list', { entityId, limit: 10_000 });
  const read = events.items;
  const items = (read ?? []).map((event): Item => ({ kind: 'event', event, us: event.timeUs }));
  // An alert stands among the events that are read; those after the last of them come with the next page.
  const until = events.hasMore ? (read?.at(-1)?.timeUs ?? -1) : Infinity;
  const among = search === '' ? (alerts.data?.items ?? []).filter((a) => (a.firstActivityUs ?? -1) <= until).map((alert): Item => ({ kind: 'alert', alert, us: alert.firstActivityUs })) : [];
  const lines = [...items, ...among].toSorted((a, b) => (a.us ?? -1) - (b.us ?? -1));
  if (events.error !== null) return <ErrorState title="The timeline cannot be read" error={events.error} onRetry={events.again} />;
  return (
    <div className="pane">
      <div className="list-tools"><span className="search"><input className="input" style={{ paddingLeft: 8 }} type="search" aria-label="Search the timeline" placeholder="Text of an event" value={typed} maxLength={500} onChange={(e) => setTyped(e.target.value)} /></span></div>
      <div className="pane-body" onScroll={(e) => { const box = e.currentTarget; if (box.scrollHeight - box.scrollTop - box.clientHeight < 800) events.readOn(); }}>
        {read === undefined ? <Loading label="Reading the timeline" rows={10} /> : events.total === 0 ? <EmptyState title="No event matches">The search looks at what events say.</EmptyState> : (
          <table className="plain-table" aria-label="Timeline"><thead><tr><th scope="col">Time</th><th scope="col">Event</th><th scope="col">What</th><th scope="col">Account</th><th scope="col">Technique</th><th scope="col">Source</th></tr></thead>
            <tbody>{lines.map((i) => (i.kind === 'alert' ? (
              <tr key={`alert ${i.alert.alertId}`} className="current"><td className="nowrap"><TimeText us={i.us} /></td><td>Alert</td><td colSpan={2}><span className="badge"><SeverityGlyph severity={i.alert.severity} /><Link className="link" to="/alerts/$alertId" params={{ alertId: i.alert.alertId }}><InertText text={i.alert.title} limit={200} /></Link></span></td><td className="mono small">{i.alert.mitreTechniques.join(', ')}</td><td /></tr>
            ) : (
              <tr key={i.event.eventId}><td className="nowrap"><TimeText us={i.us} /></td><td><InertText text={label(i.event.actionType)} limit={60} /></td><td className="mono small" style={{ overflowWrap: 'anywhere' }}><InertText text={i.event.summary} limit={400} /></td><td><InertText text={i.event.accountName ?? ''} limit={80} /></td><td className="mono small">{i.event.mitreTechniques.length > 0 ? <strong>{i.event.mitreTechniques.join(', ')}</strong> : null}</td><td className="nowrap"><RawRecord recordId={i.event.recordId} /></td></tr>)))}</tbody></table>
        )}
      </div>
      <div className="foot"><span role="status">{read === undefined || events.total === undefined ? '' : `${read.length < events.total ? `${read.length.toLocaleString('en')} of ` : ''}${plural(events.total, 'event')}, oldest first${search === '' ? `, and ${plural(alerts.data?.total ?? 0, 'alert')} among them` : ''}`}</span>{events.hasMore ? <button type="button" className="btn quiet link" onClick={events.readOn}>Show more</button> : null}</div>
    </div>
  );
}
