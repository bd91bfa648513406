/** Rows of lists, from everything derived before. What changes one incident or alert later refreshes its rows alone. */
import type { AlertRow, EntityEvidenceRow } from '../../../shared/contract/index.ts';
import type { EvidenceFact } from '../../../shared/domain/facts/facts.ts';
import { bandOf } from '../../../shared/domain/mitre-attack/index.ts';
import { ASSET_CATEGORIES, ASSET_COLUMNS, assetText, categoryOf, levelRank, TAG_ATTRIBUTES } from '../../../shared/domain/entity/assets.ts';
import { ASSET_KINDS, type EntityKind } from '../../../shared/domain/entity/kinds.ts';
import { REMEDIATION_OPEN_ORDER } from '../../../shared/domain/evidence/index.ts';
import { SEVERITIES } from '../../../shared/domain/attack-graph/codes.ts';
import type { Db } from '../case-file.ts';
import { alertRow } from '../queries/alerts.ts';
import { incidentRow } from '../queries/incidents.ts';
import { parse, prepared, verdictName } from '../queries/shared.ts';

/** Rebuilds all rows. Alerts come before incidents, which count them. */
export function deriveLists(db: Db): void {
  db.exec('delete from alert_list; delete from alert_value; delete from evidence_list; delete from evidence_value; delete from incident_list; delete from incident_value');
  for (const pk of pks(db, 'select alert_pk from alert order by 1')) writeAlert(db, pk);
  for (const pk of pks(db, 'select incident_pk from incident order by 1')) { writeEvidence(db, pk); writeIncident(db, pk); }
  writeAssets(db);
}

export interface Refreshed { readonly incidents: Iterable<number>; readonly alerts: Iterable<number>; readonly entities: Iterable<number> }

/** Rows of these anew, and of what they show: incidents of the entities, alerts of the incidents, assets that the alerts name. */
export function refreshLists(db: Db, changed: Refreshed): void {
  const incidents = new Set(changed.incidents);
  const alerts = new Set(changed.alerts);
  const entities = new Set(changed.entities);
  // Incidents that analysts made come and go with what is in them.
  for (const pk of prepared(db, 'select incident_pk from incident_list except select incident_pk from incident').pluck().all() as number[]) incidents.add(pk);
  for (const pk of entities) for (const incident of prepared(db, 'select incident_pk from evidence_list where entity_pk = ?').pluck().all(pk) as number[]) incidents.add(incident);
  for (const pk of incidents) for (const alert of prepared(db, 'select alert_pk from alert where incident_pk = ?').pluck().all(pk) as number[]) alerts.add(alert);
  for (const pk of alerts) {
    for (const table of ['alert_list', 'alert_value']) prepared(db, `delete from ${table} where alert_pk = ?`).run(pk);
    if (!exists(db, 'select 1 from alert where alert_pk = ?', pk)) continue;
    writeAlert(db, pk);
    for (const entity of prepared(db, 'select entity_pk from evidence where alert_pk = ?').pluck().all(pk) as number[]) entities.add(entity);
  }
  for (const pk of incidents) {
    for (const table of ['evidence_list', 'evidence_value', 'incident_list', 'incident_value']) prepared(db, `delete from ${table} where incident_pk = ?`).run(pk);
    if (!exists(db, 'select 1 from incident where incident_pk = ?', pk)) continue;
    writeEvidence(db, pk);
    writeIncident(db, pk);
  }
  writeAssets(db, entities);
}
const pks = (db: Db, sql: string) => db.prepare(sql).pluck().all() as number[];
const exists = (db: Db, sql: string, pk: number) => db.prepare(sql).get(pk) !== undefined;

function writeAlert(db: Db, pk: number): void {
  const row = alertRow(db, pk);
  const incidentPk = prepared(db, 'select incident_pk from alert where alert_pk = ?').pluck().get(pk) as number | null;
  insert(db, 'alert_list', {
    alert_pk: pk, alert_id: row.alertId, incident_pk: incidentPk, title: row.title, severity: SEVERITIES.indexOf(row.severity), status: row.status, classification: row.classification, determination: row.determination, category: row.category,
    category_band: row.category === null ? null : bandOf(row.category), assigned_to: row.assignedTo, investigation_state: row.investigationState, service_source: row.serviceSource, detection_source: row.detectionSource, product_name: row.productName,
    asset: row.assetNames[0] ?? null, asset_count: row.assetCount, incident_id: row.incidentId, incident_name: row.incidentName, first_activity_us: row.firstActivityUs, last_activity_us: row.lastActivityUs, created_us: row.createdUs, last_update_us: row.lastUpdateUs, row: JSON.stringify(row),
  });
  const names = prepared(db, `select distinct e.display_name from evidence v join entity e using(entity_pk) where v.alert_pk = ? and e.kind in (${ASSETS})`).pluck().all(pk) as string[];
  values(db, 'alert_value', { alert_pk: pk }, { tags: tagsOf(row), categories: categoriesOf(row), techniques: row.mitreTechniques, threats: row.threats, entities: names, linkedBy: row.linkedBy === null ? [] : [row.linkedBy.reason, ...row.linkedBy.others.map((o) => o.reason)] });
}
const ASSETS = [...ASSET_KINDS].map((k) => `'${k}'`).join(', ');
const tagsOf = (row: { readonly systemTags: readonly string[]; readonly customTags?: readonly string[] }) => [...row.systemTags, ...(row.customTags ?? [])];
const categoriesOf = (row: AlertRow) => [...(row.category === null ? [] : [row.category]), ...row.categories];

