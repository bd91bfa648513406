/** Every source format Redthread reads, in the order in which detection asks them. */
import type { Importer } from './importer.ts';
import { importers as graphSecurity } from './graph-security/index.ts';
import { importers as hunting } from './hunting/index.ts';
import { importers as legacyIncidents } from './legacy-incidents/index.ts';
import { importers as mde } from './mde/index.ts';
import { importers as windowsEvents } from './windows-events/index.ts';

export const IMPORTERS: readonly Importer[] = [...graphSecurity, ...legacyIncidents, ...mde, ...hunting, ...windowsEvents].sort((a, b) => a.order - b.order);

export const listFormats = (): { format: string; title: string; version: number }[] => IMPORTERS.map(({ format, title, version }) => ({ format, title, version }));
