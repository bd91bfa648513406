/** Comma-separated values (RFC 4180) that no spreadsheet takes for a formula. */

/** Cells that begin like a formula get an apostrophe before them; so does one whose first character a spreadsheet would skip. */
const FORMULA = /^[=+\-@\t\r＝＋－＠]/;
/** Plain numbers are no formulas. */
const NUMBER = /^[+-]?\d+(\.\d+)?$/;

export function csvCell(text: string): string {
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}
export const csvRow = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`;
