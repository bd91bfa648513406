/** The filters of a timeline stand in the address as those of every list do; here they become what the store is asked. */
import { TIMELINE_GROUPS, type TimelineFilters } from '../../../shared/contract/timeline.ts';
import type { ListFilter } from '../../../shared/contract/model.ts';

/** Columns that are filtered by; `flag` holds `flagged`, `named` holds `techniques`. */
export type TimelineColumn = 'time' | 'group' | 'actionType' | 'account' | 'technique' | 'source' | 'flag' | 'named';

/** What no column of a timeline can be asked is left out: a link may come from another list. */
export function timelineFilters(filters: readonly ListFilter[], search: string): TimelineFilters {
  const values = (column: TimelineColumn): string[] => filters.filter((f) => f.column === column && f.op === 'in').flatMap((f) => f.values).slice(0, 200);
  const bound = (op: 'atLeast' | 'atMost'): number | undefined => { const text = filters.find((f) => f.column === 'time' && f.op === op)?.values[0]; const us = Number(text); return text === undefined || text === '' || !Number.isSafeInteger(us) ? undefined : us; };
  const groups = values('group').flatMap((v) => TIMELINE_GROUPS.filter((g) => g === v));
  const [fromUs, last] = [bound('atLeast'), bound('atMost')];
  const some = <K extends 'actionTypes' | 'accountEntityIds' | 'techniques' | 'sources'>(key: K, list: string[]) => (list.length === 0 ? {} : { [key]: list } as Record<K, string[]>);
  return {
    ...(search === '' ? {} : { text: search }), ...(groups.length === 0 ? {} : { groups }), ...some('actionTypes', values('actionType')), ...some('accountEntityIds', values('account')), ...some('techniques', values('technique')), ...some('sources', values('source')),
    ...(values('flag').includes('flagged') ? { flaggedOnly: true } : {}), ...(values('named').includes('techniques') ? { dataType: 'techniques' as const } : {}),
    // The store counts rows before its end; a filter holds its last microsecond.
    ...(fromUs === undefined ? {} : { fromUs }), ...(last === undefined ? {} : { toUs: last + 1 }),
  };
}

export const withColumn = (filters: readonly ListFilter[], column: TimelineColumn, own: readonly ListFilter[]): ListFilter[] => [...filters.filter((f) => f.column !== column), ...own];
/** The value is taken in, or left out if it was there. */
export function toggled(filters: readonly ListFilter[], column: TimelineColumn, value: string): ListFilter[] {
  const now = filters.find((f) => f.column === column && f.op === 'in')?.values ?? [];
  const next = now.includes(value) ? now.filter((v) => v !== value) : [...now, value];
  return withColumn(filters, column, next.length === 0 ? [] : [{ column, op: 'in', values: next }]);
}
/** From `startUs` on and before `endUs`. */
export const withSpan = (filters: readonly ListFilter[], startUs: number, endUs: number): ListFilter[] => withColumn(filters, 'time', [{ column: 'time', op: 'atLeast', values: [String(startUs)] }, { column: 'time', op: 'atMost', values: [String(endUs - 1)] }]);

/** What is selected, as it stands in the address. */
export type Selected = { readonly kind: 'event'; readonly eventId: number } | { readonly kind: 'alert'; readonly alertId: string };
export function selectedOf(text: string | undefined): Selected | null {
  const event = /^event (\d{1,15})$/.exec(text ?? '');
  if (event) return { kind: 'event', eventId: Number(event[1]) };
  return text?.startsWith('alert ') === true && text.length > 6 ? { kind: 'alert', alertId: text.slice(6) } : null;
}
export const selectedText = (s: Selected): string => (s.kind === 'event' ? `event ${s.eventId}` : `alert ${s.alertId}`);
