/**
 * Builders of mentions: one per kind, taking what records call things and giving normalised identity keys
 * (formats.md section 4). A builder returns null when nothing in the record identifies an entity.
 */
import type { EpochUs } from '../../base/time.ts';
import { US_PER_MS } from '../../base/time.ts';
import type { Mention, MentionKey } from '../facts/facts.ts';
import { KEYS, type EntityKind } from './kinds.ts';
import {
  fileNameOf, isWellKnownSid, joinPath, normalizeAddress, normalizeHash, normalizeHost, normalizeId, normalizeIp, normalizePath,
  normalizePid, normalizeRegistry, normalizeUrl, present,
} from './normalize.ts';

type Maybe = unknown;
const key = (type: string, value: string | null, device?: Mention | null): MentionKey[] =>
  value === null || value === '' ? [] : device ? [{ type, value, device }] : [{ type, value }];

function build(kind: EntityKind, keys: readonly MentionKey[], displayName: string | null, extra?: Partial<Mention>): Mention | null {
  if (keys.length === 0) return null;
  const order = [...KEYS[kind].strong, ...KEYS[kind].weak];
  const sorted = [...keys].sort((a, b) => order.indexOf(a.type) - order.indexOf(b.type) || (a.value < b.value ? -1 : a.value > b.value ? 1 : 0));
  return { kind, keys: sorted, displayName: displayName ?? sorted[0]!.value, ...extra };
}

/** `name` may be an FQDN or a host name; a name without a dot is only a weak key. `aliasIds`: MergedDeviceIds. */
export function deviceMention(d: { mdeDeviceId?: Maybe; azureAdDeviceId?: Maybe; name?: Maybe; hostName?: Maybe; aliasIds?: readonly Maybe[] }): Mention | null {
  const ip = normalizeIp(d.name);
  const name = ip === null ? normalizeHost(d.name) : null;
  const fqdn = name?.includes('.') ? name : null;
  const host = normalizeHost(d.hostName)?.split('.')[0] ?? name?.split('.')[0] ?? null;
  const ids = [d.mdeDeviceId, ...(d.aliasIds ?? [])].map(normalizeId).filter((v) => v !== null);
  const keys = [
    ...[...new Set(ids)].flatMap((v) => key('mdeDeviceId', v)),
    ...key('azureAdDeviceId', normalizeId(d.azureAdDeviceId)),
    ...key('fqdn', fqdn),
    ...key('hostName', host),
  ];
  return build('device', keys, fqdn ?? present(d.name) ?? host);
}

const DEVICE_LOCAL_DOMAINS = new Set(['nt authority', 'nt service', 'window manager', 'font driver host', 'builtin', 'workgroup', 'iis apppool', 'nt virtual machine', 'autorite nt']);

/**
 * `account` may be `name`, `DOMAIN\name` or `name@domain`. Well-known SIDs and accounts of authorities that exist on every
 * machine are keyed with the device. Whether `DOMAIN` is really a host name is decided by the derivation, which knows all devices.
 */
export function userMention(u: {
  azureAdUserId?: Maybe; sid?: Maybe; upn?: Maybe; account?: Maybe; domain?: Maybe; displayName?: Maybe; device?: Mention | null;
}): Mention | null {
  let account = present(u.account);
  let domain = present(u.domain);
  let upn = normalizeAddress(u.upn);
  const split = account === null ? null : /^([^\\]+)\\(.+)$/.exec(account);
  if (split) { domain = split[1]!; account = split[2]!; }
  if (account !== null && account.includes('@')) { upn ??= normalizeAddress(account); account = null; }
  const sid = present(u.sid)?.toLowerCase() ?? null;
  const usableSid = sid !== null && /^s-1-\d/.test(sid) && sid !== 's-1-0-0' ? sid : null;
  const local = (domain !== null && DEVICE_LOCAL_DOMAINS.has(domain.toLowerCase())) || (usableSid !== null && isWellKnownSid(usableSid));
  const nt = account !== null && domain !== null ? `${domain}\\${account}`.toLowerCase() : null;
  const keys = [
    ...key('azureAdUserId', normalizeId(u.azureAdUserId)),
    ...(usableSid !== null && !local ? key('sid', usableSid) : []),
    ...key('upn', upn),
    ...(nt !== null && !local ? key('ntAccount', nt) : []),
    ...(local ? (u.device ? key('localAccount', nt ?? usableSid, u.device) : key('accountName', nt ?? usableSid)) : []),
    ...(account !== null && nt === null && !local ? key('accountName', account.toLowerCase(), u.device) : []),
    ...(upn === null && nt === null && account === null && usableSid === null ? key('displayName', present(u.displayName)?.toLowerCase() ?? null) : []),
  ];
  return build('user', keys, upn ?? (account !== null && domain !== null ? `${domain}\\${account}` : null) ?? account ?? present(u.displayName) ?? present(u.sid));
}

