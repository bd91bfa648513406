/** How imported words are shown. The value itself is never changed: a label only spaces it out, or names the product it stands for. */

import { visibleText } from '../../shared/base/text.ts';

/** Spellings that are one word although they change case, or that people know under another name. */
const WHOLE: Readonly<Record<string, string>> = {
  microsoftDefenderForEndpoint: 'Defender for Endpoint', microsoftDefenderForIdentity: 'Defender for Identity', microsoftDefenderForCloudApps: 'Defender for Cloud Apps',
  microsoftDefenderForOffice365: 'Defender for Office 365', microsoft365Defender: 'Defender XDR', azureAdIdentityProtection: 'Entra ID Protection', microsoftAppGovernance: 'App Governance',
  dataLossPrevention: 'Data Loss Prevention', microsoftDataLossPrevention: 'Data Loss Prevention', microsoftDefenderForCloud: 'Defender for Cloud', microsoftDefenderForIoT: 'Defender for IoT', microsoftDefenderForDNS: 'Defender for DNS',
  microsoftDefenderForAIServices: 'Defender for AI services', microsoftSentinel: 'Microsoft Sentinel',
  microsoftInsiderRiskManagement: 'Purview Insider Risk', microsoftThreatIntelligence: 'Microsoft Threat Intelligence', microsoftThreatExperts: 'Microsoft Threat Experts',
  microsoftDefenderThreatIntelligenceAnalytics: 'Defender Threat Intelligence', cloudAppSecurity: 'Cloud App Security', smartScreen: 'SmartScreen', customTi: 'Custom TI', builtInMl: 'Built-in ML',
  nrtAlerts: 'NRT rule', scheduledAlerts: 'Scheduled rule', UnsupportedOs: 'Unsupported OS', multiStagedAttack: 'Multistage attack', lineOfBusinessApplication: 'Line-of-business application',
  securityTesting: 'Security test', informationalExpectedActivity: 'Expected activity', Benign: 'No threats found', SuccessfullyRemediated: 'Remediated',
};
const BY_LOWER: ReadonlyMap<string, string> = new Map(Object.entries(WHOLE).map(([key, label]) => [key.toLowerCase(), label]));

/** `CommandAndControl` reads "Command and control". Text that is no single camel-case word stays as it is. */
export function label(word: string): string {
  const known = BY_LOWER.get(word.toLowerCase());
  if (known !== undefined) return known;
  if (!/^[A-Za-z][a-z]+(?:[A-Z][a-z]+|\d+)*$/.test(word)) return word;
  const spaced = word.replace(/([a-z])([A-Z\d])/g, (_m, a: string, b: string) => `${a} ${b.toLowerCase()}`);
  return spaced[0]!.toUpperCase() + spaced.slice(1);
}

/** What an importer's warning code means to the person whose file it was. */
const WARNING: Readonly<Record<string, string>> = {
  'already-imported': 'These bytes were imported before', 'alert-incident-id-differs': 'Records disagree about the incident of an alert', 'alert-without-id': 'Alerts without an id of their own',
  'placeholder-alert-id': 'Alerts whose id is a placeholder', 'assumed-zone': 'Times without a zone, read as UTC', 'zone-told': 'The zone of times was told', 'clock-differs': 'Two clocks of one record disagree', 'clock-uncorrected': 'The recording clock was off and could not be corrected',
  'doubtful-time': 'Times that cannot be trusted', 'no-event-time': 'Rows without a time of the event', 'event-cut-off': 'Records that were cut off', 'evidence-without-entity': 'Evidence that names no entity', 'list-cut': 'Lists longer than what is kept',
  'member-skipped': 'Files of the archive that were not read', 'no-computer': 'Events that name no computer', 'read-as-utf8': 'Kept as UTF-8', 'registry-operation-missing': 'Registry events without their operation', 'unknown-table': 'Rows that fit no known table',
  'unmapped-table': 'Rows of a table that is kept but not drawn',
};
export const warningLabel = (code: string): string => (Object.hasOwn(WARNING, code) ? WARNING[code]! : code);

export const plural = (count: number, one: string, many = `${one}s`): string => `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
export function bytesText(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const at = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** at;
  return `${value.toLocaleString('en', { maximumFractionDigits: at === 0 || value >= 100 ? 0 : 1 })} ${units[at]!}`;
}

/** Rows for the clipboard, fields apart by tabs: what evidence says can forge neither a field nor a row, and nothing in it stays invisible. */
export const copiedRows = (rows: readonly (readonly string[])[]): string => rows.map((fields) => fields.map((f) => visibleText(f).replaceAll('\t', ' ')).join('\t')).join('\n');
