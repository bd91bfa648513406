import { ASSET_KINDS, KEYS, type EntityKind } from '../../../shared/domain/entity/kinds.ts';
import { RELATION_TYPES } from '../../../shared/domain/facts/facts.ts';
import type { EntityDetail, EntityRow, ParsedInput, RelationRow } from '../../../shared/contract/index.ts';
import type { Db } from '../case-file.ts';
import { aboutEntity, entityLocalFields } from '../decisions/about.ts';
import { listAlerts } from '../lists/alert-list.ts';
import { listEvidence } from './alerts.ts';
import { alertPk, contains, entityPk, incidentPk, offsetOf, pageOf, parse, recordRef, verdictName, Where, type Page } from './shared.ts';

interface Row { pk: number; entityId: string; kind: EntityKind; displayName: string; verdict: number; status: string | null; impacted: number; critical: number; alertCount: number; evidenceCount: number; eventCount: number; derivedVerdict: number | null; customTags: string | null; firstUs: number | null; lastUs: number | null }
const COLUMNS = 'e.entity_pk pk, e.entity_id entityId, e.kind, e.display_name displayName, e.verdict, e.remediation_status status, e.is_impacted impacted, e.is_critical critical, e.alert_count alertCount, e.evidence_count evidenceCount, e.event_count eventCount, e.derived_verdict derivedVerdict, e.custom_tags customTags';

/** Entities of the case or of one incident. With an incident, first and last seen are those within it. `withoutTime`: only those that take no part in play. */
export function listEntities(db: Db, input: ParsedInput<'entity.list'>): Page<EntityRow> {
  const where = new Where();
  let from = 'from entity e';
  let times = 'e.first_seen_us firstUs, e.last_seen_us lastUs';
  if (input.incidentId !== undefined) {
    from = 'from incident_entity x join entity e using(entity_pk)';
    times = 'x.first_us firstUs, x.last_us lastUs';
    where.add('x.incident_pk = ?', incidentPk(db, input.incidentId));
    if (input.withoutTime === true) where.add('x.first_us is null');
  } else if (input.withoutTime === true) where.add('e.first_seen_us is null');
  if (input.entityId !== undefined) where.add('e.entity_pk = ?', entityPk(db, input.entityId));
  if (input.alertId !== undefined) where.add('e.entity_pk in (select entity_pk from evidence where alert_pk = ?)', alertPk(db, input.alertId));
  if (input.kinds !== undefined && input.kinds.length > 0) where.add(`e.kind in (${input.kinds.map(() => '?').join(',')})`, ...input.kinds);
  if (input.search !== undefined && input.search !== '') where.add(`e.display_name like ? escape '\\' or exists (select 1 from entity_key k where k.entity_pk = e.entity_pk and k.value like ? escape '\\')`, contains(input.search), contains(input.search));
  const rows = db.prepare(`select ${COLUMNS}, ${times} ${from} ${where.sql} order by e.alert_count desc, e.event_count desc, e.display_name, e.entity_id limit ? offset ?`).all(...where.values, input.limit, offsetOf(input)) as Row[];
  return pageOf(input, rows.map(toRow), db.prepare(`select count(*) ${from} ${where.sql}`).pluck().get(...where.values) as number);
}

function toRow(r: Row): EntityRow {
  return {
    entityId: r.entityId, kind: r.kind, displayName: r.displayName, verdict: verdictName(r.verdict), isAsset: ASSET_KINDS.has(r.kind), isImpacted: r.impacted === 1, isCritical: r.critical === 1, alertCount: r.alertCount,
    evidenceCount: r.evidenceCount, eventCount: r.eventCount, firstSeenUs: r.firstUs, lastSeenUs: r.lastUs, remediationStatus: r.status, customTags: parse<string[]>(r.customTags, []), localFields: entityLocalFields(r),
  };
}

/** Relations and evidence shown at once with an entity; `relation.list` and `evidence.list` page through the rest. */
const DETAIL_LIMIT = 200;

