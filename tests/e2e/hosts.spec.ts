/** Starting, handing over files and ending: what belongs to the hosts and not to the workbench. */
import { fork, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import truth from '../../resources/samples/case/truth.json' with { type: 'json' };
import { builtFolder, expect, test, Workbench } from './app.ts';
import { openIncident, openSample } from './steps.ts';

/** A case at `path`, made and closed. */
async function makeCase(rt: Workbench, path: string): Promise<void> {
  await rt.call(await rt.page(), 'case.create', { path });
  await rt.close();
}
const openCasePath = async (rt: Workbench): Promise<unknown> => {
  const opened = await rt.call(await rt.page(), 'case.current', {});
  return (opened as { path?: string } | null)?.path ?? null;
};

test('a case named on the command line is open when the workbench is', async ({ rt, host, userData }) => {
  const path = join(userData, 'named.redthread');
  await makeCase(rt, path);
  const named = new Workbench(host, userData, [path]);
  await named.start();
  try {
    await expect.poll(() => openCasePath(named)).toBe(path);
  } finally {
    await named.close();
  }
});

test('a file handed over that cannot be opened is said and stops nothing @electron', async ({ rt, userData }) => {
  await rt.page();
  await rt.app.evaluate(({ app, dialog }, path) => {
    const said: string[] = [];
    Object.assign(globalThis, { said });
    dialog.showMessageBox = ((...args: unknown[]) => {
      said.push(JSON.stringify(args.at(-1)));
      return Promise.resolve({ response: 0, checkboxChecked: false });
    }) as typeof dialog.showMessageBox;
    app.emit('open-file', { preventDefault: () => undefined }, path);
  }, join(userData, 'missing.redthread'));
  await expect.poll(() => rt.app.evaluate(() => (globalThis as unknown as { said: string[] }).said.join())).toContain('missing.redthread');
  expect(await openCasePath(rt)).toBeNull();
});

test('a file on the command line that cannot be opened is said and stops nothing @loopback', async ({ host, userData }) => {
  const named = new Workbench(host, userData, [join(userData, 'missing.redthread')]);
  await named.start();
  try {
    await named.page();
    await expect.poll(() => named.log()).toContain('missing.redthread');
    expect(await openCasePath(named)).toBeNull();
  } finally {
    await named.close();
  }
});

test('a second start hands its files to the first and brings it forward @electron', async ({ rt, userData, host }) => {
  test.skip(host === 'electron', 'the stand-in speaks for the second process');
  const [first, second] = [join(userData, 'first.redthread'), join(userData, 'second.redthread')];
  const page = await rt.page();
  for (const path of [first, second]) await rt.call(page, 'case.create', { path });
  await rt.app.evaluate(({ app, BrowserWindow }, path) => {
    BrowserWindow.getAllWindows()[0]?.minimize();
    app.emit('second-instance', {}, [], '/', { files: [path] });
  }, first);
  await expect.poll(() => openCasePath(rt)).toBe(first);
  expect(await rt.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMinimized())).toBe(false);
  await rt.app.evaluate(({ app }, path) => { app.emit('open-file', { preventDefault: () => undefined }, path); }, second);
  await expect.poll(() => openCasePath(rt)).toBe(second);
});

test('two windows share one session', async ({ rt }) => {
  const [page, other] = [await rt.page(), await rt.openWindow('/')];
  const before = await rt.call(page, 'session.get', {}) as { revision: number };
  await rt.call(page, 'session.patch', { origin: 'test', patch: { showInferred: false } });
  const after = await rt.call(other, 'session.get', {}) as { revision: number };
  expect(after.revision).toBe(before.revision + 1);
});

