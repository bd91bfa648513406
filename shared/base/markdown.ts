/**
 * Markdown as people write it in comments (CommonMark with tables, deletions and task items, less HTML, reference links and indented code), read
 * into a tree of plain data. Nothing is dropped: what is no markup stays text, HTML included, and addresses are values, never links. Line breaks
 * count, as in comments. Time and depth are bounded whatever the text: it comes from evidence.
 */
import { readInline, type Inline } from './markdown-inline.ts';

export type { Inline } from './markdown-inline.ts';
export type Block =
  | { readonly kind: 'paragraph'; readonly children: readonly Inline[] } | { readonly kind: 'heading'; readonly level: number; readonly children: readonly Inline[] }
  | { readonly kind: 'code'; readonly language: string; readonly text: string } | { readonly kind: 'quote'; readonly children: readonly Block[] } | { readonly kind: 'rule' }
  | { readonly kind: 'list'; /** Number of the first item; null for bullets. */ readonly start: number | null; readonly items: readonly ListItem[] }
  | { readonly kind: 'table'; readonly head: readonly (readonly Inline[])[]; readonly rows: readonly (readonly (readonly Inline[])[])[] };
export interface ListItem { /** Null: no task. */ readonly isDone: boolean | null; readonly children: readonly Block[] }

/** Quotes and lists inside each other; deeper ones stay text. */
const DEPTH = 12;

export function readMarkdown(text: string): Block[] {
  return readBlocks(text.replaceAll(/\r\n?/g, '\n').split('\n'), 0);
}

interface Found { readonly block: Block; /** Line behind the block. */ readonly next: number }
type Reader = (lines: readonly string[], at: number, depth: number) => Found | null;

function readBlocks(lines: readonly string[], depth: number): Block[] {
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length;) {
    if (isBlank(lines[at]!)) { at++; continue; }
    let found: Found | null = null;
    for (const read of STARTS) if ((found = read(lines, at, depth)) !== null) break;
    found ??= readParagraph(lines, at, depth);
    blocks.push(found.block);
    at = found.next;
  }
  return blocks;
}

const isBlank = (line: string) => line.trim() === '';
/** Without the indent a block may have, and what that indent was. Null: too far in to start one. */
function unindented(line: string): string | null {
  const indent = line.length - line.trimStart().length;
  return indent > 3 ? null : line.slice(indent);
}

const readFence: Reader = (lines, at) => {
  const fence = /^(`{3,}|~{3,})([^`]*)$/.exec(unindented(lines[at]!) ?? '');
  if (fence === null) return null;
  const closes = (line: string) => { const t = line.trim(); return t.length >= fence[1]!.length && t === fence[1]![0]!.repeat(t.length); };
  let end = at + 1;
  while (end < lines.length && !closes(lines[end]!)) end++;
  return { block: { kind: 'code', language: fence[2]!.trim(), text: lines.slice(at + 1, end).join('\n') }, next: Math.min(end + 1, lines.length) };
};

const readHeading: Reader = (lines, at) => {
  const line = unindented(lines[at]!);
  const marks = line === null ? null : /^#{1,6}(?=[ \t]|$)/.exec(line);
  if (line === null || marks === null) return null;
  const text = line.slice(marks[0].length).trim();
  let end = text.length;
  while (end > 0 && text[end - 1] === '#') end--;
  // Marks at the end close the heading where they stand alone; `C#` keeps its own.
  const closed = end === 0 || text[end - 1] === ' ' || text[end - 1] === '\t' ? text.slice(0, end).trimEnd() : text;
  return { block: { kind: 'heading', level: marks[0].length, children: readInline(closed) }, next: at + 1 };
};

const readRule: Reader = (lines, at) => (/^(?:-{3,}|\*{3,}|_{3,})$/.test((unindented(lines[at]!) ?? '').replaceAll(/[ \t]/g, '')) ? { block: { kind: 'rule' }, next: at + 1 } : null);

const quoted = (line: string): string | null => { const l = unindented(line); return l?.startsWith('>') === true ? l.slice(l[1] === ' ' ? 2 : 1) : null; };
const readQuote: Reader = (lines, at, depth) => {
  if (depth >= DEPTH || quoted(lines[at]!) === null) return null;
  const inner: string[] = [];
  let next = at;
  for (let line: string | null; next < lines.length && (line = quoted(lines[next]!)) !== null; next++) inner.push(line);
  return { block: { kind: 'quote', children: readBlocks(inner, depth + 1) }, next };
};

