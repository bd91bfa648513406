/** Reads the committed case the plain way, for the tests: by JSON.parse and a cell splitter, without any importer. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { textOf } from './build.ts';

export const caseFolder = join(dirname(fileURLToPath(import.meta.url)), '..', 'case');
export const caseNames = (): string[] => readdirSync(caseFolder).sort();
export const bytesOf = (name: string): Buffer => readFileSync(join(caseFolder, name));
export const caseText = (name: string): string => textOf({ name, content: bytesOf(name) });

export type Rec = Readonly<Record<string, unknown>>;
export const isRec = (v: unknown): v is Rec => typeof v === 'object' && v !== null && !Array.isArray(v);
/** Items of a list that must be objects. */
export function recs(value: unknown): Rec[] {
  if (!Array.isArray(value) || !value.every(isRec)) throw new Error('not a list of objects');
  return value;
}
/** `value` of an answer of a list. */
export function listed(name: string): Rec[] {
  const document: unknown = JSON.parse(caseText(name));
  return recs(isRec(document) ? document['value'] : null);
}
export const str = (record: Rec, key: string): string => {
  const value = record[key];
  if (typeof value !== 'string') throw new Error(`${key} is not text`);
  return value;
};

function cells(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) {
      if (c !== '"') cell += c;
      else if (text[i + 1] === '"') {
        cell += '"';
        i++;
      } else quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === ',') {
      row.push(cell);
      cell = '';
    } else if (c === '\n') {
      rows.push([...row, cell.replace(/\r$/, '')]);
      row = [];
      cell = '';
    } else cell += c;
  }
  return rows;
}

/** Rows of a hunting table, whichever way it travels; empty cells are missing. */
export function tableRows(name: string): Rec[] {
  const text = caseText(name);
  if (name.includes('.json')) {
    const document: unknown = JSON.parse(text);
    return recs(isRec(document) ? document['results'] : null).map((r) =>
      Object.fromEntries(
        Object.entries(r)
          .filter(([, v]) => v !== null)
          .map(([k, v]) => [k, String(v)]),
      ),
    );
  }
  const [header = [], ...rows] = cells(text);
  return rows.map((row) => {
    if (row.length !== header.length) throw new Error(`${name}: ${row.length} cells, not ${header.length}`);
    return Object.fromEntries(header.map((h, i) => [h, row[i] ?? ''] as const).filter(([, v]) => v !== ''));
  });
}
/** Milliseconds of a time with any fraction, rounded. */
export const roundedMs = (time: string): number => {
  const m = /^(.*?)(?:\.(\d+))?Z$/.exec(time);
  if (!m) throw new Error(`${time} is not UTC`);
  return Date.parse(`${m[1]}Z`) + Math.round(Number(`0.${m[2] ?? '0'}`) * 1000);
};
