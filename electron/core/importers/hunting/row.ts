/** One hunting row: columns under one spelling, empty cells gone, and the row's identity. */
import { fingerprint } from '../../../../shared/base/hash.ts';
import { formatUtc, type EpochUs } from '../../../../shared/base/time.ts';
import { present } from '../../../../shared/domain/entity/index.ts';
import { canonicalJson, isObject, own, readJson, readObject, type JsonObject } from './lenient-json.ts';
import { parseHuntingTime, type HuntingTime } from './time.ts';

/** Log Analytics splits a dynamic column by type: `AdditionalFields_string`, `ReportId_long`. */
const TYPE_SUFFIX = /_(string|long|dynamic|guid|datetime|bool|double|int|real)$/i;

/** Column names of the internal process table (lower case) and their public names. */
const INTERNAL_NAMES: Readonly<Record<string, string>> = {
  machineid: 'DeviceId',
  computerdnsname: 'DeviceName',
  reporttime: 'Timestamp',
  reportindex: 'ReportId',
  createdprocessid: 'ProcessId',
  createdprocessname: 'FileName',
  createdprocessfilepath: 'FolderPath',
  createdprocesscommandline: 'ProcessCommandLine',
  createdprocesscreationtime: 'ProcessCreationTime',
  createdprocessintegritylevel: 'ProcessIntegrityLevel',
  createdprocesstokenelevationtype: 'ProcessTokenElevation',
  createdprocessfilesize: 'FileSize',
  createdprocessfilemd5: 'MD5',
  createdprocessfilesha1: 'SHA1',
  createdprocessfilesha256: 'SHA256',
  createdprocessaccountsid: 'AccountSid',
  createdprocessaccountname: 'AccountName',
  createdprocessaccountdomainname: 'AccountDomain',
  createdprocessaccountupn: 'AccountUpn',
  createdprocessaccountazureadid: 'AccountObjectId',
  process_commandline: 'InitiatingProcessCommandLine',
  initiatingprocessname: 'InitiatingProcessFileName',
  initiatingprocessimagefilepath: 'InitiatingProcessFolderPath',
  initiatingprocessimagemd5: 'InitiatingProcessMD5',
  initiatingprocessimagesha1: 'InitiatingProcessSHA1',
  initiatingprocessimagesha256: 'InitiatingProcessSHA256',
  initiatingprocessimagefilesizeinbytes: 'InitiatingProcessFileSize',
  initiatingprocessaccountdomainname: 'InitiatingProcessAccountDomain',
  initiatingprocessaccountazureadid: 'InitiatingProcessAccountObjectId',
  initiatingprocessparentprocessid: 'InitiatingProcessParentId',
  initiatingprocessparentprocessname: 'InitiatingProcessParentFileName',
  initiatingprocesstokenelevationtype: 'InitiatingProcessTokenElevation',
};

/** True for the internal process table, told by columns that no public table has. */
export const isInternalProcessTable = (names: readonly string[]): boolean =>
  ['CreatedProcessId', 'CreatedProcessCreationTime', 'MachineId', 'InitiatingProcessId'].every((n) => names.includes(n));

/** Raw column name to the lower-case name rows are read by. One per member: a file has few distinct names. */
export class ColumnNames {
  readonly #known = new Map<string, string>();
  readonly #internal: boolean;
  constructor(internal: boolean) {
    this.#internal = internal;
  }

  of(raw: string): string {
    const known = this.#known.get(raw);
    if (known !== undefined) return known;
    const plain = raw.trim().replace(TYPE_SUFFIX, '').toLowerCase();
    const name = this.#internal ? (own(INTERNAL_NAMES, plain)?.toLowerCase() ?? plain) : plain;
    // A hostile file may use a new name in every row.
    if (this.#known.size < 5000) this.#known.set(raw, name);
    return name;
  }
}

const ISO_START = /^\d{4}-\d\d-\d\d[T ]\d/;

export class Row {
  /** Cells that hold something, by lower-case column name. */
  readonly #cells = new Map<string, unknown>();
  /** All columns of the row, filled or not. */
  readonly #columns = new Set<string>();
  #additional: JsonObject | null = null;
  readonly #zoneMinutes: number | null;

