/** One change: decisions of one batch with their entries in the activity log, then everything that follows from them. */
import { randomUUID } from 'node:crypto';
import { latest, PLACEMENT, sameValue } from '../../../shared/domain/decision/index.ts';
import { RedthreadError } from '../../../shared/contract/index.ts';
import { appendActivity, type ActivityTarget } from '../activity-log.ts';
import { guarded, type Db, type OpenCase } from '../case-file.ts';
import { deriveAlertLinks } from '../derive/alert-links.ts';
import { forgetFirstNamed } from '../derive/first-named.ts';
import { deriveSpans } from '../derive/incidents.ts';
import { refreshLists } from '../derive/lists.ts';
import { deriveActions, deriveInvestigations } from '../derive/rollups.ts';
import { alertPk, entityPk, incidentPk, prepared } from '../queries/shared.ts';
import { CREATED, createAnalystIncidents } from './analyst-incidents.ts';
import { overlayEntity } from './apply.ts';
import { conflictsAbout, effectiveOf, statedOf } from './conflicts.ts';
import { nothingTouched, overlayAll, type Touched } from './refresh.ts';
import { anchorIncident, entityAnchor, findIncident, type TargetKind } from './resolve.ts';
import { standingOf } from './standing.ts';

export interface By { readonly actor: string; readonly nowUs: number }
export interface Target { readonly kind: TargetKind; readonly pk: number; readonly id: string }
/** How a decision is told in the log; without `action` it is `incident.changed`, `alert.changed`, `entity.changed`. */
/** `always`: also where the value counts already. */
export interface Told { readonly always?: boolean; readonly reason?: string | null; readonly action?: string; readonly details?: Readonly<Record<string, unknown>>; readonly alsoAbout?: readonly ActivityTarget[] }

/** Runs a command: all of it or nothing, and named errors where the case cannot be written. */
export function inChange<T>(open: OpenCase, by: By, work: (change: Change) => T): T {
  if (open.readOnly) throw new RedthreadError('caseReadOnly', `${open.path} cannot be written. Copy it to a folder you can write to, then open the copy.`, { path: open.path });
  return guarded(open.path, () => open.db.transaction(() => {
    const change = new Change(open.db, by);
    const answer = work(change);
    change.settle();
    return answer;
  }).immediate());
}

export class Change {
  readonly batchId = randomUUID();
  readonly db: Db;
  readonly by: By;
  readonly touched: Touched = nothingTouched();
  readonly #changed = new Set<string>();
  #seq = 0;

  constructor(db: Db, by: By) {
    this.db = db;
    this.by = by;
  }

