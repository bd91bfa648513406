/** The packed app, made by electron-builder against a folder shaped like Electron's runtime: its files, its fuses, and that it runs. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { extractAll, listPackage, statFile } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import truth from '../../resources/samples/case/truth.json' with { type: 'json' };
import { makeFakeDist } from '../run/fake-dist.mjs';
import { builtFolder, expect, root, test, Workbench } from './app.ts';
import { chromiumProgram, standinProgram } from './launch.ts';
import { cursorMs, openIncident, openSample } from './steps.ts';

const filesUnder = (folder: string): string[] => readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1).split(sep).join('/'));

/** Runs electron-builder for a target against a folder shaped like its runtime. `more`: further options. */
function build(folder: string, target: 'linux' | 'win', more: readonly string[] = []): { status: number | null; output: string } {
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8')) as { version: string };
  makeFakeDist(join(folder, 'dist'), version);
  const options = [`--${target}`, 'dir', '--x64', '--projectDir', builtFolder, `-c.electronDist=${join(folder, 'dist')}`, `-c.directories.output=${join(folder, 'release')}`, ...more];
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'node_modules/electron-builder/cli.js'), ...options], { encoding: 'utf8', cwd: builtFolder });
  return { status, output: stdout + stderr };
}
/** Packs into `folder`; returns the packed app's own folder. */
function pack(folder: string): string {
  const { status, output } = build(folder, 'linux');
  expect(status, output).toBe(0);
  return join(folder, 'release/linux-unpacked');
}
function filesIn(archive: string): string[] {
  const all = listPackage(archive, { isPack: false }).map((name) => name.split(sep).join('/').replace(/^\//, ''));
  return all.filter((name) => !('files' in statFile(archive, name))).sort();
}

/** What has to be in the archive: all that was built for the app, the manifest, and the native module for the platform. */
function expectedFiles(natives: readonly string[] = ['linux-arm64', 'linux-x64']): string[] {
  const built = filesUnder(join(builtFolder, 'out')).filter((name) => !/^main\/(loopback|cli)\.mjs$|\.map$/.test(name)).map((name) => `out/${name}`);
  const library = filesUnder(join(builtFolder, 'node_modules/better-sqlite3/lib')).map((name) => `lib/${name}`);
  const native = ['package.json', 'LICENSE', ...natives.map((name) => `prebuilds/${name}.node`), ...library].map((name) => `node_modules/better-sqlite3/${name}`);
  return ['package.json', ...built, ...native].sort();
}

test('the packed app holds exactly its files, has its fuses set, and runs from that layout @once', async ({ userData }) => {
  test.skip(process.platform !== 'linux', 'packs the Linux target');
  test.setTimeout(180_000);
  const app = pack(join(userData, 'packed'));
  const resources = join(app, 'resources');
  const archive = join(resources, 'app.asar');

  await test.step('files', () => {
    expect(filesIn(archive)).toEqual(expectedFiles());
    const outside = filesUnder(join(resources, 'app.asar.unpacked'));
    expect(outside.sort()).toEqual(expectedFiles().filter((name) => /^out\/main\/(store-worker\.mjs|import-worker\.mjs|chunks\/)|^node_modules\/better-sqlite3\//.test(name)));
    expect(filesUnder(join(resources, 'samples/case')).sort()).toEqual(filesUnder(join(builtFolder, 'resources/samples/case')).sort());
  });

  await test.step('fuses', async () => {
    const wire = await getCurrentFuseWire(join(app, 'redthread'));
    const [on, off] = ['1'.charCodeAt(0), '0'.charCodeAt(0)];
    expect(wire).toMatchObject({
      [FuseV1Options.RunAsNode]: off, [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: off, [FuseV1Options.EnableNodeCliInspectArguments]: off,
      [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: off, [FuseV1Options.GrantFileProtocolExtraPrivileges]: off, [FuseV1Options.EnableCookieEncryption]: on,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: on, [FuseV1Options.OnlyLoadAppFromAsar]: on,
    });
  });

  // The archive as a folder of its name; what lies beside it is taken out, so that looking for it inside fails.
  const layout = join(userData, 'layout/app.asar');
  extractAll(archive, layout);
  cpSync(join(resources, 'app.asar.unpacked'), `${layout}.unpacked`, { recursive: true });
  cpSync(join(resources, 'samples'), join(userData, 'layout/samples'), { recursive: true });
  for (const name of ['out/main/store-worker.mjs', 'out/main/import-worker.mjs', 'node_modules']) rmSync(join(layout, name), { recursive: true, force: true });

  await test.step('self-test', () => {
    const env = { ...process.env, REDTHREAD_CHROMIUM: chromiumProgram(), REDTHREAD_USER_DATA: join(userData, 'self-test') };
    const run = spawnSync(standinProgram, [layout, '--self-test'], { env, encoding: 'utf8', timeout: 90_000 });
    expect(run.status, run.stderr).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({ node: process.versions.node });
    const broken = spawnSync(standinProgram, [brokenCopy(layout), '--self-test'], { env, encoding: 'utf8', timeout: 90_000 });
    expect(broken.status).toBe(1);
    expect(broken.stderr).toContain('self-test failed');
  });

  await test.step('a window and its case', async () => {
    const packed = new Workbench('standin', join(userData, 'data'), [], layout);
    await packed.start();
    const page = await packed.page();
    const path = join(userData, 'packed.redthread');
    const answers = await page.evaluate(async (casePath) => {
      const created = await window.redthreadHost?.call('case.create', { path: casePath });
      const listed = await window.redthreadHost?.call('incident.list', {});
      return [created?.ok, listed?.ok === true ? listed.value.total : listed?.error];
    }, path);
    expect(answers).toEqual([true, 0]);
    expect(existsSync(path)).toBe(true);
    await packed.close();
  });

  await test.step('the main job', async () => {
    const packed = new Workbench('standin', join(userData, 'job'), [], layout);
    await packed.start();
    const page = await packed.page();
    await openSample(packed, page);
    await openIncident(packed, page, truth.mainIncident.id);
    await page.getByRole('button', { name: 'Go to the start' }).click();
    await page.getByRole('combobox', { name: 'Speed' }).selectOption('8');
    const play = page.getByRole('button', { name: 'Play attack story' });
    await play.click();
    await expect(play).toHaveAttribute('aria-pressed', 'true');
    await expect(play).toHaveAttribute('aria-pressed', 'false', { timeout: 60_000 });
    await packed.idle(page);
    expect(await cursorMs(page)).toBe(Number(await page.getByRole('slider', { name: 'Brush end' }).getAttribute('aria-valuenow')));
    await expect(page.getByText(/(\d+) of \1 so far/)).toBeVisible();
    await packed.restart();
    await expect((await packed.page()).getByRole('region', { name: 'Recent cases' })).toContainText('Sample case');
    await packed.close();
  });
});

test('the packages for Windows and macOS hold exactly their files @once', ({ userData }) => {
  test.skip(process.platform !== 'linux', 'packs against a folder shaped like the Linux runtime');
  // Editing the program of Windows needs a true one; by then the archive has been made.
  const windows = build(join(userData, 'win'), 'win', ['-c.win.signAndEditExecutable=false']);
  expect(windows.output).not.toMatch(/Invalid configuration|unknown property/i);
  expect(filesIn(join(userData, 'win/release/win-unpacked/resources/app.asar'))).toEqual(expectedFiles(['win32-arm64', 'win32-x64']));
  // macOS cannot be packed elsewhere: its file patterns are, for Linux.
  const config = readFileSync(join(builtFolder, 'electron-builder.yml'), 'utf8');
  const section = (name: string): string => new RegExp(`\\n${name}:\\n(?: .*\\n)+`).exec(config)![0];
  const patterns = (text: string): string => /\n {2}files: .*/.exec(text)![0];
  const asMac = join(userData, 'mac.yml');
  writeFileSync(asMac, config.replace(section('linux'), section('linux').replace(patterns(section('linux')), patterns(section('mac')))));
  const mac = build(join(userData, 'mac'), 'linux', ['--config', asMac]);
  expect(mac.status, mac.output).toBe(0);
  expect(filesIn(join(userData, 'mac/release/linux-unpacked/resources/app.asar'))).toEqual(expectedFiles(['darwin-arm64', 'darwin-x64']));
});

/** The same layout without its native module: what the self-test must notice. */
function brokenCopy(layout: string): string {
  const copy = layout.replace(/app\.asar$/, 'broken/app.asar');
  cpSync(layout, copy, { recursive: true });
  cpSync(`${layout}.unpacked/out`, `${copy}.unpacked/out`, { recursive: true });
  return copy;
}
