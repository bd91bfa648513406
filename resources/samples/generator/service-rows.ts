/** Helpers of the tables of mail, sign-in, directory and cloud services. */
import { users } from '../truth.ts';
import { drawMoments } from './background.ts';
import { get, text } from './derive.ts';
import { csv, plainFile, type Row, type SampleFile } from './output.ts';
import type { Random } from './random.ts';

export interface Timed {
  readonly at: string;
  readonly row: Row;
}
export const sorted = (rows: readonly Timed[]): Row[] =>
  [...rows].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)).map((r, i) => ({ ...r.row, ReportId: `${5_000 + i}` }));
export const stripReport = (rows: readonly Row[]): Row[] =>
  rows.map((row) => Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'ReportId')));
export const csvFile = (name: string, columns: readonly string[], rows: readonly Row[]): SampleFile =>
  plainFile(`${name}.csv`, 'hunting-csv', rows.length, csv(columns, rows));
/** Times within the office's rhythm. */
export const officeTimes = (count: number, r: Random): string[] => drawMoments(count, r, ['device.mktWs009']).map((m) => text(m.atMs));
export const domainOf = (address: string): string => address.slice(address.indexOf('@') + 1);
/** People of the main organisation who use cloud services. */
export const staff = (): string[] => Object.keys(users).filter((u) => get(u, 'user').cloud && get(u, 'user').domain === 'LARKHAVEN');
