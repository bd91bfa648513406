/** The `redthread` command as scripts see it: exit codes, shapes of its JSON, and that nothing changes twice. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { pack } from 'tar-stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importReport } from '../../shared/contract/index.ts';
import { buildIfMissing, call, CLI, importJson, infoJson, redthread } from './cli-run.ts';

let folder = '';
beforeAll(() => {
  buildIfMissing();
  folder = mkdtempSync(join(tmpdir(), 'redthread-cli-test-'));
}, 300_000);
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

const at = (name: string): string => join(folder, name);
function file(name: string, text: string | Buffer): string {
  writeFileSync(at(name), text);
  return at(name);
}
const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');
const error = (stdout: string): { code: string; message: string } => (JSON.parse(stdout) as { error: { code: string; message: string } }).error;

const HEADER = 'Timestamp,DeviceId,DeviceName,ActionType,FileName,FolderPath,ProcessId,ProcessCommandLine,ProcessCreationTime,AccountDomain,AccountName,AccountSid,InitiatingProcessFileName,InitiatingProcessId,InitiatingProcessCreationTime,ReportId';
/** One process creation on ws1: explorer.exe (50) starts cmd.exe (100 + n), as corp\ann. */
const row = (n: number): string => `2026-11-12T08:0${n}:00.0000000Z,aaaabbbbccccddddeeeeffff0000111122223333,ws1.corp.example,ProcessCreated,cmd.exe,C:\\Windows\\System32\\cmd.exe,${100 + n},cmd.exe /c echo ${n},2026-11-12T08:0${n}:00.0000000Z,corp,ann,S-1-5-21-1-2-3-1001,explorer.exe,50,2026-11-12T07:00:00.0000000Z,${n + 1}`;
const csv = (...rows: readonly string[]): string => `${[HEADER, ...rows].join('\n')}\n`;
const NOTHING = { incidents: 0, alerts: 0, evidence: 0, entities: 0, relations: 0, events: 0, investigations: 0, actions: 0, recommendations: 0 };
/** More than a process reads in the moment in which a signal reaches it. */
const manyRows = (): string[] => Array.from({ length: 60_000 }, (_v, i) => row(0).replace('08:00:00.0', `0${i % 10}:${String(Math.floor(i / 1000)).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}.0`).replace(/,1$/, `,${i}`));

