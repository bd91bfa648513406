/** Starts the workbench on one of its hosts and hands back the same face for all of them. */
import { fork } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { _electron, chromium, type ElectronApplication, type Page } from '@playwright/test';
import { testBrowser } from '../run/browser.mjs';

export const root = join(import.meta.dirname, '../..');
/** The folder that holds `out/`; another one to test a packed layout. */
export const builtFolder = process.env['REDTHREAD_APP'] ?? root;
export type Host = 'electron' | 'standin' | 'loopback';
export interface LaunchOptions { readonly userData: string; readonly files: readonly string[]; readonly appFolder?: string }
export interface Running {
  /** Electron's main process, real or stand-in. Null on loopback. */
  readonly app: ElectronApplication | null;
  pages(): Page[];
  openWindow(route: string): Promise<void>;
  answerOpenDialog(paths: readonly string[]): Promise<void>;
  log(): string;
  /** The process that holds the core. */
  readonly pid: number;
  /** Ends it as a person would; resolves to the exit status. */
  close(): Promise<number | null>;
}

/** Electron's own program if its runtime is installed. Never `require('electron')`: that downloads. */
export function electronBinary(): string | null {
  const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  const mark = join(folder, 'path.txt');
  if (!existsSync(mark)) return null;
  const program = join(process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? join(folder, 'dist'), readFileSync(mark, 'utf8'));
  return existsSync(program) ? program : null;
}

export const standinProgram = join(root, 'tests/standin', process.platform === 'win32' ? 'bin.cmd' : 'bin.mjs');

export async function until<T>(what: string, look: () => T | null | undefined | Promise<T | null | undefined>, limitMs = 20_000): Promise<T> {
  const end = Date.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined) return found;
    if (Date.now() > end) throw new Error(`timed out waiting for ${what}`);
    await new Promise((resolve) => { setTimeout(resolve, 25); });
  }
}

export function chromiumProgram(): string {
  const program = testBrowser(root);
  if (program === null) throw new Error('No Chromium was found: set REDTHREAD_CHROMIUM.');
  return program;
}

export function launch(host: Host, options: LaunchOptions): Promise<Running> {
  return host === 'loopback' ? launchLoopback(options) : launchElectron(host, options);
}

async function launchElectron(host: 'electron' | 'standin', { userData, files, appFolder = builtFolder }: LaunchOptions): Promise<Running> {
  const program = host === 'electron' ? electronBinary() : standinProgram;
  if (program === null) throw new Error('Electron has no runtime here.');
  const env = { ...(process.env as Record<string, string>), REDTHREAD_USER_DATA: userData, REDTHREAD_CHROMIUM: chromiumProgram() };
  const app = await _electron.launch({ executablePath: program, args: [appFolder, ...files], env, chromiumSandbox: process.getuid?.() !== 0 });
  const child = app.process();
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data: Buffer) => { log += data.toString(); });
  const exit = new Promise<number | null>((resolve) => { child.once('exit', resolve); });
  return {
    app,
    pages: () => app.windows(),
    openWindow: async (route) => {
      const [page] = app.windows();
      await page?.evaluate((target) => window.redthreadHost?.call('window.open', { route: target }), route);
    },
    answerOpenDialog: (paths) => app.evaluate(({ dialog }, answer) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: answer.length === 0, filePaths: answer });
    }, [...paths]),
    log: () => log,
    pid: child.pid!,
    close: async () => {
      await app.close();
      return exit;
    },
  };
}

const CHROMIUM_FLAGS = ['--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'];

async function launchLoopback({ userData, files, appFolder = builtFolder }: LaunchOptions): Promise<Running> {
  const server = fork(join(appFolder, 'out/main/loopback.mjs'), [...files], {
    cwd: root, env: { ...process.env, REDTHREAD_USER_DATA: userData }, stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let log = '';
  for (const stream of [server.stdout, server.stderr]) stream?.on('data', (data: Buffer) => { log += data.toString(); });
  const exit = new Promise<number | null>((resolve) => { server.once('exit', resolve); });
  const nextAddress = (): Promise<string> => new Promise((resolve, reject) => {
    server.once('message', (message: { url: string }) => { resolve(message.url); });
    void exit.then((code) => { reject(new Error(`the server ended with ${code}: ${log}`)); });
  });
  const address = await nextAddress();
  const browser = await chromium.launch({ executablePath: chromiumProgram(), chromiumSandbox: process.getuid?.() !== 0, args: CHROMIUM_FLAGS });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  await (await context.newPage()).goto(address);
  return {
    app: null,
    pages: () => context.pages(),
    openWindow: async (route) => {
      const next = nextAddress();
      server.send({ ask: 'address', route });
      await (await context.newPage()).goto(await next);
    },
    answerOpenDialog: async (paths) => { for (const page of context.pages()) await answerChooser(page, paths); },
    log: () => log,
    pid: server.pid!,
    close: async () => {
      await browser.close();
      server.kill('SIGTERM');
      return exit;
    },
  };
}

/** Answers the page's own file chooser whenever it comes up: a dialog with a field "Path", one path a line, and the buttons Open and Cancel. */
async function answerChooser(page: Page, paths: readonly string[]): Promise<void> {
  const chooser = page.getByRole('dialog').filter({ has: page.getByRole('textbox', { name: 'Path' }) });
  await page.removeLocatorHandler(chooser);
  await page.addLocatorHandler(chooser, async (dialog) => {
    if (paths.length === 0) {
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      return;
    }
    await dialog.getByRole('textbox', { name: 'Path' }).fill(paths.join('\n'));
    await dialog.getByRole('button', { name: 'Open', exact: true }).click();
  });
}
