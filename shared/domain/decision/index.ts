export * from './overlay.ts';
export * from './summary.ts';
