/** Shapes of the timeline: what it is asked of, its rows, and one event in full. */
import { z } from 'zod';
import { EVENT_GROUPS } from '../domain/event/index.ts';
import * as m from './model.ts';

const id = z.string().min(1).max(500);
const some = z.array(id).min(1).max(200);
const text = z.string().nullable();

/** Rows of the case, of an incident, of an entity, or of an entity within an incident. */
export const timelineScope = z.strictObject({ incidentId: id.optional(), entityId: id.optional() });
export type TimelineScope = z.infer<typeof timelineScope>;

/** An event's group; alerts stand under `alert`. */
export const TIMELINE_GROUPS = [...EVENT_GROUPS, 'alert'] as const;
export const timelineGroup = z.enum(TIMELINE_GROUPS);
export type TimelineGroup = z.infer<typeof timelineGroup>;
/**
 * All that are given must hold; of several values of one filter any. A row without the property does not match: alerts have no action type and cannot be flagged, so these filters leave events alone.
 * `techniques`: ATT&CK ids exactly as `timeline.facets` gives them. `sources`: table or channel of an event, product of an alert. `accountEntityIds`: the account of an event, the users in an alert's evidence.
 * `text`: anywhere in an event's summary, or in title or id of an alert, whatever the case of Latin letters. From `fromUs` on and before `toUs`; with either, rows without a time are left out.
 * `dataType` `techniques`: events and alerts that name a technique.
 */
export const timelineFilters = z.strictObject({
  groups: z.array(timelineGroup).min(1).max(TIMELINE_GROUPS.length).optional(), dataType: z.enum(['events', 'alerts', 'techniques']).optional(), text: z.string().max(500).optional(), flaggedOnly: z.boolean().optional(),
  techniques: some.optional(), actionTypes: some.optional(), sources: some.optional(), accountEntityIds: some.optional(), fromUs: m.us.optional(), toUs: m.us.optional(),
});
export type TimelineFilters = z.infer<typeof timelineFilters>;

/** What every question about a timeline names. Nothing: everything in the case. */
export const ofTimeline = z.strictObject({ scope: timelineScope.default({}), filters: timelineFilters.default({}) });
export type OfTimeline = z.output<typeof ofTimeline>;

/** `timeUs` of an alert is its first activity. */
export const timelineEvent = m.eventRow.extend({ kind: z.literal('event'), group: z.enum(EVENT_GROUPS) });
export const timelineAlert = m.alertRow.pick({
  alertId: true, incidentId: true, incidentName: true, title: true, severity: true, status: true, category: true, mitreTechniques: true, serviceSource: true, productName: true, lastActivityUs: true, assetNames: true, assetCount: true,
}).extend({ kind: z.literal('alert'), timeUs: m.us });
export const timelineRow = z.discriminatedUnion('kind', [timelineEvent, timelineAlert]);
export type TimelineRow = z.infer<typeof timelineRow>;
export type TimelineEvent = z.infer<typeof timelineEvent>;

/** Answers with equal marks are about the same rows at the same offsets. A mark changes with imports, with moves of alerts where they matter, and with flags where these are filtered on. */
export const mark = z.string();

/** `name`: how an account is called, of other values null. */
export const timelineFacet = z.object({ value: z.string(), name: text, events: z.number().int(), alerts: z.number().int() });
export type TimelineFacet = z.infer<typeof timelineFacet>;
/** `total`: distinct values there are, with `contains` those that hold it, whatever the case of letters. `items`: those of most rows, 50 at most, then any others that are filtered on. */
const facetOf = z.object({ items: z.array(timelineFacet), total: z.number().int() });
/** Counts under all filters but the facet's own: what `timeline.page` would have as its total with that value alone chosen. `total`, `events`, `alerts`: under all. */
export const timelineFacets = z.object({
  total: z.number().int(), events: z.number().int(), alerts: z.number().int(), groups: facetOf, techniques: facetOf, actionTypes: facetOf, sources: facetOf, accounts: facetOf,
  /** With `flaggedOnly`. */ flagged: z.number().int(), dataTypes: z.object({ events: z.number().int(), alerts: z.number().int(), techniques: z.number().int() }), mark,
});
export type TimelineFacets = z.infer<typeof timelineFacets>;

/** Bin k covers [startUs + k*binUs, startUs + (k+1)*binUs); none reaches beyond `endUs`, which is the first microsecond after them. Rows of the filters outside of the bins are counted in the totals alone. */
export const timelineDensity = z.object({
  /** Null, and all bins empty, where no row has a time and no bounds are asked for. */ startUs: m.us, endUs: m.us, binUs: z.number().int(), eventCounts: m.uint32, alertCounts: m.uint32, /** highest severity index of the bin's alerts, 255 = none */ alertSeverities: m.uint8,
  total: z.number().int(), events: z.number().int(), alerts: z.number().int(), eventsWithoutTime: z.number().int(), alertsWithoutTime: z.number().int(), mark,
});
export type TimelineDensity = z.infer<typeof timelineDensity>;

/** `device`, `actor`, `account` and `target` of the event. */
export const EVENT_ROLES = ['device', 'actor', 'account', 'target'] as const;
const neighbour = z.object({ eventId: z.number().int(), timeUs: m.us, actionType: z.string(), summary: z.string() }).nullable();
/** Everything the case knows of one event. */
export const eventDetail = m.eventRow.extend({
  total: z.literal(1), group: z.enum(EVENT_GROUPS), /** The source's own text of the time, and the field it stands in. */ timeText: text, timeField: text, record: m.recordRef,
  /** One row per role and entity. */ entities: z.array(m.namedEntity.extend({ role: z.enum(EVENT_ROLES), verdict: m.verdict, alertCount: z.number() })),
  /** Fields of the record, nested ones with dots between their names; the first 300. `isCut`: the value is longer than shown. Empty where the format is none that is read here: the raw record tells them. */
  fields: z.array(z.object({ name: z.string(), value: z.string(), isCut: z.boolean() })), fieldTotal: z.number().int(),
  /** Sources beside the record's own that carry the same event. */ alsoIn: z.array(z.object({ sourceId: z.number().int(), fileName: z.string(), format: z.string(), importedUs: z.number() })),
  /** Alerts that the record names, earliest first. */ alerts: z.array(m.alertRow.pick({ alertId: true, title: true, severity: true, status: true, firstActivityUs: true })),
  /** The process that the event is about (a started one, else the acting one) and its ancestors, nearest first, 6 of them at most. `top`: why it ends, as in process trees. */
  processChain: z.object({ nodes: z.array(z.object({ entityId: z.string(), displayName: z.string(), pid: z.number().int().nullable(), startUs: m.us, commandLine: text, verdict: m.verdict })), top: m.processTree.shape.top.nullable() }),
  flag: z.object({ actor: z.string(), atUs: z.number().int(), comment: text }).nullable(),
  /** Around it in the timeline that was asked for, in time order: `previous` is earlier. `offset`: of its row, ascending; null where the filters leave it out. */
  neighbours: z.object({ previous: neighbour, next: neighbour, offset: z.number().int().nullable(), rows: z.number().int(), mark }),
});
export type EventDetail = z.infer<typeof eventDetail>;
