/** The events of the case as typed arrays, in the order of the timeline: those without a time first, then by time, then by id. A place in this order is a rank. */
import { EVENT_GROUPS, type EventGroup } from '../../../shared/domain/event/index.ts';
import type { Db } from '../case-file.ts';

/** Before every time, so that the column is in order. */
export const NO_TIME = -Infinity;
export const COLUMN_NAMES = ['ids', 'timesUs', 'types', 'sets', 'devices', 'actors', 'accounts', 'targets'] as const;
export type ColumnName = (typeof COLUMN_NAMES)[number];

export interface EventType { readonly source: string; readonly actionType: string; readonly group: EventGroup }
export interface EventColumns {
  readonly count: number;
  /** Ranks below this have no time. */
  readonly withoutTime: number;
  readonly ids: Uint32Array;
  /** Largest of `ids`, 0 without events. */
  readonly maxId: number;
  /** Microseconds since 1970, ascending; `NO_TIME` where there is none. */
  readonly timesUs: Float64Array;
  /** Index into `typeInfo`. */
  readonly types: Uint32Array;
  /** Index into `setInfo`. */
  readonly sets: Uint32Array;
  /** Keys of entities by role; 0 for none. */
  readonly devices: Uint32Array;
  readonly actors: Uint32Array;
  readonly accounts: Uint32Array;
  readonly targets: Uint32Array;
  readonly typeInfo: readonly EventType[];
  /** Techniques of each set; the first is empty. */
  readonly setInfo: readonly (readonly string[])[];
}

export function readColumns(db: Db): EventColumns {
  const find = db.prepare('select data from timeline_column where name = ?').pluck();
  const bytes = (name: ColumnName): Buffer => (find.get(name) as Buffer | undefined) ?? Buffer.alloc(0);
  const words = (name: ColumnName): Uint32Array => { const b = aligned(bytes(name), 4); return new Uint32Array(b.buffer, b.byteOffset, b.byteLength / 4); };
  const t = aligned(bytes('timesUs'), 8);
  const timesUs = new Float64Array(t.buffer, t.byteOffset, t.byteLength / 8);
  const ids = words('ids');
  const types = db.prepare('select s.text source, a.text actionType, t.group_code code from event_type t join term s on s.term_id = t.source join term a on a.term_id = t.action_type order by t.type_code').all() as { source: string; actionType: string; code: number }[];
  const sets = db.prepare('select techniques from technique_set order by set_code').pluck().all() as string[];
  return {
    count: timesUs.length, withoutTime: lowerBound(timesUs, -Number.MAX_VALUE), timesUs, ids, maxId: ids.reduce((a, b) => Math.max(a, b), 0), types: words('types'), sets: words('sets'), devices: words('devices'), actors: words('actors'), accounts: words('accounts'), targets: words('targets'),
    typeInfo: types.map(({ code, ...t }) => ({ ...t, group: EVENT_GROUPS[code]! })), setInfo: [[], ...sets.map((s) => JSON.parse(s) as string[])],
  };
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
  for (const id of eventIds) if (id <= columns.maxId) wanted[id] = 1;
  const marks = new Uint8Array(columns.count);
  for (let rank = 0; rank < columns.count; rank++) marks[rank] = wanted[columns.ids[rank]!]!;
  return marks;
}
