/**
 * `--self-test`: proves on this machine that the store opens, a query answers and a window loads with its bridge. Prints the
 * runtime's versions as JSON and ends with 0, or says what failed on stderr and ends with 1. Touches nothing of the user's.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { app } from 'electron';
import type { Core, HostShell } from '../core/core.ts';
import { createCore } from '../core/index.ts';
import { coreOptions, layout } from './layout.ts';
import { handleScheme, ORIGIN } from './protocol.ts';
import { harden } from './security.ts';
import { runtimeVersions } from './shell.ts';
import { workbenchWindow } from './windows.ts';

const LIMIT_MS = 60_000;
const shell: HostShell = {
  host: 'electron',
  nativeDialogs: false,
  versions: runtimeVersions(),
  openFiles: () => Promise.resolve([]),
  openWindow: () => Promise.resolve(null),
};

export async function runSelfTest(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'redthread-self-test-'));
  let code = 1;
  try {
    await withLimit(checkAll(folder));
    process.stdout.write(`${JSON.stringify(process.versions)}\n`);
    code = 0;
  } catch (thrown) {
    process.stderr.write(`self-test failed: ${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  app.exit(code);
}

async function checkAll(folder: string): Promise<void> {
  const core = await createCore(coreOptions(folder));
  try {
    await expectOk(core, 'case.create', { path: join(folder, 'self-test.redthread') });
    await expectOk(core, 'incident.list', {});
    await checkWindow();
  } finally {
    await core.close();
  }
}

async function expectOk(core: Core, procedure: string, input: object): Promise<void> {
  const reply = await core.call(procedure, input, shell);
  if (!reply.ok) throw new Error(`${procedure}: ${reply.error.message}`);
}

async function checkWindow(): Promise<void> {
  handleScheme(layout.renderer);
  harden();
  const window = workbenchWindow({ width: 1000, height: 700 });
  await window.loadURL(`${ORIGIN}/index.html`);
  const bridge: unknown = await window.webContents.executeJavaScript('typeof window.redthreadHost?.call');
  if (bridge !== 'function') throw new Error('the window loaded without its bridge');
  window.destroy();
}

function withLimit<T>(work: Promise<T>): Promise<T> {
  const late = new Promise<never>((_resolve, reject) => {
    setTimeout(() => { reject(new Error(`no answer within ${LIMIT_MS / 1000} s`)); }, LIMIT_MS).unref();
  });
  return Promise.race([work, late]);
}
