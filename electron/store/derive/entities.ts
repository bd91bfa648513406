/** From mentions to entities: applies the identity rules of `shared/domain/entity` to everything the case holds. */
import { fingerprint } from '../../../shared/base/hash.ts';
import { KEYS, type EntityKind } from '../../../shared/domain/entity/kinds.ts';
import { fileNameOf } from '../../../shared/domain/entity/normalize.ts';
import { resolveMentions } from '../../../shared/domain/entity/resolve.ts';
import type { Db } from '../case-file.ts';

/** One naming of an entity, its keys strongest first. A large case has millions, so one kind is held at a time. */
interface MentionRow {
  readonly id: number;
  readonly keys: readonly LevelledKey[];
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
  readonly canonical: LevelledKey;
  readonly members: readonly MentionRow[];
}
interface Proposal {
  readonly entityId: string;
  readonly otherId: string;
  readonly keyType: string;
  readonly value: string;
}

/** Rebuilds `entity`, `entity_key`, `merge_proposal` and every `mention.entity_pk`. */
export function deriveEntities(db: Db): void {
  db.exec('delete from entity; delete from entity_key; delete from merge_proposal');
  const proposals: Proposal[] = [];
  const entityOfMention = new Map<number, string>();
  const devices = resolveKind('device', readMentions(db, 'device', entityOfMention), proposals);
  for (const d of devices) for (const m of d.members) entityOfMention.set(m.id, d.entityId);
  const hosts = hostNames(devices);
  const writer = new Writer(db);
  // Ids begin with the kind: kinds in this order give entities in the order of their ids.
  const kinds = (db.prepare('select distinct kind from mention').pluck().all() as EntityKind[]).sort((a, b) => (`${a}-` < `${b}-` ? -1 : 1));
  for (const kind of kinds) {
    if (kind === 'device') { writer.write(devices); continue; }
    const mentions = readMentions(db, kind, entityOfMention, kind === 'user' ? (keys) => userKeys(keys, hosts) : undefined);
    writer.write(resolveKind(kind, kind === 'process' ? linkedProcesses(db, mentions) : mentions, proposals));
  }
  writer.propose(proposals);
}

function readMentions(db: Db, kind: EntityKind, entityOfMention: ReadonlyMap<number, string>, change?: (keys: LevelledKey[]) => LevelledKey[]): MentionRow[] {
  const order = [...KEYS[kind].strong, ...KEYS[kind].weak];
  const rows: MentionRow[] = [];
  for (const r of db.prepare('select mention_id id, keys, display_name display, alive_at_us aliveAtUs, image_hint imageHint from mention where kind = ?').iterate(kind) as IterableIterator<Omit<MentionRow, 'keys'> & { keys: string }>) {
    const keys = (JSON.parse(r.keys) as [type: string, value: string, device: number | null][]).map(([type, value, device]): LevelledKey => ({ type, level: order.indexOf(type), value: device === null ? value : `${entityOfMention.get(device) ?? ''}|${value}`, shown: value }));
    rows.push({ id: r.id, keys: (change === undefined ? keys : change(keys)).sort(strongestFirst), display: r.display, aliveAtUs: r.aliveAtUs, imageHint: r.imageHint });
  }
  return rows;
}
const strongestFirst = (a: LevelledKey, b: LevelledKey): number => a.level - b.level || (a.value < b.value ? -1 : a.value > b.value ? 1 : 0);

/** As `strongestFirst`, but a start to the millisecond comes before one to the second: the entity's id follows from it. */
const mostExactFirst = (a: LevelledKey, b: LevelledKey): number => a.level - b.level || Number(isWholeSecond(a)) - Number(isWholeSecond(b)) || strongestFirst(a, b);

/** Every key that any member states, once. */
function keysOf(d: Draft): LevelledKey[] {
  if (d.members.length === 1) return [...d.members[0]!.keys];
  const all = new Map<string, LevelledKey>();
  for (const m of d.members) for (const k of m.keys) all.set(`${k.type}|${k.value}`, k);
  return [...all.values()];
}

/** First label of every device's names, with the device when only one bears it. */
function hostNames(devices: readonly Draft[]): Map<string, string | null> {
  const hosts = new Map<string, string | null>();
  for (const d of devices) {
    const labels = new Set(keysOf(d).filter((k) => k.type === 'hostName' || k.type === 'fqdn').map((k) => k.shown.split('.')[0]!));
    for (const label of labels) hosts.set(label, hosts.has(label) && hosts.get(label) !== d.entityId ? null : d.entityId);
  }
  return hosts;
}

