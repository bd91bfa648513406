export { GraphData } from './graph-data.ts';
export * from './playback.ts';
export * from './search.ts';
export { isSeen, momentRanks, SeenCounter, type Moment, type Seen } from './state-at.ts';
