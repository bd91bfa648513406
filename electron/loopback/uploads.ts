/**
 * Files that a page sends because the browser will not tell where they lie. Each is streamed to disk, never held; it is removed when the
 * import that used it ends, and at the latest when the server closes.
 */
import { randomBytes } from 'node:crypto';
import { createWriteStream, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Reply } from '../../shared/contract/index.ts';
import type { Core } from '../core/core.ts';
import { isCasePath } from '../core/open-paths.ts';

const ENDED = new Set(['done', 'failed', 'cancelled']);

export class Uploads {
  readonly #folder: string;
  readonly #files = new Set<string>();
  readonly #byImport = new Map<string, readonly string[]>();
  readonly #ended = new Set<string>();

  constructor(userData: string, core: Core) {
    const all = join(userData, 'uploads');
    mkdirSync(all, { recursive: true, mode: 0o700 });
    removeLeftovers(all);
    this.#folder = join(all, `${process.pid}-${randomBytes(6).toString('hex')}`);
    core.on((event, payload) => {
      if (event !== 'import.progress' || !('importId' in payload) || !ENDED.has(payload.state)) return;
      this.#ended.add(payload.importId);
      this.#release(payload.importId);
    });
  }

  /** Answers `{path}` once the whole body lies on disk; an upload that breaks off leaves nothing. */
  async receive(request: IncomingMessage, response: ServerResponse, name: string, isLetIn: boolean): Promise<void> {
    const refusal = !isLetIn ? 401 : isCasePath(name) ? 415 : null;
    if (refusal !== null) {
      // A case would be edited in a copy that is thrown away: it is opened by its path instead.
      const message = refusal === 415 ? 'A case is opened by its path; only files to import are uploaded.' : 'This page is not let in.';
      response.writeHead(refusal, { 'content-type': 'application/json', connection: 'close' }).end(JSON.stringify({ message }));
      return;
    }
    // A folder of its own, so that reports show the file's own name.
    const folder = join(this.#folder, randomBytes(6).toString('hex'));
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, safeName(name));
    try {
      await pipeline(request, createWriteStream(path, { mode: 0o600 }));
    } catch (thrown) {
      await rm(folder, { recursive: true, force: true });
      if (!response.headersSent) response.writeHead(507, { 'content-type': 'application/json' }).end(JSON.stringify({ message: `The file could not be kept: ${reason(thrown)}` }));
      return;
    }
    this.#files.add(path);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ path }));
  }

  /** Remembers which uploads an import reads. One that did not start keeps them: the person may try again. */
  claim(input: unknown, reply: Reply<unknown>): void {
    if (!reply.ok || reply.value === null || typeof reply.value !== 'object' || !('importId' in reply.value)) return;
    const paths = input !== null && typeof input === 'object' && 'paths' in input && Array.isArray(input.paths) ? input.paths : [];
    const importId = String(reply.value.importId);
    this.#byImport.set(importId, paths.filter((path): path is string => typeof path === 'string' && this.#files.has(path)));
    // A small import may end before its call has been answered.
    if (this.#ended.has(importId)) this.#release(importId);
  }

  removeAll(): void {
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  #release(importId: string): void {
    const paths = this.#byImport.get(importId);
    if (paths === undefined) return;
    this.#byImport.delete(importId);
    this.#ended.delete(importId);
    for (const path of paths) {
      this.#files.delete(path);
      void rm(join(path, '..'), { recursive: true, force: true });
    }
  }
}

/** A name that stays in its folder on every system and shows no control characters. */
export function safeName(name: string): string {
  const last = basename(name.replaceAll('\\', '/')).replace(/[\u0000-\u001f\u007f<>:"|?*]/g, '_').replace(/^\.+/, '').replace(/[. ]+$/, '');
  return last.slice(-150) || 'upload';
}

/** Removes what servers left that were killed; their process number stands in the folder's name. */
function removeLeftovers(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = Number(/^(\d+)-/.exec(name)?.[1]);
    if (Number.isInteger(pid) && pid > 0 && !isAlive(pid)) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    // EPERM: it runs, under another account.
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM';
  }
}

const reason = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));
