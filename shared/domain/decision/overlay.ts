/**
 * Decisions over facts. The newest standing decision on a field counts, whatever sources say before or after; tags are decided one by one, so
 * that tags which a source adds later appear beside those that were added here.
 */

/** A decision whose change was not undone. Lists of them are in the order in which they were made. */
export interface Standing {
  readonly decisionId: number;
  readonly field: string;
  /** Tells values of one field apart: the tag, the comment. Empty for fields of one value. */
  readonly item: string;
  readonly value: unknown;
  /** What sources said of the field when it was decided, and when they had last changed the record. */
  readonly seen: unknown;
  readonly seenUs: number | null;
  readonly reason: string | null;
  readonly atUs: number;
  readonly actor: string;
}
export interface Conflict { readonly field: string; readonly local: unknown; readonly imported: unknown; readonly importedUs: number | null }
export type Values = Readonly<Record<string, unknown>>;

/** Fields of one value, in the order in which they are applied. */
export const INCIDENT_FIELDS = ['displayName', 'severity', 'status', 'resolvingComment', 'classification', 'determination', 'assignedTo'] as const;
export const ALERT_FIELDS = ['severity', 'status', 'classification', 'determination', 'assignedTo'] as const;
/** Where an alert is, and which incident took this one's contents: decided like fields, applied by the store. */
export const PLACEMENT = { alert: 'incidentId', incident: 'redirectIncidentId' } as const;
export const REDIRECTED_TAG = 'Redirected';

/** Not said, in any of the ways in which records do not say something. */
const nothing = (value: unknown): unknown => (value === undefined || value === null || value === '' || value === 'unknown' ? null : value);
export const sameValue = (a: unknown, b: unknown): boolean => JSON.stringify(nothing(a)) === JSON.stringify(nothing(b));

/** By field, for fields of one value. */
export function latest(standing: readonly Standing[]): ReadonlyMap<string, Standing> {
  return new Map(standing.filter((s) => s.item === '').map((s) => [s.field, s]));
}

/** Custom tags: those of sources, then those added here, without those removed here. */
export function tagsOf(stated: readonly string[], standing: readonly Standing[]): string[] {
  const tags = new Set(stated);
  for (const s of standing) {
    if (s.field !== 'customTags') continue;
    if (s.value === true) tags.add(s.item);
    else tags.delete(s.item);
  }
  return [...tags];
}

/** What counts, and which fields differ from what sources say. `base` stays as it is. */
function overlay(base: Values, standing: readonly Standing[], fields: readonly string[]): { data: Record<string, unknown>; localFields: string[] } {
  const decided = latest(standing);
  const data: Record<string, unknown> = { ...base };
  const localFields: string[] = [];
  for (const field of fields) {
    const decision = decided.get(field);
    if (decision === undefined) continue;
    data[field] = decision.value;
    if (!sameValue(decision.value, base[field])) localFields.push(field);
  }
  if (standing.some((s) => s.field === 'customTags')) {
    const stated = listOf(base['customTags']);
    data['customTags'] = tagsOf(stated, standing);
    if (!sameValue(data['customTags'], stated)) localFields.push('customTags');
  }
  return { data, localFields };
}
const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.filter((v): v is string => typeof v === 'string') : []);

/** `mergedInto`: id of the incident that took this one's contents. */
export function overlayIncident(base: Values, standing: readonly Standing[], mergedInto: string | null): { data: Record<string, unknown>; localFields: string[] } {
  const { data, localFields } = overlay(base, standing, INCIDENT_FIELDS);
  if (mergedInto === null) return { data, localFields };
  return {
    data: { ...data, status: 'redirected', redirectIncidentId: mergedInto, systemTags: [...new Set([...listOf(base['systemTags']), REDIRECTED_TAG])] },
    localFields: [...localFields.filter((f) => f !== 'status'), 'status', 'redirectIncidentId'],
  };
}

/** `lastDecidedUs`: when anything about the alert was last decided, undone or not: that is when it last changed. */
export function overlayAlert(base: Values, standing: readonly Standing[], lastDecidedUs: number | null): { data: Record<string, unknown>; localFields: string[] } {
  const { data, localFields } = overlay(base, standing, ALERT_FIELDS);
  const status = latest(standing).get('status');
  if (status !== undefined) data['resolvedUs'] = status.value !== 'resolved' ? null : base['status'] === 'resolved' && base['resolvedUs'] != null ? base['resolvedUs'] : status.atUs;
  if (lastDecidedUs !== null) data['lastUpdateUs'] = Math.max(lastDecidedUs, typeof base['lastUpdateUs'] === 'number' ? base['lastUpdateUs'] : lastDecidedUs);
  return { data, localFields };
}

/** Decisions against which a source has said something else since. `baseUs`: when sources last changed the record; null where nobody tells. */
export function conflictsOf(base: Values, baseUs: number | null, standing: readonly Standing[]): Conflict[] {
  return [...latest(standing).values()].flatMap((s): Conflict[] => {
    if (!(s.field in base) && s.seen === null) return [];
    const imported = base[s.field] ?? null;
    const isNewer = s.seenUs === null || baseUs === null || baseUs > s.seenUs;
    return isNewer && !sameValue(imported, s.seen) && !sameValue(imported, s.value) ? [{ field: s.field, local: s.value, imported, importedUs: baseUs }] : [];
  });
}
