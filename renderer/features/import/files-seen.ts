/** What a running import has told about each of its files. Progress names only the file being read, so this window remembers the others. */
import type { ImportProgress } from '../../../shared/contract/model.ts';

export interface FileSeen {
  readonly index: number;
  readonly path: string;
  readonly format: string | null;
  readonly rows: number;
  readonly rejected: number;
  /** 0 to 1 of the file's bytes. */
  readonly share: number;
  readonly state: 'reading' | 'done';
}
export interface FilesSeen {
  readonly importId: string;
  readonly files: readonly FileSeen[];
  /** Totals of the import when the file now being read began. */
  readonly rowsBefore: number;
  readonly rejectedBefore: number;
}

/** Adds one announcement. Counts in `progress` run over all files, bytes over the current one. Files too small to be announced stay unnamed. */
export function seen(before: FilesSeen | null, progress: ImportProgress): FilesSeen {
  const known = before?.importId === progress.importId ? before : { importId: progress.importId, files: [], rowsBefore: 0, rejectedBefore: 0 };
  const last = known.files.at(-1);
  const isNext = last !== undefined && last.index !== progress.fileIndex;
  const rowsBefore = isNext ? known.rowsBefore + last.rows : known.rowsBefore;
  const rejectedBefore = isNext ? known.rejectedBefore + last.rejected : known.rejectedBefore;
  const ended = known.files.filter((f) => f.index !== progress.fileIndex).map((f): FileSeen => ({ ...f, state: 'done', share: 1 }));
  const isReading = progress.state === 'running';
  const current: FileSeen = {
    index: progress.fileIndex, path: progress.path, format: progress.format, rows: Math.max(0, progress.records - rowsBefore), rejected: Math.max(0, progress.rejected - rejectedBefore),
    share: !isReading ? 1 : progress.bytesTotal > 0 ? Math.min(1, progress.bytesRead / progress.bytesTotal) : 0, state: isReading ? 'reading' : 'done',
  };
  return { importId: progress.importId, files: [...ended, current], rowsBefore, rejectedBefore };
}
