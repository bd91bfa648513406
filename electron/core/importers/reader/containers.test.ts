import { mkdtempSync, rmSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RedthreadError } from '../../../../shared/contract/index.ts';
import { identify, members } from './containers.ts';
import { LIMITS, type Limits } from './limits.ts';

let folder = '';
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'redthread-read-')); });
afterEach(() => { rmSync(folder, { recursive: true, force: true }); });
const signal = new AbortController().signal;

function file(name: string, bytes: Buffer | string): string {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return path;
}
/** A zip archive by hand, so that hostile ones can be made too. */
function zip(entries: { name: string; data: Buffer | string; flags?: number }[]): Buffer {
  const parts: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const e of entries) {
    const plain = Buffer.from(e.data as string);
    const data = deflateRawSync(plain, { level: 9 });
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0); common.writeUInt16LE(e.flags ?? 0, 2); common.writeUInt16LE(8, 4); common.writeUInt32LE(crc32(plain), 10); common.writeUInt32LE(data.length, 14); common.writeUInt32LE(plain.length, 18); common.writeUInt16LE(Buffer.byteLength(e.name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, Buffer.from(e.name), data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, tail, Buffer.from(e.name)]));
    parts.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4); end.writeUInt16LE(entries.length, 6); end.writeUInt32LE(directory.length, 8); end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, directory, Buffer.from('PK\x05\x06', 'latin1'), end]);
}
async function tar(entries: Record<string, string>): Promise<Buffer> {
  const p = pack();
  for (const [name, text] of Object.entries(entries)) p.entry({ name }, text);
  p.finalize();
  const chunks: Buffer[] = [];
  for await (const c of p) chunks.push(c as Buffer);
  return Buffer.concat(chunks);
}
async function read(path: string, limits: Partial<Limits> = {}): Promise<Record<string, string>> {
  const out: Record<string, string> = {};
  for await (const m of members(path, signal, { ...LIMITS, ...limits })) {
    if (!('chunks' in m)) { out[m.path] = `skipped: ${m.reason}`; continue; }
    const chunks: Buffer[] = [];
    for await (const c of m.chunks) chunks.push(c);
    out[m.path ?? m.fileName] = Buffer.concat(chunks).toString();
  }
  return out;
}
const failure = async (work: Promise<unknown>) => work.then(() => 'nothing was thrown', (e: unknown) => (e instanceof RedthreadError ? { code: e.code, message: e.message } : { code: 'surprise', message: String(e) }));

describe('containers, by content and not by name', () => {
  it('reads plain, gzip, zip, tar and tar.gz', async () => {
    expect(await read(file('a.zip', 'plain'))).toEqual({ 'a.zip': 'plain' });
    expect(await read(file('b.json.gz', gzipSync('zipped')))).toEqual({ 'b.json': 'zipped' });
    expect(await read(file('c.bin', zip([{ name: 'x/a.json', data: 'A' }, { name: 'b.json', data: 'B' }])))).toEqual({ 'x/a.json': 'A', 'b.json': 'B' });
    const archive = await tar({ 'd/a.json': 'A', 'b.json': 'B'.repeat(5000) });
    expect(await read(file('d', archive))).toEqual({ 'd/a.json': 'A', 'b.json': 'B'.repeat(5000) });
    expect(await read(file('e.tgz', gzipSync(archive)))).toEqual({ 'd/a.json': 'A', 'b.json': 'B'.repeat(5000) });
  });
  it('leaves out what is no evidence, and says why it leaves out the rest', async () => {
    const path = file('a.zip', zip([{ name: '__MACOSX/._a', data: 'x' }, { name: 'dir/', data: '' }, { name: 'in.zip', data: 'x' }, { name: 'secret.json', data: 'x', flags: 1 }, { name: 'a.json', data: 'A' }]));
    expect(await read(path)).toEqual({ '__MACOSX/._a': 'skipped: null', 'dir/': 'skipped: null', 'in.zip': 'skipped: archives inside archives are not opened; unpack it first', 'secret.json': 'skipped: it is encrypted; unpack it with its password first', 'a.json': 'A' });
  });
  it('does not follow names that lead outside', async () => {
    expect((await failure(read(file('a.zip', zip([{ name: '../../x.json', data: 'x' }]))))).valueOf()).toMatchObject({ code: 'sourceUnreadable', message: expect.stringContaining('outside the archive') as string });
    expect(await read(file('b.tar', await tar({ '../x.json': 'x', 'a.json': 'A' })))).toEqual({ '../x.json': 'skipped: its name leads outside the archive', 'a.json': 'A' });
  });
});

