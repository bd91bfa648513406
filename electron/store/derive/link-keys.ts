/** What the alerts of the case share: applies the rules of `shared/domain/alert` to all evidence. Needs alerts, evidence and relations; knows nothing of incidents. */
import { alertKeys, LINK_REASONS, linkKeysOf, type FileSaid, type IdentityKey, type KeyUse, type LinkFile, type LinkKey, type LinkPiece } from '../../../shared/domain/alert/index.ts';
import type { EntityKind } from '../../../shared/domain/entity/kinds.ts';
import { RELATION_TYPES, type RelationType } from '../../../shared/domain/facts/facts.ts';
import { executionTrees } from '../../../shared/domain/process/index.ts';
import type { Db } from '../case-file.ts';
import { commonIn, parentsIn } from '../parents.ts';
import { saidIn, textIn } from '../said.ts';

/** Rebuilds `link_key` and `alert_link_key`: every key that two alerts or more have. */
export function deriveLinkKeys(db: Db): void {
  db.exec('delete from link_key; delete from alert_link_key');
  const holders = new Map<string, { readonly key: LinkKey; readonly uses: Map<string, readonly [alertPk: number, entityPk: number]> }>();
  const hold = (alertPk: number, key: LinkKey): void => {
    const id = `${key.reason}|${key.value}`;
    const held = holders.get(id) ?? holders.set(id, { key, uses: new Map() }).get(id)!;
    held.uses.set(`${alertPk}|${key.entity}`, [alertPk, key.entity]);
  };
  for (const { alertPk, investigationId } of investigated(db)) hold(alertPk, { reason: 'automatedInvestigation', value: investigationId, entity: NOBODY });
  const keysOf = keysOfPieces(db);
  for (const piece of db.prepare(`select v.alert_pk alertPk, v.entity_pk pk, e.kind, e.display_name name, json_extract(v.data, '$.roles') roles, json_extract(v.data, '$.detailedRoles') detailedRoles from evidence v join entity e using(entity_pk)`).all() as PieceRow[]) {
    for (const key of keysOf(piece)) hold(piece.alertPk, key);
  }
  // Evidence that names its device was raised there, whether or not the device is listed.
  for (const [alertPk, pk] of db.prepare('select distinct alert_pk, device_pk from evidence where device_pk is not null').raw().all() as [number, number][]) for (const key of linkKeysOf({ kind: 'device', entity: pk })) hold(alertPk, key);
  write(db, [...holders.values()].filter(({ uses }) => new Set([...uses.values()].map(([alertPk]) => alertPk)).size > 1));
}

/** Where no entity carries a key. */
const NOBODY = 0;
interface PieceRow { readonly alertPk: number; readonly pk: number; readonly kind: EntityKind; readonly name: string; readonly roles: string | null; readonly detailedRoles: string | null }

function write(db: Db, held: readonly { key: LinkKey; uses: ReadonlyMap<string, readonly [number, number]> }[]): void {
  const key = db.prepare('insert into link_key(key_id, reason_code, value) values(?, ?, ?)');
  const use = db.prepare('insert into alert_link_key(key_id, alert_pk, entity_pk) values(?, ?, ?)');
  const ordered = held.map((h) => ({ ...h, code: LINK_REASONS.indexOf(h.key.reason) })).sort((a, b) => a.code - b.code || (a.key.value < b.key.value ? -1 : 1));
  ordered.forEach((h, i) => {
    key.run(i + 1, h.code, h.key.value);
    for (const [alertPk, entityPk] of [...h.uses.values()].sort((a, b) => a[0] - b[0] || a[1] - b[1])) use.run(i + 1, alertPk, entityPk);
  });
}

/** Alerts of an investigation: those that name it, and the one that triggered it. */
function investigated(db: Db): { alertPk: number; investigationId: string }[] {
  const found = db.prepare(`select alert_pk alertPk, json_extract(data, '$.investigationId') investigationId from alert where json_extract(data, '$.investigationId') is not null`).all() as { alertPk: number; investigationId: string }[];
  const byKey = db.prepare('select alert_pk from alert_key where key = ? order by alert_pk limit 1').pluck();
  for (const [investigationId, triggering] of db.prepare(`select distinct investigation_id, json_extract(data, '$.triggeringAlertId') from investigation_fact where json_extract(data, '$.triggeringAlertId') is not null`).raw().all() as [string, string][]) {
    const alertPk = alertKeys(triggering, null).map((k) => byKey.get(k) as number | undefined).find((pk) => pk !== undefined);
    if (alertPk !== undefined) found.push({ alertPk, investigationId });
  }
  return found;
}

