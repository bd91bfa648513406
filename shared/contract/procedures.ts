/**
 * The contract: one zod schema in and out per procedure. `query` never writes. `command` changes something and is recorded
 * in the activity log when it changes the case. Types are inferred; hosts differ only in how a call reaches `Core.call`.
 */
import { z } from 'zod';
import { ASSET_CATEGORIES } from '../domain/entity/assets.ts';
import { parseZone } from '../base/time.ts';
import { SETTABLE_DETERMINATIONS } from '../domain/incident/classification.ts';
import { MERGE_RULES } from '../domain/incident/merging.ts';
import * as m from './model.ts';
import { incidentChart, incidentSummary } from './summary.ts';
import * as t from './timeline.ts';

const id = z.string().max(500).optional();
const page = z.object({ limit: z.number().int().min(1).max(10_000).default(200), cursor: z.string().max(500).optional(), incidentId: id, entityId: id, alertId: id });
/** A page of a list that knows no incident. What it would ignore it refuses. */
const plainPage = page.pick({ limit: true, cursor: true }).strict();
const paged = <T extends z.ZodType>(row: T) => z.object({ items: z.array(row), total: z.number().int(), nextCursor: z.string().nullable() });
const none = z.object({}).strict();
/** Of a list that is sorted and filtered by its columns. `offset` reaches any row at once; `cursor` goes on where a page ended. `order` without items is the list's own. */
const listed = page.extend({ offset: z.number().int().min(0).optional(), search: z.string().max(500).optional(), filters: z.array(m.listFilter).max(50).optional(), order: z.array(m.listOrder).max(8).optional() }).strict();
const category = z.enum(ASSET_CATEGORIES);
const path = z.string().min(1).max(4096);
const oneId = z.string().min(1).max(500);
const ids = z.array(oneId).min(1).max(1000);
/** Markdown, kept as it was typed. */
const comment = z.string().max(30_000).refine((text) => text.trim() !== '', 'a comment says something');
const tags = z.array(z.string().trim().min(1).max(100)).max(50).optional();
/** What incidents and alerts share. `unknown` in classification and determination is "not set"; `assignedTo` null is nobody. */
const changes = {
  severity: z.enum(['informational', 'low', 'medium', 'high']).optional(), classification: z.enum(['unknown', 'falsePositive', 'truePositive', 'informationalExpectedActivity']).optional(), determination: z.enum(SETTABLE_DETERMINATIONS).optional(),
  assignedTo: z.string().trim().min(1).max(300).nullable().optional(), addTags: tags, removeTags: tags,
};
/** `changed`: how many of the named things are now different; `batchId` names the change for `change.undo`, null when nothing changed. */
const changed = z.object({ batchId: z.string().nullable(), changed: z.number().int() });

/** Preferences of the person, kept beside the cases, not in them. */
export const settings = z.object({
  theme: z.enum(['system', 'dark', 'light']), timeZone: z.enum(['utc', 'local']), singleKeyShortcuts: z.boolean(), layout: z.record(z.string().max(100), z.unknown()),
  recentCases: z.array(z.object({ path, name: z.string(), openedUs: z.number() })),
});
export type Settings = z.infer<typeof settings>;

/** The shared state of all windows of one case: one versioned document. A patch names the revision it was made on only for diagnosis; last writer wins per key. */
export const sessionState = z.object({
  incidentId: z.string().nullable(), selection: z.object({ kind: z.enum(['none', 'alert', 'entity', 'relation']), id: z.string() }), brushStartUs: m.us, brushEndUs: m.us, cursorUs: m.us,
  playback: z.object({ pace: z.enum(['step', 'time', 'skipGaps']), speed: z.number(), loop: z.boolean() }), graphView: z.enum(['story', 'all']), showInferred: z.boolean(),
});
export type SessionState = z.infer<typeof sessionState>;

export const caseInfo = z.object({
  path: z.string(), name: z.string(), caseId: z.string(), schemaVersion: z.number(), createdUs: z.number(), readOnly: z.boolean(), counts: m.countsShape, rejected: z.number(), sources: z.array(m.sourceRow), revision: z.number(),
});
export type CaseInfo = z.infer<typeof caseInfo>;

const q = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ type: 'query' as const, input, output });
const c = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ type: 'command' as const, input, output });

