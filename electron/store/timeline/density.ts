/** How many rows stand where in time, for the brush. */
import type { ParsedInput, TimelineDensity } from '../../../shared/contract/index.ts';
import type { Db } from '../case-file.ts';
import { lowerBound, type EventColumns } from './columns.ts';
import type { Rows } from './rows.ts';
import { inSnapshot, timelineOf } from './timeline-state.ts';

const NO_ALERT = 255;

export function timelineDensity(db: Db, input: ParsedInput<'timeline.density'>): TimelineDensity {
  return inSnapshot(db, () => {
    const { columns, rows, mark } = timelineOf(db).open(input);
    const [startUs, endUs] = span(columns, rows, input.fromUs ?? null, input.toUs ?? null);
    const bins = { eventCounts: new Uint32Array(input.bins), alertCounts: new Uint32Array(input.bins), alertSeverities: new Uint8Array(input.bins).fill(NO_ALERT) };
    const binUs = startUs === null || endUs === null ? 0 : Math.max(1, Math.ceil((endUs - startUs) / input.bins));
    if (startUs !== null && endUs !== null) { countEvents(columns, rows, startUs, endUs, binUs, bins.eventCounts); countAlerts(rows, startUs, endUs, binUs, bins); }
    return { startUs, endUs, binUs, ...bins, total: rows.total, events: rows.ranks.length, alerts: rows.alerts.length, eventsWithoutTime: rows.eventsWithoutTime, alertsWithoutTime: rows.alertsWithoutTime, mark };
  });
}

/** The bounds asked for; where one is not, that of the rows. Null where these have no time at all and a bound is missing. */
function span(columns: EventColumns, rows: Rows, fromUs: number | null, toUs: number | null): readonly [number, number] | readonly [null, null] {
  const { ranks, alerts } = rows;
  const timed = alerts.slice(rows.alertsWithoutTime);
  const events = rows.eventsWithoutTime < ranks.length ? [columns.timesUs[ranks[rows.eventsWithoutTime]!]!, columns.timesUs[ranks.at(-1)!]!] : [];
  const times = [...events, ...(timed.length === 0 ? [] : [timed[0]!.timeUs!, timed.at(-1)!.timeUs!])];
  const start = fromUs ?? (times.length === 0 ? null : Math.min(...times));
  const end = toUs ?? (times.length === 0 ? null : Math.max(...times) + 1);
  // A bound beyond all rows leaves nothing between: an empty span at the bound.
  return start === null || end === null ? [null, null] : [start, Math.max(start, end)];
}

/** Ranks are in time order, so each edge is one binary search, however many events there are. */
function countEvents(columns: EventColumns, rows: Rows, startUs: number, endUs: number, binUs: number, counts: Uint32Array): void {
  const until = (t: number): number => Math.max(rows.eventsWithoutTime, lowerBound(rows.ranks, lowerBound(columns.timesUs, t)));
  // Rounded up, the width of a bin covers the whole span.
  let before = until(startUs);
  for (let k = 0; k < counts.length; k++) {
    const after = until(Math.min(endUs, startUs + (k + 1) * binUs));
    counts[k] = after - before;
    before = after;
  }
}

function countAlerts(rows: Rows, startUs: number, endUs: number, binUs: number, bins: { readonly alertCounts: Uint32Array; readonly alertSeverities: Uint8Array }): void {
  for (const a of rows.alerts.slice(rows.alertsWithoutTime)) {
    if (a.timeUs! < startUs || a.timeUs! >= endUs) continue;
    const k = Math.floor((a.timeUs! - startUs) / binUs);
    bins.alertCounts[k]!++;
    bins.alertSeverities[k] = bins.alertSeverities[k] === NO_ALERT ? a.severity : Math.max(bins.alertSeverities[k]!, a.severity);
  }
}
