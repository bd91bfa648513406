/** What all device tables share: the device, the account of a column block, and the chain parent -> initiating process. */
import type { EpochUs } from '../../../../shared/base/time.ts';
import { deviceMention, fileMention, fileNameOf, joinPath, processMention, userMention } from '../../../../shared/domain/entity/index.ts';
import type { Mention } from '../../../../shared/domain/facts/facts.ts';
import type { Emitter } from './emit.ts';
import type { Row } from './row.ts';

export function deviceOf(row: Row): Mention | null {
  return deviceMention({
    mdeDeviceId: row.raw('DeviceId'),
    azureAdDeviceId: row.first('EntraIdDeviceId', 'AadDeviceId'),
    name: row.raw('DeviceName'),
  });
}

/** The account of the columns `<prefix>AccountName`, `<prefix>AccountSid` and so on. */
export function accountOf(row: Row, prefix: string, device: Mention | null): Mention | null {
  return userMention({
    azureAdUserId: row.raw(`${prefix}AccountObjectId`),
    sid: row.raw(`${prefix}AccountSid`),
    upn: row.raw(`${prefix}AccountUpn`),
    account: row.raw(`${prefix}AccountName`),
    domain: row.raw(`${prefix}AccountDomain`),
    displayName: row.raw(`${prefix}AccountDisplayName`),
    device,
  });
}

/** Content and place of the file that the columns `<prefix>FileName`, `<prefix>FolderPath`, `<prefix>SHA1` name. */
export function fileOf(row: Row, prefix: string, device: Mention | null): Mention | null {
  return fileMention({
    sha256: row.raw(`${prefix}SHA256`),
    sha1: row.raw(`${prefix}SHA1`),
    md5: row.raw(`${prefix}MD5`),
    name: row.raw(`${prefix}FileName`),
    folder: row.raw(`${prefix}FolderPath`),
    device,
  });
}

export function fileAttributes(row: Row, prefix: string): Record<string, string | null> {
  return {
    fileName: row.text(`${prefix}FileName`),
    filePath: joinPath(row.text(`${prefix}FolderPath`), row.text(`${prefix}FileName`)),
    fileSize: row.text(`${prefix}FileSize`),
    sha256: row.text(`${prefix}SHA256`),
    sha1: row.text(`${prefix}SHA1`),
    md5: row.text(`${prefix}MD5`),
    filePublisher: row.text(`${prefix}VersionInfoCompanyName`),
  };
}

/** Full path where known, else the name. */
function imageOf(row: Row, prefix: string): string | null {
  return joinPath(row.text(`${prefix}FolderPath`), row.text(`${prefix}FileName`)) ?? row.text(`${prefix}FileName`);
}

export interface ProcessFacts {
  readonly process: Mention | null;
  readonly account: Mention | null;
}

/**
 * Chains already told in this member. Every row repeats the block of its acting process; telling it once keeps counts of
 * `spawned` honest (one start, not one per row). Forgets when full, so that memory stays bounded.
 */
