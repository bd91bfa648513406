/** Ids under which records of one alert recognise each other. */
import { fingerprint } from '../../base/hash.ts';

/**
 * Two letters that the portal puts before the provider's id (domain.md section 8): XDR, experts and custom detection `ra ta ea`,
 * Office 365 `fa`, Endpoint `da ed`, Identity `aa ri`, Cloud Apps `ca rm ma`, Entra ID Protection `ad`, Data Loss Prevention `dl`,
 * Defender for Cloud `dc`, Sentinel `sn`, Insider Risk `ir`. Shorter rests are no ids.
 */
const PREFIXED = /^(?:ra|ta|ea|fa|da|ed|aa|ri|ca|rm|ma|ad|dl|dc|sn|ir)(.{6,})$/s;

/**
 * Lower-case ids of an alert: its own first, the provider's, and its own without the portal's prefix. Records that share one are one
 * alert. The provider's id is never cut: it has no prefix, and hexadecimal ids may well begin with `ea` or `da`.
 */
export function alertKeys(alertId: string, providerAlertId: string | null): string[] {
  const id = alertId.toLowerCase();
  const bare = PREFIXED.exec(id)?.[1];
  return [...new Set([id, ...(providerAlertId === null ? [] : [providerAlertId.toLowerCase()]), ...(bare === undefined ? [] : [bare])])];
}

/**
 * Redacted exports give all alerts one word as id (`alertId`). An id without any digit is such a placeholder: what the record says of
 * itself (incident id, title, created, first activity) makes it distinct, in any order of imports.
 */
export function plausibleAlertId(alertId: string, about: readonly (string | null)[]): string {
  return /\d/.test(alertId) ? alertId : `${alertId}~${fingerprint(JSON.stringify(about)).slice(0, 12)}`;
}
