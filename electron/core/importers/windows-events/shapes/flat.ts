/** Rows with all fields at top level: NXLog (`EventTime`, `EventReceivedTime`) and Get-WinEvent (`TimeCreated`). */
import { normalizePid, present } from '../../../../../shared/domain/entity/index.ts';
import { asText, eventIdOf, type Data, type StatedEvent } from '../windows-event.ts';

export function readFlat(row: Data): StatedEvent | null {
  const eventId = eventIdOf(row['EventID']);
  if (eventId === null) return null;
  // NXLog puts the record's own account and process beside the data, under names that elsewhere belong to the data.
  const nxlog = 'EventReceivedTime' in row || 'SourceModuleType' in row;
  return {
    provider: present(row['SourceName'] ?? row['ProviderName'] ?? row['Provider']),
    channel: present(row['Channel'] ?? row['LogName']),
    eventId,
    computer: present(row['Hostname'] ?? row['Computer'] ?? row['MachineName']),
    recordId: present(row['RecordNumber'] ?? row['EventRecordID'] ?? row['RecordId']),
    times: {
      UtcTime: row['UtcTime'],
      SystemTime: row['SystemTime'],
      TimeCreated: row['TimeCreated'],
      TimeGenerated: undefined,
      '@timestamp': row['@timestamp'],
      EventTime: row['EventTime'],
    },
    data: row,
    message: asText(row['Message']),
    userSid: nxlog ? present(row['UserID']) : null,
    userName: nxlog ? present(row['AccountName']) : null,
    userDomain: nxlog ? present(row['Domain']) : null,
    executionPid: normalizePid(row['ExecutionProcessID'] ?? (nxlog ? row['ProcessID'] : undefined)),
  };
}
