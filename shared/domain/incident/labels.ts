/**
 * Imported enumerations to known members. Compared without case, spaces, hyphens and underscores; what is not known becomes `unknown`
 * and keeps its own text beside (formats.md section 3). Null means that the record did not say.
 */
import type { AlertStatus, Classification, IncidentStatus, Severity, Verdict } from '../facts/facts.ts';

const normal = (text: string): string => text.toLowerCase().replace(/[\s_-]/g, '');

/** A reader for one enumeration. `aliases` maps normalised spellings to members. */
function reader<T extends string>(members: readonly T[], aliases: Readonly<Record<string, T>>, fallback: T) {
  const table = new Map<string, T>([...members.map((m) => [normal(m), m] as const), ...Object.entries(aliases)]);
  return (value: unknown, field: string, rawLabels: Record<string, string>): T | null => {
    if (typeof value !== 'string' || value.trim() === '') return null;
    const found = table.get(normal(value));
    if (found === undefined || found !== value) rawLabels[field] = value;
    return found ?? fallback;
  };
}

export const readSeverity = reader<Severity>(['unknown', 'informational', 'low', 'medium', 'high'], { unspecified: 'unknown', critical: 'high', fatal: 'high', emergency: 'high', info: 'informational', unknownfuturevalue: 'unknown' }, 'unknown');
export const readIncidentStatus = reader<IncidentStatus>(['active', 'inProgress', 'resolved', 'redirected', 'awaitingAction', 'unknown'], { new: 'active', unknownfuturevalue: 'unknown' }, 'unknown');
export const readAlertStatus = reader<AlertStatus>(['new', 'inProgress', 'resolved', 'unknown'], { active: 'new', unknownfuturevalue: 'unknown' }, 'unknown');
export const readClassification = reader<Classification>(['unknown', 'falsePositive', 'truePositive', 'informationalExpectedActivity'], { notset: 'unknown', unknownfuturevalue: 'unknown' }, 'unknown');
export const readVerdict = reader<Verdict>(['malicious', 'suspicious', 'compromised', 'unknown', 'noThreatsFound'], { clean: 'noThreatsFound', nothreats: 'noThreatsFound', unknownfuturevalue: 'unknown' }, 'unknown');

/** Canonical determinations with the aliases seen in exports; retired ones are kept. */
export const readDetermination = reader(
  ['unknown', 'apt', 'malware', 'securityPersonnel', 'securityTesting', 'unwantedSoftware', 'other', 'multiStagedAttack', 'compromisedAccount', 'phishing', 'maliciousUserActivity', 'notMalicious', 'notEnoughDataToValidate', 'confirmedActivity', 'lineOfBusinessApplication'],
  { notavailable: 'unknown', compromiseduser: 'compromisedAccount', confirmeduseractivity: 'confirmedActivity', clean: 'notMalicious', insufficientdata: 'notEnoughDataToValidate', noenoughdatatovalidate: 'notEnoughDataToValidate', unknownfuturevalue: 'unknown' }, 'unknown');

export const REMEDIATION_STATUSES = ['none', 'remediated', 'prevented', 'blocked', 'notFound', 'active', 'pendingApproval', 'declined', 'unremediated', 'running', 'partiallyRemediated', 'unknown'] as const;
export const readRemediationStatus = reader<(typeof REMEDIATION_STATUSES)[number]>(REMEDIATION_STATUSES, { unknownfuturevalue: 'unknown' }, 'unknown');

const SERVICE: Readonly<Record<string, string>> = {
  microsoftdefenderatp: 'microsoftDefenderForEndpoint', microsoftdefenderforendpoint: 'microsoftDefenderForEndpoint', microsoftcloudappsecurity: 'microsoftDefenderForCloudApps', microsoftdefenderforcloudapps: 'microsoftDefenderForCloudApps',
  officeatp: 'microsoftDefenderForOffice365', microsoftdefenderforoffice365: 'microsoftDefenderForOffice365', azureatp: 'microsoftDefenderForIdentity', microsoftdefenderforidentity: 'microsoftDefenderForIdentity', microsoft365defender: 'microsoft365Defender',
  microsoftdefenderxdr: 'microsoft365Defender', azureadidentityprotection: 'azureAdIdentityProtection', microsoftappgovernance: 'microsoftAppGovernance', datalossprevention: 'dataLossPrevention', microsoftdefenderforcloud: 'microsoftDefenderForCloud',
  microsoftsentinel: 'microsoftSentinel', microsoftinsiderriskmanagement: 'microsoftInsiderRiskManagement', microsoftthreatintelligence: 'microsoftThreatIntelligence',
};
/** Canonical `serviceSource`, or the text as it came. */
export const readServiceSource = (value: unknown): string | null => (typeof value !== 'string' || value === '' ? null : (SERVICE[normal(value)] ?? value));
const DETECTION: Readonly<Record<string, string>> = { mcas: 'cloudAppSecurity', windowsdefenderav: 'antivirus', windowsdefenderatp: 'microsoftDefenderForEndpoint', edr: 'microsoftDefenderForEndpoint', officeatp: 'microsoftDefenderForOffice365', windowsdefendersmartscreen: 'smartScreen', threatexperts: 'microsoftThreatExperts', mtp: 'microsoft365Defender', customerti: 'customTi' };
export const readDetectionSource = (value: unknown): string | null => (typeof value !== 'string' || value === '' ? null : (DETECTION[normal(value)] ?? value.replace(/^[A-Z](?![A-Z])/, (c) => c.toLowerCase())));
