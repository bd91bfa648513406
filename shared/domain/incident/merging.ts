/** When two incidents may become one (Microsoft Defender: "Merge incidents manually"): equal or empty assignee, classification and determination, neither resolved. */
import type { Classification, IncidentStatus } from '../facts/facts.ts';

export interface Mergeable {
  readonly incidentId: string;
  readonly status: IncidentStatus;
  readonly assignedTo: string | null;
  readonly classification: Classification;
  readonly determination: string | null;
  readonly redirectIncidentId: string | null;
}
export const MERGE_RULES = ['sameIncident', 'sourceRedirected', 'targetRedirected', 'sourceResolved', 'targetResolved', 'differentAssignee', 'differentClassification', 'differentDetermination'] as const;
export interface MergeRefusal { readonly rule: (typeof MERGE_RULES)[number]; readonly message: string }

/** Every rule that forbids moving the contents of `source` into `target`. None: it may be done. */
export function mergeRefusals(source: Mergeable, target: Mergeable): MergeRefusal[] {
  if (source.incidentId === target.incidentId) return [{ rule: 'sameIncident', message: `Incident ${source.incidentId} cannot be merged into itself. Choose another target.` }];
  const refusals: MergeRefusal[] = [];
  const ends = [['source', source], ['target', target]] as const;
  for (const [end, i] of ends) {
    if (i.status === 'redirected') refusals.push({ rule: `${end}Redirected`, message: `Incident ${i.incidentId} was merged already${i.redirectIncidentId === null ? '' : ` and points to incident ${i.redirectIncidentId}; use that one`}.` });
    if (i.status === 'resolved') refusals.push({ rule: `${end}Resolved`, message: `Incident ${i.incidentId} is resolved. Make it active first.` });
  }
  const differ = (a: string | null, b: string | null) => a !== null && b !== null && a !== '' && b !== '' && a !== 'unknown' && b !== 'unknown' && a !== b;
  if (differ(source.assignedTo, target.assignedTo)) refusals.push({ rule: 'differentAssignee', message: `The incidents are assigned to different people (${source.assignedTo} and ${target.assignedTo}). Assign both to one, or unassign one.` });
  if (differ(source.classification, target.classification)) refusals.push({ rule: 'differentClassification', message: 'The incidents are classified differently. Give both the same classification, or clear one.' });
  if (differ(source.determination, target.determination)) refusals.push({ rule: 'differentDetermination', message: 'The incidents have different determinations. Give both the same, or clear one.' });
  return refusals;
}
