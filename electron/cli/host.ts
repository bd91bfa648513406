/** What all commands share: the core of one run, calls that throw what the core answers as an error, and what is printed. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { visibleText } from '../../shared/base/text.ts';
import { ERROR_CODES, RedthreadError, type ErrorCode, type Input, type Output, type ProcedureName } from '../../shared/contract/index.ts';
import type { Core, CoreOptions, HostShell } from '../core/core.ts';
import { createCore } from '../core/index.ts';
import { builtParts, type LoopbackOptions } from '../loopback/server.ts';

/** The built entry lies in `out/main`, beside the worker files. */
const here = import.meta.dirname;

export const shell: HostShell = {
  host: 'cli',
  nativeDialogs: false,
  versions: { node: process.versions.node, v8: process.versions.v8 },
  openFiles: () => Promise.reject(new RedthreadError('unsupported', 'The command has no dialogs; name the files instead.')),
  openWindow: () => Promise.reject(new RedthreadError('unsupported', 'The command has no windows; use `redthread serve`.')),
};

export interface UserData { readonly folder: string; remove(): void }

/** Settings and sessions of a run go to a folder of their own that ends with it, unless `REDTHREAD_USER_DATA` names one. */
export function takeUserData(): UserData {
  const named = process.env['REDTHREAD_USER_DATA'];
  if (named !== undefined && named !== '') return { folder: named, remove: () => undefined };
  const folder = mkdtempSync(join(tmpdir(), 'redthread-cli-'));
  return { folder, remove: () => { rmSync(folder, { recursive: true, force: true }); } };
}

export function hostOptions(userData: string): CoreOptions & Pick<LoopbackOptions, 'renderer'> {
  return { ...builtParts(here), userData, version: readVersion(), actor: actorName(), now: () => Date.now() * 1000 };
}

/** Runs `work` with a core that is closed afterwards, whatever happens. */
export async function withCore<T>(work: (core: Core) => Promise<T>): Promise<T> {
  const userData = takeUserData();
  try {
    const core = await createCore(hostOptions(userData.folder));
    try {
      return await work(core);
    } finally {
      await core.close();
    }
  } finally {
    userData.remove();
  }
}

/** One procedure of the contract; an error in the reply is thrown. */
export async function ask<P extends ProcedureName>(core: Core, procedure: P, input: Input<P>, as: HostShell = shell): Promise<Output<P>> {
  const reply = await core.call(procedure, input, as);
  if (!reply.ok) throw new RedthreadError(codeOf(reply.error.code), reply.error.message, reply.error.details);
  return reply.value as Output<P>;
}

/** Error codes cross the contract as text. */
export const codeOf = (code: string): ErrorCode => ERROR_CODES.find((known) => known === code) ?? 'internal';

/** One line of JSON. Typed arrays become plain arrays; what JSON has no number for (a missing time, NaN) becomes null. */
export function toJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => (isNumberArray(inner) ? Array.from(inner) : inner));
}
const isNumberArray = (value: unknown): value is Uint8Array => ArrayBuffer.isView(value) && !(value instanceof DataView);

/** For answers that are short: words for a person at a terminal, JSON for whatever reads the pipe. */
export const wantsJson = (options: { readonly json?: boolean }): boolean => options.json === true || !process.stdout.isTTY;

/** Resolves when stdout took it all: a pipe takes a large answer in parts. */
export function print(text: string): Promise<void> {
  return new Promise((resolve) => { process.stdout.write(`${text}\n`, () => { resolve(); }); });
}
/** File names and messages may hold text from evidence: nothing in them acts on a terminal or hides there. */
export function complain(message: string): void {
  process.stderr.write(`${printable(message)}\n`);
}
export const printable = (text: string): string => text.split('\n').map((line) => visibleText(line).replaceAll('\t', ' ')).join('\n');

export function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(here, '../../package.json'), 'utf8'));
  return manifest !== null && typeof manifest === 'object' && 'version' in manifest ? String(manifest.version) : '';
}

function actorName(): string {
  try {
    return userInfo().username;
  } catch {
    // An account without an entry in the user database, as in some containers.
    return 'unknown';
  }
}
