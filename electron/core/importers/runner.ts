/** Runs one import at a time in its own thread and reports progress. */
import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { RedthreadError, type ImportProgress } from '../../../shared/contract/index.ts';

export interface ImportJob {
  readonly casePath: string;
  readonly paths: readonly string[];
  /** Format name that overrides detection for all files. */
  readonly format: string | null;
  /** Minutes east of UTC of times that state no zone; null: UTC is assumed, and said. */
  readonly zoneMinutes: number | null;
  readonly actor: string;
  readonly nowUs: number;
}
export type ToImportWorker = { readonly type: 'start'; readonly importId: string; readonly job: ImportJob } | { readonly type: 'cancel' };

/** Beyond this after a cancel the thread is ended; its transaction is rolled back with it. */
const CANCEL_GRACE_MS = 3000;

export class ImportRunner {
  readonly #workerFile: string;
  readonly #announce: (progress: ImportProgress) => void;
  #worker: Worker | null = null;
  #status: ImportProgress | null = null;

  constructor(workerFile: string, announce: (progress: ImportProgress) => void) {
    this.#workerFile = workerFile;
    this.#announce = announce;
  }

  get running(): boolean { return this.#worker !== null; }
  get status(): ImportProgress | null { return this.#status; }

  start(job: ImportJob): string {
    const importId = randomUUID();
    const worker = new Worker(this.#workerFile);
    this.#worker = worker;
    this.#status = {
      importId, state: 'running', fileIndex: 0, fileCount: job.paths.length, path: job.paths[0] ?? '', format: null, bytesRead: 0, bytesTotal: 0, records: 0, rejected: 0, recordsPerSecond: 0, remainingMs: null, report: null, error: null,
    };
    worker.on('message', (progress: ImportProgress) => {
      if (progress.state === 'running' || progress.state === 'deriving') this.#update(progress);
      else this.#end(progress);
    });
    worker.on('error', (error) => this.#end({ ...this.#status!, state: 'failed', error: { code: 'internal', message: `The import stopped unexpectedly: ${error.message}. The case is as it was before the import.` } }));
    worker.on('exit', () => { if (this.#worker === worker) this.#end({ ...this.#status!, state: 'cancelled', error: { code: 'importCancelled', message: 'The import was cancelled. The case is as it was before the import.' } }); });
    worker.postMessage({ type: 'start', importId, job } satisfies ToImportWorker);
    return importId;
  }

  cancel(importId: string): void {
    const worker = this.#worker;
    if (worker === null || this.#status?.importId !== importId) throw new RedthreadError('notFound', 'That import is not running any more.');
    worker.postMessage({ type: 'cancel' } satisfies ToImportWorker);
    setTimeout(() => { if (this.#worker === worker) void worker.terminate(); }, CANCEL_GRACE_MS).unref();
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    await worker?.terminate();
  }

  #update(progress: ImportProgress): void {
    this.#status = progress;
    this.#announce(progress);
  }

  #end(progress: ImportProgress): void {
    const worker = this.#worker;
    if (worker === null) return;
    this.#worker = null;
    this.#update(progress);
    void worker.terminate();
  }
}
