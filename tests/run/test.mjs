// npm test: types and lint, build, unit and store tests, then the end-to-end specs on every host this machine can run.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { testBrowser } from './browser.mjs';
import { requireNode, root, run, tool } from './node.mjs';

requireNode();
const reports = join(root, 'test-results');
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });
const totals = { passed: 0, failed: 0, skipped: 0 };
const started = Date.now();

function step(name, failedStatus, count) {
  console.log(`\n== ${name}`);
  const status = failedStatus();
  if (count) count();
  else totals[status === 0 ? 'passed' : 'failed']++;
  return status;
}

function countVitest() {
  const file = join(reports, 'vitest.json');
  if (!existsSync(file)) { totals.failed++; return; }
  const report = JSON.parse(readFileSync(file, 'utf8'));
  totals.passed += report.numPassedTests;
  totals.failed += report.numFailedTests + (report.success || report.numFailedTests > 0 ? 0 : 1);
  totals.skipped += report.numPendingTests + report.numTodoTests;
}

function countPlaywright() {
  const file = join(reports, 'playwright.json');
  if (!existsSync(file)) { totals.failed++; return; }
  const { stats, errors } = JSON.parse(readFileSync(file, 'utf8'));
  totals.passed += stats.expected;
  totals.failed += stats.unexpected + stats.flaky + (errors?.length ?? 0);
  totals.skipped += stats.skipped;
}

step('types and lint', () => run(['tests/run/check.mjs']));
const built = step('build', () => run([tool.vite, 'build', '--logLevel', 'warn']));
step('unit, store and contract tests', () => run([tool.vitest, 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${join(reports, 'vitest.json')}`]), countVitest);
if (built === 0) {
  const browser = testBrowser(root);
  if (!browser) {
    console.error('No Chromium was found for the end-to-end tests. Install Chrome, Edge or Chromium (Debian: apt-get install chromium), or set REDTHREAD_CHROMIUM.');
    totals.failed++;
  } else {
    console.log(`browser: ${browser}`);
    step('end to end', () => run([tool.playwright, 'test', ...process.argv.slice(2)], { REDTHREAD_CHROMIUM: browser }), countPlaywright);
  }
}
console.log(`\n${Math.round((Date.now() - started) / 1000)} s${totals.skipped > 0 ? `, ${totals.skipped} skipped` : ''}`);
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exit(totals.failed === 0 && totals.passed > 0 ? 0 : 1);
