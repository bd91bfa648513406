/** What all queries share: pages, record references, lookups of ids. */
import { SEVERITIES, VERDICTS } from '../../../shared/domain/attack-graph/codes.ts';
import { RedthreadError } from '../../../shared/contract/index.ts';
import type { Db } from '../case-file.ts';
import { findIncident } from '../decisions/resolve.ts';
import { prepared } from '../prepared.ts';

export { prepared };

export interface PageInput { readonly limit: number; readonly cursor?: string | undefined }
export interface Page<T> { readonly items: T[]; readonly total: number; readonly nextCursor: string | null }

/** Offset pages for lists that a person scrolls through; event pages have their own keyset cursor. */
export function offsetOf(input: PageInput): number {
  if (input.cursor === undefined) return 0;
  const m = /^o(\d{1,12})$/.exec(input.cursor);
  if (!m) throw new RedthreadError('badRequest', 'The cursor is not one this list gave out. Start again without a cursor.');
  return Number(m[1]);
}

export function pageOf<T>(input: PageInput, items: T[], total: number): Page<T> {
  const next = offsetOf(input) + items.length;
  return { items, total, nextCursor: items.length > 0 && next < total ? `o${next}` : null };
}

export const severityName = (code: number) => SEVERITIES[code] ?? 'unknown';
export const verdictName = (code: number) => VERDICTS[code] ?? 'unknown';
export const parse = <T>(text: string | null, fallback: T): T => (text === null ? fallback : (JSON.parse(text) as T));

/** LIKE pattern that matches `text` literally anywhere. */
export const contains = (text: string) => `%${text.replace(/[\\%_]/g, (c) => `\\${c}`)}%`;

export interface RecordRefRow { recordId: number; sourceId: number; fileName: string; member: string | null; line: number; row: number; byteOffset: number; byteLength: number }
const RECORD_REF = 'select r.record_id recordId, m.source_id sourceId, s.file_name fileName, m.path member, r.line, r.row, r.byte_offset byteOffset, r.byte_length byteLength from record r join member m using(member_id) join source s using(source_id) where r.record_id = ?';

export function recordRef(db: Db, recordId: number | null): RecordRefRow | null {
  return recordId === null ? null : ((prepared(db, RECORD_REF).get(recordId) as RecordRefRow | undefined) ?? null);
}

export function incidentPk(db: Db, incidentId: string): number {
  const pk = findIncident(db, incidentId);
  if (pk === null) throw new RedthreadError('notFound', `This case holds no incident ${incidentId}.`, { incidentId });
  return pk;
}
/** What no source ever updated counts as of its last activity. `i` is the incident. */
export const LAST_UPDATE = 'ifnull(i.last_update_us, ifnull(i.last_activity_us, -1))';

/** The named incident, or without a name the one that was updated last: the first of the queue. */
export function incidentOf(db: Db, incidentId: string | undefined): { pk: number; incidentId: string } {
  if (incidentId !== undefined) return { pk: incidentPk(db, incidentId), incidentId };
  const first = db.prepare(`select incident_pk pk, incident_id incidentId from incident i order by ${LAST_UPDATE} desc, incident_id limit 1`).get() as { pk: number; incidentId: string } | undefined;
  if (first === undefined) throw new RedthreadError('notFound', 'This case holds no incident yet. Import incidents, alerts or telemetry first.');
  return first;
}
export function entityPk(db: Db, entityId: string): number {
  const pk = db.prepare('select entity_pk from entity where entity_id = ?').pluck().get(entityId) as number | undefined;
  if (pk === undefined) throw new RedthreadError('notFound', `This case holds no entity ${entityId}.`, { entityId });
  return pk;
}
export function alertPk(db: Db, alertId: string): number {
  const pk = (db.prepare('select alert_pk from alert where alert_id = ?').pluck().get(alertId) ?? db.prepare('select alert_pk from alert_key where key = ?').pluck().get(alertId.toLowerCase())) as number | undefined;
  if (pk === undefined) throw new RedthreadError('notFound', `This case holds no alert ${alertId}.`, { alertId });
  return pk;
}

/** Collects conditions with bound values; never builds SQL from input. */
export class Where {
  readonly #parts: string[] = [];
  readonly values: unknown[] = [];
  add(sql: string, ...values: unknown[]): this {
    this.#parts.push(`(${sql})`);
    this.values.push(...values);
    return this;
  }
  get sql(): string {
    return this.#parts.length === 0 ? '' : `where ${this.#parts.join(' and ')}`;
  }
}
