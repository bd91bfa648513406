/** From mentions to entities: applies the identity rules of `shared/domain/entity` to everything the case holds. */
import { fingerprint } from '../../../shared/base/hash.ts';
import { KEYS, type EntityKind } from '../../../shared/domain/entity/kinds.ts';
import { fileNameOf } from '../../../shared/domain/entity/normalize.ts';
import { resolveMentions } from '../../../shared/domain/entity/resolve.ts';
import type { Db } from '../case-file.ts';

interface MentionRow {
  readonly id: number;
  readonly kind: EntityKind;
  readonly keys: readonly (readonly [type: string, value: string, device: number | null])[];
  readonly display: string;
  readonly aliveAtUs: number | null;
  readonly imageHint: string | null;
}
interface LevelledKey {
  readonly type: string;
  readonly level: number;
  /** Comparable across mentions: scoped keys carry their device's entity id. */
  readonly value: string;
  /** As stated, for people. */
  readonly shown: string;
}
interface Draft {
  readonly entityId: string;
  readonly kind: EntityKind;
  readonly display: string;
  readonly keys: Map<string, LevelledKey>;
  readonly canonical: LevelledKey;
  readonly mentions: number[];
  readonly ownTimeUs: number | null;
}
interface Proposal {
  readonly entityId: string;
  readonly otherId: string;
  readonly keyType: string;
  readonly value: string;
}

/** Rebuilds `entity`, `entity_key`, `merge_proposal` and every `mention.entity_pk`. */
export function deriveEntities(db: Db): void {
  const byKind = new Map<EntityKind, MentionRow[]>();
  for (const row of db.prepare('select mention_id id, kind, keys, display_name display, alive_at_us aliveAtUs, image_hint imageHint from mention').iterate() as IterableIterator<Omit<MentionRow, 'keys'> & { keys: string }>) {
    const mention: MentionRow = { ...row, keys: JSON.parse(row.keys) as MentionRow['keys'] };
    (byKind.get(mention.kind) ?? byKind.set(mention.kind, []).get(mention.kind)!).push(mention);
  }
  const proposals: Proposal[] = [];
  const entityOfMention = new Map<number, string>();
  const drafts = resolveKind('device', byKind.get('device') ?? [], (m) => levelled(m, entityOfMention), proposals);
  for (const d of drafts) for (const id of d.mentions) entityOfMention.set(id, d.entityId);
  const hosts = hostNames(drafts);
  for (const [kind, mentions] of byKind) {
    if (kind === 'device') continue;
    const keysOf = (m: MentionRow) => (kind === 'user' ? userKeys(m, levelled(m, entityOfMention), hosts) : levelled(m, entityOfMention));
    if (kind !== 'process') drafts.push(...resolveKind(kind, mentions, keysOf, proposals));
    else drafts.push(...resolveProcesses(db, mentions, keysOf, entityOfMention, proposals));
  }
  write(db, drafts, proposals);
}

function levelled(m: MentionRow, entityOfMention: ReadonlyMap<number, string>): LevelledKey[] {
  const order = [...KEYS[m.kind].strong, ...KEYS[m.kind].weak];
  return m.keys.map(([type, value, device]) => ({ type, level: order.indexOf(type), value: device === null ? value : `${entityOfMention.get(device) ?? ''}|${value}`, shown: value }));
}

/** First label of every device's names, with the device when only one bears it. */
function hostNames(devices: readonly Draft[]): Map<string, string | null> {
  const hosts = new Map<string, string | null>();
  for (const d of devices) {
    const labels = new Set([...d.keys.values()].filter((k) => k.type === 'hostName' || k.type === 'fqdn').map((k) => k.shown.split('.')[0]!));
    for (const label of labels) hosts.set(label, hosts.has(label) && hosts.get(label) !== d.entityId ? null : d.entityId);
  }
  return hosts;
}

/** `WS-01\bob` is an account of the machine WS-01, not of a domain, when a device of that name exists. */
function userKeys(_m: MentionRow, keys: readonly LevelledKey[], hosts: ReadonlyMap<string, string | null>): LevelledKey[] {
  const local = KEYS.user.strong.indexOf('localAccount');
  return keys.map((k) => {
    const host = k.type === 'ntAccount' ? k.value.split('\\')[0]! : null;
    if (host === null || !hosts.has(host)) return k;
    return { ...k, type: 'localAccount', level: local, value: `${hosts.get(host) ?? host}|${k.value.slice(host.length + 1)}` };
  });
}

