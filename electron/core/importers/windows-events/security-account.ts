/** Security 4698, 4720, 4728, 4732, 4756, 4697 and System 7045: accounts, groups, tasks and services made. */
import { plainMention } from '../../../../shared/domain/entity/index.ts';
import type { Mention } from '../../../../shared/domain/facts/facts.ts';
import { named, type Output } from './output.ts';
import { securityActor } from './security-process.ts';
import { childOf, findElement, readXml } from './shapes/event-xml.ts';

export function userCreated(out: Output): void {
  const subject = out.securityUser('Subject');
  const created = out.user({ sid: out.f('TargetSid'), name: out.f('TargetUserName'), domain: out.f('TargetDomainName') });
  out.entity(created, {
    samAccountName: out.f('SamAccountName'),
    userPrincipalName: out.f('UserPrincipalName'),
    accountCreatedUs: out.timeUs,
  });
  out.relation(subject, 'created_account', created);
  out.emit({
    actionType: 'UserAccountCreated',
    account: subject,
    target: created,
    summary: `${named(subject, 'A user')} created the account ${named(created, 'without a name')}`,
  });
}

const SCOPES: Readonly<Record<number, string>> = { 4728: 'global', 4732: 'local', 4756: 'universal' };

/** `TargetUserName` is the group. Groups of a machine share well-known SIDs, so those count with their device. */
export function memberAdded(out: Output): void {
  const subject = out.securityUser('Subject');
  const [sid, name, domain] = [out.f('TargetSid'), out.f('TargetUserName'), out.f('TargetDomainName')];
  const member = out.user({ sid: out.f('MemberSid'), name: memberName(out.f('MemberName')) });
  const group = groupOf(sid, name, domain, out.device);
  out.entity(group, { groupName: name, domainName: domain, groupSid: sid, scope: SCOPES[out.event.eventId] ?? null });
  out.relation(member, 'added_member', group, { by: subject?.displayName ?? null, memberName: out.f('MemberName') });
  out.emit({
    actionType: 'UserAccountAddedToLocalGroup',
    account: subject,
    target: group,
    summary: `${named(subject, 'A user')} added ${named(member, 'an account')} to the ${SCOPES[out.event.eventId] ?? ''} group ${name ?? 'without a name'}`,
  });
}

export function groupOf(sid: string | null, name: string | null, domain: string | null, device: Mention | null): Mention | null {
  const qualified = name === null ? null : domain === null ? name : `${domain}\\${name}`;
  if (sid !== null && /^s-1-5-21-/i.test(sid)) return plainMention('securityGroup', { sid }, qualified ?? sid);
  return plainMention('securityGroup', { name: name ?? sid }, qualified ?? sid, device);
}

/** First part of a distinguished name: `CN=Mia Berg,OU=..`. */
const memberName = (dn: string | null): string | null =>
  dn === null ? null : (/^CN=((?:\\.|[^,])+)/i.exec(dn)?.[1]?.replace(/\\(.)/g, '$1') ?? dn);

/** 4697 names the user; 7045 only in exports that keep the record's own account. */
export function serviceInstalled(out: Output): void {
  const security = out.event.eventId === 4697;
  const user = security ? out.securityUser('Subject') : out.recordUser();
  const actor = security ? securityActor(out, 'ClientProcessId', null) : null;
  const [name, command] = [out.f('ServiceName'), out.f('ServiceFileName') ?? out.f('ImagePath')];
  const service = name === null ? null : plainMention('service', out.device === null ? { name } : { deviceName: name }, name, out.device);
  const runsAs = out.f('ServiceAccount') ?? (out.event.userName === null ? out.f('AccountName') : null);
  out.entity(service, {
    serviceFileName: command,
    serviceType: out.f('ServiceType'),
    startType: out.f('ServiceStartType') ?? out.f('StartType'),
    serviceAccount: runsAs,
  });
  out.relation(user, 'installed_service', service, { serviceFileName: command });
  if (actor !== null) out.relation(actor, 'installed_service', service, { serviceFileName: command });
  out.emit({
    actionType: 'ServiceInstalled',
    actor,
    account: user,
    target: service,
    long: true,
    summary: `${user === null ? 'Service' : `${user.displayName} installed the service`} ${name ?? 'without a name'}${user === null ? ' installed' : ''}${command === null ? '' : `: ${command}`}`,
  });
}

/** `Exec/Command` and `Arguments` of task XML, which NXLog delivers escaped once more. */
export function taskCommand(content: string | null): { readonly command: string; readonly arguments: string | null } | null {
  if (content === null) return null;
  const xml = content.startsWith('&lt;')
    ? content.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
    : content;
  const exec = findElement(readXml(xml.trim()), 'Exec');
  const command = childOf(exec, 'Command')?.text.trim() ?? '';
  return command === '' ? null : { command, arguments: childOf(exec, 'Arguments')?.text.trim() || null };
}

/** 4698 to 4702: scheduled tasks; only creation is an edge to the task. */
export function scheduledTask(out: Output): void {
  const subject = out.securityUser('Subject');
  const actor = securityActor(out, 'ClientProcessId', null);
  const name = out.f('TaskName');
  const task =
    name === null ? null : plainMention('scheduledTask', out.device === null ? { name } : { deviceName: name }, name, out.device);
  const run = taskCommand(out.f('TaskContent') ?? out.f('TaskContentNew'));
  const command = run === null ? null : `${run.command}${run.arguments === null ? '' : ` ${run.arguments}`}`;
  const [actionType, verb] = TASK_ACTIONS[out.event.eventId] ?? ['ScheduledTaskUpdated', 'changed'];
  out.entity(task, { taskCommand: command });
  if (out.event.eventId === 4698) {
    out.relation(subject, 'created_task', task, { taskCommand: command });
    out.relation(actor, 'created_task', task, { taskCommand: command });
    if (run !== null && run.command.includes('\\')) out.file(run.command.replace(/^"|"$/g, ''), null);
  }
  out.emit({
    actionType,
    actor,
    account: subject,
    target: task,
    long: true,
    summary: `${named(subject, 'A user')} ${verb} the task ${name ?? 'without a name'}${command === null ? '' : `: ${command}`}`,
  });
}
const TASK_ACTIONS: Readonly<Record<number, readonly [string, string]>> = {
  4698: ['ScheduledTaskCreated', 'created'],
  4699: ['ScheduledTaskDeleted', 'deleted'],
  4700: ['ScheduledTaskEnabled', 'enabled'],
  4701: ['ScheduledTaskDisabled', 'disabled'],
  4702: ['ScheduledTaskUpdated', 'changed'],
};
