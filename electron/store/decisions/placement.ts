/** Where alerts are: moving them, taking them out of their incident, and merging incidents. */
import { RedthreadError, type Output, type ParsedInput } from '../../../shared/contract/index.ts';
import { PLACEMENT, type Values } from '../../../shared/domain/decision/index.ts';
import type { Classification, IncidentStatus } from '../../../shared/domain/facts/facts.ts';
import { mergeRefusals, type Mergeable, type MergeRefusal } from '../../../shared/domain/incident/merging.ts';
import type { Db, OpenCase } from '../case-file.ts';
import { prepared } from '../prepared.ts';
import { inChange, refuse, targets, type By, type Change, type Target, type Told } from './change.ts';
import { effectiveOf } from './conflicts.ts';
import { alertsOf, changeTags } from './manage.ts';

export function moveAlerts(open: OpenCase, input: ParsedInput<'alert.move'>, by: By): Output<'alert.move'> {
  const { incidentId, newIncidentName } = input;
  if ((incidentId === undefined) === (newIncidentName === undefined)) throw new RedthreadError('badRequest', 'Alerts move either to an incident or to a new one. Name exactly one of incidentId and newIncidentName.');
  const told = why(input);
  return inChange(open, by, (change) => {
    const alerts = targets(open.db, 'alert', input.alertIds);
    const target = incidentId !== undefined ? targets(open.db, 'incident', [incidentId])[0]! : change.createIncident(newIncidentName!, told);
    const status = effectiveOf(open.db, 'incident', target.pk);
    if (status['status'] === 'redirected') refuse('targetRedirected', `Incident ${target.id} was merged into incident ${String(status['redirectIncidentId'] ?? '')}. Move the alerts there.`, { incidentId: target.id });
    const moving = alerts.filter((a) => placeOf(open.db, a) !== target.id);
    if (moving.length === 0) refuse('sameIncident', `${alerts.length === 1 ? `Alert ${alerts[0]!.id} is` : 'The alerts are'} in incident ${target.id} already. Choose another incident.`, { incidentId: target.id });
    place(change, moving, target, { ...told, action: 'alert.moved' });
    return { ...change.outcome('alert'), incidentId: target.id };
  });
}

export function unlinkAlerts(open: OpenCase, input: ParsedInput<'alert.unlink'>, by: By): Output<'alert.unlink'> {
  const told = why(input);
  return inChange(open, by, (change) => {
    const title = prepared(open.db, 'select title from alert where alert_pk = ?').pluck();
    const alerts = targets(open.db, 'alert', input.alertIds);
    const companions = prepared(open.db, 'select count(*) - 1 from alert where incident_pk = (select incident_pk from alert where alert_pk = ?)').pluck();
    for (const alert of alerts) if (companions.get(alert.pk) === 0) refuse('onlyAlert', `Alert ${alert.id} is the only one of its incident, so there is nothing to take it out of.`, { alertId: alert.id });
    const made = alerts.map((alert) => {
      const target = change.createIncident((title.get(alert.pk) as string).slice(0, 500), told);
      place(change, [alert], target, { ...told, action: 'alert.unlinked' });
      return target.id;
    });
    return { ...change.outcome('alert'), incidentIds: made };
  });
}

/** The reason as the decision's; the comment goes into the log beside it. */
function why(input: { readonly reason: string; readonly comment?: string | undefined }): Told {
  if (input.reason === 'other' && input.comment === undefined) throw new RedthreadError('badRequest', 'The reason other needs a comment that says which.');
  return { reason: input.reason, details: input.comment === undefined ? {} : { comment: input.comment } };
}

const placeOf = (db: Db, alert: Target): string | null => effectiveOf(db, 'alert', alert.pk)[PLACEMENT.alert] as string | null;

function place(change: Change, alerts: readonly Target[], target: Target, told: Told): void {
  const from = Map.groupBy(alerts, (a) => placeOf(change.db, a));
  for (const alert of alerts) change.set(alert, PLACEMENT.alert, target.id, { ...told, alsoAbout: [{ kind: 'incident', id: target.id }] });
  for (const [source, own] of from) if (source !== null) change.contentsChanged(targets(change.db, 'incident', [source])[0]!, { removed: own.length });
  change.contentsChanged(target, { added: alerts.length });
}

/** An incident as the rules of merging see it. */
function mergeable(db: Db, target: Target): Mergeable {
  const now: Values = effectiveOf(db, 'incident', target.pk);
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  return {
    incidentId: target.id, status: now['status'] as IncidentStatus, assignedTo: text(now['assignedTo']), classification: (text(now['classification']) ?? 'unknown') as Classification, determination: text(now['determination']), redirectIncidentId: text(now['redirectIncidentId']),
  };
}

const ends = (db: Db, input: ParsedInput<'incident.mergeCheck'>): [Target, Target] => [targets(db, 'incident', [input.sourceIncidentId])[0]!, targets(db, 'incident', [input.targetIncidentId])[0]!];

export function checkMerge(db: Db, input: ParsedInput<'incident.mergeCheck'>): Output<'incident.mergeCheck'> {
  const [source, target] = ends(db, input);
  const refusals: MergeRefusal[] = mergeRefusals(mergeable(db, source), mergeable(db, target));
  return { allowed: refusals.length === 0, refusals };
}

/** Where an incident points decides where its alerts and its telemetry are; its custom tags are added to the target. Everything else stays with it. */
export function mergeIncidents(open: OpenCase, input: ParsedInput<'incident.merge'>, by: By): Output<'incident.merge'> {
  const told = why(input);
  return inChange(open, by, (change) => {
    const [source, target] = ends(open.db, input);
    const refusals = mergeRefusals(mergeable(open.db, source), mergeable(open.db, target));
    if (refusals.length > 0) refuse(refusals[0]!.rule, refusals.map((r) => r.message).join(' '), { rules: refusals.map((r) => r.rule), sourceIncidentId: source.id, targetIncidentId: target.id });
    const alerts = alertsOf(change, source);
    change.set(source, PLACEMENT.incident, target.id, {
      ...told, action: 'incident.merged', details: { ...told.details, alerts: alerts.length }, alsoAbout: [{ kind: 'incident', id: target.id }, ...alerts.map((a) => ({ kind: 'alert', id: a.id }))],
    });
    const tags = (t: Target, field: string) => { const list = effectiveOf(open.db, 'incident', t.pk)[field]; return Array.isArray(list) ? list.filter((v): v is string => typeof v === 'string') : []; };
    changeTags(change, target, { custom: tags(target, 'customTags'), system: tags(target, 'systemTags') }, tags(source, 'customTags'));
    change.add(target, 'mergedIncidents', source.id, source.id, null, { action: 'incident.mergedIn', ...told });
    return { ...change.outcome(), changed: 1 };
  });
}
