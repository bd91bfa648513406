// A folder shaped like Electron's runtime: electron-builder packs, prunes and flips fuses against it with no download.
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where Electron's program keeps its fuses: this mark, a version, a count, then one digit each. */
const FUSE_MARK = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSES = '101100101';
const FILES = ['LICENSE', 'LICENSES.chromium.html', 'chrome-sandbox', 'locales/en-US.pak', 'locales/de.pak'];

export function makeFakeDist(folder, version) {
  for (const name of ['locales', 'resources']) mkdirSync(join(folder, name), { recursive: true });
  const wire = Buffer.concat([Buffer.from(FUSE_MARK), Buffer.from([1, FUSES.length]), Buffer.from(FUSES)]);
  for (const name of ['electron', 'electron.exe']) {
    writeFileSync(join(folder, name), Buffer.concat([Buffer.from('#!/bin/sh\necho not a runtime\nexit 1\n'), wire]));
    chmodSync(join(folder, name), 0o755);
  }
  for (const name of FILES) writeFileSync(join(folder, name), '');
  writeFileSync(join(folder, 'version'), version);
}
