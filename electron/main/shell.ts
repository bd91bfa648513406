import { dialog, type BrowserWindow, type OpenDialogOptions } from 'electron';
import type { HostShell } from '../core/core.ts';
import type { Windows } from './windows.ts';

const CASE_FILTERS = [{ name: 'Redthread case', extensions: ['redthread'] }];
/** "All files" first: exports come under every name, and the importers look at the content. */
const SOURCE_FILTERS = [
  { name: 'All files', extensions: ['*'] },
  { name: 'Exports and telemetry', extensions: ['json', 'jsonl', 'ndjson', 'csv', 'zip', 'gz', 'tgz', 'tar'] },
];

/** What Electron does for the core on behalf of one window; dialogs are modal to it. */
export function electronShell(window: BrowserWindow | null, windows: Windows): HostShell {
  return {
    host: 'electron',
    nativeDialogs: true,
    versions: runtimeVersions(),
    async openFiles({ title, kind }) {
      const options: OpenDialogOptions = kind === 'case'
        ? { title, properties: ['openFile'], filters: CASE_FILTERS }
        : { title, properties: ['openFile', 'multiSelections'], filters: SOURCE_FILTERS };
      const answer = window === null ? await dialog.showOpenDialog(options) : await dialog.showOpenDialog(window, options);
      return answer.canceled ? [] : answer.filePaths;
    },
    openWindow(route) {
      windows.open(route);
      return Promise.resolve(null);
    },
  };
}

export function runtimeVersions(): Record<string, string> {
  const { electron, chrome, node, v8 } = process.versions;
  return { electron: electron ?? '', chrome: chrome ?? '', node, v8 };
}