function writeIncident(db: Db, pk: number): void {
  const row = incidentRow(db, pk);
  const alerts = prepared(db, 'select row from alert_list where incident_pk = ?').pluck().all(pk).map((text) => parse<AlertRow>(text as string, {} as AlertRow));
  insert(db, 'incident_list', {
    incident_pk: pk, incident_id: row.incidentId, display_name: row.displayName, severity: SEVERITIES.indexOf(row.severity), status: row.status, classification: row.classification, determination: row.determination, assigned_to: row.assignedTo,
    investigation_state: row.investigationState, category_band: row.categories.reduce<number | null>((far, c) => Math.max(far ?? 0, bandOf(c)), null), asset_count: Object.values(row.impactedAssets).reduce((a, b) => a + b, 0), alert_count: row.alertCount,
    active_alert_count: row.activeAlertCount, event_count: row.eventCount, pending_action_count: row.pendingActionCount, first_activity_us: row.firstActivityUs, last_activity_us: row.lastActivityUs, last_update_us: row.lastUpdateUs ?? row.lastActivityUs ?? -1,
    created_us: row.createdUs, origin: row.origin, row: JSON.stringify(row),
  });
  const states = prepared(db, 'select state from investigation where incident_pk = ?').pluck().all(pk) as string[];
  values(db, 'incident_value', { incident_pk: pk }, {
    alertSeverities: alerts.map((a) => a.severity), categories: row.categories, tags: tagsOf(row), serviceSources: row.serviceSources, detectionSources: row.detectionSources, productNames: row.productNames, threats: row.threats, techniques: alerts.flatMap((a) => a.mitreTechniques),
    // A pending action is a state to look for, whether or not an investigation of that name was exported.
    investigationStates: [...states, ...alerts.flatMap((a) => a.investigationState ?? []), ...(row.pendingActionCount > 0 ? ['pendingAction'] : [])],
    entities: prepared(db, `select distinct e.display_name from incident_entity x join entity e using(entity_pk) where x.incident_pk = ? and e.kind in (${ASSETS})`).pluck().all(pk) as string[],
    deviceGroups: statedOf(db, pk, ASSET_COLUMNS.device.find((c) => c.id === 'rbacGroupName')!.attributes), osPlatforms: statedOf(db, pk, ASSET_COLUMNS.device.find((c) => c.id === 'osPlatform')!.attributes),
    spread: [...(row.serviceSources.length > 1 ? ['multipleServiceSources'] : []), ...(row.categories.length > 1 ? ['multipleCategories'] : [])],
  });
}
/** What sources say under one of these names of the devices of an incident. */
function statedOf(db: Db, pk: number, names: readonly string[]): string[] {
  const said = prepared(db, `select distinct f.value from incident_entity x join entity e using(entity_pk) join mention m using(entity_pk) join attribute_fact f using(mention_id) where x.incident_pk = ? and x.membership in (0, 2) and e.kind = 'device' and f.name in (${names.map((n) => `'${n}'`).join(', ')})`).pluck().all(pk) as string[];
  return said.map((json) => JSON.parse(json) as unknown).filter((v): v is string => typeof v === 'string' && v !== '');
}

interface Piece { pk: number; entityId: string; kind: EntityKind; name: string; verdict: number; status: string; impacted: number; alertPk: number; active: number; devicePk: number | null; detection: string | null; threats: string; firstUs: number | null; lastUs: number | null; data: string }

