/** One piece of Graph evidence (formats.md 6.3): its entity, and what the record says of it in its alert. */
import { readDetectionStatus, readRemediationStatus, readRoles, readVerdict } from '../../../../shared/domain/evidence/index.ts';
import type { Mention } from '../../../../shared/domain/facts/facts.ts';
import type { Collector } from '../shared/collector.ts';
import { isRec, pick, text, texts, time, type Rec } from '../shared/record.ts';
import { CLOUD_SUBTYPES } from './cloud-evidence.ts';
import { DEVICE_SUBTYPES, deviceFor } from './device-evidence.ts';
import { MAIL_SUBTYPES } from './mail-evidence.ts';
import { NETWORK_SUBTYPES } from './network-evidence.ts';
import { BASE_FIELDS, subtypeOf, type Nested, type Subtype } from './subtype.ts';

/** Every documented subtype. */
export const SUBTYPES: ReadonlyMap<string, Subtype> = new Map(
  Object.entries({ ...DEVICE_SUBTYPES, ...NETWORK_SUBTYPES, ...MAIL_SUBTYPES, ...CLOUD_SUBTYPES }),
);

/** Evidence nested deeper than this is left to the attributes of its container. */
const MAX_DEPTH = 6;
/** Subtypes that lie on a device, be it only the alert's. */
const ON_DEVICE: ReadonlySet<string> = new Set(['process', 'file', 'registryKey', 'registryValue']);

function entityOf(c: Collector, subtype: string, e: Rec, depth: number): Mention | null {
  const nested: Nested = (value, assumed = '') => {
    if (typeof value === 'string' && assumed === 'ip') return entityOf(c, 'ip', { ipAddress: value }, depth + 1);
    if (!isRec(value) || depth >= MAX_DEPTH) return null;
    const own = subtypeOf(value['@odata.type']);
    return entityOf(c, SUBTYPES.has(own) ? own : assumed, value, depth + 1);
  };
  return SUBTYPES.get(subtype)?.(c, e, nested) ?? null;
}

/** The device that an entity is one of: a local account's, a logon session's. */
const scopeOf = (entity: Mention): Mention | null => entity.keys.find((key) => key.device !== undefined)?.device ?? null;

/** Adds the facts of one piece of evidence and returns its entity. A piece that names nothing becomes `other`, so that none is dropped. */
export function addEvidence(c: Collector, e: Rec): Mention {
  const subtype = subtypeOf(e['@odata.type']);
  const entity = entityOf(c, subtype, e, 0) ?? c.other(subtype, null, e, BASE_FIELDS, text(pick(e, 'displayName', 'name', 'resourceName')));
  const rawLabels: Record<string, string> = {};
  c.evidence(entity, subtype === '' ? 'unknown' : subtype, {
    createdUs: time(e['createdDateTime']),
    verdict: readVerdict(e['verdict'], 'verdict', rawLabels) ?? 'unknown',
    remediationStatus: readRemediationStatus(e['remediationStatus'], 'remediationStatus', rawLabels) ?? 'unknown',
    remediationStatusDetails: text(e['remediationStatusDetails']),
    detectionStatus: readDetectionStatus(e['detectionStatus'], 'detectionStatus', rawLabels),
    roles: readRoles(texts(e['roles']), rawLabels),
    detailedRoles: texts(e['detailedRoles']),
    tags: texts(e['tags']),
    device:
      subtype === 'device' ? null : ON_DEVICE.has(subtype) ? deviceFor(c, e) : (c.alert.devices.byId(e['mdeDeviceId']) ?? scopeOf(entity)),
    rawLabels,
  });
  return entity;
}
