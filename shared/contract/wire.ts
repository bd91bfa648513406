/**
 * Structured-clone-like values as one binary frame, and back. The loopback socket speaks it; the contract itself needs only JSON and
 * typed arrays, the further kinds make the frame equal to what Electron's own IPC carries.
 *
 * Frame: u32 little-endian header length, header (UTF-8 JSON `{v, b}`), then the attachments, everything padded to 8 bytes.
 * `v` is the flattened value, `b` the byte length of each attachment. A plain object that owns a key `$` is wrapped, so that
 * `$` always marks a tag. Objects are numbered in the order they are met; `{$:'r', v}` points back to one (cycles, shared parts).
 */
/** The platform's UTF-8 coder: in every host we run on, but in none of the libraries this folder compiles with. */
declare const TextEncoder: new () => { encode(text: string): Uint8Array };
declare const TextDecoder: new (label: string, options: { fatal: boolean }) => { decode(bytes: Uint8Array): string };

/** A frame that does not hold together: cut short, lengths that lie, a tag nobody wrote. */
export class WireError extends Error {
  override readonly name = 'WireError';
}

type ViewMaker = new (buffer: ArrayBuffer) => ArrayBufferView;
const VIEWS: Readonly<Record<string, ViewMaker>> = {
  Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array, Float32Array, Float64Array, BigInt64Array, BigUint64Array, DataView,
};
const padded = (bytes: number): number => Math.ceil(bytes / 8) * 8;

function notCloneable(what: string): never {
  const error = new TypeError(`${what} could not be cloned.`);
  error.name = 'DataCloneError';
  throw error;
}

/** The value as JSON, its binary parts appended to `attachments`. Functions and symbols raise `DataCloneError`, as in Electron. */
export function flatten(root: unknown, attachments: Uint8Array[]): unknown {
  const seen = new Map<object, number>();
  const attach = (bytes: Uint8Array): number => attachments.push(bytes) - 1;

  function flat(value: unknown): unknown {
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return value;
      case 'undefined':
        return { $: 'u' };
      case 'number':
        return Number.isFinite(value) && !Object.is(value, -0) ? value : { $: 'n', v: Object.is(value, -0) ? '-0' : String(value) };
      case 'bigint':
        return { $: 'b', v: String(value) };
      case 'object':
        return value === null ? null : known(value);
      default:
        return notCloneable(typeof value);
    }
  }
  function known(value: object): unknown {
    const at = seen.get(value);
    if (at !== undefined) return { $: 'r', v: at };
    seen.set(value, seen.size);
    if (Array.isArray(value)) return value.map(flat);
    const special = tagged(value);
    if (special !== undefined) return special;
    const out: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    for (const [key, item] of Object.entries(value)) out[key] = flat(item);
    return '$' in out ? { $: 'o', v: out } : out;
  }
  function tagged(value: object): unknown {
    if (value instanceof Date) return { $: 'd', v: flat(value.getTime()) };
    if (value instanceof RegExp) return { $: 'x', v: value.source, f: value.flags };
    if (value instanceof Map) return { $: 'm', v: Array.from(value, ([key, item]) => [flat(key), flat(item)]) };
    if (value instanceof Set) return { $: 's', v: Array.from(value, flat) };
    if (value instanceof Error) return { $: 'e', n: value.name, v: value.message, s: value.stack ?? '' };
    if (value instanceof ArrayBuffer) return { $: 'ab', v: attach(new Uint8Array(value)) };
    if (ArrayBuffer.isView(value)) {
      const name = Object.prototype.toString.call(value).slice(8, -1);
      return { $: 'ta', c: name, v: attach(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)) };
    }
    return undefined;
  }
  return flat(root);
}

