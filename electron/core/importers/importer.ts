/**
 * The one interface behind which every source format lives. A format reads nothing itself: the reader cuts a member of a
 * source into raw records with their byte ranges and hands them over one by one, in file order.
 */
import type { Facts } from '../../../shared/domain/facts/facts.ts';

/** How a member's bytes are cut into records. */
export type Framing =
  /** One JSON value per line; blank lines are skipped. */
  | 'ndjson'
  /** One JSON document. Records are the elements of the top-level array, or of the array that the document holds its records in, or the document. */
  | 'json'
  /** Delimited text with a header row; records are objects by header name. */
  | 'csv';

/** One raw record as cut by the reader. */
export interface RawRecord {
  /** Parsed JSON (numbers beyond 2^53 are kept as text) or, for CSV, an object of text values by header name. */
  readonly value: unknown;
  /** The exact text of the record. */
  readonly text: string;
  /** 0-based position among the member's records. */
  readonly index: number;
  /** 1-based line on which the record starts. */
  readonly line: number;
  /** Offset and length in the member's uncompressed bytes. */
  readonly byteOffset: number;
  readonly byteLength: number;
}

/** What detection looks at: the start of a member. */
export interface Sample {
  readonly fileName: string;
  readonly framing: Framing;
  /** Up to 50 records from the start; for CSV at least the header is known even if there is no row. */
  readonly records: readonly unknown[];
  /** Header names for CSV, else null. */
  readonly header: readonly string[] | null;
  /** Top-level keys of the document for JSON that is one object, else null. */
  readonly envelope: Readonly<Record<string, unknown>> | null;
  /** What of the start could not be read, and where: for the message when no importer wants the member. */
  readonly trouble?: { readonly line: number; readonly reason: string };
}

/** Facts about the source that a mapper may need. */
export interface SourceContext {
  readonly fileName: string;
  /** Keys of the enclosing document beside the record array (e.g. `schema`, `@odata.context`), else null. */
  readonly envelope: Readonly<Record<string, unknown>> | null;
  readonly header: readonly string[] | null;
  /** Minutes east of UTC of times that state no zone, where the person told it; otherwise UTC is assumed, and said. */
  readonly zoneMinutes?: number | null;
}

/** Maps the records of one member. Created once per member, so that it may keep state across records (zones per host, say). */
export interface Mapper {
  /** Facts of one record. Throws `BadRecord` for a record that cannot be used; anything else thrown is a bug. */
  map(record: RawRecord): Facts;
  /** Called after the last record: facts that need the whole member, and warnings about it. */
  end?(): Facts;
}

export interface Importer {
  /** Stable name, e.g. `graph-security`, `legacy-incidents`, `mde-machine`, `hunting`, `windows-events`. What `--format` takes. */
  readonly format: string;
  /** For people: "Microsoft Graph security incidents and alerts". */
  readonly title: string;
  /** Rises whenever the mapping changes. Recorded with each source. */
  readonly version: number;
  /** Position in the order of formats.md section 2; lower is asked first. */
  readonly order: number;
  /** True when the sample is certainly this format. Must look at content, never at the file name. */
  detect(sample: Sample): boolean;
  create(context: SourceContext): Mapper;
}

/** A record that cannot be used: kept as rejected with file, position and this reason. */
export class BadRecord extends Error {
  override readonly name = 'BadRecord';
}
