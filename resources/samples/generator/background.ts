/** Fills every device table up to the number of rows that the truth states, with an ordinary week. */
import { deviceEvents, processes, seed, users } from '../truth.ts';
import { accountOf, get, groupSid, hashesOf, ms } from './derive.ts';
import { startRow, type Tables } from './attack-rows.ts';
import {
  activity,
  deviceKeys,
  HOUR,
  hours,
  isServer,
  ISOLATED_FROM,
  peopleAtWork,
  windowStart,
  type Office,
  type ProcessIds,
} from './office.ts';
import type { Row } from './output.ts';
import { actorBlock, at, deviceBlock, type DeviceRow, type DeviceTable, type Proc } from './process.ts';
import { partSeed, random, type Random } from './random.ts';
import { CHILDREN, DOCUMENTS, LIBRARIES, REGISTRY, SITES, siteAddress } from './templates.ts';

interface Moment {
  readonly device: string;
  readonly atMs: number;
}
type RowOf = (moment: Moment, actor: Proc, r: Random) => { readonly action: string; readonly row: Row; readonly actor?: Proc };

/** Draws `count` moments, denser where devices are busy. */
export function drawMoments(count: number, r: Random, devices: readonly string[] = deviceKeys): Moment[] {
  const slots = devices.flatMap((device) => Array.from({ length: hours }, (_, hour) => ({ device, hour, weight: activity(device, hour) })));
  let sum = 0;
  const upTo = slots.map((s) => (sum += s.weight));
  return Array.from({ length: count }, () => {
    const target = r.next() * sum;
    let low = 0;
    let high = upTo.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((upTo[middle] ?? 0) > target) high = middle;
      else low = middle + 1;
    }
    const slot = slots[low]!;
    return { device: slot.device, atMs: Math.floor(windowStart + (slot.hour + r.next()) * HOUR) };
  }).sort((a, b) => a.atMs - b.atMs || (a.device < b.device ? -1 : 1));
}

/** Programs that can act on a device at a moment. */
function alive(office: Office, short: ReadonlyMap<string, readonly Proc[]>, m: Moment): Proc[] {
  const running = (p: Proc): boolean => p.startMs < m.atMs - 1_000 && p.endMs > m.atMs;
  const daily = (office.daily.get(m.device) ?? []).filter(running);
  return [...(office.system.get(m.device) ?? []).filter(running), ...daily, ...daily, ...(short.get(m.device) ?? []).filter(running)];
}
const named = (procs: readonly Proc[], names: ReadonlySet<string>): Proc[] => procs.filter((p) => names.has(p.program.name));

export function fillTables(tables: Tables, office: Office, ids: ProcessIds): void {
  const short = fillProcesses(tables, office, ids);
  const fill = (table: DeviceTable, makers: Readonly<Record<string, RowOf>>): void => {
    const r = random(partSeed(seed, table));
    const names = new Set(Object.keys(makers));
    for (const moment of drawMoments(deviceEvents[table] - tables[table].length, r)) {
      const candidates = named(alive(office, short, moment), names);
      const actor = candidates.length > 0 ? r.pick(candidates) : (office.system.get(moment.device) ?? [])[2]!;
      const made = (makers[actor.program.name] ?? makers['svchost.exe']!)(moment, actor, r);
      tables[table].push({
        ...moment,
        row: { ...deviceBlock(moment.device, at(moment.atMs), made.action), ...made.row, ...actorBlock(made.actor ?? actor) },
      });
    }
  };
  fill('DeviceNetworkEvents', NETWORK);
  fill('DeviceFileEvents', FILES);
  fill('DeviceRegistryEvents', REGISTRY_ROWS);
  fill('DeviceImageLoadEvents', IMAGES);
  fill('DeviceEvents', OTHER);
  fillLogons(tables, office);
}

/** Working-day programs that the truth does not declare itself, then short-lived children. Returns the latter by device. */
function fillProcesses(tables: Tables, office: Office, ids: ProcessIds): Map<string, Proc[]> {
  const table = tables.DeviceProcessEvents;
  const declared = new Set(Object.values(processes).map((p) => `${p.device}|${p.pid}|${ms(p.started)}`));
  for (const procs of office.daily.values())
    for (const p of procs) if (!declared.has(`${p.device}|${p.pid}|${p.startMs}`)) table.push(startRow(p));
  const r = random(partSeed(seed, 'DeviceProcessEvents'));
  const parents = new Set(Object.keys(CHILDREN));
  const short = new Map<string, Proc[]>();
  for (const moment of drawMoments(deviceEvents.DeviceProcessEvents - table.length, r)) {
    const parent = r.pick(named(alive(office, new Map(), moment), parents));
    const child = r.pick(CHILDREN[parent.program.name] ?? []);
    const proc: Proc = {
      device: moment.device,
      pid: ids.next(moment.device, r),
      started: at(moment.atMs),
      startMs: moment.atMs,
      endMs: moment.atMs + child.minutes * 60_000,
      program: child.program,
      commandLine: child.commandLine,
      parent,
      account: parent.account,
      integrity: parent.integrity,
    };
    table.push(startRow(proc));
    const list = short.get(moment.device) ?? [];
    list.push(proc);
    short.set(moment.device, list);
  }
  return short;
}

