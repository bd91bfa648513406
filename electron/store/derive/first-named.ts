/**
 * Which record named a derived thing first, kept as long as the connection lives: an import counts from it what the case gained by
 * each source. `pk` is the key in the derived table; `own_record_id` the first record about the thing itself, null where others only
 * imply it.
 */
import type { Db } from '../case-file.ts';

export type CountedKind = 'incident' | 'alert' | 'evidence' | 'investigation' | 'action';

export function forgetFirstNamed(db: Db): void {
  db.exec('create temp table if not exists first_named(kind text not null, pk integer not null, record_id integer not null, own_record_id integer, primary key(kind, pk)) without rowid; delete from first_named');
}

/** `own`: records that are about the thing; `others`: records that imply it. A thing without either is not counted. */
export function firstNamedIn(db: Db, kind: CountedKind): (pk: number, own: readonly number[], others?: readonly (number | null)[]) => void {
  const insert = db.prepare('insert into first_named(kind, pk, record_id, own_record_id) values(?, ?, ?, ?)');
  return (pk, own, others = []) => {
    const ownFirst = least(own);
    const first = least([...own, ...others.filter((id) => id !== null)]);
    if (first !== null) insert.run(kind, pk, first, ownFirst);
  };
}

/** The first record of each thing of a kind, by its key in the derived table. */
export function firstRecords(db: Db, kind: CountedKind): ReadonlyMap<number, number> {
  return new Map(db.prepare('select pk, record_id from first_named where kind = ?').raw().all(kind) as [number, number][]);
}

function least(ids: readonly number[]): number | null {
  let found: number | null = null;
  for (const id of ids) if (found === null || id < found) found = id;
  return found;
}
