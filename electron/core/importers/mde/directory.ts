/** Records that describe devices, files and people, or list something beside them; nothing in them happened. */
import { deviceMention, domainMention, fileMention, ipMention, urlMention, userMention } from '../../../../shared/domain/entity/index.ts';
import type { Mention } from '../../../../shared/domain/facts/facts.ts';
import { BadRecord } from '../importer.ts';
import { allAttributes, attributes, contentFingerprint, list, pick, recs, text, time, type Rec } from '../shared/record.ts';
import { readInvestigationState } from '../../../../shared/domain/incident/labels.ts';
import { machineOf, required, type RecordType } from './record-type.ts';

export const INVESTIGATION: RecordType = {
  format: 'mde-investigation',
  title: 'Defender for Endpoint investigations',
  is: (r) => 'machineId' in r && 'triggeringAlertId' in r,
  map: (r, facts) => {
    const device = machineOf(r);
    if (device !== null) facts.entities.push({ entity: device, attributes: {}, asOfUs: time(r['startTime']) });
    facts.investigations.push({
      investigationId: required(r, 'id'),
      state: readInvestigationState(r['state'], 'state', {}) ?? 'Unknown',
      startUs: time(r['startTime']),
      endUs: time(r['endTime']),
      triggeringAlertId: text(r['triggeringAlertId']),
      cancelledBy: text(r['cancelledBy']),
      statusDetails: text(r['statusDetails']),
      device,
      serviceSource: 'microsoftDefenderForEndpoint',
    });
  },
};

export const MACHINE: RecordType = {
  format: 'mde-machine',
  title: 'Defender for Endpoint machines',
  is: (r) => 'computerDnsName' in r && 'healthStatus' in r,
  map: (r, facts) => {
    const id = required(r, 'id');
    const merged = r['mergedIntoMachineId'];
    const entity = deviceMention({
      mdeDeviceId: id,
      azureAdDeviceId: r['aadDeviceId'],
      name: r['computerDnsName'],
      aliasIds: Array.isArray(merged) ? list(merged) : [merged],
    });
    if (entity === null) throw new BadRecord('id is no device id');
    const asOfUs = time(r['lastSeen']);
    facts.entities.push({ entity, attributes: allAttributes(r), asOfUs });
    facts.directory.push({ factType: 'machine', factId: id, entity, attributes: allAttributes(r), asOfUs });
  },
};

const INDICATOR_ENTITY: ReadonlyMap<string, (value: string) => Mention | null> = new Map<string, (value: string) => Mention | null>([
  ['filesha1', (v) => fileMention({ sha1: v })],
  ['filesha256', (v) => fileMention({ sha256: v })],
  ['filemd5', (v) => fileMention({ md5: v })],
  ['ipaddress', ipMention],
  ['domainname', domainMention],
  ['url', (v) => urlMention(v) ?? domainMention(v)],
]);

/** Certificate thumbprints name no entity; the indicator is kept all the same. */
export const INDICATOR: RecordType = {
  format: 'mde-indicator',
  title: 'Defender for Endpoint indicators',
  is: (r) => 'indicatorValue' in r,
  map: (r, facts) => {
    const value = required(r, 'indicatorValue');
    const type = text(r['indicatorType'])?.toLowerCase() ?? '';
    const entity = INDICATOR_ENTITY.get(type)?.(value) ?? null;
    const asOfUs = time(pick(r, 'lastUpdateTime', 'creationTimeDateTimeUtc'));
    facts.directory.push({
      factType: 'indicator',
      factId: text(r['id']) ?? `${type}|${value.toLowerCase()}`,
      entity,
      attributes: allAttributes(r),
      asOfUs,
    });
    if (entity !== null) {
      const said = {
        indicatorAction: r['action'],
        indicatorTitle: r['title'],
        indicatorSeverity: r['severity'],
        indicatorExpires: r['expirationTime'],
      };
      facts.entities.push({ entity, attributes: attributes(said, Object.keys(said)), asOfUs });
    }
  },
};

