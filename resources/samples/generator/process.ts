/** Running programs, from the truth or from the office's ordinary day, and the column blocks that describe them. */
import { files, processes } from '../truth.ts';
import { accountOf, exact, fileHashes, fqdn, get, hashesOf, mdeDeviceId, ms, text, type Account, type Hashes } from './derive.ts';
import type { Row } from './output.ts';

export interface Program {
  readonly name: string;
  readonly folder: string;
  readonly size: number;
  readonly hashes: Hashes;
}
export interface Proc {
  readonly device: string;
  readonly pid: number;
  /** As written, with 100 ns digits. */
  readonly started: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly program: Program;
  readonly commandLine: string;
  readonly parent: Proc | null;
  readonly account: Account;
  readonly integrity: string;
}

/** Programs that the truth names as `image.x` keep that content, so that ordinary and attack rows agree. */
export function program(name: string, folder: string, size: number): Program {
  const declared = `image.${(name.split('.')[0] ?? name).toLowerCase()}`;
  return { name, folder, size, hashes: Object.hasOwn(files, declared) ? fileHashes(declared) : hashesOf(`program|${name.toLowerCase()}`) };
}
export const programOf = (fileKey: string): Program => {
  const f = get(fileKey, 'file');
  return { name: f.name, folder: f.folder, size: f.size, hashes: fileHashes(fileKey) };
};

/** Declared processes become running ones; `adopt` gives those without a declared parent the one the device would have. */
export function declaredProcesses(adopt: (key: string, startMs: number) => Proc | null): Map<string, Proc> {
  const made = new Map<string, Proc>();
  const make = (key: string): Proc => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const p = get(key, 'process');
    const startMs = ms(p.started);
    const parent = p.parent === null ? adopt(key, startMs) : make(p.parent);
    const proc: Proc = {
      device: p.device,
      pid: p.pid,
      started: exact(p.started),
      startMs,
      endMs: startMs + 5 * 86_400_000,
      program: programOf(p.image),
      commandLine: p.commandLine,
      parent,
      account: accountOf(p.account),
      integrity: p.integrity,
    };
    made.set(key, proc);
    return proc;
  };
  for (const key of Object.keys(processes)) make(key);
  return made;
}

const path = (p: Program): string => `${p.folder}\\${p.name}`;

export const deviceBlock = (device: string, at: string, action: string): Row => ({
  Timestamp: at,
  DeviceId: mdeDeviceId(device),
  DeviceName: fqdn(device),
  ActionType: action,
});

/** Who did it. SHA-256 is left out, as these tables often do; SHA-1 is the reliable one. */
export function actorBlock(p: Proc): Row {
  return {
    InitiatingProcessId: p.pid,
    InitiatingProcessFileName: p.program.name.toLowerCase(),
    InitiatingProcessFolderPath: path(p.program).toLowerCase(),
    InitiatingProcessCommandLine: p.commandLine,
    InitiatingProcessCreationTime: p.started,
    InitiatingProcessSHA1: p.program.hashes.sha1,
    InitiatingProcessParentId: p.parent?.pid ?? null,
    InitiatingProcessParentFileName: p.parent?.program.name.toLowerCase() ?? null,
    InitiatingProcessParentCreationTime: p.parent?.started ?? null,
    InitiatingProcessAccountDomain: p.account.domain,
    InitiatingProcessAccountName: p.account.name,
    InitiatingProcessAccountSid: p.account.sid,
    InitiatingProcessAccountUpn: p.account.upn,
    InitiatingProcessAccountObjectId: p.account.objectId,
    InitiatingProcessIntegrityLevel: p.integrity,
  };
}

