/** `BrowserWindow`: a page in a window of its own, with the part of a window's state that the app asks for. */
import { EventEmitter } from 'node:events';
import type { BrowserWindowConstructorOptions, Rectangle } from 'electron';
import { app } from './app.ts';
import { preventable, runningBrowser, state, windows, windowsByTarget } from './state.ts';
import { WebContents } from './web-contents.ts';

export class BrowserWindow extends EventEmitter {
  static #nextId = 1;
  readonly id = BrowserWindow.#nextId++;
  readonly webContents: WebContents;
  #bounds: Rectangle;
  #isVisible: boolean;
  #isMaximized = false;
  #isMinimized = false;
  #isDestroyed = false;
  #targetId = '';
  readonly #opened: Promise<void>;

  constructor(options: BrowserWindowConstructorOptions = {}) {
    super();
    if (!state.isReady) throw new Error('Cannot create BrowserWindow before app is ready');
    const { x = 0, y = 0, width = 800, height = 600 } = options;
    this.#bounds = { x, y, width, height };
    this.#isVisible = options.show !== false;
    this.webContents = new WebContents(options.webPreferences ?? {}, () => { this.close(); });
    windows.add(this);
    this.webContents.once('did-finish-load', () => { this.emit('ready-to-show'); });
    app.emit('web-contents-created', {}, this.webContents);
    app.emit('browser-window-created', {}, this);
    this.#opened = this.#open();
    this.#opened.catch((thrown: unknown) => { console.error('[standin] window', thrown); });
  }
  static getAllWindows(): BrowserWindow[] {
    return [...windows];
  }
  static fromWebContents(contents: WebContents): BrowserWindow | null {
    return [...windows].find((window) => window.webContents === contents) ?? null;
  }
  static getFocusedWindow(): BrowserWindow | null {
    return [...windows].findLast((window) => window.#isVisible && !window.#isMinimized) ?? null;
  }

  async #open(): Promise<void> {
    const { width, height } = this.#bounds;
    const { targetId } = await runningBrowser().cdp.root.send('Target.createTarget', { url: 'about:blank', newWindow: true, width, height });
    this.#targetId = targetId;
    windowsByTarget.set(targetId, this);
    await this.webContents.attach(targetId);
  }
  async loadURL(url: string): Promise<void> {
    await this.#opened;
    await this.webContents.load(url);
  }
  show(): void {
    this.#isVisible = true;
    this.emit('show');
    this.focus();
  }
  focus(): void {
    windows.delete(this);
    windows.add(this);
    void this.#opened.then(() => this.webContents.session().send('Page.bringToFront')).catch(() => undefined);
    this.emit('focus');
  }
  isVisible(): boolean {
    return this.#isVisible;
  }
  isMinimized(): boolean {
    return this.#isMinimized;
  }
  minimize(): void {
    this.#isMinimized = true;
  }
  restore(): void {
    this.#isMinimized = false;
  }
  isMaximized(): boolean {
    return this.#isMaximized;
  }
  maximize(): void {
    this.#isMaximized = true;
  }
  setBounds(bounds: Partial<Rectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds };
  }
  getNormalBounds(): Rectangle {
    return this.#bounds;
  }
  getBounds(): Rectangle {
    return this.#bounds;
  }
  isDestroyed(): boolean {
    return this.#isDestroyed;
  }
  close(): void {
    void this.tryClose();
  }
  destroy(): void {
    void this.#closeTarget();
  }

  /** False when the app held the window open. */
  async tryClose(): Promise<boolean> {
    const event = preventable();
    this.emit('close', event);
    if (event.defaultPrevented) return false;
    await this.#closeTarget();
    return true;
  }
  async #closeTarget(): Promise<void> {
    await this.#opened;
    if (this.#isDestroyed) return;
    const closed = new Promise<void>((resolve) => { this.once('closed', () => { resolve(); }); });
    await runningBrowser().cdp.root.send('Target.closeTarget', { targetId: this.#targetId }).catch(() => undefined);
    await closed;
  }
  /** The page is gone, whoever closed it. */
  gone(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    this.webContents.isGone = true;
    windowsByTarget.delete(this.#targetId);
    windows.delete(this);
    this.webContents.emit('destroyed');
    this.emit('closed');
    if (windows.size > 0 || state.isQuitting) return;
    if (app.listenerCount('window-all-closed') > 0) app.emit('window-all-closed');
    else app.quit();
  }
}
