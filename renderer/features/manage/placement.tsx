/** Which alerts belong together: merging incidents, moving alerts to another or a new incident, taking them out. */
import { useState } from 'react';
import type { Input } from '../../../shared/contract/procedures.ts';
import { useCall, useClient, useSettled } from '../../state/index.ts';
import { Dialog, InertText, plural } from '../../ui/index.ts';
import { Choice, Field } from './manage-form.tsx';

const MERGE_REASONS = [['sameAttack', 'Part of the same attack'], ['sameCampaign', 'Part of the same campaign'], ['duplicate', 'The same incident twice'], ['other', 'Other']] as const;
const MOVE_REASONS = [['sameAttack', 'Belongs to that attack'], ['wrongCorrelation', 'Was put into the wrong incident'], ['differentAttack', 'Is another attack'], ['other', 'Other']] as const;

const Problem = ({ error }: { error: unknown }) => (error === null ? null : <div className="callout" role="alert"><InertText text={error instanceof Error ? error.message : String(error)} limit={1000} /></div>);

/** An incident of the case, found by name or id. */
function IncidentPicker({ label: name, value, except, onChange }: { label: string; value: string | null; except: readonly string[]; onChange: (incidentId: string) => void }) {
  const [typed, setTyped] = useState('');
  const search = useSettled(typed);
  const found = useCall('incident.list', { limit: 20, ...(search === '' ? {} : { search }), filters: [{ column: 'status', op: 'notIn', values: ['redirected'] }, { column: 'incidentId', op: 'notIn', values: [...except, ''] }] }, { keepPrevious: true });
  return (
    <fieldset className="picker">
      <legend>{name}</legend>
      <input className="input" type="search" aria-label="Find an incident" placeholder="Name, id or asset" value={typed} maxLength={300} onChange={(e) => setTyped(e.target.value)} />
      <ul>
        {found.data?.items.map((i) => <li key={i.incidentId}><label><input type="radio" name="picked-incident" checked={i.incidentId === value} onChange={() => onChange(i.incidentId)} /><span className="mono"><InertText text={i.incidentId} limit={60} /></span><span className="ellipsis"><InertText text={i.displayName} limit={160} /></span></label></li>)}
        {found.data?.items.length === 0 ? <li className="tertiary">No other incident matches.</li> : null}
      </ul>
      {found.data && found.data.items.length < found.data.total ? <p className="small tertiary">The first {found.data.items.length} of {plural(found.data.total, 'incident')}; type to find the others.</p> : null}
    </fieldset>
  );
}

/** `ids`: one incident, whose target is chosen here, or two, of which either may be kept. */
export function MergeDialog({ ids, onClose }: { ids: readonly string[]; onClose: () => void }) {
  const client = useClient();
  const [source, setSource] = useState(ids.length === 2 ? ids[1]! : ids[0]!);
  const [picked, setPicked] = useState<string | null>(null);
  const target = ids.length === 2 ? ids.find((id) => id !== source)! : picked;
  const check = useCall('incident.mergeCheck', { sourceIncidentId: source, targetIncidentId: target ?? source }, { enabled: target !== null });
  const [reason, setReason] = useState<Input<'incident.merge'>['reason']>('sameAttack');
  const [comment, setComment] = useState('');
  const [problem, setProblem] = useState<unknown>(null);
  const isAllowed = target !== null && check.data?.allowed === true && (reason !== 'other' || comment.trim() !== '');
  const merge = () => { client.call('incident.merge', { sourceIncidentId: source, targetIncidentId: target!, reason, ...(comment.trim() === '' ? {} : { comment }) }).then(onClose, setProblem); };
  return (
    <Dialog narrow title="Merge incidents" onClose={onClose} footer={<><button type="button" className="btn" onClick={onClose}>Cancel</button><button type="button" className="btn primary" disabled={!isAllowed} onClick={merge}>Merge</button></>}>
      <Problem error={problem} />
      <div className="manage-form">
        {ids.length === 2 ? <fieldset className="picker"><legend>Keep this incident</legend><ul>{ids.map((id) => <li key={id}><label><input type="radio" name="kept-incident" checked={id === target} onChange={() => setSource(ids.find((x) => x !== id)!)} /><span className="mono"><InertText text={id} limit={60} /></span></label></li>)}</ul></fieldset>
          : <IncidentPicker label={`Merge incident ${source} into`} value={picked} except={[source]} onChange={setPicked} />}
        <p>All alerts, assets and comments of incident <span className="mono"><InertText text={source} limit={60} /></span> move; it then points to the other. Nothing is lost, and it can be undone.</p>
        {check.data && !check.data.allowed ? <div className="callout" role="alert" style={{ margin: 0 }}><p>These two cannot be merged:</p><ul>{check.data.refusals.map((r) => <li key={r.rule}><InertText text={r.message} limit={400} /></li>)}</ul></div> : null}
        <Field name="Reason"><Choice value={reason} options={MERGE_REASONS} onChange={(v) => setReason(v as typeof reason)} /></Field>
        <Field name={reason === 'other' ? 'Comment (say why)' : 'Comment'}><textarea className="input" rows={3} maxLength={30_000} value={comment} onChange={(e) => setComment(e.target.value)} /></Field>
      </div>
    </Dialog>
  );
}

