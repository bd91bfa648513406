/** What the import thread may use of the store: opening a case for writing, one session per source, deriving, and the log. */
import { appendActivity } from './activity-log.ts';
import { guarded, openCase, type OpenCase } from './case-file.ts';
import { logConflicts } from './decisions/conflicts.ts';
import { DERIVATION } from './derive/index.ts';
import { ImportSession } from './import-session.ts';

export { guarded, ImportSession };
export type { MemberHandle, RecordPosition } from './import-session.ts';

export interface SourceHead {
  readonly path: string;
  readonly fileName: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly format: string;
  readonly importerVersion: number;
  readonly importedUs: number;
}

/** A case opened for imports. Exactly one transaction is open between `begin` and `commit` or `rollback`. */
export class ImportStore {
  readonly #open: OpenCase;

  constructor(casePath: string) {
    this.#open = openCase(casePath);
  }

  /** The source with these bytes, if it was imported before under the same format. */
  known(sha256: string): { format: string; records: number; rejected: number; facts: number } | null {
    return (this.#open.db.prepare('select format, records, rejected, facts from source where sha256 = ?').get(sha256) as { format: string; records: number; rejected: number; facts: number } | undefined) ?? null;
  }

  /** Starts the transaction of a whole batch; each source is a savepoint inside it, so that a bad file takes only itself away. */
  begin(): void {
    guarded(this.#open.path, () => this.#open.db.exec('begin immediate'));
  }
  beginSource(): void {
    this.#open.db.exec('savepoint source');
  }
  keepSource(): void {
    this.#open.db.exec('release source');
  }
  dropSource(): void {
    if (this.#open.db.inTransaction) this.#open.db.exec('rollback to source; release source');
  }

  session(source: SourceHead): ImportSession {
    return new ImportSession(this.#open.db, source);
  }

  /** Rebuilds what follows from the facts. `between` runs between the steps and may throw to give up. */
  async derive(between: () => Promise<void>): Promise<void> {
    for (const step of DERIVATION) {
      guarded(this.#open.path, () => step(this.#open.db));
      await between();
    }
  }

  /** Says in the log where what came in differs from what analysts decided. After `derive`. */
  logConflicts(by: Parameters<typeof logConflicts>[1]): void {
    logConflicts(this.#open.db, by);
  }

  log(entry: Parameters<typeof appendActivity>[1]): void {
    appendActivity(this.#open.db, entry);
  }

  commit(): void {
    guarded(this.#open.path, () => this.#open.db.exec('commit'));
  }

  rollback(): void {
    if (this.#open.db.inTransaction) this.#open.db.exec('rollback');
  }

  close(): void {
    this.rollback();
    if (!this.#open.readOnly) this.#open.db.pragma('wal_checkpoint(TRUNCATE)');
    this.#open.db.close();
  }
}