/** `WS-01\bob` is an account of the machine WS-01, not of a domain, when a device of that name exists. */
function userKeys(keys: readonly LevelledKey[], hosts: ReadonlyMap<string, string | null>): LevelledKey[] {
  const local = KEYS.user.strong.indexOf('localAccount');
  return keys.map((k) => {
    const host = k.type === 'ntAccount' ? k.value.split('\\')[0]! : null;
    if (host === null || !hosts.has(host)) return k;
    return { ...k, type: 'localAccount', level: local, value: `${hosts.get(host) ?? host}|${k.value.slice(host.length + 1)}` };
  });
}

function resolveKind(kind: EntityKind, mentions: readonly MentionRow[], proposals: Proposal[]): Draft[] {
  const { cluster, proposals: found } = resolveMentions(mentions, KEYS[kind].strong.length);
  const groups = new Map<number, MentionRow[]>();
  cluster.forEach((c, i) => (groups.get(c) ?? groups.set(c, []).get(c)!).push(mentions[i]!));
  const idOf = new Map<number, string>();
  const drafts: Draft[] = [];
  for (const [c, members] of groups) {
    const canonical = members.flatMap((m) => m.keys.filter((k) => k.level === m.keys[0]!.level)).reduce((best, k) => (mostExactFirst(k, best) < 0 ? k : best));
    const entityId = `${kind}-${fingerprint(`${canonical.type}|${canonical.value}`).slice(0, 20)}`;
    idOf.set(c, entityId);
    drafts.push({ entityId, kind, canonical, members });
  }
  const order = [...KEYS[kind].strong, ...KEYS[kind].weak];
  for (const p of found) proposals.push({ entityId: idOf.get(p.weak)!, otherId: idOf.get(p.other)!, keyType: order[p.level]!, value: p.value });
  return mergeEqualIds(drafts);
}

/**
 * Clusters kept apart by a conflict may still have the same canonical key (a path on one device under which two contents were
 * seen, and a mention without content). Their ids differ by the keys that set them apart.
 */
