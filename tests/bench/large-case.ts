/**
 * Sources of a large case, as files that the import reads like any other: hunting tables and incidents. The same numbers in give the same bytes out. One device has 92 of 100 events; one incident runs over the whole
 * time, so that its timeline is as large as the device's.
 */
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { once } from 'node:events';
import { csvRow } from '../../shared/base/csv.ts';
import { actorColumns, eventRow, HEADERS, type Process, type TableName } from './large-case-rows.ts';

export interface LargeCase { readonly events: number; readonly alerts: number; readonly seed?: number }

/** Mulberry32: small, and the same on every machine. */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export interface Machine { readonly id: string; readonly name: string; readonly address: string; readonly alive: Process[] }
const START_MS = Date.UTC(2026, 2, 1);
const DAYS = 30;
/** Processes that run on a device at one time. */
const ALIVE = 160;

/** How often each table tells, of a thousand events. */
const MIX: readonly (readonly [TableName, number])[] = [['DeviceNetworkEvents', 330], ['DeviceFileEvents', 240], ['DeviceRegistryEvents', 140], ['DeviceImageLoadEvents', 120], ['DeviceProcessEvents', 80], ['DeviceLogonEvents', 40], ['DeviceEvents', 38], ['EmailEvents', 6], ['CloudAppEvents', 6]];

/** Writes the sources into `folder` and gives their paths, in the order of import. */
export async function writeLargeCase(folder: string, { events, alerts, seed = 1 }: LargeCase): Promise<string[]> {
  const random = randomOf(seed);
  const machines = Array.from({ length: 12 }, (_v, i): Machine => ({ id: (i + 1).toString(16).padStart(2, '0').repeat(20), name: `${i === 0 ? 'srv-main' : `ws-${String(i).padStart(3, '0')}`}.corp.example`, address: `10.20.0.${i + 10}`, alive: [] }));
  const tables = new Map(MIX.map(([name]) => [name, new Table(join(folder, `${name}.csv`), HEADERS[name])]));
  const marked: { readonly machine: Machine; readonly process: Process; readonly atMs: number }[] = [];
  const everyMs = (DAYS * 86_400_000) / events;
  const alertEvery = Math.max(1, Math.floor(events / alerts));
  for (let i = 0; i < events; i++) {
    const machine = machines[random() < 0.92 ? 0 : 1 + Math.floor(random() * 11)]!;
    // Some in bursts of the same moment, as exporters that cut fractions off make them.
    const atMs = START_MS + Math.floor(i * everyMs) - (random() < 0.05 ? (START_MS + Math.floor(i * everyMs)) % 1000 : 0);
    const table = pick(MIX, random() * 1000);
    const process = running(machine, atMs, random);
    await tables.get(table)!.write(csvRow(eventRow(table, { i, atMs: i % 997 === 13 ? null : atMs, machine, process, random })));
    if (i % alertEvery === 0 && marked.length < alerts) marked.push({ machine, process, atMs });
  }
  for (const table of tables.values()) await table.end();
  const path = join(folder, 'incidents.json');
  const out = new Table(path, []);
  await out.write(JSON.stringify({ '@odata.context': '#security/incidents(alerts())', value: incidents(marked) }));
  await out.end();
  return [path, ...[...tables.values()].map((t) => t.path)];
}