function resolveKind(kind: EntityKind, mentions: readonly MentionRow[], keysOf: (m: MentionRow) => readonly LevelledKey[], proposals: Proposal[]): Draft[] {
  const keys = mentions.map((m) => [...keysOf(m)].sort((a, b) => a.level - b.level || (a.value < b.value ? -1 : a.value > b.value ? 1 : 0)));
  const { cluster, proposals: found } = resolveMentions(keys.map((k) => ({ keys: k })), KEYS[kind].strong.length);
  const groups = new Map<number, number[]>();
  cluster.forEach((c, i) => (groups.get(c) ?? groups.set(c, []).get(c)!).push(i));
  const idOf = new Map<number, string>();
  const drafts: Draft[] = [];
  for (const [c, members] of groups) {
    const all = new Map<string, LevelledKey>();
    for (const i of members) for (const k of keys[i]!) all.set(`${k.type}|${k.value}`, k);
    const canonical = [...all.values()].sort((a, b) => a.level - b.level || (a.value < b.value ? -1 : 1))[0]!;
    const entityId = `${kind}-${fingerprint(`${canonical.type}|${canonical.value}`).slice(0, 20)}`;
    idOf.set(c, entityId);
    drafts.push({ entityId, kind, display: displayOf(kind, members.map((i) => mentions[i]!)), keys: all, canonical, mentions: members.map((i) => mentions[i]!.id), ownTimeUs: startOf(kind, all) });
  }
  for (const p of found) {
    const type = [...KEYS[kind].strong, ...KEYS[kind].weak][p.level]!;
    proposals.push({ entityId: idOf.get(p.weak)!, otherId: idOf.get(p.other)!, keyType: type, value: p.value });
  }
  return mergeEqualIds(drafts);
}

/**
 * Clusters kept apart by a conflict may still have the same canonical key (a path on one device under which two contents were
 * seen, and a mention without content). Their ids differ by the keys that set them apart.
 */
function mergeEqualIds(drafts: readonly Draft[]): Draft[] {
  const seen = new Map<string, Draft[]>();
  for (const d of drafts) (seen.get(d.entityId) ?? seen.set(d.entityId, []).get(d.entityId)!).push(d);
  return [...seen.values()].flatMap((same) => same.length === 1 ? same : same.map((d) => ({ ...d, entityId: `${d.kind}-${fingerprint([...d.keys.keys()].sort().join('\n')).slice(0, 20)}` })));
}

/** How well a name serves a person: ids are the last resort. */
function nameRank(kind: EntityKind, name: string): number {
  const isId = /^[0-9a-f-]{20,}$/i.test(name) || /^s-1-\d/i.test(name);
  if (isId || name === '(no subject)') return 9;
  if (kind === 'device') return name.includes('.') ? 0 : 1;
  if (kind === 'user') return name.includes('@') ? 0 : name.includes('\\') ? 1 : 2;
  return 0;
}

/** The name most useful to a person, independent of the order of imports. */
function displayOf(kind: EntityKind, members: readonly MentionRow[]): string {
  return members.map((m) => m.display).sort((a, b) => nameRank(kind, a) - nameRank(kind, b) || (kind === 'email' || kind === 'app' ? 0 : b.length - a.length) || (a < b ? -1 : 1))[0]!;
}

function startOf(kind: EntityKind, keys: ReadonlyMap<string, LevelledKey>): number | null {
  if (kind !== 'process') return null;
  const starts = [...keys.values()].filter((k) => k.type === 'pidStart').map((k) => Number(k.shown.split('@')[1]) * 1000);
  return starts.length === 0 ? null : Math.min(...starts);
}

