/**
 * Which of a record's times is trusted (formats.md section 12.1). One `HostClocks` per member: it learns by how much a host's
 * own clock differs from Sysmon's UtcTime and says so in rows that cannot be corrected.
 */
import { parseTime, zoneText, US_PER_HOUR, US_PER_SECOND, type EpochUs } from '../../../../shared/base/time.ts';
import type { StatedEvent, StatedTimes } from './windows-event.ts';

export interface TrustedTime {
  readonly timeUs: EpochUs | null;
  readonly timeField: string | null;
  readonly timeText: string | null;
  readonly timeNote: string | null;
  /** By how many hours the host's own clock is ahead of UtcTime, where this record shows it; null otherwise. */
  readonly clockSkewHours: number | null;
  readonly warning: { readonly code: string; readonly example: string } | null;
}
const NO_TIME: TrustedTime = { timeUs: null, timeField: null, timeText: null, timeNote: null, clockSkewHours: null, warning: null };

const HALF_HOUR = US_PER_HOUR / 2;
/** Fields that tell when the host or its collector wrote the record, nearest to the host first. */
const WRITTEN = ['TimeCreated', 'SystemTime', '@timestamp', 'TimeGenerated'] as const;
/** Zones reach from UTC-12 to UTC+14. */
const WIDEST_ZONE = 14 * US_PER_HOUR;
/** Records are written some time after Sysmon takes its time; a wrong zone shows as whole hours give or take this. */
const WRITE_DELAY = 120 * US_PER_SECOND;

export class HostClocks {
  /** Hours by which UtcTime is ahead of the host's own time, by host name. */
  readonly #ahead = new Map<string, number>();
  readonly #zoneMinutes: number | null;
  /** Rows placed by the host's own time before a difference was known, by host name. */
  readonly #unflagged = new Map<string, number>();

  /** `zoneMinutes`: what the person told of times without a zone; null: UTC is assumed. */
  constructor(zoneMinutes: number | null = null) {
    this.#zoneMinutes = zoneMinutes;
  }

  trust(event: StatedEvent): TrustedTime {
    const { times } = event;
    const sysmon = parseTime(times.UtcTime);
    if (sysmon !== null) return this.#fromUtcTime(event, sysmon.us);
    const local = fromLocalTime(times);
    if (local !== null) return local;
    for (const name of ['SystemTime', 'TimeCreated', 'TimeGenerated', '@timestamp'] as const) {
      const parsed = parseTime(times[name]);
      if (parsed === null || (parsed.zone === 'assumed' && name !== 'SystemTime')) continue;
      const timeNote =
        name === '@timestamp' && times.EventTime !== undefined ? 'time of receipt; the local EventTime cannot be placed' : null;
      return this.#flagged(event, { ...NO_TIME, timeUs: parsed.us, timeField: name, timeText: String(times[name]), timeNote });
    }
    const told = this.#zoneMinutes;
    for (const name of ['TimeCreated', 'TimeGenerated', '@timestamp', 'EventTime'] as const) {
      const parsed = parseTime(times[name], told ?? 0);
      if (parsed === null) continue;
      const timeText = String(times[name]);
      const time = {
        ...NO_TIME,
        timeUs: parsed.us,
        timeField: name,
        timeText,
        timeNote: told === null ? 'no zone stated, UTC assumed' : `no zone stated, ${zoneText(told)} as told at the import`,
        warning: told === null ? { code: 'assumed-zone', example: `${name} ${timeText}` } : null,
      };
      return this.#flagged(event, time);
    }
    return { ...NO_TIME, warning: { code: 'no-event-time', example: `${event.channel ?? event.provider ?? 'event'} ${event.eventId}` } };
  }

