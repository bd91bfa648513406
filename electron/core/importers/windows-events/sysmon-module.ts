/** Sysmon 6 and 7: drivers and libraries. */
import { named, type Output } from './output.ts';
import { actorAndUser } from './sysmon-process.ts';

const signing = (out: Output) => ({ signed: out.f('Signed'), signer: out.f('Signature'), signatureStatus: out.f('SignatureStatus') });
const unsigned = (out: Output): string => (out.f('Signed')?.toLowerCase() === 'false' ? ', unsigned' : '');

export function driverLoad(out: Output): void {
  const path = out.f('ImageLoaded');
  const file = out.file(path, out.f('Hashes'), signing(out));
  out.relation(out.device, 'loaded', file, { driver: true, ...signing(out) });
  out.emit({ actionType: 'DriverLoad', target: file, summary: `Driver loaded: ${path ?? 'unknown'}${unsigned(out)}` });
}

export function imageLoad(out: Output): void {
  const { actor, account } = actorAndUser(out);
  const path = out.f('ImageLoaded');
  const file = out.file(path, out.f('Hashes'), {
    fileVersion: out.f('FileVersion'),
    filePublisher: out.f('Company'),
    originalFileName: out.f('OriginalFileName'),
    ...signing(out),
  });
  out.relation(actor, 'loaded', file);
  out.emit({
    actionType: 'ImageLoaded',
    actor,
    account,
    target: file,
    summary: `${named(actor)} loaded ${path ?? 'an image'}${unsigned(out)}`,
  });
}
