export { GraphData, type GraphColumnsLike } from './graph-data.ts';
export { COLUMN_GAP, ROW_GAP, storyLayout, type LayoutInput } from './layout.ts';
export * from './playback.ts';
export * from './search.ts';
export { isSeen, momentRanks, SeenCounter, type Moment, type Seen } from './state-at.ts';
