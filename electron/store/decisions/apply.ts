/** The steps of the derivation that lay everything analysts decided over what sources say. */
import { VERDICTS } from '../../../shared/domain/attack-graph/codes.ts';
import { latest, tagsOf } from '../../../shared/domain/decision/index.ts';
import type { Db } from '../case-file.ts';
import { prepared } from '../prepared.ts';
import { createAnalystIncidents } from './analyst-incidents.ts';
import { listOrNull, nothingTouched, overlayAll } from './refresh.ts';
import { resolveAliases, resolveDecisions } from './resolve.ts';
import { decidedPks, standingOf } from './standing.ts';

/** After incidents, membership and telemetry are derived from facts alone: so telemetry gets its incidents whatever analysts move. */
export function applyDecisions(db: Db): void {
  resolveAliases(db);
  createAnalystIncidents(db);
  resolveDecisions(db);
  const touched = nothingTouched();
  for (const pk of decidedPks(db, 'incident')) touched.incidents.add(pk);
  for (const pk of decidedPks(db, 'alert')) touched.alerts.add(pk);
  overlayAll(db, touched);
}

/** After the verdicts of entities are derived from their evidence. */
export function applyEntityDecisions(db: Db): void {
  for (const pk of decidedPks(db, 'entity')) overlayEntity(db, pk);
}

/** Verdict and tags of one entity. `derived_verdict` holds what evidence says while a local verdict stands. */
export function overlayEntity(db: Db, pk: number): void {
  const row = prepared(db, 'select verdict, derived_verdict derived from entity where entity_pk = ?').get(pk) as { verdict: number; derived: number | null };
  const standing = standingOf(db, 'entity', pk);
  const base = row.derived ?? row.verdict;
  const local = latest(standing).get('verdict')?.value;
  const code = typeof local === 'string' ? VERDICTS.findIndex((v) => v === local) : -1;
  prepared(db, 'update entity set verdict = ?, derived_verdict = ?, custom_tags = ? where entity_pk = ?').run(code < 0 ? base : code, code < 0 ? null : base, listOrNull(tagsOf([], standing)), pk);
}
