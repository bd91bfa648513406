/** The case as a whole: info, verification, raw records, rejected rows, notes and the activity log. */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { basename } from 'node:path';
import { RedthreadError, type CaseInfo, type Counts, type Output, type ParsedInput, type SourceRow } from '../../../shared/contract/index.ts';
import { appendActivity, verifyActivity } from '../activity-log.ts';
import { guarded, type Db, type OpenCase } from '../case-file.ts';
import { SCHEMA_VERSION } from '../migrations/index.ts';
import { hashRaw, readRaw } from '../raw.ts';
import { offsetOf, pageOf, recordRef, Where } from './shared.ts';

const RAW_LIMIT = 1024 * 1024;

export function caseInfo({ db, path, readOnly }: OpenCase): CaseInfo {
  const meta = new Map((db.prepare('select key, value from meta').all() as { key: string; value: string }[]).map((m) => [m.key, m.value]));
  const count = (table: string) => db.prepare(`select count(*) from ${table}`).pluck().get() as number;
  const counts: Counts = {
    incidents: count('incident'), alerts: count('alert'), evidence: count('evidence'), entities: count('entity'), relations: count('relation'), events: count('event'), investigations: count('investigation'), actions: count('action'),
    recommendations: db.prepare('select count(distinct recommendation_id) from recommendation_fact').pluck().get() as number,
  };
  const sources = (db.prepare('select source_id sourceId, path, file_name fileName, sha256, bytes, format, importer_version importerVersion, imported_us importedUs, records, duplicates, rejected, imported, warnings, first_us firstUs, last_us lastUs, ms from source order by source_id').all() as
    (Omit<SourceRow, 'imported' | 'warnings'> & { imported: string; warnings: string })[]).map((s) => ({ ...s, imported: JSON.parse(s.imported) as Counts, warnings: JSON.parse(s.warnings) as SourceRow['warnings'] }));
  return {
    path, name: basename(path).replace(/\.redthread$/, ''), caseId: meta.get('caseId') ?? '', schemaVersion: SCHEMA_VERSION, createdUs: Number(meta.get('createdUs') ?? 0), readOnly, counts,
    rejected: sources.reduce((n, s) => n + s.rejected, 0), sources, revision: Number(meta.get('revision') ?? 0),
  };
}

/** Checks the copies inside the case, the source files where they still are, every record's range, and the activity log. */
export async function verifyCase(db: Db): Promise<Output<'case.verify'>> {
  const problems: string[] = [];
  const sources: Output<'case.verify'>['sources'] = [];
  for (const s of db.prepare('select source_id sourceId, path, sha256, bytes from source order by source_id').all() as { sourceId: number; path: string; sha256: string; bytes: number }[]) {
    let stored: 'ok' | 'damaged' = 'ok';
    let records = 0;
    let badRecords = 0;
    for (const m of db.prepare('select member_id id, file_name name, sha256, bytes from member where source_id = ?').all(s.sourceId) as { id: number; name: string; sha256: string; bytes: number }[]) {
      const found = hashRaw(db, m.id);
      if (found === null || found.sha256 !== m.sha256 || found.bytes !== m.bytes) { stored = 'damaged'; problems.push(`The copy of ${m.name} inside the case is damaged.`); }
      const figures = db.prepare('select count(*) n, sum(byte_offset < 0 or byte_length <= 0 or byte_offset + byte_length > ?) bad from record where member_id = ?').get(m.bytes, m.id) as { n: number; bad: number | null };
      records += figures.n;
      badRecords += figures.bad ?? 0;
    }
    if (badRecords > 0) problems.push(`${badRecords} records of ${s.path} point outside their source.`);
    const file = await compareFile(s.path, s.sha256);
    if (file === 'changed') problems.push(`${s.path} is no longer the file that was imported; the copy inside the case is.`);
    sources.push({ sourceId: s.sourceId, path: s.path, sha256: s.sha256, stored, file, records, badRecords });
  }
  const integrity = db.pragma('quick_check(5)') as { quick_check: string }[];
  if (integrity[0]?.quick_check !== 'ok') problems.push(`The case file itself is damaged: ${integrity.map((r) => r.quick_check).join('; ')}`);
  const activityLog = verifyActivity(db);
  if (!activityLog.intact) problems.push(`The activity log was changed at entry ${activityLog.brokenAt}.`);
  const ok = problems.filter((p) => !p.includes('no longer the file')).length === 0;
  return { ok, sources, activityLog, problems };
}

