/** What the programs read once per frame. Moving time changes these numbers and nothing per entity. */
export interface FrameState {
  cursorRank: number;
  fromRank: number;
  /** Straight RGB, 0 to 1. */
  disc: Rgb; discFaded: Rgb; faded: Rgb; edge: Rgb; edgeHighlight: Rgb;
  atlas: HTMLCanvasElement | null;
  atlasRows: number;
  /** Items whose data were written to a buffer since the start; stands still while only time moves. */
  writes: number;
}
export type Rgb = readonly [number, number, number];
export const rgb = (hex: string): Rgb => [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16) / 255) as unknown as Rgb;
/** First rank of what has no time: always seen. Last rank likewise. */
export const ALWAYS_FIRST = -1;
export const ALWAYS_LAST = 1e7;
