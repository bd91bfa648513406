/** The packed app, made by electron-builder against a folder shaped like Electron's runtime: its files, its fuses, and that it runs. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, sep } from 'node:path';
import { extractAll, listPackage, statFile } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { makeFakeDist } from '../run/fake-dist.mjs';
import { builtFolder, expect, root, test, Workbench } from './app.ts';
import { chromiumProgram, standinProgram } from './launch.ts';

const filesUnder = (folder: string): string[] => readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1).split(sep).join('/'));

/** Packs into `folder`; returns the packed app's own folder. */
function pack(folder: string): string {
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules/electron/package.json'), 'utf8')) as { version: string };
  makeFakeDist(join(folder, 'dist'), version);
  const options = ['--linux', 'dir', '--x64', '--projectDir', builtFolder, `-c.electronDist=${join(folder, 'dist')}`, `-c.directories.output=${join(folder, 'release')}`];
  execFileSync(process.execPath, [join(root, 'node_modules/electron-builder/cli.js'), ...options], { stdio: 'pipe', cwd: builtFolder });
  return join(folder, 'release/linux-unpacked');
}

/** What has to be in the archive: all that was built for the app, the manifest, and the native module for Linux. */
function expectedFiles(): string[] {
  const built = filesUnder(join(builtFolder, 'out')).filter((name) => !/^main\/(loopback|cli)\.mjs$|\.map$/.test(name)).map((name) => `out/${name}`);
  const library = filesUnder(join(builtFolder, 'node_modules/better-sqlite3/lib')).map((name) => `lib/${name}`);
  const native = ['package.json', 'LICENSE', 'prebuilds/linux-x64.node', 'prebuilds/linux-arm64.node', ...library].map((name) => `node_modules/better-sqlite3/${name}`);
  return ['package.json', ...built, ...native].sort();
}

test('the packed app holds exactly its files, has its fuses set, and runs from that layout @once', async ({ userData }) => {
  test.skip(process.platform !== 'linux', 'packs the Linux target');
  test.setTimeout(180_000);
  const app = pack(join(userData, 'packed'));
  const resources = join(app, 'resources');
  const archive = join(resources, 'app.asar');

  await test.step('files', () => {
    const all = listPackage(archive, { isPack: false }).map((name) => name.split(sep).join('/').replace(/^\//, ''));
    const files = all.filter((name) => !('files' in statFile(archive, name)));
    expect(files.sort()).toEqual(expectedFiles());
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
    await packed.close();
    expect(existsSync(path)).toBe(true);
  });
});

/** The same layout without its native module: what the self-test must notice. */
function brokenCopy(layout: string): string {
  const copy = layout.replace(/app\.asar$/, 'broken/app.asar');
  cpSync(layout, copy, { recursive: true });
  cpSync(`${layout}.unpacked/out`, `${copy}.unpacked/out`, { recursive: true });
  return copy;
}