describe('redthread import', () => {
  it('reports under the stable keys', () => {
    const source = file('DeviceProcessEvents.csv', csv(row(0), row(1)));
    const run = redthread('import', at('report.redthread'), source, '--json');
    expect(run.code).toBe(0);
    expect(run.stderr).toBe('');
    const report = importReport.strict().parse(JSON.parse(run.stdout));
    expect(report.case).toBe(at('report.redthread'));
    expect(report.sources).toHaveLength(1);
    const { ms, imported, ...rest } = report.sources[0]!;
    expect(ms).toBeGreaterThanOrEqual(0);
    expect(rest).toEqual({ path: source, sha256: sha256(source), bytes: statSync(source).size, format: 'hunting-rows', records: 2, duplicates: 0, rejected: 0, warnings: [] });
    // The incident is created here from the telemetry.
    expect(imported).toMatchObject({ ...NOTHING, incidents: 1, entities: expect.any(Number) as number, relations: expect.any(Number) as number, events: 2 });
    // A device, an account, explorer.exe and its two children, at least.
    expect(imported.entities).toBeGreaterThanOrEqual(5);
    expect(report.totals).toMatchObject({ records: 2, duplicates: 0, rejected: 0, bytes: rest.bytes, imported });
  });
  it('changes nothing when the same bytes come again, under another name too', () => {
    const source = file('DeviceProcessEvents-again.csv', csv(row(2), row(3)));
    importJson(at('again.redthread'), [source]);
    const before = infoJson(at('again.redthread'));
    const second = importJson(at('again.redthread'), [source]);
    expect(second.totals.imported).toEqual(NOTHING);
    expect(second.totals.duplicates).toBe(2);
    expect(importJson(at('again.redthread'), [file('DeviceProcessEvents-copy.csv', readFileSync(source, 'utf8'))]).totals.imported).toEqual(NOTHING);
    expect(infoJson(at('again.redthread'))).toEqual(before);
    expect(call(at('again.redthread'), 'activity.list', {}).total).toBe(2);
  });
  it('counts a file once that is named twice in one import, or lies under two names', () => {
    const source = file('DeviceProcessEvents-one.csv', csv(row(0), row(1)));
    const copy = file('DeviceProcessEvents-two.csv', readFileSync(source, 'utf8'));
    const report = importJson(at('named-twice.redthread'), [source, source, copy]);
    expect(report.sources.map((s) => [s.path, s.records, s.imported.events, s.duplicates])).toEqual([[source, 2, 2, 0], [source, 2, 0, 2], [copy, 2, 0, 2]]);
    expect(report.totals.imported).toEqual(infoJson(at('named-twice.redthread')).totals.imported);
  });
  it('reads what it can of an archive and says what it left', async () => {
    const archive = join(folder, 'mixed.tar');
    const entries = pack();
    for (const [name, content] of [['rows.csv', csv(row(0), row(1))], ['README.txt', 'Exported by the night shift.\n'], ['empty.json', '']] as const) entries.entry({ name }, content);
    entries.finalize();
    await writeFile(archive, entries as AsyncIterable<Buffer>);
    const report = importJson(at('mixed-archive.redthread'), [archive]);
    expect(report.totals).toMatchObject({ records: 2, rejected: 0, imported: { events: 2 } });
    expect(report.sources[0]!.warnings).toMatchObject([{ code: 'member-skipped', count: 2, example: expect.stringContaining('README.txt') as string }]);
  });
  it('says where a document breaks', () => {
    const run = redthread('import', at('broken.redthread'), file('broken.json', '{"value": [\n{"id": 1,\n"x": }\n]}'));
    expect(run.code).toBe(3);
    expect(run.stderr).toMatch(/broken\.json: .*Line 2 cannot be read: not valid JSON/);
  });
  it('adds only what is new from an overlapping export and says how many were there', () => {
    importJson(at('overlap.redthread'), [file('DeviceProcessEvents-1.csv', csv(row(0), row(1), row(2)))]);
    const second = importJson(at('overlap.redthread'), [file('DeviceProcessEvents-2.csv', csv(row(1), row(2), row(3)))]);
    expect(second.totals).toMatchObject({ records: 3, duplicates: 2, imported: { events: 1 } });
    expect(call(at('overlap.redthread'), 'event.page', {}).total).toBe(4);
  });
  it('finds the same in files of either order', () => {
    const a = file('DeviceProcessEvents-a.csv', csv(row(0), row(1)));
    const b = file('DeviceProcessEvents-b.csv', csv(row(1), row(4)));
    importJson(at('ab.redthread'), [a, b]);
    importJson(at('ba.redthread'), [b, a]);
    expect(infoJson(at('ab.redthread')).totals).toEqual(infoJson(at('ba.redthread')).totals);
    const ids = (path: string): string[] => call(path, 'entity.list', { limit: 100 }).items.map((e) => e.entityId).sort();
    expect(ids(at('ab.redthread'))).toEqual(ids(at('ba.redthread')));
  });
  it('ends with 1 when rows were rejected, and keeps them with position and reason', () => {
    const report = importJson(at('rejected.redthread'), [file('DeviceProcessEvents-bad.csv', csv(row(0), 'x,y', row(1)))], [1]);
    expect(report.totals).toMatchObject({ records: 3, rejected: 1, imported: { events: 2 } });
    const rejected = call(at('rejected.redthread'), 'import.rejected', {});
    expect(rejected.total).toBe(1);
    expect(rejected.items[0]).toMatchObject({ fileName: 'DeviceProcessEvents-bad.csv', line: 3, text: 'x,y' });
    expect(rejected.items[0]!.reason).not.toBe('');
  });
  it('ends with 1 when a file among others cannot be read, and imports the others', () => {
    const run = redthread('import', at('mixed.redthread'), file('DeviceProcessEvents-good.csv', csv(row(0))), file('empty.csv', ''), '--json');
    expect(run.code).toBe(1);
    expect(run.stderr).toContain('empty.csv');
    expect((JSON.parse(run.stdout) as { sources: unknown[] }).sources).toHaveLength(1);
  });
  it.each([
    ['an empty file', 'nothing.csv', '', 'sourceUnreadable'],
    ['text in no format', 'note.txt', 'a note, about nothing\nin particular\n', 'sourceUnknownFormat'],
    ['a truncated zip', 'cut.zip', 'PK\u0003\u0004\u0014\u0000\u0000\u0000', 'sourceUnreadable'],
  ])('ends with 3 on %s and leaves no case behind', (_what, name, text, code) => {
    const run = redthread('import', at(`${name}.redthread`), file(name, text), '--json');
    expect(run.code).toBe(3);
    expect(error(run.stdout).code).toBe(code);
    expect(run.stderr).toContain(name);
    expect(existsSync(at(`${name}.redthread`))).toBe(false);
  });
  it('ends with 3 on a missing file and leaves an existing case as it was', () => {
    importJson(at('kept.redthread'), [file('DeviceProcessEvents-kept.csv', csv(row(0)))]);
    const before = infoJson(at('kept.redthread'));
    expect(redthread('import', at('kept.redthread'), at('gone.csv')).code).toBe(3);
    expect(infoJson(at('kept.redthread'))).toEqual(before);
  });
  it('takes a format by name, and refuses one that does not exist', () => {
    const source = file('rows.csv', csv(row(0)));
    expect(redthread('import', at('named.redthread'), source, '--format', 'hunting-rows', '--json').code).toBe(0);
    const wrong = redthread('import', at('wrong.redthread'), source, '--format', 'nonsense');
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('hunting-rows');
  });
  it('cancels on Ctrl+C, ends with 130 and leaves the case as it was', async () => {
    importJson(at('cancel.redthread'), [file('DeviceProcessEvents-first.csv', csv(row(0)))]);
    const before = infoJson(at('cancel.redthread'));
    const child = spawn(process.execPath, [CLI, 'import', at('cancel.redthread'), file('DeviceProcessEvents-large.csv', csv(...manyRows())), '--json'], { stdio: ['ignore', 'ignore', 'pipe'] });
    const ended = new Promise<number | null>((done) => { child.once('exit', done); });
    // Once the import has begun, nobody else may write.
    const other = new Database(at('cancel.redthread'), { timeout: 0 });
    const isBusy = (): boolean => { try { other.exec('begin immediate; rollback'); return false; } catch { return true; } };
    for (let i = 0; i < 600 && !isBusy() && child.exitCode === null; i++) await new Promise((r) => setTimeout(r, 20));
    other.close();
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(infoJson(at('cancel.redthread'))).toEqual(before);
  });
  it('takes away a case it has just made when Ctrl+C comes before anything is imported', async () => {
    const child = spawn(process.execPath, [CLI, 'import', at('early.redthread'), file('DeviceProcessEvents-early.csv', csv(...manyRows())), '--json'], { stdio: 'ignore' });
    const ended = new Promise<number | null>((done) => { child.once('exit', done); });
    for (const since = Date.now(); Date.now() - since < 20_000 && !existsSync(at('early.redthread')) && child.exitCode === null;) await new Promise((r) => setImmediate(r));
    child.kill('SIGINT');
    expect([await ended, existsSync(at('early.redthread'))]).toEqual([130, false]);
  });
});

