export { AlertList, AlertTable } from './alert-list.tsx';
export { AlertPane } from './alert-pane.tsx';
