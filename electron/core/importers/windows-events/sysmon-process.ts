/** Sysmon 1, 5, 8, 10, 25: processes and what they do to each other. */
import type { Mention } from '../../../../shared/domain/facts/facts.ts';
import { named, type Output } from './output.ts';

/** The process of the common fields. */
export const actorOf = (out: Output): Mention | null =>
  out.process({ guid: out.guid('ProcessGuid'), pid: out.actingPid('ProcessId: '), image: out.f('Image') });

/** The process of the common fields with its user, who is told to run it once per process. */
export function actorAndUser(out: Output): { actor: Mention | null; account: Mention | null } {
  const actor = actorOf(out);
  const account = out.account('User');
  tellUser(out, account, actor, out.guid('ProcessGuid'));
  return { actor, account };
}

/** Once per process; one without a GUID may be another in every row. */
function tellUser(out: Output, account: Mention | null, process: Mention | null, guid: string | null): void {
  if (account !== null && guid !== null && out.scene.first(`r|${guid}`)) out.relation(account, 'ran_as', process);
}

export function processCreate(out: Output): void {
  const guid = out.guid('ProcessGuid');
  const image = out.f('Image');
  const commandLine = out.f('CommandLine');
  const startUs = out.timeUs;
  const pid = out.actingPid('ProcessId: ');
  const parent = out.process({ guid: out.guid('ParentProcessGuid'), pid: out.pid('ParentProcessId'), image: out.f('ParentImage') });
  const process = out.scene.process(out.device, { guid, pid, image, startUs });
  const account = out.account('User');
  const file = out.file(image, out.f('Hashes'), {
    fileVersion: out.f('FileVersion'),
    filePublisher: out.f('Company'),
    productName: out.f('Product'),
    description: out.f('Description'),
    originalFileName: out.f('OriginalFileName'),
  });
  out.entity(process, {
    processId: pid,
    processGuid: guid,
    imageFile: image,
    processCommandLine: commandLine,
    processCreationDateTime: out.event.timeText,
    currentDirectory: out.f('CurrentDirectory'),
    integrityLevel: out.f('IntegrityLevel'),
    logonId: out.f('LogonId'),
    terminalSessionId: out.f('TerminalSessionId'),
    originalFileName: out.f('OriginalFileName'),
  });
  if (guid !== null) {
    out.scene.first(`p|${guid}`);
    out.scene.first(`r|${guid}`);
  }
  const parentGuid = out.guid('ParentProcessGuid');
  if (parent !== null && out.f('ParentCommandLine') !== null && out.scene.first(`pc|${parentGuid ?? startUs}`)) {
    out.entity(parent, { processCommandLine: out.f('ParentCommandLine') });
  }
  if (parent !== null) tellUser(out, out.account('ParentUser'), parent, parentGuid);
  out.relation(parent, 'spawned', process);
  out.relation(file, 'image_of', process);
  out.relation(account, 'ran_as', process);
  out.relation(process, 'ran_on', out.device);
  out.emit({
    actionType: 'ProcessCreated',
    actor: parent,
    account,
    target: process,
    summary: `${parent === null ? '' : `${parent.displayName} started `}${named(process)}${commandLine === null ? '' : `: ${commandLine}`}`,
    long: true,
  });
}

export function processEnd(out: Output): void {
  const { actor, account } = actorAndUser(out);
  out.entity(actor, { endUs: out.timeUs });
  out.emit({ actionType: 'ProcessTerminated', actor, account, target: actor, summary: `${named(actor)} ended` });
}

/** 8 writes `Guid`, 10 `GUID`; some versions and exporters differ, so both are tried. */
function between(out: Output): { source: Mention | null; target: Mention | null; account: Mention | null } {
  const end = (side: 'Source' | 'Target'): { process: Mention | null; user: Mention | null } => {
    const guid = out.guid(`${side}ProcessGUID`) ?? out.guid(`${side}ProcessGuid`);
    const process = out.process({ guid, pid: out.pid(`${side}ProcessId`), image: out.f(`${side}Image`) });
    const user = out.account(`${side}User`);
    tellUser(out, user, process, guid);
    return { process, user };
  };
  const [source, target] = [end('Source'), end('Target')];
  return { source: source.process, target: target.process, account: source.user };
}

export function remoteThread(out: Output): void {
  const { source, target, account } = between(out);
  const start = out.f('StartFunction') ?? out.f('StartAddress');
  out.relation(source, 'injected_into', target, {
    startAddress: out.f('StartAddress'),
    startModule: out.f('StartModule'),
    startFunction: out.f('StartFunction'),
    newThreadId: out.f('NewThreadId'),
  });
  out.emit({
    actionType: 'CreateRemoteThreadApiCall',
    actor: source,
    account,
    target,
    summary: `${named(source)} started a thread in ${named(target)}${start === null ? '' : ` at ${start}`}`,
  });
}

export function processAccess(out: Output): void {
  const { source, target, account } = between(out);
  const access = out.f('GrantedAccess');
  out.relation(source, 'accessed', target, { grantedAccess: access });
  out.emit({
    actionType: 'ProcessAccess',
    actor: source,
    account,
    target,
    summary: `${named(source)} opened ${named(target)}${access === null ? '' : `, access ${access}`}`,
  });
}

/** 25 names only the process whose image was replaced, not who did it: an event on that process, no edge. */
export function processTampering(out: Output): void {
  const { actor, account } = actorAndUser(out);
  out.entity(actor, { tampering: out.f('Type') });
  out.emit({
    actionType: 'ProcessTampering',
    account,
    target: actor,
    summary: `Image of ${named(actor)} was tampered with: ${out.f('Type') ?? 'kind not stated'}`,
  });
}
