/** Ids of alerts: how records of one alert recognise each other. */
import { fingerprint } from '../../base/hash.ts';

/** Two letters that portals put before the provider's id (domain.md section 8). */
const PREFIX = /^(ra|ta|ea|fa|da|ed|aa|ri|ca|rm|ma|ad|dl|dc|sn|ir)(?=.{6})/;

/** Lower-case ids under which an alert is known: its own, the provider's, and each without its portal prefix. Records that share one are one alert. */
export function alertKeys(alertId: string, providerAlertId: string | null): string[] {
  const ids = [alertId, ...(providerAlertId === null ? [] : [providerAlertId])].map((id) => id.toLowerCase());
  return [...new Set([...ids, ...ids.map((id) => id.replace(PREFIX, ''))])];
}

/**
 * Redacted exports give all alerts one word as id (`alertId`). An id without any digit is such a placeholder: what the record says about
 * itself makes it distinct, in any order of imports.
 */
export function plausibleAlertId(alertId: string, about: readonly (string | null)[]): string {
  return /\d/.test(alertId) ? alertId : `${alertId}~${fingerprint(JSON.stringify(about)).slice(0, 12)}`;
}
