export * from './errors.ts';
export * from './model.ts';
export * from './procedures.ts';
export * from './summary.ts';
export * from './timeline.ts';
