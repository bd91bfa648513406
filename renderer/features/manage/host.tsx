/** Draws the open dialog of this window; offers to take the last change back. */
import { ArrowUndoRegular } from '@fluentui/react-icons';
import { useEffect, useState } from 'react';
import { visibleText } from '../../../shared/base/text.ts';
import { useCall, useClient } from '../../state/index.ts';
import { Dialog, InertText } from '../../ui/index.ts';
import { READ_ONLY, useIsReadOnly } from './manage-button.tsx';
import { ManageForm } from './manage-form.tsx';
import { closeManage, useManaged } from './open.ts';
import { MergeDialog, MoveDialog } from './placement.tsx';
import { TagsDialog } from './tags.tsx';
import { VerdictDialog } from './verdict.tsx';

export function ManageHost() {
  const open = useManaged((s) => s.open);
  const isReadOnly = useIsReadOnly();
  if (open === null) return null;
  // Menus of rows lead here too.
  if (isReadOnly) return <Dialog narrow title="Read only" onClose={closeManage} footer={<button type="button" className="btn primary" onClick={closeManage}>Close</button>}><p>{READ_ONLY}</p></Dialog>;
  switch (open.kind) {
    case 'incidents': case 'alerts': return <ManageForm kind={open.kind} ids={open.ids} onClose={closeManage} />;
    case 'merge': return <MergeDialog ids={open.ids} onClose={closeManage} />;
    case 'move': return <MoveDialog ids={open.ids} onClose={closeManage} />;
    case 'tags': return <TagsDialog items={open.items} onClose={closeManage} />;
    case 'verdict': return <VerdictDialog ids={open.ids} name={open.name} onClose={closeManage} />;
  }
}

/** The last change that still stands, and how to take it back: a button, and Ctrl+Z where no field has the keyboard. */
export function UndoLast() {
  const client = useClient();
  const last = useCall('change.last', {}, { keepPrevious: true });
  const [problem, setProblem] = useState<string | null>(null);
  const change = last.data ?? null;
  const undo = () => { if (change?.canUndo) client.call('change.undo', { batchId: change.batchId }).then(() => setProblem(null), (e: unknown) => setProblem(e instanceof Error ? e.message : String(e))); };
  useEffect(() => {
    const listen = (e: KeyboardEvent) => {
      if (!(e.ctrlKey || e.metaKey) || e.shiftKey || e.key.toLowerCase() !== 'z' || (e.target instanceof Element && e.target.closest('input, textarea, select, dialog, [contenteditable]'))) return;
      e.preventDefault();
      undo();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  });
  if (change === null) return null;
  return <span className="ellipsis"><button type="button" className="status-button" disabled={!change.canUndo} title={change.canUndo ? 'Ctrl+Z' : visibleText(change.why ?? '')} onClick={undo}><ArrowUndoRegular aria-hidden />Undo: <InertText text={change.summary} limit={80} /></button>{problem === null ? null : <span role="alert" className="failed"><InertText text={problem} limit={200} /></span>}</span>;
}
