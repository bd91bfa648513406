export * from './event-group.ts';
export * from './record-fields.ts';
