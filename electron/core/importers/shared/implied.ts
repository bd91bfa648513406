/** Entities that another one implies: the machine of an account that ends in `$`, the domain of a URL (formats.md sections 3 and 4). */
import { deviceMention, domainMention, ipMention, urlHost } from '../../../../shared/domain/entity/index.ts';
import type { Mention } from '../../../../shared/domain/facts/facts.ts';

/**
 * The device that a computer account belongs to: one of `near` with that host name, else the host with the account's domain where that is a
 * DNS name, else the bare host. Null for other accounts.
 */
export function computerOf(user: Mention, near: readonly (Mention | null)[]): Mention | null {
  const account = user.keys.filter((k) => k.type === 'ntAccount' || k.type === 'accountName' || k.type === 'upn').map((k) => split(k.type, k.value)).find((a) => a.name.length > 1 && a.name.endsWith('$'));
  if (account === undefined) return null;
  const host = account.name.slice(0, -1);
  return near.find((d) => d?.keys.some((k) => k.type === 'hostName' && k.value === host)) ?? deviceMention({ name: account.domain?.includes('.') ? `${host}.${account.domain}` : host });
}

function split(type: string, value: string): { name: string; domain: string | null } {
  if (type === 'upn') { const at = value.lastIndexOf('@'); return { name: value.slice(0, at), domain: value.slice(at + 1) }; }
  const at = value.indexOf('\\');
  return at < 0 ? { name: value, domain: null } : { name: value.slice(at + 1), domain: value.slice(0, at) };
}

/** Domain or address of a URL's host. Null for what is no URL. */
export function hostOf(url: Mention): Mention | null {
  const key = url.kind === 'url' ? url.keys.find((k) => k.type === 'url') : undefined;
  if (key === undefined) return null;
  const host = urlHost(key.value) ?? '';
  return domainMention(host) ?? ipMention(host);
}
