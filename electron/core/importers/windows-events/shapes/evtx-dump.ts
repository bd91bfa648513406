/** `{Event: {System, EventData}}` as evtx_dump and its kin write it. */
import { normalizePid, present } from '../../../../../shared/domain/entity/index.ts';
import { eventIdOf, isObject, type Data, type StatedEvent } from '../windows-event.ts';

/** A value that may be wrapped as `{#text, #attributes}`. */
const unbox = (value: unknown): unknown => (isObject(value) && '#text' in value ? value['#text'] : value);

/** An attribute in any of the places exporters put it: `{#attributes: {Name}}`, `{@Name}`, `{Name}`. */
function attribute(value: unknown, name: string): unknown {
  if (!isObject(value)) return undefined;
  const box = value['#attributes'];
  return (isObject(box) ? box[name] : undefined) ?? value[`@${name}`] ?? value[name];
}

export function readDump(event: Data): StatedEvent | null {
  const system = event['System'];
  if (!isObject(system)) return null;
  const eventId = eventIdOf(unbox(system['EventID']));
  if (eventId === null) return null;
  const data = dataOf(event);
  return {
    provider: present(attribute(system['Provider'], 'Name')),
    channel: present(unbox(system['Channel'])),
    eventId,
    computer: present(unbox(system['Computer'])),
    recordId: present(unbox(system['EventRecordID'])),
    times: {
      UtcTime: data['UtcTime'],
      SystemTime: attribute(system['TimeCreated'], 'SystemTime'),
      TimeCreated: undefined,
      TimeGenerated: undefined,
      '@timestamp': undefined,
      EventTime: undefined,
    },
    data,
    message: null,
    userSid: present(attribute(system['Security'], 'UserID')),
    userName: null,
    userDomain: null,
    executionPid: normalizePid(attribute(system['Execution'], 'ProcessID')),
  };
}

function dataOf(event: Data): Data {
  const body = event['EventData'] ?? event['UserData'];
  if (!isObject(body)) return {};
  const listed = body['Data'];
  if (Array.isArray(listed)) return listedData(listed);
  if (event['EventData'] === undefined) {
    // UserData holds one element of the provider's own, with the values inside.
    const inner = Object.entries(body).filter(([name, v]) => name !== '#attributes' && isObject(v));
    if (inner.length === 1) return inner[0]![1] as Data;
  }
  return body;
}

function listedData(list: readonly unknown[]): Data {
  const data: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  let unnamed = 0;
  for (const item of list.slice(0, 1000)) data[present(attribute(item, 'Name')) ?? `Data${++unnamed}`] = unbox(item);
  return data;
}