  /** What commands answer: how many targets, of one kind or of all, are different now. */
  outcome(kind?: TargetKind): { batchId: string | null; changed: number } {
    const own = [...this.#changed].filter((c) => kind === undefined || c.startsWith(`${kind} `));
    return { batchId: this.#seq === 0 ? null : this.batchId, changed: own.length };
  }

  /** Decides a field of one value. Nothing happens where it already counts, unless a source has said something else since: then it is confirmed. */
  set(target: Target, field: string, value: unknown, told: Told = {}): void {
    const old = effectiveOf(this.db, target.kind, target.pk)[field] ?? null;
    if (told.always !== true && sameValue(old, value) && !conflictsAbout(this.db, target.kind, target.pk).some((c) => c.field === field)) return;
    const { base, baseUs } = statedOf(this.db, target.kind, target.pk);
    this.#append(target, { field, item: '', value, previous: old, seen: base[field] ?? null, seenUs: baseUs, reason: told.reason ?? null });
    this.#tell(target, field, old, value, told);
  }

  /** Decides one of several values of a field: a tag (true: there, false: not), a comment. */
  add(target: Target, field: string, item: string, value: unknown, previous: unknown, told: Told = {}): void {
    this.#append(target, { field, item, value, previous, seen: null, seenUs: null, reason: told.reason ?? null });
    const [old, now] = field === 'customTags' ? [value === true ? null : item, value === true ? item : null] : [null, value];
    this.#tell(target, field, old, now, told);
  }

  comment(target: Target, text: string): void {
    this.add(target, 'comments', randomUUID(), text, null, { action: 'comment.added' });
  }

  /** Notes for incidents that what they hold changed; shows in when they were last updated. */
  contentsChanged(target: Target, what: Readonly<Record<string, unknown>>): void {
    this.#append(target, { field: 'alerts', item: this.batchId, value: what, previous: null, seen: null, seenUs: null, reason: null });
  }

  /** An incident of the analyst's own. */
  createIncident(name: string, told: Told): Target {
    const id = `analyst-${randomUUID().replaceAll('-', '').slice(0, 12)}`;
    this.#write({ kind: 'incident', pk: -1, id }, { field: CREATED, item: '', value: name, previous: null, seen: null, seenUs: null, reason: told.reason ?? null }, null);
    createAnalystIncidents(this.db);
    const target: Target = { kind: 'incident', pk: incidentPk(this.db, id), id };
    prepared(this.db, `insert into decided select 'incident', ?, decision_id from decision where batch_id = ? and target_id = ?`).run(target.pk, this.batchId, id);
    this.touch(target);
    this.#tell(target, 'displayName', null, name, { ...told, action: 'incident.created' });
    return target;
  }

  /** Takes a decision of another batch back: a row that says so. What it was about may be gone from the case. */
  takeBack(pk: number | null, d: DecisionRow): void {
    const target: Target | null = pk === null ? null : { kind: d.kind, pk, id: d.targetId };
    const row: Decision = { field: d.field, item: d.item, value: d.previous, previous: d.value, seen: null, seenUs: null, reason: null };
    if (target === null) { this.#write({ kind: d.kind, pk: -1, id: d.targetId }, row, d.batchId, d.anchor); return; }
    this.#append(target, row, d.batchId);
    if (d.field === 'alerts' || d.field === 'mergedIncidents') return;
    const [old, now] = d.field === 'customTags' ? [d.value === true ? d.item : null, d.value === true ? null : d.item] : [d.value, d.previous];
    const places = d.field === PLACEMENT.alert || d.field === PLACEMENT.incident ? [d.value, d.previous].filter((id) => typeof id === 'string').map((id) => ({ kind: 'incident', id })) : [];
    this.#tell(target, d.field === CREATED ? 'displayName' : d.field, old, now, { action: 'change.undone', details: { undoes: d.batchId }, alsoAbout: places });
  }

  touch(target: Target): void {
    switch (target.kind) {
      case 'incident': this.touched.incidents.add(target.pk); break;
      case 'alert': this.touched.alerts.add(target.pk); break;
      case 'entity': this.touched.entities.add(target.pk); break;
    }
  }

  /** Brings the touched rows up to date, and what follows from where alerts are. */
  settle(): void {
    if (this.#seq === 0) return;
    overlayAll(this.db, this.touched);
    for (const pk of this.touched.entities) overlayEntity(this.db, pk);
    const held = this.touched.contents.size > 0 ? this.#settleContents() : [];
    refreshLists(this.db, { ...this.touched, incidents: [...this.touched.incidents, ...this.touched.contents, ...held] });
  }

  /** Spans, investigations and actions follow where alerts are. Gives the incidents that gained or lost one of the latter. */
  #settleContents(): number[] {
    const places = () => prepared(this.db, `select 'n' || investigation_id id, incident_pk pk from investigation union all select 'x' || action_id, incident_pk from action`).raw().all() as [string, number | null][];
    const before = new Map(places());
    deriveSpans(this.db, [...this.touched.contents]);
    // Both write down which record named a thing first, which only imports ask for.
    forgetFirstNamed(this.db);
    deriveInvestigations(this.db);
    deriveActions(this.db);
    deriveAlertLinks(this.db, [...this.touched.contents]);
    const after = new Map(places());
    const moved = [...new Set([...before.keys(), ...after.keys()])].filter((id) => before.get(id) !== after.get(id));
    return moved.flatMap((id) => [before.get(id), after.get(id)]).filter((pk) => pk != null);
  }

  #append(target: Target, d: Decision, undoes: string | null = null): void {
    const decisionId = this.#write(target, d, undoes);
    prepared(this.db, 'insert into decided(target_kind, target_pk, decision_id) values(?, ?, ?)').run(target.kind, target.pk, decisionId);
    if (target.kind === 'incident') anchorIncident(this.db, target.pk, decisionId);
    // An incident that is only named as the place of another thing must be found again too.
    const place = d.field === PLACEMENT.alert || d.field === PLACEMENT.incident ? [d.value, d.previous] : [];
    for (const id of place) {
      const pk = typeof id === 'string' ? findIncident(this.db, id) : null;
      if (pk !== null) anchorIncident(this.db, pk, decisionId);
    }
    this.touch(target);
  }

  #write(target: Target, d: Decision, undoes: string | null, anchor = target.kind === 'entity' ? entityAnchor(this.db, target.pk) : null): number {
    return Number(prepared(this.db, `insert into decision(batch_id, seq, target_kind, target_id, anchor, field, item, value, previous, seen, seen_us, reason, at_us, actor, undoes) values(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
      .run(this.batchId, ++this.#seq, target.kind, target.id, anchor, d.field, d.item, json(d.value), json(d.previous), json(d.seen), d.seenUs, d.reason, this.by.nowUs, this.by.actor, undoes).lastInsertRowid);
  }

  #tell(target: Target, field: string, old: unknown, now: unknown, told: Told): void {
    this.#changed.add(`${target.kind} ${target.pk}`);
    const reason = told.reason == null ? {} : { reason: told.reason };
    appendActivity(this.db, {
      atUs: this.by.nowUs, actor: this.by.actor, action: told.action ?? `${target.kind}.changed`,
      details: { batchId: this.batchId, targetKind: target.kind, targetId: target.id, field, old, new: now, ...reason, ...told.details },
    }, [...this.#around(target), ...(told.alsoAbout ?? [])]);
  }

  /** The incident of an alert, the incidents of an entity: their logs tell it too. */
  #around(target: Target): ActivityTarget[] {
    switch (target.kind) {
      case 'incident': return [];
      case 'alert': return ids(this.db, 'select i.incident_id from alert a join incident i using(incident_pk) where a.alert_pk = ?', target.pk);
      case 'entity': return ids(this.db, 'select i.incident_id from incident_entity x join incident i using(incident_pk) where x.entity_pk = ? and x.membership = 0', target.pk);
    }
  }
}

/** A decision as it was written. */
export interface DecisionRow { readonly decisionId: number; readonly batchId: string; readonly kind: TargetKind; readonly targetId: string; readonly anchor: string | null; readonly field: string; readonly item: string; readonly value: unknown; readonly previous: unknown; readonly atUs: number; readonly actor: string }
interface Decision { readonly field: string; readonly item: string; readonly value: unknown; readonly previous: unknown; readonly seen: unknown; readonly seenUs: number | null; readonly reason: string | null }
const json = (value: unknown): string => JSON.stringify(value ?? null);
const ids = (db: Db, sql: string, pk: number): ActivityTarget[] => (prepared(db, sql).pluck().all(pk) as string[]).map((id) => ({ kind: 'incident', id }));

/** Things by the ids that a caller names, each once. `notFound` names the first that the case does not hold. */
export function targets(db: Db, kind: TargetKind, named: readonly string[]): Target[] {
  const find = { incident: incidentPk, alert: alertPk, entity: entityPk }[kind];
  const own = prepared(db, `select ${kind}_id from ${kind} where ${kind}_pk = ?`).pluck();
  return [...new Set(named.map((id) => find(db, id)))].map((pk) => ({ kind, pk, id: own.get(pk) as string }));
}

/** The present decision on a field, where one stands. */
export const decisionOn = (db: Db, target: Target, field: string) => latest(standingOf(db, target.kind, target.pk)).get(field);

export function refuse(rule: string, message: string, details: Readonly<Record<string, unknown>> = {}): never {
  throw new RedthreadError('refused', message, { rule, ...details });
}
