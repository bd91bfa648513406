/**
 * Reading imported enumerations. Spellings are compared without case, spaces, hyphens and underscores (exports write `truePositive`,
 * `TruePositive` and `True positive` for one value); what no table knows keeps its own text beside the mapped value.
 */
export const normalLabel = (text: string): string => text.toLowerCase().replace(/[\s_-]/g, '');

/** Receives the original spelling under the field's name when it was changed or not known. */
export type RawLabels = Record<string, string>;

/** Null means that the record did not say; `fallback` that it said something unknown. */
export type LabelReader<T> = (value: unknown, field: string, rawLabels: RawLabels) => T | null;

/** The sentinel that a service sends to clients too old for a value; never a value itself. */
const SENTINEL = 'unknownfuturevalue';

/** `aliases`: other spellings to members. */
export function labelTable<T extends string>(members: readonly T[], aliases: Readonly<Record<string, T>> = {}): ReadonlyMap<string, T> {
  return new Map<string, T>([
    ...members.map((m) => [normalLabel(m), m] as const),
    ...Object.entries(aliases).map(([spelling, member]) => [normalLabel(spelling), member] as const),
  ]);
}

/** Reads a closed enumeration: everything unknown becomes `fallback`. */
export function closedReader<T extends string>(members: readonly T[], aliases: Readonly<Record<string, T>>, fallback: T): LabelReader<T> {
  const table = labelTable(members, aliases);
  return (value, field, rawLabels) => {
    if (typeof value !== 'string' || value.trim() === '') return null;
    const found = table.get(normalLabel(value));
    if (found !== value) rawLabels[field] = value;
    return found ?? fallback;
  };
}

/** Reads an open enumeration: a word that no table knows stays as it came. */
export function openReader(members: readonly string[], aliases: Readonly<Record<string, string>>): LabelReader<string> {
  const table = labelTable(members, aliases);
  return (value, field, rawLabels) => {
    if (typeof value !== 'string' || value.trim() === '') return null;
    if (normalLabel(value) === SENTINEL) {
      rawLabels[field] = value;
      return 'unknown';
    }
    const found = table.get(normalLabel(value)) ?? value.trim();
    if (found !== value) rawLabels[field] = value;
    return found;
  };
}