describe('redthread call', () => {
  beforeAll(() => { importJson(at('call.redthread'), [file('DeviceProcessEvents-call.csv', csv(row(0), row(1)))]); });

  it('answers in the domain\'s names with a total', () => {
    const { items, total } = call(at('call.redthread'), 'event.page', {});
    expect(total).toBe(2);
    expect(items[0]).toMatchObject({ source: 'DeviceProcessEvents', actionType: 'ProcessCreated', deviceName: 'ws1.corp.example' });
    expect(items.map((e) => e.timeUs).sort()).toEqual([Date.UTC(2026, 10, 12, 8, 0) * 1000, Date.UTC(2026, 10, 12, 8, 1) * 1000]);
  });
  it('prints typed arrays as arrays and a missing time as null', () => {
    const [incident] = call(at('call.redthread'), 'incident.list', {}).items;
    expect(incident).toMatchObject({ origin: 'telemetry', eventCount: 2 });
    const graph = call(at('call.redthread'), 'graph.get', { incidentId: incident!.incidentId, view: 'all' });
    expect(graph.nodeCount).toBeGreaterThanOrEqual(5);
    for (const column of [graph.kinds, graph.nodeFirstUs, graph.alertCounts] as unknown[]) {
      expect(Array.isArray(column)).toBe(true);
      expect(column).toHaveLength(graph.nodeCount);
    }
    for (const time of graph.nodeFirstUs as unknown as (number | null)[]) expect(time === null || Number.isInteger(time)).toBe(true);
    expect(Buffer.from(graph.labels).toString('utf8').split('\0')).toContain('ws1.corp.example');
    const histogram = call(at('call.redthread'), 'timeline.histogram', { incidentId: incident!.incidentId, bins: 4 });
    expect(histogram.eventCounts).toHaveLength(4);
    expect([...histogram.eventCounts].reduce((a, b) => a + b, 0)).toBe(2);
  });
  it('shows the raw record when its file is gone', () => {
    rmSync(at('DeviceProcessEvents-call.csv'));
    const { items } = call(at('call.redthread'), 'event.page', {});
    const texts = items.map((e) => call(at('call.redthread'), 'record.raw', { recordId: e.recordId }).text.trim()).sort();
    expect(texts).toEqual([row(0), row(1)]);
  });
  it.each([['an unknown procedure', 'no.such', '{}'], ['a command', 'note.add', '{}'], ['input that is not JSON', 'event.page', '{'], ['input of the wrong shape', 'event.page', '{"limit":-1}'], ['a record that is not there', 'alert.get', '{"alertId":"none"}']])(
    'ends with 2 on %s', (_what, procedure, input) => {
      const run = redthread('call', at('call.redthread'), procedure, input);
      expect(run.code).toBe(2);
      expect(run.stdout).toBe('');
      expect(run.stderr).not.toContain('    at ');
    });
});

