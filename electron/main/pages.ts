/** Connects pages with the core: one checked door in, announcements out to every window. */
import { BrowserWindow, ipcMain } from 'electron';
import type { Reply } from '../../shared/contract/index.ts';
import type { Core } from '../core/core.ts';
import { isTrustedSender } from './security.ts';
import { electronShell } from './shell.ts';
import type { Windows } from './windows.ts';

const NOT_TRUSTED: Reply<never> = { ok: false, error: { code: 'notTrusted', message: 'This page may not call the workbench.' } };

export function connectPages(core: Core, windows: Windows): void {
  ipcMain.handle('redthread:call', (event, procedure: unknown, input: unknown): Promise<Reply<unknown>> | Reply<never> => {
    if (!isTrustedSender(event)) return NOT_TRUSTED;
    return core.call(procedure, input, electronShell(BrowserWindow.fromWebContents(event.sender), windows));
  });
  core.on((event, payload) => {
    for (const window of BrowserWindow.getAllWindows()) {
      // A window on its way out is still listed; sending to it would throw.
      if (!window.isDestroyed() && !window.webContents.isDestroyed()) window.webContents.send('redthread:event', event, payload);
    }
  });
}
