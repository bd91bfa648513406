/** Opens plain files, gzip, zip, tar and tar.gz by content, and hands out their members as streams. Nothing is written to disk. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { PassThrough, Readable, Transform, Writable, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGunzip, createInflateRaw } from 'node:zlib';
import { extract as tarExtract, type Header } from 'tar-stream';
import yauzl from 'yauzl';
import { RedthreadError } from '../../../../shared/contract/index.ts';
import { LIMITS, type Limits } from './limits.ts';

export interface Member {
  /** Path inside an archive; null for a file that is its own member. */
  readonly path: string | null;
  readonly fileName: string;
  readonly chunks: AsyncIterable<Buffer>;
  /** How far the file itself has been read, in its own bytes: packed ones where the member is packed. */
  readonly sourceBytes: () => number;
}
export interface SkippedMember {
  readonly path: string;
  /** Why it holds nothing for us; null for what nobody misses (folders, resource forks). */
  readonly reason: string | null;
}
export interface SourceIdentity {
  readonly path: string;
  readonly fileName: string;
  readonly bytes: number;
  readonly sha256: string;
}

const unreadable = (path: string, what: string, details: Record<string, unknown> = {}) => new RedthreadError('sourceUnreadable', `${path}: ${what}`, { path, ...details });

/** SHA-256 and size of the file as it lies on disk. `onBytes` is told how many bytes were read. */
export async function identify(path: string, signal: AbortSignal): Promise<SourceIdentity> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    const about = await stat(path);
    if (about.isDirectory()) throw unreadable(path, 'this is a folder. Choose the files in it.');
    if (!about.isFile()) throw unreadable(path, 'this is not a plain file.');
    for await (const chunk of createReadStream(path, { signal, highWaterMark: 1 << 20 })) {
      hash.update(chunk as Buffer);
      bytes += (chunk as Buffer).length;
    }
  } catch (cause) {
    throw readError(path, cause);
  }
  if (bytes === 0) throw unreadable(path, 'the file is empty (0 bytes). Export it again.');
  return { path, fileName: basename(path), bytes, sha256: hash.digest('hex') };
}

function readError(path: string, cause: unknown): unknown {
  if (cause instanceof RedthreadError || (cause as Error).name === 'AbortError') return cause;
  const code = (cause as NodeJS.ErrnoException).code;
  if (code === 'ENOENT') return unreadable(path, 'the file is not there any more. It was moved or removed; choose it again.');
  if (code === 'EACCES' || code === 'EPERM') return unreadable(path, 'the file may not be read. Ask for permission, or copy it.');
  return unreadable(path, `the file cannot be read: ${(cause as Error).message}.`);
}

/** Members in the order of the file. The caller reads each member to its end (or returns) before it asks for the next. */
export async function* members(path: string, signal: AbortSignal, limits: Limits = LIMITS): AsyncGenerator<Member | SkippedMember> {
  const head = await readHead(path);
  const budget = new Budget(path, limits);
  if (head.length >= 4 && head.readUInt32LE(0) === 0x04034b50) yield* zipMembers(path, budget, signal);
  else if (head.length >= 4 && head.readUInt32LE(0) === 0x06054b50) throw unreadable(path, 'the zip archive holds no files.');
  else if (head[0] === 0x1f && head[1] === 0x8b) yield* gzipMembers(path, budget, signal);
  else if (isTar(head)) {
    const file = createReadStream(path, { signal });
    yield* tarMembers(path, file, budget, () => file.bytesRead);
  } else {
    const read = { bytes: 0 };
    yield { path: null, fileName: basename(path), chunks: guardPlain(path, signal, read), sourceBytes: () => read.bytes };
  }
}

async function readHead(path: string): Promise<Buffer> {
  try {
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(512), 0, 512, 0);
      return buffer.subarray(0, bytesRead);
    } finally { await file.close(); }
  } catch (cause) {
    throw readError(path, cause);
  }
}
const isTar = (head: Buffer) => head.length >= 262 && head.toString('latin1', 257, 262) === 'ustar';

