/** Custom tags of one or many things. System tags stand beside them and cannot be changed. */
import { DismissRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import { InertText, Tag } from '../../ui/index.ts';

export function TagEditor({ system, rows, added, removed, onChange }: { system: readonly string[]; rows: readonly (readonly string[])[]; added: readonly string[]; removed: readonly string[]; onChange: (added: readonly string[], removed: readonly string[]) => void }) {
  const [typed, setTyped] = useState('');
  const present = [...new Set(rows.flat())].filter((t) => !removed.includes(t));
  const add = () => {
    const tag = typed.trim();
    if (tag === '') return;
    setTyped('');
    if (removed.includes(tag)) onChange(added, removed.filter((t) => t !== tag));
    else if (!added.includes(tag) && !rows.every((r) => r.includes(tag))) onChange([...added, tag], removed);
  };
  return (
    <div className="field" role="group" aria-label="Tags">
      <span>Tags</span>
      <span className="tag-editor">
        {system.map((t) => <Tag key={t} system text={<InertText text={t} limit={60} />} />)}
        {present.map((t) => <span key={t} className="chip"><InertText text={t} limit={60} />{rows.length > 1 && !rows.every((r) => r.includes(t)) ? <span className="tertiary"> {rows.filter((r) => r.includes(t)).length}</span> : null}<button type="button" aria-label={`Remove the tag ${t}`} onClick={() => onChange(added, [...removed, t])}><DismissRegular aria-hidden /></button></span>)}
        {added.map((t) => <span key={`+${t}`} className="chip"><InertText text={t} limit={60} /><button type="button" aria-label={`Remove the tag ${t}`} onClick={() => onChange(added.filter((x) => x !== t), removed)}><DismissRegular aria-hidden /></button></span>)}
      </span>
      <span className="field-row"><input className="input" aria-label="New tag" placeholder="New tag" value={typed} maxLength={100} onChange={(e) => setTyped(e.target.value)} onKeyDown={(e) => { if (e.key === 'Enter') { e.preventDefault(); add(); } }} /><button type="button" className="btn" disabled={typed.trim() === ''} onClick={add}>Add tag</button></span>
    </div>
  );
}
