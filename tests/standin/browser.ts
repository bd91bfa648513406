/** Starts and ends the Chromium whose pages are the windows. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cdp } from './cdp.ts';

const FLAGS = [
  '--remote-debugging-port=0', '--no-first-run', '--no-default-browser-check', '--disable-background-networking', '--disable-component-update', '--disable-sync',
  '--disable-extensions', '--disable-features=Translate,OptimizationHints,MediaRouter,DialMediaRouteProvider', '--password-store=basic', '--use-mock-keychain',
  '--disable-background-timer-throttling', '--disable-backgrounding-occluded-windows', '--disable-renderer-backgrounding',
  '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--no-startup-window',
  // No name but our own can be looked up: a request that gets past everything else still reaches nobody.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE *.localhost, EXCLUDE 127.0.0.1',
];

export interface Browser {
  readonly cdp: Cdp;
  /** The product's version, e.g. `153.0.8010.1`. */
  readonly version: string;
  /** Closes it, by force after three seconds, and removes its profile. */
  end(done: () => void): void;
}

/** `folder` holds the profile, so that a killed run leaves nothing outside the test's own folder. */
export async function startBrowser(folder: string | undefined): Promise<Browser> {
  const base = folder ?? tmpdir();
  mkdirSync(base, { recursive: true });
  const profile = mkdtempSync(join(base, 'standin-'));
  const program = process.env['REDTHREAD_CHROMIUM'];
  if (!program) throw new Error('set REDTHREAD_CHROMIUM to a Chromium');
  const headless = process.env['REDTHREAD_HEADED'] ? [] : ['--headless=new'];
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = spawn(program, [...FLAGS, `--user-data-dir=${profile}`, ...headless, ...sandbox], { stdio: ['ignore', 'ignore', 'pipe'] });
  const url = await debuggerUrl(child);
  const cdp = await Cdp.connect(url);
  const { product } = await cdp.root.send('Browser.getVersion');
  // Playwright reads this line to find the pages.
  console.error(`DevTools listening on ${url}`);
  return { cdp, version: product.split('/')[1] ?? '', end: (done) => { end(child, cdp, profile, done); } };
}

function debuggerUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.once('error', reject);
    child.once('exit', (code) => { reject(new Error(`the browser ended with ${code}: ${text.slice(-2000)}`)); });
    child.stderr?.on('data', (data: Buffer) => {
      text = `${text}${data.toString()}`.slice(-20_000);
      const url = /DevTools listening on (ws:\S+)/.exec(text)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
}

function end(child: ChildProcess, cdp: Cdp, profile: string, done: () => void): void {
  const finish = (): void => {
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
    done();
  };
  if (child.exitCode !== null || child.signalCode !== null) {
    finish();
    return;
  }
  child.once('exit', finish);
  setTimeout(() => { child.kill('SIGKILL'); }, 3000).unref();
  cdp.root.send('Browser.close').catch(() => child.kill('SIGKILL'));
}
