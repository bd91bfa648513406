/** Opens workbench windows, all with the same hardened preferences, and remembers where the last one stood. */
import { app, BrowserWindow, screen } from 'electron';
import type { EventPayload } from '../../shared/contract/index.ts';
import { layout } from './layout.ts';
import { ORIGIN } from './protocol.ts';
import { readBounds, visibleBounds, writeBounds } from './window-bounds.ts';

export type MenuCommand = EventPayload<'menu.command'>['command'];
export interface Windows {
  /** Opens a window at a route of the workbench, e.g. `/incidents`. */
  open(route: string): BrowserWindow;
  bringForward(): void;
  /** Sends a menu's command to the window in front. False when there is none. */
  command(command: MenuCommand): boolean;
}

export function createWindows(userData: string): Windows {
  function open(route: string): BrowserWindow {
    const saved = readBounds(userData);
    const isFirst = BrowserWindow.getAllWindows().length === 0;
    const place = visibleBounds(saved, screen.getAllDisplays().map((display) => display.workArea));
    const window = workbenchWindow({ ...place, ...(isFirst ? {} : { x: undefined, y: undefined }) });
    if (isFirst && saved?.isMaximized === true) window.maximize();
    window.once('ready-to-show', () => { window.show(); });
    window.on('close', () => { writeBounds(userData, { ...window.getNormalBounds(), isMaximized: window.isMaximized() }); });
    // Rejects when the window is closed while it loads; there is nobody left to tell.
    window.loadURL(`${ORIGIN}/index.html#${route}`).catch((thrown: unknown) => { console.error(`window not loaded: ${String(thrown)}`); });
    return window;
  }
  return {
    open,
    bringForward() {
      const window = BrowserWindow.getFocusedWindow() ?? BrowserWindow.getAllWindows()[0] ?? open('/');
      if (window.isMinimized()) window.restore();
      window.focus();
    },
    command(command) {
      const window = BrowserWindow.getFocusedWindow();
      window?.webContents.send('redthread:event', 'menu.command', { command });
      return window !== null;
    },
  };
}

/** A window that is not shown yet. Undefined coordinates let the system place it. */
export function workbenchWindow(bounds: { x?: number | undefined; y?: number | undefined; width: number; height: number }): BrowserWindow {
  const { x, y, width, height } = bounds;
  return new BrowserWindow({
    ...(x === undefined || y === undefined ? {} : { x, y }),
    width, height, minWidth: 900, minHeight: 600, show: false, title: app.getName(), backgroundColor: '#171717',
    webPreferences: { preload: layout.preload, sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true, webviewTag: false, spellcheck: false },
  });
}
