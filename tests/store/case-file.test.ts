import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RedthreadError } from '../../shared/contract/index.ts';
import { appendActivity, chainHash, verifyActivity } from '../../electron/store/activity-log.ts';
import { createCase, guarded, openCase } from '../../electron/store/case-file.ts';
import { updateIncidents } from '../../electron/store/decisions/manage.ts';
import { moveAlerts } from '../../electron/store/decisions/placement.ts';
import { APPLICATION_ID, MIGRATIONS, SCHEMA_VERSION } from '../../electron/store/migrations/index.ts';
import { listActivity } from '../../electron/store/queries/activity.ts';
import { getIncident } from '../../electron/store/queries/incidents.ts';
import { hashRaw, RawWriter, readRaw } from '../../electron/store/raw.ts';

let folder = '';
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'redthread-case-')); });
afterEach(() => { rmSync(folder, { recursive: true, force: true }); });

/** Runs with another folder for temporary files. */
function withTemporary<T>(path: string, work: () => T): T {
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = path;
  try { return work(); } finally { if (before === undefined) delete process.env['TMPDIR']; else process.env['TMPDIR'] = before; }
}
const at = (name = 'a.redthread') => join(folder, name);
const make = (path = at()) => createCase(path, { actor: 'tester', nowUs: 1_700_000_000_000_000 });
function codeOf(work: () => unknown): { code: string; message: string } {
  try { work(); } catch (thrown) { if (thrown instanceof RedthreadError) return { code: thrown.code, message: thrown.message }; throw thrown; }
  throw new Error('nothing was thrown');
}

describe('case files', () => {
  it('are SQLite files that say whose they are, in WAL, with foreign keys and strict tables', () => {
    const { db } = make();
    expect(db.pragma('application_id', { simple: true })).toBe(APPLICATION_ID);
    expect(db.pragma('user_version', { simple: true })).toBe(SCHEMA_VERSION);
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
    const loose = db.prepare(`select name from pragma_table_list where schema = 'main' and type = 'table' and strict = 0 and name not like 'sqlite_%'`).all();
    expect(loose).toEqual([]);
    db.close();
    expect(readFileSync(at()).toString('latin1', 0, 15)).toBe('SQLite format 3');
  });
  it('opens again what it made, and keeps the case id', () => {
    const first = make();
    const id = first.db.prepare(`select value from meta where key = 'caseId'`).pluck().get();
    first.db.close();
    const again = openCase(at());
    expect(again.db.prepare(`select value from meta where key = 'caseId'`).pluck().get()).toBe(id);
    again.db.close();
  });
  it('refuses a newer file by name, states both versions and leaves it unchanged', () => {
    const { db } = make();
    db.pragma('user_version = 990');
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
    const before = readFileSync(at());
    const error = codeOf(() => openCase(at()));
    expect(error.code).toBe('caseNewer');
    expect(error.message).toContain('990');
    expect(error.message).toContain(String(SCHEMA_VERSION));
    expect(readFileSync(at()).equals(before)).toBe(true);
  });
  it('tells a file that is no case, an empty file, another SQLite file and a missing one apart from a case', () => {
    writeFileSync(at('text.redthread'), 'hello '.repeat(100));
    writeFileSync(at('empty.redthread'), '');
    const other = new Database(at('other.redthread'));
    other.exec('create table x(y)');
    other.close();
    expect(['text', 'empty', 'other'].map((n) => codeOf(() => openCase(at(`${n}.redthread`))).code)).toEqual(['notACase', 'notACase', 'notACase']);
    expect(codeOf(() => openCase(at('missing.redthread'))).code).toBe('caseUnusable');
  });
  it('names a damaged file', () => {
    make().db.close();
    const bytes = readFileSync(at());
    bytes.fill(0x55, 4096, bytes.length);
    writeFileSync(at(), bytes);
    expect(codeOf(() => openCase(at())).code).toBe('caseUnusable');
  });
  it('says that another program is writing', () => {
    const first = make();
    first.db.exec('begin immediate');
    const second = openCase(at());
    second.db.pragma('busy_timeout = 50');
    expect(codeOf(() => guarded(at(), () => second.db.exec('begin immediate'))).code).toBe('caseLocked');
    first.db.exec('rollback');
    first.db.close();
    second.db.close();
  });
  it('opens a file that is marked read-only, or lies in such a folder, for reading, and lays nothing beside it', () => {
    const { db } = make();
    appendActivity(db, { atUs: 1, actor: 'a', action: 'note.added', details: {} });
    db.close();
    const bytes = readFileSync(at());
    const temporary = join(folder, 'temporary');
    mkdirSync(temporary);
    // Windows knows no folders that take no files.
    for (const marked of process.platform === 'win32' ? [at()] : [at(), folder]) {
      chmodSync(marked, marked === folder ? 0o500 : 0o400);
      const open = withTemporary(temporary, () => openCase(at()));
      expect(open.readOnly).toBe(true);
      expect(open.path).toBe(at());
      expect(verifyActivity(open.db)).toEqual({ entries: 2, intact: true, brokenAt: null });
      expect(codeOf(() => guarded(at(), () => open.db.exec(`insert into meta values('x', 'y')`))).code).toBe('caseReadOnly');
      expect(readdirSync(folder)).toEqual(['a.redthread', 'temporary']);
      if (process.platform === 'linux') expect(readdirSync(temporary)).toEqual([]);
      open.db.close();
      chmodSync(marked, 0o700);
      expect(readFileSync(at()).equals(bytes)).toBe(true);
    }
  });
  it('says what to do when the copy that reading needs cannot be made', () => {
    make().db.close();
    chmodSync(at(), 0o400);
    expect(codeOf(() => withTemporary(join(folder, 'nowhere'), () => openCase(at())))).toMatchObject({ code: 'caseUnusable', message: expect.stringContaining('Copy the case to a folder you can write to') as string });
    chmodSync(at(), 0o600);
  });
  it('opens for reading when asked, and writing then fails by name', () => {
    make().db.close();
    const open = openCase(at(), { readOnly: true });
    expect(codeOf(() => guarded(at(), () => open.db.exec(`insert into meta values('x', 'y')`))).code).toBe('caseReadOnly');
    open.db.close();
  });
});

