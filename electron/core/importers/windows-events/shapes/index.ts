/** Tells the shapes apart and brings each to one `StatedEvent`. */
import { asText, isObject, type Data, type StatedEvent } from '../windows-event.ts';
import { readAzureRow } from './azure.ts';
import { readWinlogbeat, readWinlogbeat6 } from './beats.ts';
import { readDump } from './evtx-dump.ts';
import { readFlat } from './flat.ts';
import { readEventXml } from './xml-row.ts';

/** Null when the value is no Windows event in a known shape. */
export function readShape(value: unknown): StatedEvent | null {
  const row = unwrap(value);
  if (row === null) return null;
  if (isObject(row['Event'])) return readDump(row['Event']);
  if (isObject(row['System']) && 'EventID' in row['System']) return readDump(row);
  if (isObject(row['winlog']) || 'winlog.event_id' in row) return readWinlogbeat(row);
  if ('event_id' in row && 'log_name' in row) return readWinlogbeat6(row);
  if (typeof row['SyslogMessage'] === 'string') return readEventXml(row['SyslogMessage'], row);
  if (!('EventID' in row)) return null;
  return 'TimeGenerated' in row ? readAzureRow(row) : readFlat(row);
}

/** True when the marks of section 12 are there; cheaper and stricter than reading. */
export function looksLikeWindowsEvent(value: unknown): boolean {
  const row = unwrap(value);
  if (row === null || 'RuleTitle' in row || 'timestamp_desc' in row || hasElasticAlert(row)) return false;
  const event = row['Event'];
  if (isObject(event)) return isObject(event['System']);
  if (isObject(row['System'])) return 'EventID' in row['System'] && 'Channel' in row['System'];
  if (isObject(row['winlog'])) return 'event_id' in row['winlog'];
  if ('winlog.event_id' in row) return true;
  if ('event_id' in row && 'log_name' in row) return isObject(row['event_data']) || 'source_name' in row;
  if (typeof row['SyslogMessage'] === 'string') return row['SyslogMessage'].includes('<Event>') || row['SyslogMessage'].includes('<Event ');
  if (asText(row['EventID']) === null) return false;
  const placed = ['Computer', 'Hostname', 'HostName'].some((n) => n in row);
  return ['Channel', 'SourceName'].some((n) => n in row) || (placed && ['EventLog', 'EventSourceName', 'Provider'].some((n) => n in row));
}

/** A search hit wraps the document in `_source`. */
function unwrap(value: unknown): Data | null {
  if (!isObject(value)) return null;
  return isObject(value['_source']) ? value['_source'] : value;
}

function hasElasticAlert(row: Data): boolean {
  if (isObject(row['kibana']) || isObject(row['signal'])) return true;
  return 'kibana.alert.uuid' in row || 'kibana.alert.rule.name' in row || 'signal.rule' in row;
}
