/** Why alerts of an incident belong together, told for one alert. */
import type { AlertLink, LinkedBy, NamedEntity, Output, ParsedInput } from '../../../shared/contract/index.ts';
import { isDerivedReason, LINK_REASONS, sharedKeys, type KeyUse, type LinkReason, type SharedKey } from '../../../shared/domain/alert/index.ts';
import { commonAncestor } from '../../../shared/domain/process/index.ts';
import type { Db } from '../case-file.ts';
import { CHRONOLOGICAL, isGroupedBySource, manualLinks } from '../derive/alert-links.ts';
import { keyUses } from '../derive/link-keys.ts';
import { ANCESTOR_LIMIT, parentsIn } from '../parents.ts';
import { alertPk, offsetOf, pageOf, prepared, severityName } from './shared.ts';

/** For a row of a list: null for the first alert of an incident, and for one that nothing ties to the others. */
export function linkedByOf(db: Db, pk: number, incidentId: string | null): { linkedBy: LinkedBy | null; isFirst: boolean } {
  const isFirst = incidentId !== null && prepared(db, 'select 1 from first_alert f join alert a on a.incident_pk = f.incident_pk where a.alert_pk = ? and f.alert_pk = a.alert_pk').get(pk) !== undefined;
  if (isFirst) return { linkedBy: null, isFirst };
  const counts = prepared(db, 'select reason_code code, count, first_alerts firstAlerts from alert_link where alert_pk = ? order by reason_code').all(pk) as { code: number; count: number; firstAlerts: string }[];
  const [strongest, ...others] = counts;
  if (strongest === undefined) return { linkedBy: null, isFirst };
  const named = (JSON.parse(strongest.firstAlerts) as number[]).map((other) => prepared(db, 'select alert_id id, title from alert where alert_pk = ?').get(other) as { id: string; title: string });
  return { linkedBy: { reason: LINK_REASONS[strongest.code]!, count: strongest.count, alertIds: named.map((a) => a.id), alertTitles: named.map((a) => a.title), others: others.map((o) => ({ reason: LINK_REASONS[o.code]!, count: o.count })) }, isFirst };
}

interface Alert { readonly pk: number; readonly alertId: string; readonly title: string; readonly severity: number; readonly firstUs: number | null; readonly uses: readonly KeyUse[] }
interface Tie { readonly other: Alert; readonly reasons: readonly LinkReason[]; readonly shared: readonly SharedKey[] }

export function listAlertLinks(db: Db, input: ParsedInput<'alert.links'>): Output<'alert.links'> {
  const pk = alertPk(db, input.alertId);
  const incident = db.prepare('select i.incident_pk pk, i.origin from alert a join incident i using(incident_pk) where a.alert_pk = ?').get(pk) as { pk: number; origin: string } | undefined;
  if (incident === undefined) return pageOf(input, [], 0);
  const uses = keyUses(db, incident.pk);
  const alerts = (db.prepare(`select alert_pk pk, alert_id alertId, title, severity, first_activity_us firstUs from alert where incident_pk = ? order by ${CHRONOLOGICAL}`).all(incident.pk) as Omit<Alert, 'uses'>[]).map((a): Alert => ({ ...a, uses: uses.get(a.pk) ?? [] }));
  const own = alerts.find((a) => a.pk === pk)!;
  const moved = new Set(manualLinks(db));
  const ties = alerts.filter((a) => a.pk !== pk).map((other): Tie => {
    const shared = sharedKeys(own, other);
    const found = new Set<LinkReason>([...(moved.has(pk) || moved.has(other.pk) ? ['manual' as const] : []), ...shared.map((s) => s.reason)]);
    return { other, shared, reasons: found.size === 0 && isGroupedBySource(incident.origin) ? ['source'] : [...found] };
  }).filter((t) => t.reasons.length > 0);
  const strength = (t: Tie): number => LINK_REASONS.indexOf(t.reasons[0]!);
  // Stable: equal reasons stay in time order.
  ties.sort((a, b) => strength(a) - strength(b));
  const offset = offsetOf(input);
  const describe = describeIn(db, own);
  return pageOf(input, ties.slice(offset, offset + input.limit).map(describe), ties.length);
}

function describeIn(db: Db, own: Alert): (tie: Tie) => AlertLink {
  const parentOf = parentsIn(db);
  const valueOf = (key: number): string => prepared(db, 'select value from link_key where key_id = ?').pluck().get(key) as string;
  const startOf = (pk: number): number | null => prepared(db, 'select own_time_us from entity where entity_pk = ?').pluck().get(pk) as number | null;
  return ({ other, reasons, shared }) => ({
    alertId: other.alertId, title: other.title, severity: severityName(other.severity), firstActivityUs: other.firstUs, strongest: reasons[0]!, direction: directionOf(own.firstUs, other.firstUs),
    reasons: reasons.map((code) => {
      const by = shared.filter((s) => s.reason === code);
      const carriers = [...new Set(by.flatMap((s) => [...s.own, ...s.other]))].filter((pk) => pk !== 0);
      const root = code === 'processChain' ? by.flatMap((s) => commonAncestor(s.own[0]!, s.other[0]!, parentOf, ANCESTOR_LIMIT) ?? []) : [];
      const times = (code === 'processChain' ? carriers.map(startOf) : [own.firstUs, other.firstUs]).filter((t) => t !== null);
      const isTold = code === 'fileCharacteristics' || code === 'automatedInvestigation';
      return {
        code, derived: isDerivedReason(code), detail: isTold ? by.map((s) => valueOf(s.key)).join('; ') : null, via: [...new Set([...root, ...carriers])].map((pk) => namedEntity(db, pk)),
        firstUs: times.length === 0 ? null : Math.min(...times), lastUs: times.length === 0 ? null : Math.max(...times),
      };
    }),
  });
}

function directionOf(own: number | null, other: number | null): AlertLink['direction'] {
  if (own === null || other === null) return 'unknown';
  return other < own ? 'earlier' : other > own ? 'later' : 'sameTime';
}

/** As it is named beside other things. */
export function namedEntity(db: Db, pk: number): NamedEntity {
  return prepared(db, 'select entity_id entityId, kind, display_name displayName from entity where entity_pk = ?').get(pk) as NamedEntity;
}
