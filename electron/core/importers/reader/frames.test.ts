import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideFraming } from './detection.ts';
import { CsvFramer, JsonFramer, NdjsonFramer, type Frame, type Framer } from './frames.ts';
import { parseJson } from './json-parse.ts';
import { LIMITS } from './limits.ts';

/** Feeds `text` in pieces of the given sizes, over and over. */
function feed(framer: Framer, text: string | Buffer, sizes: readonly number[] = [1 << 20]): Frame[] {
  const bytes = Buffer.from(text as string);
  const out: Frame[] = [];
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length]!;
    out.push(...framer.push(bytes.subarray(at, at + size)));
    at += size;
  }
  return [...out, ...framer.end()];
}
const values = (frames: Frame[]) => frames.map((f) => (f.ok ? f.record.value : `bad: ${f.bad.reason.split(':')[0]}`));
const small = { ...LIMITS, recordBytes: 40, depth: 5 };

describe('ndjson', () => {
  it('skips blank lines, takes CRLF, and goes on after a bad line', () => {
    const frames = feed(new NdjsonFramer(LIMITS), '{"a":1}\r\n\r\n{oops}\n{"a":2}', [3]);
    expect(values(frames)).toEqual([{ a: 1 }, 'bad: not valid JSON', { a: 2 }]);
    expect(frames.map((f) => (f.ok ? [f.record.line, f.record.byteOffset, f.record.byteLength] : [f.bad.line, f.bad.byteOffset, f.bad.byteLength]))).toEqual([[1, 0, 7], [3, 11, 6], [4, 18, 7]]);
  });
  it('rejects a record that is too long without holding it, and one that nests too deeply', () => {
    expect(values(feed(new NdjsonFramer(small), `{"a":"${'x'.repeat(500)}"}\n{"a":1}\n[[[[[[1]]]]]]\n`, [7]))).toEqual(['bad: a record of 508 bytes; the most is 40', { a: 1 }, 'bad: nested more than 5 levels deep']);
  });
});

describe('json documents', () => {
  it.each([
    ['[{"a":1},{"a":"]"}]', [{ a: 1 }, { a: ']' }]], ['{"value":[]}', []], ['{"value":[1, {"value":[2]} ,"x"],"next":"n"}', [1, { value: [2] }, 'x']], ['{"value":{"id":1}}', [{ id: 1 }]],
    ['{"schema":[{"name":"a"}],"results":[{"a":1}]}', [{ a: 1 }]], ['{"value":[1]}\n{"value":[2]}', [1, 2]], ['{"id":"7","tags":["value"]}', [{ id: '7', tags: ['value'] }]], ['{\n "id": 7\n}\n{\n "id": 8\n}', [{ id: 7 }, { id: 8 }]], ['\ufeff[1,2]', [1, 2]], ['[]', []],
  ])('%s', (text, expected) => { for (const sizes of [[1000], [1], [2, 3]]) expect(values(feed(new JsonFramer(LIMITS), text, sizes))).toEqual(expected); });
  it('keeps the keys around the list', () => {
    const framer = new JsonFramer(LIMITS);
    feed(framer, '{"@odata.context":"c","value":[1],"n":2}', [4]);
    expect(framer.envelope).toEqual({ '@odata.context': 'c', n: 2 });
  });
  it('gives what is complete of a file that is cut off, then says where it ends', () => {
    const frames = feed(new JsonFramer(LIMITS), '{"value":[{"a":1},{"a":', [5]);
    expect(values(frames)).toEqual([{ a: 1 }, 'bad: the file ends inside this record, at byte 23']);
    expect(values(feed(new JsonFramer(LIMITS), '{"id":1,"x":'))).toEqual(['bad: the file ends before its JSON does, at byte 12']);
  });
  it('rejects an element that is too long and reads the next', () => expect(values(feed(new JsonFramer(small), `[{"a":"${'x'.repeat(500)}"},{"a":1}]`, [9]))).toEqual(['bad: a record of 508 bytes; the most is 40', { a: 1 }]));
});

