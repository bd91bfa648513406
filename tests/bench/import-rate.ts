/** Import of Sysmon lines by the command, as a ratio to reading the same file and parsing each line. */
import { spawn } from 'node:child_process';
import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { Writable } from 'node:stream';
import { readMembers } from '../../electron/core/importers/reader/index.ts';
import { IMPORTERS } from '../../electron/core/importers/registry.ts';
import { result, type Bench } from './result.ts';

/** Where import is going: bulk loading alone was measured at this. Identity, relations and raw bytes cost more today. */
const GOAL = 2;

const GENERATED = 60_000;

/** The largest real set when it is there, else generated lines in its shape; always as a plain file. */
async function input(folder: string): Promise<string> {
  const real = process.env['REDTHREAD_DATA'] === undefined ? null : join(process.env['REDTHREAD_DATA'], 'otrf-security-datasets/lsass_campaign_01.zip');
  const path = join(folder, 'events.json');
  if (real !== null && existsSync(real)) {
    const chunks: Buffer[] = [];
    for await (const step of readMembers(real, { signal: new AbortController().signal, choose: () => IMPORTERS.find((i) => i.format === 'windows-events') ?? IMPORTERS[0]! })) if (step.type === 'bytes') chunks.push(Buffer.from(step.bytes));
    writeFileSync(path, Buffer.concat(chunks));
    return path;
  }
  const line = (i: number) => JSON.stringify({ EventID: 10, SourceName: 'Microsoft-Windows-Sysmon', Channel: 'Microsoft-Windows-Sysmon/Operational', Hostname: 'ws-1.corp.example', RecordNumber: i, UtcTime: new Date(1.7e12 + i * 20).toISOString().replace('T', ' ').slice(0, 23), SourceProcessGUID: `{a1b2c3d4-${1000 + (i % 400)}-65e6-0000-001000000000}`, SourceProcessId: String(1000 + (i % 400)), SourceImage: `C:\\Windows\\app${i % 400}.exe`, TargetProcessGUID: `{a1b2c3d4-${2000 + (i % 90)}-65e6-0000-001000000000}`, TargetProcessId: String(2000 + (i % 90)), TargetImage: `C:\\Windows\\target${i % 90}.exe`, GrantedAccess: '0x1410', CallTrace: 'x'.repeat(900) });
  writeFileSync(path, Array.from({ length: GENERATED }, (_v, i) => line(i)).join('\n'));
  return path;
}

async function parseLoop(path: string): Promise<number> {
  const started = performance.now();
  let fields = 0;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) if (line !== '') fields += Object.keys(JSON.parse(line) as object).length;
  if (fields === 0) throw new Error('nothing was parsed');
  return performance.now() - started;
}

/** Milliseconds of one import and the peak of resident memory of the process, in MB (Linux only, else null). */
async function importOnce(cli: string, casePath: string, path: string): Promise<{ ms: number; peakMb: number | null; events: number }> {
  const started = performance.now();
  const child = spawn(process.execPath, [cli, 'import', casePath, path, '--json'], { stdio: ['ignore', 'pipe', 'inherit'] });
  let out = '';
  let peakMb: number | null = null;
  const watch = setInterval(() => { try { const m = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')); if (m) peakMb = Number(m[1]) / 1024; } catch { /* not Linux, or it has ended */ } }, 50);
  await pipeline(child.stdout, new Writable({ write(chunk: Buffer, _e, done) { out += chunk.toString(); done(); } }));
  clearInterval(watch);
  return { ms: performance.now() - started, peakMb, events: (JSON.parse(out) as { totals: { imported: { events: number } } }).totals.imported.events };
}

export const importRate: Bench = {
  name: 'import-rate',
  async run(root) {
    const folder = mkdtempSync(join(tmpdir(), 'redthread-bench-'));
    try {
      const path = await input(folder);
      await parseLoop(path);
      const loop = Math.min(await parseLoop(path), await parseLoop(path), await parseLoop(path));
      const runs = [];
      for (let i = 0; i < 3; i++) runs.push(await importOnce(join(root, 'out/main/cli.mjs'), join(folder, `${i}.redthread`), path));
      const best = runs.reduce((a, b) => (a.ms < b.ms ? a : b));
      const peak = Math.max(...runs.map((r) => r.peakMb ?? 0));
      return [
        result('import-rate', Math.round(best.ms), 'ms', `read and JSON.parse of the same ${Math.round(statSync(path).size / 1e6)} MB: ${Math.round(loop)} ms`, best.ms / loop, GOAL),
        result('import-events', Math.round(best.events / (best.ms / 1000)), 'events/s', `${best.events} events`, null),
        ...(peak > 0 ? [result('import-peak-rss', Math.round(peak), 'MB', 'bound of 400 MB', peak / 400, 1)] : []),
      ];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