export const procedures = {
  'app.info': q(none, z.object({ version: z.string(), host: z.enum(['electron', 'loopback', 'cli']), versions: z.record(z.string(), z.string()), nativeDialogs: z.boolean(), platform: z.string() })),
  'settings.get': q(none, settings),
  'settings.set': c(settings.partial(), settings),

  'case.current': q(none, caseInfo.nullable()),
  'case.open': c(z.object({ path }), caseInfo),
  'case.create': c(z.object({ path }), caseInfo),
  /** Creates (or reopens) the bundled sample case among the user's cases. */
  'case.openSample': c(none, z.object({ importId: z.string().nullable(), case: caseInfo })),
  'case.close': c(none, none),
  'case.verify': q(none, z.object({
    ok: z.boolean(),
    sources: z.array(z.object({ sourceId: z.number(), path: z.string(), sha256: z.string(), stored: z.enum(['ok', 'damaged']), file: z.enum(['ok', 'missing', 'changed']), records: z.number(), badRecords: z.number() })),
    activityLog: z.object({ entries: z.number(), intact: z.boolean(), brokenAt: z.number().nullable() }), problems: z.array(z.string()),
  })),
  /** A path under the user's data folder for a new case named after a file. */
  'case.suggestPath': q(z.object({ name: z.string().max(200) }), z.object({ path: z.string() })),

  'import.formats': q(none, z.array(z.object({ format: z.string(), title: z.string(), version: z.number() }))),
  /** `zone`: of times that state none, as `+02:00`; without it UTC is assumed, and said. Starts; progress and the end arrive as `import.progress`. With no case open, one is created at `case.suggestPath`. */
  'import.start': c(z.object({ paths: z.array(path).min(1).max(1000), format: z.string().max(50).optional(), zone: z.string().max(10).refine((text) => parseZone(text) !== null, 'a zone is written Z, +02:00 or -09:30, from -12:00 to +14:00').optional() }), z.object({ importId: z.string() })),
  'import.cancel': c(z.object({ importId: z.string() }), none),
  'import.status': q(none, m.importProgress.nullable()),
  'import.rejected': q(plainPage.extend({ sourceId: z.number().int().optional() }), paged(z.object({ sourceId: z.number(), fileName: z.string(), member: z.string().nullable(), line: z.number(), row: z.number(), byteOffset: z.number(), reason: z.string(), text: z.string() }))),

  'incident.list': q(listed, paged(m.incidentRow)),
  'incident.get': q(z.object({ incidentId: z.string() }), m.incidentDetail),
  'incident.summary': q(z.strictObject({ incidentId: z.string().max(500) }), incidentSummary),
  /** Of the case, or of [fromUs, toUs). */
  'incident.chart': q(z.strictObject({ bin: z.enum(['day', 'hour']).default('day'), fromUs: z.number().int().optional(), toUs: z.number().int().optional() }).refine((i) => i.fromUs === undefined || i.toUs === undefined || i.fromUs < i.toUs, 'fromUs must lie before toUs'), incidentChart),
  'alert.list': q(listed, paged(m.alertRow)),
  'alert.get': q(z.object({ alertId: z.string() }), m.alertDetail),
  /** The other alerts of the incident with why they are linked: strongest reason first, then in time order. */
  'alert.links': q(plainPage.extend({ alertId: z.string().max(500) }), paged(m.alertLink)),
  /** Alerts of the incident that led to this one and that followed from it, along what the records show: an observed connection in time order, no proof of cause. Nearest hop first, then in time order; `limit` for each side. */
  'alert.chain': q(z.object({ alertId: z.string().max(500), limit: z.number().int().min(1).max(1000).default(200) }).strict(), z.object({ total: z.number().int(), earlier: z.array(m.chainAlert), earlierTotal: z.number().int(), later: z.array(m.chainAlert), laterTotal: z.number().int() })),
  /**
   * What happened in the alert. Related events are those that name the alert, and between its first and last activity those of its artifacts (processes, files, addresses, messages and so on); where these have
   * none, those of its accounts, mailboxes and apps; where these have none, those of its devices.
   */
  'alert.story': q(z.object({ alertId: z.string().max(500) }).strict(), m.alertStory),
  /** The ancestors of a process, itself, and its descendants to `depth` generations, at most `limit` children of each. */
  'process.tree': q(z.object({ entityId: z.string().max(500), depth: z.number().int().min(0).max(8).default(1), limit: z.number().int().min(1).max(1000).default(50) }).strict(), m.processTree.extend({ focusEntityId: z.string() })),
  /** Children of a process by start, those without one last. `depth` of the rows is 1, `position` descendant. */
  'process.children': q(plainPage.extend({ entityId: z.string().max(500) }), paged(m.processNode)),
  'entity.list': q(page.extend({ kinds: z.array(m.entityKind).optional(), search: z.string().max(500).optional(), withoutTime: z.boolean().optional() }), paged(m.entityRow)),
  'entity.get': q(z.object({ entityId: z.string(), incidentId: z.string().optional() }), m.entityDetail),
  'evidence.list': q(page, paged(m.evidenceRow)),
  /** Evidence and Response: one row per entity of an incident's evidence. */
  'evidence.byEntity': q(listed.extend({ incidentId: z.string().max(500) }), paged(m.entityEvidenceRow)),
  'asset.list': q(listed.extend({ category }), paged(m.assetRow)),
  'asset.counts': q(z.object({ incidentId: id }).strict(), z.array(z.object({ category, total: z.number(), impacted: z.number() }))),
  /** Values of a column with the rows that have each, under the other filters. `evidence` needs an incident, `assets` a category. */
  'list.facets': q(listed.omit({ order: true, offset: true, cursor: true }).extend({ list: z.enum(['incidents', 'alerts', 'evidence', 'assets']), category: category.optional(), column: z.string().max(40), contains: z.string().max(500).optional() }), m.facets),
  'relation.list': q(page.extend({ type: z.string().max(50).optional(), fromEntityId: z.string().max(500).optional(), toEntityId: z.string().max(500).optional() }), paged(m.relationRow)),
  // Without an incident: the first of the queue, the one that was updated last.
  'graph.get': q(z.object({ incidentId: z.string().optional(), view: z.enum(['story', 'all']).default('story') }), m.graphColumns),
  'timeline.histogram': q(z.object({ incidentId: z.string().optional(), bins: z.number().int().min(1).max(2000).default(240) }), m.histogram),
  /**
   * Events with the alerts among them in time order, by row: any offset costs the same. Alerts stand at their first activity, before events of the same microsecond. Rows without a time stand last, in either direction;
   * `withoutTime` says how many. Equal times are settled by id.
   */
  'timeline.page': q(t.ofTimeline.extend({ descending: z.boolean().default(false), offset: z.number().int().min(0).optional(), cursor: z.string().max(500).optional(), limit: z.number().int().min(1).max(1000).default(200) }), paged(t.timelineRow).extend({ withoutTime: z.number().int(), mark: t.mark })),
  'timeline.facets': q(t.ofTimeline.extend({ contains: z.string().max(500).optional() }), t.timelineFacets),
  /** Where a time stands: the offset of the first row at or after it in the direction asked for; where none is, of what follows the last row with a time. */
  'timeline.rowAt': q(t.ofTimeline.extend({ timeUs: z.number().int(), descending: z.boolean().default(false) }), z.object({ offset: z.number().int(), total: z.number().int(), mark: t.mark })),
  /** From `fromUs` to `toUs`, else over all rows that have a time. Other than the bounds among the filters, these leave no row out of the totals. */
  'timeline.density': q(t.ofTimeline.extend({ bins: z.number().int().min(1).max(4000).default(240), fromUs: m.us.optional(), toUs: m.us.optional() }), t.timelineDensity),
  /** Comma-separated values, 10,000 rows at a time, the first with the header. Cells that a spreadsheet would take for a formula begin with an apostrophe; else values are raw, or with `defang` network indicators are made harmless. A cursor is good as long as the rows are the same. */
  'timeline.csv': q(t.ofTimeline.extend({ descending: z.boolean().default(false), cursor: z.string().max(500).optional(), defang: z.boolean().default(false) }), z.object({ text: z.string(), rows: z.number().int(), nextCursor: z.string().nullable(), total: z.number().int() })),
  'event.get': q(t.ofTimeline.extend({ eventId: z.number().int() }), t.eventDetail),
  /** Marks events as worth coming back to, or no longer. Kept with the event, whatever is imported later. `changed`: how many are different now. */
  'event.flag': c(z.strictObject({ eventIds: z.array(z.number().int()).min(1).max(1000), flagged: z.boolean(), comment: comment.optional() }), z.object({ changed: z.number().int() })),
  'event.page': q(page.extend({ fromUs: m.us.optional(), toUs: m.us.optional(), search: z.string().max(500).optional() }), paged(m.eventRow)),
  'investigation.list': q(page, paged(m.investigationRow)),
  'action.list': q(page.extend({ status: z.string().max(20).optional() }), paged(m.actionRow)),
  'recommendation.list': q(plainPage, paged(z.object({ recommendationId: z.string(), recommendationName: z.string(), productName: z.string().nullable(), severityScore: z.number().nullable(), remediationType: z.string().nullable(), status: z.string().nullable(), attributes: z.record(z.string(), z.unknown()), record: m.recordRef.nullable() }))),
  'directory.list': q(plainPage.extend({ entityId: id }), paged(z.object({ factType: z.string(), factId: z.string(), entityId: z.string().nullable(), attributes: z.record(z.string(), z.unknown()), asOfUs: m.us, record: m.recordRef.nullable() }))),
  /** Newest first. Of an incident: also what was done to its alerts while they were in it, and to incidents merged into it. `action` is the beginning of one (`incident.`, `import.finished`); `text` is looked for everywhere. */
  'activity.list': q(plainPage.extend({ incidentId: id, alertId: id, entityId: id, action: z.string().max(100).optional(), actor: z.string().max(300).optional(), text: z.string().max(500).optional() }), paged(m.activityEntry)),
  'note.list': q(plainPage.extend({ targetKind: z.enum(['incident', 'alert', 'entity', 'event']).optional(), targetId: id }), paged(z.object({ noteId: z.string(), targetKind: z.string(), targetId: z.string(), text: z.string(), createdBy: z.string(), createdUs: z.number() }))),
  'note.add': c(z.object({ targetKind: z.enum(['incident', 'alert', 'entity', 'event']), targetId: z.string().max(500), text: z.string().min(1).max(30_000) }), z.object({ noteId: z.string() })),

  // What analysts decide. Decisions stand over what sources say and are never overwritten by imports; each call is one change that `change.undo` takes back.
  /** A name is for one incident; `resolvingComment` for incidents that are, or become, resolved; `resolveAlerts` resolves their open alerts too and goes with status `resolved`. Assigning an incident assigns its alerts. */
  'incident.update': c(z.strictObject({
    incidentIds: ids, changes: z.strictObject({ displayName: z.string().trim().min(1).max(500).optional(), status: z.enum(['active', 'inProgress', 'resolved']).optional(), resolvingComment: z.string().max(30_000).optional(), ...changes }), comment: comment.optional(), resolveAlerts: z.boolean().optional(),
  }), changed),
  'alert.update': c(z.strictObject({ alertIds: ids, changes: z.strictObject({ status: z.enum(['new', 'inProgress', 'resolved']).optional(), ...changes }), comment: comment.optional() }), changed),
  /** Into an incident, or into a new one of that name: one of the two. Reason `other` needs a comment. */
  'alert.move': c(z.strictObject({ alertIds: ids, incidentId: oneId.optional(), newIncidentName: z.string().trim().min(1).max(500).optional(), reason: m.moveReason, comment: comment.optional() }), changed.extend({ incidentId: z.string() })),
  /** Each of the alerts into a new incident of its own, named after it. */
  'alert.unlink': c(z.strictObject({ alertIds: ids, reason: m.moveReason, comment: comment.optional() }), changed.extend({ incidentIds: z.array(z.string()) })),
  /** Contents of the source move into the target; the source then reads `redirected`. Refused (`refused`, `details.rule`) where `incident.mergeCheck` says so. */
  'incident.merge': c(z.strictObject({ sourceIncidentId: oneId, targetIncidentId: oneId, reason: m.mergeReason, comment: comment.optional() }), changed),
  'incident.mergeCheck': q(z.strictObject({ sourceIncidentId: oneId, targetIncidentId: oneId }), z.object({ allowed: z.boolean(), refusals: z.array(z.object({ rule: z.enum(MERGE_RULES), message: z.string() })) })),
  'comment.add': c(z.strictObject({ targetKind: z.enum(['incident', 'alert']), targetId: oneId, comment }), changed),
  /** Null takes the local verdict back: what evidence says counts again. */
  'entity.setVerdict': c(z.strictObject({ entityIds: ids, verdict: m.verdict.nullable(), reason: comment }), changed),
  'entity.setTags': c(z.strictObject({ entityIds: ids, addTags: tags, removeTags: tags }), changed),
  /** The newest change that still stands; `why` says what forbids taking it back. Null when there is none. */
  'change.last': q(none, z.object({ batchId: z.string(), atUs: z.number().int(), actor: z.string(), summary: z.string(), canUndo: z.boolean(), why: z.string().nullable() }).nullable()),
  /** Refused where something later changed the same. Recorded as a change of its own; nothing is deleted. */
  'change.undo': c(z.strictObject({ batchId: z.string().min(1).max(100) }), changed),

  /** The raw bytes of a record from the copy inside the case; works when the source file is gone. `text` is UTF-8, at most 1 MiB, `truncated` says if more. */
  'record.raw': q(z.object({ recordId: z.number().int() }), z.object({ total: z.literal(1), record: m.recordRef, sha256: z.string(), format: z.string(), importedUs: z.number(), text: z.string(), truncated: z.boolean() })),

  'session.get': q(none, z.object({ revision: z.number(), state: sessionState })),
  'session.patch': c(z.object({ origin: z.string().max(100), patch: sessionState.partial() }), z.object({ revision: z.number() })),
  'window.open': c(z.object({ route: z.string().max(2000).startsWith('/') }), z.object({ url: z.string().nullable() })),
  /** Native dialog where the host has one; otherwise `unsupported` and the page shows its own file chooser. */
  'dialog.openFiles': c(z.object({ title: z.string().max(200), kind: z.enum(['case', 'sources']) }), z.object({ paths: z.array(z.string()) })),
  /** For hosts without native dialogs: folders of this machine, names only. */
  'files.list': q(z.object({ folder: z.string().max(4096).optional() }), z.object({ folder: z.string(), parent: z.string().nullable(), entries: z.array(z.object({ name: z.string(), isFolder: z.boolean(), bytes: z.number() })), total: z.number() })),
} as const;

