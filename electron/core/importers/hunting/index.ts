/** Advanced hunting results and the Microsoft cloud audit tables that travel with them. */
import type { Importer, Sample } from '../importer.ts';
import { auditLogImporter } from './audit-logs.ts';
import { huntingMapper, isQueryResult, unwrap } from './mapper.ts';
import { ColumnNames, isInternalProcessTable, Row } from './row.ts';
import { tableOf } from './tables.ts';

const VERSION = 1;

/** Query results keep the names of their columns in `schema`; streamed lines name their table. Either is proof. */
function detectEnvelope(sample: Sample): boolean {
  if (isQueryResult(sample.envelope)) return true;
  return sample.records.length > 0 && sample.records.every((r) => (unwrap(r)?.category ?? null) !== null);
}

/** Bare rows carry no name: a time and the signature columns of a table, in at least nine of ten sampled rows. */
function detectRows(sample: Sample): boolean {
  const header = sample.header;
  if (header !== null && isInternalProcessTable(header)) return true;
  const rows = sample.records.map((r) => unwrap(r)).filter((r) => r !== null);
  const candidates =
    rows.length === 0 && header !== null ? [{ row: Object.fromEntries(header.map((h) => [h, ''])), category: null }] : rows;
  if (candidates.length === 0) return false;
  const names = new ColumnNames(false);
  const known = candidates.filter(({ row }) => {
    const r = new Row(row, names);
    return (r.has('Timestamp') || (r.has('TimeGenerated') && r.has('ReportId'))) && tableOf(r) !== null;
  });
  return known.length * 10 >= candidates.length * 9;
}

const hunting: Importer = {
  format: 'hunting',
  title: 'Advanced hunting query result or streamed events',
  version: VERSION,
  order: 40,
  detect: detectEnvelope,
  create: huntingMapper,
};
const huntingRows: Importer = {
  format: 'hunting-rows',
  title: 'Advanced hunting rows (CSV or JSON)',
  version: VERSION,
  order: 130,
  detect: detectRows,
  create: huntingMapper,
};

export const importers: readonly Importer[] = [hunting, auditLogImporter, huntingRows];
