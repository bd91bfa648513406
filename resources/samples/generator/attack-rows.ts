/** Rows of the device tables that the truth declares: starts of processes and the steps of the timeline. */
import { processes, steps, type Step } from '../truth.ts';
import { accountOf, exact, fileHashes, fqdn, get, hashesOf, ms, registryKeyOf, text } from './derive.ts';
import type { Row } from './output.ts';
import { actorBlock, createdBlock, deviceBlock, type DeviceRow, type DeviceTable, type Proc } from './process.ts';

export type Tables = Record<DeviceTable, DeviceRow[]>;
export const noRows = (): Tables => ({
  DeviceProcessEvents: [],
  DeviceNetworkEvents: [],
  DeviceFileEvents: [],
  DeviceRegistryEvents: [],
  DeviceLogonEvents: [],
  DeviceImageLoadEvents: [],
  DeviceEvents: [],
});

const none: Row = {};
export function startRow(p: Proc): DeviceRow {
  const block = deviceBlock(p.device, p.started, 'ProcessCreated');
  return { device: p.device, atMs: p.startMs, row: { ...block, ...createdBlock(p), ...(p.parent === null ? none : actorBlock(p.parent)) } };
}

const fileColumns = (key: string): Row => {
  const f = get(key, 'file');
  const h = fileHashes(key);
  return { FileName: f.name, FolderPath: `${f.folder}\\${f.name}`, SHA1: h.sha1, SHA256: h.sha256, MD5: h.md5, FileSize: f.size };
};
const accountColumns = (key: string): Row => {
  const a = accountOf(key);
  return { AccountDomain: a.domain, AccountName: a.name, AccountSid: a.sid, AccountUpn: a.upn, AccountObjectId: a.objectId };
};
/** `url.x` stands for the whole address, `domain.x` for the bare name that network records carry. */
const remoteUrl = (key: string | null): string | null =>
  key === null ? null : key.startsWith('domain.') ? get(key, 'domain').name : get(key, 'url').url;

/** The `count` moments of a burst: the first and last as declared, the others spread with a regular wobble. */
export function moments(from: string, to: string, count: number): string[] {
  const start = ms(from);
  const span = ms(to) - start;
  return Array.from({ length: count }, (_, i) => {
    const even = (span * i) / (count - 1);
    const wobble = i === 0 || i === count - 1 ? 0 : (span / count) * 0.31 * Math.sin(i * 2.4);
    return text(Math.round(start + even + wobble));
  });
}

const connection = (actor: Proc, ip: string, url: string | null, port: number, n: number): Row => ({
  ...actorBlock(actor),
  RemoteIP: get(ip, 'ip').address,
  RemotePort: port,
  RemoteUrl: remoteUrl(url),
  RemoteIPType: 'Public',
  LocalIP: get(actor.device, 'device').ip,
  LocalPort: 49_700 + ((n * 37) % 9_000),
  LocalIPType: 'Private',
  Protocol: 'Tcp',
});

export function attackRows(procs: ReadonlyMap<string, Proc>, windowStart: number): Tables {
  const tables = noRows();
  const actor = (key: string): Proc => {
    const p = procs.get(key);
    if (p === undefined) throw new Error(`truth: ${key} is not a declared process`);
    return p;
  };
  const put = (table: DeviceTable, device: string, at: string, action: string, row: Row): void => {
    tables[table].push({ device, atMs: ms(at), row: { ...deviceBlock(device, exact(at), action), ...row } });
  };
  for (const key of Object.keys(processes)) {
    const p = actor(key);
    if (p.startMs >= windowStart) tables.DeviceProcessEvents.push(startRow(p));
  }
  for (const step of steps) apply(step);
  return tables;

  function apply(step: Step): void {
    switch (step.what) {
      case 'file': {
        const p = actor(step.actor);
        const origin = step.originUrl === undefined ? none : { FileOriginUrl: remoteUrl(step.originUrl) };
        return put('DeviceFileEvents', p.device, step.at, step.action, {
          ...fileColumns(step.file),
          ...origin,
          RequestProtocol: 'Local',
          ...actorBlock(p),
        });
      }
      case 'network':
        return put(
          'DeviceNetworkEvents',
          actor(step.actor).device,
          step.at,
          step.action,
          connection(actor(step.actor), step.ip, step.url, step.port, ms(step.at) % 997),
        );
      case 'registry': {
        const r = get(step.registry, step.registry === 'registry.run' ? 'registryValue' : 'registryKey');
        return put('DeviceRegistryEvents', r.device, step.at, step.action, {
          RegistryKey: `${r.hive}\\${registryKeyOf(r.key)}`,
          RegistryValueName: r.valueName,
          RegistryValueData: r.data,
          RegistryValueType: r.valueType,
          ...actorBlock(actor(step.actor)),
        });
      }
      case 'logon': {
        const a = accountOf(step.user);
        const from = get(step.from, 'device');
        return put('DeviceLogonEvents', step.device, step.at, step.action, {
          LogonType: step.logonType,
          AccountDomain: a.domain,
          AccountName: a.name,
          AccountSid: a.sid,
          Protocol: step.protocol,
          FailureReason: step.action === 'LogonFailed' ? 'InvalidUserNameOrPassword' : null,
          IsLocalAdmin: step.admin,
          LogonId:
            step.action === 'LogonFailed'
              ? null
              : step.logonType === 'RemoteInteractive'
                ? Number('0x4be21f7')
                : 40_000_000 + (ms(step.at) % 9_999_991),
          RemoteDeviceName: fqdn(step.from),
          RemoteIP: from.ip,
          RemoteIPType: 'Private',
          RemotePort: 49_152 + (ms(step.at) % 9_973),
        });
      }
      case 'image':
        return put('DeviceImageLoadEvents', actor(step.actor).device, step.at, 'ImageLoaded', {
          ...fileColumns(step.file),
          ...actorBlock(actor(step.actor)),
        });
      case 'device': {
        const target =
          step.target === null ? none : step.target.startsWith('user.') ? accountColumns(step.target) : fileColumns(step.target);
        return put('DeviceEvents', actor(step.actor).device, step.at, step.action, {
          ...target,
          ...step.fields,
          ...actorBlock(actor(step.actor)),
        });
      }
      case 'networkBurst':
        return moments(step.from, step.to, step.count).forEach((when, i) =>
          put(
            'DeviceNetworkEvents',
            actor(step.actor).device,
            when,
            'ConnectionSuccess',
            connection(actor(step.actor), step.ip, step.url, step.port, i),
          ),
        );
      case 'fileBurst':
        return moments(step.from, step.to, step.count).forEach((when, i) => {
          const number = String(i + 2).padStart(3, '0');
          const name = step.name.replace('#', number);
          const previous =
            step.previousName === undefined
              ? none
              : { PreviousFileName: step.previousName.replace('#', number), PreviousFolderPath: step.folder };
          put('DeviceFileEvents', actor(step.actor).device, when, step.action, {
            FileName: name,
            FolderPath: `${step.folder}\\${name}`,
            SHA1: hashesOf(`burst|${step.actor}|${name}`).sha1,
            ...previous,
            RequestProtocol: 'Local',
            ...actorBlock(actor(step.actor)),
          });
        });
    }
  }
}
