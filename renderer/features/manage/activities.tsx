/** The log of what was done: to an incident, an alert, an entity, or the whole case. */
import { useState } from 'react';
import type { ActivityEntry } from '../../../shared/contract/model.ts';
import { TimeText, useCall, useSettled } from '../../state/index.ts';
import { EmptyState, ErrorState, InertText, label, Loading, plural, statusWord } from '../../ui/index.ts';

const STEP = 200;
const KINDS = [['', 'Everything'], ['incident.', 'Incidents'], ['alert.', 'Alerts'], ['entity.', 'Entities'], ['comment.', 'Comments'], ['note.', 'Notes'], ['import.', 'Imports'], ['change.', 'Undone changes']] as const;

export function Activities({ scope }: { scope: { incidentId?: string; alertId?: string; entityId?: string } }) {
  const [shown, setShown] = useState(STEP);
  const [action, setAction] = useState('');
  const [typed, setTyped] = useState('');
  const text = useSettled(typed);
  const log = useCall('activity.list', { ...scope, limit: Math.min(shown, 10_000), ...(action === '' ? {} : { action }), ...(text === '' ? {} : { text }) }, { keepPrevious: true });
  return (
    <div className="pane">
      <div className="list-tools">
        <span className="search"><input className="input" style={{ paddingLeft: 8 }} type="search" aria-label="Search activities" placeholder="Who, what or which value" value={typed} maxLength={500} onChange={(e) => setTyped(e.target.value)} /></span>
        <select className="input" aria-label="Kind of activity" value={action} onChange={(e) => setAction(e.target.value)}>{KINDS.map(([v, t]) => <option key={v} value={v}>{t}</option>)}</select>
      </div>
      <div className="pane-body">
        {log.isError ? <ErrorState title="The activities cannot be listed" error={log.error} onRetry={() => void log.refetch()} /> : log.data === undefined ? <Loading label="Reading activities" /> : log.data.total === 0 ? <EmptyState title="No activities">{text === '' && action === '' ? 'Nothing was changed here yet. Every change and every import is written down.' : 'Nothing matches the search.'}</EmptyState> : (
          <table className="plain-table" aria-label="Activities"><thead><tr><th scope="col">Time</th><th scope="col">Who</th><th scope="col">What</th><th scope="col">On</th><th scope="col">Change</th></tr></thead>
            <tbody>{log.data.items.map((e) => (
              <tr key={e.seq}><td className="nowrap"><TimeText us={e.atUs} /></td><td><InertText text={e.actor} limit={100} /></td><td>{label(e.action.replace(/\.(\w)/, (_m, c: string) => c.toUpperCase()))}</td><td>{e.targetId === null ? '' : <><span className="tertiary">{e.targetKind} </span><InertText text={e.targetName ?? e.targetId} limit={400} /></>}</td><td><Change entry={e} /></td></tr>))}</tbody></table>
        )}
      </div>
      <div className="foot"><span role="status">{log.data === undefined ? '' : log.data.items.length < log.data.total ? `${log.data.items.length.toLocaleString('en')} of ${plural(log.data.total, 'entry', 'entries')}, newest first` : `${plural(log.data.total, 'entry', 'entries')}, newest first`}</span>{log.data && log.data.items.length < log.data.total ? <button type="button" className="btn quiet link" onClick={() => setShown((n) => n + STEP)}>Show more</button> : null}</div>
    </div>
  );
}

function Change({ entry: e }: { entry: ActivityEntry }) {
  return (
    <>
      {e.field === null ? null : <><span className="tertiary">{label(e.field)}: </span><Value value={e.old} /> <span aria-label="became">→</span> <Value value={e.new} /></>}
      {e.reason ? <p className="small"><span className="tertiary">Reason: </span><InertText text={label(e.reason)} limit={300} /></p> : null}
    </>
  );
}
function Value({ value }: { value: unknown }) {
  if (value === null || value === undefined || value === '' || value === 'unknown') return <span className="tertiary">not set</span>;
  if (Array.isArray(value)) return <InertText text={value.map(String).join(', ') || 'none'} limit={300} />;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return <InertText text={statusWord(text) === text ? label(text) : statusWord(text)} limit={300} />;
}
