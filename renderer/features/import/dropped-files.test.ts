import { describe, expect, it } from 'vitest';
import { filesBelow } from './dropped-files.ts';

const file = (name: string): FileSystemEntry => ({ isFile: true, isDirectory: false, name, file: (done: (f: { name: string }) => void) => done({ name }) }) as unknown as FileSystemEntry;
/** Gives its children two at a time, as a browser gives a large folder in parts. */
function folder(name: string, children: readonly FileSystemEntry[]): FileSystemEntry {
  return {
    isFile: false, isDirectory: true, name,
    createReader: () => { let at = 0; return { readEntries: (done: (part: readonly FileSystemEntry[]) => void) => { const part = children.slice(at, at + 2); at += 2; done(part); } }; },
  } as unknown as FileSystemEntry;
}
const names = async (entries: readonly FileSystemEntry[]) => (await filesBelow(entries)).map((f) => f.name);

describe('a dropped folder', () => {
  it('gives every file below it, by name, whatever the order and the parts in which the browser tells them', async () => {
    const inner = folder('b', [file('z.csv'), file('y.csv')]);
    expect(await names([folder('case', [file('c.json'), inner, file('a.json')]), file('alone.json')])).toEqual(['a.json', 'y.csv', 'z.csv', 'c.json', 'alone.json']);
  });
  it('may be empty', async () => expect(await names([folder('empty', [])])).toEqual([]));
  it('takes a thousand files and refuses one more', async () => {
    const many = (n: number) => folder('many', Array.from({ length: n }, (_v, i) => file(`${i}.json`)));
    expect((await names([many(1000)])).length).toBe(1000);
    await expect(names([many(1001)])).rejects.toThrow('More than 1,000 files were dropped');
  });
});
