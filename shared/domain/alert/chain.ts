/**
 * Which alert led to which, as far as records show. Alerts are given in time order and named by their place in it; those without a time take no part, because nobody can say what
 * came before them. A link leads from an alert to a later one (or one of the same moment): what is shared was there before. Only neighbours are linked: of the alerts that share
 * something, each to the one before it and to the first, so that many alerts on one account do not make every pair. It tells an observed connection in time order, no proof of cause.
 */
import { US_PER_HOUR, US_PER_SECOND } from '../../base/time.ts';
import { ancestorsOf, type ParentOf } from '../process/index.ts';
import type { KeyedReason } from './link-keys.ts';
import type { KeyUse } from './linking.ts';
import { CHAIN_REASONS, type ChainReason } from './link-reasons.ts';

export interface ChainableAlert {
  readonly firstUs: number;
  readonly lastUs: number;
  readonly uses: readonly KeyUse[];
  /** Its evidence, by the caller's number of each entity. */
  readonly entities: ReadonlySet<number>;
  readonly processes: readonly number[];
  readonly accounts: readonly number[];
}
/** A relation in the direction in which the attack moved. Entities by the caller's number. */
export interface Flow {
  readonly from: number;
  readonly to: number;
  readonly reason: ChainReason;
  readonly timeUs: number | null;
  readonly relationId: number;
  readonly isReversed: boolean;
}
/** What is looked up only where it is needed, because there is much of it: see `FlowRule.isContext`. */
export interface Context {
  /** Whether an account logged on to a device within a second of `atUs`. */
  readonly loggedOn: (account: number, device: number, atUs: number) => boolean;
  /** Relations from an entity between two times, ends included. */
  readonly flowsFrom: (entity: number, fromUs: number, toUs: number) => readonly Flow[];
}
export interface DirectLink {
  readonly earlier: number;
  readonly later: number;
  readonly reason: ChainReason;
  readonly by:
    /** What both have: one entity, or one thing that has an entity in each. */
    | { readonly kind: 'shared'; readonly own: number; readonly other: number }
    /** From the earlier alert's process down to the later one's; one process where both have it. */
    | { readonly kind: 'spawned'; readonly processes: readonly number[] }
    | { readonly kind: 'flow'; readonly flow: Flow };
}

/** Sources write times with more or fewer digits, so a moment is a second wide. */
const MARGIN_US = US_PER_SECOND;
const ANCESTORS = 100;
/** A logon from device to device leads to an alert that begins at most this long after it. */
const LOGON_US = 24 * US_PER_HOUR;

/** Reasons by which something passes on; the others only say that alerts belong together. */
function passesBy(reason: KeyedReason): ChainReason | null {
  switch (reason) {
    case 'sameFile': return 'file';
    case 'sameUrl': return 'url';
    case 'sameEmail': return 'email';
    case 'sameIp': return 'ip';
    case 'sameAccount': return 'account';
    case 'sameMailbox': return 'mailbox';
    case 'sameApp': return 'app';
    // Told by the processes themselves.
    case 'processChain': return null;
    case 'automatedInvestigation': case 'fileCharacteristics': case 'proximateTime': return null;
  }
}

/** At most one link for each pair and reason, the closest first. */
export function directLinks(alerts: readonly ChainableAlert[], flows: readonly Flow[], parentOf: ParentOf, isCommon: (process: number) => boolean, context: Context): DirectLink[] {
  const links = new Map<string, DirectLink>();
  const add = (link: DirectLink): void => { const id = `${link.earlier}|${link.later}|${link.reason}`; if (!links.has(id)) links.set(id, link); };
  const holders = holdersOf(alerts);
  alerts.forEach((_a, later) => { for (const link of throughProcesses(alerts, later, holders, parentOf, isCommon)) add(link); });
  for (const link of throughShared(alerts)) add(link);
  for (const link of throughFlows(alerts, flows, holders, context)) add(link);
  return [...links.values()].sort((a, b) => a.later - b.later || a.earlier - b.earlier || CHAIN_REASONS.indexOf(a.reason) - CHAIN_REASONS.indexOf(b.reason));
}

