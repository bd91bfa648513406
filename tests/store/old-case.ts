/** A case as an older version left it, made from one of today: the schema of then with the rows that it knows. */
import Database from 'better-sqlite3';
import { APPLICATION_ID, MIGRATIONS } from '../../electron/store/migrations/index.ts';

export function asOfVersion(version: number, today: string, path: string): void {
  const old = new Database(path);
  for (const step of MIGRATIONS.filter((m) => m.version <= version)) old.exec(step.up);
  old.pragma(`application_id = ${APPLICATION_ID}`);
  old.pragma(`user_version = ${version}`);
  old.pragma('foreign_keys = OFF');
  old.prepare('attach ? as today').run(today);
  for (const table of old.prepare(`select name from main.sqlite_master where type = 'table'`).pluck().all() as string[]) {
    const columns = (old.prepare(`select name from pragma_table_info(?)`).pluck().all(table) as string[]).join(', ');
    old.exec(`delete from main.${table}; insert into main.${table}(${columns}) select ${columns} from today.${table}`);
  }
  old.exec('detach today');
  old.close();
}
