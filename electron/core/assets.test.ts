import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAsset } from './assets.ts';

describe('assets', () => {
  let folder = '';
  let root = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'assets-'));
    root = join(folder, 'renderer');
    mkdirSync(root);
    writeFileSync(join(root, 'index.html'), '<meta name="csp-nonce" content="__CSP_NONCE__">');
    writeFileSync(join(root, 'main.js'), 'export {}');
    writeFileSync(join(folder, 'secret.txt'), 'secret');
    mkdirSync(join(folder, 'renderer-beside'));
    writeFileSync(join(folder, 'renderer-beside', 'x.js'), 'beside');
  });
  afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

  it('writes a fresh nonce into page and policy at each load', async () => {
    const loads = await Promise.all([readAsset(root, '/'), readAsset(root, '/index.html')]);
    const nonces = loads.map((load) => /content="([^"]+)"/.exec(Buffer.from(load.body).toString())?.[1]);
    expect(new Set(nonces).size).toBe(2);
    loads.forEach((load, i) => { expect(load.headers['content-security-policy']).toContain(`style-src 'self' 'nonce-${nonces[i]}'`); });
  });

  it('says script from here only, and trusted types', async () => {
    const { headers } = await readAsset(root, '/main.js', ['ws://127.0.0.1:1']);
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self';/);
    expect(headers['content-security-policy']).toContain("connect-src 'self' ws://127.0.0.1:1;");
    expect(headers['content-security-policy']).toContain("require-trusted-types-for 'script'; trusted-types redthread");
    expect(headers['content-security-policy']).not.toMatch(/unsafe/);
    expect(headers['content-type']).toBe('text/javascript; charset=utf-8');
  });

  it.each(['/../secret.txt', '/..%2fsecret.txt', '/%2e%2e/secret.txt', '/../renderer-beside/x.js', '/a/../../secret.txt'])('never leaves its folder: %s', async (path) => {
    const answer = await readAsset(root, path);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.body.byteLength).toBe(0);
  });

  it('answers malformed and missing paths as values', async () => {
    expect((await readAsset(root, '/%zz')).status).toBe(400);
    expect((await readAsset(root, '/a%00b')).status).toBe(400);
    expect((await readAsset(root, '/missing.js')).status).toBe(404);
  });
});
