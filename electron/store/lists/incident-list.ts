/** The incident queue: all filters that the data of a case can answer. */
import type { Facets, IncidentRow, ParsedInput } from '../../../shared/contract/index.ts';
import type { Db } from '../case-file.ts';
import { alertPk, entityPk, parse, Where, type Page } from '../queries/shared.ts';
import { listFacets, listPage, valuesOf, type ListColumn, type ListSpec } from './engine.ts';

const many = (id: string): ListColumn => ({ set: valuesOf('incident_value', id, 'l.incident_pk', 'incident_pk') });
const text = (sql: string): ListColumn => ({ sort: `${sql} collate nocase`, value: `ifnull(${sql}, '')` });
const number = (sql: string): ListColumn => ({ sort: sql, number: sql });

const SPEC: ListSpec<{ row: string }, IncidentRow> = {
  name: 'incidents', select: 'l.row', from: 'incident_list l', tie: 'length(l.incident_id), l.incident_id', defaultOrder: [{ column: 'lastUpdateUs', descending: true }],
  columns: {
    /* Ids are numbers in most tenants. */ incidentId: { sort: ['length(l.incident_id)', 'l.incident_id'], value: 'l.incident_id' }, displayName: text('l.display_name'), severity: { sort: 'l.severity', value: `json_extract(l.row, '$.severity')`, number: 'l.severity' }, alertSeverities: many('alertSeverities'),
    status: text('l.status'), classification: text('l.classification'), determination: text('l.determination'), assignedTo: text('l.assigned_to'), investigationState: text('l.investigation_state'), investigationStates: many('investigationStates'),
    categories: { sort: 'l.category_band', ...many('categories') }, tags: many('tags'), serviceSources: many('serviceSources'), detectionSources: many('detectionSources'), productNames: many('productNames'), threats: many('threats'), techniques: many('techniques'),
    entities: many('entities'), deviceGroups: many('deviceGroups'), osPlatforms: many('osPlatforms'), spread: many('spread'), origin: text('l.origin'),
    impactedAssets: number('l.asset_count'), alerts: number('l.alert_count'), activeAlerts: number('l.active_alert_count'), events: number('l.event_count'), pendingActions: number('l.pending_action_count'),
    firstActivityUs: number('l.first_activity_us'), lastActivityUs: number('l.last_activity_us'), lastUpdateUs: number('l.last_update_us'), createdUs: number('l.created_us'),
  },
  search: `l.display_name like ? escape '\\' or l.incident_id like ? escape '\\' or l.incident_pk in (select v.incident_pk from incident_value v where v.column_id = 'entities' and v.value like ? escape '\\')`,
  row: (raw) => parse<IncidentRow>(raw.row, {} as IncidentRow),
};

function scope(db: Db, input: { incidentId?: string | undefined; entityId?: string | undefined; alertId?: string | undefined }): Where {
  const where = new Where();
  if (input.incidentId !== undefined) where.add('l.incident_id = ?', input.incidentId);
  if (input.entityId !== undefined) where.add('l.incident_pk in (select incident_pk from incident_entity where entity_pk = ?)', entityPk(db, input.entityId));
  if (input.alertId !== undefined) where.add('l.incident_pk in (select incident_pk from alert where alert_pk = ?)', alertPk(db, input.alertId));
  return where;
}
/** Incidents of the case; `search` looks at name, id and the names of impacted assets. */
export const listIncidents = (db: Db, input: ParsedInput<'incident.list'>): Page<IncidentRow> => listPage(db, SPEC, input, scope(db, input));
export const incidentFacets = (db: Db, input: ParsedInput<'list.facets'>): Facets => listFacets(db, SPEC, input, scope(db, input));