export type Procedures = typeof procedures;
export type ProcedureName = keyof Procedures;
export type Input<P extends ProcedureName> = z.input<Procedures[P]['input']>;
export type ParsedInput<P extends ProcedureName> = z.output<Procedures[P]['input']>;
export type Output<P extends ProcedureName> = z.output<Procedures[P]['output']>;
export const isProcedure = (name: unknown): name is ProcedureName => typeof name === 'string' && Object.hasOwn(procedures, name);

/** What the core announces to every window. */
export const events = {
  'import.progress': m.importProgress,
  'store.changed': z.object({ areas: z.array(z.enum(['case', 'incidents', 'alerts', 'entities', 'events', 'notes', 'activity'])), revision: z.number() }),
  'session.changed': z.object({ origin: z.string(), revision: z.number(), patch: sessionState.partial() }),
  'settings.changed': settings,
  'menu.command': z.object({ command: z.enum(['openCase', 'importFiles', 'newWindow', 'toggleTheme', 'toggleTimeZone']) }),
} as const;
export type EventName = keyof typeof events;
export type EventPayload<E extends EventName> = z.output<(typeof events)[E]>;
export const isEvent = (name: unknown): name is EventName => typeof name === 'string' && Object.hasOwn(events, name);

/** What a host gives the page as `window.redthread` (Electron: from the preload, frozen; loopback: the socket client). */
export interface Bridge {
  readonly kind: 'electron' | 'loopback';
  call<P extends ProcedureName>(procedure: P, input: Input<P>): Promise<Reply<Output<P>>>;
  on<E extends EventName>(event: E, listener: (payload: EventPayload<E>) => void): () => void;
  /** Path of a dropped or chosen file on this machine, or null where the host cannot know it (then `upload`). */
  pathOf(file: unknown): string | null;
}
/** Errors travel in the reply, never as a thrown message. */
export type Reply<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: { code: string; message: string; details?: Record<string, unknown> | undefined } };