interface Marker { readonly indent: number; /** Column at which the item's own text begins. */ readonly width: number; readonly sign: string; readonly number: number | null }
function markerOf(line: string): Marker | null {
  const indent = line.length - line.trimStart().length;
  const m = indent > 3 ? null : /^([-*+]|(\d{1,9})[.)])(?=[ \t]|$)/.exec(line.slice(indent, indent + 12));
  if (m === null) return null;
  const spaces = /^[ \t]{0,4}/.exec(line.slice(indent + m[0].length))![0].length;
  return { indent, width: indent + m[0].length + (spaces === 0 || spaces > 4 ? 1 : spaces), sign: m[1]!.at(-1)!, number: m[2] === undefined ? null : Number(m[2]) };
}

const readList: Reader = (lines, at, depth) => {
  const first = depth >= DEPTH || /^[-*_ \t]+$/.test(lines[at]!) && readRule(lines, at, depth) !== null ? null : markerOf(lines[at]!);
  if (first === null) return null;
  const items: ListItem[] = [];
  let next = at;
  while (next < lines.length) {
    const marker = markerOf(lines[next]!);
    if (marker === null || marker.sign !== first.sign || (marker.number === null) !== (first.number === null)) break;
    const own = [lines[next]!.slice(marker.width)];
    for (next++; next < lines.length; next++) {
      const line = lines[next]!;
      if (isBlank(line)) { own.push(''); continue; }
      if (line.length - line.trimStart().length < marker.width) break;
      own.push(line.slice(marker.width));
    }
    items.push(itemOf(own, depth));
  }
  return { block: { kind: 'list', start: first.number, items }, next };
};

function itemOf(lines: string[], depth: number): ListItem {
  const task = /^\[([ xX])\](?=[ \t])/.exec(lines[0]!);
  return { isDone: task === null ? null : task[1] !== ' ', children: readBlocks(task === null ? lines : [lines[0]!.slice(4), ...lines.slice(1)], depth + 1) };
}

/** Cells of a row; `\|` is no border. */
function cellsOf(line: string): string[] {
  const cells = [''];
  const row = line.trim();
  for (let i = 0; i < row.length; i++) {
    if (row[i] === '\\' && row[i + 1] === '|') { cells[cells.length - 1] += '|'; i++; } else if (row[i] === '|') cells.push(''); else cells[cells.length - 1] += row[i]!;
  }
  if (row.startsWith('|')) cells.shift();
  if (cells.length > 1 && cells.at(-1)!.trim() === '') cells.pop();
  return cells.map((c) => c.trim());
}

const readTable: Reader = (lines, at) => {
  const borders = lines[at + 1];
  if (borders === undefined || !lines[at]!.includes('|') || !/^[|:\- \t]+$/.test(borders)) return null;
  const head = cellsOf(lines[at]!);
  const under = cellsOf(borders);
  if (under.length !== head.length || !under.every((c) => /^:?-+:?$/.test(c))) return null;
  let next = at + 2;
  const rows: (readonly (readonly Inline[])[])[] = [];
  for (; next < lines.length && !isBlank(lines[next]!) && lines[next]!.includes('|'); next++) rows.push(cellsOf(lines[next]!).map(readInline));
  return { block: { kind: 'table', head: head.map(readInline), rows }, next };
};

const STARTS: readonly Reader[] = [readFence, readHeading, readRule, readQuote, readList, readTable];

/** Up to a blank line or another block. A number starts a list in the middle of a text only when it is 1: years stay what they are. */
function readParagraph(lines: readonly string[], at: number, depth: number): Found {
  let next = at + 1;
  for (; next < lines.length && !isBlank(lines[next]!); next++) {
    const marker = depth < DEPTH ? markerOf(lines[next]!) : null;
    if (marker !== null && (marker.number === null || marker.number === 1)) break;
    if (readHeading(lines, next, depth) !== null || readRule(lines, next, depth) !== null || readTable(lines, next, depth) !== null || (depth < DEPTH && quoted(lines[next]!) !== null) || /^ {0,3}(?:`{3,}[^`]*$|~{3,})/.test(lines[next]!)) break;
  }
  return { block: { kind: 'paragraph', children: readInline(lines.slice(at, next).join('\n')) }, next };
}