describe('hostile and broken files', () => {
  it('stops a bomb, lets honest expansion pass', async () => {
    const bomb = zip([{ name: 'bomb.json', data: Buffer.alloc(3_000_000, 32) }]);
    expect(await failure(read(file('bomb.zip', bomb), { ratioFromBytes: 1_000_000 }))).toMatchObject({ code: 'sourceTooLarge' });
    expect(await failure(read(file('bomb.gz', gzipSync(Buffer.alloc(3_000_000, 32))), { ratioFromBytes: 1_000_000 }))).toMatchObject({ code: 'sourceTooLarge' });
    expect(await failure(read(file('many.zip', zip(Array.from({ length: 30 }, (_v, i) => ({ name: `${i}.json`, data: 'x' })))), { members: 20 }))).toMatchObject({ code: 'sourceTooLarge' });
    expect(Object.keys(await read(file('fine.zip', bomb)))).toEqual(['bomb.json']);
  });
  it.each(['zip', 'gz', 'tgz'])('names a %s that is cut off', async (kind) => {
    const data = JSON.stringify(Array.from({ length: 4000 }, (_v, i) => ({ i, x: Math.sin(i) })));
    const bytes = kind === 'zip' ? zip([{ name: 'a.json', data }]) : kind === 'gz' ? gzipSync(data) : gzipSync(await tar({ 'a.json': data }));
    const path = file(`a.${kind}`, bytes);
    truncateSync(path, Math.floor(bytes.length / 2));
    expect(await failure(read(path))).toMatchObject({ code: 'sourceUnreadable', message: expect.stringMatching(/damaged or cut off/) as string });
  });
  it('reads archives whose trailer lost bytes or that carry a stray one, because their data are whole', async () => {
    const data = JSON.stringify(Array.from({ length: 4000 }, (_v, i) => ({ i, x: Math.sin(i) })));
    for (const lost of [1, 4, 8]) { const bytes = gzipSync(data); expect(await read(file(`t${lost}.gz`, bytes.subarray(0, bytes.length - lost)))).toEqual({ [`t${lost}`]: data }); }
    expect(await read(file('two.gz', Buffer.concat([gzipSync('one'), gzipSync('two')])))).toEqual({ two: 'onetwo' });
    expect(await read(file('extra.zip', Buffer.concat([zip([{ name: 'a.json', data }]), Buffer.from('\n')])))).toEqual({ 'a.json': data });
    const bytes = gzipSync(data);
    expect(await failure(read(file('lost.gz', bytes.subarray(0, bytes.length - 12))))).toMatchObject({ code: 'sourceUnreadable' });
  });
  it('names a missing file, a folder and an empty file', async () => {
    expect(await failure(identify(join(folder, 'none'), signal))).toMatchObject({ code: 'sourceUnreadable', message: expect.stringContaining('not there any more') as string });
    expect(await failure(identify(folder, signal))).toMatchObject({ code: 'sourceUnreadable', message: expect.stringContaining('folder') as string });
    expect(await failure(identify(file('e.json', ''), signal))).toMatchObject({ code: 'sourceUnreadable', message: expect.stringContaining('empty') as string });
  });
  it('notices a file that is removed or changed while it is read', async () => {
    for (const [act, words] of [[unlinkSync, 'removed'], [(p: string) => truncateSync(p, 10), 'changed']] as const) {
      const path = file('big.json', Buffer.alloc(8 << 20, 49));
      const run = async () => {
        let n = 0;
        for await (const m of members(path, signal)) if ('chunks' in m) for await (const _c of m.chunks) if (n++ === 0) act(path);
      };
      expect(await failure(run())).toMatchObject({ code: 'sourceUnreadable', message: expect.stringContaining(words) as string });
    }
  });
  it('tells how far the file itself is read, however much its members unpack to', async () => {
    const large = Buffer.from(Array.from({ length: 300_000 }, (_v, i) => `${(i * 7919) % 100_003}`).join(','));
    const packed = pack();
    packed.entry({ name: 'a.csv' }, large);
    packed.finalize();
    const tar = Buffer.concat((await Array.fromAsync(packed as AsyncIterable<Buffer>)));
    for (const [name, bytes] of [['a.csv', large], ['a.csv.gz', gzipSync(large)], ['a.tar', tar], ['a.tar.gz', gzipSync(tar)], ['a.zip', zip([{ name: 'a.csv', data: large }, { name: 'b.csv', data: large }])]] as const) {
      const path = file(name, bytes);
      const told: number[] = [];
      for await (const m of members(path, signal)) if ('chunks' in m) for await (const _chunk of m.chunks) told.push(m.sourceBytes());
      expect(told.toSorted((a, b) => a - b)).toEqual(told);
      expect(told.at(-1)! / bytes.length, name).toBeGreaterThan(0.9);
      expect(told.at(-1)! / bytes.length, name).toBeLessThanOrEqual(1);
    }
  });
  it('knows the hash and size of the file itself', async () => expect(await identify(file('a', 'abc'), signal)).toMatchObject({ bytes: 3, sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad' }));
});
