/** The fields of a raw record, by name, as a person reads them: of JSON, of a row of a table, of an event in XML. */
import { delimiterOf, headerOf, splitCsv } from '../../base/csv.ts';

export interface RecordField { readonly name: string; readonly value: string }

/** Deeper values stay one text. */
const DEPTH = 12;

/**
 * Empty values are left out. `header`: the first line of the table that the record is a row of, null where it is none. Empty for text in no form that is known here: then the record itself is what there is to
 * show. Never throws: what is broken is not read.
 */
export function recordFields(text: string, header: string | null): RecordField[] {
  const start = text.trimStart()[0];
  if (start === '{' || start === '[') {
    try { return jsonFields(JSON.parse(text, asWritten) as unknown, '', 0); } catch { return []; }
  }
  if (start === '<') return xmlFields(text);
  return header === null ? [] : tableFields(text, header.replace(/^\ufeff/, ''));
}

/** Numbers as the record writes them: ids of twenty digits stay what they are. */
const asWritten = (_key: string, value: unknown, context?: { readonly source?: string }): unknown => (typeof value === 'number' ? (context?.source ?? value) : value);

/** Names of nested values are joined by dots, places in lists are numbers from 0. Lists of plain values are one field. */
function jsonFields(value: unknown, name: string, depth: number): RecordField[] {
  if (value === null || value === undefined || value === '') return [];
  if (typeof value !== 'object') return [{ name, value: String(value) }];
  const own = Object.entries(value);
  if (depth === DEPTH || (Array.isArray(value) && own.every(([, v]) => typeof v !== 'object'))) return own.length === 0 ? [] : [{ name, value: Array.isArray(value) && depth < DEPTH ? value.join(', ') : JSON.stringify(value) }];
  return own.flatMap(([key, v]) => jsonFields(v, name === '' ? key : `${name}.${key}`, depth + 1));
}

function tableFields(text: string, header: string): RecordField[] {
  const delimiter = delimiterOf(header);
  const names = headerOf(splitCsv(header, delimiter));
  const values = splitCsv(text, delimiter);
  return values.length === names.length ? names.map((name, i) => ({ name, value: values[i]! })).filter((f) => f.value !== '') : [];
}

/** An element that holds text alone. */
const LEAF = /<([A-Za-z_][\w.:-]{0,100})((?:\s[^<>]{0,1000})?)>([^<]*)<\/\1\s*>/g;
const ATTRIBUTE = /([A-Za-z_][\w.:-]*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/g;
const EMPTY = /<([A-Za-z_][\w.:-]{0,100})((?:\s[^<>]{0,1000})?)\/>/g;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: `'` };
const decoded = (text: string): string => text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/gi, (all, dec: string | undefined, hex: string | undefined, name: string | undefined) => {
  if (name !== undefined) return ENTITIES[name] ?? all;
  const point = dec === undefined ? Number.parseInt(hex!, 16) : Number(dec);
  return point <= 0x10ffff ? String.fromCodePoint(point) : all;
});

/** `<Data Name="Image">x</Data>` is `Image`; attributes of elements without text are `Element.Attribute`. */
function xmlFields(text: string): RecordField[] {
  const attributes = (element: string, source: string) => [...source.matchAll(ATTRIBUTE)].map((m): RecordField => ({ name: `${element}.${m[1]!}`, value: decoded(m[2] ?? m[3] ?? '') }));
  const found = [...text.matchAll(LEAF)].map((m) => ({ at: m.index, fields: [{ name: attributes('', m[2]!).find((a) => a.name === '.Name')?.value ?? m[1]!, value: decoded(m[3]!).trim() }] }));
  const empty = [...text.matchAll(EMPTY)].map((m) => ({ at: m.index, fields: attributes(m[1]!, m[2]!) }));
  return [...found, ...empty].sort((a, b) => a.at - b.at).flatMap((f) => f.fields).filter((f) => f.value !== '' && !f.name.endsWith('.xmlns'));
}
