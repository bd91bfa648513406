/** Times as hunting exports write them: ISO 8601 with 0 to 9 digits, and the locale text of the portal's CSV export. */
import { parseTime, zoneText, type EpochUs } from '../../../../shared/base/time.ts';

export interface HuntingTime {
  readonly us: EpochUs;
  /** What was taken for the zone, for `timeNote`; null when the text says everything. */
  readonly note: string | null;
  /** Neither the text nor the person says the zone. */
  readonly isAssumed: boolean;
}

const zoneNote = (zoneMinutes: number | null): string => (zoneMinutes === null ? 'assumed zone UTC' : `zone ${zoneText(zoneMinutes)} as told at the import`);

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const PORTAL = /^([A-Za-z]{3,9})\.? (\d{1,2}), (\d{4}),? (\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s?(AM|PM)?$/i;

/** Reads `Mar 26, 2024 9:39:50 AM`; the portal writes it without a zone. */
function parsePortalTime(text: string, zoneMinutes: number | null): HuntingTime | null {
  // The portal separates the AM/PM mark with a narrow no-break space in some browsers.
  const m = PORTAL.exec(text.replace(/[\u00a0\u202f]/g, ' '));
  const month = m === null ? -1 : MONTHS.indexOf(m[1]!.slice(0, 3).toLowerCase());
  if (m === null || month < 0) return null;
  const half = m[8]?.toUpperCase();
  const hour = Number(m[4]);
  if (half !== undefined && (hour < 1 || hour > 12)) return null;
  const hour24 = half === undefined ? hour : (hour % 12) + (half === 'PM' ? 12 : 0);
  const two = (n: number | string) => String(n).padStart(2, '0');
  const fraction = m[7] === undefined ? '' : `.${m[7]}`;
  const parsed = parseTime(`${m[3]}-${two(month + 1)}-${two(m[2]!)}T${two(hour24)}:${m[5]}:${m[6] ?? '00'}${fraction}`, zoneMinutes ?? 0);
  return parsed === null ? null : { us: parsed.us, note: `${zoneNote(zoneMinutes)} (portal time)`, isAssumed: zoneMinutes === null };
}

/** `zoneMinutes`: what the person told of times without a zone; null: UTC is assumed. */
export function parseHuntingTime(text: string, zoneMinutes: number | null = null): HuntingTime | null {
  const iso = parseTime(text, zoneMinutes ?? 0);
  if (iso !== null) return { us: iso.us, note: iso.zone === 'stated' ? null : zoneNote(zoneMinutes), isAssumed: iso.zone === 'assumed' && zoneMinutes === null };
  return parsePortalTime(text, zoneMinutes);
}
