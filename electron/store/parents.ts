/** Who started a process, as the relations of the case tell it. One rule for trees, links and chains. */
import { RELATION_TYPES } from '../../shared/domain/facts/facts.ts';
import { isCommonAncestor, type ParentOf } from '../../shared/domain/process/index.ts';
import type { Db } from './case-file.ts';

export const SPAWNED = RELATION_TYPES.indexOf('spawned');
/** More ancestors than any real process has; contradicting records aside, a guard against lists that nobody can read. */
export const ANCESTOR_LIMIT = 100;

/**
 * The parent of a process by its key in the case. Where records name several, the one that an event states and the earliest that has a time. Each process is looked up once,
 * so ask for a new one after the relations changed.
 */
export function parentsIn(db: Db): ParentOf {
  const find = db.prepare(`select from_pk from relation where to_pk = ? and type_code = ${SPAWNED} and from_pk <> to_pk order by basis_code, first_us is null, first_us, from_pk limit 1`).pluck();
  const known = new Map<number, number | null>();
  return (pk) => {
    const found = known.get(pk);
    if (found !== undefined) return found;
    const parent = (find.get(pk) as number | undefined) ?? null;
    known.set(pk, parent);
    return parent;
  };
}

/** Whether the processes of everybody descend from one. */
export function commonIn(db: Db): (process: number) => boolean {
  const find = db.prepare('select display_name from entity where entity_pk = ?').pluck();
  const known = new Map<number, boolean>();
  return (pk) => known.get(pk) ?? known.set(pk, isCommonAncestor(find.get(pk) as string)).get(pk)!;
}
