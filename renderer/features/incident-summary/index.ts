export { IncidentSummaryTab } from './incident-summary.tsx';
