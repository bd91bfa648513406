import { useState } from 'react';
import { TimeText, useClient } from '../../state/index.ts';
import { InertText } from '../../ui/index.ts';
import { useIsReadOnly } from '../manage/index.ts';
import { Paged } from './paged.tsx';

export function Notes({ entityId }: { entityId: string }) {
  return (
    <Paged procedure="note.list" input={{ targetKind: 'entity', targetId: entityId }} noun={['note', 'notes']}>
      {(rows, total) => (
        <div className="section"><NewNote entityId={entityId} />
          {total === 0 ? <p className="tertiary" style={{ marginTop: 10 }}>No notes yet. A note stays in the case, with who wrote it and when.</p> : <ul className="comments" style={{ marginTop: 10 }}>{rows.map((n) => <li key={n.noteId}><p className="small tertiary"><InertText text={n.createdBy} limit={100} /> · <TimeText us={n.createdUs} short /></p><p style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}><InertText text={n.text} limit={5000} /></p></li>)}</ul>}</div>)}
    </Paged>
  );
}

function NewNote({ entityId }: { entityId: string }) {
  const client = useClient();
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  if (useIsReadOnly()) return null;
  const add = () => { client.call('note.add', { targetKind: 'entity', targetId: entityId, text: typed }).then(() => { setTyped(''); setProblem(null); }, (e: unknown) => setProblem(e instanceof Error ? e.message : String(e))); };
  return (
    <>
      <label className="field"><span>New note</span><textarea className="input" rows={3} maxLength={30_000} value={typed} onChange={(e) => setTyped(e.target.value)} /></label>
      {problem === null ? null : <p className="failed" role="alert"><InertText text={problem} limit={500} /></p>}
      <p><button type="button" className="btn primary" disabled={typed.trim() === ''} onClick={add}>Add note</button></p>
    </>
  );
}
