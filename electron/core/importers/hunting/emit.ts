/** Gathers the facts of one row and fills in what every event of a hunting row shares. */
import type { EpochUs } from '../../../../shared/base/time.ts';
import { deviceMention } from '../../../../shared/domain/entity/index.ts';
import {
  noFacts,
  type EventFact,
  type Facts,
  type Json,
  type Mention,
  type RelationFact,
  type RelationType,
} from '../../../../shared/domain/facts/facts.ts';
import { computerOf, hostOf } from '../shared/implied.ts';
import { readTechniques } from './lenient-json.ts';
import type { Row } from './row.ts';
import type { Table } from './tables.ts';

const MAX_SUMMARY = 2000;
/** Longest text kept as an attribute; the raw record keeps the rest. */
const MAX_ATTRIBUTE = 16_000;

export interface EventParts {
  readonly device?: Mention | null;
  readonly actor?: Mention | null;
  readonly account?: Mention | null;
  readonly target?: Mention | null;
  readonly details?: readonly (string | null)[];
  readonly actionType?: string | null;
}
export interface RelationParts {
  readonly timeUs?: EpochUs | null;
  readonly device?: Mention | null;
  readonly alertId?: string | null;
  readonly attributes?: Readonly<Record<string, Json | undefined>>;
}

export class Emitter {
  readonly facts: Facts = noFacts();
  readonly row: Row;
  /** Table of the row, as events name their source. */
  readonly table: Table | 'AdvancedHunting' | 'AuditLogs' | 'OfficeActivity';
  readonly #id: string | null;
  readonly #implied = new Set<Mention>();
  /** Time of the row, null when it states none that can be read. */
  readonly timeUs: EpochUs | null;
  readonly #timeNote: string | null;
  readonly #timeColumn: 'Timestamp' | 'TimeGenerated' | null;

  /** `id`: the record's own id where the table has one beside `ReportId`. */
  constructor(row: Row, table: Emitter['table'], id: string | null = null) {
    this.row = row;
    this.table = table;
    this.#id = id;
    this.#timeColumn = row.timeColumn();
    const parsed = this.#timeColumn === null ? null : row.parsedTime(this.#timeColumn);
    this.timeUs = parsed?.us ?? null;
    this.#timeNote = parsed?.note ?? null;
    if (parsed?.isAssumed === true)
      this.warn('assumed-zone', `${table} ${this.#timeColumn}: ${row.text(this.#timeColumn!) ?? ''}`);
    if (parsed === null)
      this.warn('no-event-time', `${table}: ${this.#timeColumn === null ? 'no Timestamp' : (row.text(this.#timeColumn) ?? '')}`);
  }

  warn(code: string, example: string): void {
    this.facts.warnings.push({ code, example: example.slice(0, 200) });
  }

  /** Attributes of an entity as the row states them; empty ones are left out. An entity without any is stated as well. */
  entity(entity: Mention | null, attributes: Readonly<Record<string, Json | undefined>> = {}, asOfUs: EpochUs | null = this.timeUs): void {
    if (entity === null) return;
    this.facts.entities.push({ entity, attributes: filled(attributes), asOfUs });
    this.#imply(entity);
  }

  /** Nothing when an end is unknown. `timeUs` defaults to the event time. */
  relation(from: Mention | null, type: RelationType, to: Mention | null, parts: RelationParts = {}): void {
    if (from === null || to === null) return;
    const attributes = filled(parts.attributes ?? {});
    const fact: RelationFact = {
      from,
      type,
      to,
      timeUs: parts.timeUs === undefined ? this.timeUs : parts.timeUs,
      device: parts.device ?? null,
      basis: 'observed',
      alertId: parts.alertId ?? null,
      ...(Object.keys(attributes).length > 0 ? { attributes } : {}),
    };
    this.facts.relations.push(fact);
    this.#imply(from);
    this.#imply(to);
  }

  /** Once per row and entity: the machine of a computer account, the domain of a URL. */
  #imply(entity: Mention): void {
    if ((entity.kind !== 'user' && entity.kind !== 'url') || this.#implied.has(entity)) return;
    this.#implied.add(entity);
    const host = hostOf(entity);
    if (host !== null) this.facts.entities.push({ entity: host, attributes: {}, asOfUs: this.timeUs });
    const computer = entity.kind === 'user' ? computerOf(entity, [deviceMention({ mdeDeviceId: this.row.raw('DeviceId'), name: this.row.raw('DeviceName') })]) : null;
    if (computer !== null) this.relation(entity, 'computer_account_of', computer, { timeUs: null });
  }

  event(parts: EventParts): void {
    const actionType = parts.actionType ?? this.row.text('ActionType') ?? this.table;
    const arrow = [parts.actor?.displayName ?? parts.account?.displayName ?? null, parts.target?.displayName ?? null]
      .filter((t) => t !== null)
      .join(' → ');
    const where = parts.device ? ` on ${parts.device.displayName}` : '';
    const details = (parts.details ?? []).filter((d) => d !== null && d !== '').join(' · ');
    const summary = `${actionType}${arrow === '' ? '' : `: ${arrow}`}${where}${details === '' ? '' : ` · ${details}`}`;
    const fact: EventFact = {
      key: this.key(),
      timeUs: this.timeUs,
      timeText: this.#timeColumn === null ? null : this.row.text(this.#timeColumn),
      timeField: this.#timeColumn,
      timeNote: this.#timeNote,
      source: this.table,
      actionType,
      eventId: null,
      device: parts.device ?? null,
      actor: parts.actor ?? null,
      account: parts.account ?? null,
      target: parts.target ?? null,
      summary: summary.replace(/\s+/g, ' ').slice(0, MAX_SUMMARY),
      mitreTechniques: readTechniques(this.row.raw('AttackTechniques')),
      alertIds: this.#alertIds(),
    };
    this.facts.events.push(fact);
  }

  /** The preview table of sign-ins was renamed; its rows are the same events. */
  key(): string {
    if (this.#id !== null) return `${this.table}|${this.#id}`.toLowerCase();
    return this.row.key(this.table === 'AADSignInEventsBeta' ? 'EntraIdSignInEvents' : this.table);
  }

  #alertIds(): string[] {
    const id = this.row.text('AlertId');
    return id === null ? [] : [id];
  }
}

function filled(attributes: Readonly<Record<string, Json | undefined>>): Record<string, Json> {
  const kept: Record<string, Json> = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === '') continue;
    kept[name] = typeof value === 'string' && value.length > MAX_ATTRIBUTE ? value.slice(0, MAX_ATTRIBUTE) : value;
  }
  return kept;
}
