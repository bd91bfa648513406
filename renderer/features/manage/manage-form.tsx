/** Manage incident and Manage alert, for one or many: only what is touched is changed. */
import { useState, type ReactNode } from 'react';
import { DETERMINATIONS_OF, determinationFits } from '../../../shared/domain/incident/classification.ts';
import type { Input } from '../../../shared/contract/procedures.ts';
import type { AlertRow, IncidentRow } from '../../../shared/contract/model.ts';
import { useCall, useClient } from '../../state/index.ts';
import { Dialog, ErrorState, InertText, label, Loading, plural, statusWord } from '../../ui/index.ts';
import { TagEditor } from './tag-editor.tsx';

type Row = IncidentRow | AlertRow;
type Changes = Input<'incident.update'>['changes'] & Input<'alert.update'>['changes'];
const CLASSIFICATIONS = ['unknown', 'truePositive', 'informationalExpectedActivity', 'falsePositive'] as const;
const SEVERITIES = ['high', 'medium', 'low', 'informational'] as const;
const MIXED = '\0mixed';

/** The value all rows share, or that they differ. */
const shared = <T extends string | null>(rows: readonly Row[], of: (row: Row) => T): T | typeof MIXED => (rows.every((r) => of(r) === of(rows[0]!)) ? of(rows[0]!) : MIXED);

export function ManageForm({ kind, ids, onClose }: { kind: 'incidents' | 'alerts'; ids: readonly string[]; onClose: () => void }) {
  const filters = [{ column: kind === 'incidents' ? 'incidentId' : 'alertId', op: 'in' as const, values: [...ids] }];
  const incidents = useCall('incident.list', { filters, limit: 1000 }, { enabled: kind === 'incidents' });
  const alerts = useCall('alert.list', { filters, limit: 1000 }, { enabled: kind === 'alerts' });
  const read = kind === 'incidents' ? incidents : alerts;
  const rows: readonly Row[] | undefined = read.data?.items;
  const title = kind === 'incidents' ? (ids.length === 1 ? 'Manage incident' : `Manage ${plural(ids.length, 'incident')}`) : ids.length === 1 ? 'Manage alert' : `Manage ${plural(ids.length, 'alert')}`;
  if (rows === undefined || rows.length === 0) {
    return <Dialog narrow title={title} onClose={onClose} footer={<button type="button" className="btn" onClick={onClose}>Close</button>}>{read.isError ? <ErrorState title="It cannot be read" error={read.error} /> : rows === undefined ? <Loading label="Reading" rows={5} /> : <p>Nothing of it is in the case any more.</p>}</Dialog>;
  }
  return <Form kind={kind} rows={rows} title={title} onClose={onClose} />;
}

