/** What a member is: its encoding, its framing, and the sample that importers look at. */
import { delimiterOf } from '../../../../shared/base/csv.ts';
import { RedthreadError } from '../../../../shared/contract/index.ts';
import type { Framing, Importer, Sample } from '../importer.ts';
import { CsvFramer, JsonFramer, NdjsonFramer, type Framer } from './frames.ts';
import type { Limits } from './limits.ts';

const SAMPLE_RECORDS = 50;

/** UTF-16 with a byte order mark is read as UTF-8 from here on; the case keeps the UTF-8 text, and says so. Null for everything else. */
export function decoderFor(start: Buffer): { decode(bytes: Buffer, isLast: boolean): Buffer } | null {
  const label = start[0] === 0xff && start[1] === 0xfe ? 'utf-16le' : start[0] === 0xfe && start[1] === 0xff ? 'utf-16be' : null;
  if (label === null) return null;
  const decoder = new TextDecoder(label);
  return { decode: (bytes, isLast) => Buffer.from(decoder.decode(bytes, { stream: !isLast }), 'utf8') };
}

/** JSON by its first character; one value per line when the first line is complete and another follows; else delimited text. */
export function decideFraming(start: Buffer): { framing: Framing; delimiter: string } {
  const text = start.toString('utf8').replace(/^\ufeff/, '');
  const first = text.trimStart()[0];
  if (first !== '{' && first !== '[') return { framing: 'csv', delimiter: delimiterOf(text) };
  const lines = text.split('\n').map((l) => l.trim()).filter((l) => l !== '');
  const isLineValue = (line: string | undefined) => { if (line === undefined) return false; try { return typeof JSON.parse(line) === 'object'; } catch { return false; } };
  const several = lines.length > 1 && /^[[{]/.test(lines[1]!);
  // A first line that is broken still is a line when it ends as one and the next is whole.
  if (first === '{' && several && (isLineValue(lines[0]) || (lines[0]!.endsWith('}') && isLineValue(lines[1])))) return { framing: 'ndjson', delimiter: ',' };
  return { framing: 'json', delimiter: ',' };
}

export function makeFramer(framing: Framing, delimiter: string, limits: Limits): Framer {
  if (framing === 'ndjson') return new NdjsonFramer(limits);
  return framing === 'json' ? new JsonFramer(limits) : new CsvFramer(limits, delimiter);
}

/** `isWhole`: `start` is all there is, so that what is unfinished at its end is broken and not merely cut by the sampling. */
export function sampleOf(fileName: string, start: Buffer, framing: Framing, delimiter: string, limits: Limits, isWhole: boolean): Sample {
  const framer = makeFramer(framing, delimiter, limits);
  const frames = framer.push(start);
  const ending = isWhole || !frames.some((f) => f.ok) ? framer.end() : [];
  const records = [...frames, ...ending].flatMap((f) => (f.ok ? [f.record.value] : [])).slice(0, SAMPLE_RECORDS);
  const broken = [...frames, ...(isWhole ? ending : [])].find((f) => !f.ok);
  return { fileName, framing, records, header: framer.header, envelope: framer.envelope, ...(broken === undefined ? {} : { trouble: { line: broken.bad.line, reason: broken.bad.reason } }) };
}

/** The first importer, in order, that is certain. An empty list of a known kind goes to no one, which is said. */
export function chooseImporter(sample: Sample, importers: readonly Importer[], format: string | null): Importer {
  if (format !== null) {
    const chosen = importers.find((i) => i.format === format);
    if (!chosen) throw new RedthreadError('badRequest', `There is no format ${format}. Known formats: ${importers.map((i) => i.format).join(', ')}.`);
    return chosen;
  }
  const found = [...importers].sort((a, b) => a.order - b.order).find((i) => i.detect(sample));
  if (found) return found;
  throw new RedthreadError('sourceUnknownFormat', `it is in no format that is known here. ${describe(sample)}${sample.trouble === undefined ? '' : ` Line ${sample.trouble.line} cannot be read: ${sample.trouble.reason}.`} If you know which format it is, choose it by name: ${importers.map((i) => i.format).join(', ')}.`, { fileName: sample.fileName });
}

function describe(sample: Sample): string {
  const keys = (value: unknown) => (value !== null && typeof value === 'object' ? Object.keys(value).slice(0, 8).join(', ') : typeof value);
  if (sample.header !== null && sample.framing === 'csv') return `Its columns are ${sample.header.slice(0, 8).join(', ')}.`;
  if (sample.records.length > 0) return `Its first record has the fields ${keys(sample.records[0])}.`;
  return sample.envelope === null ? 'It holds no complete record.' : `It is a document without records, with the fields ${keys(sample.envelope)}.`;
}
