/** Where a later import says something else than what was decided here: both are shown, and the person chooses. */
import type { Conflict } from '../../../shared/contract/model.ts';
import type { Input } from '../../../shared/contract/procedures.ts';
import { TimeText, useClient } from '../../state/index.ts';
import { InertText, label, statusWord } from '../../ui/index.ts';

const SETTABLE = new Set(['displayName', 'severity', 'status', 'classification', 'determination', 'assignedTo', 'resolvingComment']);
const words = (value: unknown) => { const text = value === null || value === undefined ? 'not set' : typeof value === 'string' ? value : JSON.stringify(value); return statusWord(text) === text ? label(text) : statusWord(text); };

export function Conflicts({ incidentId, conflicts }: { incidentId: string; conflicts: readonly Conflict[] }) {
  const client = useClient();
  if (conflicts.length === 0) return null;
  const take = (c: Conflict) => void client.call('incident.update', { incidentIds: [incidentId], changes: { [c.field]: c.imported } as Input<'incident.update'>['changes'] }).catch(() => undefined);
  return (
    <div className="callout" role="status">
      <p><strong>An import says otherwise.</strong> What was decided here stands until you change it.</p>
      <ul>{conflicts.map((c) => <li key={c.field}><span className="tertiary">{label(c.field)}: </span>here <InertText text={words(c.local)} limit={200} />, imported <InertText text={words(c.imported)} limit={200} /> (<TimeText us={c.importedUs} short missing="no time" />){SETTABLE.has(c.field) ? <> <button type="button" className="link" onClick={() => take(c)}>Take the imported value</button></> : null}</li>)}</ul>
    </div>
  );
}

/** Marks a value that was changed here; says what the source has. */
export function LocalMark({ field, localFields, imported }: { field: string; localFields: readonly string[]; imported?: Readonly<Record<string, unknown>> }) {
  if (!localFields.includes(field)) return null;
  const had = imported && Object.hasOwn(imported, field) ? `; imported: ${words(imported[field])}` : '';
  return <span className="local-mark" title={`Changed here${had}`}>changed here{had === '' ? null : <span className="tertiary"> (imported <InertText text={words(imported![field])} limit={80} />)</span>}</span>;
}
