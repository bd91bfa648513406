/**
 * The store's write path for one source: facts in, immutable rows out, all inside one transaction of the caller, who calls `finish`
 * after derivation. What the case gained is counted on what was derived, so that the figures of all sources add up to those of the case.
 */
import type Database from 'better-sqlite3';
import { fingerprint } from '../../shared/base/hash.ts';
import { alertKeys } from '../../shared/domain/alert/index.ts';
import { VERDICTS } from '../../shared/domain/attack-graph/codes.ts';
import { RELATION_TYPES, type EventFact, type Facts, type Mention, type RelationFact, type RelationType } from '../../shared/domain/facts/facts.ts';
import type { Counts, SourceReport } from '../../shared/contract/index.ts';
import type { Db } from './case-file.ts';
import { RawWriter } from './raw.ts';

export interface MemberHandle {
  readonly memberId: number;
  readonly format: string;
  readonly raw: RawWriter;
}
/** The columns of an event from its time on, as bound. */
type EventValue = string | number | null;
export interface RecordPosition {
  readonly row: number;
  readonly line: number;
  readonly byteOffset: number;
  readonly byteLength: number;
}

const RELATION_CODE = new Map<RelationType, number>(RELATION_TYPES.map((type, code) => [type, code]));
const noCounts = (): Counts => ({ incidents: 0, alerts: 0, evidence: 0, entities: 0, relations: 0, events: 0, investigations: 0, actions: 0, recommendations: 0 });
/** Most mentions repeat within a source; the cache saves the lookup. Cleared when it grows beyond this. */
const MENTION_CACHE = 200_000;
/** Kinds whose first naming derivation writes down (`first_named`), and the figure each counts in. */
const COUNTED = [['incident', 'incidents'], ['alert', 'alerts'], ['evidence', 'evidence'], ['investigation', 'investigations'], ['action', 'actions']] as const satisfies readonly (readonly [string, keyof Counts])[];
const SUMMARY_LIMIT = 2000;
const REJECTED_TEXT_LIMIT = 4096;

export class ImportSession {
  readonly #db: Db;
  readonly #sourceId: number;
  readonly #statements: ReturnType<typeof prepare>;
  readonly #terms = new Map<string, number>();
  readonly #mentionIds = new Map<string, number>();
  #byReference = new WeakMap<Mention, { id: number; signature: string }>();
  /** How often a row without an id of its own was seen in this member. */
  readonly #rows = new Map<string, number>();
  readonly #warnings = new Map<string, { count: number; example: string }>();
  /** Ids (after, up to and including) of what this source added. */
  #mentionRun: readonly [number, number];
  #recordRun: readonly [number, number];
  readonly imported: Counts = noCounts();
  /** Facts about things that a case counts, whether or not it knew them. */
  #offered = 0;
  #knownDirectoryFacts = 0;
  rejected = 0;
  records = 0;

