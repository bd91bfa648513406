export { IncidentQueue } from './incident-queue.tsx';
export { KillChain } from './kill-chain.tsx';
