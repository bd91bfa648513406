/** Full public data sets, where `REDTHREAD_DATA` names the folder that holds them: everything in them arrives, once, in bounded memory. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Counts, ImportReport } from '../../shared/contract/index.ts';
import { buildIfMissing, importJson, infoJson, redthread, watched } from './cli-run.ts';
import { countCsvRows, countEndpointAlerts, countGraphIncidents, countLegacyIncidents, countLines, countRecords, unpacked, type DocumentCounts } from './raw-counts.ts';

const data = process.env['REDTHREAD_DATA'] ?? '';
const SETS = ['otrf-security-datasets', 'microsoft-docs', 'demisto-content', 'msticpy'];
const absent = data === '' ? 'REDTHREAD_DATA is not set' : SETS.filter((s) => !existsSync(join(data, s))).map((s) => `${s} is not in REDTHREAD_DATA`).join(', ');

/** Files with one event per JSON line; the number is what their publisher states. */
const EVENT_FILES: Readonly<Record<string, number>> = {
  'cmd_bitsadmin_download_psh_script.zip': 424, 'covenant_psremoting_grunt.zip': 4305, 'empire_enable_rdp.winlogbeat6.tar.gz': 2668, 'empire_mimikatz_logonpasswords.zip': 6026,
  'empire_psexec_dcerpc_tcp_svcctl.zip': 4348, 'goldensaml_AADAuditEvents.zip': 4, 'goldensaml_Microsoft365DefenderEvents.zip': 9, 'goldensaml_OfficeActivityEvents.zip': 1, 'goldensaml_WindowsEvents.zip': 38,
  'log4shell_syslog_sysmon_linux.zip': 93, 'log4shell_sysmon.zip': 487, 'purplesharp_ad_playbook_I.zip': 25_993,
};
const LARGEST = 'lsass_campaign_01.zip';
const LARGEST_EVENTS = 53_698;
const MOST_MEMORY = 400 * 2 ** 20;
const DOCUMENTS: readonly (readonly [string, (bytes: Buffer) => DocumentCounts])[] = [
  ['microsoft-docs/graph-incidents-list.json', countGraphIncidents], ['microsoft-docs/graph-incidents-expand-alerts.json', countGraphIncidents], ['demisto-content/graph-incidents-list-response.json', countGraphIncidents],
  ['microsoft-docs/defender-xdr-incidents-legacy.json', countLegacyIncidents], ['microsoft-docs/mde-alerts-list.json', countEndpointAlerts],
];
/** Documents whose records become one thing each, under this key; null: attributes of entities or facts of the directory. */
const LISTS: readonly (readonly [string, keyof Counts | null])[] = [
  ['microsoft-docs/graph-huntingquery-results.json', 'events'], ['microsoft-docs/mde-investigations-list.json', 'investigations'], ['microsoft-docs/mde-machineactions-list.json', 'actions'],
  ['microsoft-docs/mde-recommendations-list.json', 'recommendations'], ['microsoft-docs/graph-identityaccounts-get.json', null], ['microsoft-docs/mde-remediation-tasks.json', null],
];
/** Not formats of Redthread: named, refused, nothing left behind. */
const REFUSED = ['otrf-security-datasets/aws_ec2_proxy_s3_exfiltration.zip', 'msticpy/az_net_flows.csv', 'msticpy/securityalert_alertlist.csv', 'microsoft-docs/mde-recommendations-list.as-printed-invalid.txt'];
const NOTHING: Counts = { incidents: 0, alerts: 0, evidence: 0, entities: 0, relations: 0, events: 0, investigations: 0, actions: 0, recommendations: 0 };

