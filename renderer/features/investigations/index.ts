export { InvestigationTable } from './investigation-table.tsx';
