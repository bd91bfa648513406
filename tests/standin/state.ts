/** What several parts of the stand-in share: the moment of its life, the browser, and its windows. */
import type { Browser } from './browser.ts';
import type { BrowserWindow } from './windows.ts';

interface State { isReady: boolean; isQuitting: boolean; browser: Browser | null }
export const state: State = { isReady: false, isQuitting: false, browser: null };

/** Open windows, the one in front last. */
export const windows = new Set<BrowserWindow>();
export const windowsByTarget = new Map<string, BrowserWindow>();

export function runningBrowser(): Browser {
  if (state.browser === null) throw new Error('stand-in: the browser has not started');
  return state.browser;
}

export interface Preventable { defaultPrevented: boolean; preventDefault(): void }
export function preventable(): Preventable {
  return {
    defaultPrevented: false,
    preventDefault() {
      this.defaultPrevented = true;
    },
  };
}

/** Electron's API is large: what is not written here throws, so that the app cannot come to lean on something untested. */
export function strict<T extends object>(name: string, part: T): T {
  return new Proxy(part, {
    get(target, key) {
      if (typeof key === 'string' && !(key in target) && key !== 'then') throw new Error(`stand-in: ${name}.${key} is not provided`);
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
