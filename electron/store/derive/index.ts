/**
 * Everything that follows from the facts, rebuilt in one go inside the caller's transaction. Each step reads facts and what
 * earlier steps made, and sorts by identity before it writes, so that equal sets of facts give equal tables.
 */
import { REMEDIATION_OPEN_ORDER } from '../../../shared/domain/evidence/index.ts';
import type { Db } from '../case-file.ts';
import { applyDecisions, applyEntityDecisions } from '../decisions/apply.ts';
import { deriveAlertEvents, deriveAlertLinks } from './alert-links.ts';
import { deriveAlerts } from './alerts.ts';
import { deriveEntities } from './entities.ts';
import { forgetFirstNamed } from './first-named.ts';
import { deriveIncidents, deriveMembership, deriveSpans, deriveTelemetryIncidents } from './incidents.ts';
import { deriveLinkKeys } from './link-keys.ts';
import { deriveLists } from './lists.ts';
import { deriveEventEntities, deriveProcessActivity, deriveProcessChildren, deriveRelations } from './relations.ts';
import { deriveActions, deriveEntityFigures, deriveInvestigations } from './rollups.ts';
import { deriveTimeline } from './timeline.ts';

/** The steps in order. A caller that wants to stay responsive runs them one by one. */
export const DERIVATION: readonly ((db: Db) => void)[] = [
  forgetFirstNamed, deriveEntities, deriveAlerts, deriveRelations, deriveProcessChildren, deriveLinkKeys, deriveIncidents, deriveEventEntities, deriveProcessActivity, deriveMembership, deriveTelemetryIncidents, applyDecisions, (db) => deriveSpans(db), deriveInvestigations, deriveActions,
  deriveAlertEvents, (db) => deriveAlertLinks(db), (db) => deriveEntityFigures(db, REMEDIATION_OPEN_ORDER), applyEntityDecisions, deriveLists, deriveTimeline,
  (db) => { db.prepare(`update meta set value = cast(cast(value as integer) + 1 as text) where key = 'revision'`).run(); },
];

export function derive(db: Db): void {
  for (const step of DERIVATION) step(db);
}
