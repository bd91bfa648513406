/** The incident queue: all filters that the data of a case can answer. */
import type { Facets, IncidentRow, ParsedInput } from '../../../shared/contract/index.ts';
import type { Db } from '../case-file.ts';
import { alertPk, entityPk, parse, Where, type Page } from '../queries/shared.ts';
import { listFacets, listPage, numberColumn, textColumn, valuesOf, type ListColumn, type ListSpec } from './engine.ts';

const many = (id: string): ListColumn => ({ set: valuesOf('incident_value', id, 'l.incident_pk', 'incident_pk') });

const SPEC: ListSpec<{ row: string }, IncidentRow> = {
  name: 'incidents', select: 'l.row', from: 'incident_list l', tie: 'length(l.incident_id), l.incident_id', defaultOrder: [{ column: 'lastUpdateUs', descending: true }],
  columns: {
    /* Ids are numbers in most tenants. */ incidentId: { sort: ['length(l.incident_id)', 'l.incident_id'], value: 'l.incident_id' }, displayName: textColumn('l.display_name'), severity: { sort: 'l.severity', value: `json_extract(l.row, '$.severity')`, number: 'l.severity' }, alertSeverities: many('alertSeverities'),
    status: textColumn('l.status'), classification: textColumn('l.classification'), determination: textColumn('l.determination'), assignedTo: textColumn('l.assigned_to'), investigationState: textColumn('l.investigation_state'), investigationStates: many('investigationStates'),
    categories: { sort: 'l.category_band', ...many('categories') }, tags: many('tags'), serviceSources: many('serviceSources'), detectionSources: many('detectionSources'), productNames: many('productNames'), threats: many('threats'), techniques: many('techniques'),
    entities: many('entities'), deviceGroups: many('deviceGroups'), osPlatforms: many('osPlatforms'), spread: many('spread'), origin: textColumn('l.origin'),
    impactedAssets: numberColumn('l.asset_count'), alerts: numberColumn('l.alert_count'), activeAlerts: numberColumn('l.active_alert_count'), events: numberColumn('l.event_count'), pendingActions: numberColumn('l.pending_action_count'),
    firstActivityUs: numberColumn('l.first_activity_us'), lastActivityUs: numberColumn('l.last_activity_us'), lastUpdateUs: numberColumn('l.last_update_us'), createdUs: numberColumn('l.created_us'),
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
