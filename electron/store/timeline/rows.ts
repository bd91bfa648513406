/** Events and alerts interleaved: which row stands at an offset, without building the list. */
import { lowerBound, type EventColumns } from './columns.ts';
import type { AlertPoint } from './select.ts';

export type RowRef = { readonly kind: 'event'; readonly rank: number } | { readonly kind: 'alert'; readonly alert: AlertPoint };

/**
 * Rows with a time come first, in the direction asked for; those without stand last in either direction, alerts before events. An alert stands before events of the same microsecond.
 * Every row is found by a binary search over the alerts, however far down.
 */
export class Rows {
  readonly #columns: EventColumns;
  readonly ranks: Uint32Array;
  /** By time, then by id; those without a time first, like ranks. */
  readonly alerts: readonly AlertPoint[];
  readonly eventsWithoutTime: number;
  readonly alertsWithoutTime: number;
  /** Offsets, ascending, of alerts with a time among the rows with a time. */
  readonly #alertAt: Float64Array;

  constructor(columns: EventColumns, ranks: Uint32Array, alerts: readonly AlertPoint[]) {
    this.#columns = columns;
    this.ranks = ranks;
    this.alerts = alerts;
    this.eventsWithoutTime = lowerBound(ranks, columns.withoutTime);
    this.alertsWithoutTime = alerts.findIndex((a) => a.timeUs !== null);
    if (this.alertsWithoutTime === -1) this.alertsWithoutTime = alerts.length;
    this.#alertAt = Float64Array.from(alerts.slice(this.alertsWithoutTime), (a, nth) => nth + this.#timedBefore(a.timeUs!));
  }

  get total(): number { return this.ranks.length + this.alerts.length; }
  get withoutTime(): number { return this.eventsWithoutTime + this.alertsWithoutTime; }
  get #timed(): number { return this.total - this.withoutTime; }

  /** At most `limit` rows from an offset on. */
  slice(offset: number, limit: number, descending: boolean): RowRef[] {
    return Array.from({ length: Math.max(0, Math.min(limit, this.total - offset)) }, (_v, i) => this.at(offset + i, descending));
  }

  at(offset: number, descending: boolean): RowRef {
    if (offset < this.#timed) return this.#timedAt(descending ? this.#timed - 1 - offset : offset);
    const nth = offset - this.#timed;
    return nth < this.alertsWithoutTime ? { kind: 'alert', alert: this.alerts[nth]! } : { kind: 'event', rank: this.ranks[nth - this.alertsWithoutTime]! };
  }

  /** Offset of the first row at or after a time, in the direction asked for. */
  offsetOf(timeUs: number, descending: boolean): number {
    const before = (t: number): number => this.#timedBefore(t) + this.#alertsBefore(t);
    return descending ? this.#timed - before(timeUs + 1) : before(timeUs);
  }

  /** Offset, ascending, of an event; null where the filters leave it out. `nth`: its place among the events alone. */
  find(rank: number): { readonly nth: number; readonly offset: number } | null {
    const index = lowerBound(this.ranks, rank);
    if (this.ranks[index] !== rank) return null;
    if (index < this.eventsWithoutTime) return { nth: this.ranks.length - this.eventsWithoutTime + index, offset: this.#timed + this.alertsWithoutTime + index };
    const nth = index - this.eventsWithoutTime;
    return { nth, offset: nth + this.#alertsBefore(this.#columns.timesUs[rank]! + 1) };
  }

  /** The rank of an event by its place among the events alone, those without a time last. Undefined outside. */
  rankAt(nth: number): number | undefined {
    const timed = this.ranks.length - this.eventsWithoutTime;
    if (nth < 0 || nth >= this.ranks.length) return undefined;
    return nth < timed ? this.ranks[nth + this.eventsWithoutTime] : this.ranks[nth - timed];
  }

  #timedAt(place: number): RowRef {
    const alertsBefore = lowerBound(this.#alertAt, place);
    if (this.#alertAt[alertsBefore] === place) return { kind: 'alert', alert: this.alerts[this.alertsWithoutTime + alertsBefore]! };
    return { kind: 'event', rank: this.ranks[this.eventsWithoutTime + place - alertsBefore]! };
  }

  /** Events with a time before this one. */
  #timedBefore(timeUs: number): number {
    return Math.max(0, lowerBound(this.ranks, lowerBound(this.#columns.timesUs, timeUs)) - this.eventsWithoutTime);
  }
  #alertsBefore(timeUs: number): number {
    let low = this.alertsWithoutTime;
    let high = this.alerts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.alerts[middle]!.timeUs! < timeUs) low = middle + 1;
      else high = middle;
    }
    return low - this.alertsWithoutTime;
  }
}
