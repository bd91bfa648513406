/** The activity log as a list: of the case, or of what concerns one incident, alert or entity. */
import type { ActivityEntry, ParsedInput } from '../../../shared/contract/index.ts';
import type { Db } from '../case-file.ts';
import { mergedInto } from '../decisions/about.ts';
import { idsOf } from '../decisions/standing.ts';
import { alertPk, contains, entityPk, incidentPk, offsetOf, pageOf, parse, prepared, Where, type Page } from './shared.ts';

interface Row { seq: number; atUs: number; actor: string; action: string; details: string; hash: string }

export function listActivity(db: Db, input: ParsedInput<'activity.list'>): Page<ActivityEntry> {
  const where = new Where();
  const about = (kind: string, ids: readonly string[]) => where.add(`l.seq in (select seq from activity_target where target_kind = ? and target_id in (select value from json_each(?)))`, kind, JSON.stringify(ids));
  const merged = new Set<string>();
  if (input.incidentId !== undefined) {
    const pk = incidentPk(db, input.incidentId);
    const own = idsOf(db, 'incident', pk, input.incidentId);
    for (const m of mergedInto(db, pk)) for (const id of idsOf(db, 'incident', m.pk, m.incidentId)) if (!own.includes(id)) merged.add(id);
    about('incident', [...own, ...merged]);
  }
  if (input.alertId !== undefined) { const pk = alertPk(db, input.alertId); about('alert', idsOf(db, 'alert', pk, prepared(db, 'select alert_id from alert where alert_pk = ?').pluck().get(pk) as string)); }
  if (input.entityId !== undefined) about('entity', idsOf(db, 'entity', entityPk(db, input.entityId), input.entityId));
  if (input.action !== undefined && input.action !== '') where.add('substr(l.action, 1, ?) = ?', input.action.length, input.action);
  if (input.actor !== undefined && input.actor !== '') where.add('l.actor = ?', input.actor);
  if (input.text !== undefined && input.text !== '') where.add(`l.details like ? escape '\\' or l.action like ? escape '\\' or l.actor like ? escape '\\'`, contains(JSON.stringify(input.text).slice(1, -1)), contains(input.text), contains(input.text));
  const rows = db.prepare(`select l.seq, l.at_us atUs, l.actor, l.action, l.details, l.hash from activity_log l ${where.sql} order by l.seq desc limit ? offset ?`).all(...where.values, input.limit, offsetOf(input)) as Row[];
  const total = db.prepare(`select count(*) from activity_log l ${where.sql}`).pluck().get(...where.values) as number;
  return pageOf(input, rows.map((r) => toEntry(db, r, merged)), total);
}

function toEntry(db: Db, row: Row, merged: ReadonlySet<string>): ActivityEntry {
  const details = parse<Record<string, unknown>>(row.details, {});
  const text = (name: string) => { const value = details[name]; return typeof value === 'string' ? value : null; };
  const [targetKind, targetId] = [text('targetKind'), text('targetId')];
  const isDifference = row.action === 'import.differs';
  return {
    ...row, details, targetKind, targetId, targetName: targetKind === null || targetId === null ? null : nameOf(db, targetKind, targetId), field: text('field'), old: (isDifference ? details['local'] : details['old']) ?? null,
    new: (isDifference ? details['imported'] : details['new']) ?? null, batchId: text('batchId'), reason: text('reason'), mergedFromIncidentId: targetKind === 'incident' && targetId !== null && merged.has(targetId) ? targetId : null,
  };
}

function nameOf(db: Db, kind: string, id: string): string | null {
  const sql = { incident: 'select display_name from incident where incident_id = ?', alert: 'select title from alert where alert_id = ?', entity: 'select display_name from entity where entity_id = ?', event: 'select substr(summary, 1, 300) from event where event_id = cast(? as integer)' }[kind];
  return sql === undefined ? null : ((prepared(db, sql).pluck().get(id) as string | undefined) ?? null);
}
