import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeFrame, encodeFrame, flatten, revive, WireError } from './wire.ts';

const there = (value: unknown): unknown => decodeFrame(encodeFrame(value));
const views = fc.oneof(
  fc.uint8Array(), fc.uint16Array(), fc.uint32Array(), fc.int32Array(), fc.float32Array(), fc.float64Array(), fc.bigInt64Array(), fc.uint8ClampedArray(),
);
/** Anything a contract value may be made of, nested. */
const values = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' }, fc.string({ unit: 'binary' }), fc.double(), fc.integer(), fc.bigInt(), fc.boolean(), fc.constant(null), fc.constant(undefined), views,
    fc.date({ noInvalidDate: false }), fc.array(tie('any')), fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('$', '__proto__', 'constructor')), tie('any')),
    fc.array(fc.tuple(fc.string(), tie('any'))).map((pairs) => new Map(pairs)), fc.array(fc.integer()).map((items) => new Set(items)),
  ),
})).any;

describe('a frame', () => {
  it('gives back every value, equal in kind and content', () => {
    fc.assert(fc.property(values, (value) => { expect(there(value)).toEqual(structuredClone(value)); }), { numRuns: 500 });
  });

  it('keeps -0, NaN, undefined members and a key named $', () => {
    const back = there({ zero: -0, nan: NaN, none: undefined, $: 'r' }) as Record<string, unknown>;
    expect(Object.is(back['zero'], -0)).toBe(true);
    expect(back).toStrictEqual({ zero: -0, nan: NaN, none: undefined, $: 'r' });
  });

  it('keeps a key named __proto__ a key', () => {
    const back = there(JSON.parse('{"__proto__": {"polluted": true}}')) as object;
    expect(Object.keys(back)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(back)).toBe(Object.prototype);
  });

  it('keeps cycles and shared parts', () => {
    const shared = { a: 1 };
    const root: Record<string, unknown> = { left: shared, right: shared };
    root['self'] = root;
    const back = there(root) as Record<string, unknown>;
    expect(back['self']).toBe(back);
    expect(back['left']).toBe(back['right']);
  });

  it('gives each typed array a buffer of its own and ignores what lay around a view', () => {
    const big = new Float64Array([1, 2, 3, 4]);
    const back = there([big.subarray(1, 3), new Uint8Array([9])]) as [Float64Array, Uint8Array];
    expect(back[0]).toEqual(new Float64Array([2, 3]));
    expect(back[0].buffer.byteLength).toBe(16);
    expect(back[1].buffer).not.toBe(back[0].buffer);
  });

  it('is read wherever it lies in a larger buffer', () => {
    const frame = encodeFrame({ x: new Uint32Array([7, 8]) });
    const larger = new Uint8Array(frame.length + 3);
    larger.set(frame, 3);
    expect(decodeFrame(larger.subarray(3))).toEqual({ x: new Uint32Array([7, 8]) });
  });

  it('refuses what cannot be cloned', () => {
    expect(() => encodeFrame({ f: () => 1 })).toThrow(/could not be cloned/);
    expect(() => encodeFrame(Symbol('s'))).toThrow(/could not be cloned/);
  });

  it('names a frame that was cut short, at any length', () => {
    const frame = encodeFrame({ text: 'abc', x: new Float64Array([1, 2, 3]) });
    for (let length = 0; length < frame.length; length++) expect(() => decodeFrame(frame.subarray(0, length))).toThrow(WireError);
  });

  it('never throws anything but a named error or a rejected value on hostile bytes', () => {
    const header = fc.json({ maxDepth: 4 }).map((json) => new TextEncoder().encode(`{"v":${json},"b":[4,-1,1e9]}`));
    fc.assert(fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), header), (bytes) => {
      const frame = new Uint8Array(4 + bytes.length + 8);
      new DataView(frame.buffer).setUint32(0, bytes.length, true);
      frame.set(bytes, 4);
      expect(() => decodeFrame(frame)).toThrow(WireError);
    }));
  });

  it('refuses tags that point nowhere', () => {
    for (const json of [{ $: 'r', v: 5 }, { $: 'ab', v: 0 }, { $: 'ta', c: 'Function', v: 0 }, { $: 'zz' }, { $: 'm', v: 1 }]) {
      expect(() => revive(json, [])).toThrow(WireError);
    }
    expect(() => revive({ $: 'ta', c: 'Float64Array', v: 0 }, [new Uint8Array(7)])).toThrow(RangeError);
  });

  it('puts binary parts beside the text, not into it', () => {
    const parts: Uint8Array[] = [];
    expect(JSON.stringify(flatten({ a: new Uint8Array(1000) }, parts)).length).toBeLessThan(60);
    expect(parts[0]?.byteLength).toBe(1000);
  });
});
