/**
 * Framers cut a member's bytes into records. They are fed chunks of any size and give the same records for any chunking, each
 * with its exact place in the member's uncompressed bytes.
 */
import { headerOf, splitCsv } from '../../../../shared/base/csv.ts';
import type { RawRecord } from '../importer.ts';
import { depthOf, parseJson } from './json-parse.ts';
import type { Limits } from './limits.ts';

export interface BadFrame extends Omit<RawRecord, 'value'> {
  readonly reason: string;
}
export type Frame = { readonly ok: true; readonly record: RawRecord } | { readonly ok: false; readonly bad: BadFrame };

export interface Framer {
  push(chunk: Buffer): Frame[];
  end(): Frame[];
  /** Keys of the document around a record array. Grows while reading. */
  readonly envelope: Readonly<Record<string, unknown>> | null;
  readonly header: readonly string[] | null;
}

const LF = 10;
const QUOTE = 34;
const BYTE_ORDER_MARK: readonly number[] = [0xef, 0xbb, 0xbf];
const BAD_TEXT_BYTES = 4096;

/** What all framers share: numbering, turning bytes into values, and rejecting. */
abstract class Base implements Framer {
  protected readonly limits: Limits;
  protected index = 0;
  protected line = 1;
  envelope: Record<string, unknown> | null = null;
  header: readonly string[] | null = null;
  constructor(limits: Limits) { this.limits = limits; }
  abstract push(chunk: Buffer): Frame[];
  abstract end(): Frame[];

  protected json(bytes: Buffer, byteOffset: number, line: number): Frame {
    const text = bytes.toString('utf8');
    const at = { index: this.index++, line, byteOffset, byteLength: bytes.length };
    try {
      if (text.length > this.limits.depth * 2 && depthOf(text, this.limits.depth) > this.limits.depth) return { ok: false, bad: { ...at, text: text.slice(0, BAD_TEXT_BYTES), reason: `nested more than ${this.limits.depth} levels deep` } };
      return { ok: true, record: { ...at, text, value: parseJson(text) } };
    } catch (cause) {
      return { ok: false, bad: { ...at, text: text.slice(0, BAD_TEXT_BYTES), reason: `not valid JSON: ${(cause as Error).message}` } };
    }
  }
  protected bad(bytes: Buffer, byteOffset: number, byteLength: number, line: number, reason: string): Frame {
    return { ok: false, bad: { index: this.index++, line, byteOffset, byteLength, text: bytes.toString('utf8', 0, BAD_TEXT_BYTES), reason } };
  }
}

/** Bytes that are not yet consumed, with the offset of the first. Bounded by the record limit through `overflow`. */
class Pending {
  #parts: Buffer[] = [];
  #length = 0;
  offset = 0;
  get length(): number { return this.#length; }
  push(part: Buffer): void { this.#parts.push(part); this.#length += part.length; }
  take(): Buffer {
    const all = this.#parts.length === 1 ? this.#parts[0]! : Buffer.concat(this.#parts);
    this.#parts = [];
    this.#length = 0;
    return all;
  }
}

function countLines(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) lines++;
  return lines;
}

const isBlank = (bytes: Buffer) => { for (const b of bytes) if (b !== 32 && b !== 9 && b !== 13 && b !== LF) return false; return true; };

/** One JSON value per line. */
export class NdjsonFramer extends Base {
  readonly #pending = new Pending();
  #skipping = 0;

