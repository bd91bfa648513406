/**
 * Reads one source file: `openSource` identifies it, `readMembers` walks its members. For each member the consumer gets, in this
 * order: `member` (with its format, once detected), then alternately `bytes` (every uncompressed chunk, before the records that end
 * in it) and `frames`, then `end`. Everything awaits the consumer, so memory stays bounded by one chunk and one record.
 */
import { RedthreadError } from '../../../../shared/contract/index.ts';
import type { Framing, Importer, Sample, SourceContext } from '../importer.ts';
import { members } from './containers.ts';
import { decideFraming, decoderFor, makeFramer, sampleOf } from './detection.ts';
import type { Frame } from './frames.ts';
import { LIMITS, type Limits } from './limits.ts';

export { identify, type SourceIdentity } from './containers.ts';
export type { BadFrame, Frame } from './frames.ts';
export { LIMITS, type Limits } from './limits.ts';

/** Detection looks at no more than this. */
const SAMPLE_BYTES = 256 * 1024;

export type Step =
  | { readonly type: 'skipped'; readonly path: string; readonly reason: string }
  | { readonly type: 'member'; readonly path: string | null; readonly fileName: string; readonly importer: Importer; readonly context: SourceContext; readonly reencoded: boolean }
  | { readonly type: 'bytes'; readonly bytes: Buffer }
  | { readonly type: 'frames'; readonly frames: readonly Frame[] }
  | { readonly type: 'end' };

export interface ReadOptions {
  readonly signal: AbortSignal;
  /** Chooses the importer for a member; throws `sourceUnknownFormat`. */
  readonly choose: (sample: Sample) => Importer;
  readonly limits?: Limits;
}

export async function* readMembers(path: string, options: ReadOptions): AsyncGenerator<Step> {
  const limits = options.limits ?? LIMITS;
  let read = 0;
  for await (const member of members(path, options.signal, limits)) {
    if (!('chunks' in member)) {
      if (member.reason !== null) yield { type: 'skipped', path: member.path, reason: member.reason };
      continue;
    }
    read++;
    yield* readMember(path, member.path, member.fileName, member.chunks, options, limits);
  }
  if (read === 0) throw new RedthreadError('sourceUnreadable', `${path}: the archive holds no file that could be read.`, { path });
}

async function* readMember(sourcePath: string, memberPath: string | null, fileName: string, chunks: AsyncIterable<Buffer>, options: ReadOptions, limits: Limits): AsyncGenerator<Step> {
  const iterator = chunks[Symbol.asyncIterator]();
  const head: Buffer[] = [];
  let headBytes = 0;
  let ended = false;
  while (headBytes < SAMPLE_BYTES && !ended) {
    const next = await iterator.next();
    if (next.done === true) ended = true;
    else { head.push(next.value); headBytes += next.value.length; }
  }
  const start = Buffer.concat(head);
  const decoder = decoderFor(start);
  const text = decoder === null ? start : decoder.decode(start, ended);
  const { framing, delimiter } = decideFraming(text);
  const where = memberPath === null ? sourcePath : `${sourcePath}, ${memberPath}`;
  if (text.length === 0) throw new RedthreadError('sourceUnreadable', `${where}: the file is empty. Export it again.`, { path: sourcePath });
  const sample = sampleOf(fileName, text, framing, delimiter, limits);
  const importer = chosen(where, () => options.choose(sample));
  const framer = makeFramer(framing, delimiter, limits);
  const context: SourceContext = { fileName, get envelope() { return framer.envelope ?? sample.envelope; }, get header() { return framer.header; }, memberSha256: null };
  yield { type: 'member', path: memberPath, fileName, importer, context, reencoded: decoder !== null };
  yield* feed(text, framer.push.bind(framer));
  while (!ended) {
    options.signal.throwIfAborted();
    const next = await iterator.next();
    if (next.done === true) ended = true;
    const bytes = decoder === null ? (next.done === true ? Buffer.alloc(0) : next.value) : decoder.decode(next.done === true ? Buffer.alloc(0) : next.value, ended);
    if (bytes.length > 0) yield* feed(bytes, framer.push.bind(framer));
  }
  const last = framer.end();
  if (last.length > 0) yield { type: 'frames', frames: last };
  yield { type: 'end' };
}

/** Large chunks are fed in slices, so that few records are held at once. */
const SLICE_BYTES = 128 * 1024;
function* feed(bytes: Buffer, push: (chunk: Buffer) => Frame[]): Generator<Step> {
  for (let at = 0; at < bytes.length; at += SLICE_BYTES) {
    const slice = bytes.subarray(at, at + SLICE_BYTES);
    yield { type: 'bytes', bytes: slice };
    const frames = push(slice);
    if (frames.length > 0) yield { type: 'frames', frames };
  }
}

export type { Framing };

/** Says which file has no known format: the choice itself knows only a sample. */
function chosen(where: string, choose: () => Importer): Importer {
  try {
    return choose();
  } catch (thrown) {
    if (thrown instanceof RedthreadError && thrown.code === 'sourceUnknownFormat') throw new RedthreadError(thrown.code, `${where}: ${thrown.message}`, thrown.details);
    throw thrown;
  }
}
