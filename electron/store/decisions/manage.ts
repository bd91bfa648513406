/** Managing incidents and alerts: what an analyst sets on one or on many at once. */
import type { Output, ParsedInput } from '../../../shared/contract/index.ts';
import { tagsOf, type Values } from '../../../shared/domain/decision/index.ts';
import type { Classification } from '../../../shared/domain/facts/facts.ts';
import { determinationAfter, determinationFits } from '../../../shared/domain/incident/classification.ts';
import { RedthreadError } from '../../../shared/contract/index.ts';
import type { OpenCase } from '../case-file.ts';
import { prepared } from '../prepared.ts';
import { inChange, refuse, targets, type By, type Change, type Target } from './change.ts';
import { effectiveOf } from './conflicts.ts';
import { standingOf } from './standing.ts';

export function updateIncidents(open: OpenCase, input: ParsedInput<'incident.update'>, by: By): Output<'incident.update'> {
  const { changes } = input;
  asksSomething(changes, input.comment);
  if (changes.displayName !== undefined && input.incidentIds.length > 1) throw new RedthreadError('badRequest', 'A name is for one incident. Name one, or leave the name out.');
  if (input.resolveAlerts === true && changes.status !== 'resolved') throw new RedthreadError('badRequest', 'Alerts are resolved along with their incident. Set its status to resolved, or leave resolveAlerts out.');
  return inChange(open, by, (change) => {
    const incidents = targets(open.db, 'incident', input.incidentIds);
    refuseSystemTags(change, incidents, changes.removeTags);
    for (const incident of incidents) {
      const now = effectiveOf(open.db, 'incident', incident.pk);
      if (changes.status !== undefined && now['status'] === 'redirected') refuse('redirected', `Incident ${incident.id} was merged into incident ${String(now['redirectIncidentId'] ?? '')} and has no status of its own. Undo the merge first.`, { incidentId: incident.id });
      if (changes.resolvingComment !== undefined && (changes.status ?? now['status']) !== 'resolved') refuse('notResolved', `A resolution note belongs to a resolved incident, and incident ${incident.id} is not resolved. Resolve it along with the note.`, { incidentId: incident.id });
      if (changes.displayName !== undefined) change.set(incident, 'displayName', changes.displayName);
      if (changes.status !== undefined) change.set(incident, 'status', changes.status);
      if (changes.resolvingComment !== undefined) change.set(incident, 'resolvingComment', changes.resolvingComment === '' ? null : changes.resolvingComment);
      setShared(change, incident, now, changes);
    }
    for (const incident of incidents) {
      if (changes.assignedTo !== undefined) assignAlerts(change, incident, changes.assignedTo);
      if (input.resolveAlerts === true) for (const alert of alertsOf(change, incident, `and a.status <> 'resolved'`)) change.set(alert, 'status', 'resolved');
      if (input.comment !== undefined) change.comment(incident, input.comment);
    }
    return change.outcome('incident');
  });
}

export function updateAlerts(open: OpenCase, input: ParsedInput<'alert.update'>, by: By): Output<'alert.update'> {
  const { changes } = input;
  asksSomething(changes, input.comment);
  return inChange(open, by, (change) => {
    const alerts = targets(open.db, 'alert', input.alertIds);
    refuseSystemTags(change, alerts, changes.removeTags);
    for (const alert of alerts) {
      if (changes.status !== undefined) change.set(alert, 'status', changes.status);
      setShared(change, alert, effectiveOf(open.db, 'alert', alert.pk), changes);
      if (input.comment !== undefined) change.comment(alert, input.comment);
    }
    return change.outcome('alert');
  });
}

export function addComment(open: OpenCase, input: ParsedInput<'comment.add'>, by: By): Output<'comment.add'> {
  return inChange(open, by, (change) => {
    for (const target of targets(open.db, input.targetKind, [input.targetId])) change.comment(target, input.comment);
    return change.outcome(input.targetKind);
  });
}

type SharedChanges = Pick<ParsedInput<'alert.update'>['changes'], 'severity' | 'classification' | 'determination' | 'assignedTo' | 'addTags' | 'removeTags'>;

