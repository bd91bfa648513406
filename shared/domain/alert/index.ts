export * from './alert-keys.ts';
export * from './link-keys.ts';
export * from './link-reasons.ts';
export * from './linking.ts';