  constructor(db: Db, source: { path: string; fileName: string; sha256: string; bytes: number; format: string; importerVersion: number; importedUs: number }) {
    this.#db = db;
    this.#statements = prepare(db);
    this.#mentionRun = [lastId(db, 'mention', 'mention_id'), 0];
    this.#recordRun = [lastId(db, 'record', 'record_id'), 0];
    this.#sourceId = Number(db.prepare(`insert into source(path, file_name, sha256, bytes, format, importer_version, imported_us, records, duplicates, rejected, imported, warnings)
      values(@path, @fileName, @sha256, @bytes, @format, @importerVersion, @importedUs, 0, 0, 0, '{}', '[]')`).run(source).lastInsertRowid);
  }

  /** What the source has stated so far, as it counts when the same bytes come again. */
  get facts(): number {
    return this.#offered + this.#knownDirectoryFacts;
  }

  member(path: string | null, fileName: string, format: string): MemberHandle {
    this.#rows.clear();
    const memberId = Number(this.#db.prepare(`insert into member(source_id, path, file_name, sha256, bytes, format) values(?, ?, ?, '', 0, ?)`).run(this.#sourceId, path, fileName, format).lastInsertRowid);
    return { memberId, format, raw: new RawWriter(this.#db, memberId) };
  }

  endMember(member: MemberHandle): void {
    const { sha256, bytes } = member.raw.end();
    this.#db.prepare('update member set sha256 = ?, bytes = ? where member_id = ?').run(sha256, bytes, member.memberId);
  }

  /** Ends the writing of facts; `finish` follows after derivation. */
  endFacts(): void {
    this.#mentionRun = [this.#mentionRun[0], lastId(this.#db, 'mention', 'mention_id')];
    this.#recordRun = [this.#recordRun[0], lastId(this.#db, 'record', 'record_id')];
  }

  /** Stores what one record said. */
  add(member: MemberHandle, at: RecordPosition, facts: Facts): void {
    this.records++;
    const recordId = Number(this.#statements.record.run(member.memberId, at.row, at.line, at.byteOffset, at.byteLength).lastInsertRowid);
    this.#store(recordId, member.format, facts);
  }

  /** Stores facts that belong to a member as a whole, under its first record. */
  addAtEnd(member: MemberHandle, facts: Facts): void {
    const first = this.#db.prepare('select min(record_id) from record where member_id = ?').pluck().get(member.memberId) as number | null;
    if (first !== null) this.#store(first, member.format, facts);
    else for (const w of facts.warnings) this.warn(w.code, w.example);
  }

  reject(member: MemberHandle, at: RecordPosition, reason: string, text: string): void {
    this.rejected++;
    this.records++;
    this.#statements.rejected.run(member.memberId, at.row, at.line, at.byteOffset, at.byteLength, reason, text.slice(0, REJECTED_TEXT_LIMIT));
  }

  warn(code: string, example: string): void {
    const known = this.#warnings.get(code);
    if (known) known.count++;
    else this.#warnings.set(code, { count: 1, example: example.slice(0, 500) });
  }

  /**
   * Completes the source row, after derivation. A thing counts for the source that named it first: the ids of a source's mentions and
   * records form one run each. Its duplicates are what it states about things that another fact was about before.
   */
  finish(source: { path: string; sha256: string; bytes: number; format: string; ms: number }): SourceReport {
    const count = (sql: string, run: readonly [number, number]) => this.#db.prepare(sql).pluck().get(...run) as number;
    this.imported.entities = count('select count(*) from (select min(mention_id) m from mention where entity_pk is not null group by entity_pk) where m > ? and m <= ?', this.#mentionRun);
    this.imported.relations = count('select count(*) from relation where record_id > ? and record_id <= ?', this.#recordRun);
    this.imported.recommendations = count('select count(*) from (select min(record_id) r from recommendation_fact group by recommendation_id) where r > ? and r <= ?', this.#recordRun);
    let gained = this.imported.events + this.imported.recommendations;
    for (const [kind, name] of COUNTED) {
      const named = (column: string) => this.#db.prepare(`select count(*) from first_named where kind = ? and ${column} > ? and ${column} <= ?`).pluck().get(kind, ...this.#recordRun) as number;
      this.imported[name] = named('record_id');
      gained += named('own_record_id');
    }
    const duplicates = this.#offered - gained + this.#knownDirectoryFacts;
    const warnings = [...this.#warnings].map(([code, w]) => ({ code, ...w })).sort((a, b) => (a.code < b.code ? -1 : 1));
    this.#db.prepare(`update source set records = ?, duplicates = ?, rejected = ?, imported = ?, warnings = ?, facts = ?, ms = ?, (first_us, last_us) = (select min(a), max(b) from (
        select min(time_us) a, max(time_us) b from event where source_id = @id
        union all select min(e.time_us), max(e.time_us) from event_also_in x join event e using(event_id) where x.source_id = @id
        union all select min(json_extract(f.data, '$.firstActivityUs')), max(ifnull(json_extract(f.data, '$.lastActivityUs'), json_extract(f.data, '$.firstActivityUs'))) from alert_fact f where f.record_id > @after and f.record_id <= @upTo)) where source_id = @id`)
      .run(this.records, duplicates, this.rejected, JSON.stringify(this.imported), JSON.stringify(warnings), this.facts, source.ms, { id: this.#sourceId, after: this.#recordRun[0], upTo: this.#recordRun[1] });
    return { path: source.path, sha256: source.sha256, bytes: source.bytes, format: source.format, records: this.records, imported: this.imported, duplicates, rejected: this.rejected, warnings, ms: source.ms };
  }

  #store(recordId: number, format: string, facts: Facts): void {
    const s = this.#statements;
    for (const w of facts.warnings) this.warn(w.code, w.example);
    for (const f of facts.entities) {
      const id = this.#mention(f.entity);
      for (const [name, value] of Object.entries(f.attributes)) {
        if (value === null || value === '') continue;
        s.attribute.run(id, name, JSON.stringify(value), f.asOfUs, recordId);
      }
    }
    for (const f of facts.incidents) this.#fact(s.incident, hashOf(f), [f.incidentId, f.lastUpdateUs, recordId, JSON.stringify(f)]);
    for (const f of facts.alerts) this.#fact(s.alert, hashOf(f), [f.alertId, JSON.stringify(alertKeys(f.alertId, f.providerAlertId)), f.lastUpdateUs, recordId, JSON.stringify(f)]);
    for (const f of facts.evidence) {
      const entity = this.#mention(f.entity);
      const device = f.device === null ? null : this.#mention(f.device);
      const { entity: _e, device: _d, alertId, ...data } = f;
      const identity = fingerprint(JSON.stringify([this.#signature(f.entity), f.evidenceType, f.createdUs, [...f.roles].sort(), [...f.detailedRoles].sort()]));
      const version = facts.alerts.find((a) => a.alertId === alertId)?.lastUpdateUs ?? null;
      // The format belongs to it: which interface says something decides which pieces stay, whoever came first.
      this.#fact(s.evidence, fingerprint(JSON.stringify([format, alertKeys(alertId, null)[0], identity, this.#signatureOrNull(f.device), data])), [identity, alertId, entity, device, version, recordId, JSON.stringify({ ...data, verdictCode: VERDICTS.indexOf(f.verdict) })]);
    }
    for (const f of facts.relations) {
      s.relation.run(this.#mention(f.from), RELATION_CODE.get(f.type), this.#mention(f.to), f.timeUs, f.device === null ? null : this.#mention(f.device), f.basis === 'observed' ? 0 : 1, f.alertId, said(f.attributes), recordId);
    }
    for (const f of facts.events) {
      const key = this.#eventKey(f.key);
      const values: readonly EventValue[] = [f.timeUs, f.timeText, this.#termOrNull(f.timeField), this.#termOrNull(f.timeNote), this.#term(f.source), this.#term(f.actionType), f.eventId,
        this.#mentionOrNull(f.device), this.#mentionOrNull(f.actor), this.#mentionOrNull(f.account), this.#mentionOrNull(f.target), f.summary.slice(0, SUMMARY_LIMIT),
        f.mitreTechniques.length === 0 ? null : JSON.stringify(f.mitreTechniques), f.alertIds.length === 0 ? null : JSON.stringify(f.alertIds)];
      this.#offered++;
      if (s.event.run(key, ...values, this.#sourceId, recordId).changes === 1) this.imported.events++;
      else this.#mergeEvent(key, f, values, recordId);
    }
    for (const f of facts.investigations) {
      const { device, ...data } = f;
      this.#fact(s.investigation, hashOf({ ...data, device: this.#signatureOrNull(device) }), [f.investigationId, f.endUs ?? f.startUs, this.#mentionOrNull(device), recordId, JSON.stringify(data)]);
    }
    for (const f of facts.actions) {
      const { device, target, ...data } = f;
      this.#fact(s.action, hashOf({ ...data, device: this.#signatureOrNull(device), target: this.#signatureOrNull(target) }), [f.actionId, f.lastUpdateUs ?? f.requestedUs, this.#mention(target), this.#mentionOrNull(device), recordId, JSON.stringify(data)]);
    }
    for (const f of facts.recommendations) this.#fact(s.recommendation, hashOf(f), [f.recommendationId, recordId, JSON.stringify(f)]);
    for (const f of facts.directory) {
      const { entity, ...data } = f;
      const isNew = s.directory.run(hashOf({ ...data, entity: this.#signatureOrNull(entity) }), f.factType, f.factId, this.#mentionOrNull(entity), f.asOfUs, recordId, JSON.stringify(data)).changes === 1;
      if (!isNew) this.#knownDirectoryFacts++;
    }
  }

  /** Inserts a fact unless its content is already there. */
  #fact(statement: Database.Statement, hash: string, values: readonly unknown[]): void {
    this.#offered++;
    statement.run(hash, ...values);
  }

  /**
   * Rows that carry no id of their own may be equal and still be different events: the second equal row of a file is the second such
   * event. The n-th in one export is the n-th in another, so overlapping exports still meet.
   */
  #eventKey(key: string): string {
    const print = fingerprint(key);
    if (!key.startsWith('row:')) return print;
    const nth = (this.#rows.get(print) ?? 0) + 1;
    this.#rows.set(print, nth);
    return nth === 1 ? print : fingerprint(`${key}#${nth}`);
  }

