/** Electron entry: creates the core, connects it to windows, menus and files, and takes it down again. */
import { join } from 'node:path';
import { app, BrowserWindow, dialog, Menu } from 'electron';
import type { Core } from '../core/core.ts';
import { createCore } from '../core/index.ts';
import { openPaths } from '../core/open-paths.ts';
import { coreOptions, layout } from './layout.ts';
import { filesOf } from './arguments.ts';
import { applicationMenu } from './menu.ts';
import { connectPages } from './pages.ts';
import { handleScheme, registerScheme } from './protocol.ts';
import { harden } from './security.ts';
import { runSelfTest } from './self-test.ts';
import { electronShell } from './shell.ts';
import { createWindows } from './windows.ts';

// Only what runs before the first `await` comes before `ready`: scheme, sandbox, paths and lock have to be here.
registerScheme();
app.enableSandbox();
app.setPath('userData', process.env['REDTHREAD_USER_DATA'] ?? join(app.getPath('appData'), 'redthread'));
const selfTest = process.argv.includes('--self-test');
const startFiles = filesOf(process.argv, app.isPackaged, process.cwd());
/** Files from the system's file manager; macOS may send them before we are ready. */
const handedFiles: string[] = [];
let acceptFiles = (paths: readonly string[]): void => {
  handedFiles.push(...paths);
};
app.on('open-file', (event, path) => {
  event.preventDefault();
  acceptFiles([path]);
});

if (selfTest) void app.whenReady().then(runSelfTest);
else if (!app.requestSingleInstanceLock({ files: startFiles })) app.quit();
else void app.whenReady().then(start).catch(failToStart);

async function start(): Promise<void> {
  handleScheme(layout.renderer);
  harden();
  const core = await createCore(coreOptions(app.getPath('userData')));
  const windows = createWindows(app.getPath('userData'));
  connectPages(core, windows);
  Menu.setApplicationMenu(Menu.buildFromTemplate(applicationMenu(windows)));
  watchLifecycle(core, windows);
  windows.open('/');
  acceptFiles = (paths) => {
    openFiles(core, windows, paths).catch((thrown: unknown) => { console.error(thrown); });
  };
  acceptFiles([...startFiles, ...handedFiles.splice(0)]);
}

async function openFiles(core: Core, windows: ReturnType<typeof createWindows>, paths: readonly string[]): Promise<void> {
  if (paths.length === 0) return;
  const problems = await openPaths(core, electronShell(null, windows), paths);
  if (problems.length === 0) return;
  const options = { type: 'error' as const, message: 'Some files could not be opened', detail: problems.join('\n') };
  const window = BrowserWindow.getFocusedWindow();
  await (window === null ? dialog.showMessageBox(options) : dialog.showMessageBox(window, options));
}

function watchLifecycle(core: Core, windows: ReturnType<typeof createWindows>): void {
  app.on('second-instance', (_event, _argv, _folder, data) => {
    windows.bringForward();
    acceptFiles(filesHandedOver(data));
  });
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) windows.open('/');
  });
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  let isClosed = false;
  app.on('before-quit', (event) => {
    if (isClosed) return;
    // The store finishes its work and lets go of the case before the process ends.
    event.preventDefault();
    void core.close().finally(() => {
      isClosed = true;
      app.quit();
    });
  });
}

function filesHandedOver(data: unknown): readonly string[] {
  if (data === null || typeof data !== 'object' || !('files' in data) || !Array.isArray(data.files)) return [];
  return data.files.filter((file) => typeof file === 'string');
}

function failToStart(thrown: unknown): void {
  dialog.showErrorBox('Redthread could not start', thrown instanceof Error ? thrown.message : String(thrown));
  app.exit(1);
}
