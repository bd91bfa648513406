/** A case in which analysts decide, its commands, and everything derived of it as plain rows. */
import { createHash } from 'node:crypto';
import { procedures, RedthreadError, type Input, type Output, type ParsedInput } from '../../shared/contract/index.ts';
import type { Facts } from '../../shared/domain/facts/facts.ts';
import type { Db, OpenCase } from '../../electron/store/case-file.ts';
import { logConflicts } from '../../electron/store/decisions/conflicts.ts';
import { setTags, setVerdict } from '../../electron/store/decisions/entities.ts';
import { addComment, updateAlerts, updateIncidents } from '../../electron/store/decisions/manage.ts';
import { checkMerge, mergeIncidents, moveAlerts, unlinkAlerts } from '../../electron/store/decisions/placement.ts';
import { lastChange, undoChange } from '../../electron/store/decisions/undo.ts';
import { derive } from '../../electron/store/derive/index.ts';
import { ImportSession } from '../../electron/store/import-session.ts';
import { listActivity } from '../../electron/store/queries/activity.ts';
import { getAlert } from '../../electron/store/queries/alerts.ts';
import { getEntity } from '../../electron/store/queries/entities.ts';
import { getIncident } from '../../electron/store/queries/incidents.ts';

const COMMANDS = {
  'incident.update': updateIncidents, 'alert.update': updateAlerts, 'alert.move': moveAlerts, 'alert.unlink': unlinkAlerts, 'incident.merge': mergeIncidents, 'comment.add': addComment, 'entity.setVerdict': setVerdict, 'entity.setTags': setTags, 'change.undo': undoChange,
} as const;
export type CommandName = keyof typeof COMMANDS;

/** One analyst at work on a case. Each command is a second after the one before. */
export class Analyst {
  readonly open: OpenCase;
  actor = 'mia';
  nowUs = Date.UTC(2026, 5, 1) * 1000;
  constructor(open: OpenCase) { this.open = open; }
  get db(): Db { return this.open.db; }

  does<C extends CommandName>(name: C, input: Input<C>): Output<C> {
    this.nowUs += 1_000_000;
    const parsed = procedures[name].input.parse(input) as never;
    return COMMANDS[name](this.open, parsed, { actor: this.actor, nowUs: this.nowUs }) as Output<C>;
  }
  /** The rule or the code by which a command is refused. */
  refusal<C extends CommandName>(name: C, input: Input<C>): string {
    try { this.does(name, input); } catch (thrown) { if (thrown instanceof RedthreadError) return typeof thrown.details?.['rule'] === 'string' ? thrown.details['rule'] : thrown.code; throw thrown; }
    throw new Error(`${name} was not refused`);
  }
  undoes(): Output<'change.undo'> { return this.does('change.undo', { batchId: this.last()!.batchId }); }
  last() { return procedures['change.last'].output.parse(lastChange(this.open)); }
  mergeRules(sourceIncidentId: string, targetIncidentId: string): string[] { return checkMerge(this.db, { sourceIncidentId, targetIncidentId }).refusals.map((r) => r.rule); }
  incident(incidentId: string) { return procedures['incident.get'].output.parse(getIncident(this.db, { incidentId })); }
  alert(alertId: string) { return procedures['alert.get'].output.parse(getAlert(this.db, { alertId })); }
  entity(entityId: string) { return procedures['entity.get'].output.parse(getEntity(this.db, { entityId })); }
  log(filter: Omit<Partial<ParsedInput<'activity.list'>>, 'limit'> = {}) { return procedures['activity.list'].output.parse(listActivity(this.db, { limit: 1000, ...filter })).items; }
  alertsOf(incidentId: string): string[] { return this.db.prepare('select a.alert_id from alert a join incident i using(incident_pk) where i.incident_id = ? order by 1').pluck().all(incidentId) as string[]; }

