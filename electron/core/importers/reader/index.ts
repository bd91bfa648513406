/**
 * Reads one source file: `openSource` identifies it, `readMembers` walks its members. For each member the consumer gets, in this
 * order: `member` (with its format, once detected), then alternately `bytes` (every uncompressed chunk, before the records that end
 * in it) and `frames`, then `end`. Everything awaits the consumer, so memory stays bounded by one chunk and one record.
 */
import { RedthreadError } from '../../../../shared/contract/index.ts';
import type { Framing, Importer, Sample, SourceContext } from '../importer.ts';
import { members, type Member } from './containers.ts';
import { decideFraming, decoderFor, makeFramer, sampleOf } from './detection.ts';
import type { Frame } from './frames.ts';
import { LIMITS, type Limits } from './limits.ts';

export { identify, type SourceIdentity } from './containers.ts';
export type { BadFrame, Frame } from './frames.ts';
export { LIMITS, type Limits } from './limits.ts';

/** Detection looks at no more than this. */
const SAMPLE_BYTES = 256 * 1024;
const REASONS_TOLD = 10;

export type Step =
  | { readonly type: 'skipped'; readonly path: string; readonly reason: string }
  | { readonly type: 'member'; readonly path: string | null; readonly fileName: string; readonly importer: Importer; readonly context: SourceContext; readonly reencoded: boolean }
  /** `sourceBytes`: how far the file itself has been read. */
  | { readonly type: 'bytes'; readonly bytes: Buffer; readonly sourceBytes: number }
  | { readonly type: 'frames'; readonly frames: readonly Frame[] }
  | { readonly type: 'end' };

export interface ReadOptions {
  readonly signal: AbortSignal;
  /** Chooses the importer for a member; throws `sourceUnknownFormat`. */
  readonly choose: (sample: Sample) => Importer;
  readonly limits?: Limits;
  /** Minutes east of UTC of times without a zone; null when nobody told. */
  readonly zoneMinutes?: number | null;
}

export async function* readMembers(path: string, options: ReadOptions): AsyncGenerator<Step> {
  const limits = options.limits ?? LIMITS;
  let read = 0;
  const left: RedthreadError[] = [];
  for await (const member of members(path, options.signal, limits)) {
    if (!('chunks' in member)) {
      if (member.reason !== null) yield { type: 'skipped', path: member.path, reason: member.reason };
      continue;
    }
    const unwanted = yield* readMember(path, member, options, limits);
    if (unwanted === null) read++;
    else if (member.path === null) throw unwanted;
    else {
      left.push(unwanted);
      yield { type: 'skipped', path: member.path, reason: unwanted.message };
    }
  }
  if (read > 0) return;
  if (left.length === 1) throw left[0]!;
  throw new RedthreadError('sourceUnreadable', `${path}: the archive holds no file that could be read.${left.slice(0, REASONS_TOLD).map((e) => `\n${e.message}`).join('')}${left.length > REASONS_TOLD ? `\nand ${left.length - REASONS_TOLD} more` : ''}`, { path });
}

/** Returns why a member is left out (empty, or in no known format), else null; what is damaged is thrown. */
async function* readMember(sourcePath: string, { path: memberPath, fileName, chunks, sourceBytes }: Member, options: ReadOptions, limits: Limits): AsyncGenerator<Step, RedthreadError | null> {
  const iterator = chunks[Symbol.asyncIterator]();
  const head: Buffer[] = [];
  let headBytes = 0;
  let ended = false;
  const readUpTo = async (bytes: number): Promise<void> => {
    while (headBytes < bytes && !ended) {
      options.signal.throwIfAborted();
      const next = await iterator.next();
      if (next.done === true) ended = true;
      else { head.push(next.value); headBytes += next.value.length; }
    }
  };
  await readUpTo(SAMPLE_BYTES);
  let start = Buffer.concat(head);
  let decoder = decoderFor(start);
  let text = decoder === null ? start : decoder.decode(start, ended);
  const { framing, delimiter } = decideFraming(text);
  const where = memberPath === null ? sourcePath : `${sourcePath}, ${memberPath}`;
  if (text.length === 0) return new RedthreadError('sourceUnreadable', `${where}: the file is empty. Export it again.`, { path: sourcePath });
  let sample = sampleOf(fileName, text, framing, delimiter, limits, ended);
  // One incident with all its alerts may be larger than a sample: it is looked at whole.
  for (let bytes = 2 * SAMPLE_BYTES; sample.records.length === 0 && !ended && headBytes < limits.recordBytes + SAMPLE_BYTES; bytes *= 2) {
    await readUpTo(Math.min(bytes, limits.recordBytes + SAMPLE_BYTES));
    start = Buffer.concat(head);
    decoder = decoderFor(start);
    text = decoder === null ? start : decoder.decode(start, ended);
    sample = sampleOf(fileName, text, framing, delimiter, limits, ended);
  }
  const importer = chosen(where, () => options.choose(sample));
  if (importer instanceof RedthreadError) {
    // The next member of an archive begins where this one ends.
    while (!ended) {
      options.signal.throwIfAborted();
      ended = (await iterator.next()).done === true;
    }
    return importer;
  }
  const framer = makeFramer(framing, delimiter, limits);
  const context: SourceContext = { fileName, get envelope() { return framer.envelope ?? sample.envelope; }, get header() { return framer.header; }, zoneMinutes: options.zoneMinutes ?? null };
  yield { type: 'member', path: memberPath, fileName, importer, context, reencoded: decoder !== null };
  yield* feed(text, sourceBytes, framer.push.bind(framer));
  while (!ended) {
    options.signal.throwIfAborted();
    const next = await iterator.next();
    if (next.done === true) ended = true;
    const bytes = decoder === null ? (next.done === true ? Buffer.alloc(0) : next.value) : decoder.decode(next.done === true ? Buffer.alloc(0) : next.value, ended);
    if (bytes.length > 0) yield* feed(bytes, sourceBytes, framer.push.bind(framer));
  }
  const last = framer.end();
  if (last.length > 0) yield { type: 'frames', frames: last };
  yield { type: 'end' };
  return null;
}

/** Large chunks are fed in slices, so that few records are held at once. */
const SLICE_BYTES = 128 * 1024;
function* feed(bytes: Buffer, sourceBytes: () => number, push: (chunk: Buffer) => Frame[]): Generator<Step> {
  for (let at = 0; at < bytes.length; at += SLICE_BYTES) {
    const slice = bytes.subarray(at, at + SLICE_BYTES);
    yield { type: 'bytes', bytes: slice, sourceBytes: sourceBytes() };
    const frames = push(slice);
    if (frames.length > 0) yield { type: 'frames', frames };
  }
}

export type { Framing };

/** The choice, or why there is none: it knows only a sample, so the file is named here. */
function chosen(where: string, choose: () => Importer): Importer | RedthreadError {
  try {
    return choose();
  } catch (thrown) {
    if (thrown instanceof RedthreadError && thrown.code === 'sourceUnknownFormat') return new RedthreadError(thrown.code, `${where}: ${thrown.message}`, thrown.details);
    throw thrown;
  }
}
