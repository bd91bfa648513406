/** Custom tags of devices, users and other entities. */
import { useState } from 'react';
import { useClient } from '../../state/index.ts';
import { Dialog, InertText, plural } from '../../ui/index.ts';
import { TagEditor } from './tag-editor.tsx';

export function TagsDialog({ items, onClose }: { items: readonly { readonly id: string; readonly name: string; readonly tags: readonly string[] }[]; onClose: () => void }) {
  const client = useClient();
  const [change, setChange] = useState<{ readonly added: readonly string[]; readonly removed: readonly string[] }>({ added: [], removed: [] });
  const [problem, setProblem] = useState<unknown>(null);
  const isUntouched = change.added.length + change.removed.length === 0;
  const save = () => { client.call('entity.setTags', { entityIds: items.map((i) => i.id), ...(change.added.length > 0 ? { addTags: [...change.added] } : {}), ...(change.removed.length > 0 ? { removeTags: [...change.removed] } : {}) }).then(onClose, setProblem); };
  return (
    <Dialog narrow title="Manage tags" onClose={onClose} footer={<><button type="button" className="btn" onClick={onClose}>Cancel</button><button type="button" className="btn primary" disabled={isUntouched} onClick={save}>Save</button></>}>
      {problem === null ? null : <div className="callout" role="alert"><InertText text={problem instanceof Error ? problem.message : String(problem)} limit={1000} /></div>}
      <p style={{ marginBottom: 10 }}>{items.length === 1 ? <InertText text={items[0]!.name} limit={300} /> : plural(items.length, 'entity', 'entities')}. Tags that sources state stay as they are.</p>
      <TagEditor system={[]} rows={items.map((i) => i.tags)} added={change.added} removed={change.removed} onChange={(added, removed) => setChange({ added, removed })} />
    </Dialog>
  );
}