  push(chunk: Buffer): Frame[] {
    const out: Frame[] = [];
    let start = 0;
    for (let at = chunk.indexOf(LF); at >= 0; at = chunk.indexOf(LF, start)) {
      const tail = chunk.subarray(start, at);
      start = at + 1;
      if (this.#pending.length === 0 && this.#skipping === 0) this.#line(tail, 1, out);
      else { this.#pending.push(tail); this.#line(this.#pending.take(), 1, out); }
    }
    if (start < chunk.length) {
      this.#pending.push(chunk.subarray(start));
      if (this.#pending.length > this.limits.recordBytes) this.#skipping += this.#pending.take().length;
    }
    return out;
  }
  end(): Frame[] {
    const out: Frame[] = [];
    if (this.#pending.length > 0 || this.#skipping > 0) this.#line(this.#pending.take(), 0, out);
    return out;
  }
  #line(bytes: Buffer, newline: number, out: Frame[]): void {
    const length = this.#skipping + bytes.length;
    if (this.#skipping > 0) out.push(this.bad(bytes, this.#pending.offset, length, this.line, `a record of ${length} bytes; the most is ${this.limits.recordBytes}`));
    else if (!isBlank(bytes)) {
      const end = bytes.at(-1) === 13 ? bytes.length - 1 : bytes.length;
      out.push(this.json(bytes.subarray(0, end), this.#pending.offset, this.line));
    }
    this.#skipping = 0;
    this.#pending.offset += length + newline;
    this.line += newline;
  }
}

/** Names under which documents keep their record array. */
const RECORD_KEYS = new Set(['value', 'results', 'Results', 'Value']);
const ENVELOPE_VALUE_BYTES = 64 * 1024;

/**
 * JSON documents: the elements of a top-level array, or of the array under a record key, or the document itself. Several documents
 * may follow each other. Only the current element is held.
 */
export class JsonFramer extends Base {
  #mode: 'between' | 'array' | 'object' | 'records' = 'between';
  /** Open braces and brackets inside the value that is being read. */
  #depth = 0;
  #deepest = 0;
  #inString = false;
  #escaped = false;
  /** A value that is being read: at element or document level. */
  #held: Buffer[] = [];
  #heldBytes = 0;
  #reading: 'nothing' | 'element' | 'key' | 'member' = 'nothing';
  #start = 0;
  #startLine = 1;
  #offset = 0;
  #key = '';
  #expectsValue = false;
  #document: { parts: Buffer[]; bytes: number; offset: number; line: number; hasRecords: boolean } | null = null;

  push(chunk: Buffer): Frame[] {
    const out: Frame[] = [];
    let from = this.#reading === 'nothing' ? -1 : 0;
    let documentFrom = this.#document !== null && !this.#document.hasRecords ? 0 : -1;
    for (let i = 0; i < chunk.length; i++) {
      const c = chunk[i]!;
      if (c === LF) this.line++;
      if (this.#reading !== 'nothing') {
        const ended = this.#step(c);
        if (ended === 'no') continue;
        // A bare word or number ends before the character that follows it.
        const end = ended === 'after' ? i + 1 : i;
        this.#hold(chunk.subarray(from, end));
        from = -1;
        this.#finish(out);
        if (ended === 'after') continue;
      }
      if (c === 32 || c === 9 || c === 13 || c === LF || c === 44) continue;
      if (this.#mode === 'between') {
        if (c === 0xef || c === 0xbb || c === 0xbf) continue;
        if (c === 91) { this.#mode = 'array'; continue; }
        if (c === 123) {
          this.#mode = 'object';
          this.#expectsValue = false;
          this.#document = { parts: [], bytes: 0, offset: this.#offset + i, line: this.line, hasRecords: false };
          documentFrom = i;
          continue;
        }
      }
      if (this.#mode === 'array' && c === 93) { this.#mode = 'between'; continue; }
      if (this.#mode === 'records' && c === 93) { this.#mode = 'object'; this.#expectsValue = false; continue; }
      if (this.#mode === 'object') {
        if (c === 58) { this.#expectsValue = true; continue; }
        if (c === 125) {
          if (documentFrom >= 0) this.#keep(chunk.subarray(documentFrom, i + 1));
          documentFrom = -1;
          this.#endDocument(out);
          continue;
        }
        if (this.#expectsValue && RECORD_KEYS.has(this.#key) && (c === 91 || c === 123)) {
          this.#document!.hasRecords = true;
          this.#document!.parts = [];
          documentFrom = -1;
          if (c === 91) { this.#mode = 'records'; continue; }
        }
      }
      this.#begin(c, i);
      from = i;
      if (this.#step(c) === 'after') { this.#hold(chunk.subarray(i, i + 1)); this.#finish(out); from = -1; }
    }
    if (from >= 0) this.#hold(chunk.subarray(from));
    if (documentFrom >= 0) this.#keep(chunk.subarray(documentFrom));
    this.#offset += chunk.length;
    return out;
  }

  end(): Frame[] {
    const out: Frame[] = [];
    if (this.#reading === 'element') {
      if (this.#isBare()) this.#finish(out);
      else out.push(this.bad(Buffer.concat(this.#held), this.#start, this.#offset - this.#start, this.#startLine, `the file ends inside this record, at byte ${this.#offset}`));
    } else if (this.#mode !== 'between') {
      const document = this.#document;
      const whole = document !== null && !document.hasRecords;
      out.push(this.bad(whole ? Buffer.concat(document.parts) : Buffer.alloc(0), whole ? document.offset : this.#offset, whole ? this.#offset - document.offset : 0, this.line, `the file ends before its JSON does, at byte ${this.#offset}`));
    }
    return out;
  }

  #isBare(): boolean { const c = this.#held[0]?.[0]; return c !== 123 && c !== 91 && c !== 34; }

  #begin(c: number, i: number): void {
    this.#reading = this.#mode === 'object' && !(this.#expectsValue && RECORD_KEYS.has(this.#key) && c === 123) ? (this.#expectsValue ? 'member' : 'key') : 'element';
    this.#start = this.#offset + i;
    this.#startLine = this.line;
    this.#depth = 0;
    this.#deepest = 0;
    this.#inString = false;
    this.#escaped = false;
    this.#held = [];
    this.#heldBytes = 0;
  }

  /** Feeds one byte of a value. `after`: it ends with this byte; `before`: it ended before it. */
  #step(c: number): 'no' | 'after' | 'before' {
    if (this.#inString) {
      if (this.#escaped) this.#escaped = false;
      else if (c === 92) this.#escaped = true;
      else if (c === 34) { this.#inString = false; if (this.#depth === 0) return 'after'; }
      return 'no';
    }
    if (c === 34) { this.#inString = true; return 'no'; }
    if (c === 123 || c === 91) { this.#depth++; if (this.#depth > this.#deepest) this.#deepest = this.#depth; return 'no'; }
    if (c === 125 || c === 93) { if (this.#depth === 0) return 'before'; return --this.#depth === 0 ? 'after' : 'no'; }
    return this.#depth === 0 && (c === 44 || c === 32 || c === 9 || c === 13 || c === LF || c === 58) ? 'before' : 'no';
  }

  /** Keeps bytes of the current value, unless it is one that nobody wants or that is too long. */
  #hold(part: Buffer): void {
    this.#heldBytes += part.length;
    const limit = this.#reading === 'element' ? this.limits.recordBytes : ENVELOPE_VALUE_BYTES;
    if (this.#heldBytes <= limit) this.#held.push(part);
  }
  #keep(part: Buffer): void {
    const d = this.#document;
    if (d === null || d.hasRecords) return;
    d.bytes += part.length;
    if (d.bytes <= this.limits.recordBytes) d.parts.push(part);
    else d.parts = d.parts.slice(0, 1);
  }

  #finish(out: Frame[]): void {
    const reading = this.#reading;
    this.#reading = 'nothing';
    const bytes = Buffer.concat(this.#held);
    this.#held = [];
    if (reading === 'element') {
      if (this.#heldBytes > this.limits.recordBytes) out.push(this.bad(bytes, this.#start, this.#heldBytes, this.#startLine, `a record of ${this.#heldBytes} bytes; the most is ${this.limits.recordBytes}`));
      else out.push(this.json(bytes, this.#start, this.#startLine));
      if (this.#mode === 'object') this.#expectsValue = false;
    } else if (reading === 'key') {
      try { this.#key = JSON.parse(bytes.toString('utf8')) as string; } catch { this.#key = ''; }
    } else {
      this.#expectsValue = false;
      if (this.#heldBytes > ENVELOPE_VALUE_BYTES || this.#key === '__proto__') return;
      try { (this.envelope ??= {})[this.#key] = parseJson(bytes.toString('utf8')); } catch { /* the document as a whole is rejected where it is used */ }
    }
  }

  #endDocument(out: Frame[]): void {
    const d = this.#document!;
    this.#document = null;
    this.#mode = 'between';
    if (d.hasRecords) return;
    const bytes = Buffer.concat(d.parts);
    if (d.bytes > this.limits.recordBytes) out.push(this.bad(bytes, d.offset, d.bytes, d.line, `a document of ${d.bytes} bytes that is not a list; the most is ${this.limits.recordBytes}`));
    else out.push(this.json(bytes, d.offset, d.line));
    this.envelope = null;
  }
}

/** Delimited text (RFC 4180) with a header row. Values are text; rows of another length are rejected. */
export class CsvFramer extends Base {
  readonly #pending = new Pending();
  /** As {@link splitCsv} reads a row: only a quote at the start of a field opens one that may hold line breaks. */
  #at: 'fieldStart' | 'plain' | 'quoted' | 'quoteSeen' = 'fieldStart';
  #skipping = 0;
  readonly #delimiter: string;
  readonly #delimiterByte: number;
  constructor(limits: Limits, delimiter: string) { super(limits); this.#delimiter = delimiter; this.#delimiterByte = delimiter.charCodeAt(0); }

  push(chunk: Buffer): Frame[] {
    const out: Frame[] = [];
    let start = 0;
    for (let i = 0; i < chunk.length; i++) {
      const c = chunk[i]!;
      if (this.#at === 'quoted') {
        if (c === QUOTE) this.#at = 'quoteSeen';
      } else if (c === QUOTE && this.#at !== 'plain') this.#at = 'quoted';
      else if (c === LF) {
        this.#pending.push(chunk.subarray(start, i));
        start = i + 1;
        this.#at = 'fieldStart';
        this.#row(this.#pending.take(), 1, out);
      } else if (c === this.#delimiterByte) this.#at = 'fieldStart';
      else if (!(this.header === null && BYTE_ORDER_MARK.includes(c))) this.#at = 'plain';
    }
    if (start < chunk.length) {
      this.#pending.push(chunk.subarray(start));
      if (this.#pending.length > this.limits.recordBytes) this.#skipping += this.#pending.take().length;
    }
    return out;
  }
  end(): Frame[] {
    const out: Frame[] = [];
    if (this.#pending.length > 0 || this.#skipping > 0) {
      const bytes = this.#pending.take();
      if (this.#at === 'quoted' && this.#skipping === 0) out.push(this.bad(bytes, this.#pending.offset, bytes.length, this.line, 'the file ends inside quotes'));
      else this.#row(bytes, 0, out);
    }
    return out;
  }

  #row(raw: Buffer, newline: number, out: Frame[]): void {
    const length = this.#skipping + raw.length;
    const offset = this.#pending.offset;
    const line = this.line;
    const skipped = this.#skipping > 0;
    this.#skipping = 0;
    this.#pending.offset += length + newline;
    this.line += newline + countLines(raw);
    if (skipped) { out.push(this.bad(raw, offset, length, line, `a row of ${length} bytes; the most is ${this.limits.recordBytes}`)); return; }
    const bytes = raw.at(-1) === 13 ? raw.subarray(0, raw.length - 1) : raw;
    if (isBlank(bytes)) return;
    const text = bytes.toString('utf8');
    const fields = splitCsv(this.header === null ? text.replace(/^\ufeff/, '') : text, this.#delimiter);
    if (this.header === null) { this.header = headerOf(fields); return; }
    if (fields.length !== this.header.length) {
      out.push(this.bad(bytes, offset, bytes.length, line, `the row has ${fields.length} values, the header ${this.header.length} columns`));
      return;
    }
    const value = Object.fromEntries(this.header.map((name, i) => [name, fields[i]!]));
    out.push({ ok: true, record: { value, text, index: this.index++, line, byteOffset: offset, byteLength: bytes.length } });
  }
}
