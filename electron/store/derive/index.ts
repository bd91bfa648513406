/**
 * Everything that follows from the facts, rebuilt in one go inside the caller's transaction. Each step reads facts and what
 * earlier steps made, and sorts by identity before it writes, so that equal sets of facts give equal tables.
 */
import { REMEDIATION_OPEN_ORDER } from '../../../shared/domain/evidence/index.ts';
import type { Db } from '../case-file.ts';
import { deriveAlerts } from './alerts.ts';
import { deriveEntities } from './entities.ts';
import { deriveIncidents, deriveMembership, deriveSpans, deriveTelemetryIncidents } from './incidents.ts';
import { deriveEventEntities, deriveRelations } from './relations.ts';
import { deriveActions, deriveEntityFigures, deriveInvestigations } from './rollups.ts';

export function derive(db: Db): { entities: number; relations: number } {
  deriveEntities(db);
  deriveAlerts(db);
  deriveIncidents(db);
  deriveRelations(db);
  deriveEventEntities(db);
  deriveMembership(db);
  deriveTelemetryIncidents(db);
  deriveSpans(db);
  deriveInvestigations(db);
  deriveActions(db);
  deriveEntityFigures(db, REMEDIATION_OPEN_ORDER);
  db.prepare(`update meta set value = cast(cast(value as integer) + 1 as text) where key = 'revision'`).run();
  const count = (table: 'entity' | 'relation') => db.prepare(`select count(*) from ${table}`).pluck().get() as number;
  return { entities: count('entity'), relations: count('relation') };
}
