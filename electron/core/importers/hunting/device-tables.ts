/** DeviceProcessEvents, -NetworkEvents, -FileEvents, -RegistryEvents, -LogonEvents, -ImageLoadEvents. */
import {
  deviceMention,
  domainMention,
  ipMention,
  ipScope,
  processMention,
  registryMention,
  urlMention,
  urlOrDomainMention,
  userMention,
} from '../../../../shared/domain/entity/index.ts';
import { joinPath, normalizeIp } from '../../../../shared/domain/entity/index.ts';
import type { Json, Mention, RelationType } from '../../../../shared/domain/facts/facts.ts';
import {
  accountAttributes,
  accountOf,
  deviceOf,
  fileAttributes,
  fileOf,
  initiatingProcess,
  tellProcess,
  type ToldChains,
} from './actor.ts';
import type { Emitter } from './emit.ts';
import { own } from './lenient-json.ts';

/** Child creation time, else the row's time: the row itself says "created now". */
export function mapProcess(emit: Emitter, told: ToldChains): void {
  const { row } = emit;
  const device = deviceOf(row);
  const actor = initiatingProcess(emit, device, told);
  const created = createdProcess(emit, device);
  const isCreation = row.text('ActionType')?.toLowerCase() !== 'openprocess';
  if (created !== null && isCreation) {
    emit.relation(actor.process, 'spawned', created.process, { timeUs: created.startUs ?? emit.timeUs, device });
  }
  emit.event({
    device,
    actor: actor.process,
    account: created?.account ?? actor.account,
    target: created?.process ?? null,
    details: [row.text('ProcessCommandLine')],
  });
}

/** The process named by ProcessId, ProcessCreationTime and FileName, with its image and account. */
export function createdProcess(emit: Emitter, device: Mention | null) {
  const { row } = emit;
  const startUs = row.time('ProcessCreationTime');
  const image = joinPath(row.text('FolderPath'), row.text('FileName')) ?? row.text('FileName');
  const process = processMention({ device, pid: row.pid('ProcessId'), startUs, image, aliveAtUs: emit.timeUs });
  if (process === null) return null;
  const account = accountOf(row, '', device);
  tellProcess(emit, { process, account, device, startUs: startUs ?? emit.timeUs, prefix: '', commandLine: row.text('ProcessCommandLine') });
  return { process, account, startUs };
}

export function mapNetwork(emit: Emitter, told: ToldChains): void {
  const { row } = emit;
  const device = deviceOf(row);
  const actor = initiatingProcess(emit, device, told);
  const ip = ipMention(row.text('RemoteIP'));
  const name = urlOrDomainMention(row.text('RemoteUrl'));
  const type = networkRelation(row.text('ActionType') ?? '', row.additional('direction', 'Direction'));
  const attributes = {
    actionType: row.text('ActionType'),
    remotePort: row.port('RemotePort'),
    localPort: row.port('LocalPort'),
    localIp: row.text('LocalIP'),
    protocol: row.text('Protocol'),
  };
  emit.entity(ip);
  emit.entity(name);
  if (type !== null) {
    emit.relation(actor.process, type, ip, { device, attributes });
    if (type === 'connected_to') emit.relation(actor.process, type, name, { device, attributes });
  }
  const port = row.port('RemotePort');
  emit.event({
    device,
    actor: actor.process,
    account: actor.account,
    target: ip ?? name,
    details: [row.text('RemoteUrl'), port === null ? null : `port ${port}`, row.text('Protocol')],
  });
}

/** Inspection rows say what traffic looked like; only a stated direction makes them a connection. Listening is none. */
function networkRelation(actionType: string, direction: string | null): RelationType | null {
  if (/^listening/i.test(actionType)) return null;
  if (/inbound/i.test(actionType)) return 'accepted_from';
  if (/inspected/i.test(actionType))
    return /^out/i.test(direction ?? '') ? 'connected_to' : /^in/i.test(direction ?? '') ? 'accepted_from' : null;
  return 'connected_to';
}

const FILE_RELATION: Readonly<Record<string, RelationType>> = {
  filecreated: 'created',
  filemodified: 'modified',
  filerenamed: 'renamed',
  filedeleted: 'deleted',
};

export function mapFile(emit: Emitter, told: ToldChains): void {
  const { row } = emit;
  const device = deviceOf(row);
  const actor = initiatingProcess(emit, device, told);
  const file = fileOf(row, '', device);
  emit.entity(file, { ...fileAttributes(row, ''), sensitivityLabel: row.text('SensitivityLabel') });
  const previousPath = joinPath(row.text('PreviousFolderPath'), row.text('PreviousFileName')) ?? row.text('PreviousFileName');
  const type = own(FILE_RELATION, row.text('ActionType')?.toLowerCase());
  if (type !== undefined) emit.relation(actor.process, type, file, { device, attributes: { previousPath } });
  fileOrigin(emit, file, device);
  remoteWriter(emit, device);
  emit.event({
    device,
    actor: actor.process,
    account: actor.account,
    target: file,
    details: [joinPath(row.text('FolderPath'), row.text('FileName')), previousPath === null ? null : `was ${previousPath}`],
  });
}

