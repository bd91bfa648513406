export * from './activities.ts';
export * from './ancestors.ts';
