/** Normal forms of values that identify entities (formats.md section 3). All pure; null means "not usable". */

const MISSING = new Set(['', '-', 'n/a', '(null)', 'null', '%%1793', 'redacted']);

/** Text with the "no value" spellings of real exports turned into null. Numbers are accepted as ids. */
export function present(value: unknown): string | null {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (typeof value !== 'string') return null;
  const text = value.trim();
  return MISSING.has(text.toLowerCase()) ? null : text;
}

/** A GUID or 40-hex id in lower case without braces; null for placeholders such as the all-zero id. */
export function normalizeId(value: unknown): string | null {
  const text = present(value)?.replace(/^\{(.*)\}$/, '$1').toLowerCase() ?? null;
  if (text === null || /^[0-]+$/.test(text)) return null;
  return text;
}

const EMPTY_FILE = new Set([
  'd41d8cd98f00b204e9800998ecf8427e',
  'da39a3ee5e6b4b0d3255bfef95601890afd80709',
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
]);

/** Lower-case hex of exactly `length` digits (32 md5, 40 sha1, 64 sha256); all-zero and empty-file hashes are no identity. */
export function normalizeHash(value: unknown, length: 32 | 40 | 64): string | null {
  const text = present(value)?.toLowerCase() ?? null;
  if (text === null || text.length !== length || !/^[0-9a-f]+$/.test(text)) return null;
  return /^0+$/.test(text) || EMPTY_FILE.has(text) ? null : text;
}

/** Comparison form of a Windows or POSIX path: lower case, backslashes for Windows, without `\\?\` and `\??\`. */
export function normalizePath(value: unknown): string | null {
  let text = present(value);
  if (text === null) return null;
  text = text.replace(/^(\\\\\?\\|\\\?\?\\)/, '');
  if (text.startsWith('/') && !text.startsWith('//')) return text;
  return text.replace(/\//g, '\\').replace(/^\\device\\harddiskvolume(\d+)\\/i, 'volume$1:\\').toLowerCase();
}

/** Last component of a path in its original case. */
export function fileNameOf(path: string): string {
  const parts = path.split(/[\\/]/).filter((p) => p !== '');
  return parts.at(-1) ?? path;
}

/** Folder plus name, appending the name only when the folder does not already end with it. */
export function joinPath(folder: string | null, name: string | null): string | null {
  if (folder === null) return null;
  if (name === null || fileNameOf(folder).toLowerCase() === name.toLowerCase()) return folder;
  const separator = folder.includes('/') && !folder.includes('\\') ? '/' : '\\';
  return folder.endsWith(separator) ? folder + name : folder + separator + name;
}

/** Lower-case host name without a trailing dot. */
export function normalizeHost(value: unknown): string | null {
  const text = present(value)?.toLowerCase().replace(/^\\\\/, '').replace(/\.$/, '') ?? null;
  return text === '' || text === 'localhost' ? null : text;
}

/** Canonical text of an IP address: IPv4 dotted, IPv6 compressed lower case; `::ffff:a.b.c.d` becomes IPv4. */
export function normalizeIp(value: unknown): string | null {
  const text = present(value)?.replace(/%.*$/, '').replace(/^\[(.*)\]$/, '$1').toLowerCase() ?? null;
  if (text === null) return null;
  const v4 = ipv4(text);
  if (v4 !== null) return v4;
  const groups = ipv6(text);
  if (groups === null) return null;
  if (groups.slice(0, 5).every((g) => g === 0) && groups[5] === 0xffff) {
    return [groups[6]! >> 8, groups[6]! & 255, groups[7]! >> 8, groups[7]! & 255].join('.');
  }
  return compressIpv6(groups);
}

function ipv4(text: string): string | null {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((p) => /^\d{1,3}$/.test(p) && Number(p) <= 255)) return null;
  return parts.map(Number).join('.');
}