function writeEvidence(db: Db, incidentPk: number): void {
  const pieces = prepared(db, `select v.entity_pk pk, e.entity_id entityId, e.kind, e.display_name name, case when e.derived_verdict is null then v.verdict else e.verdict end verdict, v.remediation_status status, v.is_impacted impacted, a.alert_pk alertPk, a.status <> 'resolved' active, v.device_pk devicePk,
      l.detection_source detection, json_extract(l.row, '$.threats') threats, x.first_us firstUs, x.last_us lastUs, v.data
    from alert a join evidence v using(alert_pk) join entity e using(entity_pk) join alert_list l using(alert_pk) join incident_entity x on x.incident_pk = a.incident_pk and x.entity_pk = v.entity_pk where a.incident_pk = ? order by v.entity_pk, v.evidence_id`).all(incidentPk) as Piece[];
  const nameOf = prepared(db, 'select entity_id entityId, kind, display_name displayName from entity where entity_pk = ?');
  type Asset = EntityEvidenceRow['impactedAssets'][number];
  const assetsOf = new Map<number, Map<number, Asset>>();
  for (const p of pieces) if (p.impacted === 1 && ASSET_KINDS.has(p.kind)) (assetsOf.get(p.alertPk) ?? assetsOf.set(p.alertPk, new Map()).get(p.alertPk)!).set(p.pk, { entityId: p.entityId, kind: p.kind, displayName: p.name });
  for (const list of Map.groupBy(pieces, (p) => p.pk).values()) {
    const first = list[0]!;
    const said = list.map((p) => parse<Partial<EvidenceFact>>(p.data, {}));
    const status = REMEDIATION_OPEN_ORDER.find((s) => list.some((p) => p.status === s)) ?? first.status;
    const active = new Set(list.filter((p) => p.active === 1).map((p) => p.alertPk));
    // Where a record names the device, that is where the entity was found; otherwise what its alerts say was hit.
    const assets = new Map<number, Asset>(list.flatMap((p) => (p.devicePk !== null && p.devicePk !== p.pk ? [[p.devicePk, nameOf.get(p.devicePk) as Asset] as const] : p.devicePk === null ? [...(assetsOf.get(p.alertPk) ?? [])].filter(([pk]) => pk !== p.pk) : [])));
    const impactedAssets = [...assets.values()].sort((a, b) => (a.displayName < b.displayName ? -1 : a.displayName > b.displayName ? 1 : a.entityId < b.entityId ? -1 : 1));
    const row: EntityEvidenceRow = {
      entityId: first.entityId, kind: first.kind, displayName: first.name, verdict: verdictName(Math.max(...list.map((p) => p.verdict))), remediationStatus: status, isImpacted: list.some((p) => p.impacted === 1), isAsset: ASSET_KINDS.has(first.kind),
      alertCount: new Set(list.map((p) => p.alertPk)).size, activeAlertCount: active.size, evidenceCount: list.length, firstSeenUs: first.firstUs, lastSeenUs: first.lastUs, statusDetails: distinct(said.map((d) => d.remediationStatusDetails)), roles: distinct(said.flatMap((d) => d.roles ?? [])),
      detectionOrigins: distinct(list.map((p) => p.detection)), threats: distinct(list.flatMap((p) => parse<string[]>(p.threats, []))), impactedAssets: impactedAssets.slice(0, 3), impactedAssetCount: impactedAssets.length,
    };
    insert(db, 'evidence_list', {
      incident_pk: incidentPk, entity_pk: first.pk, entity_id: row.entityId, kind: row.kind, display_name: row.displayName, verdict: Math.max(...list.map((p) => p.verdict)), remediation_status: status, status_rank: REMEDIATION_OPEN_ORDER.length - REMEDIATION_OPEN_ORDER.findIndex((s) => s === status),
      is_impacted: row.isImpacted ? 1 : 0, alert_count: row.alertCount, active_alert_count: row.activeAlertCount, evidence_count: row.evidenceCount, first_us: row.firstSeenUs, last_us: row.lastSeenUs, asset: impactedAssets[0]?.displayName ?? null, row: JSON.stringify(row),
    });
    values(db, 'evidence_value', { incident_pk: incidentPk, entity_pk: first.pk }, { statusDetails: row.statusDetails, roles: row.roles, detectionOrigins: row.detectionOrigins, threats: row.threats, impactedAssets: impactedAssets.map((a) => a.displayName) });
  }
}

interface AssetEntity { pk: number; entityId: string; kind: EntityKind; displayName: string; verdict: number; impacted: number; critical: number; alertCount: number; eventCount: number; firstUs: number | null; lastUs: number | null; customTags: string | null }

