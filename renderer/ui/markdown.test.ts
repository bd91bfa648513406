import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Markdown } from './markdown.tsx';

const html = (text: string, limit?: number) => renderToStaticMarkup(createElement(Markdown, limit === undefined ? { text } : { text, limit }));
const words = (text: string, limit?: number) => html(text, limit).replaceAll(/<[^>]*>/g, '');

describe('comments on screen', () => {
  it('show what their authors meant', () => {
    const shown = html('# Findings\n\n**Isolated** `ws-1`\n\n- [x] reset\n\n> quoted');
    for (const piece of ['<div role="heading" aria-level="4"', '<strong><bdi>Isolated</bdi></strong>', '<code class="mono"><bdi>ws-1</bdi></code>', 'aria-label="Done"', '<blockquote>']) expect(shown).toContain(piece);
  });
  it('name addresses defanged, and no link, image or markup of the author is ever made', () => {
    const shown = html('[click](https://evil.example/a) ![pic](http://t.example/x.png "one") https://b.example <img src=x onerror=alert(1)> [j](javascript:alert(1)) <a href="//c">');
    expect(shown).not.toMatch(/<(?:a|img|script|iframe|svg)\b|<[^>]*(?:href|src)=/);
    expect(words('[click](https://evil.example/a) ![pic](http://t.example/x.png "one")')).toBe('click (hxxps://evil[.]example/a) [Image: pic hxxp://t[.]example/x[.]png “one”]');
    expect(shown).toContain('&lt;img src=x onerror=alert(1)&gt;');
  });
  it('show characters that reorder or hide as their code points, in text, code, addresses and languages', () => {
    for (const text of ['a\u202eb', '`a\u202eb`', '[a](http://x\u202ey)', '```a\u202eb\n\u200b\n```', '![\u202e](u)', '| \u202e |\n|-|\n| \u200b |']) {
      expect(html(text)).not.toMatch(/[\u202e\u200b]/);
      expect(words(text)).toContain('⟨U+202E⟩');
    }
  });
  it('say how much more there is of what is too long', () => { expect(words('abcdef'.repeat(10), 20)).toContain('40 more characters'); });
  it('make no element but those of text, whatever is written', () => {
    const piece = fc.constantFrom('<', '>', '"', "'", '&', '/', 'script', 'a href=', '[', '](', ')', '!', '`', '*', '\n', '- ', '> ', '|', '|-|', 'javascript:', 'http://x', '# ', '\u0000', '\u202e');
    fc.assert(fc.property(fc.array(piece, { maxLength: 40 }).map((p) => p.join('')), (text) => {
      for (const [, tag] of html(text).matchAll(/<\/?([a-z0-9]+)/g)) expect(['div', 'p', 'bdi', 'span', 'strong', 'em', 'del', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li', 'hr', 'table', 'thead', 'tbody', 'tr', 'th', 'td']).toContain(tag);
    }), { numRuns: 500 });
  });
});