describe('one incident larger than what detection looks at first', () => {
  const alerts = Array.from({ length: 1200 }, (_v, i) => ({ '@odata.type': '#microsoft.graph.security.alert', id: `al-${i}`, incidentId: '1', title: `Alert ${i}`, description: 'x'.repeat(1000), severity: 'low', status: 'new', createdDateTime: '2026-01-05T08:00:00Z', evidence: [] }));
  const incident = { '@odata.type': '#microsoft.graph.security.incident', id: '1', displayName: 'Large', status: 'active', severity: 'high', createdDateTime: '2026-01-05T08:00:00Z', alerts };
  it.each([['under value', { value: [incident] }], ['in an array', [incident]], ['bare', incident]])('%s', (name, document) => {
    const text = JSON.stringify(document);
    expect(text.length).toBeGreaterThan(2 ** 20);
    const path = file(`large-${name.replaceAll(' ', '-')}.json`, text);
    expect(importJson(at(`large-${name}.redthread`), [path])).toMatchObject({ totals: { records: 1, rejected: 0, imported: { incidents: 1, alerts: 1200 } }, sources: [{ format: 'graph-security' }] });
    expect(importJson(at(`large-${name}-16.redthread`), [file(`large-16-${name.replaceAll(' ', '-')}.json`, Buffer.from(`\ufeff${text}`, 'utf16le'))])).toMatchObject({ totals: { records: 1, imported: { alerts: 1200 } } });
  });
});

