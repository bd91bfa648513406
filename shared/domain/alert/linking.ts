/**
 * From the keys of alerts to the reasons that tie them. Alerts are given in time order (by first activity, those without one last) and named by their place in it. Pairs are
 * never listed: what two thousand alerts of one device share is one key.
 */
import { US_PER_HOUR } from '../../base/time.ts';
import { Bits, membersOf, type Members } from './bits.ts';
import type { KeyedReason } from './link-keys.ts';
import { LINK_REASONS, type LinkReason } from './link-reasons.ts';

/** Alerts on one device whose first activities are at most this far apart belong together (`proximateTime`). Microsoft does not publish its own window. */
export const PROXIMATE_US = US_PER_HOUR;

/** A key that an alert has, by the caller's number of it, and one entity that carries it there. An alert may have a key through several entities. */
export interface KeyUse {
  readonly key: number;
  readonly reason: KeyedReason;
  readonly entity: number;
}
export interface LinkableAlert {
  readonly firstUs: number | null;
  readonly uses: readonly KeyUse[];
}
export interface SharedKey {
  readonly reason: KeyedReason;
  readonly key: number;
  /** Entities that carry it in the one and in the other. */
  readonly own: readonly number[];
  readonly other: readonly number[];
}

/** Everything that ties two alerts, strongest first. */
export function sharedKeys(a: LinkableAlert, b: LinkableAlert): SharedKey[] {
  const others = Map.groupBy(b.uses, (u) => u.key);
  const shared: SharedKey[] = [];
  for (const [key, own] of Map.groupBy(a.uses, (u) => u.key)) {
    const other = others.get(key);
    if (other === undefined) continue;
    const { reason } = own[0]!;
    if (reason === 'proximateTime' && !isProximate(a.firstUs, b.firstUs)) continue;
    // Similar is not the same: another file must carry it.
    if (reason === 'fileCharacteristics' && !own.some((u) => other.some((o) => o.entity !== u.entity))) continue;
    shared.push({ reason, key, own: own.map((u) => u.entity), other: other.map((u) => u.entity) });
  }
  return shared.sort((x, y) => LINK_REASONS.indexOf(x.reason) - LINK_REASONS.indexOf(y.reason) || x.key - y.key);
}

const isProximate = (a: number | null, b: number | null): boolean => a !== null && b !== null && Math.abs(a - b) <= PROXIMATE_US;

/** To how many alerts a reason ties one, and the earliest of them. */
export interface LinkCount {
  readonly reason: LinkReason;
  readonly count: number;
  readonly first: readonly number[];
}
export interface Placement {
  /** A source put the alerts together: those that nothing else ties are grouped by it. */
  readonly bySource: boolean;
  /** Alerts that an analyst put here. */
  readonly moved: ReadonlySet<number>;
}
/** How many of the alerts at the other end are told by name. */
const NAMED = 3;

/** For each alert, its reasons strongest first. Reasons without an alert at the other end are left out. */
export function countLinks(alerts: readonly LinkableAlert[], placement: Placement): LinkCount[][] {
  const index = new Index(alerts);
  const all = new Bits(alerts.length);
  alerts.forEach((_a, i) => all.add(i));
  const tied = new Bits(alerts.length);
  const any = new Bits(alerts.length);
  const told = (reason: LinkReason, bits: Bits): LinkCount[] => { const count = bits.size; return count === 0 ? [] : [{ reason, count, first: bits.first(NAMED) }]; };
  return alerts.map((alert, i) => {
    const counts: LinkCount[] = [];
    any.clear();
    if (placement.moved.has(i)) {
      tied.clear().addAll(all);
      tied.delete(i);
      counts.push(...told('manual', tied));
    }
    for (const [reason, uses] of [...Map.groupBy(alert.uses, (u) => u.reason)].sort(([a], [b]) => LINK_REASONS.indexOf(a) - LINK_REASONS.indexOf(b))) {
      index.tie(tied.clear(), reason, uses, i);
      tied.delete(i);
      any.addAll(tied);
      counts.push(...told(reason, tied));
    }
    if (placement.bySource && !placement.moved.has(i)) {
      tied.clear().addAll(all);
      tied.removeAll(any);
      tied.delete(i);
      counts.push(...told('source', tied));
    }
    return counts;
  });
}

