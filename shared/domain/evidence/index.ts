export * from './impacted.ts';
export * from './labels.ts';
export * from './order.ts';
