export { NODE_FLAG, SEVERITIES, VERDICTS } from './codes.ts';
export type { AttackGraphColumns } from './columns.ts';
export { isAct, layoutGraph, type Layout, type LayoutInput } from './layout/index.ts';