function mergeEqualIds(drafts: readonly Draft[]): Draft[] {
  const times = new Map<string, number>();
  for (const d of drafts) times.set(d.entityId, (times.get(d.entityId) ?? 0) + 1);
  return drafts.map((d) => (times.get(d.entityId) === 1 ? d : { ...d, entityId: `${d.kind}-${fingerprint(keysOf(d).map((k) => `${k.type}|${k.value}`).sort().join('\n')).slice(0, 20)}` }));
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

function startOf(kind: EntityKind, keys: readonly LevelledKey[]): number | null {
  if (kind !== 'process') return null;
  const starts = keys.filter((k) => k.type === 'pidStart').map((k) => Number(k.shown.split('@')[1]) * 1000);
  // What is told to the second only began some time within it.
  const exact = starts.filter((us) => us % 1_000_000 !== 0);
  return starts.length === 0 ? null : Math.min(...(exact.length > 0 ? exact : starts));
}

/** A start in whole seconds, as exporters write it that cut the fraction off. */
const isWholeSecond = (key: LevelledKey): boolean => key.type === 'pidStart' && key.shown.endsWith('000');
const isCoarse = (m: MentionRow, key: LevelledKey): boolean => isWholeSecond(key) && !m.keys.some((k) => k.type === 'processGuid');

/**
 * Processes named only by pid join the process that bore the pid then (formats.md section 5, parent linking): they get its key. So does one
 * whose start is told to the second only, if exactly one process with that pid and image is known to have started within it.
 */
function linkedProcesses(db: Db, mentions: readonly MentionRow[]): MentionRow[] {
  const ends = new Map(db.prepare(`select mention_id id, min(cast(value as integer)) endUs from attribute_fact where name = 'endUs' group by mention_id`).all().map((r) => { const row = r as { id: number; endUs: number }; return [row.id, row.endUs]; }));
  const started = new Map<string, { startUs: number; endUs: number | null; image: string | null; key: LevelledKey; isCoarse: boolean }[]>();
  const endOfKey = new Map<string, number>();
  for (const m of mentions) {
    const end = ends.get(m.id);
    if (end !== undefined) for (const k of m.keys) endOfKey.set(`${k.type}|${k.value}`, end);
  }
  /** Device and pid of a key `device|7@…` or `device|7|image`. */
  const slotOf = (key: LevelledKey): string => `${key.value.slice(0, key.value.length - key.shown.length)}${key.shown.split(/[@|]/, 1)[0]!}`;
  for (const m of mentions) {
    const key = m.keys.find((k) => k.type === 'pidStart');
    if (!key) continue;
    const end = m.keys.reduce((least, k) => Math.min(least, endOfKey.get(`${k.type}|${k.value}`) ?? Infinity), Infinity);
    const slot = slotOf(key);
    (started.get(slot) ?? started.set(slot, []).get(slot)!).push({ startUs: Number(key.shown.split('@')[1]) * 1000, endUs: Number.isFinite(end) ? end : null, image: m.imageHint, key, isCoarse: isCoarse(m, key) });
  }
  // Security 4689 tells the end of a pid: it is that of the process that bore the pid then.
  for (const m of mentions) {
    const end = ends.get(m.id);
    if (end === undefined || m.aliveAtUs === null) continue;
    const borne = (started.get(slotOf(m.keys[0]!)) ?? []).filter((c) => c.startUs <= end && sameImage(c.image, m.imageHint));
    const last = borne.reduce((most, c) => Math.max(most, c.startUs), -Infinity);
    for (const c of borne) if (c.startUs === last) c.endUs = Math.min(c.endUs ?? Infinity, end);
  }
  for (const list of started.values()) list.sort((a, b) => b.startUs - a.startUs || (a.key.value < b.key.value ? -1 : 1));
  return mentions.map((m) => {
    const own = m.keys.find((k) => k.type === 'pidStart');
    if (own !== undefined && isCoarse(m, own)) {
      const from = Number(own.shown.split('@')[1]) * 1000;
      const within = (started.get(slotOf(own)) ?? []).filter((c) => !c.isCoarse && c.startUs >= from && c.startUs < from + 1_000_000 && sameImage(c.image, m.imageHint));
      return new Set(within.map((c) => c.key.value)).size === 1 ? { ...m, keys: [within[0]!.key, ...m.keys].sort(strongestFirst) } : m;
    }
    if (m.aliveAtUs === null) return m;
    const alive = m.aliveAtUs;
    const candidates = (started.get(slotOf(m.keys[0]!)) ?? []).filter((c) => c.startUs <= alive + 1000 && (c.endUs === null || c.endUs >= alive) && sameImage(c.image, m.imageHint));
    const best = candidates.find((c) => c.image !== null && c.image === m.imageHint) ?? candidates[0];
    return best === undefined ? m : { ...m, keys: [best.key, ...m.keys].sort(strongestFirst) };
  });
}

function sameImage(a: string | null, b: string | null): boolean {
  return a === null || b === null || fileNameOf(a) === fileNameOf(b);
}

/** Writes entities kind after kind, numbered in the order of their ids. */
class Writer {
  readonly #db: Db;
  readonly #entity;
  readonly #key;
  readonly #assign;
  #pk = 0;

  constructor(db: Db) {
    this.#db = db;
    this.#entity = db.prepare('insert into entity(entity_pk, entity_id, kind, display_name, verdict, is_impacted, is_critical, alert_count, evidence_count, event_count, own_time_us) values(?, ?, ?, ?, 0, 0, 0, 0, 0, 0, ?)');
    this.#key = db.prepare('insert into entity_key(entity_pk, key_type, value, is_strong, is_canonical) values(?, ?, ?, ?, ?) on conflict do nothing');
    this.#assign = db.prepare('update mention set entity_pk = ? where mention_id = ? and entity_pk is not ?');
  }

  write(drafts: Draft[]): void {
    drafts.sort((a, b) => (a.entityId < b.entityId ? -1 : a.entityId > b.entityId ? 1 : 0));
    for (const d of drafts) {
      const pk = ++this.#pk;
      const keys = keysOf(d);
      this.#entity.run(pk, d.entityId, d.kind, displayOf(d.kind, d.members), startOf(d.kind, keys));
      for (const k of keys) this.#key.run(pk, k.type, k.shown, KEYS[d.kind].strong.includes(k.type) ? 1 : 0, k.type === d.canonical.type && k.value === d.canonical.value ? 1 : 0);
      for (const m of d.members) this.#assign.run(pk, m.id, pk);
    }
  }

  /** By the ids that entities have before clusters of one id are told apart; pairs without an entity are left out. */
  propose(proposals: readonly Proposal[]): void {
    const pkOf = this.#db.prepare('select entity_pk from entity where entity_id = ?').pluck();
    const insert = this.#db.prepare('insert into merge_proposal(entity_pk, other_pk, key_type, value) values(?, ?, ?, ?) on conflict do nothing');
    for (const p of proposals) {
      const [a, b] = [pkOf.get(p.entityId) as number | undefined, pkOf.get(p.otherId) as number | undefined];
      if (a !== undefined && b !== undefined) insert.run(a, b, p.keyType, p.value);
    }
  }
}
