import { describe, expect, it } from 'vitest';
import type { ImportProgress } from '../../../shared/contract/model.ts';
import { seen, type FilesSeen } from './files-seen.ts';

const progress = (p: Partial<ImportProgress>): ImportProgress => ({
  importId: 'a', state: 'running', fileIndex: 0, fileCount: 3, path: '/x/one.json', format: 'hunting', bytesRead: 0, bytesTotal: 100, records: 0, rejected: 0, recordsPerSecond: 0, remainingMs: null, report: null, error: null, ...p,
});
const all = (list: readonly ImportProgress[]) => list.reduce<FilesSeen | null>(seen, null)!;

describe('files of a running import', () => {
  it('counts rows and rejected rows per file although progress counts over all', () => {
    const { files } = all([progress({ records: 5, bytesRead: 50 }), progress({ records: 10, rejected: 2, bytesRead: 100 }), progress({ fileIndex: 1, path: '/x/two.json', records: 14, rejected: 2, bytesRead: 25 })]);
    expect(files).toEqual([
      { index: 0, path: '/x/one.json', format: 'hunting', rows: 10, rejected: 2, share: 1, state: 'done' },
      { index: 1, path: '/x/two.json', format: 'hunting', rows: 4, rejected: 0, share: 0.25, state: 'reading' },
    ]);
  });
  it('has read everything when entities are worked out', () => {
    const { files } = all([progress({ records: 5, bytesRead: 20 }), progress({ state: 'deriving', records: 5, bytesRead: 20 })]);
    expect(files.map((f) => [f.state, f.share])).toEqual([['done', 1]]);
  });
  it('forgets the files of an earlier import', () => expect(all([progress({ records: 9 }), progress({ importId: 'b', path: '/x/other.csv' })]).files.map((f) => [f.path, f.rows])).toEqual([['/x/other.csv', 0]]));
  it('a file of unknown size is at its start, never past its end', () => {
    expect(all([progress({ bytesTotal: 0, bytesRead: 7 })]).files[0]!.share).toBe(0);
    expect(all([progress({ bytesTotal: 5, bytesRead: 7 })]).files[0]!.share).toBe(1);
  });
});
