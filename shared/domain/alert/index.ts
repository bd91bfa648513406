export * from './alert-keys.ts';
export * from './link-reasons.ts';