/** Alerts by entity, in time order. */
function holdersOf(alerts: readonly ChainableAlert[]): Map<number, number[]> {
  const holders = new Map<number, number[]>();
  alerts.forEach((a, i) => { for (const e of a.entities) (holders.get(e) ?? holders.set(e, []).get(e)!).push(i); });
  return holders;
}

/** The first and the last of those before `later`; one of them where they are the same, none where there is none. */
function neighbours(held: readonly number[], later: number, fits: (earlier: number) => boolean = () => true): number[] {
  const before = held.filter((i) => i < later && fits(i));
  return before.length === 0 ? [] : [...new Set([before.at(-1)!, before[0]!])];
}

function throughShared(alerts: readonly ChainableAlert[]): DirectLink[] {
  const byKey = new Map<number, { readonly reason: ChainReason; readonly held: { alert: number; entity: number }[] }>();
  alerts.forEach((a, alert) => {
    for (const { key, reason, entity } of a.uses) {
      const passes = passesBy(reason);
      if (passes === null) continue;
      const { held } = byKey.get(key) ?? byKey.set(key, { reason: passes, held: [] }).get(key)!;
      if (held.at(-1)?.alert !== alert) held.push({ alert, entity });
    }
  });
  return [...byKey.values()].flatMap(({ reason, held }) => held.slice(1).flatMap((later, i) => [...new Set([held[i]!, held[0]!])].map((earlier): DirectLink => ({ earlier: earlier.alert, later: later.alert, reason, by: { kind: 'shared', own: earlier.entity, other: later.entity } }))));
}

/** From each process of an alert up to the nearest one that an earlier alert is about, below what everybody descends from. */
function* throughProcesses(alerts: readonly ChainableAlert[], later: number, holders: ReadonlyMap<number, readonly number[]>, parentOf: ParentOf, isCommon: (process: number) => boolean): Generator<DirectLink> {
  for (const process of alerts[later]!.processes) {
    const { chain } = ancestorsOf(process, parentOf, ANCESTORS);
    for (const [i, at] of chain.entries()) {
      if (i > 0 && isCommon(at)) break;
      const earlier = neighbours(holders.get(at) ?? [], later);
      for (const e of earlier) yield { earlier: e, later, reason: 'processChain', by: { kind: 'spawned', processes: chain.slice(0, i + 1).toReversed() } };
      if (earlier.length > 0) break;
    }
  }
}

/**
 * A relation at `t` leads from the alerts that knew its start by then to the first alert on its end that was not over. Without a time it leads from alert to later alert. An alert that
 * is about both ends tells the relation by itself, so it is neither.
 */
function* throughFlows(alerts: readonly ChainableAlert[], flows: readonly Flow[], holders: ReadonlyMap<number, readonly number[]>, context: Context): Generator<DirectLink> {
  for (const list of Map.groupBy(flows, (f) => `${f.from}|${f.to}`).values()) {
    const { from, to } = list[0]!;
    const sources = (holders.get(from) ?? []).filter((i) => !alerts[i]!.entities.has(to));
    const ends = (holders.get(to) ?? []).filter((i) => !alerts[i]!.entities.has(from) && i > (sources[0] ?? Infinity));
    if (ends.length === 0) continue;
    // Newest first: of several relations between two alerts the closest to the later one is told.
    for (const flow of list.toSorted((a, b) => (b.timeUs ?? -1) - (a.timeUs ?? -1) || a.relationId - b.relationId)) {
      const t = flow.timeUs;
      const later = ends.find((i) => t === null || alerts[i]!.lastUs >= t - MARGIN_US);
      if (later === undefined || (flow.reason === 'logon' && !isLogonOf(alerts[later]!, flow, context))) continue;
      for (const earlier of neighbours(sources, later, (i) => t === null || alerts[i]!.firstUs <= t + MARGIN_US)) yield { earlier, later, reason: flow.reason, by: { kind: 'flow', flow } };
    }
  }
}

/** People log on from device to device all day: it counts where the account was one of the alert's, or where the alert names none and was going on. */
function isLogonOf(alert: ChainableAlert, { timeUs: t, to }: Flow, context: Context): boolean {
  if (t === null || t < alert.firstUs - LOGON_US) return false;
  if (alert.accounts.length === 0) return t >= alert.firstUs - MARGIN_US;
  return alert.accounts.some((account) => context.loggedOn(account, to, t));
}

