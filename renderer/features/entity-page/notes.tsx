import { useState } from 'react';
import { TimeText, useCall, useClient } from '../../state/index.ts';
import { ErrorState, InertText, Loading } from '../../ui/index.ts';
import { MoreFoot, useMore } from './more.tsx';

export function Notes({ entityId }: { entityId: string }) {
  const client = useClient();
  const [limit, more] = useMore();
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const list = useCall('note.list', { targetKind: 'entity', targetId: entityId, limit }, { keepPrevious: true });
  const add = () => { client.call('note.add', { targetKind: 'entity', targetId: entityId, text: typed }).then(() => { setTyped(''); setProblem(null); }, (e: unknown) => setProblem(e instanceof Error ? e.message : String(e))); };
  if (list.isError) return <ErrorState title="The notes cannot be listed" error={list.error} onRetry={() => void list.refetch()} />;
  if (list.data === undefined) return <Loading label="Reading the notes" />;
  return (
    <div className="pane"><div className="pane-body section">
      <label className="field"><span>New note</span><textarea className="input" rows={3} maxLength={30_000} value={typed} onChange={(e) => setTyped(e.target.value)} /></label>
      {problem === null ? null : <p className="failed" role="alert"><InertText text={problem} limit={500} /></p>}
      <p><button type="button" className="btn primary" disabled={typed.trim() === ''} onClick={add}>Add note</button></p>
      {list.data.total === 0 ? <p className="tertiary" style={{ marginTop: 10 }}>No notes yet. A note stays in the case, with who wrote it and when.</p> : <ul className="comments" style={{ marginTop: 10 }}>{list.data.items.map((n) => <li key={n.noteId}><p className="small tertiary"><InertText text={n.createdBy} limit={100} /> · <TimeText us={n.createdUs} short /></p><p style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}><InertText text={n.text} limit={5000} /></p></li>)}</ul>}
    </div><MoreFoot shown={list.data.items.length} total={list.data.total} noun="notes" more={more} /></div>
  );
}
