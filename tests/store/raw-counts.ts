/**
 * What a source file holds, counted from its bytes by code that shares nothing with the importers: whole files in memory, one
 * JSON.parse per line or document. Only for the data sets that `real-data.test.ts` names.
 */
import { readFileSync } from 'node:fs';
import { constants, gunzipSync, inflateRawSync } from 'node:zlib';

/** The bytes of the only member of a .zip, .tar.gz or .gz; other files as they are. */
export function unpacked(path: string): Buffer {
  const bytes = readFileSync(path);
  if (path.endsWith('.zip')) return onlyZipMember(bytes);
  if (!path.endsWith('.gz')) return bytes;
  // Archives without their last bytes are read as far as they go.
  const plain = gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH });
  return path.endsWith('.tar.gz') ? onlyTarMember(plain) : plain;
}

function onlyZipMember(bytes: Buffer): Buffer {
  const end = bytes.lastIndexOf('PK\u0005\u0006', undefined, 'latin1');
  const directory = bytes.readUInt32LE(end + 16);
  if (bytes.readUInt16LE(end + 10) !== 1) throw new Error('this zip has more than one member');
  const method = bytes.readUInt16LE(directory + 10);
  const size = bytes.readUInt32LE(directory + 20);
  const local = bytes.readUInt32LE(directory + 42);
  const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  const packed = bytes.subarray(start, start + size);
  return method === 0 ? packed : inflateRawSync(packed);
}

function onlyTarMember(bytes: Buffer): Buffer {
  for (let at = 0; at + 512 <= bytes.length;) {
    const size = parseInt(bytes.toString('latin1', at + 124, at + 136), 8) || 0;
    const type = bytes.toString('latin1', at + 156, at + 157);
    const name = bytes.toString('latin1', at, at + 100);
    if ((type === '0' || type === '\0') && /\.json/.test(name) && !/(^|\/)\._/.test(name)) return bytes.subarray(at + 512, at + 512 + size);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  throw new Error('this tar has no JSON file');
}

export interface LineCounts {
  readonly lines: number;
  /** Lines that tell different records. */
  readonly distinct: number;
  /** Syslog rows whose event text was cut off by syslog's own limit. */
  readonly cut: number;
}

/** JSON lines, and how many records they tell. Audit rows that carry an `Id` are the same record when it is the same; every other line is its own. */
export function countLines(bytes: Buffer): LineCounts {
  const seen = new Set<string>();
  let lines = 0;
  let cut = 0;
  for (let start = 0; start < bytes.length;) {
    const stop = bytes.indexOf(10, start);
    const end = stop === -1 ? bytes.length : stop;
    const text = bytes.toString('utf8', start, end).trim();
    start = end + 1;
    if (text === '') continue;
    lines++;
    const row = JSON.parse(text) as Rec;
    if (typeof row['SyslogMessage'] === 'string' && !row['SyslogMessage'].trim().endsWith('</Event>')) cut++;
    // Equal lines without an id of their own are different events: several registry writes fit in one millisecond.
    seen.add(typeof row['Id'] === 'string' ? row['Id'] : `line ${lines}`);
  }
  return { lines, distinct: seen.size, cut };
}

/** Rows of a CSV file without its header: line ends outside of quotes. */
export function countCsvRows(text: string): number {
  const isQuote = (c: string): boolean => c === '"';
  let rows = 0;
  let quoted = false;
  let isEmpty = true;
  for (const c of text) {
    if (isQuote(c)) quoted = !quoted;
    if (c === '\n' && !quoted) { if (!isEmpty) rows++; isEmpty = true; } else if (c !== '\r') isEmpty = false;
  }
  return rows + (isEmpty ? 0 : 1) - 1;
}

type Rec = Readonly<Record<string, unknown>>;
const listOf = (value: unknown): readonly Rec[] => (Array.isArray(value) ? (value as readonly Rec[]) : []);
const records = (document: unknown): readonly Rec[] => {
  const value = (document as Rec)['value'] ?? (document as Rec)['results'];
  return Array.isArray(value) ? listOf(value) : [value as Rec];
};
export interface DocumentCounts { readonly records: number; readonly incidents: number; readonly alerts: number; readonly evidence: number }

/** Graph security incidents with their alerts. Evidence is a list on each alert. */
export function countGraphIncidents(bytes: Buffer): DocumentCounts {
  const incidents = records(JSON.parse(bytes.toString('utf8')));
  const alerts = incidents.flatMap((i) => listOf(i['alerts']));
  return { records: incidents.length, incidents: incidents.length, alerts: alerts.length, evidence: alerts.flatMap((a) => listOf(a['evidence'])).length };
}

/** Incidents of the older API: entities and devices of an alert are its evidence. */
export function countLegacyIncidents(bytes: Buffer): DocumentCounts {
  const incidents = records(JSON.parse(bytes.toString('utf8')));
  const alerts = incidents.flatMap((i) => listOf(i['alerts']));
  return { records: incidents.length, incidents: incidents.length, alerts: alerts.length, evidence: alerts.flatMap((a) => [...listOf(a['entities']), ...listOf(a['devices'])]).length };
}

/** Alerts of the endpoint API: the machine, the related user and the evidence list. */
export function countEndpointAlerts(bytes: Buffer): DocumentCounts {
  const alerts = records(JSON.parse(bytes.toString('utf8')));
  const evidence = alerts.reduce((n, a) => n + (a['machineId'] == null && a['computerDnsName'] == null ? 0 : 1) + (a['relatedUser'] == null ? 0 : 1) + listOf(a['evidence']).length, 0);
  return { records: alerts.length, incidents: new Set(alerts.map((a) => a['incidentId']).filter((id) => id != null)).size, alerts: alerts.length, evidence };
}

export const countRecords = (bytes: Buffer): number => records(JSON.parse(bytes.toString('utf8'))).length;
