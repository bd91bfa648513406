/** Named views of a list: its filters, its search and its order, kept with the person's settings. */
import { BookmarkRegular, DeleteRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import { useLayout } from '../../state/index.ts';
import { ContextMenu, Dialog, type MenuPlace } from '../../ui/index.ts';
import { listAddress, type ListAddress } from './address.ts';

interface SavedView { readonly name: string; readonly address: ListAddress }

export function SavedViews({ viewKey, address, onChoose }: { viewKey: string; address: ListAddress; onChoose: (address: ListAddress) => void }) {
  const [stored, save] = useLayout<SavedView[]>(`views.${viewKey}`);
  const views = Array.isArray(stored) ? stored.filter((v) => typeof v?.name === 'string') : [];
  const [place, setPlace] = useState<MenuPlace | null>(null);
  const [naming, setNaming] = useState(false);
  const [name, setName] = useState('');
  const { selected: _selected, ...kept } = address;
  const current = views.find((v) => JSON.stringify(v.address) === JSON.stringify(kept));
  const keep = () => { if (name.trim() === '') return; save([...views.filter((v) => v.name !== name.trim()), { name: name.trim(), address: kept }]); setNaming(false); };
  return (
    <>
      <button type="button" className="btn quiet" aria-haspopup="menu" onClick={(e) => { const r = e.currentTarget.getBoundingClientRect(); setPlace({ x: r.left, y: r.bottom }); }}><BookmarkRegular aria-hidden />{current ? current.name : 'Saved views'}</button>
      <ContextMenu label="Saved views" place={place} onClose={() => setPlace(null)} entries={[...views.map((v) => ({ text: v.name, run: () => onChoose(listAddress.parse(v.address)) })), { text: 'Save or delete views…', run: () => { setName(''); setNaming(true); } }]} />
      {naming ? (
        <Dialog narrow title="Saved views" onClose={() => setNaming(false)} footer={<><button type="button" className="btn" onClick={() => setNaming(false)}>Close</button><button type="button" className="btn primary" disabled={name.trim() === ''} onClick={keep}>Save this view</button></>}>
          <label className="field"><span>Name of the view as it is now</span><input className="input" value={name} maxLength={80} onChange={(e) => setName(e.target.value)} onKeyDown={(e) => { if (e.key === 'Enter') keep(); }} /></label>
          {views.length === 0 ? <p className="tertiary">None saved yet.</p> : <ul className="column-list">{views.map((v) => <li key={v.name}><span className="ellipsis">{v.name}</span><button type="button" className="icon-btn" aria-label={`Delete the view ${v.name}`} onClick={() => save(views.filter((x) => x !== v))}><DeleteRegular /></button></li>)}</ul>}
        </Dialog>
      ) : null}
    </>
  );
}