/** Processes named only by pid join the process that bore the pid then (formats.md section 5, parent linking). */
function resolveProcesses(db: Db, mentions: readonly MentionRow[], keysOf: (m: MentionRow) => readonly LevelledKey[], devices: ReadonlyMap<number, string>, proposals: Proposal[]): Draft[] {
  const ends = new Map(db.prepare(`select mention_id id, min(cast(value as integer)) endUs from attribute_fact where name = 'endUs' group by mention_id`).all().map((r) => { const row = r as { id: number; endUs: number }; return [row.id, row.endUs]; }));
  const strong = mentions.map(keysOf);
  const started = new Map<string, { startUs: number; endUs: number | null; image: string | null; key: LevelledKey }[]>();
  const endOfKey = new Map<string, number>();
  mentions.forEach((m, i) => {
    const end = ends.get(m.id);
    if (end !== undefined) for (const k of strong[i]!) endOfKey.set(`${k.type}|${k.value}`, end);
  });
  mentions.forEach((m, i) => {
    const key = strong[i]!.find((k) => k.type === 'pidStart');
    if (!key) return;
    const [pid, startMs] = key.shown.split('@') as [string, string];
    const slot = `${key.value.split('|')[0]}|${pid}`;
    const end = Math.min(...strong[i]!.map((k) => endOfKey.get(`${k.type}|${k.value}`) ?? Infinity));
    (started.get(slot) ?? started.set(slot, []).get(slot)!).push({ startUs: Number(startMs) * 1000, endUs: Number.isFinite(end) ? end : null, image: m.imageHint, key });
  });
  // Security 4689 tells the end of a pid: it is that of the process that bore the pid then.
  for (const m of mentions) {
    const end = ends.get(m.id);
    if (end === undefined || m.aliveAtUs === null) continue;
    const [, value, device] = m.keys[0]!;
    const borne = (started.get(`${device === null ? '' : (devices.get(device) ?? '')}|${value.split('|')[0]}`) ?? []).filter((c) => c.startUs <= end && sameImage(c.image, m.imageHint));
    const last = Math.max(...borne.map((c) => c.startUs));
    for (const c of borne) if (c.startUs === last) c.endUs = Math.min(c.endUs ?? Infinity, end);
  }
  for (const list of started.values()) list.sort((a, b) => b.startUs - a.startUs || (a.key.value < b.key.value ? -1 : 1));
  const linked = new Map<number, LevelledKey>();
  for (const m of mentions) {
    if (m.aliveAtUs === null) continue;
    const [, value, device] = m.keys[0]!;
    const candidates = (started.get(`${device === null ? '' : (devices.get(device) ?? '')}|${value.split('|')[0]}`) ?? [])
      .filter((c) => c.startUs <= m.aliveAtUs! + 1000 && (c.endUs === null || c.endUs >= m.aliveAtUs!) && sameImage(c.image, m.imageHint));
    const best = candidates.find((c) => c.image !== null && c.image === m.imageHint) ?? candidates[0];
    if (best) linked.set(m.id, best.key);
  }
  return resolveKind('process', mentions, (m) => { const link = linked.get(m.id); return link ? [link, ...keysOf(m)] : keysOf(m); }, proposals);
}

function sameImage(a: string | null, b: string | null): boolean {
  return a === null || b === null || fileNameOf(a) === fileNameOf(b);
}

function write(db: Db, drafts: Draft[], proposals: readonly Proposal[]): void {
  db.exec('delete from entity; delete from entity_key; delete from merge_proposal');
  drafts.sort((a, b) => (a.entityId < b.entityId ? -1 : a.entityId > b.entityId ? 1 : 0));
  const entity = db.prepare('insert into entity(entity_pk, entity_id, kind, display_name, verdict, is_impacted, is_critical, alert_count, evidence_count, event_count, own_time_us) values(?, ?, ?, ?, 0, 0, 0, 0, 0, 0, ?)');
  const key = db.prepare('insert into entity_key(entity_pk, key_type, value, is_strong, is_canonical) values(?, ?, ?, ?, ?) on conflict do nothing');
  const assign = db.prepare('update mention set entity_pk = ? where mention_id = ? and entity_pk is not ?');
  const pkOf = new Map<string, number>();
  drafts.forEach((d, i) => {
    const pk = i + 1;
    pkOf.set(d.entityId, pk);
    entity.run(pk, d.entityId, d.kind, d.display, d.ownTimeUs);
    for (const k of d.keys.values()) key.run(pk, k.type, k.shown, KEYS[d.kind].strong.includes(k.type) ? 1 : 0, k === d.canonical ? 1 : 0);
    for (const id of d.mentions) assign.run(pk, id, pk);
  });
  const proposal = db.prepare('insert into merge_proposal(entity_pk, other_pk, key_type, value) values(?, ?, ?, ?) on conflict do nothing');
  for (const p of proposals) {
    const [a, b] = [pkOf.get(p.entityId), pkOf.get(p.otherId)];
    if (a !== undefined && b !== undefined) proposal.run(a, b, p.keyType, p.value);
  }
}
