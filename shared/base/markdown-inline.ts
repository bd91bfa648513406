/** What stands within a line of Markdown: emphasis, code, links, images. One pass finds the marks, one pairs them; both take time in proportion to the text. */

export type Inline =
  | { readonly kind: 'text' | 'code'; readonly text: string } | { readonly kind: 'strong' | 'emphasis' | 'deleted'; readonly children: readonly Inline[] }
  /** `children` is empty where the address stands for itself. */
  | { readonly kind: 'link'; readonly children: readonly Inline[]; readonly address: string; readonly title: string } | { readonly kind: 'image'; readonly alt: string; readonly address: string; readonly title: string };

/** Emphasis within emphasis, brackets within brackets; deeper marks stay text. */
const DEPTH = 12;
const ADDRESS_LIMIT = 2048;
const TITLE_LIMIT = 500;
const PUNCTUATION = /[!-/:-@[-`{-~]/;

interface Destination { readonly address: string; readonly title: string; readonly end: number }
type Token =
  | { readonly kind: 'node'; readonly node: Inline } | { readonly kind: 'marks'; readonly sign: string; readonly count: number; readonly mayOpen: boolean; readonly mayClose: boolean }
  | { readonly kind: 'open'; readonly isImage: boolean; /** Index of the token that closes it. */ closedBy: number | null } | { readonly kind: 'close'; to: Destination | null };

export function readInline(text: string): Inline[] {
  const tokens = tokenize(text);
  return build(tokens, 0, tokens.length);
}

function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  const opened: { at: number; depth: number }[] = [];
  // Links hold no links: brackets opened before the last one are text.
  let dead = 0;
  const closing = codeRuns(text);
  let from = 0;
  const flush = (to: number) => { if (to > from) tokens.push({ kind: 'node', node: { kind: 'text', text: text.slice(from, to) } }); };
  const put = (start: number, end: number, token: Token) => { flush(start); tokens.push(token); from = end; return end; };
  const literal = (start: number, end: number, content: string) => put(start, end, { kind: 'node', node: { kind: 'text', text: content } });
  for (let i = 0; i < text.length;) {
    const c = text[i]!;
    if (c === '\\' && i + 1 < text.length && (PUNCTUATION.test(text[i + 1]!) || text[i + 1] === '\n')) i = literal(i, i + 2, text[i + 1]!);
    else if (c === '`') {
      const length = runLength(text, i);
      const end = closing(length, i + length);
      i = end === null ? i + length : put(i, end + length, { kind: 'node', node: { kind: 'code', text: codeText(text.slice(i + length, end)) } });
    } else if (c === '[' || (c === '!' && text[i + 1] === '[')) {
      i = put(i, i + (c === '!' ? 2 : 1), { kind: 'open', isImage: c === '!', closedBy: null });
      opened.push({ at: tokens.length - 1, depth: 0 });
    } else if (c === ']') {
      const bracket = opened.pop();
      const open = bracket === undefined ? undefined : tokens[bracket.at]!;
      const isAlive = bracket !== undefined && open?.kind === 'open' && (open.isImage || opened.length >= dead) && bracket.depth < DEPTH;
      const to = isAlive ? destination(text, i + 1) : null;
      i = put(i, to?.end ?? i + 1, { kind: 'close', to });
      if (to !== null && open?.kind === 'open') {
        open.closedBy = tokens.length - 1;
        if (!open.isImage) dead = opened.length;
      }
      const outer = opened.at(-1);
      if (outer !== undefined && bracket !== undefined) outer.depth = Math.max(outer.depth, bracket.depth + (to === null ? 0 : 1));
      dead = Math.min(dead, opened.length);
    } else if (c === '*' || c === '_' || c === '~') {
      const length = runLength(text, i);
      i = c === '~' && length !== 2 ? i + length : put(i, i + length, { kind: 'marks', sign: c, count: length, ...flanks(text, i, i + length) });
    } else if (c === '<' || c === 'h' || c === 'H') {
      const end = addressEnd(text, i);
      i = end === null ? i + 1 : put(i, end, { kind: 'node', node: { kind: 'link', children: [], address: c === '<' ? text.slice(i + 1, end - 1) : text.slice(i, end), title: '' } });
    } else i++;
  }
  flush(text.length);
  return tokens;
}

