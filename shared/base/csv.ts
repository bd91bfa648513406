/**
 * Comma-separated values (RFC 4180): written so that no spreadsheet takes them for a formula, and read. Otherwise cells hold the raw value, with whatever is hidden or reordering in it: a file is evidence,
 * and screens are where text is made visible.
 */

/** Cells that begin like a formula get an apostrophe before them; so does one whose first character a spreadsheet would skip. */
const FORMULA = /^[=+\-@\t\r＝＋－＠]/;
/** Plain numbers are no formulas. */
const NUMBER = /^[+-]?\d+(\.\d+)?$/;

export function csvCell(text: string): string {
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}
export const csvRow = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`;

/** Fields of one row. Quotes inside quotes are doubled; a quote elsewhere is text. */
export function splitCsv(text: string, delimiter: string): string[] {
  const fields: string[] = [];
  for (let at = 0; ; ) {
    if (text[at] === '"') {
      let field = '';
      let end = at + 1;
      for (;;) {
        const quote = text.indexOf('"', end);
        if (quote < 0) { field += text.slice(end); end = text.length; break; }
        field += text.slice(end, quote);
        if (text[quote + 1] === '"') { field += '"'; end = quote + 2; } else { end = quote + 1; break; }
      }
      const next = text.indexOf(delimiter, end);
      fields.push(field + (next < 0 ? text.slice(end) : text.slice(end, next)));
      if (next < 0) return fields;
      at = next + 1;
    } else {
      const next = text.indexOf(delimiter, at);
      fields.push(next < 0 ? text.slice(at) : text.slice(at, next));
      if (next < 0) return fields;
      at = next + 1;
    }
  }
}

/** Names trimmed; empty ones numbered, repeated ones too. */
export function headerOf(fields: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return fields.map((field, i) => {
    const name = field.trim() === '' || field.trim() === '__proto__' ? `column_${i + 1}` : field.trim();
    const n = (seen.get(name) ?? 0) + 1;
    seen.set(name, n);
    return n === 1 ? name : `${name}_${n}`;
  });
}

/** Which of comma, semicolon and tab a table with this header uses: the one that makes most columns of it. */
export function delimiterOf(text: string): string {
  const header = text.split('\n', 1)[0] ?? '';
  const count = (d: string) => splitCsv(header, d).length;
  return [',', ';', '\t'].reduce((best, d) => (count(d) > count(best) ? d : best), ',');
}
