/** Pages of the timeline, and where a time stands in it. */
import type { AlertRow, Output, ParsedInput, TimelineRow } from '../../../shared/contract/index.ts';
import { eventGroup } from '../../../shared/domain/event/index.ts';
import type { Db } from '../case-file.ts';
import { offsetOf, pageOf, parse, prepared } from '../queries/shared.ts';
import { readEvents } from '../queries/timeline.ts';
import type { EventColumns } from './columns.ts';
import type { RowRef } from './rows.ts';
import { inSnapshot, timelineOf } from './timeline-state.ts';

export function pageTimeline(db: Db, input: ParsedInput<'timeline.page'>): Output<'timeline.page'> {
  return inSnapshot(db, () => {
    const { columns, rows, mark } = timelineOf(db).open(input);
    const offset = input.offset ?? offsetOf(input);
    const items = readRows(db, columns, rows.slice(offset, input.limit, input.descending));
    return { ...pageOf({ limit: input.limit, cursor: `o${offset}` }, items, rows.total), withoutTime: rows.withoutTime, mark };
  });
}

export function rowAt(db: Db, input: ParsedInput<'timeline.rowAt'>): Output<'timeline.rowAt'> {
  return inSnapshot(db, () => {
    const { rows, mark } = timelineOf(db).open(input);
    return { offset: rows.offsetOf(input.timeUs, input.descending), total: rows.total, mark };
  });
}

/** Events by their ids, each in one seek. */
const PICKED = 'select 0 t, ev.* from json_each(?) j cross join event ev on ev.event_id = j.value';

/** Rows in the order of `refs`. */
export function readRows(db: Db, columns: EventColumns, refs: readonly RowRef[]): TimelineRow[] {
  const ids = refs.flatMap((r) => (r.kind === 'event' ? [columns.ids[r.rank]!] : []));
  const events = new Map(readEvents(db, PICKED, [JSON.stringify(ids)]).map(({ t: _t, ...e }) => [e.eventId, e]));
  return refs.map((r): TimelineRow => {
    if (r.kind === 'alert') return alertRow(db, r.alert.pk);
    const event = events.get(columns.ids[r.rank]!)!;
    return { kind: 'event', ...event, group: eventGroup(event.actionType, event.source) };
  });
}

function alertRow(db: Db, pk: number): TimelineRow {
  const a = parse<AlertRow>(prepared(db, 'select row from alert_list where alert_pk = ?').pluck().get(pk) as string, {} as AlertRow);
  return {
    kind: 'alert', timeUs: a.firstActivityUs, alertId: a.alertId, incidentId: a.incidentId, incidentName: a.incidentName, title: a.title, severity: a.severity, status: a.status, category: a.category, mitreTechniques: a.mitreTechniques, serviceSource: a.serviceSource,
    productName: a.productName, lastActivityUs: a.lastActivityUs, assetNames: a.assetNames, assetCount: a.assetCount,
  };
}