export function getEntity(db: Db, input: ParsedInput<'entity.get'>): EntityDetail {
  const pk = entityPk(db, input.entityId);
  const row = db.prepare(`select ${COLUMNS}, e.first_seen_us firstUs, e.last_seen_us lastUs from entity e where e.entity_pk = ?`).get(pk) as Row;
  const keys = db.prepare('select key_type type, value, is_strong isStrong, is_canonical isCanonical from entity_key where entity_pk = ?').all(pk) as { type: string; value: string; isStrong: number; isCanonical: number }[];
  const order = [...KEYS[row.kind].strong, ...KEYS[row.kind].weak];
  const attributes = db.prepare(`select f.name, f.value, max(f.as_of_us) asOfUs, min(f.record_id) recordId from attribute_fact f join mention m using(mention_id) where m.entity_pk = ? group by f.name, f.value order by f.name, ifnull(max(f.as_of_us), -1) desc, f.value limit 500`).all(pk) as { name: string; value: string; asOfUs: number | null; recordId: number }[];
  const scope = { limit: DETAIL_LIMIT, entityId: input.entityId };
  const within = input.incidentId === undefined ? scope : { ...scope, incidentId: input.incidentId };
  const evidence = listEvidence(db, within);
  const relations = listRelations(db, within);
  const proposals = db.prepare(`select o.entity_id entityId, o.display_name displayName, p.key_type keyType, p.value keyValue from merge_proposal p join entity o on o.entity_pk = p.other_pk where p.entity_pk = @pk
    union select o.entity_id, o.display_name, p.key_type, p.value from merge_proposal p join entity o on o.entity_pk = p.entity_pk where p.other_pk = @pk order by 2 limit 20`).all({ pk }) as EntityDetail['proposedMerges'];
  return {
    total: 1, ...toRow(row), keys: keys.sort((a, b) => order.indexOf(a.type) - order.indexOf(b.type) || (a.value < b.value ? -1 : 1)).map((k) => ({ ...k, isStrong: k.isStrong === 1, isCanonical: k.isCanonical === 1 })),
    attributes: attributes.map((a) => ({ name: a.name, value: JSON.parse(a.value) as unknown, asOfUs: a.asOfUs, record: recordRef(db, a.recordId) })),
    alerts: listAlerts(db, scope).items, evidence: evidence.items, evidenceTotal: evidence.total, relations: relations.items, relationTotal: relations.total, proposedMerges: proposals, ...aboutEntity(db, pk, entityLocalFields(row)),
  };
}

export function listRelations(db: Db, input: ParsedInput<'relation.list'>): Page<RelationRow> {
  const where = new Where();
  if (input.entityId !== undefined) { const pk = entityPk(db, input.entityId); where.add('r.from_pk = ? or r.to_pk = ?', pk, pk); }
  if (input.fromEntityId !== undefined) where.add('r.from_pk = ?', entityPk(db, input.fromEntityId));
  if (input.toEntityId !== undefined) where.add('r.to_pk = ?', entityPk(db, input.toEntityId));
  if (input.alertId !== undefined) where.add('r.alert_pk = ?', alertPk(db, input.alertId));
  if (input.type !== undefined) where.add('r.type_code = ?', RELATION_TYPES.findIndex((t) => t === input.type));
  if (input.incidentId !== undefined) {
    const pk = incidentPk(db, input.incidentId);
    where.add('r.from_pk in (select entity_pk from incident_entity where incident_pk = ?) and r.to_pk in (select entity_pk from incident_entity where incident_pk = ?)', pk, pk);
  }
  const from = 'from relation r join entity f on f.entity_pk = r.from_pk join entity t on t.entity_pk = r.to_pk left join alert a on a.alert_pk = r.alert_pk';
  const rows = db.prepare(`select r.relation_id relationId, f.entity_id fromEntityId, f.display_name fromName, f.kind fromKind, r.type_code code, t.entity_id toEntityId, t.display_name toName, t.kind toKind, r.first_us firstUs, r.last_us lastUs,
    r.count, r.basis_code basisCode, a.alert_id alertId, r.record_id recordId, r.attributes ${from} ${where.sql} order by r.first_us is null, r.first_us, r.relation_id limit ? offset ?`).all(...where.values, input.limit, offsetOf(input)) as
    (Omit<RelationRow, 'type' | 'basis' | 'record' | 'attributes'> & { code: number; basisCode: number; recordId: number | null; attributes: string | null })[];
  const total = db.prepare(`select count(*) from relation r ${where.sql}`).pluck().get(...where.values) as number;
  return pageOf(input, rows.map(({ code, basisCode, recordId, attributes, ...r }) => ({ ...r, type: RELATION_TYPES[code]!, basis: basisCode === 0 ? 'observed' : 'inferred', attributes: attributesOf(attributes), record: recordRef(db, recordId) })), total);
}

/** Every value that the folded records state, by name; sorted, so that the order of imports does not show. */
function attributesOf(stored: string | null): RelationRow['attributes'] {
  const values = new Map<string, Map<string, unknown>>();
  for (const said of parse<Record<string, unknown>[][]>(stored, []).flat()) {
    for (const [name, value] of Object.entries(said)) (values.get(name) ?? values.set(name, new Map()).get(name)!).set(JSON.stringify(value), value);
  }
  return [...values].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, list]) => ({ name, values: [...list].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, v]) => v) }));
}
