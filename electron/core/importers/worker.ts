/**
 * The import thread: reads sources, maps them to facts and writes them, all files of an import in one transaction with a savepoint
 * per file. A file that cannot be read takes only itself away; a cancel takes everything away.
 */
import { parentPort } from 'node:worker_threads';
import { zoneText } from '../../../shared/base/time.ts';
import { RedthreadError, sumWarnings, toErrorShape, type ImportProgress, type ImportReport, type SourceReport } from '../../../shared/contract/index.ts';
import { ImportStore, type ImportSession, type MemberHandle } from '../../store/import.ts';
import { BadRecord, type Importer, type Mapper } from './importer.ts';
import { chooseImporter } from './reader/detection.ts';
import { identify, readMembers, type Frame, type SourceIdentity } from './reader/index.ts';
import { IMPORTERS } from './registry.ts';
import type { ImportJob, ToImportWorker } from './runner.ts';

const PROGRESS_EVERY_MS = 100;
/** Rates look back this far. */
const RATE_WINDOW_MS = 2000;

interface Finishing { readonly at: number; readonly session: ImportSession; readonly source: SourceIdentity; readonly format: string; readonly ms: number }
interface FileError { readonly path: string; readonly code: string; readonly message: string }

class Import {
  readonly #job: ImportJob;
  readonly #abort = new AbortController();
  #progress: ImportProgress;
  #lastSent = 0;
  readonly #rates: { at: number; records: number; bytes: number }[] = [];

