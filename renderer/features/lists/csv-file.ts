/** The current view of a list as a file: the rows that are filtered, in their order, in the columns that are shown. */
import { csvRow } from '../../../shared/base/csv.ts';
import type { ListColumn } from '../../ui/index.ts';

const PAGE = 1000;
export interface CsvProgress { readonly written: number; readonly total: number }

/** Reads the list page by page; memory holds one page and what the browser has put aside. Null when `isCancelled`. */
export async function csvFile<Row>(columns: readonly ListColumn<Row>[], page: (offset: number, limit: number) => Promise<{ items: readonly Row[]; total: number }>, onProgress: (p: CsvProgress) => void, isCancelled: () => boolean): Promise<{ file: Blob; rows: number } | null> {
  // The mark tells spreadsheets that the text is UTF-8.
  const parts: Blob[] = [new Blob(['\uFEFF', csvRow(columns.map((c) => c.title))])];
  let rows = 0;
  for (;;) {
    const got = await page(rows, PAGE);
    if (isCancelled()) return null;
    if (got.items.length > 0) parts.push(new Blob([got.items.map((row) => csvRow(columns.map((c) => c.text(row)))).join('')]));
    rows += got.items.length;
    onProgress({ written: rows, total: got.total });
    if (rows >= got.total || got.items.length === 0) return { file: new Blob(parts, { type: 'text/csv;charset=utf-8' }), rows };
  }
}

/** Hands a file to the person, as every browser does. */
export function save(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
