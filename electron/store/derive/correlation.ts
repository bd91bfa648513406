/**
 * Which alerts that no incident holds belong together, by the reasons of domain.md section 16 that follow from the evidence. What every
 * machine has in common (SYSTEM, services.exe) is no reason.
 */
import { US_PER_HOUR } from '../../../shared/base/time.ts';
import { fileNameOf, ipScope, isEveryMachinesAccount, normalizePath } from '../../../shared/domain/entity/index.ts';
import type { EntityKind } from '../../../shared/domain/entity/kinds.ts';
import { RELATION_TYPES } from '../../../shared/domain/facts/facts.ts';
import type { Db } from '../case-file.ts';
import { groupByKeys } from './merge.ts';

/** Alerts on one device whose first activities are this close belong together (`proximateTime`). */
const PROXIMATE_US = US_PER_HOUR;
/** `sameIp` asks for one of these roles: an address in another one may be anybody's. */
const HOSTILE_ROLES = new Set(['attacker', 'commandandcontrol', 'c2']);
/** Kinds for which being the same entity is a reason by itself: `sameUrl`, `sameEmail` by cluster, `sameMailbox`, `sameApp`. */
const SAME_ENTITY: ReadonlySet<EntityKind> = new Set<EntityKind>(['url', 'mailCluster', 'mailbox', 'app', 'oauthApp']);
/** From these the processes of many users and services descend, so a common tree begins below them. */
const COMMON_ANCESTORS = new Set([
  'system', 'registry', 'smss.exe', 'csrss.exe', 'wininit.exe', 'winlogon.exe', 'services.exe', 'svchost.exe', 'lsass.exe', 'userinit.exe', 'explorer.exe', 'taskhostw.exe', 'runtimebroker.exe', 'launchd', 'systemd', 'init',
]);
/** Files that come with the system or with programs look alike everywhere. */
const COMMON_FOLDERS = /^(?:[a-z]:)?\\(?:windows|program files|program files \(x86\)|programdata\\microsoft)\\|^\/(?:usr|bin|sbin|lib|lib64|opt|system|library|applications)\//;
const COMMON_SIGNERS = /^(?:cn=)?microsoft/i;
const SPAWNED = RELATION_TYPES.indexOf('spawned');

export interface Correlated { readonly pk: number; readonly firstUs: number | null; readonly investigationId: string | null }
interface Piece { readonly alertPk: number; readonly pk: number; readonly kind: EntityKind; readonly name: string; readonly roles: string }

/** Groups of alerts, transitive. */
export function correlate<T extends Correlated>(db: Db, alerts: readonly T[]): T[][] {
  const wanted = new Set(alerts.map((a) => a.pk));
  const pieces = (db.prepare(`select v.alert_pk alertPk, v.entity_pk pk, e.kind, e.display_name name, json_extract(v.data, '$.roles') || json_extract(v.data, '$.detailedRoles') roles from evidence v join entity e using(entity_pk)`).all() as Piece[]).filter((p) => wanted.has(p.alertPk));
  const byAlert = Map.groupBy(pieces, (p) => p.alertPk);
  const keysOf = entityKeys(db, new Set(pieces.map((p) => p.pk)));
  const treeOf = pieces.some((p) => p.kind === 'process') ? executionTrees(db) : () => null;
  const bursts = burstsOf(alerts, pieces.filter((p) => p.kind === 'device'));
  const reasons = alerts.map((a) => [
    ...(a.investigationId === null ? [] : [`automatedInvestigation|${a.investigationId}`]),
    ...(byAlert.get(a.pk) ?? []).flatMap((p) => p.kind === 'device' ? [`proximateTime|${p.pk}|${bursts(p.pk, a)}`] : p.kind === 'process' ? of('processChain', treeOf(p.pk)) : reasonsOf(db, p, keysOf.get(p.pk) ?? [])),
  ]);
  return groupByKeys(reasons).map((members) => members.map((i) => alerts[i]!));
}

type Key = readonly [type: string, value: string];
const of = (reason: string, value: string | number | null): string[] => (value === null ? [] : [`${reason}|${value}`]);

function reasonsOf(db: Db, p: Piece, keys: readonly Key[]): string[] {
  if (SAME_ENTITY.has(p.kind)) return [`same|${p.pk}`];
  switch (p.kind) {
    case 'file': return keys.some(isContent) ? [`sameFile|${p.pk}`, ...characteristics(db, p.pk, keys)] : [];
    case 'email': return keys.filter(([type]) => type === 'networkMessageId' || type === 'internetMessageId').map(([type, value]) => `sameEmail|${type}|${value.split('|')[0]!}`);
    case 'ip': return ipScope(p.name) === 'public' && hostile(p.roles) ? [`sameIp|${p.pk}`] : [];
    case 'user': return keys.some(([type, value]) => isEveryMachinesAccount(type, value)) ? [] : [`sameAccount|${p.pk}`];
    default: return [];
  }
}