  /**
   * An event that is already there: the row that says more wins as a whole, then the smaller content, so that the order of imports cannot
   * matter. Compared by what the rows say: ids of mentions depend on the order.
   */
  #mergeEvent(key: string, f: EventFact, values: readonly EventValue[], recordId: number): void {
    const known = this.#statements.eventSaid.get(key) as { event_id: number; source_id: number; said: string };
    if (known.source_id !== this.#sourceId) this.#statements.alsoIn.run(this.#sourceId, known.event_id);
    const said = [f.timeUs, f.timeText, f.timeField, f.timeNote, f.source, f.actionType, f.eventId, ...[f.device, f.actor, f.account, f.target].map((m) => this.#signatureOrNull(m)), ...values.slice(-3)];
    if (saysMore(said, JSON.parse(known.said) as unknown[])) this.#statements.updateEvent.run(...values, recordId, known.event_id);
  }

  #mentionOrNull(mention: Mention | null): number | null {
    return mention === null ? null : this.#mention(mention);
  }
  #signatureOrNull(mention: Mention | null): string | null {
    return mention === null ? null : this.#signature(mention);
  }
  #signature(mention: Mention): string {
    this.#mention(mention);
    return this.#byReference.get(mention)!.signature;
  }

  #mention(mention: Mention): number {
    const known = this.#byReference.get(mention);
    if (known) return known.id;
    const keys = mention.keys.map((k) => [k.type, k.value, k.device ? this.#mention(k.device) : null] as const);
    const signature = fingerprint(JSON.stringify([mention.kind, mention.keys.map((k) => [k.type, k.value, k.device ? this.#signature(k.device) : null]), mention.aliveAtUs ?? null, mention.aliveAtUs === undefined ? null : (mention.imageHint ?? null)]));
    let id = this.#mentionIds.get(signature);
    if (id === undefined) {
      id = (this.#statements.mention.get(mention.kind, signature, JSON.stringify(keys), mention.displayName, mention.aliveAtUs ?? null, mention.imageHint ?? null) as { mention_id: number }).mention_id;
      if (this.#mentionIds.size > MENTION_CACHE) this.#mentionIds.clear();
      this.#mentionIds.set(signature, id);
    }
    this.#byReference.set(mention, { id, signature });
    return id;
  }

  #term(text: string): number {
    let id = this.#terms.get(text);
    if (id === undefined) {
      id = (this.#statements.term.get(text) as { term_id: number }).term_id;
      this.#terms.set(text, id);
    }
    return id;
  }
  #termOrNull(text: string | null): number | null {
    return text === null ? null : this.#term(text);
  }
}

/** More stated values win; between equally many, the smaller text. A total order, so that any order of comparing gives the same winner. */
function saysMore(candidate: readonly unknown[], known: readonly unknown[]): boolean {
  const stated = (values: readonly unknown[]) => values.filter((v) => v !== null).length;
  return stated(candidate) === stated(known) ? JSON.stringify(candidate) < JSON.stringify(known) : stated(candidate) > stated(known);
}

/** Attributes of a relation as a list of one; null without any. */
const said = (attributes: RelationFact['attributes']): string | null => (attributes === undefined || Object.keys(attributes).length === 0 ? null : `[${sortedJson(attributes)}]`);

const lastId = (db: Db, table: 'mention' | 'record', column: string): number => (db.prepare(`select ifnull(max(${column}), 0) from ${table}`).pluck().get() as number);

/** Content hash that does not depend on the order of keys. */
const hashOf = (value: unknown): string => fingerprint(sortedJson(value));

function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_key, v: unknown) => (v !== null && typeof v === 'object' && !Array.isArray(v) ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1))) : v));
}

