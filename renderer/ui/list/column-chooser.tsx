/** Which columns are shown, in which order, and which stay in view: by buttons, so that no drag is needed. */
import { ArrowDownRegular, ArrowUpRegular, PinRegular } from '@fluentui/react-icons';
import { Dialog } from '../dialog.tsx';
import type { ColumnView, ListColumn } from './columns.ts';

export function ColumnChooser<Row>({ columns, view, onView, onReset, onClose }: { columns: readonly ListColumn<Row>[]; view: readonly ColumnView[]; onView: (view: readonly ColumnView[]) => void; onReset: () => void; onClose: () => void }) {
  const set = (id: string, change: Partial<ColumnView>) => onView(view.map((v) => (v.id === id ? { ...v, ...change } : v)));
  const move = (at: number, step: number) => { const next = [...view]; const [one] = next.splice(at, 1); next.splice(at + step, 0, one!); onView(next); };
  const shown = view.filter((v) => !v.isHidden).length;
  return (
    <Dialog narrow title="Columns" onClose={onClose} footer={<><button type="button" className="btn" onClick={onReset}>Reset</button><button type="button" className="btn primary" onClick={onClose}>Done</button></>}>
      <ul className="column-list">
        {view.map((v, at) => {
          const title = columns.find((c) => c.id === v.id)?.title ?? v.id;
          return (
            <li key={v.id}>
              <label><input type="checkbox" checked={!v.isHidden} disabled={!v.isHidden && shown === 1} onChange={(e) => set(v.id, { isHidden: !e.target.checked })} />{title}</label>
              <button type="button" className="icon-btn" aria-label={`Keep ${title} in view`} aria-pressed={v.isPinned} onClick={() => set(v.id, { isPinned: !v.isPinned })}><PinRegular /></button>
              <button type="button" className="icon-btn" aria-label={`Move ${title} up`} disabled={at === 0} onClick={() => move(at, -1)}><ArrowUpRegular /></button>
              <button type="button" className="icon-btn" aria-label={`Move ${title} down`} disabled={at === view.length - 1} onClick={() => move(at, 1)}><ArrowDownRegular /></button>
            </li>);
        })}
      </ul>
    </Dialog>
  );
}