/** Turns what {@link flatten} gave back into values. Every view gets its own buffer, so that one may be transferred to a worker alone. */
export function revive(root: unknown, attachments: readonly Uint8Array[]): unknown {
  const met: unknown[] = [];
  const keep = <T>(value: T): T => {
    met.push(value);
    return value;
  };
  const bytes = (index: unknown): ArrayBuffer => {
    const part = typeof index === 'number' ? attachments[index] : undefined;
    if (part === undefined) throw new WireError('the frame names an attachment it does not carry');
    return part.slice().buffer as ArrayBuffer;
  };
  const list = (value: unknown): unknown[] => {
    if (!Array.isArray(value)) throw new WireError('the frame carries a tag without its list');
    return value;
  };
  const text = (value: unknown): string => {
    if (typeof value !== 'string') throw new WireError('the frame carries a tag without its text');
    return value;
  };

  function live(json: unknown): unknown {
    if (json === null || typeof json !== 'object') return json;
    if (Array.isArray(json)) {
      const out: unknown[] = keep([]);
      for (const item of json) out.push(live(item));
      return out;
    }
    const node = json as Record<string, unknown>;
    return Object.hasOwn(node, '$') ? untag(node) : record(node);
  }
  function record(node: Record<string, unknown>): Record<string, unknown> {
    const out: Record<string, unknown> = keep({});
    // defineProperty: a key named __proto__ stays a key.
    for (const key of Object.keys(node)) Object.defineProperty(out, key, { value: live(node[key]), writable: true, enumerable: true, configurable: true });
    return out;
  }
  function untag(node: Record<string, unknown>): unknown {
    switch (node['$']) {
      case 'o':
        return record((node['v'] ?? {}) as Record<string, unknown>);
      case 'u':
        return undefined;
      case 'n':
        return Number(text(node['v']));
      case 'b':
        return BigInt(text(node['v']));
      case 'r':
        return pointTo(node['v']);
      case 'd':
        return keep(new Date(Number(live(node['v']))));
      case 'x':
        return keep(new RegExp(text(node['v']), text(node['f'])));
      case 'ab':
        return keep(bytes(node['v']));
      case 'ta':
        return view(node);
      case 'm':
        return fillMap(list(node['v']));
      case 's':
        return fillSet(list(node['v']));
      case 'e':
        return error(node);
      default:
        throw new WireError('the frame carries an unknown tag');
    }
  }
  function pointTo(index: unknown): unknown {
    if (typeof index !== 'number' || index < 0 || index >= met.length) throw new WireError('the frame points at a part that is not there');
    return met[index];
  }
  function view(node: Record<string, unknown>): unknown {
    const name = text(node['c']);
    const make = Object.hasOwn(VIEWS, name) ? VIEWS[name] : undefined;
    if (make === undefined) throw new WireError('the frame carries an unknown kind of array');
    return keep(new make(bytes(node['v'])));
  }
  function fillMap(pairs: unknown[]): unknown {
    const map = keep(new Map<unknown, unknown>());
    for (const pair of pairs) {
      const [key, item] = list(pair);
      map.set(live(key), live(item));
    }
    return map;
  }
  function fillSet(items: unknown[]): unknown {
    const set = keep(new Set<unknown>());
    for (const item of items) set.add(live(item));
    return set;
  }
  function error(node: Record<string, unknown>): unknown {
    const made = keep(new Error(text(node['v'])));
    made.name = text(node['n']);
    made.stack = text(node['s']);
    return made;
  }
  return live(root);
}

/** The value as one frame. */
export function encodeFrame(value: unknown): Uint8Array<ArrayBuffer> {
  const attachments: Uint8Array[] = [];
  const body = flatten(value, attachments);
  const header = new TextEncoder().encode(JSON.stringify({ v: body, b: attachments.map((part) => part.byteLength) }));
  const start = padded(4 + header.length);
  const frame = new Uint8Array(attachments.reduce((sum, part) => sum + padded(part.byteLength), start));
  new DataView(frame.buffer).setUint32(0, header.length, true);
  frame.set(header, 4);
  let at = start;
  for (const part of attachments) {
    frame.set(part, at);
    at += padded(part.byteLength);
  }
  return frame;
}

/** The value of a frame. Throws {@link WireError} for anything that is not one; the sender is not trusted. */
export function decodeFrame(frame: Uint8Array): unknown {
  if (frame.byteLength < 8) throw new WireError('the frame is cut short');
  const length = new DataView(frame.buffer, frame.byteOffset, frame.byteLength).getUint32(0, true);
  if (4 + length > frame.byteLength) throw new WireError('the frame is cut short');
  const header = parseHeader(frame.subarray(4, 4 + length));
  let at = padded(4 + length);
  const attachments = header.b.map((bytes) => {
    const part = frame.subarray(at, at + bytes);
    if (part.byteLength !== bytes) throw new WireError('the frame is cut short');
    at += padded(bytes);
    return part;
  });
  try {
    return revive(header.v, attachments);
  } catch (thrown) {
    // Half an array item, a bad pattern, nesting beyond the stack: all of them the sender's fault.
    throw thrown instanceof WireError ? thrown : new WireError(`the frame cannot be read: ${String(thrown)}`);
  }
}

function parseHeader(bytes: Uint8Array): { v: unknown; b: readonly number[] } {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new WireError('the frame header is not JSON');
  }
  if (header === null || typeof header !== 'object' || !('b' in header) || !Array.isArray(header.b)) throw new WireError('the frame header has no attachment list');
  const lengths: readonly unknown[] = header.b;
  if (!lengths.every((length): length is number => typeof length === 'number' && Number.isSafeInteger(length) && length >= 0)) {
    throw new WireError('the frame header lies about its attachments');
  }
  return { v: 'v' in header ? header.v : undefined, b: lengths };
}
