/** The doors and walls of the hosts, row by row of Electron's own security checklist, then those of the loopback host. */
import { readdirSync, readFileSync } from 'node:fs';
import { request, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { decodeFrame, encodeFrame } from '../../shared/contract/wire.ts';
import { expect, root, test, until } from './app.ts';

type AnyCall = (name: string, input: unknown) => Promise<{ ok: boolean; error?: { code: string; message: string } }>;

test.describe('every page', () => {
  test('runs no inline script, no eval, no foreign worker, and reaches no network', async ({ rt }) => {
    const page = await rt.page();
    const told = await page.evaluate(async () => {
      const attempt = (run: () => unknown): string => {
        try {
          run();
          return 'ran';
        } catch {
          return 'blocked';
        }
      };
      const inline = attempt(() => {
        const script = document.createElement('script');
        script.textContent = 'window.pwned = 1';
        document.body.append(script);
      });
      // Evaluation by the test's own protocol is exempt from the eval rule: a timer steps out of it.
      // oxlint-disable-next-line no-eval -- it is what has to be refused
      const evaluated = await new Promise((resolve) => { setTimeout(() => { resolve(attempt(() => (0, eval)('1'))); }); });
      const html = attempt(() => { document.createElement('div').innerHTML = '<img>'; });
      const worker = attempt(() => new Worker('/assets/x.js'));
      const policy = attempt(() => (window as unknown as { trustedTypes: { createPolicy(name: string, rules: object): unknown } }).trustedTypes.createPolicy('other', {}));
      const reach = (url: string): Promise<string> => fetch(url).then(() => 'reached', () => 'blocked');
      const network = await Promise.all([reach('https://example.com/'), reach('http://127.0.0.1:9/'), reach('data:text/plain,x')]);
      return { inline, pwned: 'pwned' in window, evaluated, html, worker, policy, network };
    });
    expect(told).toEqual({ inline: 'blocked', pwned: false, evaluated: 'blocked', html: 'blocked', worker: 'blocked', policy: 'blocked', network: ['blocked', 'blocked', 'blocked'] });
  });

  test('gets the strict policy and a nonce of its own at each load', async ({ rt }) => {
    const page = await rt.page();
    const load = async (): Promise<{ policy: string; nonce: string | null; type: string | null }> => {
      const response = await page.reload();
      const headers = response?.headers() ?? {};
      const nonce = await page.evaluate(() => document.querySelector('meta[name="csp-nonce"]')?.getAttribute('content') ?? null);
      return { policy: headers['content-security-policy'] ?? '', nonce, type: headers['x-content-type-options'] ?? null };
    };
    const [first, second] = [await load(), await load()];
    expect(first.policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self' 'nonce-[^']{20,}'; /);
    for (const rule of ["object-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'", 'trusted-types redthread']) {
      expect(first.policy).toContain(rule);
    }
    expect(first.policy).not.toMatch(/unsafe|\*/);
    expect(first.policy).toContain(`'nonce-${first.nonce}'`);
    expect(second.nonce).not.toBe(first.nonce);
    expect(first.type).toBe('nosniff');
    await rt.page();
  });

  test('offers to tests and tools what it is and when it is idle, nothing more', async ({ rt }) => {
    const page = await rt.page();
    const told = await page.evaluate(() => ({ keys: Object.keys(window.redthread ?? {}).sort(), isFrozen: Object.isFrozen(window.redthread), kind: window.redthread?.kind }));
    expect(told).toEqual({ keys: ['kind', 'whenIdle'], isFrozen: true, kind: rt.host === 'loopback' ? 'loopback' : 'electron' });
    await rt.idle(page);
  });
});

test.describe('Electron windows @electron', () => {
  test('have no Node, no raw IPC, a frozen bridge of four members, and an isolated preload', async ({ rt }) => {
    const page = await rt.page();
    const told = await page.evaluate(() => ({
      node: [typeof Reflect.get(globalThis, 'require'), typeof Reflect.get(globalThis, 'process'), typeof Reflect.get(globalThis, 'module')],
      keys: Object.keys(window.redthreadHost ?? {}).sort(),
      isFrozen: Object.isFrozen(window.redthreadHost),
      isFixed: Object.getOwnPropertyDescriptor(window, 'redthreadHost')?.writable === false,
      leaks: Object.getOwnPropertyNames(globalThis).filter((name) => /ipcRenderer|electron|standin/i.test(name)),
    }));
    expect(told).toEqual({ node: ['undefined', 'undefined', 'undefined'], keys: ['call', 'kind', 'on', 'pathOf'], isFrozen: true, isFixed: true, leaks: [] });
  });

  test('carry the hardened preferences, each of them', async ({ rt }) => {
    await rt.page();
    await rt.openWindow('/');
    const all = await rt.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => (
      window.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> }).getLastWebPreferences()));
    expect(all).toHaveLength(2);
    for (const preferences of all) {
      expect(preferences).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true, webviewTag: false });
      for (const risky of ['allowRunningInsecureContent', 'experimentalFeatures', 'nodeIntegrationInWorker', 'nodeIntegrationInSubFrames']) expect(preferences[risky] ?? false).toBe(false);
      expect(preferences['enableBlinkFeatures'] ?? '').toBe('');
    }
  });

  test('neither open foreign windows nor go to foreign places', async ({ rt }) => {
    const page = await rt.page();
    const before = page.url();
    await page.evaluate(() => { window.open('https://example.com/'); });
    await rt.app.evaluate(({ BrowserWindow }) => {
      const refused: boolean[] = [];
      Object.assign(globalThis, { refused });
      BrowserWindow.getAllWindows()[0]?.webContents.on('will-navigate', (event) => { refused.push(event.defaultPrevented); });
    });
    await page.evaluate(() => { location.href = 'https://example.com/'; });
    await expect.poll(() => rt.app.evaluate(() => (globalThis as unknown as { refused: boolean[] }).refused)).toEqual([true]);
    expect(page.url()).toBe(before);
    expect(await rt.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  test('take no webview', async ({ rt }) => {
    await rt.page();
    const isPrevented = await rt.app.evaluate(({ BrowserWindow }) => {
      let prevented = false;
      BrowserWindow.getAllWindows()[0]?.webContents.emit('will-attach-webview', { preventDefault: () => { prevented = true; } }, {}, {});
      return prevented;
    });
    expect(isPrevented).toBe(true);
  });

  test('get no permission', async ({ rt, host }) => {
    const page = await rt.page();
    if (host === 'standin') {
      const answers = await rt.app.evaluate(({ session }) => {
        const asked = session.defaultSession as unknown as { askPermission(name: string): { requested: boolean; checked: boolean } };
        return ['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal', 'fileSystem'].map((name) => asked.askPermission(name));
      });
      for (const answer of answers) expect(answer).toEqual({ requested: false, checked: false });
      return;
    }
    expect(await page.evaluate(() => navigator.mediaDevices.getUserMedia({ audio: true }).then(() => 'granted', () => 'denied'))).toBe('denied');
  });

  test('are answered only as the main frame of our own page', async ({ rt }) => {
    await rt.page();
    const code = await rt.app.evaluate(async ({ BrowserWindow }): Promise<unknown> => {
      const window = BrowserWindow.getAllWindows()[0];
      await window?.loadURL('data:text/html,<p>foreign');
      return window?.webContents.executeJavaScript("window.redthreadHost.call('app.info', {}).then((reply) => reply.ok ? 'answered' : reply.error.code)");
    });
    expect(code).toBe('notTrusted');
  });

  test('have their inputs checked on the main side', async ({ rt }) => {
    const page = await rt.page();
    const codes = await page.evaluate(async () => {
      const host = window.redthreadHost as unknown as { call: AnyCall };
      const code = async (name: string, input: unknown): Promise<string> => {
        const reply = await host.call(name, input);
        return reply.ok ? 'answered' : (reply.error?.code ?? '');
      };
      return [await code('constructor', {}), await code('no.such', {}), await code('incident.list', { limit: -1 }), await code('window.open', { route: 'https://example.com' }), await code('app.info', {})];
    });
    expect(codes).toEqual(['unknownProcedure', 'unknownProcedure', 'badRequest', 'badRequest', 'answered']);
  });

  test('open from the menu, which also sends commands to the window in front', async ({ rt }) => {
    const page = await rt.page();
    const heard = page.evaluate(() => new Promise((resolve) => { window.redthreadHost?.on('menu.command', ({ command }) => { resolve(command); }); }));
    // `heard` has begun once a later evaluation has been answered.
    await page.evaluate(() => 0);
    await until('the window to be shown', () => rt.app.evaluate(({ BrowserWindow }) => BrowserWindow.getFocusedWindow() !== null || null));
    const click = (id: string): Promise<void> => rt.app.evaluate(({ Menu }, item) => { Menu.getApplicationMenu()?.getMenuItemById(item)?.click(); }, id);
    await click('open-case');
    expect(await heard).toBe('openCase');
    await click('new-window');
    await expect.poll(() => rt.pages().length).toBe(2);
  });

  test('stand where the last one stood, after a restart', async ({ rt }) => {
    await rt.page();
    await rt.app.evaluate(({ BrowserWindow }) => { BrowserWindow.getAllWindows()[0]?.setBounds({ x: 40, y: 50, width: 1111, height: 777 }); });
    await rt.restart();
    await rt.page();
    const bounds = await rt.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds());
    expect(bounds).toMatchObject({ width: 1111, height: 777 });
  });
});

