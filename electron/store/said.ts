/** What records say of an entity: of several words on one attribute the newest. */
import type { Db } from './case-file.ts';

/** Values of these attributes by name, absent where no record tells one. Newest by the time the source gives, then by value, so that the order of imports does not show. */
export function saidIn(db: Db, names: readonly string[]): (entityPk: number) => ReadonlyMap<string, unknown> {
  const find = db.prepare(`select f.name, f.value from attribute_fact f join mention m using(mention_id) where m.entity_pk = ? and f.name in (${names.map(() => '?').join(', ')}) order by ifnull(f.as_of_us, -1), f.value desc`).raw();
  return (pk) => {
    const said = new Map<string, unknown>();
    for (const [name, value] of find.all(pk, ...names) as [string, string][]) {
      const parsed = JSON.parse(value) as unknown;
      if (parsed !== null && parsed !== '') said.set(name, parsed);
    }
    return said;
  };
}

export const textIn = (said: ReadonlyMap<string, unknown>, ...names: readonly string[]): string | null => {
  for (const name of names) { const value = said.get(name); if (typeof value === 'string') return value; }
  return null;
};
