/** One row per entity that is evidence of an incident's alerts, with the worst verdict and the most open status of all its records. */
import type { EntityEvidenceRow, Facets, ParsedInput } from '../../../shared/contract/index.ts';
import type { Db } from '../case-file.ts';
import { alertPk, entityPk, incidentPk, parse, Where, type Page } from '../queries/shared.ts';
import { listFacets, listPage, numberColumn, valuesOf, type ListColumn, type ListSpec } from './engine.ts';

const many = (id: string): ListColumn => ({ set: valuesOf('evidence_value', id, 'l.entity_pk', 'entity_pk', 'v.incident_pk = @incident') });

const spec = (incident: number): ListSpec<{ row: string }, EntityEvidenceRow> => {
  // A number from the database, not text of the caller; it stands in conditions that the engine writes more than once.
  const inIncident = (column: ListColumn): ListColumn => (column.set ? { ...column, set: { join: column.set.join.replace('@incident', String(incident)), keys: (sql) => column.set!.keys(sql).replace('@incident', String(incident)) } } : column);
  return {
    name: 'evidence', select: 'l.row', from: 'evidence_list l', tie: 'l.entity_id', defaultOrder: [{ column: 'firstSeenUs', descending: false }],
    columns: {
      firstSeenUs: numberColumn('l.first_us'), lastSeenUs: numberColumn('l.last_us'), displayName: { sort: 'l.display_name collate nocase', value: 'l.display_name' }, kind: { sort: 'l.kind', value: 'l.kind' },
      verdict: { sort: 'l.verdict', value: `json_extract(l.row, '$.verdict')` }, remediationStatus: { sort: 'l.status_rank', value: 'l.remediation_status' }, impacted: { sort: 'l.is_impacted', value: `case l.is_impacted when 1 then 'impacted' else 'related' end` },
      statusDetails: inIncident(many('statusDetails')), impactedAssets: { sort: 'l.asset collate nocase', ...inIncident(many('impactedAssets')) }, detectionOrigins: inIncident(many('detectionOrigins')), threats: inIncident(many('threats')), roles: inIncident(many('roles')),
      alerts: numberColumn('l.alert_count'), activeAlerts: numberColumn('l.active_alert_count'), evidence: numberColumn('l.evidence_count'),
    },
    search: `l.display_name like ? escape '\\' or l.entity_pk in (select k.entity_pk from entity_key k where k.value like ? escape '\\')`,
    row: (raw) => parse<EntityEvidenceRow>(raw.row, {} as EntityEvidenceRow),
  };
};

function scope(db: Db, input: { entityId?: string | undefined; alertId?: string | undefined }, incident: number): Where {
  const where = new Where().add('l.incident_pk = ?', incident);
  if (input.entityId !== undefined) where.add('l.entity_pk = ?', entityPk(db, input.entityId));
  if (input.alertId !== undefined) where.add('l.entity_pk in (select entity_pk from evidence where alert_pk = ?)', alertPk(db, input.alertId));
  return where;
}
export function listEntityEvidence(db: Db, input: ParsedInput<'evidence.byEntity'>): Page<EntityEvidenceRow> {
  const incident = incidentPk(db, input.incidentId);
  return listPage(db, spec(incident), input, scope(db, input, incident));
}
export function evidenceFacets(db: Db, input: ParsedInput<'list.facets'> & { incidentId: string }): Facets {
  const incident = incidentPk(db, input.incidentId);
  return listFacets(db, spec(incident), input, scope(db, input, incident));
}
