/** Which rows the filters of a timeline keep. Pure: columns in, ranks out. */
import type { TimelineFilters, TimelineGroup } from '../../../shared/contract/index.ts';
import { lowerBound, type EventColumns, type EventType } from './columns.ts';

/** Why a row is left out, one bit per filter that has facets. */
export const FAIL = { groups: 1, actionTypes: 2, sources: 4, techniques: 8, accounts: 16, flagged: 32, dataType: 64 } as const;

/** An alert as filters see it. */
export interface AlertPoint {
  readonly pk: number;
  readonly alertId: string;
  /** First activity. */
  readonly timeUs: number | null;
  readonly severity: number;
  readonly source: string | null;
  readonly techniques: readonly string[];
  /** Keys of the users in its evidence. */
  readonly accounts: readonly number[];
}

/** Filters in the terms of columns: the bits that each type, set and account fails. Null where nothing of the kind is asked. */
export interface Selection {
  readonly typeFails: Uint8Array | null;
  readonly setFails: Uint8Array | null;
  /** By key of the entity; keys beyond its end fail. */
  readonly accountFails: Uint8Array | null;
  /** 1 where an event is flagged. */
  readonly flagged: Uint8Array | null;
  readonly alertFails: (alert: AlertPoint) => number;
}

export function selectionOf(columns: EventColumns, filters: TimelineFilters, accountPks: readonly number[] | null, flagged: Uint8Array | null): Selection {
  const groups = wanted<TimelineGroup>(filters.groups);
  const actionTypes = wanted(filters.actionTypes);
  const sources = wanted(filters.sources);
  const techniques = wanted(filters.techniques);
  const onTechniques = (own: readonly string[]): number => fails(FAIL.techniques, techniques === null || own.some((t) => techniques.has(t))) | fails(FAIL.dataType, filters.dataType !== 'techniques' || own.length > 0);
  const onType = (t: EventType): number => fails(FAIL.groups, groups?.has(t.group) ?? true) | fails(FAIL.actionTypes, actionTypes?.has(t.actionType) ?? true) | fails(FAIL.sources, sources?.has(t.source) ?? true) | fails(FAIL.dataType, filters.dataType !== 'alerts');
  const alertFails = (a: AlertPoint): number =>
    fails(FAIL.groups, groups?.has('alert') ?? true) | fails(FAIL.actionTypes, actionTypes === null) | fails(FAIL.sources, sources === null || (a.source !== null && sources.has(a.source))) | onTechniques(a.techniques)
    | fails(FAIL.accounts, accountPks === null || a.accounts.some((pk) => accountPks.includes(pk))) | fails(FAIL.flagged, flagged === null) | fails(FAIL.dataType, filters.dataType !== 'events');
  const asksType = groups !== null || actionTypes !== null || sources !== null || filters.dataType === 'alerts';
  return {
    typeFails: asksType ? Uint8Array.from(columns.typeInfo, onType) : null, setFails: techniques !== null || filters.dataType === 'techniques' ? Uint8Array.from(columns.setInfo, onTechniques) : null, accountFails: accountPks === null ? null : allBut(accountPks), flagged, alertFails,
  };
}

const wanted = <T extends string>(values: readonly T[] | undefined): ReadonlySet<T> | null => (values === undefined ? null : new Set(values));
const fails = (bit: number, holds: boolean): number => (holds ? 0 : bit);
/** Up to the last of them; what is beyond the end of a table fails. */
function allBut(pks: readonly number[]): Uint8Array {
  const table = new Uint8Array(Math.max(...pks) + 1).fill(FAIL.accounts);
  for (const pk of pks) table[pk] = 0;
  return table;
}