export class ToldChains {
  readonly #told = new Set<string>();
  /** True the first time. */
  first(key: string): boolean {
    if (this.#told.has(key)) return false;
    if (this.#told.size >= 50_000) this.#told.clear();
    this.#told.add(key);
    return true;
  }
}

const BLOCK = [
  'Id',
  'CreationTime',
  'FileName',
  'FolderPath',
  'CommandLine',
  'SHA1',
  'SHA256',
  'MD5',
  'ParentId',
  'ParentCreationTime',
  'ParentFileName',
  'AccountSid',
  'AccountName',
  'AccountDomain',
  'AccountUpn',
  'AccountObjectId',
].map((c) => `InitiatingProcess${c}`);

/** The acting process with its account; states its parent, image, account and device the first time. */
export function initiatingProcess(emit: Emitter, device: Mention | null, told: ToldChains): ProcessFacts {
  const { row } = emit;
  const startUs = row.time('InitiatingProcessCreationTime');
  const process = processMention({
    device,
    pid: row.pid('InitiatingProcessId'),
    startUs,
    image: imageOf(row, 'InitiatingProcess'),
    aliveAtUs: emit.timeUs,
  });
  const account = accountOf(row, 'InitiatingProcess', device);
  if (process === null) return { process, account };
  // A chain without start time is tied to the row's time, so it may be told again.
  const key = [row.text('DeviceId'), row.text('DeviceName'), ...BLOCK.map((c) => row.text(c)), startUs === null ? emit.timeUs : ''].join(
    '\u0001',
  );
  if (told.first(key)) {
    const parentPid = row.pid('InitiatingProcessParentId');
    // Without a pid all rows that name, say, explorer.exe would share one parent.
    const parent =
      parentPid === null
        ? null
        : processMention({
            device,
            pid: parentPid,
            startUs: row.time('InitiatingProcessParentCreationTime'),
            image: row.text('InitiatingProcessParentFileName'),
            aliveAtUs: startUs ?? emit.timeUs,
          });
    tellProcess(emit, {
      process,
      account,
      device,
      startUs,
      prefix: 'InitiatingProcess',
      commandLine: row.text('InitiatingProcessCommandLine'),
    });
    if (parent !== null) {
      const parentImage = row.text('InitiatingProcessParentFileName');
      const parentAt = row.time('InitiatingProcessParentCreationTime') ?? startUs;
      emit.entity(parent, { processId: parentPid, fileName: parentImage }, startUs);
      emit.relation(parent, 'spawned', process, { timeUs: startUs, device });
      emit.relation(parent, 'ran_on', device, { timeUs: parentAt, device });
      // The public tables name the parent's image only; a path makes it a file.
      if (parentImage !== null && /[\\/]/.test(parentImage)) {
        const image = fileMention({ folder: parentImage, device });
        emit.entity(image, { fileName: fileNameOf(parentImage), filePath: parentImage });
        emit.relation(image, 'image_of', parent, { timeUs: parentAt, device });
      }
    }
  }
  return { process, account };
}

export interface Told {
  readonly process: Mention;
  readonly account: Mention | null;
  readonly device: Mention | null;
  readonly startUs: EpochUs | null;
  readonly prefix: string;
  readonly commandLine: string | null;
}

/** `image_of`, `ran_as`, `ran_on` and the attributes of a process, all at its creation time. */
export function tellProcess(emit: Emitter, p: Told): void {
  const { row } = emit;
  const integrity = row.text(p.prefix === '' ? 'ProcessIntegrityLevel' : `${p.prefix}IntegrityLevel`);
  const elevation = row.text(p.prefix === '' ? 'ProcessTokenElevation' : `${p.prefix}TokenElevation`);
  emit.entity(p.process, {
    processId: row.pid(p.prefix === '' ? 'ProcessId' : `${p.prefix}Id`),
    processCommandLine: p.commandLine,
    processCreationDateTime: row.text(p.prefix === '' ? 'ProcessCreationTime' : `${p.prefix}CreationTime`),
    integrityLevel: integrity,
    tokenElevation: elevation,
    imageFile: imageOf(row, p.prefix),
  });
  const image = fileOf(row, p.prefix, p.device);
  emit.entity(image, fileAttributes(row, p.prefix));
  if (p.account !== null) emit.entity(p.account, accountAttributes(row, p.prefix));
  emit.entity(p.device, {});
  emit.relation(image, 'image_of', p.process, { timeUs: p.startUs, device: p.device });
  emit.relation(p.account, 'ran_as', p.process, { timeUs: p.startUs, device: p.device });
  emit.relation(p.process, 'ran_on', p.device, { timeUs: p.startUs, device: p.device });
}

export function accountAttributes(row: Row, prefix: string): Record<string, string | null> {
  return {
    accountName: row.text(`${prefix}AccountName`),
    domainName: row.text(`${prefix}AccountDomain`),
    userSid: row.text(`${prefix}AccountSid`),
    userPrincipalName: row.text(`${prefix}AccountUpn`),
    azureAdUserId: row.text(`${prefix}AccountObjectId`),
    displayName: row.text(`${prefix}AccountDisplayName`),
  };
}
