/** The timeline as a file: written by the store piece by piece, put together here. */
import type { Output } from '../../../shared/contract/procedures.ts';

export interface CsvState { readonly written: number; readonly total: number; readonly done?: boolean; readonly failed?: string }

/** Null when `isCancelled`. Rejects with what the store says when the case changes meanwhile. */
export async function timelineCsv(piece: (cursor: string | null) => Promise<Output<'timeline.csv'>>, onProgress: (s: CsvState) => void, isCancelled: () => boolean): Promise<{ file: Blob; rows: number } | null> {
  // The mark tells spreadsheets that the text is UTF-8.
  const parts: Blob[] = [new Blob(['\uFEFF'])];
  let rows = 0;
  for (let cursor: string | null = null; ;) {
    const got: Output<'timeline.csv'> = await piece(cursor);
    if (isCancelled()) return null;
    parts.push(new Blob([got.text]));
    rows += got.rows;
    onProgress({ written: rows, total: got.total });
    if (got.nextCursor === null) return { file: new Blob(parts, { type: 'text/csv;charset=utf-8' }), rows };
    cursor = got.nextCursor;
  }
}
