/** Sysmon and Windows event log records in the JSON shapes exporters write. */
import type { Importer, Sample } from '../importer.ts';
import { windowsEventsMapper } from './mapper.ts';
import { looksLikeWindowsEvent } from './shapes/index.ts';

/** Nine of ten sampled records carry the marks; a stray one is rejected by itself. */
function detect(sample: Sample): boolean {
  const known = sample.records.filter(looksLikeWindowsEvent).length;
  return known > 0 && known * 10 >= sample.records.length * 9;
}

const windowsEvents: Importer = {
  format: 'windows-events',
  title: 'Windows event log and Sysmon records (JSON)',
  version: 1,
  order: 80,
  detect,
  create: windowsEventsMapper,
};

export const importers: readonly Importer[] = [windowsEvents];