test('the server ends cleanly when its parent goes, and leaves no upload behind @loopback', async ({ userData }) => {
  const folder = join(userData, 'orphan');
  const server = fork(join(builtFolder, 'out/main/loopback.mjs'), [], { env: { ...process.env, REDTHREAD_USER_DATA: folder }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  await new Promise((resolve) => { server.once('message', resolve); });
  const exit = new Promise((resolve) => { server.once('exit', resolve); });
  server.disconnect();
  expect(await exit).toBe(0);
  expect(readdirSync(join(folder, 'uploads'))).toEqual([]);
});

// Playwright takes NODE_OPTIONS from what it launches as Electron; the core that is watched here is the same in all hosts.
test('a running backend opens no connection and looks nothing up @loopback', async ({ host, userData }) => {
  test.setTimeout(120_000);
  const log = join(userData, 'guard.log');
  const guard = `--require ${JSON.stringify(join(import.meta.dirname, 'network-guard.cjs'))}`;
  const env = { ...process.env, NODE_OPTIONS: guard, REDTHREAD_GUARD_LOG: log };
  const reached = (): string[] => readFileSync(log, 'utf8').split('\n').filter((line) => line.startsWith('REACHED OUT'));
  // That the guard sees anything at all: the ways out, tried on purpose.
  const attempts = `process.on('uncaughtException', () => {}); const net = require('node:net'); const t = (f) => { try { const p = f(); p?.on?.('error', () => {}); p?.catch?.(() => {}); } catch {} };
    t(() => net.connect(9, '192.0.2.1')); t(() => net.connect({ host: 'example.com', port: 9 })); t(() => require('node:http').get('http://192.0.2.1/')); t(() => fetch('http://192.0.2.1/')); t(() => require('node:dns').promises.resolve4('example.com')); t(() => require('node:dgram').createSocket('udp4').send('x', 9, '192.0.2.1'));
    new (require('node:worker_threads').Worker)("try { require('node:net').connect(9, '192.0.2.1') } catch {}", { eval: true });`;
  spawnSync(process.execPath, ['-e', attempts], { env, timeout: 30_000 });
  expect(reached()).toHaveLength(7);
  const before = reached().length;

  const own = { NODE_OPTIONS: process.env['NODE_OPTIONS'], REDTHREAD_GUARD_LOG: process.env['REDTHREAD_GUARD_LOG'] };
  Object.assign(process.env, { NODE_OPTIONS: guard, REDTHREAD_GUARD_LOG: log });
  const guarded = new Workbench(host, join(userData, 'guarded'), []);
  try {
    await guarded.start();
  } finally {
    for (const [name, value] of Object.entries(own)) if (value === undefined) delete process.env[name]; else process.env[name] = value;
  }
  const demo = spawnSync(process.execPath, [join(builtFolder, 'out/main/cli.mjs'), 'demo', join(userData, 'demo.redthread')], { env, encoding: 'utf8', timeout: 60_000 });
  expect(demo.status, demo.stderr).toBe(0);
  const page = await guarded.page();
  await openSample(guarded, page);
  await openIncident(guarded, page, truth.mainIncident.id);
  await guarded.call(page, 'case.verify', {});
  await guarded.close();
  // One process was watched with its store thread and its import thread.
  const watched = new Set(readFileSync(log, 'utf8').split('\n').filter((line) => line.startsWith('watching ')));
  expect(Math.max(...[...Map.groupBy(watched, (line) => line.split('.')[0]!).values()].map((lines) => lines.length))).toBeGreaterThanOrEqual(3);
  expect(reached().slice(before)).toEqual([]);
});

test('an upload of 1 GiB is streamed to disk, never held @loopback', async ({ rt }) => {
  test.skip(process.platform !== 'linux', 'reads the memory of the server as Linux tells it');
  test.setTimeout(180_000);
  const page = await rt.page();
  const url = new URL(page.url());
  const session = (await page.evaluate(() => sessionStorage.getItem('redthread.session'))) ?? '';
  const memory = (name: 'VmHWM' | 'VmRSS'): number => Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`/proc/${rt.pid}/status`, 'utf8'))![1]) / 1024;
  const before = memory('VmRSS');
  const chunk = Buffer.alloc(4 * 2 ** 20, 'x');
  const chunks = 256;
  const answer = await new Promise<{ path: string }>((resolve, reject) => {
    const call = request({ host: url.hostname, port: url.port, method: 'PUT', path: '/upload?name=large.json', headers: { 'x-redthread-session': session, 'content-length': String(chunks * chunk.length) } }, (response) => {
      let text = '';
      response.on('data', (data: Buffer) => { text += data.toString(); });
      response.on('end', () => { resolve(JSON.parse(text) as { path: string }); });
    });
    call.on('error', reject);
    const write = (sent: number): void => { if (sent === chunks) call.end(); else call.write(chunk, () => { write(sent + 1); }); };
    write(0);
  });
  expect(statSync(answer.path).size).toBe(2 ** 30);
  const peak = memory('VmHWM');
  console.log(`1 GiB uploaded: the server held ${Math.round(before)} MiB before and ${Math.round(peak)} MiB at most`);
  expect(peak - before).toBeLessThan(150);
});
