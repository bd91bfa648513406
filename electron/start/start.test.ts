import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const BUILT = ['out/main/index.mjs', 'out/main/loopback.mjs', 'out/main/cli.mjs', 'out/preload/index.cjs', 'out/renderer/index.html'];

/** The launchers in a project of their own, where the test says what is built and which runtime there is. */
describe('the launchers', () => {
  let root = '';
  const write = (path: string, text: string): string => {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  };
  const run = (args: readonly string[], env: Record<string, string> = {}): { status: number | null; stdout: string; stderr: string } =>
    spawnSync(process.execPath, args, { encoding: 'utf8', env: { ...process.env, ...env } });
  const cli = (...args: string[]) => run([join(root, 'electron/start/cli.mjs'), ...args]);

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'start-'));
    cpSync(import.meta.dirname, join(root, 'electron/start'), { recursive: true });
    write('package.json', '{"type":"module"}');
    for (const path of BUILT) {
      const later = new Date(Date.now() + 5000);
      utimesSync(write(path, path.endsWith('cli.mjs') ? 'console.log(JSON.stringify(process.argv.slice(2))); process.exitCode = 4;' : ''), later, later);
    }
  });
  afterEach(() => { rmSync(root, { recursive: true, force: true }); });

  it('hand the command its arguments and give back its status', () => {
    const { status, stdout } = cli('info', 'a b', '--json');
    expect([status, stdout]).toEqual([4, '["info","a b","--json"]\n']);
  });

  it('build once when a source is newer, with what the build says on stderr only', () => {
    const builder = `
      import { appendFileSync, utimesSync } from 'node:fs';
      console.log('noise'); appendFileSync('builds', 'x');
      const later = new Date(Date.now() + 60_000);
      for (const path of ${JSON.stringify(BUILT)}) utimesSync(path, later, later);`;
    write('node_modules/electron-vite/bin/electron-vite.js', builder);
    write('node_modules/electron-vite/package.json', '{"type":"module"}');
    const later = new Date(Date.now() + 30_000);
    utimesSync(write('shared/a.ts', ''), later, later);
    const first = cli('x');
    expect(first.stdout).toBe('["x"]\n');
    expect(first.stderr).toContain('Building Redthread');
    expect(first.stderr).toContain('noise');
    expect(cli('x').stderr).not.toContain('Building');
  });

  it('build when something built is missing', () => {
    rmSync(join(root, 'out/main/cli.mjs'));
    const builder = `import { writeFileSync } from 'node:fs'; writeFileSync('out/main/cli.mjs', 'console.log("built")');`;
    write('node_modules/electron-vite/bin/electron-vite.js', builder);
    write('node_modules/electron-vite/package.json', '{"type":"module"}');
    expect(cli('x').stdout).toBe('built\n');
  });

  it('do not build for a test or a note that is newer', () => {
    const later = new Date(Date.now() + 30_000);
    for (const path of ['shared/a.test.ts', 'shared/README.md']) utimesSync(write(path, ''), later, later);
    expect(cli('x').status).toBe(4);
  });

  it('say so when the build fails, and run nothing', () => {
    write('node_modules/electron-vite/bin/electron-vite.js', 'process.exit(1)');
    rmSync(join(root, 'out/renderer/index.html'));
    const { status, stdout, stderr } = cli('x');
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain('could not be built');
  });

  it('say why Electron cannot run, without fetching when that is switched off', () => {
    const ask = `import(${JSON.stringify(join(root, 'electron/start/electron.mjs'))}).then(async (m) => console.log(await m.runElectron(process.execPath, ['a.json'])))`;
    const reason = (env: Record<string, string>): string => run(['-e', ask], { REDTHREAD_NO_RUNTIME_DOWNLOAD: '1', ...env }).stdout.trim();
    if (process.platform === 'linux') expect(reason({ DISPLAY: '', WAYLAND_DISPLAY: '' })).toBe('there is no display');
    const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
    expect(reason({ DISPLAY: ':9' })).toBe(isRoot ? 'its sandbox does not run as root' : 'its runtime is not installed and fetching is switched off');
    if (isRoot || process.platform === 'win32') return;
    write('node_modules/electron/path.txt', 'electron');
    chmodSync(write('node_modules/electron/dist/electron', '#!/bin/sh\nexit 3\n'), 0o755);
    expect(reason({ DISPLAY: ':9' })).toBe('it ended at once with status 3');
    write('node_modules/electron/dist/electron', '#!/bin/sh\necho "ran $2"\n');
    expect(reason({ DISPLAY: ':9' })).toBe('ran a.json');
  });
});
