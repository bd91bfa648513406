import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Core } from '../core/core.ts';
import { safeName, Uploads } from './uploads.ts';

const MIB = 2 ** 20;
type Listener = Parameters<Core['on']>[0];

describe('uploads', () => {
  let folder = '';
  let server: Server;
  let uploads: Uploads;
  let announce: (importId: string, state: string) => void;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'uploads-'));
    let listener: Listener | undefined;
    const core = { on: (given: Listener) => { listener = given; return () => undefined; } } as unknown as Core;
    announce = (importId, state) => { listener?.('import.progress', { importId, state } as never); };
    uploads = new Uploads(folder, core);
    server = createServer((incoming, response) => { void uploads.receive(incoming, response, new URL(incoming.url ?? '', 'http://x').searchParams.get('name') ?? '', true); });
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Sends `chunks` times the same MiB; with `breakAfter` the connection is cut. */
  function put(name: string, chunks: number, breakAfter = Infinity): Promise<{ status: number; path: string }> {
    const chunk = Buffer.alloc(MIB, 'x');
    return new Promise((resolve, reject) => {
      const call = request({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', method: 'PUT', path: `/?name=${encodeURIComponent(name)}` }, (response) => {
        let text = '';
        response.on('data', (data: Buffer) => { text += data.toString(); });
        response.on('end', () => { resolve({ status: response.statusCode ?? 0, path: (JSON.parse(text) as { path: string }).path }); });
      });
      call.on('error', reject);
      const write = (sent: number): void => {
        if (sent >= breakAfter) call.destroy(new Error('cut'));
        else if (sent === chunks) call.end();
        else call.write(chunk, () => { write(sent + 1); });
      };
      write(0);
    });
  }
  const kept = (): string[] => readdirSync(join(folder, 'uploads'), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => entry.name);

  it('stream 300 MiB to disk in bounded memory', async () => {
    await put('warm.bin', 16);
    const before = process.memoryUsage().rss;
    let peak = before;
    const timer = setInterval(() => { peak = Math.max(peak, process.memoryUsage().rss); }, 20);
    const { status, path } = await put('big.json', 300);
    clearInterval(timer);
    expect(status).toBe(200);
    expect(statSync(path).size).toBe(300 * MIB);
    expect(basename(path)).toBe('big.json');
    expect((peak - before) / MIB).toBeLessThan(120);
  });

  it('are removed when the import that read them ends, and only then', async () => {
    const [used, other] = [await put('used.json', 1), await put('other.json', 1)];
    uploads.claim({ paths: [used.path, '/home/someone/own.json'] }, { ok: true, value: { importId: 'i1' } });
    announce('i1', 'running');
    announce('i2', 'done');
    expect(kept().sort()).toEqual(['other.json', 'used.json']);
    announce('i1', 'done');
    await vi.waitFor(() => { expect(kept()).toEqual(['other.json']); });
    expect(existsSync(other.path)).toBe(true);
  });

  it('are removed when the import ended before its call was answered', async () => {
    const { path } = await put('quick.json', 1);
    announce('i1', 'failed');
    uploads.claim({ paths: [path] }, { ok: true, value: { importId: 'i1' } });
    await vi.waitFor(() => { expect(kept()).toEqual([]); });
  });

  it('stay when the import did not start, and go when the server closes', async () => {
    const { path } = await put('again.json', 1);
    uploads.claim({ paths: [path] }, { ok: false, error: { code: 'importRunning', message: 'wait' } });
    expect(readFileSync(path).length).toBe(MIB);
    uploads.removeAll();
    expect(kept()).toEqual([]);
  });

  it('leave nothing when they break off', async () => {
    await expect(put('broken.json', 10, 2)).rejects.toThrow('cut');
    await vi.waitFor(() => { expect(kept()).toEqual([]); });
  });

  it('remove what a killed server left, not what another one uses', () => {
    const all = join(folder, 'uploads');
    mkdirSync(join(all, '999999999-aa'));
    mkdirSync(join(all, `${process.ppid}-bb`));
    mkdirSync(join(all, 'unknown'));
    new Uploads(folder, { on: () => () => undefined } as unknown as Core);
    expect(readdirSync(all).sort()).toEqual([`${process.ppid}-bb`, 'unknown']);
  });

  it.each([
    ['alerts.json', 'alerts.json'], ['../../etc/passwd', 'passwd'], ['C:\\Users\\a\\b.zip', 'b.zip'], ['...', 'upload'], ['', 'upload'], ['a\u0000b\n.json', 'a_b_.json'],
    ['CON: x?.csv', 'CON_ x_.csv'],
  ])('are called %j safely', (name, safe) => { expect(safeName(name)).toBe(safe); });
});
