/** Reading fields of a JSON record that may be missing, null or of another type. */
import { timeUs, type EpochUs } from '../../../../shared/base/time.ts';
import { present } from '../../../../shared/domain/entity/index.ts';
import type { CommentFact, Json } from '../../../../shared/domain/facts/facts.ts';

export type Rec = Readonly<Record<string, unknown>>;
export const isRec = (value: unknown): value is Rec => value !== null && typeof value === 'object' && !Array.isArray(value);
export const rec = (value: unknown): Rec => (isRec(value) ? value : {});
export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
export const text = (value: unknown): string | null => present(value);
export const texts = (value: unknown): string[] => list(value).map(text).filter((t) => t !== null);
export const time = (value: unknown): EpochUs | null => timeUs(value);
/** First of the fields that says something. */
export const pick = (r: Rec, ...names: readonly string[]): unknown => names.map((n) => r[n]).find((v) => v !== undefined && v !== null && v !== '');

/** The named fields as attributes, without those that say nothing. */
export function attributes(r: Rec, names: readonly string[]): Record<string, Json> {
  const out: Record<string, Json> = {};
  for (const name of names) {
    const value = r[name];
    if (value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)) continue;
    out[name] = value as Json;
  }
  return out;
}

export function comments(value: unknown): CommentFact[] {
  return list(value).filter(isRec).flatMap((c) => {
    const comment = text(pick(c, 'comment'));
    return comment === null ? [] : [{ comment, createdBy: text(pick(c, 'createdByDisplayName', 'createdBy')), createdUs: time(pick(c, 'createdDateTime', 'createdTime', 'createdDateTimeUtc')) }];
  });
}
