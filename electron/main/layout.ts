/** Where the built parts lie, from a checkout and from a packed app. */
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { app } from 'electron';
import type { CoreOptions } from '../core/core.ts';

const here = import.meta.dirname;
/** Worker threads and the native module lie beside the archive: they then touch no archive at all. */
const unpacked = (path: string): string => path.replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked');

export const layout = {
  preload: join(here, '../preload/index.cjs'),
  renderer: join(here, '../renderer'),
  storeWorker: unpacked(join(here, 'store-worker.mjs')),
  importWorker: unpacked(join(here, 'import-worker.mjs')),
} as const;

export function coreOptions(userData: string): CoreOptions {
  return {
    userData,
    storeWorker: layout.storeWorker,
    importWorker: layout.importWorker,
    samples: app.isPackaged ? join(process.resourcesPath, 'samples/case') : join(app.getAppPath(), 'resources/samples/case'),
    version: app.getVersion(),
    actor: actorName(),
    now: () => Date.now() * 1000,
  };
}

function actorName(): string {
  try {
    return userInfo().username;
  } catch {
    // An account without an entry in the user database, as in some containers.
    return 'unknown';
  }
}