export function createdBlock(p: Proc): Row {
  return {
    FileName: p.program.name,
    FolderPath: path(p.program),
    SHA1: p.program.hashes.sha1,
    SHA256: p.program.hashes.sha256,
    MD5: p.program.hashes.md5,
    FileSize: p.program.size,
    ProcessId: p.pid,
    ProcessCommandLine: p.commandLine,
    ProcessCreationTime: p.started,
    ProcessIntegrityLevel: p.integrity,
    AccountDomain: p.account.domain,
    AccountName: p.account.name,
    AccountSid: p.account.sid,
    AccountUpn: p.account.upn,
    AccountObjectId: p.account.objectId,
  };
}

const FIRST = ['Timestamp', 'DeviceId', 'DeviceName', 'ActionType'];
const ACTOR = [
  'InitiatingProcessId',
  'InitiatingProcessFileName',
  'InitiatingProcessFolderPath',
  'InitiatingProcessCommandLine',
  'InitiatingProcessCreationTime',
  'InitiatingProcessSHA1',
  'InitiatingProcessParentId',
  'InitiatingProcessParentFileName',
  'InitiatingProcessParentCreationTime',
  'InitiatingProcessAccountDomain',
  'InitiatingProcessAccountName',
  'InitiatingProcessAccountSid',
  'InitiatingProcessAccountUpn',
  'InitiatingProcessAccountObjectId',
  'InitiatingProcessIntegrityLevel',
];
const LAST = ['ReportId', 'AdditionalFields'];
const FILE = ['FileName', 'FolderPath', 'SHA1', 'SHA256', 'MD5', 'FileSize'];
const ACCOUNT = ['AccountDomain', 'AccountName', 'AccountSid', 'AccountUpn', 'AccountObjectId'];
const table = (own: readonly string[]): readonly string[] => [...FIRST, ...own, ...ACTOR, ...LAST];

export const COLUMNS = {
  DeviceProcessEvents: table([
    ...FILE,
    'ProcessVersionInfoProductName',
    'ProcessId',
    'ProcessCommandLine',
    'ProcessCreationTime',
    'ProcessIntegrityLevel',
    ...ACCOUNT,
  ]),
  DeviceNetworkEvents: table(['RemoteIP', 'RemotePort', 'RemoteUrl', 'RemoteIPType', 'LocalIP', 'LocalPort', 'LocalIPType', 'Protocol']),
  DeviceFileEvents: table([
    ...FILE,
    'FileOriginUrl',
    'FileOriginIP',
    'FileOriginReferrerUrl',
    'PreviousFileName',
    'PreviousFolderPath',
    'RequestProtocol',
    'RequestSourceIP',
    'RequestAccountName',
    'RequestAccountDomain',
    'RequestAccountSid',
    'ShareName',
    'SensitivityLabel',
  ]),
  DeviceRegistryEvents: table([
    'RegistryKey',
    'RegistryValueName',
    'RegistryValueData',
    'RegistryValueType',
    'PreviousRegistryKey',
    'PreviousRegistryValueName',
    'PreviousRegistryValueData',
  ]),
  DeviceLogonEvents: table([
    'LogonType',
    'AccountDomain',
    'AccountName',
    'AccountSid',
    'Protocol',
    'FailureReason',
    'IsLocalAdmin',
    'LogonId',
    'RemoteDeviceName',
    'RemoteIP',
    'RemoteIPType',
    'RemotePort',
  ]),
  DeviceImageLoadEvents: table(FILE),
  DeviceEvents: table([
    ...FILE,
    ...ACCOUNT,
    'ProcessId',
    'ProcessCommandLine',
    'ProcessCreationTime',
    'CreatedProcessSessionId',
    'RemoteDeviceName',
    'RemoteIP',
    'RemoteUrl',
    'FileOriginUrl',
    'LogonId',
  ]),
} as const;
export type DeviceTable = keyof typeof COLUMNS;

/** A row with what sorting and counting need beside its cells. */
export interface DeviceRow {
  readonly device: string;
  readonly atMs: number;
  readonly row: Row;
}
export const at = (epochMs: number): string => exact(text(epochMs));