  /** For the end of the member: hosts whose early rows could not be flagged one by one. */
  warnings(): { readonly code: string; readonly example: string }[] {
    return [...this.#ahead].flatMap(([host, hours]) => {
      const count = this.#unflagged.get(host) ?? 0;
      return count === 0
        ? []
        : [{ code: 'clock-uncorrected', example: `${host}: ${count} earlier records keep a time that UtcTime is ${describe(hours)}` }];
    });
  }

  #fromUtcTime(event: StatedEvent, us: EpochUs): TrustedTime {
    const { times } = event;
    const time: TrustedTime = { ...NO_TIME, timeUs: us, timeField: 'UtcTime', timeText: String(times.UtcTime) };
    const name = WRITTEN.find((n) => times[n] !== undefined && times[n] !== null);
    const own = name === undefined ? null : parseTime(times[name]);
    if (name === undefined || own === null) return time;
    // The time of receipt may be late by itself, but not early, and not by days.
    if (name === '@timestamp' && times.EventTime !== undefined && Math.abs(us - own.us) < 24 * US_PER_HOUR) return time;
    const hours = wholeHours(us - own.us);
    if (hours === 0)
      return Math.abs(us - own.us) < US_PER_HOUR ? time : doubtful(event, time, us - own.us, `${name} ${String(times[name])}`);
    const difference = `UtcTime is ${describe(hours)} ${name} (${String(times[name])})`;
    if (event.computer !== null && this.#ahead.size < 10_000) this.#ahead.set(hostKey(event.computer), hours);
    return { ...time, timeNote: difference, clockSkewHours: -hours, warning: { code: 'clock-differs', example: `${event.computer ?? 'host'}: ${difference}` } };
  }

  /** A row that has only the host's own time, where that time is known to be off. */
  #flagged(event: StatedEvent, time: TrustedTime): TrustedTime {
    if (event.computer === null || (time.timeField !== 'TimeCreated' && time.timeField !== 'SystemTime')) return time;
    const host = hostKey(event.computer);
    const hours = this.#ahead.get(host);
    if (hours === undefined) {
      if (this.#unflagged.size < 10_000 || this.#unflagged.has(host)) this.#unflagged.set(host, (this.#unflagged.get(host) ?? 0) + 1);
      return time;
    }
    const note = `kept as written; elsewhere on this host UtcTime is ${describe(hours)} ${time.timeField!}`;
    return {
      ...time,
      timeNote: time.timeNote === null ? note : `${time.timeNote}; ${note}`,
      warning: { code: 'clock-uncorrected', example: `${event.computer}: ${note}` },
    };
  }
}

/**
 * Sysmon takes the times of network and DNS events from another clock than the rest, which stands still while a machine sleeps:
 * such a UtcTime may be days off. It is kept, as the order of trust says, and the other time is put beside it.
 */
function doubtful(event: StatedEvent, time: TrustedTime, difference: number, other: string): TrustedTime {
  const hours = Math.round(Math.abs(difference) / US_PER_HOUR);
  const note = `doubtful: UtcTime is about ${hours} h ${difference > 0 ? 'ahead of' : 'behind'} ${other}`;
  return {
    ...time,
    timeNote: note,
    warning: { code: 'doubtful-time', example: `${event.computer ?? 'host'} event ${event.eventId}: ${note}` },
  };
}

const hostKey = (computer: string): string => computer.toLowerCase().split('.')[0]!;

/** Signed number of hours if the difference is a whole number of them but for the delay of writing, else 0. */
function wholeHours(difference: number): number {
  const hours = Math.round(difference / US_PER_HOUR);
  return hours !== 0 && Math.abs(difference - hours * US_PER_HOUR) <= WRITE_DELAY ? hours : 0;
}

const describe = (hours: number): string => `${Math.abs(hours)} h ${hours > 0 ? 'ahead of' : 'behind'}`;

/** NXLog: EventTime is local, `@timestamp` the time of receipt. The zone is the whole half hour nearest to their difference. */
function fromLocalTime(times: StatedTimes): TrustedTime | null {
  if (times.EventTime === undefined || times.TimeCreated !== undefined || times.SystemTime !== undefined) return null;
  const local = parseTime(times.EventTime);
  const received = parseTime(times['@timestamp']);
  if (local === null) return null;
  const timeText = String(times.EventTime);
  if (local.zone === 'stated') return { ...NO_TIME, timeUs: local.us, timeField: 'EventTime', timeText };
  if (received === null || received.zone === 'assumed') return null;
  const behindUtc = Math.round((received.us - local.us) / HALF_HOUR) * HALF_HOUR;
  if (Math.abs(behindUtc) > WIDEST_ZONE) return null;
  return {
    ...NO_TIME,
    timeUs: (local.us + behindUtc) as EpochUs,
    timeField: 'EventTime',
    timeText,
    timeNote: `local time; zone UTC${offsetText(-behindUtc)} derived from the time of receipt ${String(times['@timestamp'])}`,
  };
}

function offsetText(offsetUs: number): string {
  const minutes = Math.round(Math.abs(offsetUs) / 60 / US_PER_SECOND);
  const sign = offsetUs < 0 ? '-' : '+';
  return `${sign}${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}