const local = (device: string): Row => ({ LocalIP: get(device, 'device').ip, LocalIPType: 'Private', Protocol: 'Tcp' });
const inside = (m: Moment, r: Random): ReturnType<RowOf> => {
  const [name, port] = r.pick([
    ['device.srvDc01', 389],
    ['device.srvDc01', 88],
    ['device.srvFile01', 445],
    ['device.srvBkp01', 10_006],
  ] as const);
  return {
    action: 'ConnectionSuccess',
    row: {
      ...local(m.device),
      RemoteIP: get(name, 'device').ip,
      RemotePort: port,
      RemoteIPType: 'Private',
      LocalPort: r.int(49_200, 65_000),
    },
  };
};
const web: RowOf = (m, actor, r) => {
  if (m.device === 'device.finWs014' && m.atMs >= ISOLATED_FROM)
    return {
      action: 'ConnectionFailed',
      row: { ...local(m.device), RemoteIP: '10.40.10.2', RemotePort: 389, RemoteIPType: 'Private', LocalPort: r.int(49_200, 65_000) },
    };
  const sites = SITES[actor.program.name];
  if (sites === undefined || (actor.program.name === 'svchost.exe' && r.next() < 0.5)) return inside(m, r);
  const site = r.pick(sites);
  return {
    action: r.next() < 0.03 ? 'ConnectionFailed' : 'ConnectionSuccess',
    row: {
      ...local(m.device),
      RemoteIP: siteAddress(site),
      RemotePort: 443,
      RemoteUrl: site,
      RemoteIPType: 'Public',
      LocalPort: r.int(49_200, 65_000),
    },
  };
};
const serverTraffic: RowOf = (m, actor, r) => {
  if (!isServer(m.device) || r.next() < 0.35) return web(m, actor, r);
  const peer = r.pick(
    ['device.finWs014', 'device.finWs022', 'device.logWs031', 'device.mktWs009', 'device.devWs003'].filter(
      (d) => d !== 'device.finWs014' || m.atMs < ISOLATED_FROM,
    ),
  );
  return {
    action: 'InboundConnectionAccepted',
    row: {
      ...local(m.device),
      LocalPort: m.device === 'device.srvDc01' ? r.pick([88, 389, 53]) : 445,
      RemoteIP: get(peer, 'device').ip,
      RemotePort: r.int(49_200, 65_000),
      RemoteIPType: 'Private',
    },
  };
};
const NETWORK: Readonly<Record<string, RowOf>> = {
  'msedge.exe': web,
  'OUTLOOK.EXE': web,
  'ms-teams.exe': web,
  'EXCEL.EXE': web,
  'MsMpEng.exe': web,
  'MsSense.exe': web,
  'svchost.exe': serverTraffic,
};

