/** DeviceEvents: a table of many kinds of event, told apart by ActionType. What is not known by name stays a plain event. */
import {
  deviceMention,
  domainMention,
  ipMention,
  plainMention,
  processMention,
  registryMention,
  urlOrDomainMention,
} from '../../../../shared/domain/entity/index.ts';
import { joinPath } from '../../../../shared/domain/entity/index.ts';
import type { Mention, RelationType } from '../../../../shared/domain/facts/facts.ts';
import {
  accountAttributes,
  accountOf,
  deviceOf,
  fileAttributes,
  fileOf,
  initiatingProcess,
  type ProcessFacts,
  type ToldChains,
} from './actor.ts';
import { fileOrigin } from './device-tables.ts';
import type { Emitter } from './emit.ts';
import { own } from './lenient-json.ts';

interface Context {
  readonly emit: Emitter;
  readonly device: Mention | null;
  readonly actor: ProcessFacts;
}
/** States the relations of one kind of row and returns the event's target. */
type Handler = (c: Context) => Mention | null;

/** Writing into another process, or starting code in it. Opening and reading is `accessed`. */
const onProcess =
  (type: RelationType): Handler =>
  (c) => {
    const target = otherProcess(c);
    if (target !== null && !samePlace(c.actor.process, target))
      c.emit.relation(c.actor.process, type, target, { device: c.device, attributes: { actionType: c.emit.row.text('ActionType') } });
    return target;
  };

const HANDLERS: Readonly<Record<string, Handler>> = {
  createremotethreadapicall: onProcess('injected_into'),
  queueuserapcremoteapicall: onProcess('injected_into'),
  setthreadcontextremoteapicall: onProcess('injected_into'),
  ntmapviewofsectionremoteapicall: onProcess('injected_into'),
  writeprocessmemoryapicall: onProcess('injected_into'),
  writetolsassprocessmemory: onProcess('injected_into'),
  openprocessapicall: onProcess('accessed'),
  readprocessmemoryapicall: onProcess('accessed'),
  ntallocatevirtualmemoryremoteapicall: onProcess('accessed'),
  ntallocatevirtualmemoryapicall: onProcess('accessed'),
  ntprotectvirtualmemoryapicall: onProcess('accessed'),
  processprimarytokenmodified: onProcess('accessed'),
  serviceinstalled: serviceInstalled,
  scheduledtaskcreated: taskCreated,
  useraccountcreated: accountCreated,
  useraccountaddedtolocalgroup: memberAdded,
  dnsqueryresponse: nameResolved,
  namedpipeevent: (c) =>
    plainMention(
      'pipe',
      { deviceName: c.device === null ? null : pipeName(c), name: c.device === null ? pipeName(c) : null },
      pipeName(c),
      c.device,
    ),
};

export function mapDeviceEvent(emit: Emitter, told: ToldChains): void {
  const { row } = emit;
  const device = deviceOf(row);
  const c: Context = { emit, device, actor: initiatingProcess(emit, device, told) };
  const handler = own(HANDLERS, row.text('ActionType')?.toLowerCase()) ?? plainTarget;
  const target = handler(c);
  emit.entity(device);
  emit.entity(target);
  emit.event({ device, actor: c.actor.process, account: accountOf(row, '', device) ?? c.actor.account, target, details: details(c) });
}

function details({ emit: { row } }: Context): (string | null)[] {
  return [
    row.additional(
      'Command',
      'ScriptContent',
      'SearchFilter',
      'DistinguishedName',
      'Description',
      'ThreatName',
      'TaskName',
      'ServiceName',
      'PipeName',
      'DnsQueryString',
    ),
    joinPath(row.text('FolderPath'), row.text('FileName')) ?? row.text('FileName'),
    row.text('RemoteUrl'),
    row.text('RegistryKey'),
    row.text('ProcessCommandLine'),
  ];
}

