/** The last window's place, kept as a small JSON file in the user's data folder. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Rectangle { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
export interface SavedBounds extends Rectangle { readonly isMaximized: boolean }

const DEFAULT_SIZE = { width: 1440, height: 900 } as const;
const fileOf = (userData: string): string => join(userData, 'window.json');

/** Null when nothing was saved or what was saved is not ours: the window then opens at its default. */
export function readBounds(userData: string): SavedBounds | null {
  let saved: unknown;
  try {
    saved = JSON.parse(readFileSync(fileOf(userData), 'utf8'));
  } catch {
    return null;
  }
  if (saved === null || typeof saved !== 'object') return null;
  const { x, y, width, height, isMaximized } = saved as Record<string, unknown>;
  const isPixel = (value: unknown): value is number => Number.isInteger(value) && Math.abs(Number(value)) < 100_000;
  if (!isPixel(x) || !isPixel(y) || !isPixel(width) || !isPixel(height) || width < 200 || height < 200) return null;
  return { x, y, width, height, isMaximized: isMaximized === true };
}

export function writeBounds(userData: string, bounds: SavedBounds): void {
  try {
    writeFileSync(fileOf(userData), JSON.stringify(bounds));
  } catch (thrown) {
    // A full or read-only disk must not keep a window from closing.
    console.error(`window place not saved: ${String(thrown)}`);
  }
}

/** Keeps a place only where at least 100 pixels of it can be reached on a screen that still exists. */
export function visibleBounds(saved: Rectangle | null, screens: readonly Rectangle[]): { x?: number; y?: number; width: number; height: number } {
  if (saved === null) return { ...DEFAULT_SIZE };
  const { x, y, width, height } = saved;
  const overlap = (from: number, size: number, start: number, span: number): number => Math.min(from + size, start + span) - Math.max(from, start);
  const isReachable = screens.some((area) => overlap(x, width, area.x, area.width) >= 100 && overlap(y, height, area.y, area.height) >= 100);
  return isReachable ? { x, y, width, height } : { width, height };
}