const inFolder = (folder: string, name: string, extra: Row = {}): Row => ({
  FileName: name,
  FolderPath: `${folder}\\${name}`,
  RequestProtocol: 'Local',
  ...extra,
});
const home = (actor: Proc): string => `C:\\Users\\${actor.account.name}`;
const document: RowOf = (_, actor, r) => ({
  action: r.pick(['FileModified', 'FileModified', 'FileCreated', 'FileRenamed']),
  row: inFolder(`${home(actor)}\\Documents`, `${r.pick(DOCUMENTS)} ${r.int(1, 40)}.xlsx`),
});
const systemFile: RowOf = (m, actor, r) => {
  const share = isServer(m.device) && peopleAtWork(m.atMs) && r.next() < 0.8;
  if (!share)
    return {
      action: r.pick(['FileModified', 'FileCreated']),
      row: inFolder('C:\\ProgramData\\Microsoft\\Diagnosis', `events${r.int(10, 99)}.rbs`),
    };
  const user = r.pick(['user.raman', 'user.lindqvist', 'user.yilmaz', 'user.patel', 'user.dumont']);
  const a = accountOf(user);
  const name = `${r.pick(DOCUMENTS)} ${r.int(1, 60)}.xlsx`;
  return {
    action: r.pick(['FileModified', 'FileCreated']),
    actor,
    row: {
      ...inFolder('D:\\Shares\\Dispatch', name),
      RequestProtocol: 'SMB',
      RequestSourceIP: `10.40.3.${r.int(20, 60)}`,
      RequestAccountName: a.name,
      RequestAccountDomain: a.domain,
      RequestAccountSid: a.sid,
      ShareName: 'Dispatch',
    },
  };
};
const FILES: Readonly<Record<string, RowOf>> = {
  'EXCEL.EXE': document,
  'explorer.exe': document,
  'svchost.exe': systemFile,
  'OUTLOOK.EXE': (_, actor, r) => ({
    action: 'FileCreated',
    row: inFolder(`${home(actor)}\\AppData\\Local\\Microsoft\\Windows\\INetCache\\Content.Outlook`, `image0${r.int(10, 99)}.png`),
  }),
  'msedge.exe': (_, actor, r) => ({
    action: r.pick(['FileCreated', 'FileDeleted']),
    row: inFolder(`${home(actor)}\\AppData\\Local\\Microsoft\\Edge\\User Data\\Default\\Cache`, `f_00${r.int(1000, 9999)}`),
  }),
  'MsMpEng.exe': (_, __, r) => ({
    action: 'FileCreated',
    row: inFolder('C:\\ProgramData\\Microsoft\\Windows Defender\\Definition Updates', `mpasdlta${r.int(1, 30)}.vdm`, {
      SHA1: hashesOf(`definitions|${r.int(1, 30)}`).sha1,
    }),
  }),
};
const registryRow: RowOf = (_, actor, r) => {
  const own = REGISTRY.filter((x) => x.by === actor.program.name);
  const x = r.pick(own.length > 0 ? own : REGISTRY.filter((y) => y.by === 'svchost.exe'));
  return {
    action: 'RegistryValueSet',
    row: {
      RegistryKey: x.key.replace('@SID', actor.account.sid),
      RegistryValueName: x.value,
      RegistryValueData: x.data,
      RegistryValueType: x.type,
    },
  };
};
const REGISTRY_ROWS: Readonly<Record<string, RowOf>> = {
  'explorer.exe': registryRow,
  'OUTLOOK.EXE': registryRow,
  'EXCEL.EXE': registryRow,
  'MsMpEng.exe': registryRow,
  'services.exe': registryRow,
  'svchost.exe': registryRow,
};
const imageRow: RowOf = (_, __, r) => {
  const l = r.pick(LIBRARIES);
  return {
    action: 'ImageLoaded',
    row: {
      FileName: l.name,
      FolderPath: `${l.folder}\\${l.name}`,
      SHA1: l.hashes.sha1,
      SHA256: l.hashes.sha256,
      MD5: l.hashes.md5,
      FileSize: l.size,
    },
  };
};
const IMAGES: Readonly<Record<string, RowOf>> = Object.fromEntries(
  [
    'svchost.exe',
    'MsMpEng.exe',
    'MsSense.exe',
    'explorer.exe',
    'OUTLOOK.EXE',
    'msedge.exe',
    'ms-teams.exe',
    'EXCEL.EXE',
    'notepad.exe',
    'taskhostw.exe',
    'RuntimeBroker.exe',
  ].map((n) => [n, imageRow]),
);
const note =
  (action: string, row: Row = {}): RowOf =>
  () => ({ action, row });
const OTHER: Readonly<Record<string, RowOf>> = {
  'svchost.exe': (_, __, r) => ({ action: r.pick(['ScheduledTaskUpdated', 'DpapiAccessed', 'NamedPipeEvent']), row: {} }),
  'MsMpEng.exe': note('AntivirusScanCompleted', { AdditionalFields: '{"ScanTypeIndex":"Quick"}' }),
  'MsSense.exe': note('SensorHeartbeat'),
  'explorer.exe': note('ShellLinkCreateFileEvent'),
  'msedge.exe': note('BrowserLaunchedToOpenUrl', { RemoteUrl: 'https://news.daybreak.example/' }),
  'ms-teams.exe': note('GetClipboardData'),
  'OUTLOOK.EXE': note('NtAllocateVirtualMemoryApiCall'),
};

