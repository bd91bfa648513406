/** What there is to choose from in a timeline: counts of every value under all filters but its own. */
import type { ParsedInput, TimelineFacet, TimelineFacets } from '../../../shared/contract/index.ts';
import type { Db } from '../case-file.ts';
import { entityPk, prepared } from '../queries/shared.ts';
import { greatest, type EventColumns } from './columns.ts';
import { FAIL, failsOf, type AlertPoint, type Selection } from './select.ts';
import { inSnapshot, timelineOf } from './timeline-state.ts';

const SHOWN = 50;
const ALL = (): boolean => true;

export function timelineFacets(db: Db, input: ParsedInput<'timeline.facets'>): TimelineFacets {
  return inSnapshot(db, () => {
    const state = timelineOf(db);
    const { ranks, alerts, selection, mark } = state.parts(input);
    const found = count(state.columns, ranks, alerts, selection, state.flagged);
    const { filters } = input;
    const words = input.contains?.toLowerCase() ?? '';
    const holds = (text: string): boolean => text.toLowerCase().includes(words);
    const accountName = (pk: number): string => prepared(db, 'select display_name from entity where entity_pk = ?').pluck().get(pk) as string;
    const accounts = facetOf(found.accounts, (filters.accountEntityIds ?? []).map((id) => entityPk(db, id)), (pk) => String(pk), words === '' ? ALL : (pk) => holds(accountName(pk)));
    const plain = (tally: Tally<string>, chosen: readonly string[] | undefined) => facetOf(tally, chosen ?? [], (value) => value, words === '' ? ALL : holds);
    return {
      total: found.events + found.alerts, events: found.events, alerts: found.alerts, flagged: found.flagged, dataTypes: found.dataTypes, mark,
      groups: plain(found.groups, filters.groups), techniques: plain(found.techniques, filters.techniques), actionTypes: plain(found.actionTypes, filters.actionTypes), sources: plain(found.sources, filters.sources),
      accounts: { total: accounts.total, items: accounts.items.map((a) => named(db, a)) },
    };
  });
}

function named(db: Db, facet: TimelineFacet): TimelineFacet {
  const { id, name } = prepared(db, 'select entity_id id, display_name name from entity where entity_pk = ?').get(Number(facet.value)) as { id: string; name: string };
  return { ...facet, value: id, name };
}

/** Events and alerts by value. */
class Tally<V> {
  readonly counts = new Map<V, { events: number; alerts: number }>();
  add(value: V, kind: 'events' | 'alerts', n: number): void {
    if (n === 0) return;
    const own = this.counts.get(value) ?? { events: 0, alerts: 0 };
    own[kind] += n;
    this.counts.set(value, own);
  }
}

/** Values of most rows first; chosen ones always, were it with none. */
function facetOf<V extends string | number>(tally: Tally<V>, chosen: readonly V[], text: (value: V) => string, isWanted: (value: V) => boolean): TimelineFacets['groups'] {
  const all = [...tally.counts].filter(([v]) => isWanted(v)).sort(([a, m], [b, n]) => n.events + n.alerts - m.events - m.alerts || (text(a) < text(b) ? -1 : 1));
  const shown = all.slice(0, SHOWN);
  const missing = [...new Set(chosen)].filter((v) => !shown.some(([s]) => s === v)).map((v) => [v, tally.counts.get(v) ?? { events: 0, alerts: 0 }] as const);
  return { items: [...shown, ...missing].map(([value, n]) => ({ value: text(value), name: null, ...n })), total: all.length };
}

interface Found {
  events: number; alerts: number; flagged: number; dataTypes: TimelineFacets['dataTypes'];
  readonly groups: Tally<string>; readonly techniques: Tally<string>; readonly actionTypes: Tally<string>; readonly sources: Tally<string>; readonly accounts: Tally<number>;
}

/** Events are counted by type, set and account in one pass; what values these stand for is added up after it. */
function count(columns: EventColumns, ranks: Uint32Array, alerts: readonly AlertPoint[], selection: Selection, flagged: Uint8Array): Found {
  const found: Found = { events: 0, alerts: 0, flagged: 0, dataTypes: { events: 0, alerts: 0, techniques: 0 }, groups: new Tally(), techniques: new Tally(), actionTypes: new Tally(), sources: new Tally(), accounts: new Tally() };
  const { types, sets, accounts } = columns;
  const byType = { groups: new Uint32Array(columns.typeInfo.length), actionTypes: new Uint32Array(columns.typeInfo.length), sources: new Uint32Array(columns.typeInfo.length) };
  const bySet = new Uint32Array(columns.setInfo.length);
  const byAccount = new Uint32Array(greatest(accounts) + 1);
  const fails = failsOf(columns, selection);
  for (let i = 0; i < ranks.length; i++) {
    const rank = ranks[i]!;
    const f = fails(rank);
    // Either it fails nothing, or one filter alone leaves it out: then it counts for that one's facet.
    if ((f & (f - 1)) !== 0) continue;
    if (f === 0) found.events++;
    if ((f & ~FAIL.groups) === 0) byType.groups[types[rank]!]!++;
    if ((f & ~FAIL.actionTypes) === 0) byType.actionTypes[types[rank]!]!++;
    if ((f & ~FAIL.sources) === 0) byType.sources[types[rank]!]!++;
    if ((f & ~FAIL.techniques) === 0) bySet[sets[rank]!]!++;
    if ((f & ~FAIL.accounts) === 0) byAccount[accounts[rank]!]!++;
    if ((f & ~FAIL.flagged) === 0) found.flagged += flagged[rank]!;
    if ((f & ~FAIL.dataType) === 0) { found.dataTypes.events++; if (sets[rank] !== 0) found.dataTypes.techniques++; }
  }
  columns.typeInfo.forEach((t, code) => {
    found.groups.add(t.group, 'events', byType.groups[code]!);
    found.actionTypes.add(t.actionType, 'events', byType.actionTypes[code]!);
    found.sources.add(t.source, 'events', byType.sources[code]!);
  });
  columns.setInfo.forEach((set, code) => { for (const t of set) found.techniques.add(t, 'events', bySet[code]!); });
  byAccount.forEach((n, pk) => { if (pk > 0) found.accounts.add(pk, 'events', n); });
  for (const a of alerts) countAlert(found, a, selection.alertFails(a));
  return found;
}

function countAlert(found: Found, alert: AlertPoint, f: number): void {
  const passes = (own: number): boolean => (f & ~own) === 0;
  if (f === 0) found.alerts++;
  if (passes(FAIL.groups)) found.groups.add('alert', 'alerts', 1);
  if (passes(FAIL.sources) && alert.source !== null) found.sources.add(alert.source, 'alerts', 1);
  if (passes(FAIL.techniques)) for (const t of new Set(alert.techniques)) found.techniques.add(t, 'alerts', 1);
  if (passes(FAIL.accounts)) for (const pk of alert.accounts) found.accounts.add(pk, 'alerts', 1);
  if (passes(FAIL.dataType)) { found.dataTypes.alerts++; if (alert.techniques.length > 0) found.dataTypes.techniques++; }
}
