/** Records of the endpoint product's own interface: machines, alerts, investigations, actions, recommendations, indicators; and identity accounts. */
import { devices, entities, incidents, indicators, investigations, machineActions, recommendations, users, type Alert } from '../truth.ts';
import { accountOf, alertId, entraDeviceId, exact, fileHashes, fqdn, get, guid, mdeDeviceId, providerAlertId, tenantId } from './derive.ts';
import { json, plainFile, type SampleFile } from './output.ts';

const list = (name: string, set: string, value: readonly object[]): SampleFile =>
  plainFile(
    `${name}.json`,
    'defender-endpoint',
    value.length,
    json({ '@odata.context': `https://endpoint.example/api/$metadata#${set}`, value }),
  );
const pascal = (s: string): string => s.charAt(0).toUpperCase() + s.slice(1);

export const alertByKey = (key: string): Alert => {
  const alert = incidents.flatMap((i) => i.alerts).find((a) => a.key === key);
  if (alert === undefined) throw new Error(`truth: no alert ${key}`);
  return alert;
};

const machines = (): object[] =>
  Object.keys(devices).map((key) => {
    const d = get(key, 'device');
    return {
      id: mdeDeviceId(key),
      computerDnsName: fqdn(key),
      firstSeen: '2025-03-18T09:24:10.55Z',
      lastSeen: key === 'device.finWs014' ? '2026-11-17T09:02:44.9100000Z' : '2026-11-17T22:41:05.3370000Z',
      osPlatform: d.osPlatform,
      version: d.version,
      osBuild: d.osBuild,
      osArchitecture: '64-bit',
      lastIpAddress: d.ip,
      lastExternalIpAddress: '203.0.113.200',
      ipAddresses: [{ ipAddress: d.ip, macAddress: null, type: 'Ethernet', operationalStatus: 'Up' }],
      healthStatus: 'Active',
      onboardingStatus: 'Onboarded',
      riskScore: pascal(d.riskScore),
      exposureLevel: d.exposure,
      deviceValue: d.tags.includes('Crown jewels') || d.tags.includes('Tier 0') ? 'High' : 'Normal',
      rbacGroupId: d.role === 'server' ? 12 : 7,
      rbacGroupName: d.group,
      aadDeviceId: d.role === 'workstation' ? entraDeviceId(key) : null,
      machineTags: [...d.tags, 'Synthetic sample'],
    };
  });

/** The same endpoint alerts by the provider's bare id, with what Graph does not carry: the investigation. */
const alerts = (): object[] =>
  incidents.flatMap((incident) =>
    incident.alerts
      .filter((a) => a.serviceSource === 'microsoftDefenderForEndpoint')
      .map((a) => {
        const investigation = investigations.find((i) => i.trigger === a.key);
        const device = a.evidence.find((e) => entities[e.of]?.kind === 'device')!.of;
        const user = a.evidence.find((e) => entities[e.of]?.kind === 'user')!.of;
        return {
          id: providerAlertId(a.key, a.serviceSource),
          incidentId: Number(incident.id),
          investigationId: investigation === undefined ? null : Number(investigation.id),
          assignedTo: a.status === 'new' ? null : incident.assignedTo,
          severity: pascal(a.severity),
          status: pascal(a.status),
          classification: a.classification === null ? null : pascal(a.classification),
          determination: a.determination === null ? null : pascal(a.determination),
          investigationState: investigation?.state ?? 'UnsupportedAlertType',
          detectionSource: a.detectionSource === 'antivirus' ? 'WindowsDefenderAv' : 'WindowsDefenderAtp',
          category: a.category,
          threatFamilyName: a.threatFamily ?? null,
          title: a.title,
          description: a.description,
          alertCreationTime: exact(a.created),
          firstEventTime: exact(a.first),
          lastEventTime: exact(a.last),
          lastUpdateTime: exact(a.updated),
          resolvedTime: a.resolved === null ? null : exact(a.resolved),
          machineId: mdeDeviceId(device),
          computerDnsName: fqdn(device),
          rbacGroupName: get(device, 'device').group,
          aadTenantId: tenantId,
          threatName: a.threatDisplay ?? null,
          mitreTechniques: a.techniques,
          relatedUser: { userName: get(user, 'user').account, domainName: get(user, 'user').domain },
          comments: [],
          evidence: [],
        };
      }),
  );

