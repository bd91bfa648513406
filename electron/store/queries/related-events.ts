/** Events that belong to one alert. */
import type { AlertStory } from '../../../shared/contract/index.ts';
import { ASSET_KINDS, type EntityKind } from '../../../shared/domain/entity/kinds.ts';
import { US_PER_SECOND } from '../../../shared/base/time.ts';
import type { Db } from '../case-file.ts';
import { prepared } from './shared.ts';
import { readEvents } from './timeline.ts';

const SHOWN = 200;
/** Products cut the fraction off times of activity: as long before and after it counts. */
const MARGIN_US = US_PER_SECOND;

/** `@pks` is a JSON array of entities, `@from` and `@to` include their ends. An event stands once, however many of them take part. */
const RELATED = `select time_us t, event_id from alert_event where alert_pk = @alertPk
  union select x.time_us, x.event_id from json_each(@pks) j cross join event_entity x on x.entity_pk = j.value where x.time_us between @from and @to`;

type Tier = AlertStory['events']['relatedBy'];

/** Of the alert's artifacts, else of its accounts and the like, else of its devices; and always those that name it. */
export function relatedEvents(db: Db, alertPk: number): Pick<AlertStory, 'events' | 'activities'> {
  const { firstUs, lastUs } = prepared(db, 'select first_activity_us firstUs, last_activity_us lastUs from alert where alert_pk = ?').get(alertPk) as { firstUs: number | null; lastUs: number | null };
  const evidence = prepared(db, 'select distinct v.entity_pk pk, e.kind from evidence v join entity e using(entity_pk) where v.alert_pk = ?').all(alertPk) as { pk: number; kind: EntityKind }[];
  const [fromUs, toUs] = firstUs === null ? [null, null] : [firstUs - MARGIN_US, (lastUs ?? firstUs) + MARGIN_US];
  const tiers: readonly (readonly [Tier, (kind: EntityKind) => boolean])[] = [['artifacts', (k) => !ASSET_KINDS.has(k)], ['accounts', (k) => ASSET_KINDS.has(k) && k !== 'device'], ['devices', (k) => k === 'device']];
  for (const [relatedBy, holds] of tiers) {
    // Without a time of its own the alert has only the events that name it: from after to.
    const bound = { alertPk, pks: JSON.stringify(evidence.filter((e) => holds(e.kind)).map((e) => e.pk)), from: fromUs ?? 1, to: toUs ?? 0 };
    const total = prepared(db, `select count(*) from (${RELATED})`).pluck().get(bound) as number;
    if (total === 0) continue;
    const items = readEvents(db, `select x.t, ev.* from (${RELATED}) x join event ev using(event_id) order by 1, 2 limit @limit`, [{ ...bound, limit: SHOWN }]).map(({ t: _t, ...e }) => e);
    const activities = prepared(db, `select a.text actionType, s.text source, count(*) count, min(e.time_us) firstUs, max(e.time_us) lastUs from (${RELATED}) x join event e using(event_id) join term a on a.term_id = e.action_type join term s on s.term_id = e.source
      group by 1, 2 order by 3 desc, 1, 2`).all(bound) as AlertStory['activities'];
    return { events: { items, total, relatedBy, fromUs, toUs }, activities };
  }
  return { events: { items: [], total: 0, relatedBy: 'none', fromUs, toUs }, activities: [] };
}