test('the main process keeps to the rules that no run can show @once', () => {
  const files = ['electron/main', 'electron/preload'].flatMap((folder) => readdirSync(join(root, folder)).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts')).map((name) => readFileSync(join(root, folder, name), 'utf8')));
  expect(files.length).toBeGreaterThan(10);
  for (const text of files) {
    expect(text).not.toMatch(/file:\/\/|loadFile|openExternal|enableBlinkFeatures|experimentalFeatures|allowRunningInsecureContent|webSecurity: false|no-sandbox|remote\b/);
  }
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { devDependencies: Record<string, string> };
  expect(devDependencies['electron']).toMatch(/^45\.\d+\.\d+$/);
});

test.describe('the loopback host @loopback', () => {
  const ask = (url: URL, options: { method?: string; path?: string; headers?: Record<string, string>; body?: string } = {}): Promise<number> => new Promise((resolve, reject) => {
    const { method = 'GET', path = '/', headers = {}, body } = options;
    const call = request({ host: url.hostname, port: url.port, path, method, headers }, (response: IncomingMessage) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    call.on('error', reject);
    call.end(body);
  });
  /** What comes back to a first message: the hello's session, `closed CODE`, or the refusal of the upgrade. */
  const knock = (url: URL, origin: string, first: Uint8Array | string): Promise<string> => new Promise((resolve) => {
    const socket = new WebSocket(`ws://${url.host}/ws`, { origin });
    socket.on('open', () => { socket.send(first); });
    socket.on('message', (data: Buffer) => {
      resolve(`let in ${String((decodeFrame(data) as { session?: unknown }).session !== undefined)}`);
      socket.close();
    });
    socket.on('close', (code) => { resolve(`closed ${code}`); });
    socket.on('error', (error) => { resolve(error.message); });
  });

  test('removes the launch token from the address and keeps the route', async ({ rt }) => {
    const first = await rt.page();
    // Without a case every route leads to the first page.
    await rt.call(first, 'case.create', { path: join(rt.userData, 'a.redthread') });
    const page = await rt.openWindow('/alerts');
    expect(new URL(page.url()).hash).toBe('#/alerts');
    await page.reload();
    expect(await (await rt.page('/alerts')).evaluate(() => window.redthread?.kind)).toBe('loopback');
    for (const open of rt.pages()) expect(open.url()).not.toContain('t=');
  });

  test('answers to its own name only', async ({ rt }) => {
    const url = new URL((await rt.page()).url());
    expect(await ask(url)).toBe(200);
    expect(await ask(url, { headers: { host: 'evil.example' } })).toBe(421);
    expect(await ask(url, { headers: { host: `localhost:${url.port}` } })).toBe(421);
    expect(await ask(url, { headers: { 'sec-fetch-site': 'cross-site' } })).toBe(403);
    expect(await ask(url, { headers: { 'sec-fetch-site': 'same-site' } })).toBe(403);
    expect(await ask(url, { headers: { origin: 'https://evil.example' } })).toBe(403);
    expect(await ask(url, { method: 'POST' })).toBe(405);
    expect(await ask(url, { path: '/../../package.json' })).toBeGreaterThanOrEqual(400);
    expect(await ask(url, { path: '/..%2f..%2fpackage.json' })).toBe(404);
  });

  test('lets a socket in by origin, then by token or session, with binary frames', async ({ rt }) => {
    const page = await rt.page();
    const url = new URL(page.url());
    const session = await page.evaluate(() => sessionStorage.getItem('redthread.session'));
    expect(await knock(url, 'https://evil.example', encodeFrame({ session }))).toContain('403');
    expect(await knock(url, url.origin, encodeFrame({ token: 'x'.repeat(43) }))).toBe('closed 4401');
    expect(await knock(url, url.origin, encodeFrame({ session: 'x'.repeat(43) }))).toBe('closed 4401');
    expect(await knock(url, url.origin, encodeFrame({ id: 1, procedure: 'app.info', input: {} }))).toBe('closed 4401');
    expect(await knock(url, url.origin, JSON.stringify({ session }))).toBe('closed 4400');
    expect(await knock(url, url.origin, new Uint8Array([255, 255, 255, 255, 0, 0, 0, 0]))).toBe('closed 4400');
    // 1009, unless the connection is cut while the frame is still being sent.
    expect(await knock(url, url.origin, new Uint8Array(65 * 2 ** 20))).toMatch(/^closed (1009|1006)$|EPIPE|ECONNRESET/);
    expect(await knock(url, url.origin, encodeFrame({ session }))).toBe('let in true');
  });

  test('takes uploads from pages that were let in, and no case', async ({ rt }) => {
    const page = await rt.page();
    const url = new URL(page.url());
    const session = (await page.evaluate(() => sessionStorage.getItem('redthread.session'))) ?? '';
    const put = (name: string, headers: Record<string, string>): Promise<number> => ask(url, { method: 'PUT', path: `/upload?name=${name}`, headers, body: 'x' });
    expect(await put('a.json', {})).toBe(401);
    expect(await put('a.json', { 'x-redthread-session': 'x'.repeat(43) })).toBe(401);
    expect(await put('a.json', { 'x-redthread-session': session, origin: 'https://evil.example' })).toBe(403);
    expect(await put('case.redthread', { 'x-redthread-session': session })).toBe(415);
    expect(await put('a.json', { 'x-redthread-session': session })).toBe(200);
  });
});