describe('csv', () => {
  it('takes quotes, line breaks and delimiters inside them, and rejects rows of another length', () => {
    const frames = feed(new CsvFramer(LIMITS, ','), '\ufeffa, a,\r\n1,"x, ""y""\nz",ä\r\n1,2\r\n\r\n4,5,6', [2]);
    expect(values(frames)).toEqual([{ a: '1', a_2: 'x, "y"\nz', column_3: 'ä' }, 'bad: the row has 2 values, the header 3 columns', { a: '4', a_2: '5', column_3: '6' }]);
    expect(frames.map((f) => (f.ok ? f.record.line : f.bad.line))).toEqual([2, 4, 6]);
  });
  it('says that the file ends inside quotes', () => expect(values(feed(new CsvFramer(LIMITS, ','), 'a,b\n1,"x'))).toEqual(['bad: the file ends inside quotes']));
  it('takes a quote inside a field for text, so that the rows after it stay rows, for any chunking', () => {
    for (const size of [1, 2, 1000]) expect(values(feed(new CsvFramer(LIMITS, ','), 'a,b\n1,5" disk\n2,"x\ny" z"\n3,"say ""hi"""\n', [size]))).toEqual([{ a: '1', b: '5" disk' }, { a: '2', b: 'x\ny z"' }, { a: '3', b: 'say "hi"' }]);
  });
  it('says that the last row is too long, also without a line break after it', () => {
    const at = 'a,b\n1,2\n3,456789012345';
    expect(values(feed(new CsvFramer({ ...LIMITS, recordBytes: 10 }, ','), at, [4]))).toEqual([{ a: '1', b: '2' }, expect.stringMatching(/^bad: a row of \d+ bytes/)]);
  });
});

describe('any input', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });
  const json = fc.jsonValue({ maxDepth: 3 });
  it('gives back every value at its exact place, for any chunking', () => {
    fc.assert(fc.property(fc.array(json, { maxLength: 8 }), sizes, fc.constantFrom('list', 'wrapped', 'lines'), fc.constantFrom(undefined, 2), (list, chunking, kind, indent) => {
      const items = kind === 'lines' ? list.map((v) => ({ v })) : list;
      const text = kind === 'list' ? JSON.stringify(items, null, indent) : kind === 'wrapped' ? JSON.stringify({ a: { value: [1] }, value: items, z: [2] }, null, indent) : items.map((v) => JSON.stringify(v)).join('\n');
      const bytes = Buffer.from(text);
      const frames = feed(kind === 'lines' ? new NdjsonFramer(LIMITS) : new JsonFramer(LIMITS), bytes, chunking);
      expect(values(frames)).toEqual(parseJson(JSON.stringify(items)));
      for (const f of frames) if (f.ok) expect(parseJson(bytes.subarray(f.record.byteOffset, f.record.byteOffset + f.record.byteLength).toString())).toEqual(f.record.value);
    }), { numRuns: 500 });
  });
  it('never throws on garbage', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), sizes, (bytes, chunking) => { for (const framer of [new NdjsonFramer(LIMITS), new JsonFramer(LIMITS), new CsvFramer(LIMITS, ',')]) feed(framer, Buffer.from(bytes), chunking); }), { numRuns: 500 });
    fc.assert(fc.property(fc.array(fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '1', '\\', 'value', ' ', '\n'), { maxLength: 30 }), sizes, (parts, chunking) => { feed(new JsonFramer(LIMITS), parts.join(''), chunking); }), { numRuns: 2000 });
  });
});

describe('numbers beyond 2^53', () => {
  it('keep their digits', () => expect(parseJson('{"k":-9223372036854775808,"n":12,"f":1.5,"e":1e30}')).toEqual({ k: '-9223372036854775808', n: 12, f: 1.5, e: 1e30 }));
});

describe('decideFraming', () => {
  it.each([['{"a":1}\n{"a":2}\n', 'ndjson'], ['{\n"a":1}', 'json'], ['{"a":1}', 'json'], ['[{"a":1},\n{"a":2}]', 'json'], ['a;b\n1;2', 'csv'], ['{"value":[\n{"a":1}\n]}', 'json']])('%j is %s', (text, framing) => expect(decideFraming(Buffer.from(text)).framing).toBe(framing));
  it('finds the delimiter', () => expect(['a;b;c,d\n', 'a\tb\n', 'a,b\n'].map((t) => decideFraming(Buffer.from(t)).delimiter)).toEqual([';', '\t', ',']));
});