describe('redthread import --zone', () => {
  const rows = (time: string) => `Timestamp,DeviceId,DeviceName,ActionType,FileName,ProcessId,ReportId\n${time},${'ab12'.repeat(10)},ws-1.corp.example,ProcessCreated,a.exe,11,1\n`;
  const told = (name: string, time: string, ...zone: string[]) => {
    const report = JSON.parse(redthread('import', at(name), file(`${name}.csv`, rows(time)), ...zone, '--json').stdout) as { totals: { warnings: { code: string }[] } };
    const event = call(at(name), 'event.page', {}).items[0] as { timeUs: number; timeNote: string | null };
    return [new Date(event.timeUs / 1000).toISOString(), event.timeNote, report.totals.warnings.map((w) => w.code)];
  };
  it('is for times that state none', () => {
    expect(told('zone-none.redthread', '2024-03-05T09:00:00')).toEqual(['2024-03-05T09:00:00.000Z', 'assumed zone UTC', ['assumed-zone']]);
    expect(told('zone-told.redthread', '2024-03-05T09:00:00', '--zone', '+05:30')).toEqual(['2024-03-05T03:30:00.000Z', 'zone UTC+05:30 as told at the import', ['zone-told']]);
    expect(told('zone-stated.redthread', '2024-03-05T09:00:00Z', '--zone', '+05:30')).toEqual(['2024-03-05T09:00:00.000Z', null, ['zone-told']]);
  });
  it('ends with 2 on what is no zone', () => expect(redthread('import', at('zone-bad.redthread'), file('zone-bad.csv', rows('2024-03-05T09:00:00')), '--zone', 'Berlin').code).toBe(2));
});

describe('redthread verify', () => {
  it('is content without the source file, because the case carries its bytes', () => {
    const source = file('DeviceProcessEvents-verify.csv', csv(row(0)));
    importJson(at('verify.redthread'), [source]);
    expect(JSON.parse(redthread('verify', at('verify.redthread')).stdout)).toMatchObject({ ok: true, sources: [{ path: source, sha256: sha256(source), stored: 'ok', file: 'ok', records: 1, badRecords: 0 }], activityLog: { entries: 2, intact: true } });
    writeFileSync(source, 'something else');
    expect(JSON.parse(redthread('verify', at('verify.redthread')).stdout)).toMatchObject({ ok: true, sources: [{ stored: 'ok', file: 'changed' }] });
    rmSync(source);
    const run = redthread('verify', at('verify.redthread'));
    expect(run.code).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({ ok: true, sources: [{ stored: 'ok', file: 'missing' }] });
  });
  it('ends with 4 when the stored bytes or the activity log were changed', () => {
    const source = file('DeviceProcessEvents-tamper.csv', csv(row(0)));
    importJson(at('tamper.redthread'), [source]);
    const change = (sql: string): void => {
      const db = new Database(at('tamper.redthread'));
      // Someone who edits the file can drop what guards it.
      for (const name of db.prepare("select name from sqlite_master where type = 'trigger'").pluck().all() as string[]) db.exec(`drop trigger "${name}"`);
      expect(db.prepare(sql).run().changes).toBeGreaterThan(0);
      db.close();
    };
    change("update activity_log set actor = 'someone else' where seq = 1");
    const log = redthread('verify', at('tamper.redthread'));
    expect(log.code).toBe(4);
    expect(JSON.parse(log.stdout)).toMatchObject({ ok: false, activityLog: { intact: false, brokenAt: 1 } });
    change('update record set byte_length = 99999999');
    const ranges = redthread('verify', at('tamper.redthread'));
    expect(ranges.code).toBe(4);
    expect((JSON.parse(ranges.stdout) as { sources: unknown[] }).sources).toMatchObject([{ stored: 'ok', records: 1, badRecords: 1 }]);
    change('update member set sha256 = \'00\'');
    const stored = redthread('verify', at('tamper.redthread'));
    expect(stored.code).toBe(4);
    expect(JSON.parse(stored.stdout)).toMatchObject({ ok: false, sources: [{ stored: 'damaged', file: 'ok' }] });
  });
});