async function compareFile(path: string, sha256: string): Promise<'ok' | 'missing' | 'changed'> {
  if (!existsSync(path)) return 'missing';
  const hash = createHash('sha256');
  try { for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer); } catch { return 'missing'; }
  return hash.digest('hex') === sha256 ? 'ok' : 'changed';
}

export function getRaw(db: Db, input: ParsedInput<'record.raw'>): Output<'record.raw'> {
  const record = recordRef(db, input.recordId);
  if (record === null) throw new RedthreadError('notFound', `This case holds no record ${input.recordId}.`);
  const about = db.prepare('select m.member_id memberId, m.sha256, m.format, s.imported_us importedUs from record r join member m using(member_id) join source s using(source_id) where r.record_id = ?').get(input.recordId) as { memberId: number; sha256: string; format: string; importedUs: number };
  const bytes = readRaw(db, about.memberId, record.byteOffset, Math.min(record.byteLength, RAW_LIMIT));
  return { total: 1, record, sha256: about.sha256, format: about.format, importedUs: about.importedUs, text: bytes.toString('utf8'), truncated: record.byteLength > RAW_LIMIT };
}

export function listRejected(db: Db, input: ParsedInput<'import.rejected'>): Output<'import.rejected'> {
  const filter = input.sourceId === undefined ? '' : 'where s.source_id = @sourceId';
  const bound = { sourceId: input.sourceId ?? 0, limit: input.limit, offset: offsetOf(input) };
  const items = db.prepare(`select s.source_id sourceId, s.file_name fileName, m.path member, j.line, j.row, j.byte_offset byteOffset, j.reason, j.text from rejected_record j join member m using(member_id) join source s using(source_id) ${filter} order by j.rejected_id limit @limit offset @offset`).all(bound) as Output<'import.rejected'>['items'];
  return pageOf(input, items, db.prepare(`select count(*) from rejected_record j join member m using(member_id) join source s using(source_id) ${filter}`).pluck().get(bound) as number);
}

export function listNotes(db: Db, input: ParsedInput<'note.list'>): Output<'note.list'> {
  const where = new Where();
  if (input.targetKind !== undefined) where.add('target_kind = ?', input.targetKind);
  if (input.targetId !== undefined) where.add('target_id = ?', input.targetId);
  const items = db.prepare(`select note_id noteId, target_kind targetKind, target_id targetId, text, created_by createdBy, created_us createdUs from note ${where.sql} order by created_us, note_id limit ? offset ?`).all(...where.values, input.limit, offsetOf(input)) as Output<'note.list'>['items'];
  return pageOf(input, items, db.prepare(`select count(*) from note ${where.sql}`).pluck().get(...where.values) as number);
}

export function addNote(open: OpenCase, input: ParsedInput<'note.add'>, by: { actor: string; nowUs: number }): Output<'note.add'> {
  const noteId = randomUUID();
  guarded(open.path, () => open.db.transaction(() => {
    open.db.prepare('insert into note(note_id, target_kind, target_id, text, created_by, created_us) values(?, ?, ?, ?, ?, ?)').run(noteId, input.targetKind, input.targetId, input.text, by.actor, by.nowUs);
    appendActivity(open.db, { atUs: by.nowUs, actor: by.actor, action: 'note.added', details: { noteId, targetKind: input.targetKind, targetId: input.targetId } });
  })());
  return { noteId };
}
