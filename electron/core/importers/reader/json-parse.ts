/** JSON.parse that keeps the digits of integers beyond 2^53 (as text) and refuses what nests too deeply. */

const LONG_NUMBER = /(?:^|[\s:,[])-?\d{16,}/;

export function parseJson(text: string): unknown {
  if (!LONG_NUMBER.test(text)) return JSON.parse(text) as unknown;
  return JSON.parse(text, function (_key: string, value: unknown, context?: { source?: string }) {
    if (typeof value !== 'number' || Number.isSafeInteger(value) || context?.source === undefined) return value;
    return /^-?\d+$/.test(context.source) ? context.source : value;
  } as (key: string, value: unknown) => unknown);
}

/** Deepest nesting of arrays and objects in a JSON text, counted without parsing; stops at `limit + 1`. */
export function depthOf(text: string, limit: number): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (inString) {
      if (c === 92) i++;
      else if (c === 34) inString = false;
    } else if (c === 34) inString = true;
    else if (c === 123 || c === 91) { if (++depth > deepest) deepest = depth; if (deepest > limit) return deepest; }
    else if (c === 125 || c === 93) depth--;
  }
  return deepest;
}
