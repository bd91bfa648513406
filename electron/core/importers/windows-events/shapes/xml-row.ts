/** A row that carries a whole event as XML: Syslog rows of Sysmon for Linux, forwarded raw events. */
import { normalizePid, present } from '../../../../../shared/domain/entity/index.ts';
import { eventIdOf, type Data, type StatedEvent } from '../windows-event.ts';
import { childOf, dataOfXml, findElement, readXml } from './event-xml.ts';

/** `row` gives the computer where the XML names none. */
export function readEventXml(source: string, row: Data): StatedEvent | null {
  const start = source.indexOf('<Event');
  if (start < 0) return null;
  const whole = readXml(source.slice(start));
  const event = findElement(whole ?? readXml(source.slice(start), true), 'Event');
  const system = childOf(event, 'System');
  const text = (name: string): string | null => childOf(system, name)?.text.trim() ?? null;
  const eventId = eventIdOf(text('EventID'));
  if (event === null || eventId === null) return null;
  const data = dataOfXml(childOf(event, 'EventData') ?? childOf(event, 'UserData'));
  return {
    provider: present(childOf(system, 'Provider')?.attributes['Name']),
    channel: present(text('Channel')),
    eventId,
    computer: present(text('Computer')) ?? present(row['Computer'] ?? row['HostName'] ?? row['Hostname']),
    recordId: present(text('EventRecordID')),
    times: {
      UtcTime: data['UtcTime'],
      SystemTime: childOf(system, 'TimeCreated')?.attributes['SystemTime'],
      TimeCreated: undefined,
      TimeGenerated: row['TimeGenerated'],
      '@timestamp': row['@timestamp'],
      EventTime: undefined,
    },
    data,
    message: null,
    cutOff: whole === null,
    userSid: present(childOf(system, 'Security')?.attributes['UserID']),
    userName: null,
    userDomain: null,
    executionPid: normalizePid(childOf(system, 'Execution')?.attributes['ProcessID']),
  };
}
