/** Chooses the layout by size. */
import { layoutByForce } from './force-layout.ts';
import type { Layout, LayoutInput } from './layout-input.ts';
import { layoutStory } from './story-layout.ts';

/** Above this many entities nobody reads a picture as rows. */
export const STORY_LIMIT = 400;

export const layoutGraph = (input: LayoutInput): Layout => (input.nodeCount <= STORY_LIMIT ? layoutStory(input) : layoutByForce(input));
export { layoutByForce } from './force-layout.ts';
export { layoutStory } from './story-layout.ts';
export { CELL, connectedComponents, inputOf, isAct, type Layout, type LayoutInput } from './layout-input.ts';
