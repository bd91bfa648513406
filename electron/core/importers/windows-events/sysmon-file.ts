/** Sysmon 2, 11, 15, 23, 26 to 29: files. 27 and 28 are attempts that Sysmon stopped, so they leave no edge. */
import type { RelationType } from '../../../../shared/domain/facts/facts.ts';
import { named, type Output } from './output.ts';
import { actorAndUser } from './sysmon-process.ts';

interface FileRule {
  readonly actionType: string;
  readonly verb: string;
  readonly relation: RelationType | null;
}
const RULES: Readonly<Record<number, FileRule>> = {
  11: { actionType: 'FileCreated', verb: 'created', relation: 'created' },
  15: { actionType: 'FileCreateStreamHash', verb: 'wrote a stream of', relation: 'created' },
  23: { actionType: 'FileDeleted', verb: 'deleted', relation: 'deleted' },
  26: { actionType: 'FileDeleted', verb: 'deleted', relation: 'deleted' },
  27: { actionType: 'FileBlockExecutable', verb: 'was kept from creating', relation: null },
  28: { actionType: 'FileBlockShredding', verb: 'was kept from shredding', relation: null },
  29: { actionType: 'FileExecutableDetected', verb: 'created the executable', relation: 'created' },
};

export function fileEvent(out: Output): void {
  const rule = RULES[out.event.eventId]!;
  const { actor, account } = actorAndUser(out);
  const path = out.f('TargetFilename');
  const file = out.file(path, out.f('Hashes') ?? out.f('Hash'), { fileCreatedDateTime: out.f('CreationUtcTime') });
  const contents = out.f('Contents');
  if (rule.relation !== null) {
    out.relation(actor, rule.relation, file, {
      isExecutable: out.f('IsExecutable'),
      archived: out.f('Archived'),
      streamContents: contents,
      sysmonEvent: out.event.eventId,
    });
  }
  out.emit({
    actionType: rule.actionType,
    actor,
    account,
    target: file,
    summary: `${named(actor)} ${rule.verb} ${path ?? 'a file'}${contents === null ? '' : `: ${contents}`}`,
  });
}

/** 2: `CreationUtcTime` is the new, often false, time. */
export function fileTimeChanged(out: Output): void {
  const { actor, account } = actorAndUser(out);
  const path = out.f('TargetFilename');
  const file = out.file(path, null);
  const [created, previous] = [out.f('CreationUtcTime'), out.f('PreviousCreationUtcTime')];
  out.relation(actor, 'modified', file, { change: 'creation time', creationUtcTime: created, previousCreationUtcTime: previous });
  const change = `${previous === null ? '' : ` from ${previous}`}${created === null ? '' : ` to ${created}`}`;
  out.emit({
    actionType: 'FileCreationTimeChanged',
    actor,
    account,
    target: file,
    summary: `${named(actor)} changed the creation time of ${path ?? 'a file'}${change}`,
  });
}

/** 9: reading the disk below the file system. */
export function rawRead(out: Output): void {
  const { actor, account } = actorAndUser(out);
  out.emit({ actionType: 'RawAccessRead', actor, account, summary: `${named(actor)} read ${out.f('Device') ?? 'a disk'} directly` });
}
