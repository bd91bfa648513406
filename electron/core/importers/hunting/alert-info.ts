/** AlertInfo, and the alert that a row of AlertInfo or AlertEvidence names. */
import type { AlertFact, Severity } from '../../../../shared/domain/facts/facts.ts';
import { BadRecord } from '../importer.ts';
import type { Emitter } from './emit.ts';
import { own, readTechniques, readTexts } from './lenient-json.ts';

const SEVERITY: Readonly<Record<string, Severity>> = {
  informational: 'informational',
  low: 'low',
  medium: 'medium',
  high: 'high',
  critical: 'high',
};

/** Spellings of the hunting tables (without spaces, lower case) to the members of `serviceSource`. */
const SERVICE_SOURCE: Readonly<Record<string, string>> = {
  microsoftdefenderforendpoint: 'microsoftDefenderForEndpoint',
  microsoftdefenderatp: 'microsoftDefenderForEndpoint',
  microsoftdefenderforidentity: 'microsoftDefenderForIdentity',
  azureatp: 'microsoftDefenderForIdentity',
  microsoftdefenderforcloudapps: 'microsoftDefenderForCloudApps',
  microsoftcloudappsecurity: 'microsoftDefenderForCloudApps',
  microsoftdefenderforoffice365: 'microsoftDefenderForOffice365',
  officeatp: 'microsoftDefenderForOffice365',
  office365advancedthreatprotection: 'microsoftDefenderForOffice365',
  microsoft365defender: 'microsoft365Defender',
  microsoftdefenderxdr: 'microsoft365Defender',
  microsoftthreatprotection: 'microsoft365Defender',
  azureadidentityprotection: 'azureAdIdentityProtection',
  aadidentityprotection: 'azureAdIdentityProtection',
  microsoftentraidprotection: 'azureAdIdentityProtection',
  appgovernance: 'microsoftAppGovernance',
  microsoftappgovernance: 'microsoftAppGovernance',
  datalossprevention: 'dataLossPrevention',
  microsoftdatalossprevention: 'dataLossPrevention',
  microsoftdefenderforcloud: 'microsoftDefenderForCloud',
  microsoftsentinel: 'microsoftSentinel',
  azuresentinel: 'microsoftSentinel',
  microsoftinsiderriskmanagement: 'microsoftInsiderRiskManagement',
  microsoftthreatintelligence: 'microsoftThreatIntelligence',
};

/** As above, to the members of `detectionSource`; members themselves differ only in spaces and case. */
const DETECTION_SOURCE: Readonly<Record<string, string>> = Object.fromEntries(
  [
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
    'microsoftSentinel',
    'nrtAlerts',
    'scheduledAlerts',
    'builtInMl',
    'microsoftInsiderRiskManagement',
    'microsoftThreatIntelligence',
    'microsoftDefenderForEndpoint',
    'microsoftDefenderForOffice365',
    'microsoftDefenderForIdentity',
    'microsoftDefenderForCloud',
  ].map((member) => [member.toLowerCase(), member]),
);
const DETECTION_ALIAS: Readonly<Record<string, string>> = {
  edr: 'microsoftDefenderForEndpoint',
  microsoftdefenderxdr: 'microsoft365Defender',
  microsoftcloudappsecurity: 'cloudAppSecurity',
  microsoftdefenderforcloudapps: 'cloudAppSecurity',
  customthreatintelligence: 'customTi',
};

/** The canonical member for a source as written, else the text. */
function canonical(text: string | null, ...tables: readonly Readonly<Record<string, string>>[]): string | null {
  const word = text?.toLowerCase().replace(/[\s_-]/g, '');
  for (const table of tables) {
    const member = own(table, word);
    if (member !== undefined) return member;
  }
  return text;
}

export function mapAlertInfo(emit: Emitter): void {
  emit.facts.alerts.push(alertFact(emit));
}

/** Both tables name the alert; the row's time tells which of several rows is newest. */
export function alertFact(emit: Emitter): AlertFact {
  const { row } = emit;
  const alertId = row.text('AlertId');
  if (alertId === null) throw new BadRecord(`${emit.table} row without AlertId`);
  const severityText = row.text('Severity');
  const severity = severityText === null ? null : (own(SEVERITY, severityText.toLowerCase()) ?? 'unknown');
  const categories = [...new Set([...(row.text('Category') === null ? [] : [row.text('Category')!]), ...readTexts(row.raw('Categories'))])];
  const techniques = readTechniques(row.raw('AttackTechniques'));
  return {
    alertId,
    providerAlertId: null,
    incidentId: row.text('IncidentId'),
    title: row.text('Title'),
    description: null,
    recommendedActions: null,
    category: categories[0] ?? null,
    categories,
    mitreTechniques: techniques,
    severity,
    status: null,
    classification: null,
    determination: null,
    assignedTo: null,
    serviceSource: canonical(row.text('ServiceSource'), SERVICE_SOURCE),
    detectionSource: canonical(row.text('DetectionSource'), DETECTION_SOURCE, DETECTION_ALIAS),
    productName: null,
    detectorId: null,
    actorDisplayName: null,
    threatDisplayName: null,
    threatFamilyName: row.text('ThreatFamily'),
    investigationId: null,
    investigationState: null,
    alertWebUrl: null,
    tenantId: null,
    systemTags: [],
    comments: [],
    createdUs: null,
    lastUpdateUs: emit.timeUs,
    resolvedUs: null,
    firstActivityUs: null,
    lastActivityUs: null,
    rawLabels: severityText !== null && severityText.toLowerCase() !== severity ? { severity: severityText } : {},
  };
}
