import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linesIn, placeOf, type Opened } from './expansion.ts';

/** The same told plainly: write every line down. */
function written(total: number, opened: readonly Opened<string>[]): string[] {
  const lines: string[] = [];
  for (let i = 0; i < total; i++) {
    lines.push(`row ${i}`);
    const o = opened.find((x) => x.index === i);
    if (!o) continue;
    o.children.forEach((_c, n) => lines.push(`under ${o.id} ${n}`));
    if (o.children.length < o.total) lines.push(`under ${o.id} ${o.children.length}`);
  }
  return lines;
}

describe('opened rows', () => {
  it('stand under their rows, whatever else is open', () => {
    const some = fc.uniqueArray(fc.record({ index: fc.nat(30), n: fc.nat(4), more: fc.boolean() }), { selector: (o) => o.index, maxLength: 6 });
    fc.assert(fc.property(some, (list) => {
      const opened = list.toSorted((a, b) => a.index - b.index).map((o): Opened<string> => ({ id: `i${o.index}`, index: o.index, children: Array.from({ length: o.n }, (_v, k) => `c${k}`), total: o.n + (o.more ? 3 : 0) }));
      const lines = written(31, opened);
      expect(31 + linesIn(opened)).toBe(lines.length);
      expect(lines.map((_l, i) => { const p = placeOf(opened, i); return p.kind === 'row' ? `row ${p.index}` : `under ${p.of.id} ${p.nth}`; })).toEqual(lines);
    }));
  });
});
