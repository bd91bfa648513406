/** Every event as columns, so that the timeline counts and filters a million of them by reading a few megabytes. */
import { EVENT_GROUPS, eventGroup } from '../../../shared/domain/event/index.ts';
import type { Db } from '../case-file.ts';
import { COLUMN_NAMES, NO_TIME, type ColumnName } from '../timeline/columns.ts';

type ScannedRow = [id: number, source: number, actionType: number, techniques: string | null, device: number | null, actor: number | null, account: number | null, target: number | null];

/** Rebuilds `timeline_column`, `event_type` and `technique_set`. Needs the entities of mentions. */
export function deriveTimeline(db: Db): void {
  db.exec('delete from timeline_column; delete from event_type; delete from technique_set');
  const rankOf = ranks(db);
  const count = db.prepare('select count(*) from event').pluck().get() as number;
  const column: Record<Exclude<ColumnName, 'timesUs'>, Uint32Array> = { ids: new Uint32Array(count), types: new Uint32Array(count), sets: new Uint32Array(count), devices: new Uint32Array(count), actors: new Uint32Array(count), accounts: new Uint32Array(count), targets: new Uint32Array(count) };
  const entityOf = entities(db);
  const types = new Codes();
  const sets = new Codes();
  sets.of('[]');
  for (const [id, source, actionType, techniques, device, actor, account, target] of db.prepare('select event_id, source, action_type, techniques, device_mention, actor_mention, account_mention, target_mention from event').raw().iterate() as IterableIterator<ScannedRow>) {
    const rank = rankOf[id]!;
    column.ids[rank] = id;
    column.types[rank] = types.of(`${source} ${actionType}`);
    column.sets[rank] = techniques === null ? 0 : sets.of(distinct(techniques));
    column.devices[rank] = entityOf[device ?? 0]!;
    column.actors[rank] = entityOf[actor ?? 0]!;
    column.accounts[rank] = entityOf[account ?? 0]!;
    column.targets[rank] = entityOf[target ?? 0]!;
  }
  writeTypes(db, types, column.types);
  writeSets(db, sets, column.sets);
  const write = db.prepare('insert into timeline_column(name, data) values(?, ?)');
  const timesUs = times(db, count);
  for (const name of COLUMN_NAMES) {
    const values = name === 'timesUs' ? timesUs : column[name];
    write.run(name, Buffer.from(values.buffer, values.byteOffset, values.byteLength));
  }
}

/** Place of each event, by id, in the order of the timeline. The index on time gives that order without sorting. */
function ranks(db: Db): Uint32Array {
  const rankOf = new Uint32Array(lastId(db, 'event', 'event_id') + 1);
  let rank = 0;
  for (const id of db.prepare('select event_id from event order by time_us, event_id').pluck().iterate() as IterableIterator<number>) rankOf[id] = rank++;
  return rankOf;
}

function times(db: Db, count: number): Float64Array {
  const timesUs = new Float64Array(count);
  let rank = 0;
  for (const t of db.prepare('select time_us from event order by time_us, event_id').pluck().iterate() as IterableIterator<number | null>) timesUs[rank++] = t ?? NO_TIME;
  return timesUs;
}

/** The entity of each mention, by id; 0 for none. */
function entities(db: Db): Uint32Array {
  const entityOf = new Uint32Array(lastId(db, 'mention', 'mention_id') + 1);
  for (const [mention, entity] of db.prepare('select mention_id, entity_pk from mention where entity_pk is not null').raw().iterate() as IterableIterator<[number, number]>) entityOf[mention] = entity;
  return entityOf;
}

const lastId = (db: Db, table: 'event' | 'mention', column: string): number => db.prepare(`select ifnull(max(${column}), 0) from ${table}`).pluck().get() as number;

/** The same techniques in one spelling of the list. */
function distinct(techniques: string): string {
  return JSON.stringify([...new Set(JSON.parse(techniques) as string[])].sort());
}

/** Numbers for texts as they come, and numbers that depend on the texts alone. */
class Codes {
  readonly #codes = new Map<string, number>();
  of(text: string): number {
    let code = this.#codes.get(text);
    if (code === undefined) this.#codes.set(text, (code = this.#codes.size));
    return code;
  }
  /** Texts with the numbers they got. */
  get all(): readonly (readonly [string, number])[] { return [...this.#codes]; }
}

function recode(values: Uint32Array, codes: readonly number[]): void {
  for (let i = 0; i < values.length; i++) values[i] = codes[values[i]!]!;
}

function writeTypes(db: Db, types: Codes, column: Uint32Array): void {
  const text = db.prepare('select text from term where term_id = ?').pluck();
  const rows = types.all.map(([pair, code]) => { const [source, actionType] = pair.split(' ').map(Number) as [number, number]; return { code, source, actionType, sourceText: text.get(source) as string, actionText: text.get(actionType) as string }; });
  rows.sort((a, b) => order(a.sourceText, b.sourceText) || order(a.actionText, b.actionText));
  const insert = db.prepare('insert into event_type(type_code, source, action_type, group_code) values(?, ?, ?, ?)');
  const codes: number[] = [];
  rows.forEach((r, at) => { codes[r.code] = at; insert.run(at, r.source, r.actionType, EVENT_GROUPS.indexOf(eventGroup(r.actionText, r.sourceText))); });
  recode(column, codes);
}

function writeSets(db: Db, sets: Codes, column: Uint32Array): void {
  const insert = db.prepare('insert into technique_set(set_code, techniques) values(?, ?)');
  const codes: number[] = [];
  // None of them keeps 0: it was asked for first.
  const [none, ...others] = sets.all;
  [none!, ...others.sort(([a], [b]) => order(a, b))].forEach(([techniques, code], at) => { codes[code] = at; if (at > 0) insert.run(at, techniques); });
  recode(column, codes);
}

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
