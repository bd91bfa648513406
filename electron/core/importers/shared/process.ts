/** A process as evidence states it, with what its fields say of its image, parent, account and device. */
import type { EpochUs } from '../../../../shared/base/time.ts';
import { fileMention, fileNameOf, isLinkablePid, joinPath, normalizePid, processMention } from '../../../../shared/domain/entity/index.ts';
import type { Json, Mention } from '../../../../shared/domain/facts/facts.ts';
import type { Collector } from './collector.ts';
import { attributes, text, type Rec } from './record.ts';

/** Fields of a file in all APIs. */
export const FILE_FIELDS = ['fileName', 'filePath', 'fileSize', 'filePublisher', 'signer', 'issuer', 'sha1', 'sha256', 'md5', 'sha256Ac'];

export interface StatedProcess {
  readonly device: Mention | null;
  readonly pid: unknown;
  readonly startUs: EpochUs | null;
  /** Fields of the image file, in `FILE_FIELDS`. */
  readonly image: Rec;
  readonly account: Rec;
  readonly parentPid: unknown;
  readonly parentStartUs: EpochUs | null;
  readonly parentImage: Rec;
  readonly attributes: Readonly<Record<string, Json>>;
}

/** A file by content, else by its path on a device. */
export function statedFile(c: Collector, f: Rec, device: Mention | null): Mention | null {
  return c.state(
    fileMention({ sha256: f['sha256'], sha1: f['sha1'], md5: f['md5'], name: f['fileName'], folder: f['filePath'], device }),
    attributes(f, FILE_FIELDS),
  );
}

const imagePath = (f: Rec): string | null => joinPath(text(f['filePath']), text(f['fileName'])) ?? text(f['fileName']);

/**
 * States the process, its image, account and parent. All of it happened when the process started, else at the alert's first
 * activity. A parent whose start is not stated was alive when its child started; the derivation finds out which process that was.
 */
export function statedProcess(c: Collector, p: StatedProcess): Mention | null {
  const { device } = p;
  const at = p.startUs ?? c.alert.firstUs;
  const path = imagePath(p.image);
  const self = c.state(processMention({ device, pid: p.pid, startUs: p.startUs, image: path, aliveAtUs: at }), {
    ...attributes(p.image, ['fileName', 'filePath', 'sha1', 'sha256', 'md5']),
    ...p.attributes,
  });
  if (self === null) return null;
  c.relate(self, 'ran_on', device, at, { device });
  c.relate(statedFile(c, p.image, device), 'image_of', self, at, { device });
  c.relate(c.user(p.account, device), 'ran_as', self, at, { device });
  statedParent(c, p, self, at);
  return self;
}

function statedParent(c: Collector, p: StatedProcess, child: Mention, at: EpochUs | null): void {
  const { device, parentStartUs } = p;
  const pid = normalizePid(p.parentPid);
  const path = imagePath(p.parentImage);
  // 0 and 4 are shared by every boot: without an image or a start they name nobody.
  if (pid === null || (!isLinkablePid(pid) && path === null && parentStartUs === null)) return;
  const parent = c.state(processMention({ device, pid, startUs: parentStartUs, image: path, aliveAtUs: at }), {
    processId: pid,
    ...attributes(p.parentImage, ['fileName', 'filePath', 'sha1', 'sha256', 'md5']),
  });
  const parentAt = parentStartUs ?? at;
  c.relate(parent, 'spawned', child, at, { device });
  c.relate(parent, 'ran_on', device, parentAt, { device });
  if (path !== null && fileNameOf(path) !== '') c.relate(statedFile(c, p.parentImage, device), 'image_of', parent, parentAt, { device });
}
