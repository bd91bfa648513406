/**
 * What the timeline keeps in memory between questions: the columns, and the rows that the last filters left, so that scrolling asks for rows alone. All of it follows from the case and is forgotten
 * when that changes: with imports (`revision`), with decisions of analysts where they move events between incidents, and with flags.
 */
import { RedthreadError, type OfTimeline, type TimelineFilters } from '../../../shared/contract/index.ts';
import type { Db } from '../case-file.ts';
import { alertTextCondition, eventTextCondition } from '../queries/timeline-text.ts';
import { entityPk, incidentPk, prepared } from '../queries/shared.ts';
import { alertsIn } from './alert-points.ts';
import { EventColumns, marked, markedIn } from './columns.ts';
import { Kept } from './kept.ts';
import { Rows } from './rows.ts';
import { candidates, isWithin, keep, passing, rankSpan, selectionOf, type AlertPoint, type Selection } from './select.ts';

/** Megabytes of rows and marks kept, whatever the size of the case: those of the last questions. */
const KEPT_BYTES = 96e6;
/** Where fewer than one event in this many is left, each is looked up for its text; else all texts are read in the order in which they lie. */
const SCAN_FROM = 8;

/** One timeline as it was asked for. */
export interface Timeline {
  readonly columns: EventColumns;
  readonly rows: Rows;
  readonly mark: string;
}
interface Scope { readonly incident: number | null; readonly entity: number | null }

/** Answers from one state of the case, whatever an import commits meanwhile. */
export function inSnapshot<T>(db: Db, work: () => T): T {
  return db.inTransaction ? work() : db.transaction(work)();
}

const states = new WeakMap<Db, TimelineState>();
/** To be asked for inside `inSnapshot`. */
export function timelineOf(db: Db): TimelineState {
  const state = states.get(db) ?? new TimelineState(db);
  states.set(db, state);
  state.refresh();
  return state;
}

export class TimelineState {
  readonly #db: Db;
  #versions = { revision: '', decisions: '', flags: '' };
  #columns: EventColumns | null = null;
  /** By what they follow from; each key begins with the versions that matter to it. */
  readonly #kept = new Kept(KEPT_BYTES);

