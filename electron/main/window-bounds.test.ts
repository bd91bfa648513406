import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readBounds, visibleBounds, writeBounds } from './window-bounds.ts';

describe('window place', () => {
  let folder = '';
  beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'bounds-')); });
  afterEach(() => { rmSync(folder, { recursive: true, force: true }); });
  const place = { x: 10, y: 20, width: 1000, height: 700 };
  const screens = [{ x: 0, y: 0, width: 1920, height: 1080 }];

  it('is read back as written', () => {
    writeBounds(folder, { ...place, isMaximized: true });
    expect(readBounds(folder)).toEqual({ ...place, isMaximized: true });
  });
  it.each(['', '{', '[]', 'null', '{"x":1}', '{"x":1e9,"y":0,"width":900,"height":700}', '{"x":0,"y":0,"width":1,"height":1}'])('is forgotten when the file says %s', (text) => {
    writeFileSync(join(folder, 'window.json'), text);
    expect(readBounds(folder)).toBeNull();
  });
  it('is kept on a screen, and only the size when the screen is gone', () => {
    expect(visibleBounds(place, screens)).toEqual(place);
    expect(visibleBounds({ ...place, x: 5000 }, screens)).toEqual({ width: 1000, height: 700 });
    expect(visibleBounds(null, screens)).toEqual({ width: 1440, height: 900 });
  });
  it('does not stop anything when it cannot be written', () => {
    expect(() => { writeBounds(join(folder, 'missing'), { ...place, isMaximized: false }); }).not.toThrow();
  });
});