export function mailboxMention(m: { primaryAddress?: Maybe; displayName?: Maybe }): Mention | null {
  const address = normalizeAddress(m.primaryAddress);
  const name = present(m.displayName);
  return build('mailbox', [...key('primaryAddress', address), ...(address === null ? key('displayName', name?.toLowerCase() ?? null) : [])], address ?? name);
}

/**
 * Whether an identity key of a user names an account that machines have by themselves: SYSTEM, the service accounts, and the account of the
 * machine, which ends in `$`. `value` is normalised.
 */
export function isEveryMachinesAccount(type: string, value: string): boolean {
  if (type === 'sid' || value.startsWith('s-1-')) return isWellKnownSid(value);
  const [domain, name] = value.includes('\\') ? (value.split('\\', 2) as [string, string]) : [null, value];
  return (domain !== null && DEVICE_LOCAL_DOMAINS.has(domain)) || /\$(?:@|$)/.test(name) || (type === 'accountName' && /^(?:system|local service|network service|anonymous logon)$/.test(name));
}

/** `folder` may or may not end with `name`. A path identifies a file only together with its device. */
export function fileMention(f: { sha256?: Maybe; sha1?: Maybe; md5?: Maybe; name?: Maybe; folder?: Maybe; device?: Mention | null }): Mention | null {
  const full = joinPath(present(f.folder), present(f.name));
  const name = present(f.name) ?? (full === null ? null : fileNameOf(full));
  const path = normalizePath(full);
  const keys = [
    ...key('sha256', normalizeHash(f.sha256, 64)), ...key('sha1', normalizeHash(f.sha1, 40)), ...key('md5', normalizeHash(f.md5, 32)),
    ...(f.device && path !== null ? key('devicePath', path, f.device) : []),
    ...(path === null || !f.device ? key('name', path ?? name?.toLowerCase() ?? null, f.device) : []),
  ];
  return build('file', keys, name);
}

/**
 * `startUs` is the creation time of the process itself. `guid` is Sysmon's ProcessGuid (or another id unique across hosts).
 * `aliveAtUs` is used only when neither is known. Pids 0 and 4 give a process per device and image.
 */
export function processMention(p: {
  device?: Mention | null; pid?: Maybe; startUs?: EpochUs | null; guid?: Maybe; image?: Maybe; aliveAtUs?: EpochUs | null;
}): Mention | null {
  const pid = normalizePid(p.pid);
  const guid = normalizeId(p.guid);
  const image = present(p.image);
  const name = image === null ? null : fileNameOf(image);
  const startMs = p.startUs == null ? null : Math.round(p.startUs / US_PER_MS);
  const strong = [
    ...(p.device && pid !== null && startMs !== null ? key('pidStart', `${pid}@${startMs}`, p.device) : []),
    ...key('processGuid', guid),
  ];
  const stub = strong.length > 0 || pid === null ? [] : key('pidImage', `${pid}|${name?.toLowerCase() ?? ''}`, p.device);
  const onlyImage = strong.length === 0 && stub.length === 0 && name !== null ? key('pidImage', `|${normalizePath(image)}`, p.device) : [];
  const extra: Partial<Mention> = {
    ...(stub.length > 0 && p.aliveAtUs != null ? { aliveAtUs: p.aliveAtUs } : {}),
    ...(image !== null ? { imageHint: normalizePath(image) ?? image } : {}),
  };
  return build('process', [...strong, ...stub, ...onlyImage], name === null ? (pid === null ? null : `pid ${pid}`) : pid === null ? name : `${name} (${pid})`, extra);
}