/** People at their own desks, people and machines on servers, the backup account at night, a mistyped password now and then. */
function fillLogons(tables: Tables, office: Office): void {
  const table = tables.DeviceLogonEvents;
  const r = random(partSeed(seed, 'DeviceLogonEvents'));
  const staff = Object.keys(users).filter((u) => get(u, 'user').cloud && get(u, 'user').domain === 'LARKHAVEN');
  for (const m of drawMoments(deviceEvents.DeviceLogonEvents - table.length, r)) {
    const device = get(m.device, 'device');
    const lsass = (office.system.get(m.device) ?? []).find((p) => p.program.name === 'lsass.exe')!;
    const row = isServer(m.device) ? serverLogon(m, r, staff) : deskLogon(m, device.owner, r);
    const failed = peopleAtWork(m.atMs) && r.next() < 0.02;
    table.push({
      ...m,
      row: {
        ...deviceBlock(m.device, at(m.atMs), failed ? 'LogonFailed' : 'LogonSuccess'),
        ...row,
        LogonId: failed ? null : r.int(1_000_000, 90_000_000),
        ...(failed ? { FailureReason: 'InvalidUserNameOrPassword' } : {}),
        ...actorBlock(lsass),
      },
    });
  }
}
const accountRow = (key: string): Row => {
  const a = accountOf(key);
  return { AccountDomain: a.domain, AccountName: a.name, AccountSid: a.sid };
};
function deskLogon(m: Moment, owner: string | null, r: Random): Row {
  const away = !peopleAtWork(m.atMs) || (m.device === 'device.finWs014' && m.atMs >= ISOLATED_FROM);
  if (owner === null || away || r.next() < 0.45)
    return {
      LogonType: 'Service',
      AccountDomain: 'nt authority',
      AccountName: 'system',
      AccountSid: 'S-1-5-18',
      Protocol: 'Negotiate',
      IsLocalAdmin: true,
    };
  return {
    LogonType: r.pick(['Unlock', 'Unlock', 'Interactive', 'CachedInteractive']),
    ...accountRow(owner),
    Protocol: 'Kerberos',
    IsLocalAdmin: false,
  };
}
function serverLogon(m: Moment, r: Random, staff: readonly string[]): Row {
  const night = new Date(m.atMs).getUTCHours() >= 22;
  if (night && r.next() < 0.6)
    return {
      LogonType: 'Batch',
      ...accountRow('user.svcBackup'),
      Protocol: 'Kerberos',
      IsLocalAdmin: true,
      RemoteDeviceName: 'srv-bkp-01.corp.larkhaven.example',
      RemoteIP: '10.40.10.9',
      RemoteIPType: 'Private',
      RemotePort: r.int(49_200, 65_000),
    };
  if (!peopleAtWork(m.atMs) || r.next() < 0.25) return machineLogon(m, r);
  const user = r.pick(staff);
  const desk = deviceKeys.find((d) => get(d, 'device').owner === user);
  if (desk === 'device.finWs014' && m.atMs >= ISOLATED_FROM)
    return serverLogon(
      m,
      r,
      staff.filter((s) => s !== user),
    );
  const from: Row =
    desk === undefined
      ? { RemoteIP: `10.40.6.${r.int(10, 40)}` }
      : { RemoteDeviceName: `${get(desk, 'device').host}.corp.larkhaven.example`.toLowerCase(), RemoteIP: get(desk, 'device').ip };
  return {
    LogonType: 'Network',
    ...accountRow(user),
    Protocol: 'Kerberos',
    IsLocalAdmin: false,
    ...from,
    RemoteIPType: 'Private',
    RemotePort: r.int(49_200, 65_000),
  };
}

/** Devices sign in to servers by themselves, day and night; their accounts end in `$`. */
function machineLogon(m: Moment, r: Random): Row {
  const key = r.pick(
    deviceKeys.filter(
      (d) => get(d, 'device').ntDomain === 'LARKHAVEN' && d !== m.device && (d !== 'device.finWs014' || m.atMs < ISOLATED_FROM),
    ),
  );
  const d = get(key, 'device');
  return {
    LogonType: 'Network',
    AccountDomain: 'larkhaven',
    AccountName: `${d.host}$`,
    AccountSid: groupSid(2_100 + deviceKeys.indexOf(key)),
    Protocol: 'Kerberos',
    IsLocalAdmin: false,
    RemoteDeviceName: `${d.host}.${d.dnsDomain}`.toLowerCase(),
    RemoteIP: d.ip,
    RemoteIPType: 'Private',
    RemotePort: r.int(49_200, 65_000),
  };
}

/** Rows in export order: oldest first, with report ids that count up. */
export function finished(rows: readonly DeviceRow[]): Row[] {
  const sorted = [...rows].sort((a, b) => a.atMs - b.atMs || (a.device < b.device ? -1 : a.device > b.device ? 1 : 0));
  return sorted.map((r, i) => ({ ...r.row, ReportId: 1_000 + i }));
}
