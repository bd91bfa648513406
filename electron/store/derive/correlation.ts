/** Which alerts that no incident holds belong together: those that the keys of `link-keys.ts` tie, transitively. */
import { groupingKeys } from '../../../shared/domain/alert/index.ts';
import type { Db } from '../case-file.ts';
import { keyUses } from './link-keys.ts';
import { groupByKeys } from './merge.ts';

export interface Correlated { readonly pk: number; readonly firstUs: number | null }

/** Groups of alerts. Needs `deriveLinkKeys`. */
export function correlate<T extends Correlated>(db: Db, alerts: readonly T[]): T[][] {
  if (alerts.length === 0) return [];
  const uses = keyUses(db);
  return groupByKeys(groupingKeys(alerts.map((a) => ({ firstUs: a.firstUs, uses: uses.get(a.pk) ?? [] })))).map((members) => members.map((i) => alerts[i]!));
}
