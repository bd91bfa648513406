/** The timeline as comma-separated values, piece by piece. */
import { csvRow } from '../../../shared/base/csv.ts';
import { defangIn } from '../../../shared/base/text.ts';
import { formatUtc } from '../../../shared/base/time.ts';
import { NETWORK_KINDS } from '../../../shared/domain/entity/kinds.ts';
import { RedthreadError, type Output, type ParsedInput, type TimelineRow } from '../../../shared/contract/index.ts';
import type { Db } from '../case-file.ts';
import { readRows } from './page.ts';
import { inSnapshot, timelineOf } from './timeline-state.ts';

const ROWS = 10_000;

/** Times are UTC with microseconds. `id`: of the event or alert; `record`: opens with `record.raw`. */
const COLUMNS: readonly (readonly [title: string, of: (row: TimelineRow) => string | null])[] = [
  ['Time (UTC)', (r) => (r.timeUs === null ? null : formatUtc(r.timeUs, 6))],
  ['Kind', (r) => r.kind],
  ['Event group', (r) => (r.kind === 'event' ? r.group : 'alert')],
  ['Action type', (r) => (r.kind === 'event' ? r.actionType : null)],
  ['Summary', (r) => (r.kind === 'event' ? r.summary : r.title)],
  ['Device', (r) => (r.kind === 'event' ? r.deviceName : null)],
  ['Account', (r) => (r.kind === 'event' ? r.accountName : null)],
  ['Actor', (r) => (r.kind === 'event' ? r.actorName : null)],
  ['Target', (r) => (r.kind === 'event' ? r.targetName : null)],
  ['Techniques', (r) => r.mitreTechniques.join('; ')],
  ['Source', (r) => (r.kind === 'event' ? r.source : (r.productName ?? r.serviceSource))],
  ['Severity', (r) => (r.kind === 'alert' ? r.severity : null)],
  ['Status', (r) => (r.kind === 'alert' ? r.status : null)],
  ['Incident', (r) => (r.kind === 'alert' ? r.incidentId : null)],
  ['Impacted assets', (r) => (r.kind === 'alert' ? r.assetNames.join('; ') + (r.assetCount > r.assetNames.length ? `; ${r.assetCount - r.assetNames.length} more` : '') : null)],
  ['Flagged', (r) => (r.kind === 'event' && r.isFlagged ? 'yes' : null)],
  ['Id', (r) => (r.kind === 'event' ? String(r.eventId) : r.alertId)],
  ['Record', (r) => (r.kind === 'event' ? String(r.recordId) : null)],
];
/** Ids, times and words of this program hold no indicators. */
const DEFANGED = new Set(['Summary', 'Account', 'Actor', 'Target', 'Impacted assets']);

export function timelineCsv(db: Db, input: ParsedInput<'timeline.csv'>): Output<'timeline.csv'> {
  return inSnapshot(db, () => {
    const { columns, rows, mark } = timelineOf(db).open(input);
    const offset = offsetIn(input.cursor, mark);
    const items = readRows(db, columns, rows.slice(offset, ROWS, input.descending));
    const header = offset === 0 ? csvRow(COLUMNS.map(([title]) => title)) : '';
    const next = offset + items.length;
    return { text: header + items.map((row) => csvRow(COLUMNS.map(([title, of]) => { const text = of(row) ?? ''; return input.defang && DEFANGED.has(title) ? defangIn(text, indicators(row)) : text; }))).join(''), rows: items.length, nextCursor: next < rows.total ? `c${next}@${mark}` : null, total: rows.total };
  });
}

/** What the row itself names as an address, a domain or a URL. */
function indicators(row: TimelineRow): string[] {
  if (row.kind === 'alert') return [];
  const named = [{ kind: row.actorKind, name: row.actorName }, { kind: row.targetKind, name: row.targetName }];
  return named.flatMap(({ kind, name }) => (kind !== null && name !== null && NETWORK_KINDS.has(kind) ? [name] : []));
}

/** The rest of a file has to be about the same rows as its beginning. */
function offsetIn(cursor: string | undefined, mark: string): number {
  if (cursor === undefined) return 0;
  const m = /^c(\d{1,12})@(.{0,100})$/.exec(cursor);
  if (!m) throw new RedthreadError('badRequest', 'The cursor is not one this export gave out. Start again without a cursor.');
  if (m[2] !== mark) throw new RedthreadError('badRequest', 'The case changed since this export began, so its rows are no longer the same. Start again without a cursor.', { mark });
  return Number(m[1]);
}
