export * from './alert-keys.ts';