export function ipMention(value: Maybe): Mention | null {
  const ip = normalizeIp(value);
  return ip === null ? null : build('ip', key('address', ip), ip);
}

/** Null for an IP address or a name without letters. */
export function domainMention(value: Maybe): Mention | null {
  const host = normalizeHost(value);
  if (host === null || normalizeIp(host) !== null || !/[a-z]/.test(host) || /[\s/\\]/.test(host)) return null;
  return build('domain', key('domainName', host), host);
}

export function urlMention(value: Maybe): Mention | null {
  const url = normalizeUrl(value);
  return url === null ? null : build('url', key('url', url), present(value));
}

/** Hunting's RemoteUrl: a URL with a scheme, else a domain. */
export function urlOrDomainMention(value: Maybe): Mention | null {
  return urlMention(value) ?? domainMention(present(value)?.split(/[/:]/)[0] ?? null);
}

export function emailMention(e: { networkMessageId?: Maybe; internetMessageId?: Maybe; recipient?: Maybe; sender?: Maybe; subject?: Maybe; receivedText?: Maybe }): Mention | null {
  const recipient = normalizeAddress(e.recipient) ?? '';
  const network = normalizeId(e.networkMessageId);
  const internet = present(e.internetMessageId)?.toLowerCase() ?? null;
  const subject = present(e.subject);
  const weak = `${normalizeAddress(e.sender) ?? ''}|${subject?.toLowerCase() ?? ''}|${recipient}`;
  const keys = [
    ...(network === null ? [] : key('networkMessageId', `${network}|${recipient}`)),
    ...(internet === null ? [] : key('internetMessageId', `${internet}|${recipient}`)),
    ...(network === null && internet === null && weak !== '||' ? key('senderSubject', weak) : []),
  ];
  return build('email', keys, subject ?? '(no subject)');
}

/** Registry key, or value when `valueName` is given. */
export function registryMention(r: { hive?: Maybe; key?: Maybe; valueName?: Maybe; device?: Mention | null }): Mention | null {
  const path = normalizeRegistry(r.hive, r.key);
  if (path === null) return null;
  const value = present(r.valueName)?.toLowerCase() ?? null;
  const text = value === null ? path : `${path}\\\\${value}`;
  const kind = value === null ? 'registryKey' : 'registryValue';
  const type = value === null ? (r.device ? 'deviceKey' : 'key') : r.device ? 'deviceKeyValue' : 'keyValue';
  // The path alone stays as a weak key, so that evidence without a device can be proposed for this one.
  const weak = r.device ? key(value === null ? 'key' : 'keyValue', text) : [];
  return build(kind, [...key(type, text, r.device), ...weak], [present(r.hive), present(r.key), present(r.valueName)].filter((p) => p !== null).join('\\'));
}

/**
 * Any kind whose keys are plain: `plainMention('app', { appId: 11161 }, 'Microsoft SharePoint')`. Values are trimmed and
 * lower-cased; device-scoped kinds (`service`, `scheduledTask`, `pipe`, `logonSession`, `script`) pass their device.
 */
export function plainMention(kind: EntityKind, values: Readonly<Record<string, Maybe>>, displayName?: Maybe, device?: Mention | null): Mention | null {
  const known = [...KEYS[kind].strong, ...KEYS[kind].weak];
  const scoped = (type: string) => type.startsWith('device') || (device != null && KEYS[kind].weak.includes(type));
  const keys = Object.entries(values).flatMap(([type, value]) => {
    if (!known.includes(type)) throw new Error(`unknown key ${type} for ${kind}`);
    const text = present(value)?.toLowerCase() ?? null;
    return text === null ? [] : key(type, text, scoped(type) ? device : null);
  });
  return build(kind, keys, present(displayName));
}
