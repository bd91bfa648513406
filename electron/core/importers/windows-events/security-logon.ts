/** Security 4624, 4625, 4648, 4672, 4634, 4647, 4776: who comes and goes. Logged on the machine that is entered. */
import { ipScope, normalizeIp, plainMention } from '../../../../shared/domain/entity/index.ts';
import type { Mention } from '../../../../shared/domain/facts/facts.ts';
import { named, type Output } from './output.ts';
import { securityActor } from './security-process.ts';
import { remoteDevice } from './sysmon-network.ts';

/** Names as hunting tables write them. */
const LOGON_TYPES: Readonly<Record<string, string>> = {
  0: 'System',
  2: 'Interactive',
  3: 'Network',
  4: 'Batch',
  5: 'Service',
  7: 'Unlock',
  8: 'NetworkCleartext',
  9: 'NewCredentials',
  10: 'RemoteInteractive',
  11: 'CachedInteractive',
  12: 'CachedRemoteInteractive',
  13: 'CachedUnlock',
};
const SUB_STATUS: Readonly<Record<string, string>> = {
  '0xc0000064': 'no such user',
  '0xc000006a': 'bad password',
  '0xc000006d': 'bad user name or password',
  '0xc000006f': 'outside allowed hours',
  '0xc0000070': 'workstation not allowed',
  '0xc0000071': 'password expired',
  '0xc0000072': 'account disabled',
  '0xc0000193': 'account expired',
  '0xc0000234': 'account locked',
};
const statusText = (code: string | null): string | null => (code === null ? null : (SUB_STATUS[code.toLowerCase()] ?? code));

const logonTypeName = (code: string | null): string | null => (code === null ? null : (LOGON_TYPES[code] ?? `type ${code}`));

/** An address that is another machine; loopback and the empty address are no source. */
export function remoteAddress(out: Output, name: string): Mention | null {
  const ip = normalizeIp(out.f(name));
  return ip === null || ['loopback', 'unspecified'].includes(ipScope(ip)) ? null : out.scene.address(ip);
}

function session(out: Output, prefix: 'Target' | 'Subject', user: Mention | null): Mention | null {
  const id = out.f(`${prefix}LogonId`);
  const guid = prefix === 'Target' ? out.f('LogonGuid') : null;
  if (id === null || id === '0x0' || out.device === null) return null;
  const plainGuid = guid === null || /^[{}0-]+$/.test(guid) ? null : guid.replace(/[{}]/g, '');
  return plainMention('logonSession', { logonGuid: plainGuid, deviceLogonId: id }, `${named(user, 'logon')} ${id}`, out.device);
}

export function logon(out: Output): void {
  const target = out.securityUser('Target');
  const subject = out.securityUser('Subject');
  const actor = securityActor(out, 'ProcessId', 'ProcessName');
  const type = logonTypeName(out.f('LogonType'));
  const address = remoteAddress(out, 'IpAddress');
  const workstation = out.f('WorkstationName');
  const from = remoteDevice(workstation, out.device);
  const attributes = {
    logonType: type,
    logonId: out.f('TargetLogonId'),
    authenticationPackage: out.f('AuthenticationPackageName'),
    elevatedToken: yesNo(out.f('ElevatedToken')),
    remoteIp: address?.displayName ?? null,
    remotePort: out.pid('IpPort'),
    remoteDeviceName: workstation,
    outboundUser: out.f('TargetOutboundUserName'),
  };
  out.relation(target, 'logged_on_to', out.device, attributes);
  out.relation(from, 'logon_from', out.device, { logonType: type, user: target?.displayName ?? null });
  out.relation(address, 'logon_from', out.device, { logonType: type, user: target?.displayName ?? null });
  out.entity(session(out, 'Target', target), {
    logonType: type,
    startUs: out.timeUs,
    user: target?.displayName ?? null,
    requestedBy: subject?.displayName ?? null,
  });
  out.emit({
    actionType: 'LogonSuccess',
    actor,
    account: target,
    target: from ?? address,
    summary: `${named(target, 'A user')} logged on${sentenceEnd(type, from, address)}`,
  });
}