/** All assets, or those among these entities. */
function writeAssets(db: Db, only?: ReadonlySet<number>): void {
  const select = `select entity_pk pk, entity_id entityId, kind, display_name displayName, verdict, is_impacted impacted, is_critical critical, alert_count alertCount, event_count eventCount, first_seen_us firstUs, last_seen_us lastUs, custom_tags customTags from entity where kind in (${ASSETS})`;
  if (only === undefined) db.exec('delete from asset_list; delete from asset_value');
  else for (const pk of only) for (const table of ['asset_list', 'asset_value']) prepared(db, `delete from ${table} where entity_pk = ?`).run(pk);
  const entities = only === undefined ? (db.prepare(`${select} order by entity_pk`).all() as AssetEntity[]) : [...only].flatMap((pk) => (prepared(db, `${select} and entity_pk = ?`).get(pk) as AssetEntity | undefined) ?? []);
  const wanted = [...new Set([...TAG_ATTRIBUTES, ...ASSET_CATEGORIES.flatMap((c) => ASSET_COLUMNS[c].flatMap((column) => column.attributes))])].map((n) => `'${n}'`).join(', ');
  const said = prepared(db, `select f.name, f.value from attribute_fact f join mention m using(mention_id) where m.entity_pk = ? and f.name in (${wanted}) order by ifnull(f.as_of_us, -1), f.value desc`).raw();
  const active = prepared(db, `select count(distinct v.alert_pk) from evidence v join alert a using(alert_pk) where v.entity_pk = ? and a.status <> 'resolved'`).pluck();
  const actionsOn = Map.groupBy(db.prepare(`select target_pk pk, action_id actionId, json_extract(data, '$.type') type, status from action order by requested_us desc, action_id`).all() as { pk: number; actionId: string; type: string; status: string }[], (a) => a.pk);
  for (const e of entities) {
    const category = categoryOf(e.kind)!;
    const newest = new Map<string, unknown>((said.all(e.pk) as [string, string][]).map(([name, json]) => [name, JSON.parse(json) as unknown]));
    const stated = ASSET_COLUMNS[category].map((column) => [column, column.attributes.map((name) => assetText(column, newest.get(name))).find((text) => text !== null) ?? null] as const);
    const tags = distinct([...parse<string[]>(e.customTags, []), ...TAG_ATTRIBUTES.flatMap((name) => { const v = newest.get(name); return Array.isArray(v) ? v.filter((t): t is string => typeof t === 'string') : typeof v === 'string' ? [v] : []; })]);
    const actions = (actionsOn.get(e.pk) ?? []).map(({ actionId, type, status }) => ({ actionId, type, status }));
    const activeAlertCount = e.alertCount === 0 ? 0 : (active.get(e.pk) as number);
    const row = { entityId: e.entityId, category, kind: e.kind, displayName: e.displayName, verdict: verdictName(e.verdict), isImpacted: e.impacted === 1, isCritical: e.critical === 1, alertCount: e.alertCount, activeAlertCount, eventCount: e.eventCount, firstSeenUs: e.firstUs, lastSeenUs: e.lastUs, tags, values: Object.fromEntries(stated.map(([c, v]) => [c.id, v])), actions };
    const risk = stated.find(([c, v]) => (c.id === 'riskScore' || c.id === 'riskLevel') && v !== null)?.[1] ?? null;
    insert(db, 'asset_list', { entity_pk: e.pk, entity_id: e.entityId, category, kind: e.kind, display_name: e.displayName, risk: risk === null ? 0 : levelRank(risk), alert_count: e.alertCount, active_alert_count: activeAlertCount, event_count: e.eventCount, first_us: e.firstUs, last_us: e.lastUs, row: JSON.stringify(row) });
    const write = prepared(db, 'insert or ignore into asset_value(entity_pk, column_id, value, value_rank) values(?, ?, ?, ?)');
    for (const [column, text] of stated) if (text !== null) write.run(e.pk, column.id, text, column.isLevel ? levelRank(text) : null);
    for (const tag of tags) write.run(e.pk, 'tags', tag, null);
    for (const action of actions) write.run(e.pk, 'actions', action.type, null);
  }
}

const distinct = (list: readonly (string | null | undefined)[]): string[] => [...new Set(list.filter((v): v is string => v != null && v !== ''))].sort();

/** Column names come from this file alone. */
function insert(db: Db, table: string, row: Readonly<Record<string, string | number | null>>): void {
  const names = Object.keys(row);
  prepared(db, `insert into ${table}(${names.join(', ')}) values(${names.map(() => '?').join(', ')})`).run(...Object.values(row));
}
function values(db: Db, table: string, key: Readonly<Record<string, number>>, columns: Readonly<Record<string, readonly string[]>>): void {
  const names = Object.keys(key);
  const write = prepared(db, `insert or ignore into ${table}(${names.join(', ')}, column_id, value) values(${names.map(() => '?').join(', ')}, ?, ?)`);
  for (const [id, list] of Object.entries(columns)) for (const value of distinct(list)) write.run(...Object.values(key), id, value);
}
