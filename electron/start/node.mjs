// What the launchers share: the project's folder, a Node that is new enough, and a build that is not older than its sources.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');
const NEEDED = [22, 18];

const isNewEnough = (version) => {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  return major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]);
};

/** This Node if it is new enough, else the one that came with the packages. Ends with a clear message when there is neither. */
export function suitableNode() {
  if (isNewEnough(process.versions.node)) return process.execPath;
  const bundled = [`node_modules/node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}/bin/node`, 'node_modules/.bin/node']
    .map((path) => join(root, process.platform === 'win32' ? `${path}.exe` : path))
    .find((path) => existsSync(path) && isNewEnough(String(spawnSync(path, ['--version']).stdout)));
  if (bundled !== undefined) return bundled;
  console.error(`Redthread needs Node ${NEEDED.join('.')} or newer; this is ${process.versions.node}, and none came along for ${process.platform}-${process.arch}. Install Node 24.`);
  process.exit(1);
}

const SOURCES = ['electron', 'renderer', 'shared', 'electron.vite.config.ts', 'package.json'];
const BUILT = ['out/main/index.mjs', 'out/main/loopback.mjs', 'out/main/cli.mjs', 'out/preload/index.cjs', 'out/renderer/index.html'];

/** True when something that is built is missing or older than its sources. */
function isStale() {
  const built = BUILT.map((path) => join(root, path));
  if (!built.every((path) => existsSync(path))) return true;
  const oldest = Math.min(...built.map((path) => statSync(path).mtimeMs));
  return SOURCES.some((path) => existsSync(join(root, path)) && newest(join(root, path)) > oldest);
}

function newest(path) {
  const found = statSync(path);
  if (!found.isDirectory()) return /\.test\.tsx?$|\.md$/.test(path) ? 0 : found.mtimeMs;
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/** Builds when stale. What the build says goes to stderr: stdout belongs to the command. Several starts at once build once. */
export function buildIfStale(node) {
  if (!isStale()) return;
  const release = takeLock(join(root, 'node_modules/.cache/redthread-build'));
  const isBuilt = !isStale() || build(node);
  release();
  if (isBuilt) return;
  console.error('Redthread could not be built. Is `npm ci` complete?');
  process.exit(1);
}

function build(node) {
  console.error('Building Redthread…');
  const vite = join(root, 'node_modules/electron-vite/bin/electron-vite.js');
  return spawnSync(node, [vite, 'build', '--logLevel', 'warn'], { cwd: root, stdio: ['ignore', 2, 2] }).status === 0;
}

/** A lock file that holds its owner's process number; one whose owner is gone is taken over. */
function takeLock(folder) {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'lock');
  const end = Date.now() + 120_000;
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return () => { rmSync(file, { force: true }); };
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (Date.now() > end || !isOwned(file)) rmSync(file, { force: true });
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    }
  }
}

function isOwned(file) {
  try {
    const owner = Number(readFileSync(file, 'utf8'));
    // Empty: its owner is about to write it.
    if (owner === 0) return true;
    process.kill(owner, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