function Form({ kind, rows, title, onClose }: { kind: 'incidents' | 'alerts'; rows: readonly Row[]; title: string; onClose: () => void }) {
  const client = useClient();
  const [changes, setChanges] = useState<Changes>({});
  const [comment, setComment] = useState('');
  const [resolveAlerts, setResolveAlerts] = useState(true);
  const [problem, setProblem] = useState<unknown>(null);
  const [isSaving, setSaving] = useState(false);
  const people = useCall('list.facets', { list: kind, column: 'assignedTo' });
  const set = (change: Partial<Changes>) => setChanges((c) => ({ ...c, ...change }));
  const one = rows.length === 1 ? rows[0]! : null;
  const incident = one !== null && 'displayName' in one ? one : null;
  const classification = changes.classification ?? shared(rows, (r) => r.classification);
  const determination = changes.determination ?? shared(rows, (r) => r.determination ?? 'unknown');
  // A determination that fits the new classification stays.
  const classify = (to: (typeof CLASSIFICATIONS)[number]) => setChanges(({ determination: _d, classification: _c, ...c }) => {
    const isSame = rows.every((r) => r.classification === to);
    return { ...c, ...(isSame ? {} : { classification: to }), ...(rows.every((r) => determinationFits(to, r.determination)) ? {} : { determination: 'unknown' as const }) };
  });
  const status = changes.status ?? shared(rows, (r) => r.status);
  const active = rows.reduce((n, r) => n + ('activeAlertCount' in r ? r.activeAlertCount : 0), 0);
  const isUntouched = Object.keys(changes).length === 0 && comment.trim() === '';
  const save = () => {
    setSaving(true);
    const said = comment.trim() === '' ? {} : { comment };
    const done = kind === 'incidents'
      ? client.call('incident.update', { incidentIds: rows.map((r) => (r as IncidentRow).incidentId), changes: changes as Input<'incident.update'>['changes'], ...said, ...(changes.status === 'resolved' && active > 0 ? { resolveAlerts } : {}) })
      : client.call('alert.update', { alertIds: rows.map((r) => (r as AlertRow).alertId), changes: changes as Input<'alert.update'>['changes'], ...said });
    done.then(onClose, (error: unknown) => { setProblem(error); setSaving(false); });
  };
  return (
    <Dialog narrow title={title} onClose={onClose} footer={<><button type="button" className="btn" onClick={onClose}>Cancel</button><button type="button" className="btn primary" disabled={isUntouched || isSaving} onClick={save}>Save</button></>}>
      {problem === null ? null : <div className="callout" role="alert"><InertText text={problem instanceof Error ? problem.message : String(problem)} limit={1000} /></div>}
      <form className="manage-form" onSubmit={(e) => { e.preventDefault(); if (!isUntouched && !isSaving) save(); }}>
        {incident === null ? null : <Field name="Name"><input className="input" value={changes.displayName ?? incident.displayName} maxLength={500} onChange={(e) => set({ displayName: e.target.value })} /></Field>}
        {rows.length > 1 ? <p className="small tertiary">Only what you change here is changed; the {rows.length.toLocaleString('en')} keep the rest of what they have.</p> : null}
        <div className="field-row">
          <Field name="Severity"><Choice value={changes.severity ?? shared(rows, (r) => r.severity)} options={SEVERITIES.map((s) => [s, label(s)])} onChange={(v) => set({ severity: v as (typeof SEVERITIES)[number] })} /></Field>
          <Field name="Status"><Choice value={status} options={(kind === 'incidents' ? ['active', 'inProgress', 'resolved'] : ['new', 'inProgress', 'resolved']).map((s) => [s, statusWord(s)])} onChange={(v) => set({ status: v as Changes['status'] & string } as Partial<Changes>)} /></Field>
        </div>
        {kind === 'incidents' && changes.status === 'resolved' ? (
          <div className="callout" style={{ margin: 0 }}>
            {active > 0 ? <label className="badge"><input type="checkbox" checked={resolveAlerts} onChange={(e) => setResolveAlerts(e.target.checked)} />Resolve {active === 1 ? 'its active alert' : `the ${active.toLocaleString('en')} active alerts`} too</label> : null}
            <Field name="Resolution note"><textarea className="input" rows={3} maxLength={30_000} value={changes.resolvingComment ?? ''} onChange={(e) => set({ resolvingComment: e.target.value })} /></Field>
          </div>
        ) : null}
        <div className="field-row">
          <Field name="Classification"><Choice value={classification} options={CLASSIFICATIONS.map((c) => [c, c === 'unknown' ? 'Not set' : label(c)])} onChange={(v) => classify(v as (typeof CLASSIFICATIONS)[number])} /></Field>
          <Field name="Determination"><Choice value={determination} disabled={classification === MIXED || classification === 'unknown'} options={(classification === MIXED ? [] : DETERMINATIONS_OF[classification]).map((d) => [d, d === 'unknown' ? 'Not set' : label(d)])} onChange={(v) => set({ determination: v as NonNullable<Changes['determination']> })} /></Field>
        </div>
        <Field name="Assigned to">
          <span className="field-row"><input className="input" list="manage-people" placeholder={shared(rows, (r) => r.assignedTo) === MIXED ? 'Different people' : 'Unassigned'} value={changes.assignedTo === undefined ? ((shared(rows, (r) => r.assignedTo) === MIXED ? '' : shared(rows, (r) => r.assignedTo)) ?? '') : (changes.assignedTo ?? '')} maxLength={300} onChange={(e) => set({ assignedTo: e.target.value.trim() === '' ? null : e.target.value })} />
            <button type="button" className="btn" onClick={() => set({ assignedTo: null })}>Unassign</button></span>
        </Field>
        <datalist id="manage-people">{people.data?.items.filter((p) => p.value !== '').map((p) => <option key={p.value} value={p.value} />)}</datalist>
        {kind === 'incidents' && changes.assignedTo !== undefined ? <p className="small tertiary">Their alerts are assigned too.</p> : null}
        <TagEditor system={one?.systemTags ?? []} rows={rows.map((r) => r.customTags)} added={changes.addTags ?? []} removed={changes.removeTags ?? []} onChange={(added, removed) => setChanges(({ addTags: _a, removeTags: _r, ...c }) => ({ ...c, ...(added.length > 0 ? { addTags: [...added] } : {}), ...(removed.length > 0 ? { removeTags: [...removed] } : {}) }))} />
        <Field name="Comment (Markdown)"><textarea className="input" rows={3} maxLength={30_000} value={comment} onChange={(e) => setComment(e.target.value)} /></Field>
      </form>
    </Dialog>
  );
}

export const Field = ({ name, children }: { name: string; children: ReactNode }) => <label className="field"><span>{name}</span>{children}</label>;

export function Choice({ value, options, onChange, disabled = false }: { value: string; options: readonly (readonly [value: string, text: string])[]; onChange: (value: string) => void; disabled?: boolean }) {
  return (
    <select className="input" value={options.some(([v]) => v === value) ? value : MIXED} disabled={disabled} onChange={(e) => onChange(e.target.value)}>
      {options.some(([v]) => v === value) ? null : <option value={MIXED} disabled>{value === MIXED ? 'Different' : statusWord(value) === value ? label(value) : statusWord(value)}</option>}
      {options.map(([v, text]) => <option key={v} value={v}>{text}</option>)}
    </select>
  );
}
