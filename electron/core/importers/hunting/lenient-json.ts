/** JSON inside cells: sometimes text, sometimes a real value, sometimes broken (formats.md section 3: parse leniently). */
import type { Json } from '../../../../shared/domain/facts/facts.ts';

export type JsonObject = { readonly [key: string]: Json };

export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A member of one of our own tables by a word of the input, which may be `constructor`. */
export const own = <T>(table: Readonly<Record<string, T>>, word: string | null | undefined): T | undefined =>
  word !== null && word !== undefined && Object.hasOwn(table, word) ? table[word] : undefined;

/** Nesting beyond this is cut: nothing an export needs is deeper, and hostile input may be. */
const MAX_DEPTH = 24;

/** The value of a cell: parsed when it is text holding an object or array, else as it is. Undefined when nothing can be read. */
export function readJson(value: unknown): Json | undefined {
  if (typeof value !== 'string') return value === undefined ? undefined : (value as Json);
  const text = value.trim();
  if (!/^[[{"]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

export function readObject(value: unknown): JsonObject {
  const parsed = readJson(value);
  return isObject(parsed) ? parsed : {};
}

/** Texts of a list cell: a JSON array, or text separated by commas or semicolons. */
export function readTexts(value: unknown): string[] {
  const parsed = readJson(value);
  const list = Array.isArray(parsed) ? parsed : typeof value === 'string' ? value.replace(/[[\]"]/g, '').split(/[,;]/) : [];
  return list
    .flatMap((item) => (typeof item === 'string' || typeof item === 'number' ? [String(item).trim()] : []))
    .filter((t) => t !== '');
}

/** Ids of techniques in `Cloud Accounts (T1078.004)`, `Phishing(T1566)` or plain `T1566`, in order, each once. */
export function readTechniques(value: unknown): string[] {
  const text = typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
  return [...new Set([...text.matchAll(/\bT\d{4}(?:\.\d{3})?\b/gi)].map((m) => m[0].toUpperCase()))];
}

/**
 * Replaces `{"$ref": n}` by the object with `"$id": n` of the same value. Ids need not start at 1. A reference to an enclosing
 * object or to nothing becomes null, so the result is a finite tree; expansion is bounded against blow-up.
 */
export function resolveRefs(root: Json): Json {
  const byId = new Map<string, JsonObject>();
  collect(root, 0, byId);
  let budget = 20_000;
  const expand = (value: Json, open: ReadonlySet<string>, depth: number): Json => {
    if (depth > MAX_DEPTH || --budget < 0) return null;
    if (Array.isArray(value)) return value.map((item) => expand(item as Json, open, depth + 1));
    if (!isObject(value)) return value;
    const ref = idOf(value['$ref']);
    if (ref !== null) {
      const target = byId.get(ref);
      return target === undefined || open.has(ref) ? null : expand(target, open, depth + 1);
    }
    const id = idOf(value['$id']);
    const inside = id === null ? open : new Set([...open, id]);
    return Object.fromEntries(
      Object.entries(value)
        .filter(([k]) => k !== '$id')
        .map(([k, v]) => [k, expand(v, inside, depth + 1)]),
    );
  };
  return expand(root, new Set(), 0);
}

const idOf = (value: Json | undefined): string | null => (typeof value === 'string' || typeof value === 'number' ? String(value) : null);

function collect(value: Json, depth: number, byId: Map<string, JsonObject>): void {
  if (depth > MAX_DEPTH) return;
  if (Array.isArray(value)) for (const item of value) collect(item as Json, depth + 1, byId);
  if (!isObject(value)) return;
  const id = idOf(value['$id']);
  if (id !== null && !byId.has(id)) byId.set(id, value);
  for (const inner of Object.values(value)) collect(inner, depth + 1, byId);
}

/** One spelling of a JSON value: sorted keys, no empty members, long integers at the precision a parser would give. */
export function canonicalJson(value: unknown, depth = 0): string {
  if (depth > MAX_DEPTH) return '';
  if (Array.isArray(value)) return `[${value.map((v) => canonicalJson(v, depth + 1)).join(',')}]`;
  if (isObject(value)) {
    const members = Object.entries(value).filter(([, v]) => v !== null && v !== '' && v !== undefined);
    return `{${members
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([k, v]) => `${JSON.stringify(k)}:${canonicalJson(v, depth + 1)}`)
      .join(',')}}`;
  }
  if (typeof value === 'string' && /^-?\d{16,}$/.test(value)) return String(Number(value));
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
