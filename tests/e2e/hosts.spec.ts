/** Starting, handing over files and ending: what belongs to the hosts and not to the workbench. */
import { fork } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { builtFolder, expect, test, Workbench } from './app.ts';

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
