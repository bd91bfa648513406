/** Rows that could not be read, with their place, why, and what the file says there. */
import type { ImportReport } from '../../../shared/contract/model.ts';
import { useCall } from '../../state/index.ts';
import { ErrorState, InertText, Loading } from '../../ui/index.ts';
import { number } from './figures.tsx';

const ROWS_SHOWN = 100;
const FILES_SHOWN = 20;

/** Of this import only: the case may hold rejected rows of earlier ones. Files are told apart by their SHA-256. */
export function RejectedRows({ report }: { report: ImportReport }) {
  const current = useCall('case.current', {});
  const hashes = new Set(report.sources.filter((s) => s.rejected > 0).map((s) => s.sha256));
  const sources = current.data?.sources.filter((s) => hashes.has(s.sha256)) ?? [];
  return (
    <section aria-label="Rejected rows">
      <h3 className="import-head">Rejected rows <span className="tertiary">{number(report.totals.rejected)}</span></h3>
      {current.data === undefined ? <Loading label="Reading rejected rows" rows={3} /> : sources.slice(0, FILES_SHOWN).map((s) => <RowsOf key={s.sourceId} sourceId={s.sourceId} fileName={s.fileName} />)}
      {sources.length > FILES_SHOWN ? <p className="small tertiary">{number(sources.length - FILES_SHOWN)} more files have rejected rows.</p> : null}
    </section>
  );
}

function RowsOf({ sourceId, fileName }: { sourceId: number; fileName: string }) {
  const rows = useCall('import.rejected', { sourceId, limit: ROWS_SHOWN });
  if (rows.isError) return <ErrorState title="The rejected rows cannot be listed" error={rows.error} />;
  if (rows.data === undefined) return <Loading label="Reading rejected rows" rows={3} />;
  const { items, total } = rows.data;
  const reasons = [...Map.groupBy(items, (r) => r.reason)].map(([reason, of]) => [reason, of.length] as const).sort((a, b) => b[1] - a[1]);
  return (
    <>
      <p className="small secondary" style={{ margin: '4px 0' }}><InertText text={fileName} limit={120} />: <InertText text={reasons.map(([reason, count]) => `${reason} (${number(count)})`).join(', ')} limit={600} />{items.length < total ? ` in the first ${number(items.length)} of ${number(total)}` : ''}</p>
      <table className="plain-table">
        <thead><tr><th scope="col">Place</th><th scope="col">Why it was rejected</th><th scope="col">What the file says</th></tr></thead>
        <tbody>
          {items.map((r) => (
            <tr key={`${r.member ?? ''}.${r.row}.${r.byteOffset}`}>
              <td className="mono" style={{ whiteSpace: 'nowrap' }} title={`byte ${number(r.byteOffset)}`}>{r.member === null ? null : <><InertText text={r.member} limit={60} /> </>}line {number(r.line)}</td>
              <td><InertText text={r.reason} limit={300} /></td>
              <td className="mono secondary" style={{ overflowWrap: 'anywhere' }}><InertText text={r.text} limit={200} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
