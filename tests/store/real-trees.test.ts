/** Process trees of full public data sets, where `REDTHREAD_DATA` names the folder that holds them: every process has one, whatever its records say, and it opens in the time of plain SQL. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCase, type Db } from '../../electron/store/case-file.ts';
import { getProcessTree, listProcessChildren } from '../../electron/store/queries/processes.ts';
import { buildIfMissing, importJson } from './cli-run.ts';

const data = process.env['REDTHREAD_DATA'] ?? '';
const SETS = ['lsass_campaign_01.zip', 'purplesharp_ad_playbook_I.zip'].map((f) => join(data, 'otrf-security-datasets', f));
const absent = data === '' ? 'REDTHREAD_DATA is not set' : SETS.filter((f) => !existsSync(f)).map((f) => `${f} is missing`).join(', ');
/** A tree with its names, images and counts may cost this many times what its processes and ends alone cost by hand-written SQL, and this much besides on a busy machine. */
const MOST_TIMES = 25;
const GRACE_MS = 30;

if (absent !== '') it.skip(`process trees of real data sets (${absent})`, () => undefined);
else describe.each(SETS)('%s', (file) => {
  let folder = '';
  let db: Db;
  let ids: string[] = [];
  beforeAll(() => {
    buildIfMissing();
    folder = mkdtempSync(join(tmpdir(), 'redthread-trees-'));
    const path = join(folder, 'case.redthread');
    importJson(path, [file], [0, 1]);
    db = openCase(path).db;
    ids = db.prepare(`select entity_id from entity where kind = 'process' order by 1`).pluck().all() as string[];
  }, 300_000);
  afterAll(() => { db?.close(); rmSync(folder, { recursive: true, force: true }); });

  it('has a tree for every process: each stands once, below one that a record says started it', () => {
    expect(ids.length).toBeGreaterThan(100);
    const spawned = new Set(db.prepare(`select f.entity_id || ' ' || t.entity_id from relation r join entity f on f.entity_pk = r.from_pk join entity t on t.entity_pk = r.to_pk where r.type_code = 0`).pluck().all() as string[]);
    const childless = new Set(db.prepare(`select entity_id from entity e where kind = 'process' and not exists (select 1 from relation r where r.type_code = 0 and r.to_pk = e.entity_pk and r.from_pk <> e.entity_pk)`).pluck().all() as string[]);
    let deepest = 0;
    for (const entityId of ids) {
      const { nodes, top } = getProcessTree(db, { entityId, depth: 2, limit: 50 });
      expect(new Set(nodes.map((n) => n.entityId)).size).toBe(nodes.length);
      expect(nodes.filter((n) => n.position === 'focus').map((n) => n.entityId)).toEqual([entityId]);
      for (const n of nodes) if (n.parentEntityId !== null) expect(spawned.has(`${n.parentEntityId} ${n.entityId}`)).toBe(true);
      if (top === 'noParent') expect(childless.has(nodes[0]!.entityId)).toBe(true);
      deepest = Math.max(deepest, nodes.find((n) => n.position === 'focus')!.depth);
    }
    expect(deepest).toBeGreaterThan(2);
  }, 120_000);
  it('has all children that plain SQL counts', () => {
    const counts = new Map(db.prepare(`select f.entity_id, count(distinct r.to_pk) from relation r join entity f on f.entity_pk = r.from_pk where r.type_code = 0 and r.from_pk <> r.to_pk group by 1`).raw().all() as [string, number][]);
    for (const entityId of ids) {
      const { items, total } = listProcessChildren(db, { entityId, limit: 10_000 });
      expect([total, items.length]).toEqual([counts.get(entityId) ?? 0, total]);
    }
  });
  it('opens the busiest in the time of plain SQL', () => {
    const busiest = db.prepare(`select e.entity_id from relation r join entity e on e.entity_pk = r.from_pk where e.kind = 'process' group by r.from_pk order by sum(r.count) desc limit 20`).pluck().all() as string[];
    const plain = db.prepare(`with recursive up(pk, n) as (select entity_pk, 0 from entity where entity_id = ? union all select r.from_pk, n + 1 from up join relation r on r.to_pk = up.pk and r.type_code = 0 where n < 100)
      select e.entity_id, e.display_name, (select count(*) from relation c where c.from_pk = e.entity_pk and c.type_code = 0) from (select pk from up union select r.to_pk from relation r join entity x on x.entity_pk = r.from_pk where x.entity_id = ? and r.type_code = 0) t join entity e on e.entity_pk = t.pk`);
    const fastest = (work: () => void): number => Math.min(...[1, 2, 3, 4, 5].map(() => { const from = performance.now(); work(); return performance.now() - from; }));
    const sql = fastest(() => { for (const id of busiest) plain.all(id, id); });
    const trees = fastest(() => { for (const entityId of busiest) getProcessTree(db, { entityId, depth: 1, limit: 1000 }); });
    expect(trees, `${trees.toFixed(1)} ms for 20 trees, plain SQL ${sql.toFixed(1)} ms`).toBeLessThan(MOST_TIMES * sql + GRACE_MS);
  });
});
