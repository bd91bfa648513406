/** Events without a mapping of their own: everything they name by the usual fields, and one readable line. */
import { normalizePid } from '../../../../shared/domain/entity/index.ts';
import { named, type Output } from './output.ts';
import { remoteAddress } from './security-logon.ts';
import { filterActor, securityActor } from './security-process.ts';

/** Plain names of event ids of the Security log. */
const SECURITY_NAMES: Readonly<Record<number, string>> = {
  4608: 'SystemStarted',
  4611: 'LogonProcessRegistered',
  4616: 'SystemTimeChanged',
  4627: 'GroupMembership',
  4656: 'ObjectHandleRequested',
  4657: 'RegistryValueChanged',
  4658: 'ObjectHandleClosed',
  4660: 'ObjectDeleted',
  4661: 'ObjectHandleRequested',
  4662: 'DirectoryObjectOperation',
  4663: 'ObjectAccessed',
  4670: 'PermissionsChanged',
  4673: 'PrivilegedServiceCalled',
  4674: 'PrivilegedObjectOperation',
  4690: 'HandleDuplicated',
  4692: 'DataProtectionKeyBackup',
  4695: 'DataUnprotected',
  4703: 'TokenRightAdjusted',
  4719: 'AuditPolicyChanged',
  4722: 'UserAccountEnabled',
  4723: 'PasswordChangeAttempt',
  4724: 'PasswordReset',
  4725: 'UserAccountDisabled',
  4726: 'UserAccountDeleted',
  4735: 'LocalGroupChanged',
  4738: 'UserAccountChanged',
  4740: 'AccountLockedOut',
  4742: 'ComputerAccountChanged',
  4778: 'SessionReconnected',
  4779: 'SessionDisconnected',
  4797: 'BlankPasswordQueried',
  4798: 'LocalGroupsEnumerated',
  4799: 'LocalGroupMembersEnumerated',
  4946: 'FirewallRuleAdded',
  4947: 'FirewallRuleChanged',
  5058: 'KeyFileOperation',
  5061: 'CryptographicOperation',
  5152: 'PacketBlocked',
  5154: 'PortListening',
  5157: 'ConnectionBlocked',
  5158: 'PortBound',
  5379: 'CredentialsRead',
  1102: 'AuditLogCleared',
};

const isSecurity = (out: Output): boolean => out.event.channel?.toLowerCase() === 'security';

function actionType(out: Output): string {
  const { eventId, channel } = out.event;
  const name = isSecurity(out)
    ? SECURITY_NAMES[eventId]
    : eventId === 104 && channel?.toLowerCase() === 'system'
      ? 'EventLogCleared'
      : undefined;
  return name ?? `Event ${eventId}`;
}

/** First line of the message, which names what happened; cut before a very long one is looked at. */
function firstLine(message: string | null): string | null {
  const head = message?.slice(0, 1000).trimStart() ?? '';
  const end = head.search(/[\r\n]/);
  const line = (end < 0 ? head : head.slice(0, end)).trim();
  return line === '' ? null : line;
}

/** Names the fields that usually tell what an event is about, for records without a message. */
const TELLING: readonly string[] = [
  'ObjectName',
  'TargetName',
  'ServiceName',
  'TaskName',
  'ShareName',
  'PackageName',
  'RuleName',
  'Application',
  'param1',
];

/** Values without names, but for ids that say nothing. */
function unnamedData(out: Output): string | null {
  const values: string[] = [];
  for (let i = 1; i <= 12; i++) {
    const value = out.f(`Data${i}`);
    if (value !== null && !/^[{}0-]+$/.test(value)) values.push(value);
  }
  return values.length === 0 ? null : `: ${values.join(', ')}`;
}

export function plainEvent(out: Output): void {
  const { event } = out;
  const filter = event.eventId >= 5150 && event.eventId <= 5159 && isSecurity(out);
  const actor = filter ? filterActor(out) : actorOf(out);
  const subject =
    out.securityUser('Subject') ??
    (out.f('TargetUserName') !== null && out.f('TargetDomainName') !== 'Builtin' ? out.securityUser('Target') : null) ??
    out.account('User') ??
    out.recordUser();
  const type = actionType(out);
  const target = filter ? out.scene.address(out.f('DestAddress')) : (objectOf(out) ?? remoteAddress(out, 'IpAddress'));
  const first = firstLine(event.message);
  const telling = TELLING.map((n) => out.f(n)).find((v) => v !== null) ?? unnamedData(out);
  const subjectText = subject === null ? '' : `, ${subject.displayName}`;
  const line = first ?? (type.startsWith('Event ') ? `${event.provider ?? event.channel ?? 'Windows'} event ${event.eventId}` : type);
  out.emit({
    actionType: type,
    actor,
    account: subject,
    target,
    summary: `${line}${telling === null || line.includes(telling) ? '' : telling.startsWith(': ') ? telling : ` ${telling}`}${actor === null ? '' : ` [${named(actor)}${subjectText}]`}`,
  });
}

function actorOf(out: Output) {
  const guid = out.guid('ProcessGuid');
  if (guid !== null) return out.process({ guid, pid: out.pid('ProcessId'), image: out.f('Image') });
  // Only the Security log is sure to write its process as hex or as `Caller`/`Client`; elsewhere a `ProcessId` may be anything.
  for (const [pid, image] of [
    ['ProcessId', 'ProcessName'],
    ['CallerProcessId', 'CallerProcessName'],
    ['ClientProcessId', null],
    ['SourceProcessId', null],
  ] as const) {
    if (normalizePid(out.event.data[pid]) !== null && (isSecurity(out) || (image !== null && out.f(image) !== null)))
      return securityActor(out, pid, image);
  }
  return null;
}

/** What an object event is about: a file or a registry key. */
function objectOf(out: Output) {
  const name = out.f('ObjectName');
  if (name === null) return null;
  if (out.f('ObjectType') === 'Key') return out.scene.registry(name, out.f('ObjectValueName'), out.device);
  return out.f('ObjectType') === 'File' ? out.file(name, null) : null;
}
