import { defineConfig } from '@playwright/test';
import { electronBinary, type Host } from './tests/e2e/app.ts';

/** Real Electron joins by itself where its runtime is installed; the stand-in then still runs, so that it does not drift. */
const hosts: Host[] = [...(electronBinary() === null ? [] : ['electron' as const]), 'standin', 'loopback'];

const notFor: Record<Host, RegExp> = { electron: /@loopback|@once/, standin: /@loopback/, loopback: /@electron|@once/ };

export default defineConfig<object, { host: Host }>({
  testDir: 'tests/e2e',
  fullyParallel: true,
  workers: 2,
  timeout: 60_000,
  forbidOnly: true,
  outputDir: 'test-results/playwright',
  reporter: [['list'], ['json', { outputFile: 'test-results/playwright.json' }]],
  projects: hosts.map((host) => ({ name: host, use: { host }, grepInvert: notFor[host] })),
});
