/** What an incident and an alert of Microsoft Graph security look like (formats.md section 2, test 2). */
import type { Sample } from '../importer.ts';
import { isRec, recs, text, type Rec } from '../shared/record.ts';

/** Documentation writes `#microsoft.graph.incident` as well as `#microsoft.graph.security.incident`. */
export const isIncident = (r: Rec): boolean =>
  /microsoft\.graph\.(security\.)?incident$/.test(text(r['@odata.type']) ?? '') ||
  ('displayName' in r &&
    'id' in r &&
    !('title' in r) &&
    ('incidentWebUrl' in r || 'redirectIncidentId' in r || recs(r['alerts']).some(isAlert)));

const isTypedEvidence = (e: Rec): boolean => /microsoft\.graph\.security\.\w+Evidence$/.test(text(e['@odata.type']) ?? '');

export const isAlert = (r: Rec): boolean =>
  (text(r['@odata.type'])?.endsWith('microsoft.graph.security.alert') ?? false) ||
  ('id' in r && 'alertWebUrl' in r) ||
  ('id' in r && (('title' in r && 'providerAlertId' in r) || recs(r['evidence']).some(isTypedEvidence)));

const CONTEXT = /security\/(incidents|alerts_v2)\b|graph\.security\.(incident|alert)\b/i;

/** Most records are incidents or alerts. The envelope says what an empty page would hold, and what records of chosen fields are. */
export function detect(sample: Sample): boolean {
  if (sample.framing === 'csv') return false;
  const records = sample.records.filter(isRec);
  const promised = CONTEXT.test(text(sample.envelope?.['@odata.context']) ?? '');
  if (records.length === 0) return promised;
  const fits = (r: Rec): boolean => isIncident(r) || isAlert(r) || (promised && 'id' in r && ('displayName' in r || 'title' in r));
  return records.filter(fits).length * 2 > records.length;
}
