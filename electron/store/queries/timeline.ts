import type { EventRow, Histogram, ParsedInput } from '../../../shared/contract/index.ts';
import { RedthreadError } from '../../../shared/contract/index.ts';
import type { Db } from '../case-file.ts';
import { getGraph } from './graph.ts';
import { alertPk, contains, entityPk, incidentOf, incidentPk, parse, Where } from './shared.ts';

const NO_ALERT = 255;

export function getHistogram(db: Db, input: ParsedInput<'timeline.histogram'>): Histogram {
  const { pk, incidentId } = incidentOf(db, input.incidentId);
  const span = db.prepare('select span_start_us a, span_end_us b from incident where incident_pk = ?').get(pk) as { a: number | null; b: number | null };
  const eventTotal = db.prepare('select count(*) from incident_event where incident_pk = ?').pluck().get(pk) as number;
  const eventsWithoutTime = db.prepare('select count(*) from incident_event where incident_pk = ? and time_us = -1').pluck().get(pk) as number;
  const alerts = db.prepare('select first_activity_us t, severity from alert where incident_pk = ?').all(pk) as { t: number | null; severity: number }[];
  const eventCounts = new Uint32Array(input.bins);
  const alertCounts = new Uint32Array(input.bins);
  const alertSeverities = new Uint8Array(input.bins).fill(NO_ALERT);
  const binUs = span.a === null || span.b === null ? 0 : Math.max(1, Math.ceil((span.b - span.a) / input.bins));
  if (span.a !== null) {
    for (const row of db.prepare('select cast((time_us - @start) / @bin as integer) k, count(*) n from incident_event where incident_pk = @pk and time_us >= @start group by 1').all({ start: span.a, bin: binUs, pk }) as { k: number; n: number }[]) {
      eventCounts[Math.min(input.bins - 1, row.k)]! += row.n;
    }
    for (const a of alerts) {
      if (a.t === null) continue;
      const k = Math.min(input.bins - 1, Math.max(0, Math.floor((a.t - span.a) / binUs)));
      alertCounts[k]!++;
      alertSeverities[k] = alertSeverities[k] === NO_ALERT ? a.severity : Math.max(alertSeverities[k]!, a.severity);
    }
  }
  const graph = getGraph(db, { incidentId, view: 'story' });
  const steps = new Set<number>();
  for (const t of [graph.nodeFirstUs, graph.edgeFirstUs, graph.alertFirstUs]) for (const v of t) if (!Number.isNaN(v)) steps.add(v);
  return {
    startUs: span.a, endUs: span.b, binUs, eventCounts, alertCounts, alertSeverities, total: eventTotal, eventTotal, alertTotal: alerts.length, eventsWithoutTime, alertsWithoutTime: alerts.filter((a) => a.t === null).length,
    stepsUs: Float64Array.from(steps).sort(),
  };
}

/**
 * Events in time order, those without a time first (at -1). Keyset cursor `e<time>.<id>`: a page far down costs what the first
 * costs. `total` counts what the filters leave.
 */
export function pageEvents(db: Db, input: ParsedInput<'event.page'>): { items: EventRow[]; total: number; nextCursor: string | null } {
  const scopes: string[] = [];
  const where = new Where();
  if (input.incidentId !== undefined) { scopes.push('incident_event s'); where.add('s.incident_pk = ?', incidentPk(db, input.incidentId)); }
  if (input.entityId !== undefined) {
    scopes.push('event_entity x');
    where.add('x.entity_pk = ?', entityPk(db, input.entityId));
    if (scopes.length > 1) where.add('x.event_id = s.event_id and x.time_us = s.time_us');
  }
  const time = input.incidentId !== undefined ? 's.time_us' : input.entityId !== undefined ? 'x.time_us' : 'ifnull(ev.time_us, -1)';
  const id = input.incidentId !== undefined ? 's.event_id' : input.entityId !== undefined ? 'x.event_id' : 'ev.event_id';
  if (input.alertId !== undefined) where.add(`${id} in (select event_id from alert_event where alert_pk = ?)`, alertPk(db, input.alertId));
  if (input.fromUs != null) where.add(`${time} >= ?`, input.fromUs);
  if (input.toUs != null) where.add(`${time} < ?`, input.toUs);
  if (input.search !== undefined && input.search !== '') where.add(`ev.summary like ? escape '\\'`, contains(input.search));
  const from = scopes.length === 0 ? 'from event ev' : `from ${scopes.join(' cross join ')} join event ev on ev.event_id = ${id}`;
  const total = db.prepare(`select count(*) ${from} ${where.sql}`).pluck().get(...where.values) as number;
  if (input.cursor !== undefined) {
    const m = /^e(-?\d{1,16})\.(\d{1,16})$/.exec(input.cursor);
    if (!m) throw new RedthreadError('badRequest', 'The cursor is not one this list gave out. Start again without a cursor.');
    where.add(`(${time}, ${id}) > (?, ?)`, Number(m[1]), Number(m[2]));
  }
  const rows = readEvents(db, `select ${time} t, ev.* ${from} ${where.sql} order by 1, ${id} limit ?`, [...where.values, input.limit]);
  const last = rows.at(-1);
  return {
    items: rows.map(({ t: _t, ...r }) => r), total,
    nextCursor: last !== undefined && rows.length === input.limit ? `e${last.t}.${last.eventId}` : null,
  };
}

/** Rows of the events that `picked` selects as `t, event.*`, in the order of `t` and id. */
export function readEvents(db: Db, picked: string, values: readonly unknown[]): (EventRow & { t: number })[] {
  const name = (alias: string, column: string) => `left join mention m${alias} on m${alias}.mention_id = p.${column} left join entity e${alias} on e${alias}.entity_pk = m${alias}.entity_pk`;
  const rows = db.prepare(`with picked as (${picked})
    select p.t, p.event_id eventId, p.time_us timeUs, n.text timeNote, so.text source, ac.text actionType, p.windows_event_id windowsEventId, p.summary, p.techniques, p.record_id recordId, fl.event_key is not null isFlagged,
      ed.entity_id deviceEntityId, ed.display_name deviceName, ea.entity_id actorEntityId, ea.display_name actorName, ea.kind actorKind, eu.entity_id accountEntityId, eu.display_name accountName, et.entity_id targetEntityId, et.display_name targetName, et.kind targetKind
    from picked p join term so on so.term_id = p.source join term ac on ac.term_id = p.action_type left join term n on n.term_id = p.time_note left join event_flag fl on fl.event_key = p.key
      ${name('d', 'device_mention')} ${name('a', 'actor_mention')} ${name('u', 'account_mention')} ${name('t', 'target_mention')} order by p.t, p.event_id`).all(...values) as (Omit<EventRow, 'mitreTechniques' | 'isFlagged'> & { t: number; techniques: string | null; isFlagged: number })[];
  return rows.map(({ techniques, isFlagged, ...r }) => ({ ...r, mitreTechniques: parse<string[]>(techniques, []), isFlagged: isFlagged === 1 }));
}
