/** The events of the case as typed arrays, in the order of the timeline: those without a time first, then by time, then by id. A place in this order is a rank. */
import { EVENT_GROUPS, type EventGroup } from '../../../shared/domain/event/index.ts';
import type { Db } from '../case-file.ts';

/** Before every time, so that the column is in order. */
export const NO_TIME = -Infinity;
export const COLUMN_NAMES = ['ids', 'timesUs', 'types', 'sets', 'devices', 'actors', 'accounts', 'targets'] as const;
export type ColumnName = (typeof COLUMN_NAMES)[number];

export interface EventType { readonly source: string; readonly actionType: string; readonly group: EventGroup }
/** Each column is read when it is first asked for: a page of a device needs no types, and one of the case only ids and times. */
export class EventColumns {
  readonly #db: Db;
  readonly #words = new Map<ColumnName, Uint32Array>();
  #times: Float64Array | null = null;
  #maxId: number | null = null;
  #typeInfo: readonly EventType[] | null = null;
  #setInfo: readonly (readonly string[])[] | null = null;

  constructor(db: Db) { this.#db = db; }

  get count(): number { return this.timesUs.length; }
  /** Ranks below this have no time. */
  get withoutTime(): number { return lowerBound(this.timesUs, -Number.MAX_VALUE); }
  get ids(): Uint32Array { return this.#column('ids'); }
  /** Largest of `ids`, 0 without events. */
  get maxId(): number {
    return (this.#maxId ??= greatest(this.ids));
  }
  /** Microseconds since 1970, ascending; `NO_TIME` where there is none. */
  get timesUs(): Float64Array {
    if (this.#times === null) { const b = aligned(this.#bytes('timesUs'), 8); this.#times = new Float64Array(b.buffer, b.byteOffset, b.byteLength / 8); }
    return this.#times;
  }
  /** Index into `typeInfo`. */
  get types(): Uint32Array { return this.#column('types'); }
  /** Index into `setInfo`. */
  get sets(): Uint32Array { return this.#column('sets'); }
  /** Keys of entities by role; 0 for none. */
  get devices(): Uint32Array { return this.#column('devices'); }
  get actors(): Uint32Array { return this.#column('actors'); }
  get accounts(): Uint32Array { return this.#column('accounts'); }
  get targets(): Uint32Array { return this.#column('targets'); }
  get typeInfo(): readonly EventType[] {
    return (this.#typeInfo ??= (this.#db.prepare('select s.text source, a.text actionType, t.group_code code from event_type t join term s on s.term_id = t.source join term a on a.term_id = t.action_type order by t.type_code').all() as { source: string; actionType: string; code: number }[])
      .map(({ code, ...t }) => ({ ...t, group: EVENT_GROUPS[code]! })));
  }
  /** Techniques of each set; the first is empty. */
  get setInfo(): readonly (readonly string[])[] {
    return (this.#setInfo ??= [[], ...(this.#db.prepare('select techniques from technique_set order by set_code').pluck().all() as string[]).map((s) => JSON.parse(s) as string[])]);
  }

  #column(name: ColumnName): Uint32Array {
    const known = this.#words.get(name);
    if (known !== undefined) return known;
    const b = aligned(this.#bytes(name), 4);
    const words = new Uint32Array(b.buffer, b.byteOffset, b.byteLength / 4);
    this.#words.set(name, words);
    return words;
  }
  #bytes(name: ColumnName): Buffer {
    return (this.#db.prepare('select data from timeline_column where name = ?').pluck().get(name) as Buffer | undefined) ?? Buffer.alloc(0);
  }
}

/** 0 without values. */
export function greatest(values: Uint32Array): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) if (values[i]! > most) most = values[i]!;
  return most;
}

/** Views need an offset that is a multiple of their width, which a small buffer out of a pool may not have. */
const aligned = (bytes: Buffer, width: number): Uint8Array => (bytes.byteOffset % width === 0 ? bytes : Uint8Array.from(bytes));

/** The first index whose value is at least `value`, in ascending values. */
export function lowerBound(values: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The rank of an event; -1 where there is none. `timeUs` null: without a time. */
export function rankOf(columns: EventColumns, eventId: number, timeUs: number | null): number {
  const [from, to] = timeUs === null ? [0, columns.withoutTime] : [lowerBound(columns.timesUs, timeUs), lowerBound(columns.timesUs, timeUs + 1)];
  const at = from + lowerBound(columns.ids.subarray(from, to), eventId);
  return at < to && columns.ids[at] === eventId ? at : -1;
}

/** 1 at the rank of each of these events. Ids that are not in the case are passed over. */
export function marked(columns: EventColumns, eventIds: readonly number[]): Uint8Array {
  const wanted = new Uint8Array(columns.maxId + 1);
  for (const id of eventIds) if (id < wanted.length) wanted[id] = 1;
  return atRanks(columns, wanted);
}

/** The same of ids as SQLite joins them: digits and commas. Read as bytes a million of them cost a third of what they cost as numbers one by one. */
export function markedIn(columns: EventColumns, digits: Uint8Array): Uint8Array {
  const COMMA = 44;
  const ZERO = 48;
  const wanted = new Uint8Array(columns.maxId + 1);
  for (let at = 0, id = 0; at < digits.length; at++) {
    const c = digits[at]!;
    if (c !== COMMA) id = id * 10 + c - ZERO;
    if (c !== COMMA && at !== digits.length - 1) continue;
    if (id < wanted.length) wanted[id] = 1;
    id = 0;
  }
  return atRanks(columns, wanted);
}

/** What is said by id, by rank. */
function atRanks({ ids, count }: EventColumns, byId: Uint8Array): Uint8Array {
  const marks = new Uint8Array(count);
  for (let rank = 0; rank < count; rank++) marks[rank] = byId[ids[rank]!]!;
  return marks;
}
