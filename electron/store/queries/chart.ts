/** The chart above the queue: alerts by severity and incidents created, per bin of UTC. */
import { US_PER_DAY } from '../../../shared/base/bins.ts';
import { US_PER_HOUR } from '../../../shared/base/time.ts';
import type { SEVERITIES } from '../../../shared/domain/attack-graph/codes.ts';
import type { IncidentChart, ParsedInput } from '../../../shared/contract/index.ts';
import type { Db } from '../case-file.ts';
import { prepared, severityName } from './shared.ts';

/** When an alert or incident came in: when it was created; where no source states that, when its activity began. `l` is its row of the list. */
const CAME_IN = 'ifnull(l.created_us, l.first_activity_us)';
const SPANS = `select min(t) oldestUs, max(t) newestUs, count(*) filter (where t is null and kind = 'alert') alertsWithoutTime, count(*) filter (where t is null and kind = 'incident') incidentsWithoutTime
  from (select ${CAME_IN} t, 'alert' kind from alert_list l union all select ${CAME_IN}, 'incident' from incident_list l)`;
// The remainder of a time before 1970 is negative: the bin starts before it all the same.
const BIN = '(t - ((t % @binUs) + @binUs) % @binUs)';
const binned = (table: 'alert_list' | 'incident_list') => `select ${BIN} startUs, severity, count(*) n from (select ${CAME_IN} t, l.severity from ${table} l) where t >= @fromUs and t < @toUs group by 1, 2`;
interface Bin { startUs: number; severity: number; n: number }

export const noAlerts = (): IncidentChart['items'][number]['alerts'] => ({ unknown: 0, informational: 0, low: 0, medium: 0, high: 0 }) satisfies Record<(typeof SEVERITIES)[number], number>;

export function chartIncidents(db: Db, input: ParsedInput<'incident.chart'>): IncidentChart {
  const binUs = input.bin === 'hour' ? US_PER_HOUR : US_PER_DAY;
  const range = { binUs, fromUs: input.fromUs ?? Number.MIN_SAFE_INTEGER, toUs: input.toUs ?? Number.MAX_SAFE_INTEGER };
  const bins = new Map<number, IncidentChart['items'][number]>();
  const at = (startUs: number) => bins.get(startUs) ?? bins.set(startUs, { startUs, alerts: noAlerts(), incidents: 0 }).get(startUs)!;
  let [alertTotal, incidentTotal] = [0, 0];
  for (const b of prepared(db, binned('alert_list')).all(range) as Bin[]) { at(b.startUs).alerts[severityName(b.severity)] += b.n; alertTotal += b.n; }
  for (const b of prepared(db, binned('incident_list')).all(range) as Bin[]) { at(b.startUs).incidents += b.n; incidentTotal += b.n; }
  const spans = prepared(db, SPANS).get() as Pick<IncidentChart, 'oldestUs' | 'newestUs' | 'alertsWithoutTime' | 'incidentsWithoutTime'>;
  return { binUs, items: [...bins.values()].sort((a, b) => a.startUs - b.startUs), total: bins.size, alertTotal, incidentTotal, ...spans };
}