/** The most specific thing the row names, without stating what happened to it. */
function plainTarget(c: Context): Mention | null {
  const { row } = c.emit;
  const url = urlOrDomainMention(row.text('RemoteUrl'));
  const ip = ipMention(row.text('RemoteIP'));
  const process = otherProcess(c);
  const file = fileOf(row, '', c.device);
  const key = registryMention({ key: row.text('RegistryKey'), valueName: row.text('RegistryValueName'), device: c.device });
  if (file !== null && process === null) {
    c.emit.entity(file, fileAttributes(row, ''));
    fileOrigin(c.emit, file, c.device);
  }
  for (const named of [url, ip, key]) c.emit.entity(named);
  const remote = row.text('RemoteDeviceName');
  return process ?? key ?? file ?? url ?? ip ?? (remote === null ? null : deviceMention({ name: remote }));
}

/** The process of the plain columns: here the one acted on. Needs a pid; FileName alone may be a file. */
function otherProcess({ emit, device }: Context): Mention | null {
  const { row } = emit;
  const pid = row.pid('ProcessId');
  if (pid === null) return null;
  const image = joinPath(row.text('FolderPath'), row.text('FileName')) ?? row.text('FileName');
  const process = processMention({ device, pid, startUs: row.time('ProcessCreationTime'), image, aliveAtUs: emit.timeUs });
  emit.entity(process, {
    processId: pid,
    processCommandLine: row.text('ProcessCommandLine'),
    processCreationDateTime: row.text('ProcessCreationTime'),
    imageFile: image,
  });
  return process;
}

const samePlace = (a: Mention | null, b: Mention): boolean =>
  a !== null && a.keys[0]?.type === b.keys[0]?.type && a.keys[0]?.value === b.keys[0]?.value;
const pipeName = (c: Context): string | null => c.emit.row.additional('PipeName');

function scoped(kind: 'service' | 'scheduledTask', name: string | null, device: Mention | null): Mention | null {
  return plainMention(kind, device === null ? { name } : { deviceName: name }, name, device);
}

function serviceInstalled({ emit, device, actor }: Context): Mention | null {
  const { row } = emit;
  const service = scoped('service', row.additional('ServiceName'), device);
  emit.entity(service, {
    serviceName: row.additional('ServiceName'),
    serviceAccount: row.additional('ServiceAccount'),
    serviceType: row.additional('ServiceType'),
    startType: row.additional('ServiceStartType'),
    imagePath: joinPath(row.text('FolderPath'), row.text('FileName')),
  });
  emit.relation(actor.process ?? accountOf(row, '', device) ?? actor.account, 'installed_service', service, { device });
  return service ?? fileOf(row, '', device);
}

function taskCreated({ emit, device, actor }: Context): Mention | null {
  const { row } = emit;
  const task = scoped('scheduledTask', row.additional('TaskName'), device);
  emit.entity(task, { taskName: row.additional('TaskName'), taskContent: row.additional('TaskContent') });
  emit.relation(actor.process ?? accountOf(row, '', device) ?? actor.account, 'created_task', task, { device });
  return task;
}

function accountCreated({ emit, device, actor }: Context): Mention | null {
  const created = accountOf(emit.row, '', device);
  emit.entity(created, accountAttributes(emit.row, ''));
  emit.relation(actor.account, 'created_account', created, { device });
  return created;
}

function memberAdded({ emit, device }: Context): Mention | null {
  const { row } = emit;
  const member = accountOf(row, '', device);
  const name = row.additional('GroupName');
  const sid = row.additional('GroupSid');
  // Built-in groups have the same SID on every machine, so only domain groups are known by it.
  const group = plainMention('securityGroup', sid !== null && /^s-1-5-21-/i.test(sid) ? { sid } : { name }, name ?? sid, device);
  emit.entity(group, { groupName: name, sid });
  emit.relation(member, 'added_member', group, {
    device,
    attributes: { addedBy: row.additional('AddedBy') ?? row.text('InitiatingProcessAccountName') },
  });
  return group ?? member;
}

function nameResolved({ emit, device, actor }: Context): Mention | null {
  const domain = domainMention(emit.row.additional('DnsQueryString'));
  emit.entity(domain);
  emit.relation(actor.process, 'resolved', domain, { device });
  return domain;
}
