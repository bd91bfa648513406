/** The person's preferences, the same in all windows. */
import { useSyncExternalStore } from 'react';
import { create } from 'zustand';
import type { Settings } from '../../shared/contract/procedures.ts';
import type { Client } from '../platform/index.ts';

const EMPTY: Settings = { theme: 'system', timeZone: 'utc', singleKeyShortcuts: true, layout: {}, recentCases: [] };
export const useSettings = create<Settings>(() => EMPTY);

let client: Client | null = null;
export async function connectSettings(connected: Client): Promise<() => void> {
  client = connected;
  const off = connected.on('settings.changed', (value) => useSettings.setState(value));
  useSettings.setState(await connected.call('settings.get', {}));
  return off;
}
export function changeSettings(patch: Partial<Settings>): void {
  useSettings.setState((s) => ({ ...patch, layout: { ...s.layout, ...patch.layout } }));
  void client?.call('settings.set', patch).catch(() => undefined);
}

/** A remembered layout under `key`, and how to remember it. */
export function useLayout<T>(key: string): [T | undefined, (value: T) => void] {
  const value = useSettings((s) => s.layout[key]) as T | undefined;
  return [value, (next) => changeSettings({ layout: { [key]: next } })];
}

const light = matchMedia('(prefers-color-scheme: light)');
const onSystemTheme = (changed: () => void) => {
  light.addEventListener('change', changed);
  return () => light.removeEventListener('change', changed);
};
/** The theme to draw: the person's choice, or what the system says now. */
export function useThemeName(): 'dark' | 'light' {
  const chosen = useSettings((s) => s.theme);
  const system = useSyncExternalStore(onSystemTheme, () => (light.matches ? 'light' : 'dark'));
  return chosen === 'system' ? system : chosen;
}
