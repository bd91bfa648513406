/** What details and lists show of decisions: comments written here, what sources say beside, and where they differ. */
import type { Comment, Conflict, EntityDetail } from '../../../shared/contract/index.ts';
import { PLACEMENT, type Values } from '../../../shared/domain/decision/index.ts';
import type { CommentFact } from '../../../shared/domain/facts/facts.ts';
import { verdict } from '../../../shared/contract/model.ts';
import type { Db } from '../case-file.ts';
import { prepared } from '../prepared.ts';
import { conflictsAbout, localVerdictOf, statedOf } from './conflicts.ts';
import { importedOf } from './refresh.ts';
import { standingOf } from './standing.ts';

interface About { readonly imported: Record<string, unknown>; readonly conflicts: Conflict[] }

export function aboutIncident(db: Db, pk: number, localFields: readonly string[]): About {
  return { imported: importedOf(db, pk, localFields), conflicts: conflictsAbout(db, 'incident', pk) };
}

export function aboutAlert(db: Db, pk: number, localFields: readonly string[]): About {
  const { base } = statedOf(db, 'alert', pk);
  const derived = prepared(db, 'select i.incident_id from alert a join incident i on i.incident_pk = a.derived_incident_pk where a.alert_pk = ?').pluck().get(pk) as string | undefined;
  const imported: Values = { ...base, [PLACEMENT.alert]: derived ?? null };
  return { imported: Object.fromEntries(localFields.map((f) => [f, imported[f] ?? (f === 'customTags' ? [] : null)])), conflicts: conflictsAbout(db, 'alert', pk) };
}

export function aboutEntity(db: Db, pk: number, localFields: readonly string[]): About & Pick<EntityDetail, 'localVerdict'> {
  const { base } = statedOf(db, 'entity', pk);
  const local = localVerdictOf(db, pk);
  return {
    imported: Object.fromEntries(localFields.map((f) => [f, f === 'customTags' ? [] : (base[f] ?? null)])), conflicts: conflictsAbout(db, 'entity', pk),
    localVerdict: local === null ? null : { verdict: verdict.parse(local.value), reason: local.reason, actor: local.actor, atUs: local.atUs },
  };
}

/** Fields of an entity that were decided here: its tags here are always the analyst's. */
export const entityLocalFields = (r: { readonly verdict: number; readonly derivedVerdict: number | null; readonly customTags: string | null }): string[] => [...(r.derivedVerdict !== null && r.derivedVerdict !== r.verdict ? ['verdict'] : []), ...(r.customTags === null ? [] : ['customTags'])];

/** Comments of sources and those written here, by time; of an incident also those of incidents that were merged into it. */
export function commentsOf(db: Db, kind: 'incident' | 'alert', pk: number, stated: readonly CommentFact[]): Comment[] {
  const own = commentsOn(db, kind, pk, stated, null);
  const merged = kind === 'alert' ? [] : mergedInto(db, pk).flatMap((m) => commentsOn(db, 'incident', m.pk, m.comments, m.incidentId));
  return merged.length === 0 ? own : [...own, ...merged].sort((a, b) => (a.createdUs ?? -1) - (b.createdUs ?? -1));
}

function commentsOn(db: Db, kind: 'incident' | 'alert', pk: number, stated: readonly CommentFact[], mergedFromIncidentId: string | null): Comment[] {
  const local = standingOf(db, kind, pk).flatMap((s): Comment[] => (s.field === 'comments' && typeof s.value === 'string' ? [{ comment: s.value, createdBy: s.actor, createdUs: s.atUs, local: true, mergedFromIncidentId }] : []));
  return [...stated.map((c): Comment => ({ ...c, local: false, mergedFromIncidentId })), ...local];
}

/** Incidents whose contents are here, however many merges lie between. */
export function mergedInto(db: Db, pk: number): { readonly pk: number; readonly incidentId: string; readonly comments: readonly CommentFact[] }[] {
  const rows = prepared(db, `with recursive part(pk) as (select incident_pk from incident where merged_into_pk = ? union select i.incident_pk from incident i join part on i.merged_into_pk = part.pk)
    select i.incident_pk pk, i.incident_id incidentId, json_extract(i.data, '$.comments') comments from part join incident i on i.incident_pk = part.pk order by i.incident_id`).all(pk) as { pk: number; incidentId: string; comments: string | null }[];
  return rows.map((r) => ({ ...r, comments: r.comments === null ? [] : (JSON.parse(r.comments) as CommentFact[]) }));
}
