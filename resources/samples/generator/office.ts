/**
 * The office's rhythm: when devices are busy, which programs run on them at a moment, and who uses them. Work is from about
 * 7 to 17 UTC on weekdays; nights and the weekend are quiet; servers hum all week and back up at night.
 */
import { devices, processes, window } from '../truth.ts';
import { accountOf, get, ms } from './derive.ts';
import { at, type Proc } from './process.ts';
import { DAILY_PROGRAMS, SYSTEM_PROGRAMS } from './templates.ts';
import type { Random } from './random.ts';

export const HOUR = 3_600_000;
export const windowStart = ms(window.from);
export const windowEnd = ms(window.to);
export const hours = (windowEnd - windowStart) / HOUR;
const DAY = 24 * HOUR;
/** From here on FIN-WS-014 is cut off from the network and nobody works on it. */
export const ISOLATED_FROM = ms('2026-11-17T06:41:55.020Z');
export const deviceKeys = Object.keys(devices);
export const isServer = (key: string): boolean => get(key, 'device').role === 'server';

/** The truth names the logon service of a device by this id. */
const LSASS_PID = 812;

const OFFICE_DAY = [0, 0, 0, 0, 0, 0.1, 0.5, 1, 1.3, 1.35, 1.2, 0.9, 1.1, 1.3, 1.2, 0.9, 0.45, 0.2, 0.1, 0.05, 0, 0, 0, 0];

/** True on weekdays between about 6 and 17 UTC, when people are at their desks. */
export function peopleAtWork(atMs: number): boolean {
  const when = new Date(atMs);
  return when.getUTCDay() !== 0 && when.getUTCDay() !== 6 && (OFFICE_DAY[when.getUTCHours()] ?? 0) >= 0.4;
}

/** Relative amount of activity of a device in an hour of the window. */
export function activity(device: string, hour: number): number {
  const day = new Date(windowStart + hour * HOUR).getUTCDay();
  const hourOfDay = hour % 24;
  const work = day === 0 || day === 6 ? 0 : (OFFICE_DAY[hourOfDay] ?? 0);
  if (isServer(device)) return 0.32 + 0.55 * work + (hourOfDay === 22 || hourOfDay === 23 ? 0.5 : 0);
  if (device === 'device.finWs014' && windowStart + hour * HOUR >= ISOLATED_FROM) return 0.05;
  return 0.05 + work;
}

/** Hands out process ids that look like Windows' (multiples of four) and never repeat on a device. */
export class ProcessIds {
  readonly #used = new Map<string, Set<number>>();
  constructor() {
    for (const p of Object.values(processes)) this.#of(p.device).add(p.pid);
  }
  #of(device: string): Set<number> {
    let set = this.#used.get(device);
    if (set === undefined) this.#used.set(device, (set = new Set([4, LSASS_PID])));
    return set;
  }
  next(device: string, random: Random): number {
    const used = this.#of(device);
    for (;;) {
      const pid = 4 * random.int(230, 4_900);
      if (!used.has(pid)) {
        used.add(pid);
        return pid;
      }
    }
  }
}

export interface Office {
  /** Boot-time programs by device, `services.exe` first. */
  readonly system: ReadonlyMap<string, readonly Proc[]>;
  /** Programs of working days; the first of a day is its `explorer.exe`. */
  readonly daily: ReadonlyMap<string, readonly Proc[]>;
}

export function openOffice(random: Random, ids: ProcessIds): Office {
  const system = new Map<string, Proc[]>();
  const daily = new Map<string, Proc[]>();
  for (const device of deviceKeys) {
    const boot = isServer(device) ? bootOfServer(device) : ms('2026-11-09T05:40:00.000Z') + random.int(0, 3 * HOUR);
    system.set(device, bootPrograms(device, boot, random, ids));
    daily.set(device, isServer(device) ? [] : workingDays(device, system.get(device) ?? [], random, ids));
  }
  return { system, daily };
}

/** The truth declares `services.exe` of two servers; their boot is the same moment. */
const declaredServices = (device: string): Proc | null => {
  const p = Object.values(processes).find((q) => q.device === device && q.image === 'image.services');
  return p === undefined
    ? null
    : {
        device,
        pid: p.pid,
        started: at(ms(p.started)),
        startMs: ms(p.started),
        endMs: windowEnd,
        program: SYSTEM_PROGRAMS[0]!.program,
        commandLine: p.commandLine,
        parent: null,
        account: accountOf('SYSTEM'),
        integrity: 'System',
      };
};
const bootOfServer = (device: string): number => declaredServices(device)?.startMs ?? ms('2026-11-02T04:40:11.250Z');

function bootPrograms(device: string, boot: number, random: Random, ids: ProcessIds): Proc[] {
  const made: Proc[] = [];
  SYSTEM_PROGRAMS.forEach((s, i) => {
    const startMs = boot + i * 730;
    const declared = i === 0 ? declaredServices(device) : null;
    made.push(
      declared ?? {
        device,
        pid: s.program.name === 'lsass.exe' ? LSASS_PID : ids.next(device, random),
        started: at(startMs),
        startMs,
        endMs: windowEnd,
        program: s.program,
        commandLine: s.commandLine,
        parent: i < 2 ? null : (made[0] ?? null),
        account: accountOf('SYSTEM'),
        integrity: 'System',
      },
    );
  });
  return made;
}

function workingDays(device: string, system: readonly Proc[], random: Random, ids: ProcessIds): Proc[] {
  const made: Proc[] = [];
  const owner = get(device, 'device').owner;
  if (owner === null) return made;
  for (let day = windowStart; day < windowEnd; day += DAY) {
    const weekday = new Date(day).getUTCDay();
    if (weekday === 0 || weekday === 6 || (device === 'device.finWs014' && day + 7 * HOUR > ISOLATED_FROM)) continue;
    const declaredExplorer = Object.values(processes).find(
      (p) => p.device === device && p.image === 'image.explorer' && Math.abs(ms(p.started) - day) < DAY && ms(p.started) > day,
    );
    const login = declaredExplorer === undefined ? day + 6.75 * HOUR + random.int(0, Math.floor(0.8 * HOUR)) : ms(declaredExplorer.started);
    const leave = day + 15.4 * HOUR + random.int(0, Math.floor(1.5 * HOUR));
    let explorer: Proc | null = null;
    for (const d of DAILY_PROGRAMS) {
      const declared =
        declaredExplorer === undefined
          ? undefined
          : Object.values(processes).find(
              (p) =>
                p.device === device &&
                p.started.slice(0, 10) === declaredExplorer.started.slice(0, 10) &&
                p.image === `image.${d.program.name.split('.')[0]!.toLowerCase()}` &&
                ms(p.started) < login + 20 * 60_000,
            );
      const startMs: number = declared === undefined ? login + d.afterMinutes * 60_000 + random.int(0, 50_000) : ms(declared.started);
      const parent: Proc | null = explorer ?? system[1] ?? null;
      const proc: Proc = {
        device,
        pid: declared?.pid ?? ids.next(device, random),
        started: at(startMs),
        startMs,
        endMs: leave,
        program: d.program,
        commandLine: declared?.commandLine ?? d.commandLine,
        parent,
        account: accountOf(owner),
        integrity: 'Medium',
      };
      explorer ??= proc;
      made.push(proc);
    }
  }
  return made;
}
