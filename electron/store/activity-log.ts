/** The append-only, hash-chained log of what was done to the case. One chain per writer, so that copies can be merged later. */
import { createHash } from 'node:crypto';
import type { Db } from './case-file.ts';
import { prepared } from './prepared.ts';

export interface ActivityEntry {
  readonly atUs: number;
  readonly actor: string;
  /** `area.verb`: `import.finished`, `note.added`. */
  readonly action: string;
  readonly details: Readonly<Record<string, unknown>>;
}

const GENESIS = '0'.repeat(64);

/** SHA-256 over the previous hash and the entry in canonical JSON. */
export function chainHash(previous: string, writer: string, entry: ActivityEntry): string {
  return createHash('sha256').update(JSON.stringify([previous, writer, entry.atUs, entry.actor, entry.action, JSON.stringify(entry.details)])).digest('hex');
}

/** What an entry is about. */
export interface ActivityTarget { readonly kind: string; readonly id: string }

/** Appends inside the caller's transaction. The entry is found under `targetKind` and `targetId` of its details and under `alsoAbout`. */
export function appendActivity(db: Db, entry: ActivityEntry, alsoAbout: readonly ActivityTarget[] = []): void {
  const writer = (prepared(db, `select value from meta where key = 'caseId'`).pluck().get() as string | undefined) ?? 'case';
  const previous = (prepared(db, 'select hash from activity_log where writer = ? order by seq desc limit 1').pluck().get(writer) as string | undefined) ?? GENESIS;
  const { lastInsertRowid } = prepared(db, 'insert into activity_log(writer, at_us, actor, action, details, previous_hash, hash) values(?, ?, ?, ?, ?, ?, ?)').run(
    writer, entry.atUs, entry.actor, entry.action, JSON.stringify(entry.details), previous, chainHash(previous, writer, entry));
  const { targetKind, targetId } = entry.details;
  const own = typeof targetKind === 'string' && typeof targetId === 'string' ? [{ kind: targetKind, id: targetId }] : [];
  for (const { kind, id } of [...own, ...alsoAbout]) prepared(db, 'insert or ignore into activity_target(target_kind, target_id, seq) values(?, ?, ?)').run(kind, id, lastInsertRowid);
}

/** Recomputes every chain. `brokenAt` is the first seq whose hash or predecessor does not fit. */
export function verifyActivity(db: Db): { entries: number; intact: boolean; brokenAt: number | null } {
  const last = new Map<string, string>();
  let entries = 0;
  let expectedSeq = 1;
  const rows = db.prepare('select seq, writer, at_us atUs, actor, action, details, previous_hash previousHash, hash from activity_log order by seq').iterate() as IterableIterator<{
    seq: number; writer: string; atUs: number; actor: string; action: string; details: string; previousHash: string; hash: string;
  }>;
  let brokenAt: number | null = null;
  for (const row of rows) {
    entries++;
    const previous = last.get(row.writer) ?? GENESIS;
    const hash = createHash('sha256').update(JSON.stringify([previous, row.writer, row.atUs, row.actor, row.action, row.details])).digest('hex');
    if (brokenAt === null && (row.previousHash !== previous || row.hash !== hash || row.seq !== expectedSeq)) brokenAt = row.seq;
    last.set(row.writer, row.hash);
    expectedSeq = row.seq + 1;
  }
  return { entries, intact: brokenAt === null, brokenAt };
}