describe('migrations', () => {
  it('rise in tens', () => expect(MIGRATIONS.every((m, i) => m.version % 10 === 0 && m.version > (MIGRATIONS[i - 1]?.version ?? 0))).toBe(true));
  it('0010 makes the tables the case is made of', () => {
    const { db } = make();
    const tables = db.prepare(`select name from sqlite_master where type = 'table'`).pluck().all() as string[];
    for (const name of ['source', 'member', 'raw_block', 'record', 'incident', 'alert', 'evidence', 'entity', 'entity_key', 'relation', 'event', 'investigation', 'action', 'recommendation_fact', 'directory_fact', 'note', 'activity_log']) expect(tables).toContain(name);
    db.close();
  });
  it('0020 counts the facts of sources that were imported before', () => {
    const old = new Database(at('old.redthread'));
    old.exec(MIGRATIONS[0]!.up);
    old.pragma(`application_id = ${APPLICATION_ID}`);
    old.pragma('user_version = 10');
    const counts = (more: object) => JSON.stringify({ incidents: 1, alerts: 2, evidence: 5, entities: 70, relations: 90, events: 0, investigations: 0, actions: 3, recommendations: 0, ...more });
    const insert = old.prepare(`insert into source values(?, '', '', ?, 0, 'graph-security', 1, 0, 9, ?, 0, ?, '[]')`);
    insert.run(1, 'a', 4, counts({}));
    insert.run(2, 'b', 0, counts({ incidents: 0, alerts: 0, evidence: 0, actions: 0, events: 40 }));
    insert.run(3, 'c', 7, '{}');
    old.close();
    const { db } = openCase(at('old.redthread'));
    expect(db.pragma('user_version', { simple: true })).toBe(SCHEMA_VERSION);
    expect(db.prepare('select sha256, facts, duplicates from source order by 1').raw().all()).toEqual([['a', 15, 4], ['b', 40, 0], ['c', 7, 7]]);
    db.close();
  });
  /** A case as version 20 left it: one source with two events, one relation. */
  const oldCase = (name: string) => {
    const old = new Database(at(name));
    for (const step of MIGRATIONS.filter((m) => m.version <= 20)) old.exec(step.up);
    old.pragma(`application_id = ${APPLICATION_ID}`);
    old.pragma('user_version = 20');
    old.exec(`insert into meta values('caseId', 'old'), ('createdUs', '1'), ('revision', '3');
      insert into source values(1, '', '', 'a', 0, 'windows-events', 1, 0, 2, 0, 0, '{}', '[]', 2); insert into source values(2, '', '', 'b', 0, 'mde-machine', 1, 0, 1, 0, 0, '{}', '[]', 1);
      insert into member values(1, 1, null, '', '', 0, ''); insert into record values(1, 1, 0, 1, 0, 1); insert into term values(1, 'x');
      insert into event values(1, 'k1', 500, null, null, null, 1, 1, null, null, null, null, null, '', null, null, 1, 1), (2, 'k2', 900, null, null, null, 1, 1, null, null, null, null, null, '', null, null, 1, 1), (3, 'k3', null, null, null, null, 1, 1, null, null, null, null, null, '', null, null, 1, 1);
      insert into mention values(1, 'ip', 's1', '[["address","10.0.0.1",null]]', '10.0.0.1', null, null, null), (2, 'ip', 's2', '[["address","10.0.0.2",null]]', '10.0.0.2', null, null, null);
      insert into incident_fact values(1, 'h', '77', 1000, 1, '{"incidentId":"77","displayName":"Old but not forgotten","severity":"medium","status":"active","classification":"unknown","lastUpdateUs":1000}');
      insert into relation_fact values(1, 1, 3, 2, 500, null, 0, null, 1)`);
    old.close();
  };
  it('0030 tells the span of sources that were imported before, and keeps their relations', () => {
    oldCase('old.redthread');
    const { db } = openCase(at('old.redthread'));
    expect(db.prepare('select sha256, first_us, last_us, ms from source order by 1').raw().all()).toEqual([['a', 500, 900, 0], ['b', null, null, 0]]);
    expect(db.prepare('select time_us, attributes from relation_fact').raw().all()).toEqual([[500, null]]);
    db.close();
  });
  it('0040 derives a case of before anew, so that its incidents are listed', () => {
    oldCase('old.redthread');
    const { db } = openCase(at('old.redthread'));
    expect(db.prepare('select incident_id, display_name, severity, last_update_us from incident_list').raw().all()).toEqual([['77', 'Old but not forgotten', 3, 1000]]);
    expect(db.prepare('select display_name from entity order by 1').pluck().all()).toEqual(['10.0.0.1', '10.0.0.2']);
    db.close();
  });
  it('0050 keeps every alert where it was, finds what the log is about, and lets analysts decide', () => {
    const old = new Database(at('old.redthread'));
    for (const step of MIGRATIONS.filter((m) => m.version <= 30)) old.exec(step.up);
    old.pragma(`application_id = ${APPLICATION_ID}`);
    old.pragma('user_version = 30');
    old.exec(`insert into meta values('caseId', 'old'), ('createdUs', '1'), ('revision', '3');
      insert into source values(1, '', '', 'a', 0, 'graph-incidents', 1, 0, 1, 0, 0, '{}', '[]', 2, null, null, 0); insert into member values(1, 1, null, '', '', 0, ''); insert into record values(1, 1, 0, 1, 0, 1);
      insert into incident_fact values(1, 'h1', '7', 300, 1, '{"incidentId":"7","displayName":"Seven","severity":"high","status":"active","classification":"unknown","lastUpdateUs":300}');
      insert into alert_fact values(1, 'h2', '1a', '["1a"]', 300, 1, '{"alertId":"1a","incidentId":"7","title":"One","severity":"high","status":"new","classification":"unknown","firstActivityUs":100,"lastActivityUs":200,"lastUpdateUs":300}', null)`);
    // Written when the log knew nothing of what its entries are about.
    const entry = { atUs: 5, actor: 'zoe', action: 'note.added', details: { noteId: 'n', targetKind: 'alert', targetId: '1a' } };
    const insert = old.prepare('insert into activity_log(writer, at_us, actor, action, details, previous_hash, hash) values(?, ?, ?, ?, ?, ?, ?)');
    insert.run('old', 5, 'zoe', entry.action, JSON.stringify(entry.details), '0'.repeat(64), chainHash('0'.repeat(64), 'old', entry));
    old.close();
    const open = openCase(at('old.redthread'));
    const by = { actor: 'mia', nowUs: 1000 };
    expect(listActivity(open.db, { limit: 10, alertId: '1a' }).items.map((e) => [e.action, e.targetName])).toEqual([['note.added', 'One']]);
    updateIncidents(open, { incidentIds: ['7'], changes: { severity: 'low' } }, by);
    const moved = moveAlerts(open, { alertIds: ['1a'], newIncidentName: 'Own', reason: 'differentAttack' }, by);
    expect(open.db.prepare('select i.incident_id, d.incident_id from alert a join incident i using(incident_pk) join incident d on d.incident_pk = a.derived_incident_pk').raw().all()).toEqual([[moved.incidentId, '7']]);
    expect(getIncident(open.db, { incidentId: '7' })).toMatchObject({ severity: 'low', imported: { severity: 'high' }, alertCount: 0 });
    expect(verifyActivity(open.db).intact).toBe(true);
    open.db.close();
  });
  it('read an older case where nothing can be written in a copy, and leave the case as it is', () => {
    oldCase('old.redthread');
    const before = readFileSync(at('old.redthread'));
    chmodSync(at('old.redthread'), 0o444);
    const open = openCase(at('old.redthread'));
    expect(open.readOnly).toBe(true);
    expect(open.db.prepare(`select value from meta where key = 'caseId'`).pluck().get()).toBe('old');
    expect(open.db.pragma('user_version', { simple: true })).toBe(SCHEMA_VERSION);
    open.db.close();
    expect(readFileSync(at('old.redthread')).equals(before)).toBe(true);
  });
});

