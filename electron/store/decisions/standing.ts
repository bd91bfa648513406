/** Decisions that stand: those of batches that were not undone. */
import type { Standing } from '../../../shared/domain/decision/index.ts';
import type { Db } from '../case-file.ts';
import { prepared } from '../prepared.ts';
import type { TargetKind } from './resolve.ts';

/** Condition on a decision `d`. */
export const STANDS = 'd.undoes is null and not exists (select 1 from decision u where u.undoes = d.batch_id)';

/** Standing decisions about one thing, oldest first. */
export function standingOf(db: Db, kind: TargetKind, pk: number): Standing[] {
  const rows = prepared(db, `select d.decision_id decisionId, d.field, d.item, d.value, d.seen, d.seen_us seenUs, d.reason, d.at_us atUs, d.actor
    from decided t join decision d using(decision_id) where t.target_kind = ? and t.target_pk = ? and ${STANDS} order by d.decision_id`).all(kind, pk) as (Omit<Standing, 'value' | 'seen'> & { value: string; seen: string })[];
  return rows.map((r) => ({ ...r, value: JSON.parse(r.value) as unknown, seen: JSON.parse(r.seen) as unknown }));
}

/** When anything was last decided about it and by whom, undone or not. */
export function lastDecided(db: Db, kind: TargetKind, pk: number): { readonly atUs: number; readonly actor: string } | null {
  return (prepared(db, 'select d.at_us atUs, d.actor from decided t join decision d using(decision_id) where t.target_kind = ? and t.target_pk = ? order by d.at_us desc, d.decision_id desc limit 1').get(kind, pk) as { atUs: number; actor: string } | undefined) ?? null;
}

/** Things about which something was decided. */
export const decidedPks = (db: Db, kind: TargetKind): number[] => prepared(db, 'select distinct target_pk from decided where target_kind = ? order by 1').pluck().all(kind) as number[];

/** Ids under which something was decided about a thing, beside its own. */
export const idsOf = (db: Db, kind: TargetKind, pk: number, id: string): string[] => [...new Set([id, ...(prepared(db, 'select distinct d.target_id from decided t join decision d using(decision_id) where t.target_kind = ? and t.target_pk = ?').pluck().all(kind, pk) as string[])])];
