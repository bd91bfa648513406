/** Security 4768, 4769, 4771: tickets. Logged on the domain controller; the client is `IpAddress`. */
import type { Mention } from '../../../../shared/domain/facts/facts.ts';
import { computerOf } from './computer-account.ts';
import { named, type Output } from './output.ts';
import { remoteAddress } from './security-logon.ts';

const ENCRYPTION: Readonly<Record<string, string>> = {
  '0x1': 'DES',
  '0x3': 'DES',
  '0x11': 'AES128',
  '0x12': 'AES256',
  '0x17': 'RC4',
  '0x18': 'RC4',
};

/** `user@REALM` in 4769, a bare name in 4768. Machine accounts keep their `$`. */
function client(out: Output): Mention | null {
  const [name, realm] = splitAt(out.f('TargetUserName'));
  const domain = out.f('TargetDomainName') ?? realm;
  return out.user({ sid: out.f('TargetSid') ?? out.f('TargetUserSid'), name, domain });
}

const splitAt = (name: string | null): readonly [string | null, string | null] => {
  const at = name?.lastIndexOf('@') ?? -1;
  return at > 0 ? [name!.slice(0, at), name!.slice(at + 1)] : [name, null];
};

/** A service account that ends in `$` is a machine: the ticket is for that device. Others are users, `krbtgt` the ticket service. */
function service(out: Output, domain: string | null): Mention | null {
  const name = out.f('ServiceName');
  if (name === null) return null;
  if (name.endsWith('$')) return computerOf(name.slice(0, -1), domain, out.event.computer, out.device);
  return out.user({ sid: out.f('ServiceSid'), name: splitAt(name)[0], domain });
}

export function ticketRequest(out: Output): void {
  const user = client(out);
  const domain = out.f('TargetDomainName') ?? splitAt(out.f('TargetUserName'))[1];
  const target = service(out, domain);
  const address = remoteAddress(out, 'IpAddress');
  const status = out.f('Status');
  const failed = status !== null && !/^0x0+$/i.test(status);
  const encryption = out.f('TicketEncryptionType');
  const attributes = {
    serviceName: out.f('ServiceName'),
    ticketEncryptionType: encryption === null ? null : (ENCRYPTION[encryption.toLowerCase()] ?? encryption),
    ticketOptions: out.f('TicketOptions'),
    preAuthType: out.f('PreAuthType'),
    status: failed ? status : null,
    remoteIp: address?.displayName ?? null,
  };
  const grantsTicket = out.event.eventId !== 4771;
  if (grantsTicket) out.relation(user, 'requested_ticket', target, attributes);
  if (failed || !grantsTicket) out.relation(user, 'failed_logon_to', out.device, attributes);
  else if (out.event.eventId === 4768) out.relation(user, 'signed_in_from', address, attributes);
  const what =
    out.event.eventId === 4768
      ? 'a Kerberos ticket'
      : out.event.eventId === 4769
        ? `a ticket for ${out.f('ServiceName') ?? 'a service'}`
        : 'Kerberos pre-authentication';
  const detail = `${address === null ? '' : ` from ${address.displayName}`}${attributes.ticketEncryptionType === null ? '' : `, ${attributes.ticketEncryptionType}`}${failed ? `, refused with ${status}` : ''}`;
  out.emit({
    actionType:
      out.event.eventId === 4768
        ? 'KerberosTicketRequested'
        : out.event.eventId === 4769
          ? 'KerberosServiceTicketRequested'
          : 'KerberosPreAuthenticationFailed',
    account: user,
    target: target ?? address,
    summary: `${named(user, 'An account')} requested ${what}${detail}`,
  });
}
