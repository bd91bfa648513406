/**
 * What alerts can share: the rules of linking, one piece of evidence at a time. Two alerts with an equal key share what the key says; grouping alerts without an incident and
 * telling why alerts of one incident belong together use these same keys. What every machine has in common (SYSTEM, services.exe as an ancestor, files of the system as
 * images) is no reason.
 */
import { ipScope, isEveryMachinesAccount, normalizePath, type EntityKind } from '../entity/index.ts';
import type { LinkReason } from './link-reasons.ts';

/** Reasons that are carried by a key. `manual` and `source` follow from where an alert was put. */
export type KeyedReason = Exclude<LinkReason, 'manual' | 'source'>;
export interface LinkKey {
  readonly reason: KeyedReason;
  /** Equal values of one reason are the same shared thing. */
  readonly value: string;
  /** The caller's number of the entity that carries it. */
  readonly entity: number;
}
export type IdentityKey = readonly [type: string, value: string];

/** What records say of a file; null where none does. Paths as stated, with the name at their end or without. */
export interface FileSaid {
  readonly signer: string | null;
  readonly name: string | null;
  readonly path: string | null;
}
export interface LinkFile {
  readonly entity: number;
  readonly keys: readonly IdentityKey[];
  readonly said: FileSaid;
}
/** One piece of evidence with what has to be known of its entity. */
export type LinkPiece =
  | { readonly kind: 'file'; readonly file: LinkFile }
  | { readonly kind: 'process'; readonly entity: number; /** Top of its execution tree; null for a common ancestor. */ readonly tree: number | null; readonly images: readonly LinkFile[] }
  | { readonly kind: 'email'; readonly entity: number; readonly keys: readonly IdentityKey[]; readonly clusters: readonly number[] }
  | { readonly kind: 'ip'; readonly entity: number; readonly address: string; readonly roles: readonly string[] }
  | { readonly kind: 'user'; readonly entity: number; readonly keys: readonly IdentityKey[] }
  | { readonly kind: Exclude<EntityKind, 'file' | 'process' | 'email' | 'ip' | 'user'>; readonly entity: number };

/** `sameIp` asks for one of these roles on both sides: an address in another one may be anybody's. */
const HOSTILE_ROLES = new Set(['attacker', 'commandandcontrol', 'c2']);
/** Files that come with the system or with programs look alike everywhere; but these of its folders anyone can write to. */
const COMMON_FOLDERS = /^(?:[a-z]:)?\\(?:windows(?!\\(?:temp|tasks|tracing|debug)\\)|program files|program files \(x86\)|programdata\\microsoft)\\|^\/(?:usr|bin|sbin|lib|lib64|opt|system|library|applications)\//;
const COMMON_SIGNERS = /^(?:cn=)?microsoft/i;

export function linkKeysOf(piece: LinkPiece): LinkKey[] {
  switch (piece.kind) {
    case 'device': return [{ reason: 'proximateTime', value: String(piece.entity), entity: piece.entity }];
    case 'file': return hasContent(piece.file) ? [sameFile(piece.file), ...characteristics(piece.file)] : [];
    // A process stands for the file it runs, unless everybody runs that one.
    case 'process': return [...(piece.tree === null ? [] : [{ reason: 'processChain', value: String(piece.tree), entity: piece.entity } as const]), ...piece.images.filter((f) => hasContent(f) && !isCommonFile(f)).map(sameFile)];
    case 'email': return [
      // A message is keyed with each of its recipients; without them it is one.
      ...piece.keys.filter(([type]) => type === 'networkMessageId' || type === 'internetMessageId').map(([type, value]): LinkKey => ({ reason: 'sameEmail', value: `${type} ${value.split('|')[0]!}`, entity: piece.entity })),
      ...piece.clusters.map((cluster): LinkKey => ({ reason: 'sameEmail', value: `cluster ${cluster}`, entity: cluster })),
    ];
    case 'mailCluster': return [{ reason: 'sameEmail', value: `cluster ${piece.entity}`, entity: piece.entity }];
    case 'url': return [{ reason: 'sameUrl', value: String(piece.entity), entity: piece.entity }];
    case 'ip': return ipScope(piece.address) === 'public' && piece.roles.some((r) => HOSTILE_ROLES.has(r.toLowerCase())) ? [{ reason: 'sameIp', value: String(piece.entity), entity: piece.entity }] : [];
    case 'user': return piece.keys.some(([type, value]) => isEveryMachinesAccount(type, value)) ? [] : [{ reason: 'sameAccount', value: String(piece.entity), entity: piece.entity }];
    case 'mailbox': return [{ reason: 'sameMailbox', value: String(piece.entity), entity: piece.entity }];
    case 'app': case 'oauthApp': return [{ reason: 'sameApp', value: String(piece.entity), entity: piece.entity }];
    case 'cloudResource': case 'domain': case 'registryKey': case 'registryValue': case 'service': case 'scheduledTask': case 'securityGroup': case 'logonSession': case 'servicePrincipal': case 'malware': case 'script': case 'pipe': case 'other':
      return [];
  }
}

/** By SHA-256, else SHA-1, else MD5: entities are joined by the strongest of these that both state, so one entity is one content. */
const hasContent = (f: LinkFile): boolean => f.keys.some(([type]) => type === 'sha256' || type === 'sha1' || type === 'md5');
const sameFile = (f: LinkFile): LinkKey => ({ reason: 'sameFile', value: String(f.entity), entity: f.entity });

/** Whether it comes with the system or with a program, by any place it was seen in or by its signer. */
const isCommonFile = (f: LinkFile): boolean => (f.said.signer !== null && COMMON_SIGNERS.test(f.said.signer)) || pathsOf(f).some((p) => COMMON_FOLDERS.test(p));

/** Signer with original name, and the pattern of the place, of files outside the folders of system and programs. */
function characteristics(f: LinkFile): LinkKey[] {
  const { signer, name } = f.said;
  const bySigner = signer === null || name === null || COMMON_SIGNERS.test(signer) ? [] : [`Signer ${signer.toLowerCase()}, name ${name.toLowerCase()}`];
  const byPlace = pathsOf(f).filter((p) => /[\\/]/.test(p) && !COMMON_FOLDERS.test(p)).map((p) => `Path ${patternOf(p)}`);
  return [...new Set([...bySigner, ...byPlace])].map((value) => ({ reason: 'fileCharacteristics', value, entity: f.entity }));
}

/** Normalised full paths: those that identify it on devices, else what records state. */
function pathsOf(f: LinkFile): string[] {
  const known = f.keys.filter(([type]) => type === 'devicePath').map(([, value]) => value);
  const stated = normalizePath(f.said.path);
  if (known.length > 0 || stated === null) return known;
  const name = f.said.name?.toLowerCase() ?? null;
  return [name === null || stated.endsWith(name) ? stated : `${stated.replace(/\\$/, '')}\\${name}`];
}

/** `c:\users\mia\downloads\a1b2.exe` and the same under another user or with other digits. */
const patternOf = (path: string): string => path.replace(/([\\/](?:users|home)[\\/])[^\\/]+/, '$1*').replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '*').replace(/\d+/g, '#');
