/** A host may end at any moment, also in the midst of an import: it ends cleanly, and nothing half-done stays. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCore } from '../../electron/core/index.ts';
import type { HostShell } from '../../electron/core/core.ts';

const root = resolve(import.meta.dirname, '../..');
const shell: HostShell = { host: 'cli', nativeDialogs: false, versions: {}, openFiles: () => Promise.reject(new Error('no dialogs')), openWindow: () => Promise.resolve(null) };
let folder = '';
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'redthread-closing-')); });
afterEach(() => { rmSync(folder, { recursive: true, force: true }); });
const manyRows = (n: number): string => ['Timestamp,DeviceId,DeviceName,ActionType,FileName,ProcessId,ReportId', ...Array.from({ length: n }, (_v, i) => `2026-01-05T08:00:00Z,${'ab12'.repeat(10)},ws-1.corp.example,ProcessCreated,a.exe,${i + 5},${i}`)].join('\n');

describe('closing while an import runs or has just ended', () => {
  it.each([
    ['a file in no known format', (): string => '{}', [0, 1, 3, 10, 25, 40, 60, 90]], ['a large file', (): string => manyRows(60_000), [0, 20, 120, 400]],
  ] as const)('%s', async (_what, content, delays) => {
    for (const delay of delays) {
      const userData = join(folder, String(delay));
      const path = join(folder, 'source.csv');
      writeFileSync(path, content());
      const core = await createCore({ userData, storeWorker: join(root, 'out/main/store-worker.mjs'), importWorker: join(root, 'out/main/import-worker.mjs'), samples: join(root, 'resources/samples/case'), version: '0', actor: 'tester', now: () => Date.now() * 1000 });
      expect((await core.call('import.start', { paths: [path] }, shell)).ok).toBe(true);
      await new Promise((done) => { setTimeout(done, delay); });
      await core.close();
      const cases = join(userData, 'cases');
      expect(existsSync(cases) ? readdirSync(cases) : []).toEqual([]);
      expect((JSON.parse(readFileSync(join(userData, 'settings.json'), 'utf8')) as { recentCases: unknown[] }).recentCases).toEqual([]);
    }
  }, 60_000);
});
