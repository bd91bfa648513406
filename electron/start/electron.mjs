// Starts Electron, or says why it cannot run here.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hasDisplay } from './display.mjs';
import { root } from './node.mjs';

const { env } = process;
const packageFolder = join(root, 'node_modules/electron');
const FETCH_LIMIT_MS = 180_000;
/** An end with an error this early is a system that does not let Electron run, for instance one without user namespaces. */
const EARLY_END_MS = 5000;

/** The runtime's program, or null. Never `require('electron')`: that downloads. */
function runtime() {
  const mark = join(packageFolder, 'path.txt');
  if (!existsSync(mark)) return null;
  const program = join(env.ELECTRON_OVERRIDE_DIST_PATH ?? join(packageFolder, 'dist'), readFileSync(mark, 'utf8'));
  return existsSync(program) ? program : null;
}

/** Runs until Electron ends, and ends with its status; or resolves to the reason why it did not run. */
export async function runElectron(node, files) {
  if (!hasDisplay()) return 'there is no display';
  if (process.platform === 'linux' && process.getuid?.() === 0) return 'its sandbox does not run as root';
  const refusal = runtime() === null ? fetchRuntime(node) : null;
  const program = runtime();
  if (program === null) return refusal ?? 'its runtime is incomplete';
  const started = Date.now();
  const code = await new Promise((done) => {
    const child = spawn(program, [root, ...files], { stdio: 'inherit' });
    child.once('error', () => done(127));
    child.once('exit', (status) => done(status ?? 1));
  });
  if (code !== 0 && Date.now() - started < EARLY_END_MS) return `it ended at once with status ${code}`;
  process.exit(code);
}

/** The one attempt, announced. Null when it worked, else the reason. */
function fetchRuntime(node) {
  if (env.REDTHREAD_NO_RUNTIME_DOWNLOAD === '1') return 'its runtime is not installed and fetching is switched off';
  console.log('The Electron runtime is not installed. Fetching it once (REDTHREAD_NO_RUNTIME_DOWNLOAD=1 switches this off)…');
  const attempt = spawnSync(node, [join(packageFolder, 'install.js')], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'], timeout: FETCH_LIMIT_MS });
  if (attempt.status === 0) return null;
  if (attempt.error?.code === 'ETIMEDOUT') return `its runtime could not be fetched within ${FETCH_LIMIT_MS / 1000} s`;
  return `its runtime could not be fetched (${/\b(E[A-Z]{4,}|HTTPError[^\n]*)/.exec(String(attempt.stderr))?.[0] ?? 'no network'})`;
}
