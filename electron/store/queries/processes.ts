/** Process trees, opened from a process downwards and upwards. */
import { RedthreadError, type Output, type ParsedInput } from '../../../shared/contract/index.ts';
import { ancestorsOf } from '../../../shared/domain/process/index.ts';
import type { Db } from '../case-file.ts';
import { ANCESTOR_LIMIT, parentsIn } from '../parents.ts';
import { childrenOf, layOut, nodesIn } from './process-nodes.ts';
import { entityPk, offsetOf, pageOf } from './shared.ts';

/** Processes in one answer at most. What is left out shows in `shownChildCount` and comes by `process.children`. */
const NODE_LIMIT = 2000;

export function getProcessTree(db: Db, input: ParsedInput<'process.tree'>): Output<'process.tree'> {
  const focus = processPk(db, input.entityId);
  const { chain, top } = ancestorsOf(focus, parentsIn(db), ANCESTOR_LIMIT);
  const children = new Map<number, readonly number[]>();
  chain.forEach((pk, i) => { if (i > 0) children.set(pk, [chain[i - 1]!]); });
  // Generation by generation, so that a limit cuts the farthest.
  let generation = [focus];
  let budget = NODE_LIMIT - chain.length;
  for (let depth = 0; depth < input.depth && budget > 0; depth++) {
    const next: number[] = [];
    for (const pk of generation) {
      const own = childrenOf(db, pk, Math.min(input.limit, Math.max(0, budget)));
      children.set(pk, own);
      budget -= own.length;
      next.push(...own.filter((c) => !children.has(c)));
    }
    generation = next;
  }
  const nodes = layOut(chain.at(-1)!, children, new Set([focus]), nodesIn(db));
  return { total: nodes.length, nodes, top, focusEntityId: input.entityId };
}

export function listProcessChildren(db: Db, input: ParsedInput<'process.children'>): Output<'process.children'> {
  const pk = processPk(db, input.entityId);
  const read = nodesIn(db);
  const items = childrenOf(db, pk, input.limit, offsetOf(input)).map((child) => ({ ...read(child), parentEntityId: input.entityId, depth: 1, position: 'descendant' as const, shownChildCount: 0 }));
  return pageOf(input, items, read(pk).childCount);
}

function processPk(db: Db, entityId: string): number {
  const pk = entityPk(db, entityId);
  const kind = db.prepare('select kind from entity where entity_pk = ?').pluck().get(pk) as string;
  if (kind !== 'process') throw new RedthreadError('badRequest', `${entityId} is no process but of kind ${kind}. Ask for the tree of a process.`, { entityId, kind });
  return pk;
}
