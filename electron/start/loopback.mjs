// Serves the workbench on this machine and shows it in an installed browser as a window of its own.
import { fork, spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { installedBrowser } from './browsers.mjs';
import { hasDisplay } from './display.mjs';
import { root } from './node.mjs';

const { env, platform } = process;
const STOP_LIMIT_MS = 5000;

/** The folder that Electron would use. */
function userDataFolder() {
  if (env.REDTHREAD_USER_DATA) return env.REDTHREAD_USER_DATA;
  const base = platform === 'win32' ? env.APPDATA : platform === 'darwin' ? join(homedir(), 'Library/Application Support') : env.XDG_CONFIG_HOME;
  return join(base || join(homedir(), platform === 'win32' ? 'AppData/Roaming' : '.config'), 'redthread');
}

export async function runLoopback(node, files, { mayOpenBrowser }) {
  const userData = userDataFolder();
  mkdirSync(userData, { recursive: true });
  const server = fork(join(root, 'out/main/loopback.mjs'), files, { cwd: root, execPath: node, env: { ...env, REDTHREAD_USER_DATA: userData } });
  const url = await new Promise((resolve, reject) => {
    server.once('message', (message) => resolve(message.url));
    server.once('exit', (code) => reject(new Error(`The workbench server ended with status ${code}.`)));
  });
  let isStopping = false;
  let cleanUp = () => undefined;
  const stop = () => {
    isStopping = true;
    server.kill('SIGTERM');
    setTimeout(() => server.kill('SIGKILL'), STOP_LIMIT_MS).unref();
  };
  server.once('exit', (code) => {
    cleanUp();
    process.exit(isStopping ? 0 : (code ?? 1));
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop);

  const browser = mayOpenBrowser && hasDisplay() ? (env.REDTHREAD_BROWSER ?? installedBrowser()) : null;
  if (browser === null) {
    console.log(`Open this address in a browser on this machine. It works once, within two minutes:\n\n  ${url}\n\nCtrl+C stops the workbench.`);
    return;
  }
  // A profile of its own for each start: a browser that already runs would take the window over and end, and we with it.
  const profile = join(userData, 'browser', String(process.pid));
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const window = spawn(browser, [`--app=${url}`, `--user-data-dir=${profile}`, ...BROWSER_FLAGS, ...sandbox], { stdio: 'ignore' });
  cleanUp = () => {
    window.kill();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  console.log(`The workbench opens in ${browser}. Closing its last window ends it.`);
  window.once('error', () => console.log(`The browser did not start. Open this address instead:\n\n  ${url}`));
  window.once('exit', stop);
}

/** The browser is a window here, not a browser: it asks nobody for anything. */
const BROWSER_FLAGS = [
  '--no-first-run', '--no-default-browser-check', '--disable-background-networking', '--disable-sync', '--disable-component-update', '--disable-extensions',
  '--disable-features=Translate,OptimizationHints,MediaRouter', '--window-size=1440,900',
];
