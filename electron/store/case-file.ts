/** Opening, creating and migrating case files. Every way in which a file can be unusable has its own error. */
import { randomUUID } from 'node:crypto';
import { accessSync, chmodSync, closeSync, constants, copyFileSync, existsSync, mkdirSync, mkdtempSync, openSync, readSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { RedthreadError } from '../../shared/contract/index.ts';
import { appendActivity } from './activity-log.ts';
import { derive } from './derive/index.ts';
import { APPLICATION_ID, MIGRATIONS, SCHEMA_VERSION } from './migrations/index.ts';

export type Db = Database.Database;

export interface OpenCase {
  readonly db: Db;
  readonly path: string;
  readonly readOnly: boolean;
}

const BUSY_MS = 3000;

/** Creates a case. `caseNewer`, `notACase` and so on as {@link openCase} when the file already exists. */
export function createCase(path: string, options: { actor: string; nowUs: number }): OpenCase {
  if (existsSync(path)) return openCase(path);
  try {
    mkdirSync(dirname(path), { recursive: true });
  } catch (cause) {
    throw new RedthreadError('caseUnusable', `The folder for ${path} cannot be made: ${(cause as Error).message}. Choose another place.`, { path });
  }
  const db = guarded(path, () => new Database(path, { timeout: BUSY_MS }));
  guarded(path, () => {
    db.pragma('journal_mode = WAL');
    db.pragma('foreign_keys = ON');
    db.transaction(() => {
      db.pragma(`application_id = ${APPLICATION_ID}`);
      migrate(db);
      const put = db.prepare('insert into meta(key, value) values(?, ?)');
      put.run('caseId', randomUUID());
      put.run('createdUs', String(options.nowUs));
      put.run('revision', '1');
      appendActivity(db, { atUs: options.nowUs, actor: options.actor, action: 'case.created', details: {} });
    })();
    // Until now everything is in the log file; other connections recognise a case by the header of the main file.
    db.pragma('wal_checkpoint(TRUNCATE)');
  });
  return configure(db, path, false);
}

/** Opens an existing case for reading and writing, or for reading only when the file or its folder forbids writing. */
export function openCase(path: string, options: { readOnly?: boolean } = {}): OpenCase {
  if (!existsSync(path)) throw new RedthreadError('caseUnusable', `There is no file ${path}. It may have been moved; choose it again.`, { path });
  checkHeader(path);
  const isWritable = writable(path) && writable(dirname(path));
  const readOnly = options.readOnly === true || !isWritable;
  const db = guarded(path, () => (isWritable ? new Database(path, { readonly: readOnly, fileMustExist: true, timeout: BUSY_MS }) : openUnwritable(path)));
  try {
    guarded(path, () => {
      const version = db.pragma('user_version', { simple: true }) as number;
      if (version > SCHEMA_VERSION) {
        throw new RedthreadError('caseNewer', `${path} was written by a newer Redthread (case format ${version}); this one reads up to ${SCHEMA_VERSION}. Update Redthread, or open a copy saved by the older one. The file was not changed.`, { path, fileVersion: version, supportedVersion: SCHEMA_VERSION });
      }
      if (version < SCHEMA_VERSION) {
        if (readOnly) throw new RedthreadError('caseReadOnly', `${path} has the older case format ${version} and cannot be written, so it cannot be brought to ${SCHEMA_VERSION}. Copy it to a folder you can write to.`, { path });
        db.transaction(() => migrate(db))();
      }
      db.prepare('select count(*) from source').get();
    });
  } catch (thrown) {
    db.close();
    throw thrown;
  }
  return configure(db, path, readOnly);
}

function configure(db: Db, path: string, readOnly: boolean): OpenCase {
  guarded(path, () => {
    if (!readOnly) db.pragma('journal_mode = WAL');
    db.pragma('foreign_keys = ON');
    db.pragma('synchronous = NORMAL');
    db.pragma('cache_size = -32000');
    db.pragma('temp_store = MEMORY');
  });
  return { db, path, readOnly };
}

function migrate(db: Db): void {
  const from = db.pragma('user_version', { simple: true }) as number;
  const steps = MIGRATIONS.filter((step) => step.version > from);
  for (const step of steps) {
    db.exec(step.up);
    db.pragma(`user_version = ${step.version}`);
  }
  if (from > 0 && MIGRATIONS.some((step) => step.version > from && step.rederive)) derive(db);
}

function checkHeader(path: string): void {
  const head = Buffer.alloc(72);
  let read: number;
  try {
    if (!statSync(path).isFile()) throw new Error('it is not a file');
    const fd = openSync(path, 'r');
    try { read = readSync(fd, head, 0, head.length, 0); } finally { closeSync(fd); }
  } catch (cause) {
    throw new RedthreadError('caseUnusable', `${path} cannot be read: ${(cause as Error).message}.`, { path });
  }
  if (read < 72 || head.toString('latin1', 0, 15) !== 'SQLite format 3' || head.readUInt32BE(68) !== APPLICATION_ID) {
    throw new RedthreadError('notACase', `${path} is not a Redthread case. To bring an export into a case, import it instead of opening it.`, { path });
  }
}

/** A file that is marked read-only is left alone even where this user, as root, could write it. */
function writable(path: string): boolean {
  try { accessSync(path, constants.W_OK); return (statSync(path).mode & 0o222) !== 0; } catch { return false; }
}

/**
 * SQLite reads a WAL file only where it may lay its shared index beside it. Where nothing may be written, as on a read-only share, a private
 * copy is read instead, and taken away as early as the system allows. The case and its folder stay untouched.
 */
function openUnwritable(path: string): Db {
  let folder = '';
  const discard = () => { if (folder !== '') rmSync(folder, { recursive: true, force: true }); };
  try {
    folder = mkdtempSync(join(tmpdir(), 'redthread-read-only-'));
    const copy = join(folder, 'case.redthread');
    for (const suffix of ['', '-wal']) {
      if (!existsSync(path + suffix)) continue;
      copyFileSync(path + suffix, copy + suffix, constants.COPYFILE_FICLONE);
      chmodSync(copy + suffix, 0o600);
    }
    const settled = new Database(copy);
    settled.pragma('journal_mode = DELETE');
    // An older format is brought up in the copy alone. A newer one is refused by the caller.
    if ((settled.pragma('user_version', { simple: true }) as number) < SCHEMA_VERSION) settled.transaction(() => migrate(settled))();
    settled.close();
    const db = new Database(copy, { readonly: true });
    db.pragma('user_version');
    try { discard(); } catch { process.once('exit', discard); }
    return db;
  } catch (cause) {
    discard();
    if (String((cause as { code?: unknown }).code).startsWith('SQLITE_')) throw cause;
    throw new RedthreadError('caseUnusable', `${path} lies where nothing can be written, and the copy that is needed to read it cannot be made in ${tmpdir()}: ${(cause as Error).message}. Copy the case to a folder you can write to.`, { path });
  }
}

/** Turns SQLite's codes into named errors that say what to do. */
export function guarded<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    const code = (thrown as { code?: unknown }).code;
    if (typeof code !== 'string' || !code.startsWith('SQLITE_')) throw thrown;
    const why = (thrown as Error).message;
    if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) throw new RedthreadError('caseLocked', `${path} is being written by another program. Close it there, then try again. Nothing was changed.`, { path });
    if (code.startsWith('SQLITE_READONLY')) throw new RedthreadError('caseReadOnly', `${path} cannot be written. Copy it to a folder you can write to, then open the copy.`, { path });
    if (code.startsWith('SQLITE_FULL')) throw new RedthreadError('caseUnusable', `The disk of ${path} is full. Free some space, then try again; the case is as it was before.`, { path });
    if (code === 'SQLITE_NOTADB' || code.startsWith('SQLITE_CORRUPT')) throw new RedthreadError('caseUnusable', `${path} is damaged (${why}). Restore it from a copy, or import the sources into a new case.`, { path });
    throw new RedthreadError('caseUnusable', `${path} cannot be used: ${why} (${code}).`, { path });
  }
}
