import { describe, expect, it } from 'vitest';
import { csvCell, csvRow, delimiterOf, splitCsv } from './csv.ts';

describe('a cell', () => {
  it.each([
    ['=1+1', "'=1+1"], ['+cmd|x', "'+cmd|x"], ['-2+3', "'-2+3"], ['@SUM(A1)', "'@SUM(A1)"], ['\t=1', "'\t=1"], ['\r=1', '"\'\r=1"'], ['＝1', "'＝1"],
    ['-12.5', '-12.5'], ['+7', '+7'], ['plain', 'plain'], ['a,b', '"a,b"'], ['say "x"', '"say ""x"""'], ['two\nlines', '"two\nlines"'], [' padded ', '" padded "'], ['', ''],
  ])('%j is written %j', (text, cell) => { expect(csvCell(text)).toBe(cell); });
  it('ends rows as the standard says', () => { expect(csvRow(['a', 'b,c'])).toBe('a,"b,c"\r\n'); });
});

describe('a row', () => {
  it('splits as written', () => expect(splitCsv('a,"b""",",","c"d,', ',')).toEqual(['a', 'b"', ',', 'cd', '']));
  it('reads back what it was written from', () => {
    const cells = ['plain', 'a,b', 'say "x"', ' padded ', '', 'invoice\u202Efdp.exe', 'a\u0000b'];
    expect(splitCsv(csvRow(cells).slice(0, -2), ',')).toEqual(cells);
  });
  it('tells its delimiter', () => expect(['a;b;c,d\n1', 'a\tb', 'a,b', 'a'].map(delimiterOf)).toEqual([';', '\t', ',', ',']));
});
