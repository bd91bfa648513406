/** Reading fields of a JSON record that may be missing, null or of another type than documented. */
import { fingerprint } from '../../../../shared/base/hash.ts';
import { timeUs, type EpochUs } from '../../../../shared/base/time.ts';
import { present } from '../../../../shared/domain/entity/index.ts';
import type { CommentFact, Json } from '../../../../shared/domain/facts/facts.ts';
import { canonicalJson, toJson } from './json.ts';

export type Rec = Readonly<Record<string, unknown>>;
export const isRec = (value: unknown): value is Rec => value !== null && typeof value === 'object' && !Array.isArray(value);
export const rec = (value: unknown): Rec => (isRec(value) ? value : {});
export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
/** Records of a list; other members are skipped. */
export const recs = (value: unknown): readonly Rec[] => list(value).filter(isRec);
/** Text without the "no value" spellings of real exports; numbers are ids. */
export const text = (value: unknown): string | null => present(value);
export const texts = (value: unknown): string[] =>
  list(value)
    .map(text)
    .filter((t) => t !== null);
export const time = (value: unknown): EpochUs | null => timeUs(value);

/** First of the fields that says something. */
export const pick = (r: Rec, ...names: readonly string[]): unknown =>
  names.map((name) => r[name]).find((v) => v !== undefined && v !== null && v !== '');

/** Parts that say something, joined; null without any. */
export function joined(separator: string, ...parts: readonly unknown[]): string | null {
  const known = parts.map(text).filter((t) => t !== null);
  return known.length === 0 ? null : known.join(separator);
}

/** Longest text or JSON kept as one attribute; the raw record keeps the rest. */
const MAX_ATTRIBUTE = 16_000;

function attribute(value: unknown, longest: number): Json | undefined {
  if (value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)) return undefined;
  if (isRec(value) && Object.keys(value).length === 0) return undefined;
  if (typeof value === 'string') return value.length > longest ? `${value.slice(0, longest)}…` : value;
  const json = toJson(value);
  if (typeof json !== 'object') return json;
  const whole = canonicalJson(json);
  return whole.length > longest ? `${whole.slice(0, longest)}…` : json;
}

/** The named fields as attributes, without those that say nothing. */
export function attributes(r: Rec, names: readonly string[], longest: number = MAX_ATTRIBUTE): Record<string, Json> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = attribute(r[name], longest);
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

/** All fields as attributes, without annotations of the protocol (`@odata.type`). */
export const allAttributes = (r: Rec, except: ReadonlySet<string> = NOTHING): Record<string, Json> => attributes(r, namesOf(r, except));
const NOTHING: ReadonlySet<string> = new Set();
const namesOf = (r: Rec, except: ReadonlySet<string>): string[] =>
  Object.keys(r).filter((name) => !name.includes('@odata.') && !except.has(name));

/** Identity of what has no id: equal fields, in any order, are one thing. Looks at the whole text, also where an attribute would be cut. */
export const contentFingerprint = (r: Rec, except: ReadonlySet<string> = NOTHING): string =>
  fingerprint(canonicalJson(attributes(r, namesOf(r, except), Infinity)));

/** Comments in all spellings: Graph's newer and older names, and those of the older APIs. */
export function comments(value: unknown): CommentFact[] {
  return recs(value).flatMap((c) => {
    const comment = text(c['comment']);
    if (comment === null) return [];
    return [
      {
        comment,
        createdBy: text(pick(c, 'createdByDisplayName', 'createdBy')),
        createdUs: time(pick(c, 'createdDateTime', 'createdTime', 'createdDateTimeUtc')),
      },
    ];
  });
}
