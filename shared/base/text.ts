/** Making hostile text honest: nothing invisible stays invisible, nothing reorders its neighbours. */

export interface TextPart {
  readonly text: string;
  /** `codepoint`: stands for one character that must not act, e.g. `U+202E`. */
  readonly kind: 'plain' | 'codepoint';
}

/** Bidi controls, zero-width and other format characters, C0 and C1 controls but tab and line feed, variation selectors, tags, lone surrogates. */
// oxlint-disable-next-line no-misleading-character-class -- combining and joining characters are listed on purpose, each as one code point
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb]|[\u{e0000}-\u{e0fff}]|\p{Surrogate}/gu;

/** Splits text into what may be shown as it is and what is shown as a code point. `\r\n` counts as a line feed. */
export function visibleParts(text: string): TextPart[] {
  const parts: TextPart[] = [];
  const source = text.replaceAll('\r\n', '\n');
  let at = 0;
  for (const match of source.matchAll(HIDDEN)) {
    if (match.index > at) parts.push({ text: source.slice(at, match.index), kind: 'plain' });
    parts.push({ text: `U+${match[0].codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`, kind: 'codepoint' });
    at = match.index + match[0].length;
  }
  if (at < source.length) parts.push({ text: source.slice(at), kind: 'plain' });
  return parts;
}

/** One line of plain text for canvases, titles and accessible names: code points in brackets, line breaks as a sign. */
export function visibleText(text: string): string {
  return visibleParts(text).map((p) => (p.kind === 'plain' ? p.text.replaceAll('\n', '⏎') : `⟨${p.text}⟩`)).join('');
}

/** Network indicators in the form that no program takes for a link: `hxxp://ex[.]example`, `a[@]b[.]example`. */
export function defang(text: string): string {
  return text.replace(/^h(tt|xx)p/i, 'hxxp').replace(/\[\.\]|\./g, '[.]').replace(/@/g, '[@]');
}

/** URLs, addresses of mail, IPv4 and IPv6 addresses, as they stand in running text. Names of hosts are not told from names of files there. */
const INDICATORS = /\b(?:h(?:tt|xx)ps?|ftps?|wss?):\/\/[^\s"'<>]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\b\d{1,3}(?:\.\d{1,3}){3}\b|\b(?:[\da-f]{1,4}:){4,7}(?:[\da-f]{1,4})?(?::[\da-f]{1,4})*\b/gi;
/** Text in which every network indicator, and every one of `names`, is defanged; IPv6 addresses by their colons. */
export function defangIn(text: string, names: readonly string[] = []): string {
  const isNamed = (name: string): boolean => name !== '' && text.includes(name);
  const patterns = names.filter(isNamed).sort((a, b) => b.length - a.length).map((n) => n.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const all = new RegExp([...patterns, INDICATORS.source].join('|'), 'gi');
  return text.replace(all, (found) => (/^[\da-f:]+$/i.test(found) && found.includes(':') ? found.replaceAll(':', '[:]') : defang(found)));
}