if (absent !== '') it.skip(`real data sets (${absent})`, () => undefined);
else describe('real data sets', () => {
  let folder = '';
  beforeAll(() => {
    buildIfMissing();
    folder = mkdtempSync(join(tmpdir(), 'redthread-real-'));
  }, 300_000);
  afterAll(() => { rmSync(folder, { recursive: true, force: true }); });
  const caseOf = (file: string): string => join(folder, `${basename(file)}.redthread`);

  /** Imports, and checks that a second time changes nothing. */
  function importTwice(path: string): ImportReport {
    const report = importJson(caseOf(path), [path]);
    expectNoSecondChange(path);
    return report;
  }
  function expectNoSecondChange(path: string): void {
    const before = infoJson(caseOf(path));
    expect(importJson(caseOf(path), [path]).totals.imported).toEqual(NOTHING);
    expect(infoJson(caseOf(path))).toEqual(before);
  }

  it('are all spoken of here', () => {
    const listed = [...Object.keys(EVENT_FILES), LARGEST].map((f) => `otrf-security-datasets/${f}`).concat(DOCUMENTS.map(([f]) => f), LISTS.map(([f]) => f), REFUSED, 'msticpy/mde_proc_cs1.csv.gz');
    const there = SETS.flatMap((set) => readdirSync(join(data, set)).filter((f) => f !== 'SOURCE.md').map((f) => `${set}/${f}`));
    expect(there.filter((f) => !listed.includes(f))).toEqual([]);
  });

  it.each(Object.entries(EVENT_FILES))('%s: every line is an event, but for repeated ids', (name, stated) => {
    const path = join(data, 'otrf-security-datasets', name);
    const raw = countLines(unpacked(path));
    expect(raw.lines).toBe(stated);
    const { totals, sources } = importTwice(path);
    expect({ records: totals.records, rejected: totals.rejected, events: totals.imported.events, duplicates: totals.duplicates }).toEqual({ records: raw.lines, rejected: 0, events: raw.distinct, duplicates: raw.lines - raw.distinct });
    // What was cut off is read as far as it goes, and said.
    expect(sources[0]!.warnings.find((w) => w.code === 'event-cut-off')?.count ?? 0).toBe(raw.cut);
    const after = infoJson(caseOf(path)).totals.imported;
    expect(after).toEqual(totals.imported);
    // Telemetry alone becomes the subject of an incident.
    expect(after.incidents).toBe(1);
    expect(after.entities).toBeGreaterThan(0);
  }, 120_000);

  it(`${LARGEST}: ${LARGEST_EVENTS} events in less than ${MOST_MEMORY / 2 ** 20} MB`, async () => {
    const path = join(data, 'otrf-security-datasets', LARGEST);
    const run = await watched('import', caseOf(path), path, '--json');
    expect(run.code, run.stderr).toBe(0);
    const { totals } = JSON.parse(run.stdout) as ImportReport;
    const raw = countLines(unpacked(path));
    expect(raw.lines).toBe(LARGEST_EVENTS);
    expect({ records: totals.records, rejected: totals.rejected, events: totals.imported.events, duplicates: totals.duplicates }).toEqual({ records: raw.lines, rejected: 0, events: raw.distinct, duplicates: raw.lines - raw.distinct });
    console.log(`${LARGEST}: peak ${run.peakBytes === null ? 'not known' : `${Math.round(run.peakBytes / 2 ** 20)} MiB`}, ${totals.ms} ms`);
    if (process.platform === 'linux') expect(run.peakBytes).not.toBeNull();
    if (run.peakBytes !== null) expect(run.peakBytes).toBeLessThan(MOST_MEMORY);
    expectNoSecondChange(path);
    expect(JSON.parse(redthread('verify', caseOf(path)).stdout)).toMatchObject({ ok: true, sources: [{ stored: 'ok', file: 'ok', records: raw.lines, badRecords: 0 }] });
  }, 180_000);

  it.each(DOCUMENTS)('%s: incidents, alerts and evidence as the document holds them', (name, count) => {
    const path = join(data, name);
    const raw = count(readFileSync(path));
    expect(raw.records).toBeGreaterThan(0);
    const { totals } = importTwice(path);
    const { incidents, alerts, evidence } = totals.imported;
    expect({ records: totals.records, incidents, alerts, evidence }).toEqual(raw);
    expect({ rejected: totals.rejected, duplicates: totals.duplicates }).toEqual({ rejected: 0, duplicates: 0 });
  });

  it.each(LISTS)('%s: one of each record (%s)', (name, key) => {
    const path = join(data, name);
    const raw = countRecords(readFileSync(path));
    const { totals } = importTwice(path);
    expect(totals).toMatchObject({ records: raw, rejected: 0, duplicates: 0 });
    if (key !== null) { expect(totals.imported[key]).toBe(raw); return; }
    const told = JSON.parse(redthread('call', caseOf(path), 'directory.list', '{}').stdout) as { items: { record: { row: number } }[]; total: number };
    expect(new Set(told.items.map((f) => f.record.row)).size).toBe(raw);
  });

  it('msticpy/mde_proc_cs1.csv.gz: every row is a process creation', () => {
    const path = join(data, 'msticpy/mde_proc_cs1.csv.gz');
    const text = gunzipSync(readFileSync(path)).toString('utf8');
    const rows = countCsvRows(text);
    expect(rows).toBe(1564);
    // Each report has a GUID of its own, so each row is its own event.
    const column = text.slice(0, text.indexOf('\n')).split(',').indexOf('ReportGuid');
    expect(column).toBeGreaterThan(0);
    expect(new Set(text.match(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g)).size).toBeGreaterThanOrEqual(rows);
    const { totals } = importTwice(path);
    expect(totals).toMatchObject({ records: rows, rejected: 0, duplicates: 0, imported: { events: rows, incidents: 1 } });
  });

  it.each(REFUSED)('%s is refused, and leaves no case', (name) => {
    const run = redthread('import', caseOf(name), join(data, name), '--json');
    expect(run.code).toBe(3);
    expect((JSON.parse(run.stdout) as { error: { code: string } }).error.code).toMatch(/^source/);
    expect(existsSync(caseOf(name))).toBe(false);
  });

  it('finds the same in all of the older and newer documents, whatever their order', () => {
    const files = [...DOCUMENTS.map(([f]) => f), ...LISTS.map(([f]) => f)].map((f) => join(data, f));
    importJson(join(folder, 'forth.redthread'), files);
    importJson(join(folder, 'back.redthread'), files.toReversed());
    expect(infoJson(join(folder, 'back.redthread')).totals).toEqual(infoJson(join(folder, 'forth.redthread')).totals);
    expect(picture(join(folder, 'back.redthread'))).toEqual(picture(join(folder, 'forth.redthread')));
  });
  it('finds the same in documents and telemetry together, whatever their order', () => {
    const files = ['microsoft-docs/graph-incidents-expand-alerts.json', 'microsoft-docs/mde-alerts-list.json', 'otrf-security-datasets/covenant_psremoting_grunt.zip', 'otrf-security-datasets/goldensaml_WindowsEvents.zip', 'otrf-security-datasets/goldensaml_Microsoft365DefenderEvents.zip', 'microsoft-docs/mde-machineactions-list.json'].map((f) => join(data, f));
    const orders = [files, files.toReversed(), [3, 0, 5, 2, 4, 1].map((i) => files[i]!)];
    const [first, ...others] = orders.map((order, i) => { importJson(join(folder, `mixed${i}.redthread`), order); return { totals: infoJson(join(folder, `mixed${i}.redthread`)).totals, picture: picture(join(folder, `mixed${i}.redthread`)) }; });
    expect(first!.totals.imported.events).toBeGreaterThan(4000);
    for (const other of others) expect(other).toEqual(first);
  }, 120_000);

  /** What a case says, but for the numbers of rows and records, which follow the order of imports. */
  function picture(path: string): unknown {
    const list = (name: string): unknown[] => {
      const rows: unknown[] = [];
      for (let cursor: string | null | undefined; cursor !== null;) {
        const page = JSON.parse(redthread('call', path, name, JSON.stringify({ limit: 10_000, ...(cursor === undefined ? {} : { cursor }) })).stdout) as { items: Record<string, unknown>[]; nextCursor: string | null };
        rows.push(...page.items.map(({ record: _r, recordId: _i, relationId: _l, eventId: _e, evidenceId: _v, ...row }) => JSON.stringify(row)));
        cursor = page.nextCursor;
      }
      return rows.sort();
    };
    return Object.fromEntries(['incident.list', 'alert.list', 'entity.list', 'evidence.list', 'relation.list', 'event.page', 'investigation.list', 'action.list', 'recommendation.list'].map((name) => [name, list(name)]));
  }
});