function runLength(text: string, at: number): number {
  let end = at;
  while (text[end] === text[at]) end++;
  return end - at;
}

/** Finds the next run of exactly that many backticks. Positions only grow, so all searches together read the text once. */
function codeRuns(text: string): (length: number, from: number) => number | null {
  const runs = new Map<number, { readonly starts: number[]; next: number }>();
  for (const { 0: run, index } of text.matchAll(/`+/g)) (runs.get(run.length) ?? runs.set(run.length, { starts: [], next: 0 }).get(run.length)!).starts.push(index);
  return (length, from) => {
    const own = runs.get(length);
    if (own === undefined) return null;
    while (own.next < own.starts.length && own.starts[own.next]! < from) own.next++;
    return own.starts[own.next] ?? null;
  };
}
/** One space on each side makes room for backticks and is not part of the code. */
const codeText = (text: string): string => (text.startsWith(' ') && text.endsWith(' ') && text.trim() !== '' ? text.slice(1, -1) : text);

/** Whether marks can begin or end emphasis, by what stands beside them (CommonMark: left- and right-flanking). Underscores within words are part of them. */
function flanks(text: string, start: number, end: number): { mayOpen: boolean; mayClose: boolean } {
  const kind = (c: string | undefined) => (c === undefined || /\s/.test(c) ? 'space' : /[\p{P}\p{S}]/u.test(c) ? 'punctuation' : 'word');
  const [before, after] = [kind(text[start - 1]), kind(text[end])];
  const left = after === 'word' || (after === 'punctuation' && before !== 'word');
  const right = before === 'word' || (before === 'punctuation' && after !== 'word');
  return text[start] === '_' ? { mayOpen: left && (!right || before === 'punctuation'), mayClose: right && (!left || after === 'punctuation') } : { mayOpen: left, mayClose: right };
}

/** `(address "title")` at that place. */
function destination(text: string, at: number): Destination | null {
  if (text[at] !== '(') return null;
  let i = skipSpace(text, at + 1);
  const start = i;
  const limit = Math.min(text.length, i + ADDRESS_LIMIT);
  const isBracketed = text[i] === '<';
  let depth = 0;
  for (i += isBracketed ? 1 : 0; i < limit; i++) {
    const c = text[i]!;
    if (isBracketed ? c === '>' || c === '<' || c === '\n' : /\s/.test(c)) break;
    if (isBracketed) continue;
    if (c === '(' && ++depth > DEPTH) return null;
    if (c === ')' && --depth < 0) break;
  }
  if (i >= limit || (isBracketed ? text[i] !== '>' : depth > 0)) return null;
  const address = isBracketed ? text.slice(start + 1, i++) : text.slice(start, i);
  i = skipSpace(text, i);
  const quote = text[i] === '"' || text[i] === "'" ? text[i]! : null;
  const close = quote === null ? -1 : text.slice(i + 1, i + 1 + TITLE_LIMIT).indexOf(quote);
  const title = close < 0 ? '' : text.slice(i + 1, i + 1 + close);
  if (close >= 0) i = skipSpace(text, i + close + 2);
  return text[i] === ')' ? { address, title, end: i + 1 } : null;
}
function skipSpace(text: string, at: number): number {
  let i = at;
  while (i < text.length && /\s/.test(text[i]!)) i++;
  return i;
}

const BARE = /h(?:tt|xx)ps?:\/\/[^\s<>[\]`|]{1,4096}/iy;
const ANGLED = /<(?:h(?:tt|xx)ps?|ftp|mailto|file|javascript|data):[^\s<>]{1,4096}>/iy;
/** End of an address that stands in the text by itself. */
function addressEnd(text: string, at: number): number | null {
  const isAngled = text[at] === '<';
  if (!isAngled && at > 0 && /[\p{L}\p{N}]/u.test(text[at - 1]!)) return null;
  const pattern = isAngled ? ANGLED : BARE;
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  if (found === null) return null;
  if (isAngled) return at + found[0].length;
  let end = at + found[0].length;
  // Punctuation that ends the sentence, and marks around the address, are not part of it.
  while (end > at && /[.,;:!?)'"*_~]/.test(text[end - 1]!)) end--;
  return end;
}

interface Item { readonly node: Inline; readonly height: number }
interface Frame { readonly marks: { readonly sign: string; count: number } | null; items: Item[] }

/** Pairs the marks between two tokens. A mark that finds no partner stays text. */
function build(tokens: readonly Token[], start: number, end: number): Inline[] {
  const frames: Frame[] = [{ marks: null, items: [] }];
  const waiting = new Map<string, number>();
  const add = (node: Inline, height = 0) => { frames.at(-1)!.items.push({ node, height }); };
  for (let i = start; i < end; i++) {
    const token = tokens[i]!;
    switch (token.kind) {
      case 'node': add(token.node); break;
      case 'close': add(text(']')); break;
      case 'open': {
        const close = token.closedBy === null ? undefined : tokens[token.closedBy];
        if (close?.kind !== 'close' || close.to === null || token.closedBy === null) { add(text(token.isImage ? '![' : '[')); break; }
        const children = build(tokens, i + 1, token.closedBy);
        const { address, title } = close.to;
        // Emphasis in a link is bounded by itself; the link counts as one.
        add(token.isImage ? { kind: 'image', alt: plainText(children), address, title } : { kind: 'link', children, address, title });
        i = token.closedBy;
        break;
      }
      case 'marks': {
        let left = token.mayClose ? closeMarks(frames, waiting, token.sign, token.count) : token.count;
        if (left === 0) break;
        if (!token.mayOpen) { add(text(token.sign.repeat(left))); break; }
        // Long rows of marks are decoration.
        if (left > DEPTH) { add(text(token.sign.repeat(left - DEPTH))); left = DEPTH; }
        frames.push({ marks: { sign: token.sign, count: left }, items: [] });
        waiting.set(token.sign, (waiting.get(token.sign) ?? 0) + 1);
      }
    }
  }
  return merged(frames.flatMap((f) => [...(f.marks === null ? [] : [text(f.marks.sign.repeat(f.marks.count))]), ...f.items.map((x) => x.node)]));
}

/** Closes as much as there is open of that sign; how many marks are left over. */
function closeMarks(frames: Frame[], waiting: Map<string, number>, sign: string, count: number): number {
  let left = count;
  while (left > 0 && (waiting.get(sign) ?? 0) > 0) {
    let at = frames.length - 1;
    while (frames[at]!.marks?.sign !== sign) at--;
    const frame = frames[at]!;
    const marks = frame.marks!;
    if (sign === '~' && (left < 2 || marks.count < 2)) return left;
    for (const above of frames.splice(at + 1)) {
      frame.items.push({ node: text(above.marks!.sign.repeat(above.marks!.count)), height: 0 });
      for (const item of above.items) frame.items.push(item);
      waiting.set(above.marks!.sign, waiting.get(above.marks!.sign)! - 1);
    }
    const height = frame.items.reduce((most, item) => Math.max(most, item.height), 0) + 1;
    const used = left >= 2 && marks.count >= 2 ? 2 : 1;
    if (height > DEPTH) frame.items = [{ node: text(sign.repeat(used)), height: 0 }, ...frame.items, { node: text(sign.repeat(used)), height: 0 }];
    else frame.items = [{ node: { kind: sign === '~' ? 'deleted' : used === 2 ? 'strong' : 'emphasis', children: merged(frame.items.map((x) => x.node)) }, height }];
    marks.count -= used;
    left -= used;
    if (marks.count > 0) continue;
    frames.pop();
    waiting.set(sign, waiting.get(sign)! - 1);
    for (const item of frame.items) frames.at(-1)!.items.push(item);
  }
  return left;
}

const text = (content: string): Inline => ({ kind: 'text', text: content });
/** Neighbouring texts as one. */
function merged(nodes: readonly Inline[]): Inline[] {
  const result: Inline[] = [];
  let pieces: string[] = [];
  const flush = () => { if (pieces.length > 0) result.push(text(pieces.join(''))); pieces = []; };
  for (const node of nodes) if (node.kind === 'text') pieces.push(node.text); else { flush(); result.push(node); }
  flush();
  return result;
}

/** What a person would read of it, addresses left out. */
export function plainText(nodes: readonly Inline[]): string {
  return nodes.map((n): string => {
    switch (n.kind) {
      case 'text': case 'code': return n.text;
      case 'image': return n.alt;
      case 'link': return n.children.length === 0 ? n.address : plainText(n.children);
      case 'strong': case 'emphasis': case 'deleted': return plainText(n.children);
    }
  }).join('');
}