/** The keys of a piece of evidence. What an entity is by itself is looked up once, however many alerts name it. */
function keysOfPieces(db: Db): (piece: PieceRow) => LinkKey[] {
  const identity = db.prepare('select key_type, value from entity_key where entity_pk = ?').raw();
  const treeOf = executionTrees(parentsIn(db), commonIn(db));
  const into = related(db, 'image_of', 'to');
  const clustersOf = related(db, 'part_of', 'from');
  const said = fileSaid(db);
  const fileOf = (pk: number): LinkFile => ({ entity: pk, keys: identity.all(pk) as IdentityKey[], said: said(pk) });
  const known = new Map<number, LinkKey[]>();
  const describe = (p: PieceRow): LinkPiece => {
    switch (p.kind) {
      case 'file': return { kind: 'file', file: fileOf(p.pk) };
      case 'process': return { kind: 'process', entity: p.pk, tree: treeOf(p.pk), images: into(p.pk).map(fileOf) };
      case 'email': return { kind: 'email', entity: p.pk, keys: identity.all(p.pk) as IdentityKey[], clusters: clustersOf(p.pk) };
      case 'ip': return { kind: 'ip', entity: p.pk, address: p.name, roles: [...texts(p.roles), ...texts(p.detailedRoles)] };
      case 'user': return { kind: 'user', entity: p.pk, keys: identity.all(p.pk) as IdentityKey[] };
      default: return { kind: p.kind, entity: p.pk };
    }
  };
  return (p) => {
    // The role that an address has differs from alert to alert.
    if (p.kind === 'ip') return linkKeysOf(describe(p));
    return known.get(p.pk) ?? known.set(p.pk, linkKeysOf(describe(p))).get(p.pk)!;
  };
}

const texts = (json: string | null): string[] => (json === null ? [] : (JSON.parse(json) as unknown[]).filter((v) => typeof v === 'string'));

/** The other ends of a process's or message's relations of one type, each once. */
function related(db: Db, type: RelationType, end: 'from' | 'to'): (pk: number) => number[] {
  const other = end === 'to' ? 'from' : 'to';
  const find = db.prepare(`select distinct ${other}_pk from relation where ${end}_pk = ? and type_code = ${RELATION_TYPES.indexOf(type)} order by 1`).pluck();
  return (pk) => find.all(pk) as number[];
}

/** What tells similar files. */
function fileSaid(db: Db): (pk: number) => FileSaid {
  const saidOf = saidIn(db, ['signer', 'filePublisher', 'originalFileName', 'fileName', 'filePath']);
  return (pk) => {
    const said = saidOf(pk);
    return { signer: textIn(said, 'signer', 'filePublisher'), name: textIn(said, 'originalFileName', 'fileName'), path: textIn(said, 'filePath') };
  };
}

/** The keys of each alert, by its key in the case; an alert without any is not in it. With an incident, of its alerts only. */
export function keyUses(db: Db, incidentPk?: number): Map<number, (KeyUse & { readonly alertPk: number })[]> {
  const scope = incidentPk === undefined ? '' : 'join alert a on a.alert_pk = u.alert_pk where a.incident_pk = @incidentPk';
  const rows = db.prepare(`select u.alert_pk alertPk, u.key_id "key", k.reason_code code, u.entity_pk entity from alert_link_key u join link_key k using(key_id) ${scope} order by u.alert_pk, u.key_id, u.entity_pk`).all({ incidentPk: incidentPk ?? null }) as
    { alertPk: number; key: number; code: number; entity: number }[];
  return Map.groupBy(rows.map(({ code, ...u }) => ({ ...u, reason: LINK_REASONS[code] as KeyUse['reason'] })), (u) => u.alertPk);
}
