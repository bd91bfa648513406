/**
 * What lists show of assets, by category: columns named after Microsoft Graph security and Defender for Endpoint, each with the names
 * under which sources state it, in order of preference. Of several values the newest counts.
 */
import type { EntityKind } from './kinds.ts';

export const ASSET_CATEGORIES = ['device', 'user', 'mailbox', 'app', 'cloudResource'] as const;
export type AssetCategory = (typeof ASSET_CATEGORIES)[number];
export interface AssetColumn {
  readonly id: string;
  readonly title: string;
  readonly attributes: readonly string[];
  /** Values are levels (High, Medium, Low...): they are ordered by rank, not by letter. */
  readonly isLevel?: true;
}

export const categoryOf = (kind: EntityKind): AssetCategory | null => (kind === 'oauthApp' ? 'app' : (ASSET_CATEGORIES as readonly string[]).includes(kind) ? (kind as AssetCategory) : null);

export const ASSET_COLUMNS: Readonly<Record<AssetCategory, readonly AssetColumn[]>> = {
  device: [
    { id: 'riskScore', title: 'Risk level', attributes: ['riskScore', 'riskLevel'], isLevel: true }, { id: 'exposureLevel', title: 'Exposure level', attributes: ['exposureLevel', 'exposureScore'], isLevel: true },
    { id: 'osPlatform', title: 'OS platform', attributes: ['osPlatform', 'osDistribution'] }, { id: 'osVersion', title: 'OS version', attributes: ['version', 'osVersion'] }, { id: 'osBuild', title: 'OS build', attributes: ['osBuild'] },
    { id: 'domain', title: 'Domain', attributes: ['dnsDomain', 'domain', 'ntDomain', 'domainName'] }, { id: 'lastIpAddress', title: 'Last IP', attributes: ['lastIpAddress', 'ipAddress'] }, { id: 'lastExternalIpAddress', title: 'Last external IP', attributes: ['lastExternalIpAddress', 'publicIp'] },
    { id: 'rbacGroupName', title: 'Device group', attributes: ['rbacGroupName', 'machineGroup', 'deviceGroup'] }, { id: 'mitigationStatus', title: 'Mitigation status', attributes: ['mitigationStatus'] },
    { id: 'healthStatus', title: 'Sensor health state', attributes: ['healthStatus', 'sensorHealthState'] }, { id: 'onboardingStatus', title: 'Onboarding status', attributes: ['onboardingStatus'] },
    { id: 'deviceValue', title: 'Device value', attributes: ['deviceValue'], isLevel: true }, { id: 'criticalityLevel', title: 'Criticality level', attributes: ['criticalityLevel', 'criticality'], isLevel: true },
    { id: 'deviceCategory', title: 'Device category', attributes: ['deviceCategory'] }, { id: 'deviceType', title: 'Device type', attributes: ['deviceType'] }, { id: 'defenderAvStatus', title: 'Antivirus status', attributes: ['defenderAvStatus'] }, { id: 'managedBy', title: 'Managed by', attributes: ['managedBy'] },
    { id: 'aadDeviceId', title: 'Entra device id', attributes: ['azureAdDeviceId', 'aadDeviceId'] }, { id: 'mdeDeviceId', title: 'Device id', attributes: ['mdeDeviceId', 'deviceId', 'id'] },
  ],
  user: [
    { id: 'userPrincipalName', title: 'UPN', attributes: ['userPrincipalName', 'upn', 'accountUpn'] }, { id: 'accountName', title: 'Account name', attributes: ['accountName'] }, { id: 'domainName', title: 'Domain', attributes: ['domainName', 'accountDomain', 'domain'] },
    { id: 'userSid', title: 'SID', attributes: ['userSid', 'onPremisesSid', 'onPremisesSecurityIdentifier', 'accountSid'] }, { id: 'riskLevel', title: 'Risk level', attributes: ['riskLevel', 'riskScore'], isLevel: true }, { id: 'riskStatus', title: 'Risk state', attributes: ['riskStatus', 'riskState'] },
    { id: 'department', title: 'Department', attributes: ['department'] }, { id: 'jobTitle', title: 'Job title', attributes: ['jobTitle'] }, { id: 'accountState', title: 'Account state', attributes: ['isAccountEnabled', 'isEnabled', 'accountEnabled'] },
    { id: 'blastRadius', title: 'Blast radius', attributes: ['blastRadius'], isLevel: true }, { id: 'criticalityLevel', title: 'Criticality level', attributes: ['criticalityLevel', 'criticality'], isLevel: true }, { id: 'emailAddress', title: 'Email address', attributes: ['emailAddress', 'mail'] },
    { id: 'azureAdUserId', title: 'Entra object id', attributes: ['azureAdUserId', 'accountObjectId'] },
  ],
  mailbox: [
    { id: 'primaryAddress', title: 'Primary address', attributes: ['primaryAddress', 'mailboxPrimaryAddress'] }, { id: 'upn', title: 'UPN', attributes: ['upn', 'userPrincipalName'] }, { id: 'mailboxName', title: 'Display name', attributes: ['displayName'] },
    { id: 'riskLevel', title: 'Risk level', attributes: ['riskLevel'], isLevel: true },
  ],
  app: [
    { id: 'appId', title: 'App id', attributes: ['appId', 'saasAppId', 'oauthAppId'] }, { id: 'objectId', title: 'Object id', attributes: ['objectId'] }, { id: 'instanceName', title: 'Instance', attributes: ['instanceName', 'instanceId'] }, { id: 'publisher', title: 'Publisher', attributes: ['publisher'] },
    { id: 'riskLevel', title: 'Risk level', attributes: ['riskScore', 'riskLevel'], isLevel: true },
  ],
  cloudResource: [
    { id: 'resourceType', title: 'Type', attributes: ['resourceType', 'objectType'] }, { id: 'resourceId', title: 'Resource id', attributes: ['resourceId'] }, { id: 'cloudProvider', title: 'Cloud platform', attributes: ['cloudProvider', 'cloudPlatform', 'provider'] },
    { id: 'location', title: 'Location', attributes: ['location', 'region'] }, { id: 'resourceGroup', title: 'Resource group', attributes: ['resourceGroup'] }, { id: 'subscriptionId', title: 'Subscription', attributes: ['subscriptionId', 'amazonAccountId', 'projectNumber'] },
  ],
};
/** Tags that sources put on an asset. */
export const TAG_ATTRIBUTES = ['machineTags', 'deviceManualTags', 'deviceDynamicTags', 'tags'] as const;

const LEVELS: readonly string[] = ['informational', 'low', 'medium', 'high', 'veryhigh', 'critical'];
/** 0 for what is no level ("None", "No known risks"), then informational to critical. */
export const levelRank = (value: string): number => LEVELS.indexOf(value.toLowerCase().replace(/\s/g, '')) + 1;

/** A stated value as a list shows it; null for what says nothing. */
export function assetText(column: AssetColumn, value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null;
  if (column.id === 'accountState') return ['true', '1', 'enabled'].includes(String(value).toLowerCase()) ? 'Enabled' : 'Disabled';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return Array.isArray(value) && value.every((v) => typeof v === 'string') ? value.join(', ') : null;
}