function prepare(db: Db) {
  return {
    record: db.prepare('insert into record(member_id, row, line, byte_offset, byte_length) values(?, ?, ?, ?, ?)'),
    rejected: db.prepare('insert into rejected_record(member_id, row, line, byte_offset, byte_length, reason, text) values(?, ?, ?, ?, ?, ?, ?)'),
    term: db.prepare('insert into term(text) values(?) on conflict(text) do update set text = excluded.text returning term_id'),
    // The smallest spelling wins, so that the shown name does not depend on which source came first.
    mention: db.prepare(`insert into mention(kind, signature, keys, display_name, alive_at_us, image_hint) values(?, ?, ?, ?, ?, ?)
      on conflict(signature) do update set display_name = min(display_name, excluded.display_name), image_hint = min(ifnull(image_hint, excluded.image_hint), excluded.image_hint) returning mention_id`),
    attribute: db.prepare(`insert into attribute_fact(mention_id, name, value, as_of_us, record_id) values(?, ?, ?, ?, ?)
      on conflict do update set as_of_us = max(ifnull(as_of_us, excluded.as_of_us), excluded.as_of_us) where excluded.as_of_us > ifnull(as_of_us, -1)`),
    incident: db.prepare('insert into incident_fact(hash, incident_id, last_update_us, record_id, data) values(?, ?, ?, ?, ?) on conflict(hash) do nothing'),
    alert: db.prepare('insert into alert_fact(hash, alert_id, keys, last_update_us, record_id, data) values(?, ?, ?, ?, ?, ?) on conflict(hash) do nothing'),
    evidence: db.prepare('insert into evidence_fact(hash, identity, alert_id, mention_id, device_mention_id, version_us, record_id, data) values(?, ?, ?, ?, ?, ?, ?, ?) on conflict(hash) do nothing'),
    // What several records say of one relation at one moment is kept side by side, in an order of its own.
    relation: db.prepare(`insert into relation_fact(from_mention, type_code, to_mention, time_us, device_mention, basis_code, alert_id, attributes, record_id) values(?, ?, ?, ?, ?, ?, ?, ?, ?)
      on conflict do update set attributes = (select json_group_array(json(value)) from (select value from json_each(ifnull(relation_fact.attributes, '[]')) union select value from json_each(excluded.attributes) order by 1))
      where excluded.attributes is not null and excluded.attributes is not relation_fact.attributes`),
    event: db.prepare(`insert into event(key, time_us, time_text, time_field, time_note, source, action_type, windows_event_id, device_mention, actor_mention, account_mention, target_mention, summary, techniques, alert_ids, source_id, record_id)
      values(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict(key) do nothing`),
    // In the order of `EventValue`s, ids replaced by what they stand for.
    eventSaid: db.prepare(`select e.event_id, e.source_id, json_array(e.time_us, e.time_text, tf.text, tn.text, src.text, act.text, e.windows_event_id, d.signature, a.signature, c.signature, t.signature, e.summary, e.techniques, e.alert_ids) said
      from event e left join term tf on tf.term_id = e.time_field left join term tn on tn.term_id = e.time_note join term src on src.term_id = e.source join term act on act.term_id = e.action_type
        left join mention d on d.mention_id = e.device_mention left join mention a on a.mention_id = e.actor_mention left join mention c on c.mention_id = e.account_mention left join mention t on t.mention_id = e.target_mention
      where e.key = ?`),
    alsoIn: db.prepare('insert into event_also_in(source_id, event_id) values(?, ?) on conflict do nothing'),
    updateEvent: db.prepare(`update event set time_us = ?, time_text = ?, time_field = ?, time_note = ?, source = ?, action_type = ?, windows_event_id = ?, device_mention = ?, actor_mention = ?,
      account_mention = ?, target_mention = ?, summary = ?, techniques = ?, alert_ids = ?, record_id = ? where event_id = ?`),
    investigation: db.prepare('insert into investigation_fact(hash, investigation_id, version_us, device_mention, record_id, data) values(?, ?, ?, ?, ?, ?) on conflict(hash) do nothing'),
    action: db.prepare('insert into action_fact(hash, action_id, version_us, target_mention, device_mention, record_id, data) values(?, ?, ?, ?, ?, ?, ?) on conflict(hash) do nothing'),
    recommendation: db.prepare('insert into recommendation_fact(hash, recommendation_id, record_id, data) values(?, ?, ?, ?) on conflict(hash) do nothing'),
    directory: db.prepare('insert into directory_fact(hash, fact_type, directory_id, mention_id, as_of_us, record_id, data) values(?, ?, ?, ?, ?, ?, ?) on conflict(hash) do nothing'),
  };
}
