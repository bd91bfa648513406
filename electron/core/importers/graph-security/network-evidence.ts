/** Addresses, names, links and connections. */
import { domainMention, ipMention, ipScope } from '../../../../shared/domain/entity/index.ts';
import type { Mention } from '../../../../shared/domain/facts/facts.ts';
import { attributes, list } from '../shared/record.ts';
import type { Subtype } from './subtype.ts';

const ip: Subtype = (c, e) => c.state(ipMention(e['ipAddress']), attributes(e, ['countryLetterCode', 'location']));

const url: Subtype = (c, e) => c.url(e['url']);

const dns: Subtype = (c, e, nested) => {
  const domain = c.state(domainMention(e['domainName']));
  for (const address of c.bounded(list(e['ipAddresses']), 'ipAddresses'))
    c.relate(domain, 'resolved', nested(address, 'ip'), c.alert.firstUs);
  nested(e['dnsServerIp'], 'ip');
  nested(e['hostIpAddress'], 'ip');
  return domain;
};

/**
 * Which process connected is not said: the connection stands between the addresses, with its ports. The evidence is the far end,
 * the public one; between two of one kind the destination.
 */
const networkConnection: Subtype = (c, e, nested) => {
  const [source, destination] = [nested(e['sourceAddress'], 'ip'), nested(e['destinationAddress'], 'ip')];
  c.relate(source, 'connected_to', destination, c.alert.firstUs, {
    attributes: attributes(e, ['sourcePort', 'destinationPort', 'protocol']),
  });
  return isPublic(source) && !isPublic(destination) ? source : (destination ?? source);
};
const isPublic = (m: Mention | null): boolean => m !== null && ipScope(m.displayName) === 'public';

export const NETWORK_SUBTYPES: Readonly<Record<string, Subtype>> = { ip, url, dns, networkConnection };
