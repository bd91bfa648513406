/** What a change did, in one line, for the command that takes it back. */

/** `name`: how people know the target: the number of an incident, the title of an alert, the name of an entity. */
export interface ChangedField { readonly targetKind: 'incident' | 'alert' | 'entity' | 'case'; readonly targetId: string; readonly name: string; readonly field: string; readonly item: string; readonly value: unknown }

/** Fields in words, in the middle of a sentence. */
export const FIELD_WORDS: Readonly<Record<string, string>> = {
  displayName: 'name', severity: 'severity', status: 'status', resolvingComment: 'resolution note', classification: 'classification', determination: 'determination', assignedTo: 'assignee', customTags: 'tags', verdict: 'verdict',
};
const NOUN = { incident: ['incident', 'incidents'], alert: ['alert', 'alerts'], entity: ['entity', 'entities'], case: ['case', 'cases'] } as const;

/** `Status of incident 5208`, `3 alerts to incident 5210`. Rows in the order in which they were written: the first says what the change was about. */
export function summarize(rows: readonly ChangedField[]): string {
  const merge = rows.find((r) => r.field === 'redirectIncidentId');
  if (merge !== undefined) return `Incident ${merge.targetId} merged into incident ${String(merge.value)}`;
  const moves = rows.filter((r) => r.field === 'incidentId');
  if (moves.length > 0) {
    const targets = new Set(moves.map((r) => r.value));
    return `${capital(things('alert', moves))} moved to ${targets.size === 1 ? `incident ${String(moves[0]!.value)}` : `${targets.size} incidents of their own`}`;
  }
  const kind = rows[0]?.targetKind ?? 'case';
  const own = rows.filter((r) => r.targetKind === kind);
  const others = rows.filter((r) => r.targetKind !== kind);
  const beside = others.length === 0 ? '' : ` and ${things(others[0]!.targetKind, others)}`;
  if (own.every((r) => r.field === 'comments')) return `Comment on ${things(kind, own)}`;
  const fields = [...new Set(own.map((r) => (r.field === 'comments' ? 'comments' : (FIELD_WORDS[r.field] ?? r.field))))];
  const words = fields.length === 1 ? fields[0]! : `${fields.slice(0, -1).join(', ')} and ${fields.at(-1)!}`;
  return `${capital(words)} of ${things(kind, own)}${beside} changed`;
}

const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

function things(kind: ChangedField['targetKind'], rows: readonly ChangedField[]): string {
  const ids = new Set(rows.map((r) => r.targetId));
  return ids.size === 1 ? `${NOUN[kind][0]} ${rows[0]!.name}` : `${ids.size.toLocaleString('en')} ${NOUN[kind][1]}`;
}