  constructor(importId: string, job: ImportJob) {
    this.#job = job;
    this.#progress = {
      importId, state: 'running', fileIndex: 0, fileCount: job.paths.length, path: job.paths[0] ?? '', format: null, bytesRead: 0, bytesTotal: 0, records: 0, rejected: 0, recordsPerSecond: 0, remainingMs: null, report: null, error: null,
    };
  }

  cancel(): void { this.#abort.abort(); }

  async run(): Promise<void> {
    let store: ImportStore | null = null;
    try {
      store = new ImportStore(this.#job.casePath);
      store.begin();
      const report = await this.#all(store);
      store.commit();
      store.close();
      this.#send({ state: 'done', report, remainingMs: 0, error: this.#fileErrors.length === 0 ? null : { code: this.#fileErrors[0]!.code, message: this.#fileErrors.map((e) => e.message).join('\n'), unknownFormat: this.#unknownFormat() } });
    } catch (thrown) {
      try { store?.close(); } catch { /* the transaction is gone with the connection */ }
      if (this.#abort.signal.aborted) this.#send({ state: 'cancelled', error: { code: 'importCancelled', message: 'The import was cancelled. The case is as it was before.' } });
      else this.#send({ state: 'failed', error: { ...toErrorShape(thrown), unknownFormat: this.#unknownFormat() } });
    }
  }

  readonly #fileErrors: FileError[] = [];
  #unknownFormat(): string[] { return this.#fileErrors.filter((e) => e.code === 'sourceUnknownFormat').map((e) => e.path); }

  async #all(store: ImportStore): Promise<ImportReport> {
    const started = Date.now();
    const finishing: Finishing[] = [];
    /** By place in the list: a path may be named twice. */
    const reports: SourceReport[] = [];
    const repeated: { at: number; source: SourceIdentity; of: Finishing; ms: number }[] = [];
    for (const [i, path] of this.#job.paths.entries()) {
      this.#progress = { ...this.#progress, fileIndex: i, path, format: null, bytesRead: 0, bytesTotal: 0 };
      store.beginSource();
      try {
        const fileStarted = Date.now();
        const source = await identify(path, this.#abort.signal);
        this.#progress = { ...this.#progress, bytesTotal: source.bytes };
        const now = finishing.find((f) => f.source.sha256 === source.sha256);
        const known = now === undefined ? store.known(source.sha256) : null;
        if (now !== undefined) repeated.push({ at: i, source, of: now, ms: Date.now() - fileStarted });
        else if (known !== null && (this.#job.format === null || this.#job.format === known.format)) reports[i] = { ...alreadyThere(source, known), ms: Date.now() - fileStarted };
        else {
          const { session, format } = await this.#source(store, source);
          finishing.push({ at: i, session, source, format, ms: Date.now() - fileStarted });
        }
        store.keepSource();
        // The file's last word, so that what is told per file adds up.
        this.#send({});
      } catch (thrown) {
        store.dropSource();
        if (this.#abort.signal.aborted) throw thrown;
        if (!(thrown instanceof RedthreadError) || thrown.code.startsWith('case')) throw thrown;
        this.#fileErrors.push({ path, code: thrown.code, message: thrown.message });
      }
    }
    if (finishing.length === 0 && reports.length === 0) {
      const first = this.#fileErrors[0]!;
      throw new RedthreadError(first.code as RedthreadError['code'], this.#fileErrors.map((e) => e.message).join('\n'));
    }
    if (finishing.length > 0) {
      this.#send({ state: 'deriving' });
      await store.derive(() => this.#breathe());
      for (const f of finishing) reports[f.at] = f.session.finish({ path: f.source.path, sha256: f.source.sha256, bytes: f.source.bytes, format: f.format, ms: f.ms });
      for (const r of repeated) reports[r.at] = { ...alreadyThere(r.source, { format: r.of.format, records: r.of.session.records, rejected: r.of.session.rejected, facts: r.of.session.facts }), ms: r.ms };
      store.log({ atUs: this.#job.nowUs, actor: this.#job.actor, action: 'import.finished', details: { sources: finishing.map((f) => ({ fileName: f.source.fileName, sha256: f.source.sha256, format: f.format })) } });
      store.logConflicts(this.#job);
    }
    // Places of files that could not be read are empty.
    const sources = reports.filter((r) => r !== undefined);
    const totals = { records: 0, imported: noCounts(), duplicates: 0, rejected: 0, warnings: sumWarnings(sources.map((s) => s.warnings)), bytes: 0, ms: Date.now() - started };
    for (const s of sources) {
      totals.records += s.records; totals.duplicates += s.duplicates; totals.rejected += s.rejected; totals.bytes += s.bytes;
      for (const key of Object.keys(totals.imported) as (keyof typeof totals.imported)[]) totals.imported[key] += s.imported[key];
    }
    return { case: this.#job.casePath, sources, totals };
  }

  async #source(store: ImportStore, source: SourceIdentity): Promise<{ session: ImportSession; format: string }> {
    let session: ImportSession | null = null;
    let current: { handle: MemberHandle; mapper: Mapper } | null = null;
    const formats = new Set<string>();
    const skipped: { path: string; reason: string }[] = [];
    const choose = (sample: Parameters<typeof chooseImporter>[0]): Importer => chooseImporter(sample, IMPORTERS, this.#job.format);
    for await (const step of readMembers(source.path, { signal: this.#abort.signal, choose, zoneMinutes: this.#job.zoneMinutes })) {
      switch (step.type) {
        case 'skipped': skipped.push(step); break;
        case 'member': {
          formats.add(step.importer.format);
          session ??= store.session({ ...source, format: step.importer.format, importerVersion: step.importer.version, importedUs: this.#job.nowUs });
          current = { handle: session.member(step.path, step.fileName, step.importer.format), mapper: step.importer.create(step.context) };
          this.#progress = { ...this.#progress, format: step.importer.format };
          if (step.reencoded) session.warn('read-as-utf8', `${step.fileName} is UTF-16; the case keeps it as UTF-8, and positions refer to that text.`);
          break;
        }
        case 'bytes':
          current!.handle.raw.write(step.bytes);
          this.#progress.bytesRead = Math.min(this.#progress.bytesTotal, Math.round(step.sourceBytes));
          break;
        case 'frames':
          for (const frame of step.frames) this.#frame(session!, current!, frame);
          await this.#breathe();
          break;
        case 'end': {
          const last = current!.mapper.end?.();
          if (last) session!.addAtEnd(current!.handle, last);
          session!.endMember(current!.handle);
          current = null;
          break;
        }
      }
    }
    if (this.#job.zoneMinutes !== null) session!.warn('zone-told', `Times without a zone are read as ${zoneText(this.#job.zoneMinutes)}, as told at the import.`);
    for (const s of skipped) session!.warn('member-skipped', `${s.path}: ${s.reason}`);
    session!.endFacts();
    return { session: session!, format: [...formats].join('+') };
  }

  #frame(session: ImportSession, current: { handle: MemberHandle; mapper: Mapper }, frame: Frame): void {
    this.#progress.records++;
    if (!frame.ok) {
      const { bad } = frame;
      this.#progress.rejected++;
      session.reject(current.handle, { row: bad.index, line: bad.line, byteOffset: bad.byteOffset, byteLength: bad.byteLength }, bad.reason, bad.text);
      return;
    }
    const { record } = frame;
    const at = { row: record.index, line: record.line, byteOffset: record.byteOffset, byteLength: record.byteLength };
    try {
      session.add(current.handle, at, current.mapper.map(record));
    } catch (thrown) {
      if (!(thrown instanceof BadRecord) && !(thrown instanceof RangeError) && !(thrown instanceof TypeError)) throw thrown;
      this.#progress.rejected++;
      const reason = thrown instanceof BadRecord ? thrown.message : `this record could not be understood (${thrown.message})`;
      session.reject(current.handle, at, reason, record.text);
    }
  }

  /** Lets messages in, sends progress, and gives up when cancelled. */
  async #breathe(): Promise<void> {
    const now = Date.now();
    if (now - this.#lastSent < PROGRESS_EVERY_MS) return;
    this.#send({});
    await new Promise((resolve) => setImmediate(resolve));
    this.#abort.signal.throwIfAborted();
  }

  #send(change: Partial<ImportProgress>): void {
    const now = Date.now();
    this.#lastSent = now;
    this.#rates.push({ at: now, records: this.#progress.records, bytes: this.#progress.bytesRead });
    while (this.#rates.length > 2 && now - this.#rates[0]!.at > RATE_WINDOW_MS) this.#rates.shift();
    const first = this.#rates[0]!;
    const seconds = Math.max(0.001, (now - first.at) / 1000);
    const bytesPerSecond = (this.#progress.bytesRead - first.bytes) / seconds;
    const remainingMs = bytesPerSecond > 0 ? Math.round(((this.#progress.bytesTotal - this.#progress.bytesRead) / bytesPerSecond) * 1000) : null;
    this.#progress = { ...this.#progress, recordsPerSecond: Math.round((this.#progress.records - first.records) / seconds), remainingMs, ...change };
    parentPort!.postMessage(this.#progress);
  }
}

function alreadyThere(source: SourceIdentity, known: { format: string; records: number; rejected: number; facts: number }): Omit<SourceReport, 'ms'> {
  return { path: source.path, sha256: source.sha256, bytes: source.bytes, format: known.format, records: known.records, imported: noCounts(), duplicates: known.facts, rejected: known.rejected, warnings: [{ code: 'already-imported', count: 1, example: 'These bytes were imported before; nothing changed.' }] };
}

const noCounts = () => ({ incidents: 0, alerts: 0, evidence: 0, entities: 0, relations: 0, events: 0, investigations: 0, actions: 0, recommendations: 0 });

let running: Import | null = null;
parentPort?.on('message', (message: ToImportWorker) => {
  if (message.type === 'cancel') running?.cancel();
  else {
    running = new Import(message.importId, message.job);
    void running.run();
  }
});
