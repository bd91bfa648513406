/** `import` and `demo`: files into a case, with progress, a report, and a cancel that leaves the case as it was. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { RedthreadError, type ImportProgress, type ImportReport, type Input } from '../../shared/contract/index.ts';
import type { Core } from '../core/core.ts';
import { EXIT, type Exit } from './exit-codes.ts';
import { ask, codeOf, complain, hostOptions, print, printable, toJson, withCore } from './host.ts';

const INTERRUPTS = ['SIGINT', 'SIGTERM'] as const;

export interface ImportOptions { readonly format?: string; readonly zone?: string; readonly json?: boolean }

export async function importFiles(casePath: string, files: readonly string[], options: ImportOptions): Promise<Exit> {
  const path = resolve(casePath);
  const isNew = !existsSync(path);
  const interrupt = listenForInterrupt();
  try {
    return await withCore(async (core) => {
      if (options.format !== undefined) await checkFormat(core, options.format);
      await ask(core, 'case.create', { path });
      const end = await runImport(core, { paths: files.map((file) => resolve(file)), ...(options.format === undefined ? {} : { format: options.format }), ...(options.zone === undefined ? {} : { zone: options.zone }) }, interrupt);
      if (end.report === null) throw new RedthreadError(codeOf(end.error?.code ?? 'internal'), end.error?.message ?? 'The import ended without a report.');
      if (end.error !== null) complain(end.error.message);
      await print(options.json === true ? toJson(end.report) : describe(end.report));
      return end.error !== null || end.report.totals.rejected > 0 ? EXIT.partly : EXIT.done;
    });
  } catch (thrown) {
    // The case was made here for this import, and nothing was imported.
    if (isNew) for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
    throw thrown;
  } finally {
    interrupt.stopListening();
  }
}

/** Ctrl+C from the first moment on, so that a case made for the import is taken away again however early it comes. */
interface Interrupt {
  /** What to do when it comes, at once if it came before. */
  whenItComes(act: () => void): void;
  stopListening(): void;
}
function listenForInterrupt(): Interrupt {
  let came = false;
  let act: () => void = () => undefined;
  const hear = (): void => { came = true; act(); };
  for (const signal of INTERRUPTS) process.on(signal, hear);
  return {
    whenItComes(next) { act = next; if (came) next(); },
    stopListening() { for (const signal of INTERRUPTS) process.off(signal, hear); },
  };
}

/** The bundled sample case's sources into a case of one's own. */
export function importSample(casePath: string, options: ImportOptions): Promise<Exit> {
  const folder = hostOptions('').samples;
  const files = readdirSync(folder).filter((name) => name !== 'manifest.json' && name !== 'truth.json' && !name.endsWith('.md')).sort();
  return importFiles(casePath, files.map((name) => join(folder, name)), options);
}

async function checkFormat(core: Core, format: string): Promise<void> {
  const formats = await ask(core, 'import.formats', {});
  if (formats.some((known) => known.format === format)) return;
  throw new RedthreadError('badRequest', `There is no format ${format}. Known: ${formats.map((known) => known.format).join(', ')}.`);
}

/** Starts and waits for the end. Ctrl+C cancels; the end is then the cancelled one. */
async function runImport(core: Core, what: Input<'import.start'>, interrupt: Interrupt): Promise<ImportProgress> {
  let settle: (progress: ImportProgress) => void = () => undefined;
  const ended = new Promise<ImportProgress>((done) => { settle = done; });
  const bar = new ProgressLine();
  const stopListening = core.on((event, payload) => {
    if (event !== 'import.progress') return;
    const progress = payload as ImportProgress;
    if (progress.state === 'running' || progress.state === 'deriving') bar.show(progress);
    else settle(progress);
  });
  const { importId } = await ask(core, 'import.start', what);
  // A late one meets an import that has just ended: nothing is left to cancel.
  interrupt.whenItComes(() => { ask(core, 'import.cancel', { importId }).catch(() => undefined); });
  try {
    return await ended;
  } finally {
    stopListening();
    bar.clear();
  }
}

/** One line that is written over, on a terminal only. */
class ProgressLine {
  readonly #isShown = process.stderr.isTTY;

  show(p: ImportProgress): void {
    if (!this.#isShown) return;
    const name = printable(p.path.split(/[\\/]/).at(-1) ?? '');
    const share = p.bytesTotal > 0 ? `${Math.floor((100 * p.bytesRead) / p.bytesTotal)} %` : '';
    const rest = p.remainingMs === null ? '' : `, ${Math.ceil(p.remainingMs / 1000)} s left`;
    const what = p.state === 'deriving' ? 'connecting what was read' : `${name} ${share}, ${p.records} records, ${p.recordsPerSecond}/s${rest}`;
    process.stderr.write(`\r\u001b[K${`${p.fileIndex + 1}/${p.fileCount} ${what}`.slice(0, (process.stderr.columns || 80) - 1)}`);
  }

  clear(): void {
    if (this.#isShown) process.stderr.write('\r\u001b[K');
  }
}

function describe(report: ImportReport): string {
  const lines = report.sources.flatMap((s) => [
    `${s.path}: ${s.format}, ${s.records} records; ${listCounts(s.imported)}${s.duplicates > 0 ? `; ${s.duplicates} already there` : ''}${s.rejected > 0 ? `; ${s.rejected} rejected` : ''}`,
    ...s.warnings.map((w) => `  ${w.code} (${w.count}): ${w.example}`),
  ]);
  const { totals } = report;
  lines.push(`${report.case}: ${totals.records} records from ${report.sources.length} files, ${totals.rejected} rejected, ${totals.ms} ms`);
  return lines.map(printable).join('\n');
}

export function listCounts(counts: Readonly<Record<string, number>>): string {
  const parts = Object.entries(counts).filter(([, count]) => count > 0).map(([name, count]) => `${count} ${name}`);
  return parts.length === 0 ? 'nothing new' : parts.join(', ');
}
