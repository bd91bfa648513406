/** What an import brought: what the case gains, what was there already, what each file said, and what was rejected. */
import type { ImportProgress, ImportReport as Report } from '../../../shared/contract/model.ts';
import { bytesText, Dialog, InertText, plural, warningLabel } from '../../ui/index.ts';
import { fileName, Figures, number } from './figures.tsx';
import { useWithoutCopies } from './opening.ts';
import { ReadAs } from './read-as.tsx';
import { RejectedRows } from './rejected-rows.tsx';

const NAMES: readonly (readonly [keyof Report['totals']['imported'], string])[] = [
  ['incidents', 'Incidents'], ['alerts', 'Alerts'], ['evidence', 'Evidence'], ['entities', 'Entities'], ['relations', 'Relations'], ['events', 'Events'], ['investigations', 'Investigations'], ['actions', 'Actions'], ['recommendations', 'Recommendations'],
];

export function ImportReport({ progress, report, onClose, onOpen }: { progress: ImportProgress; report: Report; onClose: () => void; onOpen: () => void }) {
  const { totals } = report;
  const gained = NAMES.map(([key, name]) => ({ name, value: totals.imported[key] })).filter((g) => g.value > 0);
  return (
    <Dialog title="Import finished" onClose={onClose} footer={<><button type="button" className="btn" onClick={onClose}>Close</button><button type="button" className="btn primary" onClick={onOpen}>Show incidents</button></>}>
      <p role="status">
        {gained.length === 0 && totals.duplicates > 0 ? 'Nothing new: the case already held all of it.' : `Read ${plural(totals.records, 'row')} from ${plural(report.sources.length, 'file')} in ${totals.ms < 100 ? 'under 0.1' : (totals.ms / 1000).toLocaleString('en', { maximumFractionDigits: 1 })} s.`}
        {totals.duplicates > 0 ? ` ${plural(totals.duplicates, 'fact')} ${totals.duplicates === 1 ? 'was' : 'were'} already there.` : ''}{totals.rejected > 0 ? ` ${plural(totals.rejected, 'row')} ${totals.rejected === 1 ? 'was' : 'were'} rejected.` : ''}
      </p>
      {gained.length > 0 ? <><h3 className="import-head">The case gained</h3><Figures items={gained.map((g) => ({ name: g.name, value: number(g.value) }))} /></> : null}
      {progress.error ? <div className="callout" role="alert" style={{ margin: '12px 0 0' }}><strong>Not imported</strong><Problem error={progress.error} /><ReadAs paths={progress.error.unknownFormat ?? []} onStart={onClose} /></div> : null}
      {totals.rejected > 0 ? <RejectedRows report={report} /> : null}
      <h3 className="import-head">Files</h3>
      <table className="plain-table" aria-label="Files">
        <thead><tr><th scope="col">File</th><th scope="col">Read as</th><th scope="col" className="number">Rows</th><th scope="col" className="number">Facts already there</th><th scope="col" className="number">Rejected</th></tr></thead>
        <tbody>
          {report.sources.map((s) => (
            <tr key={s.path}>
              <td><InertText text={fileName(s.path)} limit={120} /> <span className="caption tertiary mono" title={`SHA-256 ${s.sha256}`}>{s.sha256.slice(0, 12)}… {bytesText(s.bytes)}</span>
                {s.warnings.map((w) => <div key={w.code} className="caption secondary">{warningLabel(w.code)}{w.count > 1 ? ` (${number(w.count)})` : ''}: <InertText text={w.example} limit={160} /></div>)}</td>
              <td>{s.format}</td><td className="mono number">{number(s.records)}</td><td className="mono number">{number(s.duplicates)}</td><td className="mono number">{number(s.rejected)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}

export function Problem({ error }: { error: ImportProgress['error'] }) {
  const message = useWithoutCopies(error?.message ?? '');
  return <>{message.split('\n').map((line) => <p key={line} style={{ marginTop: 4, overflowWrap: 'anywhere' }}><InertText text={line} limit={2000} /></p>)}<p className="mono tertiary" style={{ marginTop: 4 }}>{error?.code}</p></>;
}
