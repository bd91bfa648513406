/** Imported words of incidents and alerts to known members (domain.md section 15, formats.md sections 6 to 8 and 18). */
import type { AlertStatus, Classification, IncidentStatus, Severity } from '../facts/facts.ts';
import { INVESTIGATION_STATES } from '../investigation/index.ts';
import { closedReader, openReader } from './enumeration.ts';

export const readSeverity = closedReader<Severity>(
  ['unknown', 'informational', 'low', 'medium', 'high'],
  { unSpecified: 'unknown', info: 'informational', critical: 'high', fatal: 'high', emergency: 'high' },
  'unknown',
);

/** Older exports call an open incident `New`. */
export const readIncidentStatus = closedReader<IncidentStatus>(
  ['active', 'inProgress', 'resolved', 'redirected', 'awaitingAction', 'unknown'],
  { new: 'active' },
  'unknown',
);

/** Older exports call an open alert `Active`. */
export const readAlertStatus = closedReader<AlertStatus>(['new', 'inProgress', 'resolved', 'unknown'], { active: 'new' }, 'unknown');

export const readClassification = closedReader<Classification>(
  ['unknown', 'falsePositive', 'truePositive', 'informationalExpectedActivity'],
  { notSet: 'unknown' },
  'unknown',
);

/** `apt` and `securityPersonnel` were retired in 2022 and live on in old exports. */
export const DETERMINATIONS = [
  'unknown',
  'multiStagedAttack',
  'maliciousUserActivity',
  'compromisedAccount',
  'malware',
  'phishing',
  'unwantedSoftware',
  'securityTesting',
  'lineOfBusinessApplication',
  'confirmedActivity',
  'notMalicious',
  'notEnoughDataToValidate',
  'other',
  'apt',
  'securityPersonnel',
] as const;

export const readDetermination = closedReader<(typeof DETERMINATIONS)[number]>(
  DETERMINATIONS,
  {
    notAvailable: 'unknown',
    notSet: 'unknown',
    compromisedUser: 'compromisedAccount',
    confirmedUserActivity: 'confirmedActivity',
    clean: 'notMalicious',
    insufficientData: 'notEnoughDataToValidate',
    noEnoughDataToValidate: 'notEnoughDataToValidate',
    multiStageAttack: 'multiStagedAttack',
    securityTest: 'securityTesting',
  },
  'unknown',
);

export const SERVICE_SOURCES = [
  'unknown',
  'microsoftDefenderForEndpoint',
  'microsoftDefenderForIdentity',
  'microsoftDefenderForCloudApps',
  'microsoftDefenderForOffice365',
  'microsoft365Defender',
  'azureAdIdentityProtection',
  'microsoftAppGovernance',
  'dataLossPrevention',
  'microsoftDefenderForCloud',
  'microsoftSentinel',
  'microsoftInsiderRiskManagement',
  'microsoftThreatIntelligence',
] as const;

/** Canonical `serviceSource`, or the text as it came. Aliases: the names of the legacy API and of hunting tables. */
export const readServiceSource = openReader(SERVICE_SOURCES, {
  microsoftDefenderATP: 'microsoftDefenderForEndpoint',
  windowsDefenderATP: 'microsoftDefenderForEndpoint',
  microsoftCloudAppSecurity: 'microsoftDefenderForCloudApps',
  officeATP: 'microsoftDefenderForOffice365',
  azureATP: 'microsoftDefenderForIdentity',
  microsoftDefenderXDR: 'microsoft365Defender',
  microsoftThreatProtection: 'microsoft365Defender',
  aadIdentityProtection: 'azureAdIdentityProtection',
  microsoftEntraIdProtection: 'azureAdIdentityProtection',
  appGovernance: 'microsoftAppGovernance',
  microsoftDataLossPrevention: 'dataLossPrevention',
  azureSentinel: 'microsoftSentinel',
});

const DEFENDER_FOR = [
  'Endpoint',
  'Office365',
  'Identity',
  'Cloud',
  'IoT',
  'Servers',
  'Storage',
  'DNS',
  'Databases',
  'Containers',
  'Network',
  'AppService',
  'KeyVault',
  'ResourceManager',
  'ApiManagement',
  'AIServices',
].map((product) => `microsoftDefenderFor${product}`);

export const DETECTION_SOURCES: readonly string[] = [
  'unknown',
  'antivirus',
  'smartScreen',
  'customTi',
  'automatedInvestigation',
  'microsoftThreatExperts',
  'customDetection',
  'cloudAppSecurity',
  'microsoft365Defender',
  'azureAdIdentityProtection',
  'manual',
  'microsoftDataLossPrevention',
  'appGovernancePolicy',
  'appGovernanceDetection',
  'microsoftSentinel',
  'nrtAlerts',
  'scheduledAlerts',
  'builtInMl',
  'microsoftDefenderThreatIntelligenceAnalytics',
  'microsoftInsiderRiskManagement',
  'microsoftThreatIntelligence',
  'securityCopilot',
  ...DEFENDER_FOR,
];

/** Canonical `detectionSource`, or the text as it came. Aliases: the legacy names and the portal's. */
export const readDetectionSource = openReader(DETECTION_SOURCES, {
  mcas: 'cloudAppSecurity',
  windowsDefenderAv: 'antivirus',
  windowsDefenderAtp: 'microsoftDefenderForEndpoint',
  edr: 'microsoftDefenderForEndpoint',
  officeATP: 'microsoftDefenderForOffice365',
  customerTI: 'customTi',
  mtp: 'microsoft365Defender',
  threatExperts: 'microsoftThreatExperts',
  windowsDefenderSmartScreen: 'smartScreen',
  defenderForServers: 'microsoftDefenderForServers',
  defenderForDatabases: 'microsoftDefenderForDatabases',
  defenderForStorage: 'microsoftDefenderForStorage',
  defenderForContainers: 'microsoftDefenderForContainers',
  defenderForAppService: 'microsoftDefenderForAppService',
  defenderForKeyVault: 'microsoftDefenderForKeyVault',
  defenderForResourceManager: 'microsoftDefenderForResourceManager',
  defenderForDNS: 'microsoftDefenderForDNS',
  azureATP: 'microsoftDefenderForIdentity',
});

/** One of the 18 states, or the text as it came. Graph writes them in camelCase. */
export const readInvestigationState = openReader(INVESTIGATION_STATES, {});
