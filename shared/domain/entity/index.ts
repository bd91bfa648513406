export * from './kinds.ts';
export * from './mention.ts';
export * from './normalize.ts';
