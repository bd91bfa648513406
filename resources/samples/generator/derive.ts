/**
 * Values that follow from the truth by rule, so that nobody has to invent them and none can be real: hashes, ids, SIDs and the
 * last digits of times. A hash of the sample is the digest of a label, never of a file.
 */
import { createHash } from 'node:crypto';
import { entities, organisation, type Entity, type Kind } from '../truth.ts';

const digest = (algorithm: 'md5' | 'sha1' | 'sha256', label: string): string =>
  createHash(algorithm).update(`redthread-sample|${label}`).digest('hex');

export interface Hashes {
  readonly md5: string;
  readonly sha1: string;
  readonly sha256: string;
}
export const hashesOf = (label: string): Hashes => ({
  md5: digest('md5', label),
  sha1: digest('sha1', label),
  sha256: digest('sha256', label),
});

/** A GUID-shaped id of a label (version and variant digits as in random GUIDs). */
export function guid(label: string): string {
  const h = digest('sha256', `guid|${label}`);
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-a${h.slice(17, 20)}-${h.slice(20, 32)}`;
}
export const tenantId = guid('tenant');

/** Looks an entity up and insists on its kind, so that a slip in the truth stops the generator. */
export function get<K extends Kind>(key: string, kind: K): Extract<Entity, { readonly kind: K }> {
  const entity = entities[key];
  if (entity === undefined || entity.kind !== kind) throw new Error(`truth: ${key} is not a declared ${kind}`);
  return entity as Extract<Entity, { readonly kind: K }>;
}

/** Key of the entity that stands for this one: files with equal content are one. */
export function canonicalKey(key: string): string {
  const entity = entities[key];
  if (entity === undefined) throw new Error(`truth: ${key} is not declared`);
  return entity.kind === 'file' ? (entity.content ?? key) : key;
}

export const fileHashes = (key: string): Hashes => hashesOf(canonicalKey(key));
export const mdeDeviceId = (key: string): string => digest('sha1', `device|${key}`);
export const entraDeviceId = (key: string): string => guid(`entra-device|${key}`);
export function fqdn(key: string): string {
  const d = get(key, 'device');
  return `${d.host}.${d.dnsDomain}`.toLowerCase();
}

export interface Account {
  readonly domain: string;
  readonly name: string;
  readonly sid: string;
  readonly upn: string;
  readonly objectId: string;
}
/** `SYSTEM` is the local system account; any other key is a declared user. */
export function accountOf(key: string): Account {
  if (key === 'SYSTEM') return { domain: 'nt authority', name: 'system', sid: 'S-1-5-18', upn: '', objectId: '' };
  const u = get(key, 'user');
  const home = u.domain === 'NORTHPIER' ? organisation.otherDomain : organisation;
  const suffix = u.domain === 'NORTHPIER' ? home.adDomain : u.cloud ? organisation.mailDomain : home.adDomain;
  return {
    domain: u.domain.toLowerCase(),
    name: u.account,
    sid: `${home.domainSid}-${u.rid}`,
    upn: `${u.account}@${suffix}`,
    objectId: u.cloud ? guid(`user|${key}`) : '',
  };
}
export const groupSid = (rid: number): string => `${organisation.domainSid}-${rid}`;
/** Registry keys of a user are written with `@SID(user)` in the truth. */
export const registryKeyOf = (key: string): string => key.replace(/@SID\(([^)]+)\)/g, (_, user: string) => accountOf(user).sid);
export const networkMessageId = (message: string): string => guid(`network-message|${message}`);
export const internetMessageId = (message: string, senderDomain: string): string =>
  `<${digest('sha1', `internet-message|${message}`).slice(0, 24)}@${senderDomain}>`;
export const urlHostOf = (url: string): string => new URL(url).hostname;

/**
 * The truth states milliseconds; exports show 100 ns. The four digits follow from the text and stay under half a
 * millisecond, so that rounding to milliseconds gives the truth back.
 */
export function exact(at: string): string {
  const digits = String(Number.parseInt(digest('md5', `time|${at}`).slice(0, 6), 16) % 5000).padStart(4, '0');
  return at.replace(/Z$/, `${digits}Z`);
}
export const ms = (at: string): number => {
  const value = Date.parse(at);
  if (Number.isNaN(value)) throw new Error(`truth: ${at} is not a time`);
  return value;
};
export const text = (epochMs: number): string => new Date(epochMs).toISOString();

const PREFIX: Readonly<Record<string, string>> = {
  microsoftDefenderForOffice365: 'fa',
  microsoftDefenderForEndpoint: 'da',
  microsoftDefenderForIdentity: 'aa',
  microsoftDefenderForCloudApps: 'ca',
  microsoft365Defender: 'ra',
};
/** Provider's own id, without the two letters that the portal puts before it. */
export function providerAlertId(alertKey: string, serviceSource: string): string {
  const h = digest('sha1', `alert|${alertKey}`);
  if (serviceSource === 'microsoftDefenderForEndpoint' || serviceSource === 'microsoft365Defender') {
    return `6390${String(Number.parseInt(h.slice(0, 12), 16) % 10 ** 14).padStart(14, '0')}_-${Number.parseInt(h.slice(12, 19), 16)}`;
  }
  return serviceSource === 'microsoftDefenderForCloudApps' ? h.slice(0, 24) : guid(`alert|${alertKey}`);
}
export const alertId = (alertKey: string, serviceSource: string): string =>
  `${PREFIX[serviceSource] ?? 'ra'}${providerAlertId(alertKey, serviceSource)}`;
