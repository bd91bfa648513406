/** The core's side of the store thread: one promise per request, in any number at once. */
import { Worker } from 'node:worker_threads';
import { RedthreadError, type CaseInfo, type ErrorShape, type ProcedureName } from '../../shared/contract/index.ts';

type Op =
  | { readonly op: 'open'; readonly path: string; readonly readOnly?: boolean }
  | { readonly op: 'create'; readonly path: string; readonly actor: string; readonly nowUs: number }
  | { readonly op: 'info' }
  | { readonly op: 'close' }
  | { readonly op: 'call'; readonly procedure: ProcedureName; readonly input: unknown; readonly actor: string; readonly nowUs: number };
export type StoreRequest = Op & { readonly id: number };
export type StoreReply = { readonly id: number } & ({ readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: ErrorShape });

export class StoreClient {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  #next = 1;
  #dead: Error | null = null;

  constructor(workerFile: string) {
    this.#worker = new Worker(workerFile);
    this.#worker.on('message', (reply: StoreReply) => {
      const waiting = this.#waiting.get(reply.id);
      this.#waiting.delete(reply.id);
      if (reply.ok) waiting?.resolve(reply.value);
      else waiting?.reject(new RedthreadError(reply.error.code, reply.error.message, reply.error.details));
    });
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', () => this.#fail(new Error('the store thread ended')));
  }

  open(path: string): Promise<CaseInfo> { return this.#ask({ op: 'open', path }) as Promise<CaseInfo>; }
  create(path: string, actor: string, nowUs: number): Promise<CaseInfo> { return this.#ask({ op: 'create', path, actor, nowUs }) as Promise<CaseInfo>; }
  info(): Promise<CaseInfo | null> { return this.#ask({ op: 'info' }) as Promise<CaseInfo | null>; }
  closeCase(): Promise<unknown> { return this.#ask({ op: 'close' }); }
  call(procedure: ProcedureName, input: unknown, actor: string, nowUs: number): Promise<unknown> { return this.#ask({ op: 'call', procedure, input, actor, nowUs }); }

  async close(): Promise<void> {
    if (this.#dead === null) await this.closeCase().catch(() => undefined);
    this.#dead ??= new Error('the store is closed');
    await this.#worker.terminate();
  }

  #ask(op: Op): Promise<unknown> {
    if (this.#dead !== null) return Promise.reject(new RedthreadError('internal', `The store has stopped: ${this.#dead.message}. Restart Redthread; the case file is safe.`));
    return new Promise((resolve, reject) => {
      const id = this.#next++;
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ ...op, id });
    });
  }

  #fail(error: Error): void {
    this.#dead ??= error;
    for (const w of this.#waiting.values()) w.reject(new RedthreadError('internal', `The store stopped unexpectedly: ${error.message}. Restart Redthread; the case file is safe.`));
    this.#waiting.clear();
  }
}
