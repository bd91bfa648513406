/** Alerts of Defender for Endpoint: the machine and the related user are evidence beside the flat entities. */
import { userMention } from '../../../../shared/domain/entity/index.ts';
import { addInvestigation, alertFact, type AlertNames } from '../shared/alert.ts';
import { AlertDevices, Collector } from '../shared/collector.ts';
import { addFlatEvidence } from '../shared/flat-evidence.ts';
import { attributes, pick, rec, recs, text } from '../shared/record.ts';
import { machineOf, type RecordType } from './record-type.ts';

const NAMES: AlertNames = {
  id: 'id',
  created: 'alertCreationTime',
  updated: 'lastUpdateTime',
  resolved: 'resolvedTime',
  first: 'firstEventTime',
  last: 'lastEventTime',
};

export const ALERT: RecordType = {
  format: 'mde-alert',
  title: 'Defender for Endpoint alerts',
  is: (r) => 'alertCreationTime' in r,
  map: (r, facts) => {
    const alert = alertFact(facts, r, text(r['incidentId']), NAMES, {
      serviceSource: 'microsoftDefenderForEndpoint',
      recommendedActions: text(pick(r, 'recommendedAction', 'recommendedActions')),
      actorDisplayName: text(r['actorName']),
      threatDisplayName: text(r['threatName']),
      tenantId: text(r['aadTenantId']),
    });
    const devices = new AlertDevices();
    const device = machineOf(r);
    devices.add(device, r['machineId']);
    const c = new Collector(facts, { alertId: alert.alertId, firstUs: alert.firstActivityUs, asOfUs: alert.lastUpdateUs, devices });
    if (c.state(device, attributes(r, ['rbacGroupName'])) !== null) c.evidence(device!, 'device');
    const user = rec(r['relatedUser']);
    const related = c.state(userMention({ account: user['userName'], domain: user['domainName'], device }));
    if (related !== null) c.evidence(related, 'user');
    for (const e of recs(r['evidence'])) addFlatEvidence(c, e);
    addInvestigation(facts, alert, device);
  },
};
