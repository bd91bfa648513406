/** Alerts and their evidence, from all versions that sources brought. */
import type { AlertFact, Verdict } from '../../../shared/domain/facts/facts.ts';
import { alertKeys } from '../../../shared/domain/alert/index.ts';
import { SEVERITIES, VERDICTS } from '../../../shared/domain/attack-graph/codes.ts';
import { ASSET_KINDS, type EntityKind } from '../../../shared/domain/entity/kinds.ts';
import { isImpacted } from '../../../shared/domain/evidence/index.ts';
import type { Db } from '../case-file.ts';
import { firstNamedIn } from './first-named.ts';
import { groupByKeys, mergeVersions, oldestFirst, type Version } from './merge.ts';

interface AlertFactRow { id: number; alertId: string; keys: string; atUs: number | null; hash: string; recordId: number; data: string }
interface EvidenceFactRow { id: number; hash: string; identity: string; alertId: string; entityPk: number; devicePk: number | null; atUs: number | null; recordId: number; data: string; kind: EntityKind; format: string }
interface EvidenceData { verdict: Verdict; verdictCode: number; remediationStatus: string; roles: string[]; detailedRoles: string[]; impacted: boolean | null; createdUs: number | null; evidenceType: string; firstActivityUs?: number | null }

/** Rebuilds `alert`, `alert_key`, `evidence` and `alert_fact.alert_pk`. Incidents are set by `deriveIncidents`. */
export function deriveAlerts(db: Db): void {
  db.exec('delete from alert; delete from alert_key; delete from evidence');
  const facts = db.prepare('select fact_id id, alert_id alertId, keys, last_update_us atUs, hash, record_id recordId, data from alert_fact').all() as AlertFactRow[];
  const known = new Set(facts.map((f) => f.alertId));
  const evidenceRecord = new Map(db.prepare('select alert_id, min(record_id) from evidence_fact group by alert_id').raw().all() as [string, number][]);
  const orphans = [...evidenceRecord.keys()].filter((id) => !known.has(id));
  const groups = groupByKeys([...facts.map((f) => JSON.parse(f.keys) as string[]), ...orphans.map((id) => alertKeys(id, null))]);
  const drafts = groups.map((members) => {
    const own = members.filter((i) => i < facts.length).map((i) => facts[i]!);
    const ids = members.map((i) => (i < facts.length ? facts[i]!.alertId : orphans[i - facts.length]!));
    const alertId = [...ids].sort((a, b) => b.length - a.length || (a < b ? -1 : 1))[0]!;
    const versions: Version<AlertFact>[] = own.map((f) => ({ data: JSON.parse(f.data) as AlertFact, atUs: f.atUs, hash: f.hash, recordId: f.recordId }));
    const merged = versions.length === 0 ? null : mergeVersions(versions);
    const keys = new Set(members.flatMap((i) => (i < facts.length ? (JSON.parse(facts[i]!.keys) as string[]) : alertKeys(orphans[i - facts.length]!, null))));
    return { alertId, ids, keys, factIds: own.map((f) => f.id), recordIds: own.map((f) => f.recordId), data: merged?.data ?? null, recordId: merged?.recordId ?? null };
  });
  drafts.sort((a, b) => (a.alertId < b.alertId ? -1 : 1));
  const insert = db.prepare('insert into alert(alert_pk, alert_id, severity, first_activity_us, last_activity_us, title, status, data, record_id) values(?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const key = db.prepare('insert into alert_key(key, alert_pk) values(?, ?)');
  const mark = db.prepare('update alert_fact set alert_pk = ? where fact_id = ?');
  const pkOfId = new Map<string, number>();
  const firstNamed = firstNamedIn(db, 'alert');
  drafts.forEach((d, i) => {
    const pk = i + 1;
    const first = d.data?.firstActivityUs ?? null;
    insert.run(pk, d.alertId, Math.max(0, SEVERITIES.indexOf(d.data?.severity ?? 'unknown')), first, d.data?.lastActivityUs ?? first, d.data?.title ?? `Alert ${d.alertId}`, d.data?.status ?? 'unknown', JSON.stringify(d.data ?? {}), d.recordId);
    for (const k of d.keys) key.run(k, pk);
    for (const id of d.factIds) mark.run(pk, id);
    for (const id of d.ids) pkOfId.set(id, pk);
    firstNamed(pk, d.recordIds, d.ids.map((id) => evidenceRecord.get(id) ?? null));
  });
  deriveEvidence(db, pkOfId);
}

/** Interfaces that report evidence, the one with the most to say first. */
const INTERFACES = ['graph-security', 'legacy-incidents', 'mde-alert'];
const interfaceOf = (format: string): number => (INTERFACES.includes(format) ? INTERFACES.indexOf(format) : INTERFACES.length);

interface Piece { readonly alertPk: number; readonly row: EvidenceFactRow; readonly data: EvidenceData; readonly recordIds: readonly number[]; readonly rank: number }

/**
 * One row per alert, entity and piece of evidence; of several versions of a piece the newest counts. An interface may list an entity of an
 * alert more than once; what a second interface says of the same entity in the same alert is no further piece.
 */
function deriveEvidence(db: Db, pkOfId: ReadonlyMap<string, number>): void {
  const rows = db.prepare(`select f.fact_id id, f.hash, f.identity, f.alert_id alertId, m.entity_pk entityPk, m.kind, d.entity_pk devicePk, f.version_us atUs, f.record_id recordId, f.data, s.format
    from evidence_fact f join mention m using(mention_id) left join mention d on d.mention_id = f.device_mention_id join record r on r.record_id = f.record_id join member s on s.member_id = r.member_id`).all() as EvidenceFactRow[];
  const pieces = [...Map.groupBy(rows, (r) => `${pkOfId.get(r.alertId)}|${r.identity}`).values()].map((versions): Piece => {
    const newest = oldestFirst(versions.map((v) => ({ data: v, atUs: v.atUs, hash: v.hash, recordId: v.recordId }))).at(-1)!.data;
    return { row: newest, data: JSON.parse(newest.data) as EvidenceData, alertPk: pkOfId.get(newest.alertId)!, recordIds: versions.map((v) => v.recordId), rank: Math.min(...versions.map((v) => interfaceOf(v.format))) };
  });
  const chosen = [...Map.groupBy(pieces, (p) => `${p.alertPk}|${p.row.entityPk}`).values()].flatMap(oneInterface);
  chosen.sort((a, b) => a.alertPk - b.alertPk || a.row.entityPk - b.row.entityPk || (a.row.identity < b.row.identity ? -1 : 1));
  const assets = new Map<string, Set<number>>();
  for (const c of chosen) {
    const key = `${c.alertPk}|${c.row.kind}`;
    if (ASSET_KINDS.has(c.row.kind)) (assets.get(key) ?? assets.set(key, new Set()).get(key)!).add(c.row.entityPk);
  }
  const insert = db.prepare('insert into evidence(alert_pk, entity_pk, device_pk, evidence_type, verdict, remediation_status, is_impacted, created_us, data, record_id, first_record_id) values(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const firstNamed = firstNamedIn(db, 'evidence');
  for (const { row, data, alertPk, recordIds } of chosen) {
    const verdictIsClean = data.verdict === 'noThreatsFound';
    const impacted = isImpacted({ explicit: data.impacted, roles: data.roles, detailedRoles: data.detailedRoles, kind: row.kind, onlyAssetOfKind: assets.get(`${alertPk}|${row.kind}`)?.size === 1, verdictIsClean });
    const { lastInsertRowid } = insert.run(alertPk, row.entityPk, row.devicePk, data.evidenceType, data.verdictCode, data.remediationStatus, impacted ? 1 : 0, data.createdUs, JSON.stringify(data), row.recordId, Math.min(...recordIds));
    firstNamed(Number(lastInsertRowid), recordIds);
  }
}

/** Pieces of one entity in one alert: those of the interface that says most, the oldest of them completed by what the others know. */
function oneInterface(pieces: readonly Piece[]): Piece[] {
  const best = Math.min(...pieces.map((p) => p.rank));
  const own = pieces.filter((p) => p.rank === best).sort((a, b) => (a.data.createdUs ?? 0) - (b.data.createdUs ?? 0) || (a.row.identity < b.row.identity ? -1 : 1));
  const others = pieces.filter((p) => p.rank !== best).sort((a, b) => (a.row.identity < b.row.identity ? -1 : 1));
  const first = own[0]!;
  if (others.length === 0) return own;
  const version = (p: Piece): Version<EvidenceData> => ({ data: p.data, atUs: p.row.atUs, hash: p.row.hash, recordId: p.row.recordId });
  const newest = mergeVersions([...others, first].map(version)).data;
  const data = mergeVersions([{ ...version(first), data: newest, atUs: 0 }, { ...version(first), atUs: 1 }]).data;
  const { verdict, remediationStatus } = newest;
  const devicePk = first.row.devicePk ?? others.map((p) => p.row.devicePk).find((pk) => pk !== null) ?? null;
  return [{ ...first, row: { ...first.row, devicePk }, data: { ...data, verdict, remediationStatus, verdictCode: VERDICTS.indexOf(verdict) }, recordIds: [...first.recordIds, ...others.flatMap((p) => p.recordIds)] }, ...own.slice(1)];
}
