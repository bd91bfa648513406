export * from './activity.ts';
export { NODE_FLAG, SEVERITIES, VERDICTS } from './codes.ts';
export { readGraph, type AttackGraphColumns, type GraphData } from './graph-data.ts';
export * from './neighbours.ts';
