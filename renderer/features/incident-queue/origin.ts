import type { IncidentRow } from '../../../shared/contract/model.ts';

/** How an incident came to be, where it was not simply imported. */
export const ORIGIN_WORD: Partial<Record<IncidentRow['origin'], string>> = { telemetry: 'Created here from telemetry', correlated: 'Grouped here', stub: 'Named by an alert' };
