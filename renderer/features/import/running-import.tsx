/** An import while it runs: how far, how fast, which file, and the way out. */
import { ArrowSync16Regular, Checkmark16Regular, Document16Regular } from '@fluentui/react-icons';
import type { ImportProgress } from '../../../shared/contract/model.ts';
import { bytesText, Dialog, InertText, plural } from '../../ui/index.ts';
import { fileName, Figures, number } from './figures.tsx';
import type { FileSeen } from './files-seen.ts';

/** Files listed at once; the newest stay in view. */
const FILES_SHOWN = 200;

export function RunningImport({ progress: p, files, onCancel }: { progress: ImportProgress; files: readonly FileSeen[]; onCancel: () => void }) {
  const share = p.bytesTotal > 0 ? Math.min(1, p.bytesRead / p.bytesTotal) : 0;
  const isDeriving = p.state === 'deriving';
  const seconds = p.remainingMs === null ? null : Math.ceil(p.remainingMs / 1000);
  const shown = files.slice(-FILES_SHOWN).reverse();
  const waiting = p.fileCount - p.fileIndex - 1;
  return (
    <Dialog title={isDeriving ? 'Working out entities and incidents' : `Importing ${plural(p.fileCount, 'file')}`} onClose={() => undefined} footer={<><span className="small tertiary" style={{ flex: 1, alignSelf: 'center' }}>Until the import ends, the case stays as it was; cancelling leaves it so.</span><button type="button" className="btn danger" onClick={onCancel}>Cancel import</button></>}>
      <span className="visually-hidden" role="status">{isDeriving ? 'All files are read. Working out entities and incidents.' : `Reading file ${p.fileIndex + 1} of ${p.fileCount}: ${fileName(p.path).slice(0, 100)}`}</span>
      <p className="import-line">
        <span className="ellipsis">{isDeriving ? <strong>All files are read</strong> : <><strong><InertText text={fileName(p.path)} limit={120} /></strong> <span className="tertiary">file {number(p.fileIndex + 1)} of {number(p.fileCount)}</span></>}</span>
        {isDeriving ? null : <span className="secondary">{Math.round(share * 100)} % of bytes · {bytesText(p.bytesRead)} of {bytesText(p.bytesTotal)}{seconds === null ? '' : ` · about ${number(seconds)} s left in this file`}</span>}
      </p>
      <div className={`progress${isDeriving ? ' busy' : ''}`} role="progressbar" aria-label="Import progress" aria-valuemin={0} aria-valuemax={100} {...(isDeriving ? {} : { 'aria-valuenow': Math.round(share * 100) })}><div style={{ width: isDeriving ? '100%' : `${share * 100}%` }} /></div>
      <Figures items={[{ name: 'Rows read', value: number(p.records) }, { name: 'Rows rejected', value: number(p.rejected), ...(p.rejected > 0 ? { tone: 'attention' as const } : {}) }, { name: 'Rows per second', value: number(p.recordsPerSecond) }, { name: 'Files waiting', value: number(Math.max(0, waiting)) }]} />
      <div className="import-files">
        <table className="plain-table" aria-label="Files">
          <thead><tr><th scope="col">File</th><th scope="col">Read as</th><th scope="col" className="number">Rows</th><th scope="col" className="number">Rejected</th><th scope="col">Progress</th><th scope="col">State</th></tr></thead>
          <tbody>
            {shown.map((f) => (
              <tr key={f.index} className={f.state === 'reading' ? 'current' : ''}>
                <td><span className="badge"><Document16Regular aria-hidden /><InertText text={fileName(f.path)} limit={80} /></span></td><td className="secondary">{f.format ?? ''}</td><td className="mono number">{number(f.rows)}</td>
                <td className="mono number" style={f.rejected > 0 ? { color: 'var(--tone-attention-color)' } : {}}>{number(f.rejected)}</td>
                <td><span className="mini"><span className="progress"><span className={f.state} style={{ width: `${f.share * 100}%` }} /></span><span className="mono tertiary">{Math.round(f.share * 100)} %</span></span></td>
                <td><span className="badge">{f.state === 'reading' ? <><ArrowSync16Regular aria-hidden style={{ color: 'var(--tone-inProgress-color)' }} />Reading</> : <><Checkmark16Regular aria-hidden style={{ color: 'var(--tone-done-color)' }} />Read</>}</span></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Dialog>
  );
}
