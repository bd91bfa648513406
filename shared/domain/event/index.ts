export * from './event-group.ts';
