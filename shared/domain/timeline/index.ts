export * from './brush.ts';
export * from './playback.ts';
