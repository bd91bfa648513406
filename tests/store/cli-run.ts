/** Starts the built command as a process of its own and reads what it said. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { CaseInfo, ImportReport, Input, Output, ProcedureName } from '../../shared/contract/index.ts';

export const root = resolve(import.meta.dirname, '../..');
export const CLI = process.env['REDTHREAD_CLI'] ?? join(root, 'out/main/cli.mjs');
const RUN_LIMIT_MS = 120_000;

/** `npm test` builds before; a single test file run by hand may come first. */
export function buildIfMissing(): void {
  if (existsSync(CLI)) return;
  const built = spawnSync(process.execPath, [join(root, 'node_modules/electron-vite/bin/electron-vite.js'), 'build', '--logLevel', 'warn'], { cwd: root, encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`the build failed:\n${built.stdout}\n${built.stderr}`);
}

export interface Run { readonly code: number | null; readonly stdout: string; readonly stderr: string }
export function redthread(...args: readonly string[]): Run {
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [CLI, ...args], { encoding: 'utf8', maxBuffer: 2 ** 28, timeout: RUN_LIMIT_MS });
  if (error) throw error;
  return { code: status, stdout, stderr };
}

/** The result of a run that is expected to end with one of `codes`; what it complained about otherwise. */
function json<T>(run: Run, codes: readonly number[]): T {
  if (run.code === null || !codes.includes(run.code)) throw new Error(`exit ${String(run.code)} instead of ${codes.join(' or ')}: ${run.stderr || run.stdout.slice(0, 2000)}`);
  return JSON.parse(run.stdout) as T;
}
export const importJson = (casePath: string, files: readonly string[], codes: readonly number[] = [0]): ImportReport => json(redthread('import', casePath, ...files, '--json'), codes);
export const infoJson = (casePath: string): CaseInfoJson => json(redthread('info', casePath, '--json'), [0]);
export const call = <P extends ProcedureName>(casePath: string, procedure: P, input: Input<P>): Output<P> => json(redthread('call', casePath, procedure, JSON.stringify(input)), [0]);

export interface CaseInfoJson extends Pick<CaseInfo, 'caseId' | 'sources'> {
  readonly case: string;
  readonly totals: Omit<ImportReport['totals'], 'ms'>;
}

export interface WatchedRun extends Run { readonly peakBytes: number | null }
/** As {@link redthread}, and on Linux the largest resident set the process had (VmHWM), read while it runs. */
export function watched(...args: readonly string[]): Promise<WatchedRun> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [CLI, ...args], { stdio: ['ignore', 'pipe', 'pipe'], timeout: RUN_LIMIT_MS });
    let stdout = '';
    let stderr = '';
    let peakBytes: number | null = null;
    child.stdout.setEncoding('utf8').on('data', (text: string) => { stdout += text; });
    child.stderr.setEncoding('utf8').on('data', (text: string) => { stderr += text; });
    const timer = setInterval(() => { peakBytes = Math.max(peakBytes ?? 0, readPeak(child.pid) ?? 0) || null; }, 20);
    child.on('error', fail);
    child.on('close', (code) => {
      clearInterval(timer);
      done({ code, stdout, stderr, peakBytes });
    });
  });
}

function readPeak(pid: number | undefined): number | null {
  try {
    const found = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'));
    return found ? Number(found[1]) * 1024 : null;
  } catch {
    // Not Linux, or the process has just ended.
    return null;
  }
}
