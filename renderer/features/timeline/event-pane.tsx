/** One event in full: what it says, whom it names, the process it is about, what else carries it, and its raw record. */
import { ArrowDownRegular, ArrowUpRegular, FlagFilled, FlagRegular } from '@fluentui/react-icons';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { visibleText } from '../../../shared/base/text.ts';
import type { EventDetail, OfTimeline } from '../../../shared/contract/timeline.ts';
import { formatDuration, TimeText, useCall, useClient } from '../../state/index.ts';
import { EntityIcon, EntityName, ErrorState, InertText, label, Loading, plural, SeverityGlyph, SidePane, StatusBadge, VerdictBadge } from '../../ui/index.ts';
import { useIsReadOnly } from '../manage/index.ts';
import { RawRecord } from '../record/index.ts';
import { GROUP_LABEL } from './columns.tsx';
import type { Selected } from './filters.ts';

const ROLE = { device: 'Device', actor: 'Actor', account: 'Account', target: 'Target' } as const;
const AROUND_US = 5 * 60_000_000;

export function EventPane({ of, eventId, onClose, onSelect, onSpan }: { of: OfTimeline; eventId: number; onClose: () => void; onSelect: (s: Selected) => void; onSpan: (startUs: number, endUs: number) => void }) {
  const event = useCall('event.get', { ...of, eventId }, { keepPrevious: true });
  const e = event.data?.eventId === eventId ? event.data : undefined;
  const { previous = null, next = null } = e?.neighbours ?? {};
  return (
    <SidePane label="Selected event" closes="Close event" onClose={onClose} title={<span className="badge">Event
      <button type="button" className="icon-btn" aria-label="Earlier event" disabled={previous === null} title={previous === null ? 'No earlier event in this view' : visibleText(previous.summary).slice(0, 300)} onClick={() => { if (previous) onSelect({ kind: 'event', eventId: previous.eventId }); }}><ArrowUpRegular /></button>
      <button type="button" className="icon-btn" aria-label="Later event" disabled={next === null} title={next === null ? 'No later event in this view' : visibleText(next.summary).slice(0, 300)} onClick={() => { if (next) onSelect({ kind: 'event', eventId: next.eventId }); }}><ArrowDownRegular /></button></span>}>
      {event.isError ? <ErrorState title="This event cannot be shown" error={event.error} onRetry={() => void event.refetch()} /> : e === undefined ? <Loading label="Reading the event" rows={8} /> : <>
        <Head event={e} onSpan={onSpan} />
        <Flag key={e.eventId} event={e} />
        <Chain event={e} />
        <Named event={e} />
        {e.alerts.length === 0 ? null : <div className="section"><h3>Alerts that this record names</h3><ul className="entity-rows">{e.alerts.map((a) => <li key={a.alertId}><span className="badge"><SeverityGlyph severity={a.severity} /><Link className="link ellipsis" to="/alerts/$alertId" params={{ alertId: a.alertId }}><InertText text={a.title} limit={200} /></Link></span><span className="second small"><StatusBadge status={a.status} /><TimeText us={a.firstActivityUs} /></span></li>)}</ul></div>}
        <Fields event={e} />
        <div className="section"><h3>Source</h3>
          <p className="small"><InertText text={e.record.fileName} limit={160} />{e.alsoIn.length > 0 ? <span className="tertiary">, also in {e.alsoIn.map((s, i) => <span key={s.sourceId}>{i > 0 ? ', ' : ''}<InertText text={s.fileName} limit={120} /></span>)}</span> : null}</p>
          <RawRecord key={e.eventId} recordId={e.recordId} /></div>
      </>}
    </SidePane>
  );
}

function Head({ event: e, onSpan }: { event: EventDetail; onSpan: (startUs: number, endUs: number) => void }) {
  return (
    <div className="section">
      <h2 style={{ fontSize: 15, lineHeight: '20px', marginBottom: 4 }}><InertText text={label(e.actionType)} limit={120} /></h2>
      <p className="mono small" style={{ overflowWrap: 'anywhere', marginBottom: 8 }}><InertText text={e.summary} limit={2000} /></p>
      <dl className="facts">
        <dt>Time</dt><dd><TimeText us={e.timeUs} missing="not stated" />{e.timeField === null || e.timeText === null ? null : <span className="tertiary small"> <InertText text={`${e.timeField}: ${e.timeText}`} limit={160} /></span>}</dd>
        {e.timeNote === null ? null : <><dt>About the time</dt><dd><InertText text={e.timeNote} limit={300} /></dd></>}
        <dt>Event group</dt><dd>{GROUP_LABEL[e.group] ?? e.group}</dd>
        <dt>Source</dt><dd><InertText text={e.source} limit={160} />{e.windowsEventId === null ? null : <span className="tertiary"> event {e.windowsEventId}</span>}</dd>
        {e.mitreTechniques.length === 0 ? null : <><dt>Techniques</dt><dd className="mono"><InertText text={e.mitreTechniques.join(', ')} limit={300} /></dd></>}
      </dl>
      {e.timeUs === null ? null : <p style={{ marginTop: 8 }}><button type="button" className="btn" onClick={() => onSpan(e.timeUs! - AROUND_US, e.timeUs! + AROUND_US + 1)}>Only {formatDuration(AROUND_US)} around it</button></p>}
    </div>
  );
}

