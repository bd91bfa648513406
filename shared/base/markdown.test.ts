import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMarkdown, type Block, type Inline } from './markdown.ts';

/** The tree in a short form that a person can check at a glance. */
const inline = (nodes: readonly Inline[]): string => nodes.map((n) => {
  switch (n.kind) {
    case 'text': return n.text;
    case 'code': return `code(${n.text})`;
    case 'image': return `image(${n.alt} ${n.address}${n.title === '' ? '' : ` ${n.title}`})`;
    case 'link': return `link(${inline(n.children)} ${n.address}${n.title === '' ? '' : ` ${n.title}`})`;
    default: return `${n.kind}(${inline(n.children)})`;
  }
}).join('');
const block = (b: Block): string => {
  switch (b.kind) {
    case 'paragraph': return `p(${inline(b.children)})`;
    case 'heading': return `h${b.level}(${inline(b.children)})`;
    case 'code': return `pre(${b.language}|${b.text})`;
    case 'quote': return `quote(${b.children.map(block).join(' ')})`;
    case 'rule': return 'rule';
    case 'list': return `${b.start === null ? 'ul' : `ol${b.start}`}(${b.items.map((i) => `${i.isDone === null ? '' : i.isDone ? 'done ' : 'todo '}${i.children.map(block).join(' ')}`).join(', ')})`;
    case 'table': return `table(${[b.head, ...b.rows].map((r) => r.map(inline).join('|')).join(' / ')})`;
  }
};
const read = (text: string) => readMarkdown(text).map(block).join(' ');

describe('comments in Markdown', () => {
  it.each([
    ['Hello **there**, *you* and __you__, _too_', 'p(Hello strong(there), emphasis(you) and strong(you), emphasis(too))'],
    ['***both*** and ~~gone~~ but ~not~', 'p(emphasis(strong(both)) and deleted(gone) but ~not~)'],
    ['some_file_name.exe and 2*3*4 and a * b * c', 'p(some_file_name.exe and 2emphasis(3)4 and a * b * c)'],
    ['**open and *half* of it', 'p(**open and emphasis(half) of it)'],
    ['`a **b**` and ``x ` y``', 'p(code(a **b**) and code(x ` y))'],
    ['one\ntwo\n\nthree', 'p(one\ntwo) p(three)'],
    ['\\*not\\* \\`this\\`', 'p(*not* `this`)'],
    ['# Head #\n## C#\n#no\n####### seven', 'h1(Head) h2(C#) p(#no\n####### seven)'],
    ['- one\n- two\n  more\n  - deep\n- three', 'ul(p(one), p(two\nmore) ul(p(deep)), p(three))'],
    ['3. c\n4. d\n\ntext', 'ol3(p(c), p(d)) p(text)'],
    ['- [ ] call\n- [x] isolate', 'ul(todo p(call), done p(isolate))'],
    ['In\n2019. was a year\n1. is a list', 'p(In\n2019. was a year) ol1(p(is a list))'],
    ['> said\n>> deeper\n\nback', 'quote(p(said) quote(p(deeper))) p(back)'],
    ['```powershell\nGet-Item **x**\n```\nafter', 'pre(powershell|Get-Item **x**) p(after)'],
    ['~~~\nnever closed', 'pre(|never closed)'],
    ['***\n- - -\n---', 'rule rule rule'],
    ['| a | b |\n|---|:-:|\n| 1 | `2` |\n| x \\| y | z', 'table(a|b / 1|code(2) / x | y|z)'],
    ['[report](https://evil.example/a_b "why") now', 'p(link(report https://evil.example/a_b why) now)'],
    ['[a [b](x) c](y)', 'p([a link(b x) c](y))'],
    ['![chart **x**](file:///etc/passwd)', 'p(image(chart x file:///etc/passwd))'],
    ['see https://evil.example/a?b=c. And (http://x.example)', 'p(see link( https://evil.example/a?b=c). And (link( http://x.example)))'],
    ['<https://a.example/*b*> <script>alert(1)</script>', 'p(link( https://a.example/*b*) <script>alert(1)</script>)'],
    ['[x](javascript:alert(1))', 'p(link(x javascript:alert(1)))'],
    ['[ref]: http://x.example\n[ref]', 'p([ref]: link( http://x.example)\n[ref])'],
    ['', ''],
  ])('%j', (text, expected) => { expect(read(text)).toBe(expected); });
});

/** Everything a reader sees, markup left out. */
const seen = (blocks: readonly Block[]): string => blocks.map((b) => {
  const words = (nodes: readonly Inline[]): string => nodes.map((n) => ('text' in n ? n.text : n.kind === 'image' ? n.alt + n.address + n.title : n.kind === 'link' ? words(n.children) + n.address + n.title : words(n.children))).join('');
  switch (b.kind) {
    case 'paragraph': case 'heading': return words(b.children);
    case 'code': return b.language + b.text;
    case 'quote': return seen(b.children);
    case 'rule': return '';
    case 'list': return b.items.map((i) => (i.isDone === true ? 'x' : '') + seen(i.children)).join('');
    case 'table': return [b.head, ...b.rows].map((r) => r.map(words).join('')).join('');
  }
}).join('');
const letters = (text: string) => text.replaceAll(/[^\p{L}]/gu, '').toLowerCase();
const depth = (blocks: readonly (Block | Inline)[]): number => blocks.reduce((most, b) => Math.max(most, 1 + ('children' in b ? depth(b.children) : 'items' in b ? b.items.reduce((m, i) => Math.max(m, 1 + depth(i.children)), 0) : 0)), 0);

describe('whatever the text', () => {
  const marks = fc.constantFrom('*', '**', '_', '__', '~~', '`', '``', '[', ']', '![', '](', ')', '(', '<', '>', '\n', '\n\n', '- ', '1. ', '> ', '# ', '```', '|', '|---|', '\\', ' ', '    ', 'a', 'Zeta', 'http://x.y', '"', '[x] ', '\u202e', '---');
  it('no letter is lost, and none moves', () => {
    fc.assert(fc.property(fc.array(marks, { maxLength: 60 }).map((parts) => parts.join('')), (text) => { expect(letters(seen(readMarkdown(text)))).toBe(letters(text)); }), { numRuns: 2000 });
  });
  it('the tree stays shallow', () => {
    for (const piece of ['> ', '- ', '*a **b ', '![', '[', '1. - > ', '*a _b ']) expect(depth(readMarkdown(`${piece.repeat(3000)}x${'](u)'.repeat(3000)}${'_** *'.repeat(300)}`))).toBeLessThan(60);
  });
  const LONG = 30_000;
  it.each(['*', '_', '`', '[', ']', '![', '[](', '](', '[a](b', '[a](<b', '[a](b "', '<http:', '<', 'http://', '\\', '> ', '- ', '1. ', '# ', '#', ' ', '|', '|-', '~~', '~', '**a_', '*a_b`', '`` ` ', '[![', 'a](b)[', '\n', '- \n', '>\n', '*a **b _c ', '| |\n|-|\n', '```\n', '\t- '])('30,000 characters of %j are read at once', (piece) => {
    const text = piece.repeat(Math.ceil(LONG / piece.length)).slice(0, LONG);
    const started = performance.now();
    readMarkdown(text);
    readMarkdown(`x${text}x`);
    readMarkdown(text.split('').reverse().join(''));
    // Quadratic time would be many seconds; the bound leaves room for a busy machine.
    expect(performance.now() - started).toBeLessThan(1500);
  });
});
