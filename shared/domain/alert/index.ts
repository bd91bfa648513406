export * from './alert-keys.ts';
export * from './chain.ts';
export * from './flow.ts';
export * from './link-keys.ts';
export * from './link-reasons.ts';
export * from './linking.ts';