export function MoveDialog({ ids, onClose }: { ids: readonly string[]; onClose: () => void }) {
  const client = useClient();
  const [where, setWhere] = useState<'existing' | 'new' | 'own'>('existing');
  const [incidentId, setIncidentId] = useState<string | null>(null);
  const [name, setName] = useState('');
  const [reason, setReason] = useState<Input<'alert.move'>['reason']>('sameAttack');
  const [comment, setComment] = useState('');
  const [problem, setProblem] = useState<unknown>(null);
  const isReady = (where === 'existing' ? incidentId !== null : where === 'own' || name.trim() !== '') && (reason !== 'other' || comment.trim() !== '');
  const move = () => {
    const said = { alertIds: [...ids], reason, ...(comment.trim() === '' ? {} : { comment }) };
    (where === 'own' ? client.call('alert.unlink', said) : client.call('alert.move', { ...said, ...(where === 'existing' ? { incidentId: incidentId! } : { newIncidentName: name }) })).then(onClose, setProblem);
  };
  return (
    <Dialog narrow title={ids.length === 1 ? 'Move alert' : `Move ${plural(ids.length, 'alert')}`} onClose={onClose} footer={<><button type="button" className="btn" onClick={onClose}>Cancel</button><button type="button" className="btn primary" disabled={!isReady} onClick={move}>Move</button></>}>
      <Problem error={problem} />
      <div className="manage-form">
        <div className="segmented" role="group" aria-label="Where to">{([['existing', 'Another incident'], ['new', 'A new incident'], ['own', ids.length === 1 ? 'Unlink: its own incident' : 'Unlink: one incident each']] as const).map(([id, text]) => <button key={id} type="button" aria-pressed={where === id} onClick={() => setWhere(id)}>{text}</button>)}</div>
        {where === 'existing' ? <IncidentPicker label="To" value={incidentId} except={[]} onChange={setIncidentId} /> : where === 'new' ? <Field name="Name of the new incident"><input className="input" value={name} maxLength={500} onChange={(e) => setName(e.target.value)} /></Field> : <p className="tertiary">Every alert belongs to one incident: what is unlinked gets an incident of its own.</p>}
        <Field name="Reason"><Choice value={reason} options={MOVE_REASONS} onChange={(v) => setReason(v as typeof reason)} /></Field>
        <Field name={reason === 'other' ? 'Comment (say why)' : 'Comment'}><textarea className="input" rows={3} maxLength={30_000} value={comment} onChange={(e) => setComment(e.target.value)} /></Field>
      </div>
    </Dialog>
  );
}
