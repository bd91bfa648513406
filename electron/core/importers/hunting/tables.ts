/** Which hunting table a row belongs to (formats.md section 9: signature columns). */
import type { Row } from './row.ts';

export const TABLES = [
  'AlertInfo',
  'AlertEvidence',
  'DeviceProcessEvents',
  'DeviceNetworkEvents',
  'DeviceFileEvents',
  'DeviceRegistryEvents',
  'DeviceLogonEvents',
  'DeviceImageLoadEvents',
  'DeviceEvents',
  'DeviceInfo',
  'EmailEvents',
  'EmailAttachmentInfo',
  'EmailUrlInfo',
  'EmailPostDeliveryEvents',
  'UrlClickEvents',
  'IdentityInfo',
  'IdentityLogonEvents',
  'IdentityDirectoryEvents',
  'EntraIdSignInEvents',
  'AADSignInEventsBeta',
  'CloudAppEvents',
  'DisruptionAndResponseEvents',
] as const;
export type Table = (typeof TABLES)[number];

const BY_NAME = new Map<string, Table>(TABLES.map((t) => [t.toLowerCase(), t]));

/** `AdvancedHunting-DeviceEvents` or `DeviceEvents`; null for tables that are not mapped. */
export function tableNamed(name: unknown): Table | null {
  return typeof name === 'string'
    ? (BY_NAME.get(
        name
          .trim()
          .toLowerCase()
          .replace(/^advancedhunting-/, ''),
      ) ?? null)
    : null;
}

type Test = (column: string) => boolean;

/**
 * The table by what is filled; a row that fills too little is decided by its columns. Rows of mixed tables often carry the columns
 * of all of them, so filled cells and ActionType come first. Null when nothing is certain.
 */
export function tableOf(row: Row): Table | null {
  const stated = tableNamed(row.text('Type')) ?? tableNamed(row.text('$table'));
  if (stated !== null) return stated;
  return bySignature((c) => row.filled(c), row) ?? bySignature((c) => row.has(c), row);
}

function bySignature(has: Test, row: Row): Table | null {
  return (
    alertTable(has) ??
    emailTable(has) ??
    disruption(has) ??
    deviceByAction(has, row) ??
    cloudTable(has) ??
    identityTable(has, row) ??
    inventoryTable(has) ??
    deviceByColumns(has, row)
  );
}

function alertTable(has: Test): Table | null {
  if (!has('AlertId')) return null;
  if (has('EntityType')) return 'AlertEvidence';
  return has('Category') || (has('Title') && has('Severity')) ? 'AlertInfo' : null;
}

function emailTable(has: Test): Table | null {
  if (has('IsClickedThrough') || (has('Url') && has('Workload') && has('AccountUpn'))) return 'UrlClickEvents';
  if (!has('NetworkMessageId')) return null;
  if (has('ActionTrigger') || has('ActionResult')) return 'EmailPostDeliveryEvents';
  if (has('EmailDirection') || has('SenderMailFromAddress')) return 'EmailEvents';
  if (has('UrlDomain') || has('UrlLocation')) return 'EmailUrlInfo';
  if (has('FileType') || (has('FileName') && has('RecipientEmailAddress'))) return 'EmailAttachmentInfo';
  return has('DeliveryAction') && has('RecipientEmailAddress') ? 'EmailEvents' : null;
}

const disruption = (has: Test): Table | null => (has('PolicyId') && has('ReportType') ? 'DisruptionAndResponseEvents' : null);

const hasActor = (has: Test): boolean =>
  has('InitiatingProcessId') || has('InitiatingProcessFileName') || has('InitiatingProcessParentFileName');
const hasDevice = (has: Test): boolean => has('DeviceId') || has('DeviceName');

const ACTIONS: readonly [RegExp, Table][] = [
  [/^(processcreated|openprocess)$/, 'DeviceProcessEvents'],
  [
    /^(connection(success|failed|request|found|attempt|acknowledged)|inboundconnection|listeningconnectioncreated|networksignatureinspected|\w+connectioninspected)/,
    'DeviceNetworkEvents',
  ],
  [/^file(created|modified|renamed|deleted)$/, 'DeviceFileEvents'],
  [/^registry(key|value)/, 'DeviceRegistryEvents'],
  [/^imageloaded$/, 'DeviceImageLoadEvents'],
  [/^logon(success|failed|attempted)$/, 'DeviceLogonEvents'],
];

/** Rows with an acting process, or a device and no cloud account, are told apart by ActionType. */
function deviceByAction(has: Test, row: Row): Table | null {
  const action = row.text('ActionType')?.toLowerCase() ?? null;
  if (action === null || !hasDevice(has)) return null;
  const found = ACTIONS.find(([pattern]) => pattern.test(action))?.[1] ?? null;
  if (found === 'DeviceLogonEvents') return has('DestinationDeviceName') || has('TargetDeviceName') || has('Application') ? null : found;
  if (found !== null) return hasActor(has) || !has('Application') ? found : null;
  return hasActor(has) && !has('Application') ? 'DeviceEvents' : null;
}

function cloudTable(has: Test): Table | null {
  if (has('ErrorCode') && has('CorrelationId'))
    return has('AadDeviceId') && !has('EntraIdDeviceId') ? 'AADSignInEventsBeta' : 'EntraIdSignInEvents';
  const cloudOnly = has('RawEventData') || has('IsAdminOperation') || has('ActivityObjects') || (has('ActivityType') && has('Application'));
  return cloudOnly && !hasActor(has) ? 'CloudAppEvents' : null;
}

function identityTable(has: Test, row: Row): Table | null {
  if (hasActor(has)) return null;
  const involved = has('DestinationDeviceName') || has('TargetDeviceName') || has('TargetAccountUpn') || has('TargetAccountDisplayName');
  if (!involved && !(has('Application') && has('AccountUpn'))) return null;
  const isLogon = has('LogonType') || /^logon/i.test(row.text('ActionType') ?? '');
  if (isLogon) return 'IdentityLogonEvents';
  return involved && row.filled('ActionType') ? 'IdentityDirectoryEvents' : null;
}

function inventoryTable(has: Test): Table | null {
  if (hasActor(has)) return null;
  const user = has('AccountObjectId') || has('AccountUpn') || has('AccountName');
  if (user && (has('OnPremSid') || has('CloudSid') || has('JobTitle') || has('IsAccountEnabled') || has('BlastRadius')))
    return 'IdentityInfo';
  return has('DeviceId') && (has('MachineGroup') || has('LoggedOnUsers') || has('OnboardingStatus')) && !has('ActionType')
    ? 'DeviceInfo'
    : null;
}

/** Projections without ActionType. */
function deviceByColumns(has: Test, row: Row): Table | null {
  if (has('LogonType') && has('IsLocalAdmin')) return 'DeviceLogonEvents';
  if (!hasActor(has)) return null;
  if (has('CreatedProcessSessionId') || (row.filled('ActionType') && has('RegistryKey') && has('RemoteUrl'))) return 'DeviceEvents';
  if (row.hasPrefix('ProcessVersionInfo') || (has('ProcessId') && has('ProcessCommandLine') && has('InitiatingProcessId')))
    return 'DeviceProcessEvents';
  if (has('RemoteIPType') || (has('RemoteIP') && has('RemotePort'))) return 'DeviceNetworkEvents';
  if (has('PreviousRegistryKey') || has('RegistryKey')) return 'DeviceRegistryEvents';
  if (has('PreviousFileName') || has('ShareName') || has('RequestProtocol')) return 'DeviceFileEvents';
  return null;
}