export function fileOrigin(emit: Emitter, file: Mention | null, device: Mention | null): void {
  const { row } = emit;
  const url = urlMention(row.text('FileOriginUrl'));
  const ip = ipMention(row.text('FileOriginIP'));
  const attributes = { referrerUrl: row.text('FileOriginReferrerUrl') };
  emit.entity(url);
  emit.entity(ip);
  emit.relation(file, 'downloaded_from', url, { device, attributes });
  emit.relation(file, 'downloaded_from', ip, { device, attributes });
}

/** Request* columns name who wrote over the network: a share access on this device. */
function remoteWriter(emit: Emitter, device: Mention | null): void {
  const { row } = emit;
  const protocol = row.text('RequestProtocol');
  const remote = row.filled('ShareName') || /^(smb|nfs)$/i.test(protocol ?? '');
  const address = normalizeIp(row.text('RequestSourceIP'));
  if (!remote || (address !== null && ipScope(address) === 'loopback')) return;
  const account = accountOf(row, 'Request', device);
  const attributes = { shareName: row.text('ShareName'), protocol, sourcePort: row.port('RequestSourcePort') };
  emit.entity(account, accountAttributes(row, 'Request'));
  emit.entity(ipMention(address));
  emit.relation(account, 'accessed_share', device, { device, attributes });
  emit.relation(ipMention(address), 'accessed_share', device, { device, attributes });
}

export function mapRegistry(emit: Emitter, told: ToldChains): void {
  const { row } = emit;
  const device = deviceOf(row);
  const actor = initiatingProcess(emit, device, told);
  const actionType = row.text('ActionType') ?? '';
  const deletes = /deleted/i.test(actionType);
  // Deletions carry the key in the Previous columns.
  const key = row.first('RegistryKey', 'PreviousRegistryKey');
  const ofValue = !/^registrykey/i.test(actionType);
  const target = registryMention({ key, valueName: ofValue ? row.first('RegistryValueName', 'PreviousRegistryValueName') : null, device });
  const attributes = {
    actionType,
    valueType: row.text('RegistryValueType'),
    valueData: row.text('RegistryValueData'),
    previousValueData: row.text('PreviousRegistryValueData'),
    previousKey: row.text('PreviousRegistryKey') === key ? null : row.text('PreviousRegistryKey'),
  };
  emit.entity(
    target,
    deletes ? {} : { registryValueData: row.text('RegistryValueData'), registryValueType: row.text('RegistryValueType') },
  );
  emit.relation(actor.process, deletes ? 'deleted_value' : 'set_value', target, { device, attributes });
  emit.event({ device, actor: actor.process, account: actor.account, target, details: [row.text('RegistryValueData')] });
}

export function mapLogon(emit: Emitter, told: ToldChains): void {
  const { row } = emit;
  const device = deviceOf(row);
  const actor = initiatingProcess(emit, device, told);
  const account = userMention({
    azureAdUserId: row.raw('AccountObjectId'),
    sid: row.raw('AccountSid'),
    upn: row.raw('AccountUpn'),
    account: row.raw('AccountName'),
    domain: row.raw('AccountDomain'),
    device,
  });
  const source = logonSource(row.text('RemoteDeviceName'), row.text('RemoteIP'), device);
  const attributes: Record<string, Json> = {
    logonType: row.text('LogonType'),
    protocol: row.text('Protocol'),
    logonId: row.text('LogonId'),
    isLocalAdmin: row.text('IsLocalAdmin'),
    failureReason: row.text('FailureReason'),
    remoteIp: row.text('RemoteIP'),
    remoteDeviceName: row.text('RemoteDeviceName'),
  };
  emit.entity(account, accountAttributes(row, ''));
  emit.entity(device);
  for (const from of source) emit.entity(from);
  const outcome = row.text('ActionType')?.toLowerCase();
  if (outcome === 'logonsuccess') {
    emit.relation(account, 'logged_on_to', device, { device, attributes });
    for (const from of source) emit.relation(from, 'logon_from', device, { device, attributes });
  } else if (outcome === 'logonfailed') {
    emit.relation(account, 'failed_logon_to', device, { device, attributes });
  }
  emit.event({
    device,
    actor: actor.process,
    account,
    target: source[0] ?? null,
    details: [row.text('LogonType'), row.text('FailureReason')],
  });
}

/** Device and address a logon came from; loopback and the device itself are no source. */
export function logonSource(name: string | null, address: string | null, device: Mention | null): Mention[] {
  const ip = normalizeIp(address);
  const remote = domainMention(name) === null ? null : deviceMention({ name });
  const same =
    remote !== null &&
    device !== null &&
    remote.keys.some((k) =>
      device.keys.some((d) => d.type === k.type && d.value === k.value && (k.type !== 'hostName' || remote.keys.length === 1)),
    );
  const usable = ip !== null && !['loopback', 'unspecified'].includes(ipScope(ip)) ? ipMention(ip) : null;
  return [same ? null : remote, usable].filter((m) => m !== null);
}

export function mapImageLoad(emit: Emitter, told: ToldChains): void {
  const { row } = emit;
  const device = deviceOf(row);
  const actor = initiatingProcess(emit, device, told);
  const file = fileOf(row, '', device);
  emit.entity(file, fileAttributes(row, ''));
  emit.relation(actor.process, 'loaded', file, { device });
  emit.event({
    device,
    actor: actor.process,
    account: actor.account,
    target: file,
    details: [joinPath(row.text('FolderPath'), row.text('FileName'))],
  });
}
