/** What happened in one alert: process trees, events, what was done, whom it affects. */
import type { AlertStory, ParsedInput } from '../../../shared/contract/index.ts';
import { ENTITY_KINDS } from '../../../shared/domain/entity/kinds.ts';
import { VERDICTS } from '../../../shared/domain/attack-graph/codes.ts';
import type { Db } from '../case-file.ts';
import { storyTrees } from './alert-trees.ts';
import { listEvidence } from './alerts.ts';
import { relatedEvents } from './related-events.ts';
import { listActions } from './response.ts';
import { alertPk } from './shared.ts';

type EvidenceRow = ReturnType<typeof listEvidence>['items'][number];
type ActionTaken = AlertStory['actionsTaken'][number];

/** Statuses that tell of nothing done. */
const NOTHING_DONE = new Set(['none', 'active', 'notFound', 'unknown']);
/** Entities shown of each kind. */
const AFFECTED = 200;

export function getAlertStory(db: Db, input: ParsedInput<'alert.story'>): AlertStory {
  const pk = alertPk(db, input.alertId);
  const alertId = db.prepare('select alert_id from alert where alert_pk = ?').pluck().get(pk) as string;
  const evidence = everything((cursor) => listEvidence(db, { alertId, limit: 10_000, cursor }));
  return { total: 1, alertId, ...storyTrees(db, pk), ...relatedEvents(db, pk), actionsTaken: actionsTaken(db, alertId, evidence), affected: affected(evidence) };
}

function everything<T>(page: (cursor: string | undefined) => { items: T[]; nextCursor: string | null }): T[] {
  const items: T[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const one: { items: T[]; nextCursor: string | null } = page(cursor);
    items.push(...one.items);
    cursor = one.nextCursor;
  }
  return items;
}

/** What the evidence states was done with it, without a time because records carry none; and recorded actions on it. By time, those without one last. */
function actionsTaken(db: Db, alertId: string, evidence: readonly EvidenceRow[]): ActionTaken[] {
  const impacted = new Set(evidence.filter((e) => e.isImpacted).map((e) => e.entityId));
  const actions = everything((cursor) => listActions(db, { alertId, limit: 10_000, cursor })).map((a): ActionTaken => ({
    from: 'action', entity: { entityId: a.targetEntityId, kind: a.targetKind, displayName: a.targetName }, isImpacted: impacted.has(a.targetEntityId), status: a.status, details: a.comment, type: a.type, atUs: a.decidedUs ?? a.requestedUs, by: a.decidedBy ?? a.requestedBy,
    source: a.source, actionId: a.actionId, evidenceId: null, record: a.record,
  }));
  // Evidence that awaits approval has an action of its own.
  const pending = new Set(actions.filter((a) => a.status === 'pending').map((a) => a.entity.entityId));
  const stated = evidence.flatMap((e): ActionTaken[] => {
    const status = !NOTHING_DONE.has(e.remediationStatus) ? e.remediationStatus : e.detectionStatus === 'prevented' || e.detectionStatus === 'blocked' ? e.detectionStatus : null;
    if (status === null || (status === 'pendingApproval' && pending.has(e.entityId))) return [];
    return [{ from: 'evidence', entity: { entityId: e.entityId, kind: e.kind, displayName: e.displayName }, isImpacted: e.isImpacted, status, details: e.remediationStatusDetails, type: null, atUs: null, by: null, source: null, actionId: null, evidenceId: e.evidenceId, record: e.record }];
  });
  return [...actions, ...stated].sort((a, b) => (a.atUs ?? Infinity) - (b.atUs ?? Infinity) || 0);
}

/** Entities by kind, impacted ones first, then by verdict and name. */
function affected(evidence: readonly EvidenceRow[]): AlertStory['affected'] {
  const byKind = Map.groupBy(evidence, (e) => e.kind);
  return ENTITY_KINDS.flatMap((kind) => {
    const entities = [...Map.groupBy(byKind.get(kind) ?? [], (e) => e.entityId).values()].map((pieces) => ({
      entityId: pieces[0]!.entityId, displayName: pieces[0]!.displayName, roles: [...new Set(pieces.flatMap((p) => p.roles))], isImpacted: pieces.some((p) => p.isImpacted),
      verdict: pieces.reduce((worst, p) => (VERDICTS.indexOf(p.verdict) > VERDICTS.indexOf(worst) ? p.verdict : worst), pieces[0]!.verdict), remediationStatus: pieces.find((p) => !NOTHING_DONE.has(p.remediationStatus))?.remediationStatus ?? pieces[0]!.remediationStatus,
    }));
    entities.sort((a, b) => Number(b.isImpacted) - Number(a.isImpacted) || VERDICTS.indexOf(b.verdict) - VERDICTS.indexOf(a.verdict) || (a.displayName < b.displayName ? -1 : 1));
    return entities.length === 0 ? [] : [{ kind, total: entities.length, impacted: entities.filter((e) => e.isImpacted).length, entities: entities.slice(0, AFFECTED) }];
  });
}
