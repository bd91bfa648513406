/** `app`: paths, lifecycle and quitting in Electron's order. */
import { EventEmitter } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { preventable, state, windows } from './state.ts';

const folder = process.env['STANDIN_APP_PATH'] ?? process.cwd();
const paths = new Map<string, string>();
const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { name: string; version: string };

class App extends EventEmitter {
  /** As in a packed app: the folder is an archive, here laid out as a folder of that name. */
  readonly isPackaged = basename(folder).endsWith('.asar');
  isSandboxed = false;
  /** What the second process of this app would be told; a test sets it to false to be that process. */
  hasLock = process.env['STANDIN_SECOND_INSTANCE'] !== '1';

  isReady(): boolean {
    return state.isReady;
  }
  whenReady(): Promise<void> {
    return state.isReady ? Promise.resolve() : new Promise((resolve) => { this.once('ready', () => { resolve(); }); });
  }
  enableSandbox(): void {
    if (state.isReady) throw new Error('app.enableSandbox() can only be called before app is ready');
    this.isSandboxed = true;
  }
  requestSingleInstanceLock(): boolean {
    return this.hasLock;
  }
  getVersion(): string {
    return manifest.version;
  }
  getName(): string {
    return manifest.name;
  }
  getAppPath(): string {
    return folder;
  }
  getPath(name: string): string {
    const path = paths.get(name) ?? join(tmpdir(), 'standin-app', name);
    mkdirSync(path, { recursive: true });
    return path;
  }
  setPath(name: string, path: string): void {
    paths.set(name, path);
  }
  quit(): void {
    const event = preventable();
    this.emit('before-quit', event);
    if (!event.defaultPrevented) void this.#closeAll();
  }
  async #closeAll(): Promise<void> {
    for (const window of windows) if (!(await window.tryClose())) return;
    const event = preventable();
    this.emit('will-quit', event);
    if (!event.defaultPrevented) this.exit(0);
  }
  exit(code = 0): void {
    if (state.isQuitting) return;
    state.isQuitting = true;
    this.emit('quit', {}, code);
    const end = (): void => { process.exit(code); };
    if (state.browser === null) end();
    else state.browser.end(end);
  }
}

export const app = new App();
