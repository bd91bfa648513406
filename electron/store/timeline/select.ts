/** Which rows the filters of a timeline keep. Pure: columns in, ranks out. */
import type { TimelineFilters, TimelineGroup } from '../../../shared/contract/index.ts';
import { lowerBound, type EventColumns } from './columns.ts';

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

/** Filters in the terms of columns: what each type, set and account fails. Null where nothing of the kind is asked. */
export interface Selection {
  readonly typeFails: Uint8Array;
  readonly setFails: Uint8Array;
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
  const unlessAny = (own: readonly string[]): number => fails(FAIL.techniques, techniques === null || own.some((t) => techniques.has(t))) | fails(FAIL.dataType, filters.dataType !== 'techniques' || own.length > 0);
  const typeFails = Uint8Array.from(columns.typeInfo, (t) => fails(FAIL.groups, groups?.has(t.group) ?? true) | fails(FAIL.actionTypes, actionTypes?.has(t.actionType) ?? true) | fails(FAIL.sources, sources?.has(t.source) ?? true) | fails(FAIL.dataType, filters.dataType !== 'alerts'));
  const alertFails = (a: AlertPoint): number =>
    fails(FAIL.groups, groups?.has('alert') ?? true) | fails(FAIL.actionTypes, actionTypes === null) | fails(FAIL.sources, sources === null || (a.source !== null && sources.has(a.source))) | unlessAny(a.techniques)
    | fails(FAIL.accounts, accountPks === null || a.accounts.some((pk) => accountPks.includes(pk))) | fails(FAIL.flagged, flagged === null) | fails(FAIL.dataType, filters.dataType !== 'events');
  return { typeFails, setFails: Uint8Array.from(columns.setInfo, unlessAny), accountFails: accountPks === null ? null : allBut(accountPks), flagged, alertFails };
}

const wanted = <T extends string>(values: readonly T[] | undefined): ReadonlySet<T> | null => (values === undefined ? null : new Set(values));
const fails = (bit: number, holds: boolean): number => (holds ? 0 : bit);
function allBut(pks: readonly number[]): Uint8Array {
  const table = new Uint8Array(pks.reduce((a, b) => Math.max(a, b), 0) + 1).fill(FAIL.accounts);
  for (const pk of pks) table[pk] = 0;
  return table;
}

/** Bits of the filters that an event fails. One function for pages and facets. */
export function failsOf(columns: EventColumns, s: Selection): (rank: number) => number {
  const { types, sets, accounts } = columns;
  const { typeFails, setFails, accountFails, flagged } = s;
  if (accountFails === null && flagged === null) return (rank) => typeFails[types[rank]!]! | setFails[sets[rank]!]!;
  const ofAccount = (rank: number): number => (accountFails === null ? 0 : accounts[rank]! < accountFails.length ? accountFails[accounts[rank]!]! : FAIL.accounts);
  const ofFlag = (rank: number): number => (flagged === null || flagged[rank] === 1 ? 0 : FAIL.flagged);
  return (rank) => typeFails[types[rank]!]! | setFails[sets[rank]!]! | ofAccount(rank) | ofFlag(rank);
}

/** Ranks from `fromUs` on and before `toUs`; with either, only of events that have a time. */
export function rankSpan(columns: EventColumns, fromUs: number | null | undefined, toUs: number | null | undefined): readonly [from: number, to: number] {
  if (fromUs == null && toUs == null) return [0, columns.count];
  const from = fromUs == null ? columns.withoutTime : Math.max(columns.withoutTime, lowerBound(columns.timesUs, fromUs));
  return [from, toUs == null ? columns.count : Math.max(from, lowerBound(columns.timesUs, toUs))];
}

/** Ranks within a span of events of an entity in any role (`entityPk`), and among `members` (1 at their ranks). Null asks for all. */
export function candidates(columns: EventColumns, [from, to]: readonly [number, number], entityPk: number | null, members: Uint8Array | null): Uint32Array {
  const found = new Uint32Array(to - from);
  const { devices, actors, accounts, targets } = columns;
  let n = 0;
  for (let rank = from; rank < to; rank++) {
    if (entityPk !== null && devices[rank] !== entityPk && actors[rank] !== entityPk && accounts[rank] !== entityPk && targets[rank] !== entityPk) continue;
    if (members !== null && members[rank] === 0) continue;
    found[n++] = rank;
  }
  return trimmed(found, n);
}

export function keep(ranks: Uint32Array, holds: (rank: number) => boolean): Uint32Array {
  const found = new Uint32Array(ranks.length);
  let n = 0;
  for (const rank of ranks) if (holds(rank)) found[n++] = rank;
  return trimmed(found, n);
}

/** Does not hold on to memory that it does not need. */
const trimmed = (found: Uint32Array, n: number): Uint32Array => (n === found.length ? found : found.slice(0, n));

/** Whether the alert stands within the bounds; without a time only where there are none. */
export const isWithin = (timeUs: number | null, fromUs: number | null | undefined, toUs: number | null | undefined): boolean => (fromUs == null && toUs == null) || (timeUs !== null && (fromUs == null || timeUs >= fromUs) && (toUs == null || timeUs < toUs));
