/** Winlogbeat documents. `host.name` and `beat.hostname` name the collector, so only the event's own computer counts. */
import { normalizePid, present } from '../../../../../shared/domain/entity/index.ts';
import { asText, eventIdOf, isObject, type Data, type StatedEvent, type StatedTimes } from '../windows-event.ts';

const times = (row: Data, data: Data): StatedTimes => ({
  UtcTime: data['UtcTime'],
  SystemTime: undefined,
  TimeCreated: undefined,
  TimeGenerated: undefined,
  '@timestamp': row['@timestamp'],
  EventTime: undefined,
});

/** `event_data`, or the leaves of `user_data` for providers that write those. */
function dataOf(holder: Data): Data {
  const data = holder['event_data'];
  if (isObject(data)) return data;
  return isObject(holder['user_data']) ? holder['user_data'] : {};
}

export function readWinlogbeat6(row: Data): StatedEvent | null {
  const eventId = eventIdOf(row['event_id']);
  if (eventId === null) return null;
  const data = dataOf(row);
  const user = isObject(row['user']) ? row['user'] : {};
  return {
    provider: present(row['source_name']),
    channel: present(row['log_name']),
    eventId,
    computer: present(row['computer_name']),
    recordId: present(row['record_number']),
    times: times(row, data),
    data,
    message: asText(row['message']),
    userSid: present(user['identifier']),
    userName: present(user['name']),
    userDomain: present(user['domain']),
    executionPid: normalizePid(row['process_id']),
  };
}

/** Winlogbeat 7 and 8. `winlog` is nested, or flattened to dotted names by the exporter. */
export function readWinlogbeat(row: Data): StatedEvent | null {
  const winlog = isObject(row['winlog']) ? row['winlog'] : undot(row, 'winlog.');
  const eventId = eventIdOf(winlog['event_id'] ?? (isObject(row['event']) ? row['event']['code'] : row['event.code']));
  if (eventId === null) return null;
  const data = dataOf(winlog);
  const user = isObject(winlog['user']) ? winlog['user'] : {};
  const process = isObject(winlog['process']) ? winlog['process'] : {};
  return {
    provider: present(winlog['provider_name'] ?? row['source_name']),
    channel: present(winlog['channel']),
    eventId,
    computer: present(winlog['computer_name']),
    recordId: present(winlog['record_id']),
    times: times(row, data),
    data,
    message: asText(row['message']),
    userSid: present(user['identifier']),
    userName: present(user['name']),
    userDomain: present(user['domain']),
    executionPid: normalizePid(process['pid']),
  };
}

/** `winlog.event_data.Image` to nested objects, for the names that start with the prefix; values in one-element lists are taken out. */
function undot(row: Data, prefix: string): Record<string, unknown> {
  const root: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [name, given] of Object.entries(row)) {
    if (!name.startsWith(prefix)) continue;
    const value: unknown = Array.isArray(given) && given.length === 1 ? given[0] : given;
    const [head, ...rest] = name.slice(prefix.length).split('.');
    if (rest.length === 0) root[head!] = value;
    else {
      const held = root[head!];
      const inner: Record<string, unknown> = isObject(held) ? { ...held } : {};
      inner[rest.join('.')] = value;
      root[head!] = inner;
    }
  }
  return root;
}