export const RECOMMENDATION: RecordType = {
  format: 'mde-recommendation',
  title: 'Defender for Endpoint recommendations',
  is: (r) => 'recommendationName' in r,
  map: (r, facts) => {
    const score = r['severityScore'];
    facts.recommendations.push({
      recommendationId: required(r, 'id'),
      recommendationName: required(r, 'recommendationName'),
      productName: text(r['productName']),
      severityScore: typeof score === 'number' ? score : null,
      remediationType: text(r['remediationType']),
      status: text(r['status']),
      attributes: allAttributes(r),
    });
  },
};

export const FILE: RecordType = {
  format: 'mde-file',
  title: 'Defender for Endpoint files',
  is: (r) => 'sha1' in r && ('globalPrevalence' in r || 'determinationType' in r),
  map: (r, facts) => {
    const hash = pick(r, 'sha256', 'sha1', 'md5');
    const entity = fileMention({ sha256: r['sha256'], sha1: r['sha1'], md5: r['md5'], name: pick(r, 'fileName', 'originalFileName') });
    if (entity === null || entity.keys.every((k) => k.type === 'name')) throw new BadRecord('a file without a usable hash');
    const asOfUs = time(r['globalLastObserved']);
    facts.entities.push({ entity, attributes: allAttributes(r), asOfUs });
    facts.directory.push({ factType: 'fileProfile', factId: text(hash)!.toLowerCase(), entity, attributes: allAttributes(r), asOfUs });
  },
};

/** The Entra account of an identity: its identifier is the object id. */
const entraObjectId = (r: Rec): string | null =>
  text(recs(r['accounts']).find((a) => /^(azure|entra)/i.test(text(a['provider']) ?? ''))?.['identifier']);

/** One person over several directories: joins the object id, the on-premises SID and the cloud SID. */
function identityOf(r: Rec): Mention | null {
  const user = userMention({ azureAdUserId: entraObjectId(r), sid: r['onPremisesSecurityIdentifier'], displayName: r['displayName'] });
  const cloud = userMention({ sid: r['cloudSecurityIdentifier'], displayName: r['displayName'] });
  if (user === null || cloud === null) return user ?? cloud;
  const sids = cloud.keys.filter((k) => k.type === 'sid' && !user.keys.some((own) => own.value === k.value));
  const named = user.keys.every((k) => k.type === 'displayName');
  return named && sids.length > 0
    ? cloud
    : { ...user, keys: [...user.keys.filter((k) => k.type !== 'displayName' || !sids.length), ...sids] };
}

export const IDENTITY_ACCOUNT: RecordType = {
  format: 'mde-identity-account',
  title: 'Defender for Identity accounts',
  is: (r) => ('onPremisesSecurityIdentifier' in r || 'cloudSecurityIdentifier' in r) && Array.isArray(r['accounts']),
  map: (r, facts) => {
    const entity = identityOf(r);
    facts.directory.push({
      factType: 'identityAccount',
      factId: text(pick(r, 'id', 'cloudSecurityIdentifier', 'onPremisesSecurityIdentifier')) ?? contentFingerprint(r),
      entity,
      attributes: allAttributes(r),
      asOfUs: null,
    });
    if (entity !== null) {
      facts.entities.push({
        entity,
        attributes: attributes(r, [
          'displayName',
          'domain',
          'isEnabled',
          'onPremisesSecurityIdentifier',
          'cloudSecurityIdentifier',
          'accounts',
        ]),
        asOfUs: null,
      });
    }
  },
};

export const REMEDIATION_ACTIVITY: RecordType = {
  format: 'mde-remediation-activity',
  title: 'Defender remediation activities',
  is: (r) => 'requesterEmail' in r && 'targetDevices' in r,
  map: (r, facts) => {
    facts.directory.push({
      factType: 'remediationActivity',
      factId: text(r['id']) ?? contentFingerprint(r),
      entity: null,
      attributes: allAttributes(r),
      asOfUs: time(pick(r, 'statusLastModifiedOn', 'createdOn')),
    });
  },
};
