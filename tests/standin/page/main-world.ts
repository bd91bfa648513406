/**
 * Runs in the page's own world: its half of contextBridge. It speaks with the isolated world by DOM events whose payload is text, under
 * a name nobody else knows; files cross as the data of a drag event, the one carrier both worlds can read.
 */
import { pack, unpack, type Packed } from './codec.ts';

export type Described =
  | { readonly kind: 'value'; readonly packed: Packed }
  | { readonly kind: 'function'; readonly id: number }
  | { readonly kind: 'file' }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [string, Described])[] }
  | { readonly kind: 'array'; readonly items: readonly Described[] };
/** What the isolated world tells the page. */
export type ToPage =
  | { readonly t: 'expose'; readonly key: string; readonly api: Described }
  | { readonly t: 'reply'; readonly reply: { readonly value?: Described; readonly error?: Packed; readonly promise?: number } }
  | { readonly t: 'settle'; readonly promise: number; readonly value?: Described; readonly error?: Packed }
  | { readonly t: 'callback'; readonly id: number; readonly args: readonly Described[] };
/** What the page tells the isolated world. */
export type ToIsolated = { readonly t: 'call'; readonly id: number; readonly args: readonly Described[] } | { readonly t: 'open'; readonly url: string };

type Callable = (...args: unknown[]) => unknown;

export function mainWorld(channel: string): void {
  if (window.top !== window) return;
  const callbacks = new Map<number, Callable>();
  const promises = new Map<number, PromiseWithResolvers<unknown>>();
  const dispatch = document.dispatchEvent.bind(document);
  let nextCallback = 1;
  let reply: Extract<ToPage, { t: 'reply' }>['reply'] | undefined;
  const tell = (message: ToIsolated): boolean => dispatch(new CustomEvent(`${channel}-in`, { detail: JSON.stringify(message) }));

  function describe(value: unknown): Described {
    if (typeof value === 'function') {
      callbacks.set(nextCallback, value as Callable);
      return { kind: 'function', id: nextCallback++ };
    }
    if (value instanceof File) {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(value);
      dispatch(new DragEvent(`${channel}-file`, { dataTransfer }));
      return { kind: 'file' };
    }
    if (Array.isArray(value)) return { kind: 'array', items: value.map(describe) };
    if (isPlain(value) && Object.values(value).some((item) => typeof item === 'function')) {
      return { kind: 'object', entries: Object.entries(value).map(([key, item]) => [key, describe(item)]) };
    }
    return { kind: 'value', packed: pack(value) };
  }
  function build(described: Described): unknown {
    switch (described.kind) {
      case 'function':
        return proxied(described.id);
      case 'object':
        return Object.freeze(Object.fromEntries(described.entries.map(([key, item]) => [key, build(item)])));
      case 'array':
        return described.items.map(build);
      case 'value':
        return unpack(described.packed);
      case 'file':
        throw new Error('stand-in: files do not come back through the bridge');
    }
  }
  const proxied = (id: number): Callable => (...args) => {
    reply = undefined;
    tell({ t: 'call', id, args: args.map(describe) });
    const answer: Extract<ToPage, { t: 'reply' }>['reply'] = reply ?? {};
    if (answer.error) throw unpack(answer.error);
    if (answer.promise !== undefined) {
      const waiting = Promise.withResolvers<unknown>();
      promises.set(answer.promise, waiting);
      return waiting.promise;
    }
    return answer.value === undefined ? undefined : build(answer.value);
  };
  function settle(message: Extract<ToPage, { t: 'settle' }>): void {
    const waiting = promises.get(message.promise);
    promises.delete(message.promise);
    if (message.error) waiting?.reject(unpack(message.error));
    else waiting?.resolve(message.value === undefined ? undefined : build(message.value));
  }
  document.addEventListener(`${channel}-out`, (event) => {
    event.stopImmediatePropagation();
    const message = JSON.parse((event as CustomEvent<string>).detail) as ToPage;
    if (message.t === 'reply') reply = message.reply;
    else if (message.t === 'settle') settle(message);
    else if (message.t === 'callback') callbacks.get(message.id)?.(...message.args.map(build));
    else Object.defineProperty(window, message.key, { value: build(message.api), enumerable: true, configurable: false, writable: false });
  });
  // Electron answers window.open from setWindowOpenHandler; only 'deny' is supported here, so that no popup is ever made.
  window.open = (url?: string | URL): null => {
    tell({ t: 'open', url: String(new URL(String(url ?? 'about:blank'), location.href)) });
    return null;
  };
}

export function isPlain(value: unknown): value is Record<string, unknown> {
  if (value === null || typeof value !== 'object') return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
