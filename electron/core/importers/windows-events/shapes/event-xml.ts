/**
 * A small reader of Windows event XML as it travels inside JSON rows. It knows elements, attributes, text, CDATA, the five
 * predefined names and character numbers. Declarations of types and entities are refused, and size, depth and count are bounded.
 */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}
interface Open {
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly children: XmlElement[];
  text: string;
}

const MAX_LENGTH = 1_048_576;
const MAX_DEPTH = 24;
const MAX_ELEMENTS = 5_000;
const NAMES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/**
 * Root element, or null for anything that is not well formed or exceeds a bound. `cutOff`: the text may end anywhere, and what
 * was read up to there is given; for columns that exporters truncate.
 */
export function readXml(source: string, cutOff = false): XmlElement | null {
  if (source.length > MAX_LENGTH) return null;
  const root: Open = { name: '', attributes: {}, children: [], text: '' };
  const stack: Open[] = [root];
  let count = 0;
  let at = 0;
  while (at < source.length) {
    const open = source.indexOf('<', at);
    const top = stack.at(-1)!;
    top.text += decode(source.slice(at, open < 0 ? source.length : open));
    if (open < 0) break;
    if (source.startsWith('<![CDATA[', open)) {
      const end = source.indexOf(']]>', open);
      if (end < 0) return null;
      top.text += source.slice(open + 9, end);
      at = end + 3;
    } else if (source.startsWith('<!--', open) || source.startsWith('<?', open)) {
      const mark = source[open + 1] === '?' ? '?>' : '-->';
      const end = source.indexOf(mark, open + 2);
      if (end < 0) return null;
      at = end + mark.length;
    } else if (source[open + 1] === '!') {
      return null;
    } else {
      const end = endOfTag(source, open);
      if (end < 0 && cutOff) break;
      if (end < 0) return null;
      const body = source.slice(open + 1, end);
      at = end + 1;
      if (body.startsWith('/')) {
        if (stack.length < 2 || top.name !== localName(body.slice(1).trim())) return null;
        stack.pop();
        continue;
      }
      if (++count > MAX_ELEMENTS || stack.length > MAX_DEPTH) return null;
      const closed = body.endsWith('/');
      const element = readTag(closed ? body.slice(0, -1) : body);
      if (element === null) return null;
      top.children.push(element);
      if (!closed) stack.push(element);
    }
  }
  return (cutOff || stack.length === 1) && root.children.length === 1 ? root.children[0]! : null;
}

/** The `>` that ends a tag, not one inside a quoted attribute. */
function endOfTag(source: string, from: number): number {
  let quote = 0;
  for (let i = from + 1; i < source.length; i++) {
    const c = source.charCodeAt(i);
    if (quote !== 0) {
      if (c === quote) quote = 0;
    } else if (c === 34 || c === 39) quote = c;
    else if (c === 62) return i;
    else if (c === 60) return -1;
  }
  return -1;
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

function readTag(body: string): Open | null {
  const name = /^[A-Za-z_][\w.:-]*/.exec(body)?.[0];
  if (name === undefined) return null;
  const attributes: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const m of body.slice(name.length).matchAll(/([A-Za-z_][\w.:-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    attributes[localName(m[1]!)] = decode(m[2] ?? m[3] ?? '');
  }
  return { name: localName(name), attributes, children: [], text: '' };
}

function decode(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:(lt|gt|amp|quot|apos)|#(\d{1,7})|#x([0-9a-fA-F]{1,6}));/g,
    (whole, name: string | undefined, dec: string | undefined, hex: string | undefined) => {
      if (name !== undefined) return NAMES[name]!;
      const code = dec !== undefined ? Number(dec) : parseInt(hex!, 16);
      return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : whole;
    },
  );
}

export const childOf = (element: XmlElement | null | undefined, name: string): XmlElement | null =>
  element?.children.find((c) => c.name === name) ?? null;

/** First element of that name, depth first; trees are bounded by `readXml`. */
export function findElement(element: XmlElement | null, name: string): XmlElement | null {
  if (element === null || element.name === name) return element;
  for (const child of element.children) {
    const found = findElement(child, name);
    if (found !== null) return found;
  }
  return null;
}

/** Values of `<EventData>` by `Data/@Name`, unnamed ones as `Data1`, `Data2` ...; of `<UserData>` by the names of its leaves. */
export function dataOfXml(element: XmlElement | null): Record<string, string> {
  const data: Record<string, string> = Object.create(null) as Record<string, string>;
  let unnamed = 0;
  const walk = (e: XmlElement): void => {
    if (e.children.length > 0) e.children.forEach(walk);
    else if (e.name === 'Data') data[e.attributes['Name'] ?? `Data${++unnamed}`] = e.text;
    else if (e !== element) data[e.name] = e.text;
  };
  if (element !== null) walk(element);
  return data;
}
