import { describe, expect, it } from 'vitest';
import { csvCell, csvRow } from './csv.ts';

describe('a cell', () => {
  it.each([
    ['=1+1', "'=1+1"], ['+cmd|x', "'+cmd|x"], ['-2+3', "'-2+3"], ['@SUM(A1)', "'@SUM(A1)"], ['\t=1', "'\t=1"], ['\r=1', '"\'\r=1"'], ['＝1', "'＝1"],
    ['-12.5', '-12.5'], ['+7', '+7'], ['plain', 'plain'], ['a,b', '"a,b"'], ['say "x"', '"say ""x"""'], ['two\nlines', '"two\nlines"'], [' padded ', '" padded "'], ['', ''],
  ])('%j is written %j', (text, cell) => { expect(csvCell(text)).toBe(cell); });
  it('ends rows as the standard says', () => { expect(csvRow(['a', 'b,c'])).toBe('a,"b,c"\r\n'); });
});
