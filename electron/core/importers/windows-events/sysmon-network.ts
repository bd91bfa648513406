/** Sysmon 3 and 22: connections and name queries. */
import { deviceMention, domainMention, normalizeIp } from '../../../../shared/domain/entity/index.ts';
import type { Mention } from '../../../../shared/domain/facts/facts.ts';
import { named, type Output } from './output.ts';
import { actorAndUser } from './sysmon-process.ts';

/** Sysmon resolves the far end itself; the name is a hint about the address, no observed query. */
export function networkConnect(out: Output): void {
  const { actor, account } = actorAndUser(out);
  const inbound = out.f('Initiated')?.toLowerCase() === 'false';
  const [near, far] = inbound ? ['Destination', 'Source'] : ['Source', 'Destination'];
  const address = out.scene.address(out.f(`${far}Ip`));
  const name = out.f(`${far}Hostname`);
  const [remotePort, localPort] = [out.pid(`${far}Port`), out.pid(`${near}Port`)];
  const protocol = out.f('Protocol');
  out.entityOnce(`a|${out.f(`${far}Ip`)}|${name}`, address, { remoteHostName: name });
  out.relation(actor, inbound ? 'accepted_from' : 'connected_to', address, {
    protocol,
    remotePort,
    localPort,
    localIp: normalizeIp(out.f(`${near}Ip`)),
    remoteHostName: name,
  });
  const place = `${address?.displayName ?? 'unknown address'}${remotePort === null ? '' : ` port ${remotePort}`}${name === null ? '' : ` (${name})`}`;
  const verb = inbound ? 'accepted a connection from' : 'connected to';
  const end = `${inbound && localPort !== null ? ` on port ${localPort}` : ''}${protocol === null ? '' : `, ${protocol}`}`;
  out.emit({
    actionType: inbound ? 'InboundConnectionAccepted' : 'ConnectionSuccess',
    actor,
    account,
    target: address,
    summary: `${named(actor)} ${verb} ${place}${end}`,
  });
}

/** `type:  5 name` for aliases, addresses bare or as `::ffff:`, separated by `;`. */
export function queryResults(text: string | null): { readonly addresses: readonly string[]; readonly names: readonly string[] } {
  const addresses: string[] = [];
  const names: string[] = [];
  for (const part of (text ?? '').split(';', 100)) {
    const answer = part.trim().replace(/^type:\s*\d+\s*/i, '');
    const ip = normalizeIp(answer);
    if (ip !== null) addresses.push(ip);
    else if (answer !== '' && answer !== '-') names.push(answer);
  }
  return { addresses: [...new Set(addresses)], names: [...new Set(names)] };
}

export function dnsQuery(out: Output): void {
  const { actor, account } = actorAndUser(out);
  const query = out.f('QueryName');
  const status = out.f('QueryStatus');
  // A bare host name is a device of the network, but a query asks for a name, so it stays a domain.
  const domain: Mention | null = domainMention(query);
  const { addresses, names } = queryResults(out.f('QueryResults'));
  out.relation(actor, 'resolved', domain, { queryStatus: status });
  for (const address of addresses) out.relation(domain, 'resolved', out.scene.address(address));
  for (const name of names) out.relation(domain, 'resolved', domainMention(name), { answer: 'alias' });
  const answer = addresses.length > 0 ? `: ${addresses.join(', ')}` : status !== null && status !== '0' ? `, status ${status}` : '';
  out.emit({
    actionType: 'DnsQueryResponse',
    actor,
    account,
    target: domain,
    summary: `${named(actor)} asked for ${query ?? 'a name'}${answer}`,
  });
}

/** Workstation names and addresses of logons: device by name, address unless local. */
export const remoteDevice = (name: string | null, own: Mention | null): Mention | null => {
  const device = name === null || normalizeIp(name) !== null ? null : deviceMention({ name: name.replace(/^\\\\/, '') });
  if (device === null || own === null) return device;
  const host = (m: Mention) => m.keys.find((k) => k.type === 'hostName')?.value;
  return host(device) === host(own) ? null : device;
};
