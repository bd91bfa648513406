/** `webContents`: one page of the browser, its frames, its preload in a real isolated world, and its requests. */
import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { HandlerDetails, WebPreferences, WindowOpenHandlerResponse } from 'electron';
import type { Protocol } from '../../node_modules/playwright-core/types/protocol.d.ts';
import type { Session } from './cdp.ts';
import { isolatedWorldSource, mainWorldSource } from './inject.ts';
import { ipcMain } from './ipc.ts';
import type { ToPreload, ToProcess } from './page/isolated-world.ts';
import { toApp, toBrowser } from './schemes.ts';
import { handlers } from './session.ts';
import { preventable, runningBrowser } from './state.ts';
import { packClone } from './values.ts';

const WORLD = 'Electron Isolated Context';
const BINDING = '__standin_ipc';
/** The name under which the two worlds of a page speak; no page can guess it. */
const CHANNEL = `x${randomBytes(12).toString('hex')}`;
const ownFile = (url: string): string => url.replace(/#.*/, '');

export class WebFrameMain {
  url = '';
  readonly parent: WebFrameMain | null;
  constructor(parent: WebFrameMain | null) {
    this.parent = parent;
  }
}

export class WebContents extends EventEmitter {
  mainFrame = new WebFrameMain(null);
  isGone = false;
  readonly preferences: WebPreferences;
  readonly #close: () => void;
  readonly #frames = new Map<string, WebFrameMain>();
  readonly #contexts = new Map<number, string>();
  readonly #expected = new Set<string>();
  #session: Session | null = null;
  #isolated: number | null = null;
  #queue: ToPreload[] = [];
  #openHandler: ((details: HandlerDetails) => WindowOpenHandlerResponse) | null = null;

  constructor(preferences: WebPreferences, close: () => void) {
    super();
    const { sandbox, contextIsolation, nodeIntegration, webSecurity } = preferences;
    if (sandbox !== true || contextIsolation !== true || nodeIntegration !== false || webSecurity === false) {
      throw new Error('stand-in: only sandboxed, isolated windows without Node');
    }
    this.preferences = preferences;
    this.#close = close;
  }
  getURL(): string {
    return this.mainFrame.url;
  }
  getLastWebPreferences(): WebPreferences {
    return this.preferences;
  }
  isDestroyed(): boolean {
    return this.isGone;
  }
  close(): void {
    this.#close();
  }
  setWindowOpenHandler(handler: (details: HandlerDetails) => WindowOpenHandlerResponse): void {
    this.#openHandler = handler;
  }
  send(channel: string, ...args: unknown[]): void {
    void this.deliver({ t: 'event', channel, args: packClone(args) });
  }
  async executeJavaScript(expression: string): Promise<unknown> {
    const { result, exceptionDetails } = await this.session().send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true, userGesture: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  session(): Session {
    if (this.#session === null) throw new Error('stand-in: the page is not there yet');
    return this.#session;
  }
  async load(url: string): Promise<void> {
    const address = toBrowser(url);
    this.#expected.add(ownFile(address));
    const finished = new Promise<void>((resolve) => { this.once('did-finish-load', () => { resolve(); }); });
    const { errorText } = await this.session().send('Page.navigate', { url: address });
    if (errorText) throw new Error(`${errorText} loading '${url}'`);
    await finished;
  }
  /** The frame that runs an execution context; null once it is gone. */
  frameOfContext(contextId: number): WebFrameMain | null {
    return this.#frames.get(this.#contexts.get(contextId) ?? '') ?? null;
  }
  askToOpen(url: string): void {
    const answer = this.#openHandler?.({ url: toApp(url), frameName: '', features: '', disposition: 'new-window', referrer: { url: '', policy: 'default' } });
    if (answer?.action !== 'deny') console.error('[standin] window.open was allowed: not supported');
  }
  /** To a preload; kept until there is one. */
  async deliver(message: ToPreload, contextId: number | null = this.#isolated): Promise<void> {
    if (this.isGone) return;
    if (contextId === null) {
      this.#queue.push(message);
      return;
    }
    const call = { executionContextId: contextId, functionDeclaration: `function (text) { globalThis['${BINDING}_in']?.(text); }`, arguments: [{ value: JSON.stringify(message) }] };
    // A page that is gone by now has nobody to tell.
    await this.session().send('Runtime.callFunctionOn', call).catch(() => undefined);
  }
  async sendFilePaths(contextId: number, id: number, count: number): Promise<void> {
    const paths: string[] = [];
    for (let index = 0; index < count; index++) {
      const { result } = await this.session().send('Runtime.evaluate', { contextId, expression: `globalThis['${BINDING}_files'][${id}][${index}]` });
      // A file that a script made lies nowhere.
      const info = result.objectId === undefined ? null : await this.session().send('DOM.getFileInfo', { objectId: result.objectId }).catch(() => null);
      paths.push(info?.path ?? '');
    }
    await this.deliver({ t: 'paths', id, paths }, contextId);
  }

  async attach(targetId: string): Promise<void> {
    const { cdp } = runningBrowser();
    const { sessionId } = await cdp.root.send('Target.attachToTarget', { targetId, flatten: true });
    const session = cdp.session(sessionId);
    this.#session = session;
    this.#frames.set(targetId, this.mainFrame);
    this.#followFrames(session);
    this.#followContexts(session);
    session.on('Fetch.requestPaused', (request) => { this.#decide(request, targetId); });
    session.on('Page.domContentEventFired', () => { this.emit('dom-ready', {}); });
    session.on('Page.loadEventFired', () => { this.emit('did-finish-load', {}); });
    session.on('Inspector.targetCrashed', () => { this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 }); });
    await Promise.all([session.send('Page.enable'), session.send('Runtime.enable'), session.send('Inspector.enable'), session.send('DOM.enable')]);
    await session.send('Fetch.enable', { patterns: [{ urlPattern: '*', requestStage: 'Request' }] });
    if (this.preferences.preload !== undefined) await addPreload(session, this.preferences.preload);
  }
  #followFrames(session: Session): void {
    session.on('Page.frameAttached', ({ frameId, parentFrameId }) => { this.#frames.set(frameId, new WebFrameMain(this.#frames.get(parentFrameId) ?? null)); });
    session.on('Page.frameDetached', ({ frameId }) => { this.#frames.delete(frameId); });
    session.on('Page.frameNavigated', ({ frame }) => {
      const known = this.#frames.get(frame.id) ?? new WebFrameMain(null);
      known.url = toApp(frame.url + (frame.urlFragment ?? ''));
      this.#frames.set(frame.id, known);
      if (known === this.mainFrame) this.emit('did-navigate', {}, known.url);
    });
    session.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      const known = this.#frames.get(frameId);
      if (known) known.url = toApp(url);
    });
  }
  #followContexts(session: Session): void {
    session.on('Runtime.executionContextCreated', ({ context }) => {
      const { frameId } = (context.auxData ?? {}) as { frameId?: string };
      if (frameId === undefined) return;
      this.#contexts.set(context.id, frameId);
      if (context.name !== WORLD || this.#frames.get(frameId) !== this.mainFrame) return;
      this.#isolated = context.id;
      for (const message of this.#queue.splice(0)) void this.deliver(message);
    });
    session.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      this.#contexts.delete(executionContextId);
      if (this.#isolated === executionContextId) this.#isolated = null;
    });
    session.on('Runtime.exceptionThrown', ({ exceptionDetails }) => { console.error('[page]', exceptionDetails.exception?.description ?? exceptionDetails.text); });
    session.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name === BINDING) void ipcMain.receive(this, executionContextId, JSON.parse(payload) as ToProcess);
    });
  }
  /** `will-navigate` for documents the app did not ask for, then the session's request filter. */
  #decide({ requestId, request, resourceType, frameId }: Protocol.Fetch.requestPausedPayload, mainFrameId: string): void {
    const url = toApp(request.url);
    const pass = (): unknown => this.session().send('Fetch.continueRequest', { requestId }).catch(() => undefined);
    const stop = (errorReason: Protocol.Network.ErrorReason): unknown => this.session().send('Fetch.failRequest', { requestId, errorReason }).catch(() => undefined);
    if (resourceType === 'Document' && frameId === mainFrameId && !this.#expected.delete(ownFile(request.url))) {
      const event = { ...preventable(), url, isMainFrame: true };
      this.emit('will-navigate', event, url);
      if (event.defaultPrevented) {
        stop('Aborted');
        return;
      }
    }
    if (handlers.beforeRequest === null) {
      pass();
      return;
    }
    const details = { id: 0, url, method: request.method, resourceType: 'other' as const, referrer: '', timestamp: Date.now(), uploadData: [] };
    handlers.beforeRequest(details, ({ cancel }) => { if (cancel) stop('BlockedByClient'); else pass(); });
  }
}

async function addPreload(session: Session, file: string): Promise<void> {
  const { chrome, electron, node } = process.versions;
  const environment = { platform: process.platform, arch: process.arch, versions: { chrome, electron, node } };
  await session.send('Page.addScriptToEvaluateOnNewDocument', { source: mainWorldSource(CHANNEL) });
  await session.send('Runtime.addBinding', { name: BINDING, executionContextName: WORLD });
  await session.send('Page.addScriptToEvaluateOnNewDocument', { source: isolatedWorldSource(CHANNEL, BINDING, environment, readFileSync(file, 'utf8')), worldName: WORLD });
}
