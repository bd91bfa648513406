/** Security 5140, 5145: shares on this device. */
import { named, type Output } from './output.ts';
import { remoteAddress } from './security-logon.ts';

/** WriteData or AddFile in an access mask. */
const WRITE_DATA = 0x2;

export function shareAccess(out: Output): void {
  const account = out.securityUser('Subject');
  const address = remoteAddress(out, 'IpAddress');
  const share = out.f('ShareName');
  const relative = out.f('RelativeTargetName');
  const mask = out.f('AccessMask');
  const writes = mask !== null && /^0x[0-9a-f]{1,8}$/i.test(mask) && (parseInt(mask, 16) & WRITE_DATA) !== 0;
  const attributes = {
    shareName: share,
    sharePath: out.f('ShareLocalPath'),
    relativeTargetName: relative,
    accessMask: mask,
    writeRequested: writes || null,
  };
  out.relation(account, 'accessed_share', out.device, attributes);
  out.relation(address, 'accessed_share', out.device, attributes);
  const path = `${share ?? 'a share'}${relative === null || relative === '\\' ? '' : `\\${relative}`}`;
  out.emit({
    actionType: 'NetworkShareAccessed',
    account,
    target: address,
    summary: `${named(account, 'An account')} ${writes ? 'asked to write' : 'accessed'} ${path}${address === null ? '' : ` from ${address.displayName}`}`,
  });
}
