/** The append-only, hash-chained log of what was done to the case. One chain per writer, so that copies can be merged later. */
import { createHash } from 'node:crypto';
import type { Db } from './case-file.ts';

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

/** Appends inside the caller's transaction. */
export function appendActivity(db: Db, entry: ActivityEntry): void {
  const writer = (db.prepare(`select value from meta where key = 'caseId'`).pluck().get() as string | undefined) ?? 'case';
  const previous = (db.prepare('select hash from activity_log where writer = ? order by seq desc limit 1').pluck().get(writer) as string | undefined) ?? GENESIS;
  db.prepare('insert into activity_log(writer, at_us, actor, action, details, previous_hash, hash) values(?, ?, ?, ?, ?, ?, ?)').run(
    writer, entry.atUs, entry.actor, entry.action, JSON.stringify(entry.details), previous, chainHash(previous, writer, entry));
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