function ipv6(text: string): number[] | null {
  if (!text.includes(':') || !/^[0-9a-f:.]+$/.test(text)) return null;
  let body = text;
  const tail = /(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (tail) {
    const v4 = ipv4(tail[1]!);
    if (v4 === null) return null;
    const [a, b, c, d] = v4.split('.').map(Number) as [number, number, number, number];
    body = `${text.slice(0, -tail[1]!.length)}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  }
  const halves = body.split('::');
  if (halves.length > 2) return null;
  const read = (half: string) => (half === '' ? [] : half.split(':').map((g) => (/^[0-9a-f]{1,4}$/.test(g) ? parseInt(g, 16) : NaN)));
  const left = read(halves[0]!);
  const right = halves.length === 2 ? read(halves[1]!) : [];
  const gap = 8 - left.length - right.length;
  if (halves.length === 2 ? gap < 1 : gap !== 0) return null;
  const groups = [...left, ...Array.from({ length: gap }, () => 0), ...right];
  return groups.some(Number.isNaN) ? null : groups;
}

function compressIpv6(groups: readonly number[]): string {
  let best = { at: -1, length: 1 };
  for (let i = 0; i < 8; ) {
    let end = i;
    while (end < 8 && groups[end] === 0) end++;
    if (end - i > best.length) best = { at: i, length: end - i };
    i = Math.max(end, i + 1);
  }
  const hex = (list: readonly number[]) => list.map((g) => g.toString(16)).join(':');
  return best.at < 0 ? hex(groups) : `${hex(groups.slice(0, best.at))}::${hex(groups.slice(best.at + best.length))}`;
}

export type IpScope = 'public' | 'private' | 'loopback' | 'linkLocal' | 'unspecified' | 'multicast';

/** Scope of an address already in normal form. */
export function ipScope(ip: string): IpScope {
  if (ip.includes(':')) {
    if (ip === '::1') return 'loopback';
    if (ip === '::') return 'unspecified';
    if (/^fe[89ab]/.test(ip)) return 'linkLocal';
    if (/^f[cd]/.test(ip)) return 'private';
    return ip.startsWith('ff') ? 'multicast' : 'public';
  }
  const [a, b] = ip.split('.').map(Number) as [number, number];
  if (a === 127) return 'loopback';
  if (a === 0) return 'unspecified';
  if (a === 169 && b === 254) return 'linkLocal';
  if (a === 10 || (a === 172 && b >= 16 && b <= 31) || (a === 192 && b === 168)) return 'private';
  return a >= 224 && a <= 239 ? 'multicast' : 'public';
}

/** Scheme and host lower case, default port and fragment dropped, path and query kept as they are. Null if it has no scheme. */
export function normalizeUrl(value: unknown): string | null {
  const text = present(value);
  const m = text === null ? null : /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)([^#]*)/i.exec(text);
  if (!m) return null;
  const scheme = m[1]!.toLowerCase();
  const host = m[2]!.toLowerCase().replace(scheme === 'https' ? /:443$/ : scheme === 'http' ? /:80$/ : /$^/, '');
  if (host === '') return null;
  return `${scheme}://${host}${m[3] === '' ? '/' : m[3]!}`;
}

/** Host of a normalised URL without user and port. */
export function urlHost(url: string): string | null {
  const m = /^[a-z0-9+.-]+:\/\/(?:[^@/?#]*@)?(\[[^\]]*\]|[^:/?#]*)/.exec(url);
  return m === null || m[1] === '' ? null : m[1]!;
}

export function normalizeAddress(value: unknown): string | null {
  const text = present(value)?.toLowerCase().replace(/^<(.*)>$/, '$1') ?? null;
  return text !== null && /^[^@\s]+@[^@\s]+$/.test(text) ? text : null;
}

/** Process id as a number, from decimal text, `0x` text or a number. 0 and 4 (idle, System) stay valid pids but see `isLinkablePid`. */
export function normalizePid(value: unknown): number | null {
  if (typeof value === 'number') return Number.isInteger(value) && value >= 0 ? value : null;
  const text = present(value);
  if (text === null) return null;
  if (/^0x[0-9a-f]+$/i.test(text)) return parseInt(text, 16);
  return /^\d+$/.test(text) ? Number(text) : null;
}

/** 0 and 4 are shared by every boot and cannot join parents to children. */
export const isLinkablePid = (pid: number): boolean => pid !== 0 && pid !== 4;

/** Abbreviated and long registry roots to one spelling; control sets unified. */
export function normalizeRegistry(hive: unknown, key: unknown): string | null {
  const raw = [present(hive), present(key)].filter((p) => p !== null).join('\\');
  if (raw === '') return null;
  let text = raw.replace(/\//g, '\\').replace(/^\\+/, '').toLowerCase();
  const roots: readonly [RegExp, string][] = [
    [/^(hklm|hkey_local_machine|localmachine|registry\\machine|machine)(?=\\|$)/, 'hkey_local_machine'],
    [/^(hkcu|hkey_current_user|currentuser)(?=\\|$)/, 'hkey_current_user'],
    [/^(hku|hkey_users|users|registry\\user)(?=\\|$)/, 'hkey_users'],
    [/^(hkcr|hkey_classes_root|classesroot)(?=\\|$)/, 'hkey_classes_root'],
    [/^(hkcc|hkey_current_config)(?=\\|$)/, 'hkey_current_config'],
  ];
  for (const [pattern, name] of roots) if (pattern.test(text)) { text = text.replace(pattern, name); break; }
  // "LocalMachine\HKEY_LOCAL_MACHINE\..." occurs when a record states the root in both fields.
  return text.replace(/^(hkey_[a-z_]+)\\\1(?=\\|$)/, '$1').replace(/\\+$/, '');
}

/** Well-known and service SIDs are the same on every machine, so they identify an account only together with its device. */
export function isWellKnownSid(sid: string): boolean {
  return !/^s-1-(5-21|12-1)-/i.test(sid);
}
