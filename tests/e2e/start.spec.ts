/** `npm start` as a person without Electron's runtime meets it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { builtFolder, expect, test, until } from './app.ts';
import { chromiumProgram } from './launch.ts';

const launcher = join(builtFolder, 'electron/start/start.mjs');

interface Started { readonly child: ChildProcess; text(): string; readonly exit: Promise<number | null> }
function start(args: readonly string[], env: Record<string, string>): Started {
  const child = spawn(process.execPath, [launcher, ...args], { env: { ...process.env, REDTHREAD_NO_RUNTIME_DOWNLOAD: '1', ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data: Buffer) => { text += data.toString(); });
  return { child, text: () => text, exit: new Promise((resolve) => { child.once('exit', resolve); }) };
}

test('prints an address where no window can be shown, serves there, and stops cleanly @once', async ({ userData }) => {
  const run = start([], { REDTHREAD_USER_DATA: userData, DISPLAY: '', WAYLAND_DISPLAY: '' });
  try {
    const url = await until('the address', () => /http:\/\/127\.0\.0\.1:\d+\/#t=\S+/.exec(run.text())?.[0]);
    expect(run.text()).toContain('Running without Electron: there is no display.');
    const browser = await chromium.launch({ executablePath: chromiumProgram(), chromiumSandbox: process.getuid?.() !== 0 });
    const page = await browser.newPage();
    await page.goto(url);
    await until('the page to connect', async () => (await page.evaluate(() => window.redthread?.kind)) ?? null);
    // The address works once: a second page is told so.
    const second = await browser.newPage();
    await second.goto(url);
    await expect(second.locator('body')).toContainText('has been used or is too old');
    await browser.close();
  } finally {
    run.child.kill('SIGTERM');
  }
  expect(await run.exit).toBe(0);
});

test('opens an installed browser as its window and ends with it @once', async ({ userData }) => {
  const run = start(['--host=loopback'], { REDTHREAD_USER_DATA: userData, DISPLAY: ':none', REDTHREAD_BROWSER: process.execPath });
  // Node does not know the browser's switches and ends at once, as a browser does whose last window was closed.
  expect(await run.exit).toBe(0);
  expect(run.text()).toContain('The workbench opens in');
  expect(existsSync(join(userData, 'browser', String(run.child.pid)))).toBe(false);
});

test('says what it does not understand @once', async ({ userData }) => {
  const run = start(['--hots=url'], { REDTHREAD_USER_DATA: userData });
  expect(await run.exit).toBe(2);
  expect(run.text()).toContain('unknown option --hots=url');
});
