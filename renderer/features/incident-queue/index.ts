export { IncidentQueue } from './incident-queue.tsx';
export { IncidentChart } from './incident-chart.tsx';
export { KillChain } from './kill-chain.tsx';
