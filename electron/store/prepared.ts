/** Statements that are asked for again and again. */
import type Database from 'better-sqlite3';
import type { Db } from './case-file.ts';

const statements = new WeakMap<Db, Map<string, Database.Statement>>();
/** A statement that is asked for once per row: compiled once per connection. Only for fixed text. */
export function prepared(db: Db, sql: string): Database.Statement {
  const own = statements.get(db) ?? statements.set(db, new Map()).get(db)!;
  return own.get(sql) ?? own.set(sql, db.prepare(sql)).get(sql)!;
}
