/** What makes an event the same event in another file. */
import { fingerprint } from '../../../../shared/base/hash.ts';
import type { WindowsEvent } from './windows-event.ts';

/** Record numbers start again when a log is cleared, so the id and the time belong to the key. */
export function eventKey(event: WindowsEvent, row: unknown): string {
  if (event.recordId === null) return `row:${fingerprint(canonical(row))}`;
  return `${event.computer ?? ''}|${event.channel ?? event.provider ?? ''}|${event.recordId}|${event.eventId}|${event.timeUs ?? ''}`.toLowerCase();
}

/**
 * A text that is equal for two values exactly when they are equal as JSON, whatever the order of their keys. Lengths before texts
 * make it unambiguous and cheaper than quoting.
 */
export function canonical(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return `s${value.length}:${value}`;
    case 'number':
      return `n${value};`;
    case 'boolean':
      return value ? 'T' : 'F';
    default:
      break;
  }
  if (Array.isArray(value)) return `[${value.map(canonical).join('')}]`;
  if (value === null || typeof value !== 'object') return 'N';
  const row = value as Readonly<Record<string, unknown>>;
  let text = '{';
  for (const name of Object.keys(row).sort()) text += `${name.length}:${name}${canonical(row[name])}`;
  return `${text}}`;
}