function Flag({ event: e }: { event: EventDetail }) {
  const client = useClient();
  const isReadOnly = useIsReadOnly();
  const [comment, setComment] = useState('');
  const [problem, setProblem] = useState<unknown>(null);
  const set = (flagged: boolean) => void client.call('event.flag', { eventIds: [e.eventId], flagged, ...(flagged && comment.trim() !== '' ? { comment: comment.trim() } : {}) }).then(() => { setComment(''); setProblem(null); }, setProblem);
  return (
    <div className="section">
      <h3>Flag</h3>
      {problem === null ? null : <ErrorState title="The flag was not changed" error={problem} />}
      {e.flag === null ? isReadOnly ? <p className="tertiary">Not flagged. This case cannot be written.</p> : (
        <form className="flag-form" onSubmit={(f) => { f.preventDefault(); set(true); }}><input className="input" aria-label="Why it matters (optional)" placeholder="Why it matters (optional)" value={comment} maxLength={2000} onChange={(c) => setComment(c.target.value)} /><button type="submit" className="btn"><FlagRegular aria-hidden />Flag</button></form>
      ) : (
        <><p className="badge"><FlagFilled aria-hidden style={{ color: 'var(--accent-line)' }} />Flagged by <InertText text={e.flag.actor} limit={80} /> <TimeText us={e.flag.atUs} /></p>{e.flag.comment === null ? null : <p style={{ overflowWrap: 'anywhere' }}><InertText text={e.flag.comment} limit={2000} /></p>}{isReadOnly ? null : <p style={{ marginTop: 6 }}><button type="button" className="btn" onClick={() => set(false)}>Remove the flag</button></p>}</>
      )}
    </div>
  );
}

/** Ancestors first, as a tree of one branch. */
function Chain({ event: e }: { event: EventDetail }) {
  const { nodes, top } = e.processChain;
  const about = nodes[0];
  if (about === undefined) return null;
  return (
    <div className="section">
      <h3>Process tree</h3>
      {top === 'limited' ? <p className="small tertiary">Only the nearest ancestors are shown.</p> : top === 'ring' ? <p className="small tertiary">Records contradict each other: the ancestors lead back to the process.</p> : null}
      <ol className="event-chain" aria-label="Processes from the earliest ancestor to the process of this event">
        {nodes.toReversed().map((n, depth) => (
          <li key={n.entityId} style={{ paddingLeft: depth * 14 }}>
            <span className="badge"><EntityIcon kind="process" /><Link className="link ellipsis" to="/entities/$entityId" params={{ entityId: n.entityId }} search={{ tab: 'processes' }} {...(n === about ? { 'aria-current': true } : {})}><InertText text={n.displayName} limit={120} /></Link>{n.verdict === 'unknown' ? null : <VerdictBadge verdict={n.verdict} />}</span>
            {n.commandLine === null ? null : <span className="mono caption secondary event-command" title={visibleText(n.commandLine).slice(0, 2000)}><InertText text={n.commandLine} limit={240} /></span>}
          </li>))}
      </ol>
      <Link className="link small" to="/entities/$entityId" params={{ entityId: about.entityId }} search={{ tab: 'processes' }}>Open the whole process tree</Link>
    </div>
  );
}

function Named({ event: e }: { event: EventDetail }) {
  if (e.entities.length === 0) return null;
  return (
    <div className="section">
      <h3>Entities</h3>
      <dl className="facts">{e.entities.map((x) => <Pair key={`${x.role} ${x.entityId}`} name={ROLE[x.role]}><span className="badge"><EntityIcon kind={x.kind} labelled /><Link className="link ellipsis" to="/entities/$entityId" params={{ entityId: x.entityId }}><EntityName kind={x.kind} name={x.displayName} /></Link></span>{x.verdict === 'unknown' ? null : <VerdictBadge verdict={x.verdict} />}{x.alertCount === 0 ? null : <span className="tertiary small"> {plural(x.alertCount, 'alert')}</span>}</Pair>)}</dl>
    </div>
  );
}
const Pair = ({ name, children }: { name: string; children: React.ReactNode }) => <><dt>{name}</dt><dd>{children}</dd></>;

function Fields({ event: e }: { event: EventDetail }) {
  if (e.fields.length === 0) return null;
  return (
    <div className="section">
      <h3>Fields <span className="tertiary">{e.fields.length < e.fieldTotal ? `the first ${e.fields.length.toLocaleString('en')} of ${e.fieldTotal.toLocaleString('en')}` : e.fieldTotal.toLocaleString('en')}</span></h3>
      <dl className="facts">{e.fields.map((f) => <Pair key={f.name} name={visibleText(f.name)}><span className="mono small" style={{ overflowWrap: 'anywhere' }}><InertText text={f.value} limit={2000} />{f.isCut ? <span className="tertiary"> cut; whole in the raw record</span> : null}</span></Pair>)}</dl>
    </div>
  );
}
