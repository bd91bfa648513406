/** The person's preferences: one JSON file in the user's data folder. A damaged file is put aside, never fatal. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { settings, type Settings } from '../../../shared/contract/index.ts';

const RECENT_LIMIT = 12;
export const DEFAULT_SETTINGS: Settings = { theme: 'system', timeZone: 'utc', singleKeyShortcuts: true, layout: {}, recentCases: [] };

export class SettingsFile {
  readonly #path: string;
  #value: Settings;

  constructor(userData: string) {
    this.#path = join(userData, 'settings.json');
    this.#value = readJson(this.#path, (v) => settings.parse({ ...DEFAULT_SETTINGS, ...(v as object) })) ?? DEFAULT_SETTINGS;
  }

  get value(): Settings { return this.#value; }

  set(patch: Partial<Settings>): Settings {
    this.#value = settings.parse({ ...this.#value, ...patch, layout: { ...this.#value.layout, ...patch.layout } });
    writeJson(this.#path, this.#value);
    return this.#value;
  }

  opened(path: string, name: string, nowUs: number): Settings {
    const others = this.#value.recentCases.filter((c) => c.path !== path);
    return this.set({ recentCases: [{ path, name, openedUs: nowUs }, ...others].slice(0, RECENT_LIMIT) });
  }

  forgot(path: string): Settings {
    return this.set({ recentCases: this.#value.recentCases.filter((c) => c.path !== path) });
  }
}

/** Reads and checks a JSON file. Null when it is not there; one that cannot be read is renamed to `*.damaged`. */
export function readJson<T>(path: string, check: (value: unknown) => T): T | null {
  if (!existsSync(path)) return null;
  try {
    return check(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    try { renameSync(path, `${path}.damaged`); } catch { /* a read-only folder keeps the file; defaults are used */ }
    return null;
  }
}

/** Replaces the file in one step, so that a crash leaves the old or the new one. A folder that forbids writing is not an error. */
export function writeJson(path: string, value: unknown): void {
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.new`, JSON.stringify(value, null, 2));
    renameSync(`${path}.new`, path);
  } catch (cause) {
    console.error(`settings could not be saved: ${(cause as Error).message}`);
  }
}
