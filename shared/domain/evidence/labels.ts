/** Imported words of evidence to known members (formats.md 6.3, domain.md sections 13 and 17). */
import type { Verdict } from '../facts/facts.ts';
import { closedReader, normalLabel, openReader, type RawLabels } from '../incident/enumeration.ts';

export const readVerdict = closedReader<Verdict>(
  ['malicious', 'suspicious', 'compromised', 'unknown', 'noThreatsFound'],
  { clean: 'noThreatsFound', noThreats: 'noThreatsFound' },
  'unknown',
);

/** The twelve values; `unknown` stands for the sentinel and for words outside the list. */
export const REMEDIATION_STATUSES = [
  'none',
  'remediated',
  'prevented',
  'blocked',
  'notFound',
  'active',
  'pendingApproval',
  'declined',
  'unremediated',
  'running',
  'partiallyRemediated',
  'unknown',
] as const;
export const readRemediationStatus = closedReader<(typeof REMEDIATION_STATUSES)[number]>(REMEDIATION_STATUSES, {}, 'unknown');

/** What the sensor did at detection time; no verdict. */
export const readDetectionStatus = openReader(['detected', 'blocked', 'prevented'], {});

export const EVIDENCE_ROLES = [
  'unknown',
  'contextual',
  'scanned',
  'source',
  'destination',
  'created',
  'added',
  'compromised',
  'edited',
  'attacked',
  'attacker',
  'commandAndControl',
  'loaded',
  'suspicious',
  'policyViolator',
] as const;
const ROLES = new Map<string, string>(EVIDENCE_ROLES.map((role) => [normalLabel(role), role]));

/** Roles by their members, each once; unknown words stay. Changed spellings are kept beside, joined by a comma. */
export function readRoles(roles: readonly string[], rawLabels: RawLabels): string[] {
  const read = roles.map((role) => ROLES.get(normalLabel(role)) ?? role);
  if (read.some((role, i) => role !== roles[i])) rawLabels['roles'] = roles.join(', ');
  return [...new Set(read)];
}
