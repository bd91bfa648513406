/** Times as people read them: UTC by default, local by one switch, both on hover. */
import { formatUtc } from '../../shared/base/time.ts';
import { useSettings } from './settings.ts';

export type TimeZoneName = 'utc' | 'local';

const pad = (n: number, width = 2) => String(n).padStart(width, '0');
function local(us: number): string {
  const d = new Date(us / 1000);
  const offset = -d.getTimezoneOffset();
  return `${d.getFullYear()}-${pad(d.getMonth() + 1)}-${pad(d.getDate())} ${pad(d.getHours())}:${pad(d.getMinutes())}:${pad(d.getSeconds())}.${pad(d.getMilliseconds(), 3)}${offset < 0 ? '-' : '+'}${pad(Math.floor(Math.abs(offset) / 60))}:${pad(Math.abs(offset) % 60)}`;
}

/** `2026-11-16 04:31:22.310Z`, or with the offset of this machine. */
export function formatTime(us: number, zone: TimeZoneName): string {
  return zone === 'utc' ? formatUtc(us).replace('T', ' ') : local(us);
}
/** To the minute, for columns whose head names the zone. */
export const formatShort = (us: number, zone: TimeZoneName): string => formatTime(us, zone).slice(0, 16);

export function formatDuration(us: number): string {
  const s = Math.round(us / 1e6);
  const parts: [number, string][] = [[Math.floor(s / 86400), 'd'], [Math.floor((s % 86400) / 3600), 'h'], [Math.floor((s % 3600) / 60), 'min'], [s % 60, 's']];
  const shown = parts.filter(([n]) => n > 0).slice(0, 2);
  return shown.length === 0 ? '0 s' : shown.map(([n, u]) => `${n} ${u}`).join(' ');
}

export function TimeText({ us, short = false, missing = 'No time' }: { us: number | null; short?: boolean; missing?: string }) {
  const zone = useSettings((s) => s.timeZone);
  if (us === null) return <span className="tertiary">{missing}</span>;
  return <time className="mono" dateTime={formatUtc(us)} title={`${formatTime(us, 'utc')}\n${formatTime(us, 'local')}`}>{short ? formatShort(us, zone) : formatTime(us, zone)}</time>;
}
