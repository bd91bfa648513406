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

/** URLs, addresses of mail, IPv4 and IPv6 addresses, names of hosts, as they stand in running text. */
const INDICATORS = /\b(?:h(?:tt|xx)ps?|ftps?|wss?):\/\/[^\s"'<>]+|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,10}|\b\d{1,3}(?:\.\d{1,3}){3}\b|\b(?:[\da-f]{1,4}:){4,7}(?:[\da-f]{1,4})?(?::[\da-f]{1,4})*\b|(?<![\w\\/.:-])(?:[a-z\d](?:[\w-]{0,62})\.){1,10}[a-z][a-z\d-]{1,23}(?![\w\\-])/gi;
/** What stands at the end of names of files and not, or seldom, of names of hosts. */
const FILE_ENDING = /\.(?:exe|dll|sys|bat|cmd|ps[dm]?1|vb[es]|jse?|ws[fh]|hta|ms[ip]|lnk|tmp|log|txt|md|rtf|docx?|docm|dotm|xls[bmx]?|ppt[mx]?|pdf|one|zip|rar|7z|gz|tar|iso|img|vhdx?|cab|dat|db|ini|cfg|conf|config|xml|xsl|json|ya?ml|csv|html?|png|jpe?g|gif|svg|ico|bmp|mui|nls|pyd?|jar|class|scr|cpl|ocx|drv|inf|evtx?|etl|bak|manifest|dmp|[op]st|eml|msg|url|ttf|node|asar|pf|reg|hiv|kdbx|pem|cer|crt|pfx|key|lock|old|new|aspx?|php|jsp)$/i;
/** Text in which every network indicator, and every one of `names`, is defanged; IPv6 addresses by their colons. What could be the name of a file stays as it is, unless it is one of `names`. */
export function defangIn(text: string, names: readonly string[] = []): string {
  const known = names.filter((name) => name !== '' && text.includes(name)).sort((a, b) => b.length - a.length);
  const all = new RegExp([...known.map((n) => n.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')), INDICATORS.source].join('|'), 'gi');
  return text.replace(all, (found) => {
    if (/^[\da-f:]+$/i.test(found) && found.includes(':')) return found.replaceAll(':', '[:]');
    return FILE_ENDING.test(found) && !/[:@]/.test(found) && !known.includes(found) ? found : defang(found);
  });
}
