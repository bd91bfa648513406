/** From opening a case to the first frame of its graph, on the loopback host, as a ratio to loading the empty workbench. */
import { execFileSync, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { testBrowser } from '../run/browser.mjs';
import { result, type Bench } from './result.ts';

/** A case with 20,000 events should be on the screen before a person wonders. */
const GOAL = 5;

export const firstFrame: Bench = {
  name: 'first-frame',
  async run(root) {
    const executablePath = testBrowser(root);
    if (executablePath === null) throw new Error('no Chromium was found; set REDTHREAD_CHROMIUM');
    const folder = mkdtempSync(join(tmpdir(), 'redthread-bench-'));
    const casePath = join(folder, 'sample.redthread');
    execFileSync(process.execPath, [join(root, 'out/main/cli.mjs'), 'demo', casePath], { stdio: 'ignore' });
    const server = fork(join(root, 'out/main/loopback.mjs'), [], { cwd: root, env: { ...process.env, REDTHREAD_USER_DATA: join(folder, 'data') }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const url = await new Promise<string>((resolve) => { server.once('message', (m) => resolve((m as { url: string }).url)); });
    const browser = await chromium.launch({ executablePath, args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
    try {
      const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
      const loading = performance.now();
      await page.goto(url);
      await page.getByRole('button', { name: 'Open case' }).first().waitFor();
      const load = performance.now() - loading;
      await page.getByRole('main').getByRole('button', { name: 'Open case' }).click();
      await page.getByRole('textbox', { name: 'Path' }).fill(casePath);
      const opening = performance.now();
      await page.getByRole('dialog').getByRole('button', { name: 'Open', exact: true }).click();
      await page.locator('.ag-row').filter({ hasText: '5208' }).getByRole('link').click();
      await page.locator('[data-ready="true"]').waitFor();
      const graph = performance.now() - opening;
      return [result('first-frame', Math.round(graph), 'ms', `loading the empty workbench: ${Math.round(load)} ms`, graph / load, GOAL)];
    } finally {
      await browser.close();
      server.kill('SIGTERM');
      await new Promise((resolve) => { server.once('exit', resolve); });
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