describe('the activity log', () => {
  it('is a chain that shows any change', () => {
    const { db } = make();
    for (let i = 0; i < 5; i++) appendActivity(db, { atUs: i, actor: 'a', action: 'note.added', details: { i } });
    expect(verifyActivity(db)).toEqual({ entries: 6, intact: true, brokenAt: null });
    expect(() => db.exec(`update activity_log set actor = 'b' where seq = 3`)).toThrow(/append-only/);
    expect(() => db.exec('delete from activity_log where seq = 3')).toThrow(/append-only/);
    db.exec(`drop trigger activity_log_no_update; update activity_log set actor = 'b' where seq = 3`);
    expect(verifyActivity(db)).toEqual({ entries: 6, intact: false, brokenAt: 3 });
    db.close();
  });
  it('shows a removed entry', () => {
    const { db } = make();
    for (let i = 0; i < 5; i++) appendActivity(db, { atUs: i, actor: 'a', action: 'note.added', details: { i } });
    db.exec('drop trigger activity_log_no_delete; delete from activity_log where seq = 3');
    expect(verifyActivity(db).brokenAt).toBe(4);
    db.close();
  });
});

describe('raw bytes', () => {
  it('come back exactly, from any range, across blocks', () => {
    const { db } = make();
    db.exec(`insert into source values(1, '', '', '', 0, '', 1, 0, 0, 0, 0, '{}', '[]', 0, null, null, 0); insert into member values(1, 1, null, '', '', 0, '')`);
    const bytes = Buffer.from(Array.from({ length: 700_001 }, (_v, i) => (i * 7919) & 255));
    const writer = new RawWriter(db, 1);
    for (let i = 0; i < bytes.length; i += 65_537) writer.write(bytes.subarray(i, i + 65_537));
    const { sha256, bytes: length } = writer.end();
    expect(length).toBe(bytes.length);
    expect(hashRaw(db, 1)).toEqual({ sha256, bytes: length });
    for (const [offset, n] of [[0, 10], [262_140, 10], [262_144, 262_144], [699_990, 100], [5, 700_000]] as const) expect(readRaw(db, 1, offset, n).equals(bytes.subarray(offset, offset + n))).toBe(true);
    db.exec(`update raw_block set data = zeroblob(10) where byte_offset = 262144`);
    expect(hashRaw(db, 1)).toBeNull();
    db.close();
  });
});
