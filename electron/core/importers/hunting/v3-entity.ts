/** The alert entity that AlertEvidence keeps as JSON in AdditionalFields: `Type`, `Host`, `Account`, `ImageFile`, `ParentProcess`, `FileHashes`. */
import { timeUs, type EpochUs } from '../../../../shared/base/time.ts';
import { deviceMention, fileMention, present, processMention, userMention } from '../../../../shared/domain/entity/index.ts';
import { joinPath } from '../../../../shared/domain/entity/index.ts';
import type { Json, Mention, Verdict } from '../../../../shared/domain/facts/facts.ts';
import type { Emitter } from './emit.ts';
import { isObject, own, readJson, resolveRefs, type JsonObject } from './lenient-json.ts';

/** A process chain longer than this is cut. */
const MAX_PARENTS = 8;

/** The entity with all references of this one text resolved; empty when the cell holds none. */
export function readEntity(cell: unknown): JsonObject {
  const parsed = readJson(cell);
  if (parsed === undefined) return {};
  const resolved = resolveRefs(parsed);
  return isObject(resolved) ? resolved : {};
}

const objectAt = (entity: JsonObject, name: string): JsonObject | null => {
  const value = entity[name];
  return isObject(value) && Object.keys(value).length > 0 ? value : null;
};
const firstOf = (entity: JsonObject, ...names: readonly string[]): string | null => {
  for (const name of names) {
    const value = present(entity[name]);
    if (value !== null) return value;
  }
  return null;
};

export function hostOf(entity: JsonObject): Mention | null {
  const host =
    objectAt(entity, 'Host') ?? objectAt(entity, 'Machine') ?? (/^(host|machine)$/i.test(present(entity['Type']) ?? '') ? entity : null);
  if (host === null) return null;
  const name = firstOf(host, 'FQDN', 'Fqdn') ?? qualified(firstOf(host, 'HostName', 'NetBiosName'), firstOf(host, 'DnsDomain'));
  return deviceMention({
    mdeDeviceId: firstOf(host, 'MdatpDeviceId', 'MachineId', 'DeviceId'),
    azureAdDeviceId: firstOf(host, 'AadDeviceId'),
    name,
  });
}

const qualified = (host: string | null, domain: string | null): string | null =>
  host === null || domain === null || host.includes('.') ? host : `${host}.${domain}`;

export function v3Account(account: JsonObject | null, device: Mention | null): Mention | null {
  if (account === null) return null;
  const name = firstOf(account, 'Name', 'AccountName');
  const suffix = firstOf(account, 'UPNSuffix', 'UpnSuffix');
  const upn = firstOf(account, 'UserPrincipalName', 'Upn') ?? (name !== null && suffix !== null ? `${name}@${suffix}` : null);
  return userMention({
    azureAdUserId: firstOf(account, 'AadUserId'),
    sid: firstOf(account, 'Sid'),
    upn,
    account: name,
    domain: firstOf(account, 'NTDomain', 'NtDomain', 'DomainName'),
    displayName: firstOf(account, 'DisplayName'),
    device,
  });
}
export const accountIn = (entity: JsonObject): JsonObject | null =>
  objectAt(entity, 'Account') ?? (/^(account|user)$/i.test(present(entity['Type']) ?? '') ? entity : null);

export function v3File(file: JsonObject | null, device: Mention | null): Mention | null {
  if (file === null) return null;
  const hashes = new Map<string, Json>();
  const list = file['FileHashes'];
  if (Array.isArray(list))
    for (const h of list) if (isObject(h)) hashes.set((present(h['Algorithm']) ?? '').toUpperCase().replace('-', ''), h['Value'] ?? null);
  return fileMention({
    sha256: hashes.get('SHA256') ?? file['Sha256'],
    sha1: hashes.get('SHA1') ?? file['Sha1'],
    md5: hashes.get('MD5') ?? file['Md5'],
    name: firstOf(file, 'Name'),
    folder: firstOf(file, 'Directory'),
    device,
  });
}
export function v3Path(file: JsonObject | null): string | null {
  return file === null ? null : (joinPath(firstOf(file, 'Directory'), firstOf(file, 'Name')) ?? firstOf(file, 'Name'));
}

/**
 * The process and, up its parents, what the entity states about each: `spawned`, `image_of`, `ran_as`, `ran_on`, all at the
 * creation time of the process. `alertId` is the alert that says so.
 */
