/** A running import, then what it brought: duplicates, warnings and rejected rows included. */
import { useEffect, useState } from 'react';
import type { ImportProgress } from '../../../shared/contract/model.ts';
import { useCall, useClient } from '../../state/index.ts';
import { Dialog, ErrorState, InertText, Loading } from '../../ui/index.ts';
import { useUploading } from './opening.ts';

const n = (value: number) => value.toLocaleString('en');
const mb = (bytes: number) => (bytes < 1e6 ? `${n(Math.round(bytes / 1000))} kB` : `${n(Math.round(bytes / 1e5) / 10)} MB`);
const fileName = (path: string) => path.split(/[\\/]/).at(-1) ?? path;
const NAMES: readonly (readonly [string, string])[] = [['incidents', 'incidents'], ['alerts', 'alerts'], ['evidence', 'pieces of evidence'], ['entities', 'entities'], ['relations', 'relations'], ['events', 'events'], ['investigations', 'investigations'], ['actions', 'actions'], ['recommendations', 'recommendations']];

export function ImportPanel({ onOpen }: { onOpen: () => void }) {
  const client = useClient();
  const uploading = useUploading();
  const [progress, setProgress] = useState<ImportProgress | null>(null);
  useEffect(() => {
    void client.call('import.status', {}).then((status) => { if (status?.state === 'running' || status?.state === 'deriving') setProgress(status); });
    return client.on('import.progress', setProgress);
  }, [client]);
  if (uploading !== null) return <Dialog title="Handing files over" onClose={() => undefined} footer={null}><p role="status">Copying <InertText text={uploading} limit={300} /> to the workbench on this machine.</p></Dialog>;
  if (progress === null) return null;
  const close = () => setProgress(null);
  if (progress.state === 'running' || progress.state === 'deriving') return <Running progress={progress} onCancel={() => void client.call('import.cancel', { importId: progress.importId }).catch(() => undefined)} />;
  if (progress.state === 'cancelled') return <Dialog title="Import cancelled" onClose={close} footer={<button type="button" className="btn primary" onClick={close}>Close</button>}><p role="status">{progress.error?.message ?? 'The case is as it was before.'}</p></Dialog>;
  if (progress.report === null) return <Dialog title="Nothing was imported" onClose={close} footer={<button type="button" className="btn primary" onClick={close}>Close</button>}><Problem error={progress.error} /></Dialog>;
  return <Done progress={progress} report={progress.report} onClose={close} onOpen={() => { close(); onOpen(); }} />;
}

function Problem({ error }: { error: ImportProgress['error'] }) {
  return <div role="alert">{error?.message.split('\n').map((line) => <p key={line} style={{ marginBottom: 6, overflowWrap: 'anywhere' }}><InertText text={line} limit={2000} /></p>)}<p className="mono tertiary">{error?.code}</p></div>;
}

function Running({ progress, onCancel }: { progress: ImportProgress; onCancel: () => void }) {
  const share = progress.bytesTotal > 0 ? Math.min(1, progress.bytesRead / progress.bytesTotal) : 0;
  const seconds = progress.remainingMs === null ? null : Math.ceil(progress.remainingMs / 1000);
  return (
    <Dialog title={progress.state === 'deriving' ? 'Working out entities and incidents' : `Importing file ${progress.fileIndex + 1} of ${progress.fileCount}`} onClose={() => undefined} footer={<button type="button" className="btn" onClick={onCancel}>Cancel import</button>}>
      <p className="ellipsis"><InertText text={fileName(progress.path)} limit={200} /> {progress.format ? <span className="tertiary">as {progress.format}</span> : null}</p>
      <div className="progress" role="progressbar" aria-label="Import progress" aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(share * 100)} style={{ margin: '8px 0' }}><div style={{ width: `${share * 100}%` }} /></div>
      <p className="mono secondary" role="status">{n(progress.records)} rows · {mb(progress.bytesRead)} of {mb(progress.bytesTotal)} · {n(progress.recordsPerSecond)} rows/s{seconds === null ? '' : ` · about ${n(seconds)} s left in this file`}{progress.rejected > 0 ? ` · ${n(progress.rejected)} rejected` : ''}</p>
      <p className="small tertiary" style={{ marginTop: 8 }}>Until the import ends, the case stays as it was; cancelling leaves it so.</p>
    </Dialog>
  );
}

function Done({ progress, report, onClose, onOpen }: { progress: ImportProgress; report: NonNullable<ImportProgress['report']>; onClose: () => void; onOpen: () => void }) {
  const { totals } = report;
  const gained = NAMES.map(([key, word]) => [totals.imported[key as keyof typeof totals.imported], word] as const).filter(([count]) => count > 0);
  return (
    <Dialog title="Import finished" onClose={onClose} footer={<><button type="button" className="btn" onClick={onClose}>Close</button><button type="button" className="btn primary" onClick={onOpen}>Show incidents</button></>}>
      <p role="status">
        {gained.length === 0 ? 'Nothing new: the case already held all of it.' : `The case gained ${gained.map(([count, word]) => `${n(count)} ${word}`).join(', ')}.`}
        {totals.duplicates > 0 ? ` ${n(totals.duplicates)} were already there.` : ''}{totals.rejected > 0 ? ` ${n(totals.rejected)} rows were rejected.` : ''}
      </p>
      {progress.error ? <div className="callout" role="alert"><Problem error={progress.error} /></div> : null}
      <table className="plain-table" style={{ marginTop: 10 }}>
        <thead><tr><th scope="col">File</th><th scope="col">Read as</th><th scope="col">Rows</th><th scope="col">Already there</th><th scope="col">Rejected</th></tr></thead>
        <tbody>
          {report.sources.map((s) => (
            <tr key={s.path}>
              <td><InertText text={fileName(s.path)} limit={120} /><div className="caption tertiary mono" title={s.sha256}>{s.sha256.slice(0, 16)}… · {mb(s.bytes)}</div>
                {s.warnings.map((w) => <div key={w.code} className="caption secondary">{w.code} × {n(w.count)}: <InertText text={w.example} limit={160} /></div>)}</td>
              <td className="mono">{s.format}</td><td className="mono">{n(s.records)}</td><td className="mono">{n(s.duplicates)}</td><td className="mono">{n(s.rejected)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {totals.rejected > 0 ? <Rejected /> : null}
    </Dialog>
  );
}

const REJECTED_SHOWN = 100;
function Rejected() {
  const rows = useCall('import.rejected', { limit: REJECTED_SHOWN });
  if (rows.isError) return <ErrorState title="The rejected rows cannot be listed" error={rows.error} />;
  if (rows.data === undefined) return <Loading label="Reading rejected rows" rows={3} />;
  return (
    <section aria-label="Rejected rows" style={{ marginTop: 12 }}>
      <h3 style={{ fontSize: 13 }}>Rejected rows <span className="tertiary">{n(rows.data.items.length)} of {n(rows.data.total)}</span></h3>
      <ul>{rows.data.items.map((r) => (
        <li key={`${r.sourceId}.${r.member ?? ''}.${r.row}.${r.byteOffset}`} style={{ padding: '4px 0', borderBottom: '1px solid var(--stroke-subtle)' }}>
          <span className="mono tertiary"><InertText text={r.fileName} limit={80} /> line {n(r.line)}, byte {n(r.byteOffset)}</span> {r.reason}
          <pre className="mono secondary" style={{ margin: '2px 0 0', whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}><InertText text={r.text} limit={200} /></pre>
        </li>
      ))}</ul>
    </section>
  );
}
