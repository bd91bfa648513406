/** Devices, users, mailboxes, apps and cloud resources, of the case or of one incident. */
import { ASSET_COLUMNS, type AssetCategory } from '../../../shared/domain/entity/assets.ts';
import type { AssetRow, Facets, ParsedInput } from '../../../shared/contract/index.ts';
import type { Db } from '../case-file.ts';
import { alertPk, entityPk, incidentPk, parse, verdictName, Where, type Page } from '../queries/shared.ts';
import { listFacets, listPage, numberColumn, valuesOf, type ListColumn, type ListSpec } from './engine.ts';

interface Raw { row: string; verdict: number; impacted: number; alerts: number; activeAlerts: number; firstUs: number | null; lastUs: number | null }
const many = (id: string): ListColumn => ({ set: valuesOf('asset_value', id, 'l.entity_pk', 'entity_pk') });
const one = (id: string, what: string) => `(select ${what} from asset_value v where v.entity_pk = l.entity_pk and v.column_id = '${id}' limit 1)`;

/** What an asset counts as within one incident comes from that incident's evidence; without one, from all of it. */
function spec(category: AssetCategory, incident: number | null): ListSpec<Raw, AssetRow> {
  const own = incident === null ? { alerts: 'l.alert_count', active: 'l.active_alert_count', first: 'l.first_us', last: 'l.last_us', impacted: 'e.is_impacted' } : { alerts: 'ifnull(w.alert_count, 0)', active: 'ifnull(w.active_alert_count, 0)', first: 'x.first_us', last: 'x.last_us', impacted: 'ifnull(w.is_impacted, 0)' };
  return {
    name: `assets (${category})`, select: `l.row, e.verdict, ${own.impacted} impacted, ${own.alerts} alerts, ${own.active} activeAlerts, ${own.first} firstUs, ${own.last} lastUs`,
    from: incident === null ? 'asset_list l join entity e using(entity_pk)' : `incident_entity x join asset_list l using(entity_pk) join entity e using(entity_pk) left join evidence_list w on w.incident_pk = x.incident_pk and w.entity_pk = x.entity_pk`,
    tie: 'l.display_name collate nocase, l.entity_id', defaultOrder: [{ column: 'risk', descending: true }, { column: 'activeAlerts', descending: true }],
    columns: {
      displayName: { sort: 'l.display_name collate nocase', value: 'l.display_name' }, risk: { sort: 'l.risk' }, impacted: { sort: own.impacted, value: `case ${own.impacted} when 1 then 'impacted' else 'related' end` }, kind: { sort: 'l.kind', value: 'l.kind' },
      verdict: { sort: 'e.verdict', value: `json_extract(l.row, '$.verdict')` }, critical: { sort: 'e.is_critical', value: `case e.is_critical when 1 then 'critical' else '' end` }, alerts: numberColumn(own.alerts), activeAlerts: numberColumn(own.active), events: numberColumn('l.event_count'), firstSeenUs: numberColumn(own.first), lastSeenUs: numberColumn(own.last),
      tags: many('tags'), actions: many('actions'),
      ...Object.fromEntries(ASSET_COLUMNS[category].map(({ id }): [string, ListColumn] => [id, { sort: [one(id, 'v.value_rank'), `${one(id, 'v.value')} collate nocase`], value: `ifnull(${one(id, 'v.value')}, '')` }])),
    },
    search: `l.display_name like ? escape '\\' or l.entity_pk in (select v.entity_pk from asset_value v where v.value like ? escape '\\')`,
    row: (raw) => ({ ...parse<AssetRow>(raw.row, {} as AssetRow), verdict: verdictName(raw.verdict), isImpacted: raw.impacted === 1, alertCount: raw.alerts, activeAlertCount: raw.activeAlerts, firstSeenUs: raw.firstUs, lastSeenUs: raw.lastUs }),
  };
}

function scope(db: Db, input: { category: AssetCategory; entityId?: string | undefined; alertId?: string | undefined }, incident: number | null): Where {
  const where = new Where().add('l.category = ?', input.category);
  if (incident !== null) where.add('x.incident_pk = ? and x.membership in (0, 2)', incident);
  if (input.entityId !== undefined) where.add('l.entity_pk = ?', entityPk(db, input.entityId));
  if (input.alertId !== undefined) where.add('l.entity_pk in (select entity_pk from evidence where alert_pk = ?)', alertPk(db, input.alertId));
  return where;
}
const within = (db: Db, incidentId: string | undefined) => (incidentId === undefined ? null : incidentPk(db, incidentId));

export function listAssets(db: Db, input: ParsedInput<'asset.list'>): Page<AssetRow> {
  const incident = within(db, input.incidentId);
  return listPage(db, spec(input.category, incident), input, scope(db, input, incident));
}
export function assetFacets(db: Db, input: ParsedInput<'list.facets'> & { category: AssetCategory }): Facets {
  const incident = within(db, input.incidentId);
  return listFacets(db, spec(input.category, incident), input, scope(db, input, incident));
}
/** How many assets of each category there are. */
export function countAssets(db: Db, input: ParsedInput<'asset.counts'>): { category: AssetCategory; total: number; impacted: number }[] {
  const incident = within(db, input.incidentId);
  const rows = (incident === null
    ? db.prepare('select l.category, count(*) total, sum(e.is_impacted) impacted from asset_list l join entity e using(entity_pk) group by 1').all()
    : db.prepare('select l.category, count(*) total, sum(ifnull(w.is_impacted, 0)) impacted from incident_entity x join asset_list l using(entity_pk) left join evidence_list w on w.incident_pk = x.incident_pk and w.entity_pk = x.entity_pk where x.incident_pk = ? and x.membership in (0, 2) group by 1').all(incident)) as { category: AssetCategory; total: number; impacted: number }[];
  return rows;
}
