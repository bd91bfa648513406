export { EvidenceTable } from './evidence-table.tsx';
