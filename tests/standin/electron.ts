/**
 * Stand-in for the `electron` module: the app's real main process runs in plain Node, its windows are pages of a Chromium driven over the
 * DevTools protocol. Anything not provided throws when touched. Tests only; never shipped and never a fallback.
 */
import type * as Electron from 'electron';
import { app } from './app.ts';
import { startBrowser } from './browser.ts';
import { dialog, screen, shell } from './dialogs.ts';
import { ipcMain } from './ipc.ts';
import { Menu } from './menu.ts';
import { protocol, startSchemeServer } from './schemes.ts';
import { defaultSession } from './session.ts';
import { state, strict, windowsByTarget } from './state.ts';
import type { WebContents } from './web-contents.ts';
import { BrowserWindow } from './windows.ts';

/** What Playwright asks to find the window of a page. */
const webContents = {
  fromDevToolsTargetId: (id: string): WebContents | undefined => windowsByTarget.get(id)?.webContents,
  getAllWebContents: (): WebContents[] => [...windowsByTarget.values()].map((window) => window.webContents),
};
/** Every name must be one of Electron's own. */
const parts = {
  app: strict('app', app),
  BrowserWindow,
  dialog: strict('dialog', dialog),
  ipcMain,
  Menu,
  protocol: strict('protocol', protocol),
  screen: strict('screen', screen),
  session: strict('session', { defaultSession: strict('defaultSession', defaultSession) }),
  shell: strict('shell', shell),
  webContents,
} satisfies Partial<Record<keyof typeof Electron, unknown>>;

const { app: exportedApp, dialog: exportedDialog, protocol: exportedProtocol, screen: exportedScreen, session, shell: exportedShell } = parts;
export {
  BrowserWindow, exportedApp as app, exportedDialog as dialog, exportedProtocol as protocol, exportedScreen as screen, exportedShell as shell, ipcMain, Menu, session,
  webContents,
};
export default parts;

process.on('SIGTERM', () => { app.quit(); });
process.on('SIGINT', () => { app.quit(); });
start().catch((thrown: unknown) => {
  console.error('[standin]', thrown);
  process.exit(1);
});

/** Like Electron: `ready` comes after the synchronous part of the app's entry has run. */
async function start(): Promise<void> {
  await startSchemeServer();
  const browser = await startBrowser(process.env['REDTHREAD_USER_DATA']);
  state.browser = browser;
  browser.cdp.onClose = () => {
    if (state.isQuitting) return;
    console.error('[standin] the browser is gone');
    process.exit(1);
  };
  browser.cdp.root.on('Target.targetDestroyed', ({ targetId }) => { windowsByTarget.get(targetId)?.gone(); });
  await browser.cdp.root.send('Target.setDiscoverTargets', { discover: true });
  Object.defineProperty(process.versions, 'chrome', { value: browser.version, configurable: true, enumerable: true });
  state.isReady = true;
  app.emit('ready', {});
}
