import { app, shell, type MenuItemConstructorOptions } from 'electron';
import type { MenuCommand, Windows } from './windows.ts';

/** The application menu. What concerns the case is sent to the window in front, which owns the way it is done. */
export function applicationMenu(windows: Windows): MenuItemConstructorOptions[] {
  const send = (command: MenuCommand) => (): void => {
    if (!windows.command(command)) windows.open('/');
  };
  const isMac = process.platform === 'darwin';
  return [
    ...(isMac ? [{ role: 'appMenu' } satisfies MenuItemConstructorOptions] : []),
    {
      label: '&File',
      submenu: [
        { id: 'new-window', label: 'New window', accelerator: 'CmdOrCtrl+Shift+N', click: () => { windows.open('/'); } },
        { type: 'separator' },
        { id: 'open-case', label: 'Open case…', accelerator: 'CmdOrCtrl+O', click: send('openCase') },
        { id: 'import-files', label: 'Import files…', accelerator: 'CmdOrCtrl+I', click: send('importFiles') },
        { type: 'separator' },
        { role: isMac ? 'close' : 'quit' },
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        { id: 'toggle-theme', label: 'Light or dark theme', click: send('toggleTheme') },
        { id: 'toggle-time-zone', label: 'UTC or local time', click: send('toggleTimeZone') },
        { type: 'separator' },
        { role: 'resetZoom' }, { role: 'zoomIn' }, { role: 'zoomOut' }, { role: 'togglefullscreen' },
        { type: 'separator' },
        { role: 'reload' }, { role: 'toggleDevTools' },
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        { id: 'data-folder', label: 'Show data folder', click: () => { void shell.openPath(app.getPath('userData')); } },
        { role: 'about' },
      ],
    },
  ];
}
