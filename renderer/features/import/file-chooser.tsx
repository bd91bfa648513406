/** Choosing files of this machine on hosts without native dialogs: a path to type, and folders to walk. */
import { DocumentRegular, FolderRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import { useCall, useClient } from '../../state/index.ts';
import { FormatSelect, ZoneSelect } from './read-as.tsx';
import { bytesText, Dialog, ErrorState, InertText, Loading } from '../../ui/index.ts';

export function FileChooser({ kind, format: given, onClose, onChoose }: { kind: 'case' | 'sources'; format: string | null; onClose: () => void; onChoose: (paths: readonly string[], format: string | null) => void }) {
  const client = useClient();
  const [folder, setFolder] = useState<string | undefined>(undefined);
  const [path, setPath] = useState('');
  const [format, setFormat] = useState(given);
  const listing = useCall('files.list', folder === undefined ? {} : { folder }, { keepPrevious: true });
  /** A folder is walked into, files are handed on. */
  const open = async () => {
    const paths = path.trim().split(/\s*\n\s*/).filter((p) => p !== '');
    if (paths.length === 0) return;
    const found = paths.length === 1 ? await client.call('files.list', { folder: paths[0]! }).catch(() => null) : null;
    if (found === null) { onChoose(paths, format); return; }
    setFolder(found.folder);
    setPath('');
  };
  const join = (name: string) => { const base = listing.data?.folder ?? ''; const separator = base.includes('\\') ? '\\' : '/'; return base.endsWith(separator) ? base + name : base + separator + name; };
  const shown = listing.data?.entries.filter((e) => e.isFolder || kind === 'sources' || e.name.toLowerCase().endsWith('.redthread')) ?? [];
  return (
    <Dialog title="Open file" onClose={onClose} footer={<><button type="button" className="btn" onClick={onClose}>Cancel</button><button type="button" className="btn primary" onClick={() => void open()} disabled={path.trim() === ''}>Open</button></>}>
      <label className="secondary" htmlFor="chooser-path">Path</label>
      <textarea id="chooser-path" rows={2} className="input mono" style={{ width: '100%', height: 'auto', marginTop: 4, resize: 'vertical' }} value={path} onChange={(e) => setPath(e.target.value)} onKeyDown={(e) => { if (e.key === 'Enter' && !e.shiftKey) { e.preventDefault(); void open(); } }} placeholder={kind === 'case' ? 'A .redthread file' : 'A file to import; several on lines of their own (Shift+Enter)'} autoFocus />
      {kind === 'sources' ? <><FormatSelect value={format} onChange={setFormat} isDetecting /><ZoneSelect /></> : null}
      <p className="small tertiary ellipsis" style={{ marginTop: 8 }}><InertText text={listing.data?.folder ?? ''} limit={400} /></p>
      <div className="chooser-list">
        {listing.isError ? <ErrorState title="The folder cannot be read" error={listing.error} onRetry={() => setFolder(undefined)} /> : listing.data === undefined ? <Loading label="Reading the folder" /> : (
          <ul aria-label="Folder contents">
            {listing.data.parent === null ? null : <li><button type="button" onClick={() => setFolder(listing.data.parent!)}><FolderRegular />Up one folder</button></li>}
            {shown.map((e) => (
              <li key={e.name}>
                <button type="button" {...(e.isFolder ? {} : { 'aria-pressed': path === join(e.name) })} onClick={() => (e.isFolder ? setFolder(join(e.name)) : setPath(join(e.name)))} onDoubleClick={() => { if (!e.isFolder) onChoose([join(e.name)], format); }}>
                  {e.isFolder ? <FolderRegular /> : <DocumentRegular />}<span className="ellipsis" style={{ flex: 1 }}><InertText text={e.name} limit={200} /></span>{e.isFolder ? null : <span className="mono tertiary">{bytesText(e.bytes)}</span>}
                </button>
              </li>
            ))}
            {kind === 'case' && !shown.some((e) => !e.isFolder) ? <li className="tertiary" style={{ padding: '4px 8px' }}>This folder holds no .redthread file.</li> : null}
          </ul>
        )}
      </div>
      {listing.data && listing.data.total > listing.data.entries.length ? <p className="small tertiary">{listing.data.entries.length.toLocaleString('en')} of {listing.data.total.toLocaleString('en')} entries; type the path for the others.</p> : null}
    </Dialog>
  );
}