async function* guardPlain(path: string, signal: AbortSignal, read: { bytes: number }): AsyncGenerator<Buffer> {
  const before = await stat(path);
  try {
    for await (const chunk of counted(createReadStream(path, { signal, highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>, read)) yield chunk;
  } catch (cause) {
    throw readError(path, cause);
  }
  const after = await stat(path).catch(() => null);
  if (after === null) throw unreadable(path, 'the file was removed while it was read. Nothing of it was kept; choose it again.');
  if (after.size !== before.size || after.mtimeMs !== before.mtimeMs) throw unreadable(path, 'the file changed while it was read. Nothing of it was kept; import it again when it is complete.');
}

/** Counts what comes out of an archive and stops bombs. */
class Budget {
  readonly #path: string;
  readonly #limits: Limits;
  #expanded = 0;
  #members = 0;
  constructor(path: string, limits: Limits) { this.#path = path; this.#limits = limits; }

  member(): void {
    if (++this.#members > this.#limits.members) throw new RedthreadError('sourceTooLarge', `${this.#path} holds more than ${this.#limits.members} files. Unpack it and import what you need.`, { path: this.#path });
  }
  meter(name: string, compressedBytes: number): Transform {
    let own = 0;
    const check = (chunk: Buffer): RedthreadError | null => {
      own += chunk.length;
      this.#expanded += chunk.length;
      if (own > this.#limits.ratioFromBytes && own > compressedBytes * this.#limits.ratio) return this.#bomb(name, `expands more than ${this.#limits.ratio} times`);
      return this.#expanded > this.#limits.expandedBytes ? this.#bomb(name, `expands beyond ${this.#limits.expandedBytes} bytes`) : null;
    };
    return new Transform({ transform(chunk: Buffer, _encoding, done: TransformCallback) { const error = check(chunk); if (error) done(error); else done(null, chunk); } });
  }
  #bomb(name: string, how: string): RedthreadError {
    return new RedthreadError('sourceTooLarge', `${this.#path}: ${name} ${how}, as a zip bomb does. It was not imported. If you trust it, unpack it and import the files.`, { path: this.#path });
  }
}

/** Joins streams so that an error anywhere ends the reading, in words. */
async function* drain(path: string, name: string, source: Readable, ...through: Transform[]): AsyncGenerator<Buffer> {
  const out = new PassThrough({ highWaterMark: 1 << 20 });
  const flow = pipeline([source, ...through, out] as unknown as [Readable, PassThrough]);
  flow.catch((cause: Error) => out.destroy(cause));
  let bytes = 0;
  try {
    for await (const chunk of out) {
      bytes += (chunk as Buffer).length;
      yield chunk as Buffer;
    }
    await flow;
  } catch (cause) {
    if (cause instanceof RedthreadError || (cause as Error).name === 'AbortError') throw cause;
    throw unreadable(path, `${name} is damaged or cut off after ${bytes} unpacked bytes (${(cause as Error).message}). Copy or export it again; nothing of it was kept.`, { member: name, byteOffset: bytes });
  } finally {
    out.destroy();
    source.destroy();
  }
}

async function* gzipMembers(path: string, budget: Budget, signal: AbortSignal): AsyncGenerator<Member | SkippedMember> {
  budget.member();
  const { size } = await stat(path);
  const name = basename(path).replace(/\.t?gz$/i, '');
  const file = createReadStream(path, { signal });
  const sourceBytes = () => file.bytesRead;
  const plain = gunzip(path, file, size, budget, signal);
  const first = await plain.next();
  const head = first.done === true ? Buffer.alloc(0) : first.value;
  const all = (async function* () { if (head.length > 0) yield head; yield* plain; })();
  if (isTar(head)) yield* tarMembers(path, Readable.from(all), budget, sourceBytes);
  else yield { path: null, fileName: name, chunks: all, sourceBytes };
}

/**
 * Unpacks to the end of what is there and then judges it: some tools lose the last bytes of the eight-byte trailer, which costs no data.
 * Whether the compressed stream itself is whole is what counts.
 */
async function* gunzip(path: string, file: Readable, size: number, budget: Budget, signal: AbortSignal): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of drain(path, basename(path), file, createGunzip({ finishFlush: constants.Z_SYNC_FLUSH }), budget.meter(basename(path), size))) {
    bytes += chunk.length;
    yield chunk;
  }
  const tail = await readTail(path, size);
  if (tail.length === 4 && tail.readUInt32LE(0) === bytes % 2 ** 32) return;
  if (await runs(createReadStream(path, { signal }), createGunzip())) return;
  const head = await readHead(path);
  const whole = await runs(createReadStream(path, { signal, start: gzipHeaderBytes(head) }), createInflateRaw());
  if (!whole) throw unreadable(path, `${basename(path)} is damaged or cut off after ${bytes} unpacked bytes. Copy or export it again; nothing of it was kept.`, { byteOffset: bytes });
}

async function runs(source: Readable, transform: Transform): Promise<boolean> {
  return pipeline(source, transform, new Writable({ write: (_chunk, _encoding, done) => done() })).then(() => true, (cause: Error) => { if (cause.name === 'AbortError') throw cause; return false; });
}

async function readTail(path: string, size: number): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, Math.max(0, size - 4));
    return buffer.subarray(0, bytesRead);
  } finally { await file.close(); }
}

/** Length of the header before the compressed data (RFC 1952): ten bytes, then what the flags announce. */
function gzipHeaderBytes(head: Buffer): number {
  const flags = head[3] ?? 0;
  let at = 10;
  if ((flags & 4) !== 0) at += 2 + head.readUInt16LE(at);
  for (const flag of [8, 16]) if ((flags & flag) !== 0) at = head.indexOf(0, at) + 1;
  return (flags & 2) !== 0 ? at + 2 : at;
}

function skip(name: string): string | null | undefined {
  if (name.endsWith('/') || name.startsWith('__MACOSX/') || /(^|\/)(\._|\.DS_Store$|Thumbs\.db$)/.test(name)) return null;
  if (name.includes('\0') || name.startsWith('/') || /^[a-z]:/i.test(name) || name.split(/[\\/]/).includes('..')) return 'its name leads outside the archive';
  if (/\.(zip|gz|tgz|tar|7z|rar)$/i.test(name)) return 'archives inside archives are not opened; unpack it first';
  return undefined;
}

async function* tarMembers(path: string, source: Readable, budget: Budget, sourceBytes: () => number): AsyncGenerator<Member | SkippedMember> {
  const extract = tarExtract();
  const flow = pipeline(source, extract);
  flow.catch((cause: Error) => extract.destroy(cause));
  try {
    for await (const entry of extract as AsyncIterable<Readable & { header: Header }>) {
      const name = entry.header.name;
      const reason = entry.header.type === 'file' ? skip(name) : null;
      if (reason !== undefined) {
        entry.resume();
        yield { path: name, reason };
        continue;
      }
      budget.member();
      yield { path: name, fileName: basename(name), chunks: drain(path, name, entry), sourceBytes };
      entry.resume();
    }
    await flow;
  } catch (cause) {
    if (cause instanceof RedthreadError || (cause as Error).name === 'AbortError') throw cause;
    throw unreadable(path, `the tar archive is damaged or cut off (${(cause as Error).message}). Copy or export it again; nothing of it was kept.`);
  }
}

const ZIP_OPTIONS = { lazyEntries: true, autoClose: false, validateEntrySizes: true, strictFileNames: false } as const;

/** Some archives carry a stray byte after their end, which holds no data: those are read as if it were not there. */
async function openZip(path: string): Promise<yauzl.ZipFile> {
  const attempt = (extra: number) => new Promise<yauzl.ZipFile>((resolve, reject) => {
    const done = (cause: Error | null, file: yauzl.ZipFile) => (cause ? reject(cause) : resolve(file));
    if (extra === 0) yauzl.open(path, ZIP_OPTIONS, done);
    else void stat(path).then(({ size }) => yauzl.fromRandomAccessReader(new FileReader(path), size - extra, ZIP_OPTIONS, done), reject);
  });
  try {
    return await attempt(0);
  } catch (cause) {
    // "Expected" is what follows the end record, "found" what that record announces.
    const m = /Invalid comment length\. Expected: (\d+)\. Found: (\d+)/.exec((cause as Error).message);
    const extra = m === null ? 0 : Number(m[1]) - Number(m[2]);
    if (extra <= 0) throw cause;
    return attempt(extra);
  }
}

class FileReader extends yauzl.RandomAccessReader {
  readonly #path: string;
  constructor(path: string) { super(); this.#path = path; }
  override _readStreamForRange(start: number, end: number): Readable {
    return createReadStream(this.#path, { start, end: end - 1 });
  }
}

async function* counted(chunks: AsyncIterable<Buffer>, read: { bytes: number }): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    read.bytes += chunk.length;
    yield chunk;
  }
}

async function* zipMembers(path: string, budget: Budget, signal: AbortSignal): AsyncGenerator<Member | SkippedMember> {
  const damaged = (cause: Error) => unreadable(path, `the zip archive is damaged or cut off (${cause.message}). Copy or export it again; nothing of it was kept.`);
  const zip = await openZip(path).catch((cause: Error) => { throw damaged(cause); });
  /** Packed bytes of the members up to now. */
  let packed = 0;
  try {
    for (;;) {
      signal.throwIfAborted();
      const entry = await new Promise<yauzl.Entry | null>((resolve, reject) => {
        const done = (work: () => void) => { zip.removeAllListeners(); work(); };
        zip.once('entry', (e: yauzl.Entry) => done(() => resolve(e)));
        zip.once('end', () => done(() => resolve(null)));
        zip.once('error', (cause: Error) => done(() => reject(/invalid relative path|absolute path/.test(cause.message) ? unreadable(path, `a member's name leads outside the archive (${cause.message}). The archive was not imported.`) : damaged(cause))));
        zip.readEntry();
      });
      if (entry === null) return;
      const name = entry.fileName;
      const reason = skip(name) ?? (skip(name) === null ? null : (entry.generalPurposeBitFlag & 1) === 1 ? 'it is encrypted; unpack it with its password first' : undefined);
      if (reason !== undefined) {
        yield { path: name, reason };
        continue;
      }
      budget.member();
      const stream = await new Promise<Readable>((resolve, reject) => zip.openReadStream(entry, (cause, s) => (cause ? reject(damaged(cause)) : resolve(s))));
      const before = packed;
      packed += entry.compressedSize;
      const read = { bytes: 0 };
      const chunks = counted(drain(path, name, stream, budget.meter(name, entry.compressedSize)), read);
      yield { path: name, fileName: basename(name), chunks, sourceBytes: () => before + Math.min(1, read.bytes / Math.max(1, entry.uncompressedSize)) * entry.compressedSize };
    }
  } finally {
    zip.close();
  }
}