export function failedLogon(out: Output): void {
  const target = out.securityUser('Target');
  out.securityUser('Subject');
  const actor = securityActor(out, 'ProcessId', 'ProcessName');
  const type = logonTypeName(out.f('LogonType'));
  const address = remoteAddress(out, 'IpAddress');
  const from = remoteDevice(out.f('WorkstationName'), out.device);
  const reason = statusText(meaningful(out.f('SubStatus')) ?? out.f('Status'));
  out.relation(target, 'failed_logon_to', out.device, {
    logonType: type,
    failureReason: reason,
    remoteIp: address?.displayName ?? null,
    remoteDeviceName: out.f('WorkstationName'),
  });
  out.emit({
    actionType: 'LogonFailed',
    actor,
    account: target,
    target: from ?? address,
    summary: `${named(target, 'A user')} failed to log on${sentenceEnd(type, from, address)}${reason === null ? '' : `: ${reason}`}`,
  });
}

/** 4776 is logged by the machine that checks the password, not by the one that is entered. */
export function credentialValidation(out: Output): void {
  const account = out.user({ name: out.f('TargetUserName') });
  const status = out.f('Status');
  const failed = status !== null && !/^0x0+$/i.test(status);
  const from = remoteDevice(out.f('Workstation'), out.device);
  if (failed)
    out.relation(account, 'failed_logon_to', out.device, {
      authenticationPackage: out.f('PackageName'),
      failureReason: statusText(status),
      remoteDeviceName: out.f('Workstation'),
    });
  out.emit({
    actionType: failed ? 'CredentialValidationFailed' : 'CredentialValidated',
    account,
    target: from,
    summary: `Password of ${named(account, 'an account')} ${failed ? `refused: ${statusText(status)}` : 'accepted'}${from === null ? '' : `, from ${from.displayName}`}`,
  });
}

/** 4648: the subject uses other credentials against a server. */
export function explicitCredentials(out: Output): void {
  const subject = out.securityUser('Subject');
  const target = out.securityUser('Target');
  const actor = securityActor(out, 'ProcessId', 'ProcessName');
  const server = out.f('TargetServerName');
  const device = server === null || server.toLowerCase() === 'localhost' ? out.device : (remoteDevice(server, out.device) ?? out.device);
  out.relation(subject, 'acted_on', target, { operation: 'explicit credentials', targetServer: server });
  out.emit({
    actionType: 'LogonAttempted',
    actor,
    account: subject,
    target,
    summary: `${named(subject, 'A user')} used the credentials of ${named(target, 'another account')} for ${device?.displayName ?? server ?? 'a server'}${actor === null ? '' : ` in ${actor.displayName}`}`,
  });
}

/** 4672 marks the session of `SubjectLogonId` as privileged. */
export function specialPrivileges(out: Output): void {
  const subject = out.securityUser('Subject');
  const privileges = (out.f('PrivilegeList') ?? '').split(/\s+/, 60).filter((p) => p !== '');
  out.entity(session(out, 'Subject', subject), { privileged: true, privileges: privileges.join(' ') });
  const shown = privileges.slice(0, 4).join(', ');
  out.emit({
    actionType: 'SpecialPrivilegesAssigned',
    account: subject,
    summary: `${named(subject, 'A user')} logged on with special privileges${shown === '' ? '' : `: ${shown}${privileges.length > 4 ? ` and ${privileges.length - 4} more` : ''}`}`,
  });
}

export function logoff(out: Output): void {
  const target = out.securityUser('Target');
  const type = logonTypeName(out.f('LogonType'));
  out.entity(session(out, 'Target', target), { endUs: out.timeUs });
  out.emit({
    actionType: 'LogoffSuccess',
    account: target,
    summary: `${named(target, 'A user')} logged off${type === null ? '' : ` (${type})`}`,
  });
}

const meaningful = (code: string | null): string | null => (code === null || /^0x0+$/i.test(code) ? null : code);

/** `%%1842` and `%%1843` are the message numbers of yes and no. */
const yesNo = (text: string | null): boolean | null => (text === '%%1842' ? true : text === '%%1843' ? false : null);

function sentenceEnd(type: string | null, from: Mention | null, address: Mention | null): string {
  const source = [from?.displayName, address?.displayName].filter((s) => s !== undefined).join(' ');
  return `${type === null ? '' : ` (${type})`}${source === '' ? '' : ` from ${source}`}`;
}
