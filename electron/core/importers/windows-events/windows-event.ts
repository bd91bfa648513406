/** The one form to which every export of Windows events is brought before anything is mapped. */
import type { EpochUs } from '../../../../shared/base/time.ts';
import { normalizePid, present } from '../../../../shared/domain/entity/index.ts';

/** Field values by the name the provider gives them. Values are text, numbers or nested JSON. */
export type Data = Readonly<Record<string, unknown>>;

/** Texts of all times a record states, before one is trusted (`clock.ts`). */
export interface StatedTimes {
  /** Sysmon's own time, always UTC. */
  readonly UtcTime: unknown;
  /** `System/TimeCreated/@SystemTime`, UTC. */
  readonly SystemTime: unknown;
  /** Get-WinEvent; may carry a false `Z`. */
  readonly TimeCreated: unknown;
  /** Azure Monitor. */
  readonly TimeGenerated: unknown;
  /** Winlogbeat: time of the event. NXLog: time of receipt. Always UTC. */
  readonly '@timestamp': unknown;
  /** NXLog: local time without a zone. */
  readonly EventTime: unknown;
}

/** A record as its container tells it. */
export interface StatedEvent {
  /** Null when the container does not name it. */
  readonly provider: string | null;
  readonly channel: string | null;
  readonly eventId: number;
  /** Where the event happened, never the collector. */
  readonly computer: string | null;
  readonly recordId: string | null;
  readonly times: StatedTimes;
  readonly data: Data;
  /** Rendered text; long, read only where nothing else says it. */
  readonly message: string | null;
  /** Account of the record's `Security` element. */
  readonly userSid: string | null;
  readonly userName: string | null;
  readonly userDomain: string | null;
  /** The exporter cut the record off; later fields are missing. */
  readonly cutOff?: boolean;
  /** Process that logged the event (`Execution/@ProcessID`): often the service, so used only where the provider logs itself. */
  readonly executionPid: number | null;
}

/** With the trusted time. */
export interface WindowsEvent extends StatedEvent {
  readonly timeUs: EpochUs | null;
  readonly timeField: string | null;
  readonly timeText: string | null;
  readonly timeNote: string | null;
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const asText = (value: unknown): string | null =>
  typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : null;

/** A field without the spellings of "no value". */
export const field = (event: { readonly data: Data }, name: string): string | null => {
  const value = event.data[name];
  return typeof value === 'boolean' ? String(value) : present(value);
};

/** The first of several spellings that is filled. */
export function firstField(event: { readonly data: Data }, ...names: readonly string[]): string | null {
  for (const name of names) {
    const value = field(event, name);
    if (value !== null) return value;
  }
  return null;
}

/** How far into a rendered message a field is looked for; what matters stands at its start. */
const HEAD = 1500;

/**
 * Value after a label at the start of a line of the message. For fields that an exporter dropped: NXLog keeps its own `ProcessID`
 * and `EventType` in place of the event's.
 */
export function messageValue(message: string | null, label: string): string | null {
  if (message === null) return null;
  const at = message.indexOf(`\n${label}`);
  if (at < 0 || at > HEAD) return null;
  const from = at + 1 + label.length;
  const end = message.slice(from, from + 200).search(/[\r\n]/);
  return present(message.slice(from, end < 0 ? from + 200 : from + end));
}

export const pidField = (event: { readonly data: Data }, name: string): number | null => normalizePid(event.data[name]);

/** Event ids are 16 bit; some exports write them as text. */
export function eventIdOf(value: unknown): number | null {
  const id = typeof value === 'number' ? value : typeof value === 'string' && /^\d{1,5}$/.test(value.trim()) ? Number(value) : NaN;
  return Number.isInteger(id) && id >= 0 && id <= 65_535 ? id : null;
}

export const isSysmon = (event: StatedEvent): boolean =>
  event.provider === 'Microsoft-Windows-Sysmon' ||
  event.provider === 'Linux-Sysmon' ||
  (event.channel !== null && /^(microsoft-windows|linux)-sysmon\b/i.test(event.channel));