const isContent = ([type]: Key): boolean => type === 'sha256' || type === 'sha1' || type === 'md5';
const hostile = (roles: string): boolean => (roles.match(/"[^"]*"/g) ?? []).some((r) => HOSTILE_ROLES.has(r.slice(1, -1).toLowerCase()));

/** Signer with original name, and the pattern of the path, of files outside the folders of system and programs. */
function characteristics(db: Db, pk: number, keys: readonly Key[]): string[] {
  const said = new Map((db.prepare(`select f.name, f.value from attribute_fact f join mention m using(mention_id) where m.entity_pk = ? and f.name in ('signer', 'filePublisher', 'originalFileName', 'fileName', 'filePath')
    order by ifnull(f.as_of_us, -1), f.value desc`).raw().all(pk) as [string, string][]).map(([name, value]) => [name, text(value)]));
  const signer = said.get('signer') ?? said.get('filePublisher') ?? null;
  const name = said.get('originalFileName') ?? said.get('fileName') ?? null;
  const stated = normalizePath(said.get('filePath') ?? null);
  const folder = stated !== null && name !== null && !stated.endsWith(name.toLowerCase()) ? `${stated.replace(/\\$/, '')}\\${name.toLowerCase()}` : stated;
  const path = keys.find(([type]) => type === 'devicePath')?.[1] ?? folder;
  return [
    ...(signer === null || name === null || COMMON_SIGNERS.test(signer) ? [] : [`fileCharacteristics|signer|${signer.toLowerCase()}|${name.toLowerCase()}`]),
    ...(path === null || !/[\\/]/.test(path) || COMMON_FOLDERS.test(path) ? [] : [`fileCharacteristics|path|${pattern(path)}`]),
  ];
}
function text(json: string): string | null {
  const value = JSON.parse(json) as unknown;
  return typeof value === 'string' && value !== '' ? value : null;
}
/** `c:\users\mia\downloads\a1b2.exe` and the same under another user or with other digits. */
const pattern = (path: string): string => path.replace(/([\\/](?:users|home)[\\/])[^\\/]+/, '$1*').replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '*').replace(/\d+/g, '#');

function entityKeys(db: Db, pks: ReadonlySet<number>): Map<number, Key[]> {
  const one = db.prepare('select key_type, value from entity_key where entity_pk = ?').raw();
  return new Map([...pks].map((pk) => [pk, one.all(pk) as Key[]]));
}

/** The top of a process's tree below the common ancestors; null for a common ancestor itself. */
function executionTrees(db: Db): (pk: number) => number | null {
  const parents = new Map(db.prepare(`select t.entity_pk, min(f.entity_pk) from relation_fact r join mention f on f.mention_id = r.from_mention join mention t on t.mention_id = r.to_mention
    where r.type_code = ? and f.entity_pk is not t.entity_pk group by 1`).raw().all(SPAWNED) as [number, number][]);
  const nameOf = db.prepare('select display_name from entity where entity_pk = ?').pluck();
  const isCommon = (pk: number): boolean => COMMON_ANCESTORS.has(fileNameOf((nameOf.get(pk) as string).replace(/ \(\d+\)$/, '')).toLowerCase());
  return (pk) => {
    let top: number | null = null;
    const seen = new Set<number>();
    for (let next: number | undefined = pk; next !== undefined && !isCommon(next); next = parents.get(next)) {
      // Records that contradict each other make a ring; all of it is one tree.
      if (seen.has(next)) return ring(parents, next);
      seen.add(next);
      top = next;
    }
    return top;
  };
}

function ring(parents: ReadonlyMap<number, number>, start: number): number {
  let least = start;
  for (let next = parents.get(start)!; next !== start; next = parents.get(next)!) least = Math.min(least, next);
  return least;
}

/** Start of the run of alerts on a device in which each follows the one before within the proximate time. */
function burstsOf(alerts: readonly Correlated[], onDevices: readonly Piece[]): (devicePk: number, alert: Correlated) => string {
  const firstOf = new Map(alerts.map((a) => [a.pk, a.firstUs]));
  const times = new Map([...Map.groupBy(onDevices, (p) => p.pk)].map(([pk, list]) => [pk, list.map((p) => firstOf.get(p.alertPk) ?? null).filter((t) => t !== null).sort((a, b) => a - b)]));
  return (devicePk, alert) => {
    if (alert.firstUs === null) return `no time ${alert.pk}`;
    const own = times.get(devicePk)!;
    let start = own[0]!;
    for (let i = 1; i < own.length && own[i]! <= alert.firstUs; i++) if (own[i]! - own[i - 1]! > PROXIMATE_US) start = own[i]!;
    return String(start);
  };
}