  constructor(db: Db) { this.#db = db; }

  refresh(): void {
    const [revision, decisions, flags] = prepared(this.#db, `select ifnull((select value from meta where key = 'revision'), ''), ifnull((select max(decision_id) from decision), 0), ifnull((select value from meta where key = 'flagRevision'), 0)`).raw().get() as [string, number, string | number];
    if (revision !== this.#versions.revision) { this.#columns = null; this.#kept.clear(); }
    this.#versions = { revision, decisions: String(decisions), flags: String(flags) };
  }

  get columns(): EventColumns { return (this.#columns ??= new EventColumns(this.#db)); }
  get flagged(): Uint8Array { return this.#once(`flagged ${this.#versions.flags}`, () => marked(this.columns, this.#db.prepare('select event_id from event_flag f join event e on e.key = f.event_key').pluck().all() as number[])); }

  /** The rows of a timeline. */
  open({ scope: asked, filters }: OfTimeline): Timeline {
    const scope = this.#scope(asked);
    // Alerts carry what analysts decide of them, so their decisions count here and not in the mark.
    const key = `rows ${this.#versions.decisions} ${this.#versionsOf(scope, filters)} ${JSON.stringify([scope, sorted(filters)])}`;
    const rows = this.#kept.get(key, () => {
      const { selection, within, alerts } = this.#prepare(scope, filters);
      const ranks = this.#withText(passing(this.columns, selection, within), filters.text);
      return { value: new Rows(this.columns, ranks, alerts.filter((a) => selection.alertFails(a) === 0)), bytes: ranks.buffer.byteLength };
    });
    return { columns: this.columns, rows, mark: this.#versionsOf(scope, filters) };
  }

  /** For facets: the events and alerts of scope, times and text, and what the other filters make of them. */
  parts({ scope: asked, filters }: OfTimeline): { readonly ranks: Uint32Array; readonly alerts: readonly AlertPoint[]; readonly selection: Selection; readonly mark: string } {
    const scope = this.#scope(asked);
    const { selection, within, alerts } = this.#prepare(scope, filters);
    return { ranks: this.#withText(within, filters.text), alerts, selection, mark: this.#versionsOf(scope, filters) };
  }

  #prepare(scope: Scope, filters: TimelineFilters): { readonly selection: Selection; readonly within: Uint32Array; readonly alerts: readonly AlertPoint[] } {
    const accountPks = filters.accountEntityIds === undefined ? null : filters.accountEntityIds.map((id) => entityPk(this.#db, id));
    const selection = selectionOf(this.columns, filters, accountPks, filters.flaggedOnly === true ? this.flagged : null);
    const members = scope.incident === null ? null : this.#members(scope.incident);
    const key = `within ${this.#versionsOf(scope, {})} ${JSON.stringify([scope, filters.fromUs ?? null, filters.toUs ?? null])}`;
    const within = this.#once(key, () => candidates(this.columns, rankSpan(this.columns, filters.fromUs, filters.toUs), scope.entity, members));
    return { selection, within, alerts: this.#alerts(scope, filters) };
  }

  #scope(asked: OfTimeline['scope']): Scope {
    return { incident: asked.incidentId === undefined ? null : incidentPk(this.#db, asked.incidentId), entity: asked.entityId === undefined ? null : entityPk(this.#db, asked.entityId) };
  }
  /** What the rows of a timeline follow from. */
  #versionsOf(scope: Scope, filters: TimelineFilters): string {
    return [this.#versions.revision, scope.incident === null ? '' : this.#versions.decisions, filters.flaggedOnly === true ? this.#versions.flags : ''].join('.');
  }

  /** 1 at the ranks of an incident's events. */
  #members(incident: number): Uint8Array {
    return this.#once(`members ${this.#versions.decisions} ${incident}`, () => markedIn(this.columns, this.#db.prepare(`select cast(ifnull(group_concat(event_id), '') as blob) from incident_event where incident_pk = ?`).pluck().get(incident) as Buffer));
  }

  #withText(ranks: Uint32Array, text: string | undefined): Uint32Array {
    if (text === undefined || text === '') return ranks;
    const { columns } = this;
    const key = `text ${text}`;
    const known = this.#kept.peek<Uint8Array>(key);
    if (known === undefined && ranks.length * SCAN_FROM < columns.count) {
      const { sql, values } = eventTextCondition(text);
      const hits = new Set(this.#db.prepare(`select ev.event_id from json_each(?) j cross join event ev on ev.event_id = j.value where ${sql}`).pluck().all(JSON.stringify(Array.from(ranks, (r) => columns.ids[r])), ...values) as number[]);
      return keep(ranks, (rank) => hits.has(columns.ids[rank]!));
    }
    const holds = this.#once(key, () => {
      const { sql, values } = eventTextCondition(text);
      return marked(columns, this.#db.prepare(`select ev.event_id from event ev where ${sql}`).pluck().all(...values) as number[]);
    });
    return keep(ranks, (rank) => holds[rank] === 1);
  }

  /** Alerts of the scope within the bounds and with the text, by time and id, those without a time first. */
  #alerts(scope: Scope, filters: TimelineFilters): readonly AlertPoint[] {
    const all = this.#kept.get(`alerts ${this.#versions.decisions} ${JSON.stringify(scope)}`, () => { const value = alertsIn(this.#db, scope); return { value, bytes: value.length * 300 }; });
    const inTime = filters.fromUs == null && filters.toUs == null ? all : all.filter((a) => isWithin(a.timeUs, filters.fromUs, filters.toUs));
    if (filters.text === undefined || filters.text === '') return inTime;
    const { sql, values } = alertTextCondition(filters.text);
    const hits = new Set(this.#db.prepare(`select a.alert_pk from alert a where ${sql}`).pluck().all(...values) as number[]);
    return inTime.filter((a) => hits.has(a.pk));
  }

  #once<T extends Uint8Array | Uint32Array>(key: string, make: () => T): T {
    return this.#kept.get(key, () => { const value = make(); return { value, bytes: value.buffer.byteLength }; });
  }
}

/** Equal filters in whatever order they are written. */
const sorted = (filters: TimelineFilters): unknown => Object.entries(filters).filter(([, v]) => v !== undefined && v !== null && v !== '' && v !== false).map(([name, v]) => [name, Array.isArray(v) ? [...v].sort() : v]).sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));

export function noSuchEvent(eventId: number): RedthreadError {
  return new RedthreadError('notFound', `This case holds no event ${eventId}. Ids of events are those that lists of this case give.`, { eventId });
}
