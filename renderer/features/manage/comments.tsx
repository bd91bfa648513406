/** Comments of an incident or alert, imported and written here, and a way to write one. */
import { useState } from 'react';
import type { Comment } from '../../../shared/contract/model.ts';
import { TimeText, useClient } from '../../state/index.ts';
import { InertText, Markdown } from '../../ui/index.ts';
import { useIsReadOnly } from './manage-button.tsx';

export function Comments({ kind, id, comments }: { kind: 'incident' | 'alert'; id: string; comments: readonly Comment[] }) {
  const client = useClient();
  const [typed, setTyped] = useState('');
  const isReadOnly = useIsReadOnly();
  const [problem, setProblem] = useState<string | null>(null);
  const add = () => { client.call('comment.add', { targetKind: kind, targetId: id, comment: typed }).then(() => { setTyped(''); setProblem(null); }, (e: unknown) => setProblem(e instanceof Error ? e.message : String(e))); };
  return (
    <div className="section">
      <h3>Comments <span className="tertiary">{comments.length.toLocaleString('en')}</span></h3>
      <ul className="comments">{comments.map((c, i) => (
        <li key={i}><p className="small tertiary"><InertText text={c.createdBy ?? 'Unknown author'} limit={100} /> · <TimeText us={c.createdUs} short missing="no time" />{c.local ? ' · written here' : ''}{c.mergedFromIncidentId === null ? '' : ` · from incident ${c.mergedFromIncidentId}`}</p><Markdown text={c.comment} /></li>))}</ul>
      {isReadOnly ? null : <>{problem === null ? null : <p className="failed" role="alert"><InertText text={problem} limit={500} /></p>}
      <label className="field"><span className="visually-hidden">New comment</span><textarea className="input" rows={2} placeholder="Add a comment (Markdown)" maxLength={30_000} value={typed} onChange={(e) => setTyped(e.target.value)} /></label>
      <button type="button" className="btn" disabled={typed.trim() === ''} onClick={add}>Add comment</button></>}
    </div>
  );
}
