/** Accounts that end in `$` belong to machines: `MKT01$` in PANDALAB is the account of MKT01.pandalab.com. */
import { deviceMention } from '../../../../shared/domain/entity/index.ts';
import type { Mention } from '../../../../shared/domain/facts/facts.ts';
import type { Output } from './output.ts';
import type { UserNaming } from './scene.ts';

/** States whose machine account it is. Membership has no time of its own. */
export function tellComputerAccount(out: Output, user: Mention, naming: UserNaming): void {
  const name = naming.name ?? '';
  if (!name.endsWith('$') || name.length < 2) return;
  const device = computerOf(name.slice(0, -1), naming.domain ?? null, out.event.computer, out.device);
  if (device === null) return;
  out.facts.relations.push({
    from: user,
    type: 'computer_account_of',
    to: device,
    timeUs: null,
    device: null,
    basis: 'observed',
    alertId: null,
  });
}

/**
 * The device of a host name: that of the record when the names agree, else with the DNS domain where the account's domain or
 * the record's own computer tells it, else by the bare host name.
 */
export function computerOf(host: string, domain: string | null, computer: string | null, own: Mention | null): Mention | null {
  const [ownHost, ...rest] = (computer ?? '').toLowerCase().split('.');
  if (own !== null && ownHost === host.toLowerCase()) return own;
  const ownDomain = rest.join('.');
  const stated = domain?.toLowerCase() ?? null;
  const suffix = stated === null ? null : stated.includes('.') ? stated : stated === rest[0] ? ownDomain : null;
  return deviceMention({ name: suffix === null ? host : `${host}.${suffix}` });
}
