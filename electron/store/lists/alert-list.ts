/** The alerts of the case, of an incident, or of an entity. */
import type { AlertRow, Facets, ParsedInput } from '../../../shared/contract/index.ts';
import type { Db } from '../case-file.ts';
import { alertPk, entityPk, incidentPk, parse, Where, type Page } from '../queries/shared.ts';
import { listFacets, listPage, numberColumn, textColumn, valuesOf, type ListColumn, type ListSpec } from './engine.ts';

const many = (id: string): ListColumn => ({ set: valuesOf('alert_value', id, 'l.alert_pk', 'alert_pk') });

const SPEC: ListSpec<{ row: string }, AlertRow> = {
  name: 'alerts', select: 'l.row', from: 'alert_list l', tie: 'l.alert_id', defaultOrder: [{ column: 'firstActivityUs', descending: false }],
  columns: {
    alertId: textColumn('l.alert_id'), title: textColumn('l.title'), severity: { sort: 'l.severity', value: `json_extract(l.row, '$.severity')`, number: 'l.severity' }, status: textColumn('l.status'), classification: textColumn('l.classification'),
    determination: textColumn('l.determination'), category: { sort: ['l.category_band', 'l.category'], value: `ifnull(l.category, '')` }, categories: many('categories'), techniques: many('techniques'), tags: many('tags'), assignedTo: textColumn('l.assigned_to'),
    investigationState: textColumn('l.investigation_state'), linkedBy: many('linkedBy'), serviceSource: textColumn('l.service_source'), detectionSource: textColumn('l.detection_source'), productName: textColumn('l.product_name'), threats: many('threats'),
    impactedAssets: { sort: 'l.asset collate nocase', number: 'l.asset_count' }, entities: many('entities'), incidentId: { sort: ['length(l.incident_id)', 'l.incident_id'], value: `ifnull(l.incident_id, '')` }, incidentName: textColumn('l.incident_name'),
    firstActivityUs: numberColumn('l.first_activity_us'), lastActivityUs: numberColumn('l.last_activity_us'), createdUs: numberColumn('l.created_us'), lastUpdateUs: numberColumn('l.last_update_us'),
  },
  search: `l.title like ? escape '\\' or l.alert_id like ? escape '\\' or l.alert_pk in (select v.alert_pk from alert_value v where v.column_id = 'entities' and v.value like ? escape '\\')`,
  row: (raw) => parse<AlertRow>(raw.row, {} as AlertRow),
};

function scope(db: Db, input: { incidentId?: string | undefined; entityId?: string | undefined; alertId?: string | undefined }): Where {
  const where = new Where();
  if (input.incidentId !== undefined) where.add('l.incident_pk = ?', incidentPk(db, input.incidentId));
  if (input.entityId !== undefined) where.add('l.alert_pk in (select alert_pk from evidence where entity_pk = ?)', entityPk(db, input.entityId));
  if (input.alertId !== undefined) where.add('l.alert_pk = ?', alertPk(db, input.alertId));
  return where;
}
/** In order of first activity unless asked otherwise; `search` looks at title, id and the assets they name. */
export const listAlerts = (db: Db, input: ParsedInput<'alert.list'>): Page<AlertRow> => listPage(db, SPEC, input, scope(db, input));
export const alertFacets = (db: Db, input: ParsedInput<'list.facets'>): Facets => listFacets(db, SPEC, input, scope(db, input));