  /** An import of these sources, as the import thread does it. */
  imports(...sources: readonly { readonly name: string; readonly format?: string; readonly records: readonly Facts[] }[]): void {
    for (const s of sources) {
      const session = new ImportSession(this.db, { path: s.name, fileName: s.name, sha256: createHash('sha256').update(s.name).digest('hex'), bytes: 1, format: s.format ?? 'test', importerVersion: 1, importedUs: 0 });
      const member = session.member(null, s.name, s.format ?? 'test');
      s.records.forEach((r, i) => session.add(member, { row: i, line: i + 1, byteOffset: 0, byteLength: 1 }, r));
      session.endMember(member);
      session.endFacts();
    }
    derive(this.db);
    logConflicts(this.db, { actor: this.actor, nowUs: this.nowUs });
  }
}

/** Every derived table, keys of rows replaced by what they stand for. */
export function derivedTables(db: Db): Record<string, unknown[]> {
  const all = (sql: string) => db.prepare(sql).all();
  const incident = (column: string) => `(select incident_id from incident x where x.incident_pk = ${column})`;
  const alert = (column: string) => `(select alert_id from alert x where x.alert_pk = ${column})`;
  const entity = (column: string) => `(select entity_id from entity x where x.entity_pk = ${column})`;
  return {
    incident: all(`select incident_id, display_name, severity, status, origin, first_activity_us, last_activity_us, last_update_us, assigned_to, classification, alert_count, data, record_id, span_start_us, span_end_us, base_data, local_fields, ${incident('i.merged_into_pk')} merged_into from incident i order by 1`),
    alert: all(`select alert_id, ${incident('a.incident_pk')} incident, ${incident('a.derived_incident_pk')} derived, severity, first_activity_us, last_activity_us, title, status, data, base_data, local_fields, record_id from alert a order by 1`),
    alert_key: all('select * from alert_key order by 1, 2'),
    entity: all('select * from entity order by entity_id'),
    entity_key: all('select * from entity_key order by 1, 2, 3'),
    evidence: all('select * from evidence order by 1'),
    relation: all('select * from relation order by 1'),
    // Rows of lists carry ids and no keys, so they compare as they are.
    ...Object.fromEntries(['incident_list', 'alert_list', 'evidence_list', 'asset_list'].map((table) => [table, all(`select row from ${table} order by 1`)])),
    incident_value: all(`select ${incident('m.incident_pk')} incident, column_id, value from incident_value m order by 1, 2, 3`), asset_value: all(`select ${entity('m.entity_pk')} entity, column_id, value from asset_value m order by 1, 2, 3`),
    incident_entity: all(`select ${incident('m.incident_pk')} incident, ${entity('m.entity_pk')} entity, membership, first_us, last_us, alert_count from incident_entity m order by 1, 2`),
    incident_event: all(`select ${incident('m.incident_pk')} incident, time_us, event_id from incident_event m order by 1, 2, 3`),
    investigation: all(`select investigation_id, ${incident('n.incident_pk')} incident, ${alert('n.alert_pk')} alert, device_pk, state, start_us, data, record_id from investigation n order by 1`),
    action: all(`select action_pk, action_id, ${incident('n.incident_pk')} incident, target_pk, device_pk, status, requested_us, data, record_id from action n order by 1`),
    decided: all(`select target_kind, case target_kind when 'incident' then ${incident('d.target_pk')} when 'alert' then ${alert('d.target_pk')} else ${entity('d.target_pk')} end target, decision_id from decided d order by 1, 2, 3`),
    incident_alias: all(`select incident_id, ${incident('d.incident_pk')} incident from incident_alias d order by 1`),
  };
}

/** What is derived, without the traces that decisions leave where they were taken back: when something was last decided. */
export function effectiveTables(db: Db): Record<string, unknown[]> {
  const { decided: _decided, incident_list: _i, alert_list: _a, evidence_list: _e, asset_list: _s, ...tables } = derivedTables(db);
  const plain = (row: unknown) => { const { base_data, data, last_update_us: _at, ...rest } = row as { base_data?: string | null; data: string; last_update_us?: number }; return { ...rest, data: JSON.parse(base_data ?? data) as unknown }; };
  return { ...tables, incident: tables['incident']!.map(plain), alert: tables['alert']!.map(plain) };
}