/** Two of the four name their alert with the portal's prefix, two without: both occur. */
const investigationRecords = (): object[] =>
  investigations.map((i) => {
    const alert = alertByKey(i.trigger);
    return {
      id: i.id,
      startTime: i.start,
      endTime: i.end,
      state: i.state,
      cancelledBy: i.cancelledBy,
      statusDetails: i.statusDetails,
      machineId: mdeDeviceId(i.device),
      computerDnsName: fqdn(i.device),
      triggeringAlertId: i.triggerId === 'bare' ? providerAlertId(alert.key, alert.serviceSource) : alertId(alert.key, alert.serviceSource),
    };
  });

const actions = (): object[] =>
  machineActions.map((a) => ({
    id: guid(a.key),
    type: a.type,
    title: null,
    scope: a.scope,
    requestor: a.requestor,
    requestSource: 'Portal',
    requestorComment: a.comment,
    status: a.status,
    machineId: mdeDeviceId(a.device),
    computerDnsName: fqdn(a.device),
    creationDateTimeUtc: a.created,
    lastUpdateDateTimeUtc: a.updated,
    cancellationRequestor: null,
    cancellationComment: null,
    cancellationDateTimeUtc: null,
    externalId: null,
    commands: [],
    relatedFileInfo: null,
  }));

const recommendationRecords = (): object[] =>
  recommendations.map((r) => ({
    id: r.id,
    productName: r.product,
    recommendationName: r.name,
    weaknesses: r.weaknesses,
    vendor: r.vendor,
    recommendedVersion: '',
    recommendationCategory: r.category,
    subCategory: '',
    severityScore: r.score,
    publicExploit: false,
    activeAlert: r.alert,
    associatedThreats: [],
    remediationType: r.type,
    status: 'Active',
    configScoreImpact: 0,
    exposureImpact: r.impact,
    totalMachineCount: r.total,
    exposedMachinesCount: r.exposed,
    nonProductivityImpactedAssets: 0,
    relatedComponent: r.component,
  }));

function indicatorValue(type: string, key: string): string {
  const e = entities[key];
  if (e?.kind === 'url') return e.url;
  if (e?.kind === 'domain') return e.name;
  if (e?.kind === 'ip') return e.address;
  const h = fileHashes(key);
  return type === 'FileSha1' ? h.sha1 : h.sha256;
}
const indicatorRecords = (): object[] =>
  indicators.map((x, i) => ({
    id: String(910 + i),
    indicatorValue: indicatorValue(x.type, x.of),
    indicatorType: x.type,
    action: x.action,
    severity: x.severity,
    title: x.title,
    description: `Synthetic sample: ${x.title}`,
    createdBy: 'r.aaltonen@larkhaven.example',
    creationTimeDateTimeUtc: `2026-11-17T07:2${i}:10.4400000Z`,
    expirationTime: null,
    rbacGroupNames: [],
  }));

/** The accounts whose state matters for the response, with what can be done to them. */
const IDENTITY_ACCOUNTS = ['user.okafor', 'user.castro', 'user.raman', 'user.admBerg', 'user.svcBackup', 'user.suppSvc2'] as const;
const identityAccounts = (): object[] =>
  IDENTITY_ACCOUNTS.map((key) => {
    const u = get(key, 'user');
    const a = accountOf(key);
    const onPremises = { provider: 'ActiveDirectory', identifier: guid(`ad-object|${key}`), actions: ['disable', 'forcePasswordReset'] };
    const cloud = { provider: 'EntraID', identifier: a.objectId, actions: ['disable', 'revokeAllSessions', 'markUserAsCompromised'] };
    return {
      id: guid(`identity|${key}`),
      displayName: u.displayName,
      domain: 'corp.larkhaven.example',
      onPremisesSecurityIdentifier: a.sid,
      cloudSecurityIdentifier: u.cloud ? `S-1-12-1-${2_000_000_000 + u.rid}-${u.rid}-417-20417` : null,
      isEnabled: users[key].enabled,
      accounts: u.cloud ? [onPremises, cloud] : [onPremises],
    };
  });

export const endpointFiles = (): SampleFile[] => [
  list('mde-machines', 'Machines', machines()),
  list('mde-alerts', 'Alerts', alerts()),
  list('mde-investigations', 'Investigations', investigationRecords()),
  list('mde-machine-actions', 'MachineActions', actions()),
  list('mde-recommendations', 'Recommendations', recommendationRecords()),
  list('mde-indicators', 'Indicators', indicatorRecords()),
  list('identity-accounts', 'IdentityAccounts', identityAccounts()),
];
