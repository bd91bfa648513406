/** Files of the sample in memory: delimited text, JSON, gzip. */
import { gzipSync } from 'node:zlib';

export type Row = Readonly<Record<string, string | number | boolean | null>>;
export interface SampleFile {
  readonly name: string;
  readonly format: string;
  readonly records: number;
  readonly content: Buffer;
}

const cell = (value: string | number | boolean | null | undefined): string => {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'boolean' ? (value ? '1' : '0') : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** As the portal writes it: header row, CRLF, quotes only where needed. */
export function csv(columns: readonly string[], rows: readonly Row[]): string {
  for (const row of rows)
    for (const name of Object.keys(row)) if (!columns.includes(name)) throw new Error(`column ${name} is not in the table`);
  return [columns.join(','), ...rows.map((row) => columns.map((c) => cell(row[c])).join(','))].join('\r\n') + '\r\n';
}

/** The hunting API's envelope, one result per line so that positions stay readable. */
export function envelope(columns: readonly string[], rows: readonly Row[]): string {
  const type = (c: string) =>
    c === 'Timestamp' || c.endsWith('Time')
      ? 'DateTime'
      : /(Id|Port|Size)$/.test(c) && !/DeviceId|ObjectId|ReportId|LogonId/.test(c)
        ? 'Long'
        : 'String';
  const schema = columns.map((name) => JSON.stringify({ name, type: type(name) })).join(',\n    ');
  const results = rows.map((row) => JSON.stringify(Object.fromEntries(columns.map((c) => [c, row[c] ?? null])))).join(',\n    ');
  return `{\n  "schema": [\n    ${schema}\n  ],\n  "results": [\n    ${results}\n  ]\n}\n`;
}

export const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** No time and no machine in the header: bytes 4 to 7 are the modification time, byte 9 the system. */
export function gzip(content: string): Buffer {
  const packed = gzipSync(Buffer.from(content, 'utf8'), { level: 9 });
  packed.fill(0, 4, 8);
  packed[9] = 255;
  return packed;
}

export const plainFile = (name: string, format: string, records: number, content: string): SampleFile => ({
  name,
  format,
  records,
  content: Buffer.from(content, 'utf8'),
});
export const gzipFile = (name: string, format: string, records: number, content: string): SampleFile => ({
  name,
  format,
  records,
  content: gzip(content),
});
