/** Builds the core: one case, its imports, the shared session and the settings, behind the one contract. */
import { mkdirSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import {
  isProcedure, procedures, RedthreadError, toErrorShape, type CaseInfo, type EventName, type EventPayload, type Input, type Output, type ParsedInput, type ProcedureName, type Reply,
} from '../../shared/contract/index.ts';
import { parseZone } from '../../shared/base/time.ts';
import { StoreClient } from '../store/client.ts';
import type { Core, CoreOptions, HostShell } from './core.ts';
import { ImportRunner } from './importers/runner.ts';
import { listFormats } from './importers/registry.ts';
import { Session } from './session/session.ts';
import { SettingsFile } from './session/settings.ts';

type Handlers = { [P in ProcedureName]?: (input: ParsedInput<P>, shell: HostShell) => Promise<Output<P>> | Output<P> };
type Listener = <E extends EventName>(event: E, payload: EventPayload<E>) => void;
const SAMPLE_NAME = 'Sample case.redthread';
const FILES_LIMIT = 5000;

export function createCore(options: CoreOptions): Promise<Core> {
  mkdirSync(options.userData, { recursive: true });
  return Promise.resolve(new LocalCore(options));
}

class LocalCore implements Core {
  readonly #options: CoreOptions;
  readonly #store: StoreClient;
  readonly #imports: ImportRunner;
  readonly #settings: SettingsFile;
  readonly #session: Session;
  readonly #listeners = new Set<Listener>();
  #case: CaseInfo | null = null;
  /** The case that was made for the running import, and goes again if nothing comes in. */
  #madeFor: string | null = null;
  /** What follows an import before the next command about cases. */
  #settled: Promise<void> = Promise.resolve();

  constructor(options: CoreOptions) {
    this.#options = options;
    this.#store = new StoreClient(options.storeWorker);
    this.#settings = new SettingsFile(options.userData);
    this.#session = new Session(options.userData);
    this.#imports = new ImportRunner(options.importWorker, (progress) => {
      this.#emit('import.progress', progress);
      if (progress.state === 'done' || progress.state === 'cancelled' || progress.state === 'failed') this.#settled = this.#afterImport(progress.report !== null).catch((cause: unknown) => { console.error(`after the import: ${(cause as Error).message}`); });
    });
  }

  on(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async call(procedure: unknown, input: unknown, shell: HostShell): Promise<Reply<unknown>> {
    try {
      if (!isProcedure(procedure)) throw new RedthreadError('unknownProcedure', `There is no procedure ${String(procedure).slice(0, 60)}.`);
      const parsed = procedures[procedure].input.safeParse(input ?? {});
      if (!parsed.success) {
        const first = parsed.error.issues[0];
        throw new RedthreadError('badRequest', `${procedure} was asked for something it cannot read: ${first?.path.join('.') ?? ''} ${first?.message ?? ''}`.trim(), { procedure });
      }
      const value = await this.#answer(procedure, parsed.data, shell);
      return { ok: true, value };
    } catch (thrown) {
      return { ok: false, error: toErrorShape(thrown) };
    }
  }

  async close(): Promise<void> {
    this.#session.flush();
    const isImporting = this.#imports.running;
    await this.#imports.close();
    await this.#settled;
    await this.#store.close();
    if (isImporting && this.#madeFor !== null) await this.#remove(this.#madeFor);
  }

  #answer(procedure: ProcedureName, input: unknown, shell: HostShell): Promise<unknown> {
    const own = this.#handlers[procedure] as ((input: unknown, shell: HostShell) => unknown) | undefined;
    if (own) return Promise.resolve(own(input, shell));
    if (procedures[procedure].type === 'command' && this.#imports.running) throw new RedthreadError('importRunning', 'An import is running. Wait for it to end, or cancel it, then try again.');
    return this.#changing(procedure, this.#store.call(procedure, input, this.#options.actor, this.#options.now()));
  }

  async #changing<T>(procedure: ProcedureName, work: Promise<T>): Promise<T> {
    const value = await work;
    if (procedures[procedure].type === 'command') this.#emit('store.changed', { areas: procedure === 'note.add' ? ['notes', 'activity'] : ['incidents', 'alerts', 'entities', 'events', 'activity'], revision: this.#case?.revision ?? 0 });
    return value;
  }

  readonly #handlers: Handlers = {
    'app.info': (_input, shell) => ({ version: this.#options.version, host: shell.host, versions: { ...shell.versions }, nativeDialogs: shell.nativeDialogs, platform: process.platform }),
    'settings.get': () => this.#settings.value,
    'settings.set': (input) => {
      const value = this.#settings.set(withoutUndefined(input));
      this.#emit('settings.changed', value);
      return value;
    },
    'case.current': async () => (this.#case === null ? null : (this.#case = await this.#store.info())),
    'case.open': (input) => this.#use(this.#store.open(resolve(input.path))),
    'case.create': (input) => this.#use(this.#store.create(resolve(input.path), this.#options.actor, this.#options.now())),
    'case.openSample': () => this.#openSample(),
    'case.close': async () => {
      this.#refuseWhileImporting();
      await this.#settled;
      await this.#closeCase();
      return {};
    },
    'case.suggestPath': async (input) => ({ path: await this.#suggest(input.name) }),
    'import.formats': () => listFormats(),
    'import.start': (input) => this.#import(input.paths, input.format ?? null, input.zone === undefined ? null : parseZone(input.zone)),
    'import.cancel': (input) => { this.#imports.cancel(input.importId); return {}; },
    'import.status': () => this.#imports.status,
    'session.get': () => ({ revision: this.#session.revision, state: this.#session.state }),
    'session.patch': (input) => {
      const patch = withoutUndefined(input.patch);
      const revision = this.#session.patch(patch);
      this.#emit('session.changed', { origin: input.origin, revision, patch });
      return { revision };
    },
    'window.open': async (input, shell) => ({ url: await shell.openWindow(input.route) }),
    'dialog.openFiles': async (input, shell) => ({ paths: [...(await shell.openFiles(input))] }),
    'files.list': (input) => listFolder(input.folder),
  };

  async #closeCase(): Promise<void> {
    await this.#store.closeCase();
    this.#case = null;
    this.#session.load(null);
    this.#emit('store.changed', { areas: ['case'], revision: 0 });
  }

  /** Nothing half-done stays: a case that was made for an import goes when nothing came in. */
  async #afterImport(broughtAny: boolean): Promise<void> {
    const made = this.#madeFor;
    this.#madeFor = null;
    if (broughtAny || made === null || this.#case?.path !== made) {
      await this.#refresh();
      return;
    }
    await this.#closeCase();
    await this.#remove(made);
  }

  async #remove(path: string): Promise<void> {
    for (const suffix of ['', '-wal', '-shm']) await rm(path + suffix, { force: true }).catch(() => undefined);
    this.#emit('settings.changed', this.#settings.forgot(path));
  }

  async #use(opening: Promise<CaseInfo>): Promise<CaseInfo> {
    this.#refuseWhileImporting();
    try {
      this.#case = await opening;
    } catch (thrown) {
      // The store closed the case before it tried the other one.
      this.#case = await this.#store.info().catch(() => null);
      this.#emit('store.changed', { areas: ['case'], revision: this.#case?.revision ?? 0 });
      throw thrown;
    }
    this.#session.load(this.#case.caseId);
    this.#emit('settings.changed', this.#settings.opened(this.#case.path, this.#case.name, this.#options.now()));
    this.#emit('store.changed', { areas: ['case', 'incidents', 'alerts', 'entities', 'events', 'notes', 'activity'], revision: this.#case.revision });
    this.#emit('session.changed', { origin: 'core', revision: this.#session.revision, patch: this.#session.state });
    return this.#case;
  }

  #samplePath(): string {
    return join(this.#options.userData, 'cases', SAMPLE_NAME);
  }

  async #openSample(): Promise<Output<'case.openSample'>> {
    const info = await this.#use(this.#store.create(this.#samplePath(), this.#options.actor, this.#options.now()));
    if (info.sources.length > 0) return { importId: null, case: info };
    const files = (await readdir(this.#options.samples)).filter((f) => f !== 'manifest.json' && !f.endsWith('.md') && f !== 'truth.json').sort().map((f) => join(this.#options.samples, f));
    const { importId } = this.#start(files, null, null);
    return { importId, case: info };
  }

  async #import(paths: readonly string[], format: string | null, zoneMinutes: number | null): Promise<{ importId: string }> {
    this.#refuseWhileImporting();
    // What is made up and what is evidence never share a case.
    await this.#settled;
    this.#madeFor = null;
    if (this.#case === null || this.#case.path === this.#samplePath()) this.#madeFor = (await this.#use(this.#store.create(await this.#suggest(basename(paths[0]!)), this.#options.actor, this.#options.now()))).path;
    if (this.#case!.readOnly) throw new RedthreadError('caseReadOnly', `${this.#case!.path} cannot be written, so nothing can be imported into it. Copy it to a folder you can write to, then open the copy.`);
    return this.#start(paths, format, zoneMinutes);
  }

  #start(paths: readonly string[], format: string | null, zoneMinutes: number | null): { importId: string } {
    return { importId: this.#imports.start({ casePath: this.#case!.path, paths: paths.map((p) => resolve(p)), format, zoneMinutes, actor: this.#options.actor, nowUs: this.#options.now() }) };
  }

  async #refresh(): Promise<void> {
    this.#case = await this.#store.info().catch(() => this.#case);
    this.#emit('store.changed', { areas: ['case', 'incidents', 'alerts', 'entities', 'events', 'activity'], revision: this.#case?.revision ?? 0 });
  }

  /** A free path among the user's cases: `name.redthread`, `name 2.redthread` and so on. */
  async #suggest(name: string): Promise<string> {
    const stem = basename(name).replace(/\.(json|csv|zip|gz|tar|tgz|jsonl|ndjson|redthread)+$/gi, '').replace(/[^\p{L}\p{N} ._-]/gu, '_').slice(0, 80) || 'Case';
    for (let i = 1; ; i++) {
      const path = join(this.#options.userData, 'cases', `${stem}${i === 1 ? '' : ` ${i}`}.redthread`);
      if (!(await stat(path).then(() => true, () => false))) return path;
    }
  }

  #refuseWhileImporting(): void {
    if (this.#imports.running) throw new RedthreadError('importRunning', 'An import is running. Wait for it to end, or cancel it, then try again.');
  }

  #emit<E extends EventName>(event: E, payload: EventPayload<E>): void {
    for (const listener of this.#listeners) listener(event, payload);
  }
}

/** Folders first, then files, by name. At most {@link FILES_LIMIT} entries; `total` says how many there are. */
async function listFolder(folder: Input<'files.list'>['folder']): Promise<Output<'files.list'>> {
  const path = resolve(folder === undefined || folder === '' ? homedir() : folder);
  const found = await readdir(path, { withFileTypes: true }).catch((cause: Error) => { throw new RedthreadError('notFound', `The folder ${path} cannot be read: ${cause.message}.`); });
  const visible = found.filter((e) => !e.name.startsWith('.')).map((e) => ({ name: e.name, isFolder: e.isDirectory() })).sort((a, b) => Number(b.isFolder) - Number(a.isFolder) || (a.name < b.name ? -1 : 1));
  const entries = await Promise.all(visible.slice(0, FILES_LIMIT).map(async (e) => ({ ...e, bytes: e.isFolder ? 0 : await stat(join(path, e.name)).then((s) => s.size, () => 0) })));
  return { folder: path, parent: dirname(path) === path ? null : dirname(path), entries, total: visible.length };
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };
function withoutUndefined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as Defined<T>;
}