function setShared(change: Change, target: Target, now: Values, changes: SharedChanges): void {
  if (changes.severity !== undefined) change.set(target, 'severity', changes.severity);
  setClassification(change, target, now, changes);
  if (changes.assignedTo !== undefined) change.set(target, 'assignedTo', changes.assignedTo);
  changeTags(change, target, tagsNow(now), changes.addTags, changes.removeTags);
}

/** A determination fits its classification; one that no longer does is cleared along with a new classification. */
function setClassification(change: Change, target: Target, now: Values, changes: SharedChanges): void {
  if (changes.classification === undefined && changes.determination === undefined) return;
  const present = textOf(now['determination']);
  const classification = changes.classification ?? ((textOf(now['classification']) ?? 'unknown') as Classification);
  const determination = changes.determination ?? determinationAfter(classification, present);
  if (changes.determination !== undefined && !determinationFits(classification, changes.determination)) {
    refuse('determination', `The determination ${changes.determination} does not fit the classification ${classification} of ${target.kind} ${target.id}. Choose one that belongs to it, or set both.`, { targetId: target.id, classification, determination: changes.determination });
  }
  if (changes.classification !== undefined) change.set(target, 'classification', classification);
  change.set(target, 'determination', determination);
}
const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.filter((v): v is string => typeof v === 'string') : []);

interface TagsNow { readonly custom: readonly string[]; readonly system: readonly string[] }
const tagsNow = (now: Values): TagsNow => ({ custom: listOf(now['customTags']), system: listOf(now['systemTags']) });
export const entityTagsNow = (change: Change, target: Target): TagsNow => ({ custom: tagsOf([], standingOf(change.db, target.kind, target.pk)), system: [] });
const same = (tag: string) => (other: string) => other.toLowerCase() === tag.toLowerCase();

/** Tags differ by more than case. A tag that a source set as a system tag is not added again. */
export function changeTags(change: Change, target: Target, now: TagsNow, add: readonly string[] = [], remove: readonly string[] = []): void {
  const both = add.find((tag) => remove.some(same(tag)));
  if (both !== undefined) throw new RedthreadError('badRequest', `The tag ${both} cannot be added and removed at once.`);
  const custom = [...now.custom];
  for (const tag of add) {
    if ([...custom, ...now.system].some(same(tag))) continue;
    custom.push(tag);
    change.add(target, 'customTags', tag, true, false);
  }
  for (const tag of custom.filter((own) => remove.some(same(own)))) change.add(target, 'customTags', tag, false, true);
}

function refuseSystemTags(change: Change, all: readonly Target[], remove: readonly string[] = []): void {
  if (remove.length === 0) return;
  const tags = all.map((t) => tagsNow(effectiveOf(change.db, t.kind, t.pk)));
  for (const tag of remove) {
    if (tags.some((t) => t.system.some(same(tag))) && !tags.some((t) => t.custom.some(same(tag)))) refuse('systemTag', `${tag} is a system tag. Only custom tags are removed.`, { tag });
  }
}

/** Assigning an incident assigns its alerts; unassigning it unassigns those that its assignee had. */
function assignAlerts(change: Change, incident: Target, assignedTo: string | null): void {
  const before = effectiveOf(change.db, 'incident', incident.pk)['assignedTo'] ?? null;
  for (const alert of alertsOf(change, incident)) {
    if (assignedTo !== null || effectiveOf(change.db, 'alert', alert.pk)['assignedTo'] === before) change.set(alert, 'assignedTo', assignedTo);
  }
}

export function alertsOf(change: Change, incident: Target, and = ''): Target[] {
  return (prepared(change.db, `select a.alert_pk pk, a.alert_id id from alert a where a.incident_pk = ? ${and} order by a.alert_pk`).all(incident.pk) as { pk: number; id: string }[]).map((a) => ({ kind: 'alert', ...a }));
}

function asksSomething(changes: object, comment: string | undefined): void {
  if (comment === undefined && Object.values(changes).every((v) => v === undefined || (Array.isArray(v) && v.length === 0))) throw new RedthreadError('badRequest', 'Nothing is asked to change. Name a field, a tag or a comment.');
}