/** Who has which key. */
class Index {
  readonly #alerts: readonly LinkableAlert[];
  readonly #holders: ReadonlyMap<number, Members>;
  /** By key and entity: alerts that have the key through this entity alone. */
  readonly #through: ReadonlyMap<string, Members>;
  /** First activities in order; alerts without one are at the end. */
  readonly #times: readonly number[];
  readonly #similar: Bits;

  constructor(alerts: readonly LinkableAlert[]) {
    this.#alerts = alerts;
    this.#times = alerts.map((a) => a.firstUs).filter((t) => t !== null);
    this.#similar = new Bits(alerts.length);
    const holders = new Map<number, number[]>();
    const through = new Map<string, number[]>();
    alerts.forEach((a, i) => {
      for (const [key, uses] of Map.groupBy(a.uses, (u) => u.key)) {
        listOf(holders, key).push(i);
        if (uses[0]!.reason === 'fileCharacteristics' && uses.length === 1) listOf(through, `${key}|${uses[0]!.entity}`).push(i);
      }
    });
    this.#holders = packed(holders, alerts.length);
    this.#through = packed(through, alerts.length);
  }

  /** Adds to `tied` the alerts that `uses`, all of one reason, tie alert `i` to; perhaps itself. */
  tie(tied: Bits, reason: KeyedReason, uses: readonly KeyUse[], i: number): void {
    switch (reason) {
      case 'proximateTime': return this.#near(tied, uses, this.#alerts[i]!.firstUs);
      case 'fileCharacteristics': return this.#alike(tied, uses);
      default: for (const u of uses) tied.addAll(this.#holders.get(u.key)!);
    }
  }

  #near(tied: Bits, uses: readonly KeyUse[], firstUs: number | null): void {
    if (firstUs === null) return;
    const [from, to] = [lowerBound(this.#times, firstUs - PROXIMATE_US), lowerBound(this.#times, firstUs + PROXIMATE_US + 1)];
    for (const u of uses) tied.addRange(this.#holders.get(u.key)!, from, to);
  }

  #alike(tied: Bits, uses: readonly KeyUse[]): void {
    for (const [key, own] of Map.groupBy(uses, (u) => u.key)) {
      const others = this.#similar.clear();
      others.addAll(this.#holders.get(key)!);
      if (own.length === 1) others.removeAll(this.#through.get(`${key}|${own[0]!.entity}`)!);
      tied.addAll(others);
    }
  }
}

const listOf = <K>(map: Map<K, number[]>, key: K): number[] => map.get(key) ?? map.set(key, []).get(key)!;
const packed = <K>(lists: ReadonlyMap<K, readonly number[]>, size: number): Map<K, Members> => new Map([...lists].map(([key, list]) => [key, membersOf(list, size)]));

/** Index of the first item that is not less than `value`. */
function lowerBound(sorted: readonly number[], value: number): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (sorted[middle]! < value) from = middle + 1;
    else to = middle;
  }
  return from;
}

/**
 * Keys by which alerts without an incident are grouped, transitive: of a device the run of alerts in which each follows the one before within the proximate time, otherwise the
 * keys themselves.
 */
export function groupingKeys(alerts: readonly LinkableAlert[]): string[][] {
  const timesOf = new Map<number, number[]>();
  for (const a of alerts) for (const u of a.uses) if (u.reason === 'proximateTime' && a.firstUs !== null) (timesOf.get(u.key) ?? timesOf.set(u.key, []).get(u.key)!).push(a.firstUs);
  const startsOf = new Map([...timesOf].map(([key, times]) => [key, startsOfRuns(times)]));
  return alerts.map((a) => a.uses.flatMap((u) => {
    if (u.reason !== 'proximateTime') return [String(u.key)];
    return a.firstUs === null ? [] : [`${u.key}|${startsOf.get(u.key)!.findLast((t) => t <= a.firstUs!)!}`];
  }));
}

function startsOfRuns(times: number[]): number[] {
  times.sort((a, b) => a - b);
  return times.filter((t, i) => i === 0 || t - times[i - 1]! > PROXIMATE_US);
}
