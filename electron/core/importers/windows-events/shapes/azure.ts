/** Rows of the Azure Monitor tables Event, WindowsEvent and SecurityEvent. */
import { normalizePid, present } from '../../../../../shared/domain/entity/index.ts';
import { asText, eventIdOf, isObject, type Data, type StatedEvent } from '../windows-event.ts';
import { dataOfXml, findElement, readXml } from './event-xml.ts';

/** Exports split a dynamic column by type and add the type to its name. */
const SUFFIX = /_(string|dynamic|long|int|real|double|bool|guid|datetime)$/;

export function readAzureRow(row: Data): StatedEvent | null {
  const eventId = eventIdOf(row['EventID']);
  if (eventId === null) return null;
  const data = { ...columns(row), ...eventData(row['EventData'] ?? row['EventData_string'] ?? row['EventData_dynamic']) };
  return {
    provider: present(row['Provider'] ?? row['EventSourceName'] ?? row['Source'] ?? row['SourceName']),
    channel: present(row['Channel'] ?? row['EventLog']),
    eventId,
    computer: present(row['Computer']),
    recordId: present(row['EventRecordId'] ?? row['EventRecordID']),
    times: {
      UtcTime: data['UtcTime'],
      SystemTime: undefined,
      TimeCreated: row['TimeCreated'],
      TimeGenerated: row['TimeGenerated'],
      '@timestamp': undefined,
      EventTime: undefined,
    },
    data,
    message: asText(row['RenderedDescription']) ?? activity(row),
    userSid: null,
    userName: present(row['UserName']),
    userDomain: null,
    executionPid: normalizePid(row['SystemProcessId']),
  };
}

/** `4662 - An operation was ...`. The lookup goes by the id alone, so only its own provider makes the text true. */
function activity(row: Data): string | null {
  const text = row['EventSourceName'] === 'Microsoft-Windows-Security-Auditing' ? asText(row['Activity']) : null;
  return text?.replace(/^\d+ - /, '') ?? null;
}

/** Columns by their plain names; a column without a suffix wins over its typed twins. */
function columns(row: Data): Record<string, unknown> {
  const data: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(row)) {
    if (name.startsWith('EventData') || value === null || value === '') continue;
    const plain = name.replace(SUFFIX, '');
    if (plain === name || !(plain in row)) data[plain] = value;
  }
  return data;
}

/** JSON object, JSON list, or XML with `EventData` somewhere inside (often wrapped in a `DataItem`). */
function eventData(value: unknown): Record<string, unknown> {
  if (isObject(value)) return { ...value };
  const text = typeof value === 'string' ? value.trim() : '';
  if (text.startsWith('<')) return dataOfXml(findElement(readXml(text), 'EventData'));
  if (!text.startsWith('{') && !text.startsWith('[')) return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return {};
  }
  if (isObject(parsed)) return { ...parsed };
  return Array.isArray(parsed) ? Object.fromEntries(parsed.slice(0, 1000).map((v: unknown, i) => [`Data${i + 1}`, v])) : {};
}