export interface Reached {
  readonly alert: number;
  /** Links between it and the asked alert, the fewest. */
  readonly hop: number;
  /** Its links to alerts that are one hop nearer. */
  readonly links: readonly DirectLink[];
}
/** Everything that led to an alert, or that followed from it; nearest first, then in time order. */
export function walkChain(links: readonly DirectLink[], start: number, toward: 'earlier' | 'later'): Reached[] {
  const near = toward === 'earlier' ? 'later' : 'earlier';
  const byNear = Map.groupBy(links, (l) => l[near]);
  const hops = new Map([[start, 0]]);
  const reached = new Map<number, DirectLink[]>();
  let frontier = [start];
  for (let hop = 1; frontier.length > 0; hop++) {
    const next = new Set<number>();
    for (const link of frontier.flatMap((at) => byNear.get(at) ?? [])) {
      const far = link[toward];
      if ((hops.get(far) ?? hop) < hop) continue;
      hops.set(far, hop);
      next.add(far);
      (reached.get(far) ?? reached.set(far, []).get(far)!).push(link);
    }
    frontier = [...next].sort((a, b) => a - b);
  }
  return [...reached].map(([alert, own]) => ({ alert, hop: hops.get(alert)!, links: own })).sort((a, b) => a.hop - b.hop || a.alert - b.alert);
}

/** A step of a path. Null: both ends are one thing. */
export type Step = { readonly kind: 'flow'; readonly flow: Flow } | { readonly kind: 'spawned'; readonly from: number; readonly to: number } | null;
export interface Path { readonly entities: readonly number[]; readonly steps: readonly Step[] }

/**
 * The entities a link runs along. What two alerts share is led back to what brought it in the earlier alert (the process that wrote the file) and on to where it was used in the later
 * one (the device the account logged on to), as far as relations between their evidence tell it in the order of time.
 */
export function pathOf(link: DirectLink, alerts: readonly ChainableAlert[], flowsOf: (entity: number, end: 'from' | 'to') => readonly Flow[], context: Context): Path {
  const { by } = link;
  switch (by.kind) {
    case 'flow': return { entities: [by.flow.from, by.flow.to], steps: [by] };
    case 'spawned': return { entities: by.processes, steps: by.processes.slice(1).map((to, i) => ({ kind: 'spawned', from: by.processes[i]!, to })) };
    case 'shared': {
      const [earlier, later] = [alerts[link.earlier]!, alerts[link.later]!];
      const [since, over] = [earlier.firstUs - MARGIN_US, later.lastUs + MARGIN_US];
      const used = latest([...flowsOf(by.other, 'from').filter((f) => f.timeUs !== null && f.timeUs >= since && f.timeUs <= over), ...context.flowsFrom(by.other, since, over)].filter((f) => later.entities.has(f.to)), later.firstUs + MARGIN_US);
      const until = Math.min(used?.timeUs ?? Infinity, later.lastUs) + MARGIN_US;
      const brought = latest(flowsOf(by.own, 'to').filter((f) => earlier.entities.has(f.from) && f.from !== used?.to && f.timeUs !== null && f.timeUs <= until), until);
      const steps: Step[] = [...(brought === null ? [] : [{ kind: 'flow', flow: brought } as const]), ...(by.own === by.other ? [] : [null]), ...(used === null ? [] : [{ kind: 'flow', flow: used } as const])];
      return { entities: [...(brought === null ? [] : [brought.from]), by.own, ...(by.own === by.other ? [] : [by.other]), ...(used === null ? [] : [used.to])], steps };
    }
  }
}

/** The last one not after `until`, else the first after it; of one moment the nearest to a cause. */
function latest(flows: readonly Flow[], until: number): Flow | null {
  const sorted = [...flows].sort((a, b) => a.timeUs! - b.timeUs! || CHAIN_REASONS.indexOf(b.reason) - CHAIN_REASONS.indexOf(a.reason) || b.relationId - a.relationId);
  return sorted.findLast((f) => f.timeUs! <= until) ?? sorted[0] ?? null;
}
