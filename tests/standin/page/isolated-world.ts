/** Runs in the isolated world: contextBridge, ipcRenderer and webUtils, a sandboxed preload's `require`, then the preload itself. */
import { pack, unpack, type Packed } from './codec.ts';
import { isPlain, type Described, type ToIsolated, type ToPage } from './main-world.ts';
import { trackFilePaths } from './file-paths.ts';

type Callable = (...args: unknown[]) => unknown;
/** To the stand-in's process, through the binding. */
export type ToProcess =
  | { readonly t: 'invoke'; readonly id: number; readonly channel: string; readonly args: Packed }
  | { readonly t: 'send'; readonly channel: string; readonly args: Packed }
  | { readonly t: 'open'; readonly url: string }
  | { readonly t: 'paths'; readonly id: number; readonly count: number };
/** From the stand-in's process. */
export type ToPreload =
  | { readonly t: 'result'; readonly id: number; readonly value?: Packed; readonly error?: string }
  | { readonly t: 'event'; readonly channel: string; readonly args: Packed }
  | { readonly t: 'paths'; readonly id: number; readonly paths: readonly string[] };
export type RunPreload = (require: (id: string) => unknown, module: { exports: object }, exports: object, process: object) => void;

export function isolatedWorld(channel: string, binding: string, environment: object, runPreload: RunPreload): void {
  if (window.top !== window) return;
  const world = globalThis as unknown as Record<string, unknown>;
  const post = (message: ToProcess): unknown => (world[binding] as (text: string) => unknown)(JSON.stringify(message));
  const files = trackFilePaths((id, count) => post({ t: 'paths', id, count }), world, `${binding}_files`);
  const renderer = ipcRendererOver(post);
  world[`${binding}_in`] = (text: string): void => {
    const message = JSON.parse(text) as ToPreload;
    if (message.t === 'paths') files.resolved(message.id, message.paths);
    else renderer.receive(message);
  };
  const contextBridge = bridgeToPage(channel, post);
  const electron = { contextBridge, ipcRenderer: renderer.ipcRenderer, webUtils: { getPathForFile: files.pathOf } };
  const require = (id: string): unknown => {
    if (id === 'electron' || id === 'electron/renderer') return electron;
    throw new Error(`module not found: ${id}`);
  };
  const module = { exports: {} };
  runPreload(require, module, module.exports, { ...environment, env: {}, type: 'renderer', sandboxed: true, contextIsolated: true, argv: [] });
}

function bridgeToPage(channel: string, post: (message: ToProcess) => unknown): { exposeInMainWorld(key: string, api: unknown): void } {
  const functions = new Map<number, Callable>();
  const incoming: File[] = [];
  let nextFunction = 1;
  let nextPromise = 1;
  const tell = (message: ToPage): boolean => document.dispatchEvent(new CustomEvent(`${channel}-out`, { detail: JSON.stringify(message) }));
  function describe(value: unknown): Described {
    if (typeof value === 'function') {
      functions.set(nextFunction, value as Callable);
      return { kind: 'function', id: nextFunction++ };
    }
    if (isPlain(value) && Object.values(value).some((item) => typeof item === 'function')) {
      return { kind: 'object', entries: Object.entries(value).map(([key, item]) => [key, describe(item)]) };
    }
    return { kind: 'value', packed: pack(value) };
  }
  function build(described: Described): unknown {
    switch (described.kind) {
      case 'function':
        return (...args: unknown[]) => { tell({ t: 'callback', id: described.id, args: args.map(describe) }); };
      case 'file':
        return incoming.shift();
      case 'array':
        return described.items.map(build);
      case 'object':
        return Object.fromEntries(described.entries.map(([key, item]) => [key, build(item)]));
      case 'value':
        return unpack(described.packed);
    }
  }
  function call(message: Extract<ToIsolated, { t: 'call' }>): void {
    try {
      const result = functions.get(message.id)?.(...message.args.map(build));
      if (!(result instanceof Promise)) {
        tell({ t: 'reply', reply: { value: describe(result) } });
        return;
      }
      const promise = nextPromise++;
      tell({ t: 'reply', reply: { promise } });
      result.then(
        (value: unknown) => { tell({ t: 'settle', promise, value: describe(value) }); },
        (error: unknown) => { tell({ t: 'settle', promise, error: pack(error) }); },
      );
    } catch (thrown) {
      tell({ t: 'reply', reply: { error: pack(thrown) } });
    }
  }
  document.addEventListener(`${channel}-file`, (event) => {
    event.stopImmediatePropagation();
    incoming.push(...((event as DragEvent).dataTransfer?.files ?? []));
  });
  document.addEventListener(`${channel}-in`, (event) => {
    event.stopImmediatePropagation();
    const message = JSON.parse((event as CustomEvent<string>).detail) as ToIsolated;
    if (message.t === 'open') post(message);
    else call(message);
  });
  return { exposeInMainWorld: (key, api) => { tell({ t: 'expose', key, api: describe(api) }); } };
}

function ipcRendererOver(post: (message: ToProcess) => unknown): { ipcRenderer: object; receive(message: Exclude<ToPreload, { t: 'paths' }>): void } {
  const listeners = new Map<string, Callable[]>();
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let nextId = 1;
  const ipcRenderer = {
    invoke(channel: string, ...args: unknown[]): Promise<unknown> {
      let packed: Packed;
      try {
        packed = pack(args);
      } catch {
        return Promise.reject(new Error('An object could not be cloned.'));
      }
      const answer = Promise.withResolvers<unknown>();
      waiting.set(nextId, answer);
      post({ t: 'invoke', id: nextId++, channel, args: packed });
      return answer.promise;
    },
    send(channel: string, ...args: unknown[]): void {
      post({ t: 'send', channel, args: pack(args) });
    },
    on(channel: string, listener: Callable): unknown {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
      return ipcRenderer;
    },
    off(channel: string, listener: Callable): unknown {
      listeners.set(channel, (listeners.get(channel) ?? []).filter((other) => other !== listener));
      return ipcRenderer;
    },
  };
  return {
    ipcRenderer,
    receive(message) {
      if (message.t === 'event') {
        for (const listener of listeners.get(message.channel) ?? []) listener({ sender: ipcRenderer, ports: [] }, ...(unpack(message.args) as unknown[]));
        return;
      }
      const answer = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.error !== undefined) answer?.reject(new Error(message.error));
      else answer?.resolve(message.value === undefined ? undefined : unpack(message.value));
    },
  };
}