describe('redthread on cases it cannot use', () => {
  it('ends with 4 on one from a newer version, states both versions, and leaves it alone', () => {
    importJson(at('newer.redthread'), [file('DeviceProcessEvents-newer.csv', csv(row(0)))]);
    const db = new Database(at('newer.redthread'));
    const version = db.pragma('user_version', { simple: true }) as number;
    db.pragma('user_version = 990');
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
    const before = sha256(at('newer.redthread'));
    for (const args of [['info', at('newer.redthread'), '--json'], ['import', at('newer.redthread'), at('DeviceProcessEvents-newer.csv'), '--json']]) {
      const run = redthread(...args);
      expect(run.code).toBe(4);
      expect(error(run.stdout).code).toBe('caseNewer');
      expect(run.stderr).toContain('990');
      expect(run.stderr).toContain(String(version));
    }
    expect(sha256(at('newer.redthread'))).toBe(before);
  });
  it('ends with 4 on a file that is no case, and does not touch it', () => {
    const path = file('text.redthread', 'just text\n');
    for (const args of [['info', path], ['verify', path], ['serve', path], ['call', path, 'incident.list', '{}'], ['import', path, file('DeviceProcessEvents-x.csv', csv(row(0)))]]) expect(redthread(...args).code).toBe(4);
    expect(readFileSync(path, 'utf8')).toBe('just text\n');
  });
  it('ends with 4 on a case that another program is writing', () => {
    importJson(at('locked.redthread'), [file('DeviceProcessEvents-l.csv', csv(row(0)))]);
    const db = new Database(at('locked.redthread'));
    db.exec('begin immediate');
    const run = redthread('import', at('locked.redthread'), file('DeviceProcessEvents-l2.csv', csv(row(1))), '--json');
    db.exec('rollback');
    db.close();
    expect(run.code).toBe(4);
    expect(error(run.stdout).code).toBe('caseLocked');
  });
  it('asks no case that is not there, and makes none by asking', () => {
    expect(redthread('info', at('absent.redthread')).code).toBe(4);
    expect(existsSync(at('absent.redthread'))).toBe(false);
  });
});

describe('redthread', () => {
  it.each([[[]], [['nonsense']], [['import', 'only-a-case.redthread']], [['serve', 'x.redthread', '--port', '99999']], [['info', 'x.redthread', '--nonsense']]])('ends with 2 on the command line %j', (args) => {
    const run = redthread(...args);
    expect(run.code).toBe(2);
    expect(run.stdout).toBe('');
    expect(run.stderr).not.toBe('');
  });
  it('explains itself', () => {
    const run = redthread('--help');
    expect(run.code).toBe(0);
    for (const command of ['import', 'demo', 'serve', 'open', 'call', 'verify', 'info']) expect(run.stdout).toContain(`  ${command} `);
  });
  it('shows control characters of a file name instead of sending them to the terminal', () => {
    const run = redthread('import', at('c.redthread'), at('evil\u001b[31m\u202e.csv'));
    expect(run.code).toBe(3);
    expect(run.stderr).toContain('⟨U+001B⟩[31m⟨U+202E⟩');
    expect(run.stderr).not.toMatch(/[\u001b\u202e]/);
  });
  it.each([['serve', true], ['open', false]] as const)('%s prints {"url": …} first, answers there, and stops on SIGTERM', async (command, hasCase) => {
    if (hasCase) importJson(at('serve.redthread'), [file('DeviceProcessEvents-s.csv', csv(row(0)))]);
    const child = spawn(process.execPath, [CLI, command, ...(hasCase ? [at('serve.redthread'), '--port', '0'] : []), '--json'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = new Promise<number | null>((done) => { child.once('exit', done); });
    try {
      const first = await new Promise<string>((done, fail) => {
        let text = '';
        child.stdout.setEncoding('utf8').on('data', (part: string) => { text += part; if (text.includes('\n')) done(text.split('\n')[0]!); });
        child.once('exit', () => { fail(new Error('it ended')); });
      });
      const { url } = JSON.parse(first) as { url: string };
      expect(new URL(url).hostname).toBe('127.0.0.1');
      expect((await fetch(url)).status).toBe(200);
    } finally {
      child.kill('SIGTERM');
    }
    expect(await ended).toBe(0);
  });
});
