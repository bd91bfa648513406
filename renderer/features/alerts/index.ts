export { AlertList, AlertTable } from './alert-list.tsx';