/** Bits of the filters that an event fails, for facets. */
export function failsOf(columns: EventColumns, { typeFails, setFails, accountFails, flagged }: Selection): (rank: number) => number {
  const { types, sets, accounts } = columns;
  return (rank) => (typeFails === null ? 0 : typeFails[types[rank]!]!) | (setFails === null ? 0 : setFails[sets[rank]!]!) | (accountFails === null ? 0 : (accountFails[accounts[rank]!] ?? FAIL.accounts)) | (flagged === null || flagged[rank] === 1 ? 0 : FAIL.flagged);
}

/** The ranks that fail nothing: one pass per filter that is asked, each over what the one before left. The same as `failsOf` being 0. */
export function passing(columns: EventColumns, { typeFails, setFails, accountFails, flagged }: Selection, within: Uint32Array): Uint32Array {
  let ranks = within;
  if (flagged !== null) ranks = keep(ranks, (rank) => flagged[rank] === 1);
  for (const [table, codes] of [[typeFails, 'types'], [setFails, 'sets'], [accountFails, 'accounts']] as const) if (table !== null) ranks = inTable(ranks, columns[codes], table);
  return ranks;
}

/** The innermost loop of every new filter: a million turns, so no call in it. */
function inTable(ranks: Uint32Array, codes: Uint32Array, fails: Uint8Array): Uint32Array {
  const found = new Uint32Array(ranks.length);
  let n = 0;
  for (let i = 0; i < ranks.length; i++) {
    const rank = ranks[i]!;
    const code = codes[rank]!;
    if (code < fails.length && fails[code] === 0) found[n++] = rank;
  }
  return trimmed(found, n);
}

/** Ranks from `fromUs` on and before `toUs`; with either, only of events that have a time. */
export function rankSpan(columns: EventColumns, fromUs: number | null | undefined, toUs: number | null | undefined): readonly [from: number, to: number] {
  if (fromUs == null && toUs == null) return [0, columns.count];
  const from = fromUs == null ? columns.withoutTime : Math.max(columns.withoutTime, lowerBound(columns.timesUs, fromUs));
  return [from, toUs == null ? columns.count : Math.max(from, lowerBound(columns.timesUs, toUs))];
}

/** Ranks within a span of events of an entity in any role (`entityPk`), and among `members` (1 at their ranks). Null asks for all. */
export function candidates(columns: EventColumns, span: readonly [number, number], entityPk: number | null, members: Uint8Array | null): Uint32Array {
  const ranks = entityPk === null ? everyRank(span) : ofEntity(columns, span, entityPk);
  return members === null ? ranks : keep(ranks, (rank) => members[rank] === 1);
}
function everyRank([from, to]: readonly [number, number]): Uint32Array {
  const ranks = new Uint32Array(to - from);
  for (let i = 0; i < ranks.length; i++) ranks[i] = from + i;
  return ranks;
}
function ofEntity({ devices, actors, accounts, targets }: EventColumns, [from, to]: readonly [number, number], pk: number): Uint32Array {
  const found = new Uint32Array(to - from);
  let n = 0;
  for (let rank = from; rank < to; rank++) if (devices[rank] === pk || actors[rank] === pk || accounts[rank] === pk || targets[rank] === pk) found[n++] = rank;
  return trimmed(found, n);
}

export function keep(ranks: Uint32Array, holds: (rank: number) => boolean): Uint32Array {
  const found = new Uint32Array(ranks.length);
  let n = 0;
  for (let i = 0; i < ranks.length; i++) if (holds(ranks[i]!)) found[n++] = ranks[i]!;
  return trimmed(found, n);
}

/** Does not hold on to much memory that it does not need. */
const trimmed = (found: Uint32Array, n: number): Uint32Array => (n * 2 > found.length ? found.subarray(0, n) : found.slice(0, n));

/** Whether the alert stands within the bounds; without a time only where there are none. */
export const isWithin = (timeUs: number | null, fromUs: number | null | undefined, toUs: number | null | undefined): boolean => (fromUs == null && toUs == null) || (timeUs !== null && (fromUs == null || timeUs >= fromUs) && (toUs == null || timeUs < toUs));
