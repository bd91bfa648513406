/** Security 4688, 4689, 5156 and the processes other Security events name by pid. */
import { normalizePid, normalizeIp } from '../../../../shared/domain/entity/index.ts';
import type { Mention } from '../../../../shared/domain/facts/facts.ts';
import { named, type Output } from './output.ts';

/** Pid 0 means "no process" in Security events. */
export function securityActor(out: Output, pidName: string, imageName: string | null, label = '\tProcess ID:'): Mention | null {
  const pid = pidName === 'ProcessId' ? out.actingPid(label) : out.pid(pidName);
  const image = imageName === null ? null : out.f(imageName);
  return pid === null || pid === 0 ? null : out.process({ pid, image });
}

const INTEGRITY: Readonly<Record<string, string>> = {
  'S-1-16-4096': 'Low',
  'S-1-16-8192': 'Medium',
  'S-1-16-12288': 'High',
  'S-1-16-16384': 'System',
};
const ELEVATION: Readonly<Record<string, string>> = {
  '%%1936': 'TokenElevationTypeDefault',
  '%%1937': 'TokenElevationTypeFull',
  '%%1938': 'TokenElevationTypeLimited',
};

/** `ProcessId` is the creator. The account is the target's where it is set, else the subject's. */
export function processCreated(out: Output): void {
  const [pid, image, commandLine] = [out.pid('NewProcessId'), out.f('NewProcessName'), out.f('CommandLine')];
  const parent = securityActor(out, 'ProcessId', 'ParentProcessName', '\tCreator Process ID:');
  const subject = out.securityUser('Subject');
  const targetName = out.f('TargetUserName');
  const account = targetName === null ? subject : out.securityUser('Target');
  const process = pid === null ? null : out.scene.process(out.device, { pid, image, startUs: out.timeUs });
  const file = out.file(image, null);
  const [label, elevation] = [out.f('MandatoryLabel'), out.f('TokenElevationType')];
  out.entity(process, {
    processId: pid,
    imageFile: image,
    processCommandLine: commandLine,
    processCreationDateTime: out.event.timeText,
    integrityLevel: label === null ? null : (INTEGRITY[label] ?? label),
    tokenElevation: elevation === null ? null : (ELEVATION[elevation] ?? elevation),
    logonId: targetName === null ? out.f('SubjectLogonId') : out.f('TargetLogonId'),
  });
  out.relation(parent, 'spawned', process);
  out.relation(file, 'image_of', process);
  out.relation(account, 'ran_as', process);
  out.relation(process, 'ran_on', out.device);
  out.relation(parent, 'ran_on', out.device);
  out.emit({
    actionType: 'ProcessCreated',
    actor: parent,
    account,
    target: process,
    long: true,
    summary: `${parent === null ? '' : `${parent.displayName} started `}${named(process)}${commandLine === null ? '' : `: ${commandLine}`}`,
  });
}

export function processExited(out: Output): void {
  const process = securityActor(out, 'ProcessId', 'ProcessName');
  const account = out.securityUser('Subject');
  out.entity(process, { endUs: out.timeUs, exitStatus: out.f('Status') });
  out.emit({ actionType: 'ProcessTerminated', actor: process, account, target: process, summary: `${named(process)} ended` });
}

const PROTOCOLS: Readonly<Record<string, string>> = { 1: 'icmp', 6: 'tcp', 17: 'udp', 58: 'icmpv6' };
/** `%%14592` is inbound, `%%14593` outbound. */
const isInbound = (direction: string | null): boolean => direction === '%%14592' || direction?.toLowerCase() === 'inbound';

/** NXLog puts the logging process in a numeric `ProcessID`; the data's own is text there, and `ProcessId` in newer versions. */
function filterPid(out: Output): number | null {
  const stated = out.actingPid('\tProcess ID:');
  if (stated !== null) return stated;
  const other = out.event.data['ProcessID'];
  return typeof other === 'number' && 'EventReceivedTime' in out.event.data ? null : normalizePid(other);
}

/** The filtering platform's application is the image; `System` is the kernel. */
export function filterActor(out: Output): Mention | null {
  const pid = filterPid(out);
  return pid === null || pid === 0 ? null : out.process({ pid, image: out.f('Application') });
}

/** 5156: `Source` is the end that opened the connection, so for inbound rows the far one. */
export function filterConnection(out: Output): void {
  const actor = filterActor(out);
  const inbound = isInbound(out.f('Direction'));
  const [far, near] = inbound ? ['Source', 'Dest'] : ['Dest', 'Source'];
  const address = out.scene.address(out.f(`${far}Address`));
  const [remotePort, localPort] = [out.pid(`${far}Port`), out.pid(`${near}Port`)];
  const protocol = PROTOCOLS[out.f('Protocol') ?? ''] ?? out.f('Protocol');
  out.relation(actor, inbound ? 'accepted_from' : 'connected_to', address, {
    protocol,
    remotePort,
    localPort,
    localIp: normalizeIp(out.f(`${near}Address`)),
  });
  const place = `${address?.displayName ?? 'unknown address'}${remotePort === null ? '' : ` port ${remotePort}`}`;
  out.emit({
    actionType: inbound ? 'InboundConnectionAccepted' : 'ConnectionSuccess',
    actor,
    target: address,
    summary: `${named(actor)} ${inbound ? 'accepted a connection from' : 'connected to'} ${place}${inbound && localPort !== null ? ` on port ${localPort}` : ''}${protocol === null ? '' : `, ${protocol}`}`,
  });
}
