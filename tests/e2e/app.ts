/**
 * The one fixture of the end-to-end specs. A spec runs on every host unless its title carries `@electron` (main process needed: real
 * Electron and stand-in), `@loopback`, or `@once` (no host of the fixture: it runs with the stand-in's project only).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test as base, type ElectronApplication, type Page } from '@playwright/test';
import '../../renderer/platform/connect.ts';
import type { ProcedureName } from '../../shared/contract/procedures.ts';
import { launch, until, type Host, type Running } from './launch.ts';
import { callOverSocket } from './socket.ts';

export type { Host } from './launch.ts';
export { builtFolder, electronBinary, root, until } from './launch.ts';
export { expect };

export class Workbench {
  readonly host: Host;
  readonly userData: string;
  readonly #files: readonly string[];
  readonly #appFolder: string | undefined;
  #running: Running | null = null;

  /** `appFolder` when another layout than the checkout's is run. */
  constructor(host: Host, userData: string, files: readonly string[], appFolder?: string) {
    this.host = host;
    this.userData = userData;
    this.#files = files;
    this.#appFolder = appFolder;
  }
  get #live(): Running {
    if (this.#running === null) throw new Error('the workbench is not running');
    return this.#running;
  }
  /** Electron's main process; only in `@electron` specs. */
  get app(): ElectronApplication {
    if (this.#live.app === null) throw new Error('this host has no main process of Electron');
    return this.#live.app;
  }
  pages(): Page[] {
    return this.#live.pages().filter((page) => !page.isClosed());
  }
  /** A window that is connected, by the start of its route, e.g. `/incidents`. */
  page(route = '/'): Promise<Page> {
    return this.#connected(route, []);
  }
  /** Opens a window and returns it when it is connected. */
  async openWindow(route: `/${string}`): Promise<Page> {
    const before = this.pages();
    await this.#live.openWindow(route);
    return this.#connected(route, before);
  }
  async #connected(route: string, others: readonly Page[]): Promise<Page> {
    const isAt = (page: Page): boolean => page.url().split('#')[1]?.startsWith(route) === true;
    const page = await until(`a window at ${route}`, () => this.pages().find((open) => !others.includes(open) && isAt(open)));
    // A page that is just being loaded cannot answer yet.
    await until('the page to connect', () => page.evaluate(() => window.redthread?.kind ?? null).catch(() => null));
    return page;
  }
  /** A call of the contract past the page, to arrange or to check what no page shows. Throws when it is refused. */
  async call(page: Page, procedure: ProcedureName, input: object): Promise<unknown> {
    const reply = this.host === 'loopback'
      ? await callOverSocket(page, procedure, input)
      : await page.evaluate(([name, value]) => window.redthreadHost?.call(name, value as never), [procedure, input] as const);
    if (reply?.ok !== true) throw new Error(`${procedure}: ${reply?.error.message}`);
    return reply.value;
  }
  /** Nothing in flight, nothing moving. */
  async idle(page: Page): Promise<void> {
    await page.evaluate(() => window.redthread?.whenIdle());
  }
  /** What the next file dialogs answer; no path means that the person cancels. Call it when the windows are open. */
  async answerOpenDialog(paths: readonly string[]): Promise<void> {
    await this.#live.answerOpenDialog(paths);
  }
  /** Drops files that lie on this disk, as the system's file manager would. */
  async dropFiles(page: Page, target: string, paths: readonly string[]): Promise<void> {
    await page.evaluate(() => {
      const input = Object.assign(document.createElement('input'), { type: 'file', multiple: true, id: 'dropped-files', hidden: true });
      document.body.append(input);
    });
    await page.locator('#dropped-files').setInputFiles([...paths]);
    await page.evaluate((selector) => {
      const input = document.querySelector<HTMLInputElement>('#dropped-files');
      const dataTransfer = new DataTransfer();
      for (const file of input?.files ?? []) dataTransfer.items.add(file);
      for (const type of ['dragenter', 'dragover', 'drop']) {
        document.querySelector(selector)?.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true, composed: true }));
      }
      input?.remove();
    }, target);
  }
  /** The process that holds the core. */
  get pid(): number {
    return this.#live.pid;
  }
  log(): string {
    return this.#running?.log() ?? '';
  }
  async start(): Promise<void> {
    this.#running = await launch(this.host, { userData: this.userData, files: this.#files, ...(this.#appFolder === undefined ? {} : { appFolder: this.#appFolder }) });
  }
  /** Closes as a person would and expects a clean end. */
  async close(): Promise<void> {
    const running = this.#running;
    this.#running = null;
    if (running !== null) expect(await running.close(), `ends with 0; it said: ${running.log()}`).toBe(0);
  }
  /** Closes and starts again with the same user data. */
  async restart(): Promise<void> {
    await this.close();
    await this.start();
  }
}

interface Fixtures { rt: Workbench; userData: string; /** Files named on the command line. */ files: readonly string[] }
export const test = base.extend<Fixtures, { host: Host }>({
  host: ['standin', { option: true, scope: 'worker' }],
  files: [[], { option: true }],
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads the pattern and takes no other
  userData: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'redthread-e2e-'));
    await use(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  },
  rt: async ({ host, userData, files }, use, info) => {
    const workbench = new Workbench(host, userData, files);
    await workbench.start();
    try {
      await use(workbench);
    } finally {
      if (info.status !== info.expectedStatus) await info.attach('log', { body: workbench.log(), contentType: 'text/plain' });
      await workbench.close();
    }
  },
});