class Table {
  readonly path: string;
  readonly #stream: ReturnType<typeof createWriteStream>;
  #buffered = '';
  constructor(path: string, header: readonly string[]) {
    this.path = path;
    this.#stream = createWriteStream(path);
    if (header.length > 0) this.#buffered = csvRow(header);
  }
  async write(text: string): Promise<void> {
    this.#buffered += text;
    if (this.#buffered.length < 1 << 20) return;
    const chunk = this.#buffered;
    this.#buffered = '';
    if (!this.#stream.write(chunk)) await once(this.#stream, 'drain');
  }
  async end(): Promise<void> {
    this.#stream.end(this.#buffered);
    await once(this.#stream, 'finish');
  }
}

function pick(mix: typeof MIX, at: number): TableName {
  let left = at;
  for (const [name, share] of mix) { left -= share; if (left < 0) return name; }
  return mix[0]![0];
}

const IMAGES = ['svchost.exe', 'chrome.exe', 'powershell.exe', 'cmd.exe', 'outlook.exe', 'msedge.exe', 'teams.exe', 'sqlservr.exe', 'w3wp.exe', 'backup.exe', 'rundll32.exe', 'explorer.exe'] as const;
/** One of the processes that run on the machine now; now and then an old one gives way to a new child of another. */
function running(machine: Machine, atMs: number, random: () => number): Process {
  const { alive } = machine;
  if (alive.length < ALIVE || random() < 0.03) {
    const parent = alive.length === 0 ? null : alive[Math.floor(random() * alive.length)]!;
    const user = Math.floor(random() * 40);
    const next: Process = { pid: 1000 + Math.floor(random() * 60_000), startMs: atMs, image: IMAGES[Math.floor(random() * IMAGES.length)]!, user: `user${user}`, parent: parent === null ? null : { pid: parent.pid, image: parent.image, startMs: parent.startMs } };
    if (alive.length < ALIVE) alive.push(next);
    else alive[Math.floor(random() * ALIVE)] = next;
    return next;
  }
  return alive[Math.floor(random() * ALIVE)]!;
}

const TECHNIQUES = ['T1059.001', 'T1055', 'T1021.002', 'T1003.001', 'T1566.002', 'T1547.001'] as const;
const iso = (ms: number): string => new Date(ms).toISOString();

/** Half of the alerts in one incident over the whole time, the others in incidents of about ten, one after the other. */
function incidents(marked: readonly { readonly machine: Machine; readonly process: Process; readonly atMs: number }[]): unknown[] {
  const alerts = marked.map((m, i) => ({ incident: i % 2 === 0 ? '9000' : String(9001 + Math.floor(i / 20)), alert: alertOf(m, i) }));
  return [...Map.groupBy(alerts, (a) => a.incident)].map(([id, own]) => ({ id, displayName: `Generated incident ${id}`, status: 'active', severity: 'medium', createdDateTime: iso(START_MS), lastUpdateDateTime: iso(START_MS), alerts: own.map((o) => ({ ...o.alert, incidentId: id })) }));
}

function alertOf({ machine, process, atMs }: { readonly machine: Machine; readonly process: Process; readonly atMs: number }, i: number): Record<string, unknown> {
  const evidence = { createdDateTime: iso(atMs), verdict: 'suspicious', remediationStatus: 'active', roles: [], detailedRoles: [], tags: [] };
  const actor = actorColumns(process);
  return {
    id: `ge${String(i).padStart(8, '0')}`, providerAlertId: `ge${String(i).padStart(8, '0')}`, title: `Suspicious ${process.image} activity`, category: 'Execution', severity: (['low', 'medium', 'high', 'informational'] as const)[i % 4], status: 'new', serviceSource: 'microsoftDefenderForEndpoint',
    detectionSource: 'microsoftDefenderForEndpoint', productName: i % 3 === 0 ? 'Microsoft Defender for Identity' : 'Microsoft Defender for Endpoint', mitreTechniques: i % 5 === 0 ? [] : [TECHNIQUES[i % TECHNIQUES.length], TECHNIQUES[(i + 2) % TECHNIQUES.length]],
    createdDateTime: iso(atMs), lastUpdateDateTime: iso(atMs), firstActivityDateTime: i % 211 === 7 ? null : iso(atMs), lastActivityDateTime: i % 211 === 7 ? null : iso(atMs + 60_000),
    evidence: [
      { '@odata.type': '#microsoft.graph.security.deviceEvidence', ...evidence, mdeDeviceId: machine.id, deviceDnsName: machine.name },
      { '@odata.type': '#microsoft.graph.security.processEvidence', ...evidence, processId: process.pid, processCreationDateTime: actor.InitiatingProcessCreationTime, mdeDeviceId: machine.id, imageFile: { fileName: process.image, filePath: 'C:\\Windows\\System32', sha1: actor.InitiatingProcessSHA1 } },
      ...(i % 2 === 0 ? [{ '@odata.type': '#microsoft.graph.security.userEvidence', ...evidence, userAccount: { accountName: process.user, domainName: 'CORP', userSid: actor.InitiatingProcessAccountSid } }] : []),
    ],
  };
}