  constructor(record: Readonly<Record<string, unknown>>, names: ColumnNames, zoneMinutes: number | null = null) {
    this.#zoneMinutes = zoneMinutes;
    for (const [raw, value] of Object.entries(record)) {
      const name = names.of(raw);
      if (name === '') continue;
      this.#columns.add(name);
      if (isMissing(value) || this.#cells.has(name)) continue;
      this.#cells.set(name, value);
    }
  }

  raw(column: string): unknown {
    return this.#cells.get(column.toLowerCase());
  }
  /** Text of a cell that holds something usable; numbers and booleans as text. */
  text(column: string): string | null {
    const value = this.raw(column);
    return typeof value === 'boolean' ? String(value) : present(value);
  }
  first(...columns: readonly string[]): string | null {
    for (const column of columns) {
      const text = this.text(column);
      if (text !== null) return text;
    }
    return null;
  }
  /** A process id; 0 is how exports write "no process". */
  pid(column: string): string | null {
    const text = this.text(column);
    return text === null || /^0+(x0+)?(\.0+)?$/i.test(text) ? null : text.replace(/\.0+$/, '');
  }
  /** A port; 0 is how exports write "none". */
  port(column: string): number | null {
    const text = this.text(column);
    const port = text === null ? NaN : Number(text);
    return Number.isInteger(port) && port > 0 && port <= 65535 ? port : null;
  }
  time(column: string): EpochUs | null {
    return this.parsedTime(column)?.us ?? null;
  }
  parsedTime(column: string): HuntingTime | null {
    const text = this.text(column);
    return text === null ? null : parseHuntingTime(text, this.#zoneMinutes);
  }
  filled(column: string): boolean {
    return this.#cells.has(column.toLowerCase());
  }
  has(column: string): boolean {
    return this.#columns.has(column.toLowerCase());
  }
  hasPrefix(prefix: string): boolean {
    const lower = prefix.toLowerCase();
    for (const name of this.#columns) if (name.startsWith(lower)) return true;
    return false;
  }
  get size(): number {
    return this.#cells.size;
  }
  /** Names of the filled columns, lower case. */
  columns(): string[] {
    return [...this.#cells.keys()];
  }

  /** A member of `AdditionalFields`, whose spelling of names varies in case. */
  additional(...names: readonly string[]): string | null {
    this.#additional ??= readObject(this.raw('AdditionalFields'));
    for (const name of names) {
      const value = present(own(this.#additional, name));
      if (value !== null) return value;
    }
    return null;
  }

  /** Name of the column the event time comes from. */
  timeColumn(): 'Timestamp' | 'TimeGenerated' | null {
    return this.filled('Timestamp') ? 'Timestamp' : this.filled('TimeGenerated') ? 'TimeGenerated' : null;
  }

  /**
   * Identity across files (formats.md section 9): report id, device name and time; without a report id the content. The same row
   * exported as CSV and as JSON gives the same key: times, numbers and nested JSON are brought to one spelling, empty cells dropped.
   */
  key(table: string): string {
    const report = this.text('ReportId');
    const column = this.timeColumn();
    if (report !== null && column !== null) {
      return [table, canonicalCell(report), this.text('DeviceName') ?? '', canonicalCell(this.raw(column))].join('|').toLowerCase();
    }
    const cells = [...this.#cells].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `${name}=${canonicalCell(value)}`);
    return `row:${fingerprint(`${table}\n${cells.join('\n')}`)}`;
  }
}

function isMissing(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value === 'string') return value.trim() === '' || value.trim().toLowerCase() === 'null';
  return typeof value === 'object' && (Array.isArray(value) ? value.length === 0 : Object.keys(value).length === 0);
}

function canonicalCell(value: unknown): string {
  if (typeof value !== 'string') return isObject(value) || Array.isArray(value) ? canonicalJson(value) : String(value);
  const text = value.trim();
  if (/^[[{]/.test(text)) {
    const parsed = readJson(text);
    if (parsed !== undefined) return canonicalJson(parsed);
  }
  if (ISO_START.test(text) || /^[A-Za-z]{3,9}\.? \d{1,2}, \d{4}/.test(text)) {
    const time = parseHuntingTime(text);
    if (time !== null) return formatUtc(time.us, 6);
  }
  if (/^(true|false)$/i.test(text)) return text.toLowerCase();
  return /^-?\d{1,15}(\.\d{1,6})?$/.test(text) ? String(Number(text)) : text;
}
