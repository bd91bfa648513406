/** What the stand-in claims about Electron, told so that real Electron must agree. */
import { expect, test } from './app.ts';

test('what crosses ipc is a structured clone @electron', async ({ rt }) => {
  const page = await rt.page();
  await page.evaluate(() => {
    Object.assign(window, { got: new Promise((resolve) => { window.redthreadHost?.on('store.changed', resolve); }) });
  });
  await rt.app.evaluate(({ BrowserWindow }) => {
    const payload = { date: new Date(5), map: new Map([[1, new Set(['x'])]]), none: undefined, zero: -0, big: 10n, floats: new Float32Array([1.5, 2]), nan: NaN };
    BrowserWindow.getAllWindows()[0]?.webContents.send('redthread:event', 'store.changed', payload);
  });
  const got = await page.evaluate(async () => {
    const value = (await (window as unknown as { got: Promise<unknown> }).got) as Record<string, unknown>;
    const map = value['map'] as Map<number, Set<string>>;
    return {
      date: value['date'] instanceof Date, map: map instanceof Map && map.get(1)?.has('x'), none: 'none' in value, zero: Object.is(value['zero'], -0), big: typeof value['big'],
      floats: value['floats'] instanceof Float32Array, nan: Number.isNaN(value['nan']),
    };
  });
  expect(got).toEqual({ date: true, map: true, none: true, zero: true, big: 'bigint', floats: true, nan: true });
});

test('a function in a call cannot be cloned, and the call is refused @electron', async ({ rt }) => {
  const page = await rt.page();
  const said = await page.evaluate(() => {
    const host = window.redthreadHost as unknown as { call(name: string, input: unknown): Promise<unknown> };
    return host.call('incident.list', { limit: () => 1 }).then(() => 'answered', (error: Error) => error.message);
  });
  expect(said).toMatch(/could not be cloned/);
});

test('a page that patches its own globals does not reach the preload @electron', async ({ rt }) => {
  const page = await rt.page();
  const message = await page.evaluate(async () => {
    const original = Object.hasOwn;
    // Were this the preload's, it would let every name pass.
    Object.hasOwn = (object, key) => key === 'no.such' || original(object, key);
    const host = window.redthreadHost as unknown as { call(name: string, input: object): Promise<{ error?: { message: string } }> };
    const reply = await host.call('no.such', {});
    Object.hasOwn = original;
    return reply.error?.message;
  });
  expect(message).toBe('The workbench has no such procedure.');
});

test('a dropped file is known by its path, a file that a script made is not @electron', async ({ rt }, info) => {
  const { writeFileSync } = await import('node:fs');
  const path = info.outputPath('dropped.json');
  writeFileSync(path, '{}');
  const page = await rt.page();
  await page.evaluate(() => {
    const paths: (string | null | undefined)[] = [];
    Object.assign(window, { paths });
    document.documentElement.addEventListener('drop', (event) => {
      for (const file of event.dataTransfer?.files ?? []) paths.push(window.redthreadHost?.pathOf(file));
      paths.push(window.redthreadHost?.pathOf(new File(['x'], 'made.json')), window.redthreadHost?.pathOf('text'));
    });
  });
  await rt.dropFiles(page, 'html', [path]);
  await expect.poll(() => page.evaluate(() => (window as unknown as { paths: unknown[] }).paths)).toEqual([path, null, null]);
});

test('the page draws with WebGL 2 and is a secure context', async ({ rt }) => {
  const page = await rt.page();
  const told = await page.evaluate(() => ({ webgl: document.createElement('canvas').getContext('webgl2') !== null, isSecure: window.isSecureContext }));
  expect(told).toEqual({ webgl: true, isSecure: true });
});
