/** A running import, then what it brought. */
import { useEffect, useState } from 'react';
import type { ImportProgress } from '../../../shared/contract/model.ts';
import { useClient } from '../../state/index.ts';
import { bytesText, Dialog, InertText } from '../../ui/index.ts';
import { number } from './figures.tsx';
import { seen, type FilesSeen } from './files-seen.ts';
import { ImportReport, Problem } from './import-report.tsx';
import { useUploading, type Uploading } from './opening.ts';
import { ReadAs } from './read-as.tsx';
import { RunningImport } from './running-import.tsx';

export function ImportPanel({ onOpen }: { onOpen: () => void }) {
  const client = useClient();
  const uploading = useUploading();
  const [progress, setProgress] = useState<ImportProgress | null>(null);
  const [files, setFiles] = useState<FilesSeen | null>(null);
  useEffect(() => {
    const take = (told: ImportProgress) => {
      setProgress(told);
      setFiles((before) => seen(before, told));
    };
    void client.call('import.status', {}).then((status) => { if (status?.state === 'running' || status?.state === 'deriving') take(status); });
    return client.on('import.progress', take);
  }, [client]);
  if (uploading !== null) return <Handing uploading={uploading} />;
  if (progress === null) return null;
  const close = () => setProgress(null);
  const closing = <button type="button" className="btn primary" onClick={close}>Close</button>;
  if (progress.state === 'running' || progress.state === 'deriving') return <RunningImport progress={progress} files={files?.files ?? []} onCancel={() => void client.call('import.cancel', { importId: progress.importId }).catch(() => undefined)} />;
  if (progress.state === 'cancelled') return <Dialog title="Import cancelled" onClose={close} footer={closing}><p role="status">{progress.error?.message ?? 'The case is as it was before.'}</p></Dialog>;
  if (progress.report === null) return <Dialog title="Nothing was imported" onClose={close} footer={closing}><div role="alert"><Problem error={progress.error} /></div><ReadAs paths={progress.error?.unknownFormat ?? []} onStart={close} /><p className="secondary" style={{ marginTop: 8 }}>The case is as it was before.</p></Dialog>;
  return <ImportReport progress={progress} report={progress.report} onClose={close} onOpen={() => { close(); onOpen(); }} />;
}

function Handing({ uploading: u }: { uploading: Uploading }) {
  const share = u.bytes > 0 ? Math.min(1, u.sentBytes / u.bytes) : 0;
  return (
    <Dialog title="Handing files over" onClose={() => undefined} footer={<span className="small tertiary" style={{ flex: 1 }}>The copy stays on this machine and goes when its import ends.</span>}>
      <p className="import-line"><span className="ellipsis" role="status"><strong><InertText text={u.fileName} limit={120} /></strong> <span className="tertiary">file {number(u.index + 1)} of {number(u.count)}</span></span><span className="secondary">{bytesText(u.sentBytes)} of {bytesText(u.bytes)}</span></p>
      <div className="progress" role="progressbar" aria-label="Handing over" aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(share * 100)}><div style={{ width: `${share * 100}%` }} /></div>
    </Dialog>
  );
}
