/** Where sources have said something newer than the analyst knew. The decision stays; details list it, and the log gets `import.differs` once. */
import { conflictsOf, latest, PLACEMENT, sameValue, type Conflict, type Values } from '../../../shared/domain/decision/index.ts';
import { appendActivity } from '../activity-log.ts';
import type { Db } from '../case-file.ts';
import { parse, prepared, severityName, verdictName } from '../queries/shared.ts';
import type { TargetKind } from './resolve.ts';
import { decidedPks, standingOf } from './standing.ts';

/** What sources say of a thing by themselves, and when they last changed it. */
export function statedOf(db: Db, kind: TargetKind, pk: number): { readonly base: Values; readonly baseUs: number | null } {
  switch (kind) {
    case 'entity': {
      const derived = prepared(db, 'select ifnull(derived_verdict, verdict) from entity where entity_pk = ?').pluck().get(pk) as number;
      const baseUs = prepared(db, `select max(json_extract(ifnull(a.base_data, a.data), '$.lastUpdateUs')) from evidence v join alert a using(alert_pk) where v.entity_pk = ? and v.verdict = ?`).pluck().get(pk, derived) as number | null;
      return { base: { verdict: verdictName(derived) }, baseUs };
    }
    case 'alert': case 'incident': {
      const base = parse<Values>(prepared(db, `select ifnull(base_data, data) from ${kind} where ${kind}_pk = ?`).pluck().get(pk) as string, {});
      return { base, baseUs: typeof base['lastUpdateUs'] === 'number' ? base['lastUpdateUs'] : null };
    }
  }
}

export function conflictsAbout(db: Db, kind: TargetKind, pk: number): Conflict[] {
  const standing = standingOf(db, kind, pk);
  if (standing.length === 0) return [];
  const { base, baseUs } = statedOf(db, kind, pk);
  // A verdict that was taken back says nothing.
  return conflictsOf(base, baseUs, standing).filter((c) => kind !== 'entity' || c.local !== null);
}

/** Writes `import.differs` for every conflict that the log does not hold yet. Runs after an import was derived. */
export function logConflicts(db: Db, by: { readonly actor: string; readonly nowUs: number }): void {
  const logged = db.prepare(`select l.details from activity_target t join activity_log l using(seq) where t.target_kind = ? and t.target_id = ? and l.action = 'import.differs'`).pluck();
  for (const kind of ['incident', 'alert', 'entity'] as const) {
    for (const pk of decidedPks(db, kind)) {
      const targetId = prepared(db, `select ${kind}_id from ${kind} where ${kind}_pk = ?`).pluck().get(pk) as string;
      for (const c of conflictsAbout(db, kind, pk)) {
        const known = (logged.all(kind, targetId) as string[]).map((text) => JSON.parse(text) as Record<string, unknown>);
        if (known.some((d) => d['field'] === c.field && sameValue(d['imported'], c.imported) && sameValue(d['local'], c.local))) continue;
        appendActivity(db, { atUs: by.nowUs, actor: by.actor, action: 'import.differs', details: { targetKind: kind, targetId, field: c.field, local: c.local, imported: c.imported, importedUs: c.importedUs } });
      }
    }
  }
}

/** What counts now, by field: of incidents and alerts with where they are. */
export function effectiveOf(db: Db, kind: TargetKind, pk: number): Values {
  switch (kind) {
    case 'entity': return { verdict: verdictName(prepared(db, 'select verdict from entity where entity_pk = ?').pluck().get(pk) as number) };
    case 'alert': {
      const row = prepared(db, 'select a.data, i.incident_id incidentId from alert a left join incident i using(incident_pk) where a.alert_pk = ?').get(pk) as { data: string; incidentId: string | null };
      return { ...parse<Values>(row.data, {}), [PLACEMENT.alert]: row.incidentId };
    }
    case 'incident': {
      const row = prepared(db, 'select display_name displayName, severity, status, data from incident where incident_pk = ?').get(pk) as { displayName: string; severity: number; status: string; data: string };
      return { ...parse<Values>(row.data, {}), displayName: row.displayName, severity: severityName(row.severity), status: row.status };
    }
  }
}

/** The local verdict of an entity, with its reason; null without one. */
export function localVerdictOf(db: Db, pk: number): { readonly value: string; readonly reason: string; readonly actor: string; readonly atUs: number } | null {
  const decision = latest(standingOf(db, 'entity', pk)).get('verdict');
  return decision === undefined || typeof decision.value !== 'string' ? null : { value: decision.value, reason: decision.reason ?? '', actor: decision.actor, atUs: decision.atUs };
}