export function v3Process(emit: Emitter, entity: JsonObject, device: Mention | null, alertId: string, depth = 0): Mention | null {
  const image = objectAt(entity, 'ImageFile');
  const startText = firstOf(entity, 'CreationTimeUtc', 'CreationTime');
  const startUs = startText === null ? null : timeUs(startText);
  const pid = pidOf(entity);
  const process = processMention({ device, pid, startUs, image: v3Path(image), aliveAtUs: startUs ?? emit.timeUs });
  if (process === null) return null;
  const file = v3File(image, device);
  const account = v3Account(objectAt(entity, 'Account'), device);
  const parts = { timeUs: startUs, device, alertId };
  emit.entity(process, {
    processId: pid,
    processCommandLine: firstOf(entity, 'CommandLine'),
    processCreationDateTime: startText,
    imageFile: v3Path(image),
  });
  emit.entity(file, { fileName: image === null ? null : firstOf(image, 'Name'), filePath: v3Path(image) });
  emit.entity(account);
  emit.relation(file, 'image_of', process, parts);
  emit.relation(account, 'ran_as', process, parts);
  emit.relation(process, 'ran_on', device, parts);
  const parentEntity = depth < MAX_PARENTS ? objectAt(entity, 'ParentProcess') : null;
  const parent = parentEntity === null ? null : v3Process(emit, parentEntity, device, alertId, depth + 1);
  emit.relation(parent, 'spawned', process, parts);
  return process;
}

function pidOf(entity: JsonObject): string | null {
  const text = firstOf(entity, 'ProcessId');
  return text === null || /^0+(x0+)?$/i.test(text) ? null : text;
}

const VERDICTS: Readonly<Record<string, Verdict>> = {
  malicious: 'malicious',
  suspicious: 'suspicious',
  compromised: 'compromised',
  nothreatsfound: 'noThreatsFound',
  clean: 'noThreatsFound',
};
const REMEDIATION = [
  'none',
  'remediated',
  'prevented',
  'blocked',
  'notFound',
  'active',
  'pendingApproval',
  'declined',
  'unremediated',
  'running',
  'partiallyRemediated',
];

/** Newest analysis first, else `LastVerdict`. `raw` is kept when the word is not one of ours. */
export function verdictOf(entity: JsonObject): { verdict: Verdict; raw: string | null } {
  const raw = firstOf(entity, 'LastVerdict') ?? latestAnalysis(entity['ThreatAnalysisSummary']) ?? firstOf(entity, 'Verdict');
  const verdict = own(VERDICTS, raw?.toLowerCase().replace(/\s/g, ''));
  return { verdict: verdict ?? 'unknown', raw: verdict === undefined ? raw : null };
}

function latestAnalysis(summary: Json | undefined): string | null {
  const list = Array.isArray(summary) ? summary : isObject(summary) ? [summary] : [];
  let best: { at: EpochUs | null; verdict: string } | null = null;
  for (const item of list as readonly Json[]) {
    if (!isObject(item)) continue;
    const verdict = firstOf(item, 'Verdict', 'LastVerdict');
    const at = timeUs(firstOf(item, 'AnalysisDate') ?? undefined);
    if (verdict !== null && (best === null || (at ?? 0) >= (best.at ?? 0))) best = { at, verdict };
  }
  return best?.verdict ?? null;
}

export function remediationOf(entity: JsonObject): { status: string; raw: string | null; details: string | null } {
  const providers = entity['RemediationProviders'];
  const states = (Array.isArray(providers) ? (providers as readonly Json[]) : []).flatMap((p) =>
    isObject(p) ? [firstOf(p, 'RemediationState')] : [],
  );
  const raw = firstOf(entity, 'LastRemediationState') ?? states.find((s) => s !== null) ?? null;
  if (raw === null) return { status: 'none', raw: null, details: null };
  const known = REMEDIATION.find((r) => r.toLowerCase() === raw.toLowerCase().replace(/\s/g, ''));
  return { status: known ?? 'unknown', raw: known === undefined ? raw : null, details: null };
}

/** Texts under `DetailedRoles`, e.g. `PrimaryDevice`. */
export function detailedRolesOf(entity: JsonObject): string[] {
  const roles = entity['DetailedRoles'];
  return Array.isArray(roles) ? (roles as readonly Json[]).flatMap((r) => (typeof r === 'string' && r !== '' ? [r] : [])) : [];
}
