/**
 * Playing a story: where the cursor goes, given the steps (sorted distinct times at which the graph changes), the brush it moves in, and
 * how long it has been playing. Times are microseconds of the case, durations of the person watching are milliseconds.
 */
import { lowerBound, upperBound } from '../attack-graph/activity.ts';
import type { Span } from './brush.ts';

/**
 * `step`: every step takes the same while, however far apart. `time`: evenly through the brush. `skipGaps`: like `time`, with the gaps
 * cut out.
 */
export type Pace = 'step' | 'time' | 'skipGaps';

/** One step at speed 1. Slower than three a second, so that a burst of alerts at the usual speed does not flash (WCAG 2.3.1). */
export const STEP_MS = 700;
/** A whole brush at speed 1 by time. */
export const PLAY_MS = 30_000;

export interface Gap extends Span {
  readonly lengthUs: number;
}

/**
 * Stretches without anything: longer than a fifteenth of the span, than a minute, and, where there are enough steps to know what is
 * usual, than four times the ninth decile of their distances.
 */
export function findGaps(timesUs: ArrayLike<number>, span: Span): Gap[] {
  const lengths: number[] = [];
  for (let i = 1; i < timesUs.length; i++) lengths.push(timesUs[i]! - timesUs[i - 1]!);
  const usual = [...lengths].sort((a, b) => a - b)[Math.floor(lengths.length * 0.9)] ?? 0;
  const least = Math.max((span.endUs - span.startUs) / 15, 60_000_000, lengths.length >= 20 ? usual * 4 : 0);
  return lengths.flatMap((lengthUs, i) => (lengthUs > least ? [{ startUs: timesUs[i]!, endUs: timesUs[i + 1]!, lengthUs }] : []));
}

/** The next step after the cursor within the brush; the brush's end when there is none. */
export function stepForward(stepsUs: Float64Array, brush: Span, cursorUs: number): number {
  const next = stepsUs[upperBound(stepsUs, cursorUs)];
  return next === undefined || next > brush.endUs ? brush.endUs : Math.max(brush.startUs, next);
}

/** The step before the cursor within the brush; the brush's start when there is none. */
export function stepBack(stepsUs: Float64Array, brush: Span, cursorUs: number): number {
  const previous = stepsUs[lowerBound(stepsUs, cursorUs) - 1];
  return previous === undefined || previous < brush.startUs ? brush.startUs : Math.min(brush.endUs, previous);
}

/** Which step the cursor stands at, and how many the brush has; 0 before the first. */
export function stepNumber(stepsUs: Float64Array, brush: Span, cursorUs: number): { at: number; of: number } {
  const before = lowerBound(stepsUs, brush.startUs);
  return { at: Math.max(0, upperBound(stepsUs, Math.min(cursorUs, brush.endUs)) - before), of: upperBound(stepsUs, brush.endUs) - before };
}

/** Length of a span with its gaps cut out, from `startUs` to `us`. */
function withoutGaps(gaps: readonly Gap[], startUs: number, us: number): number {
  let length = us - startUs;
  for (const gap of gaps) length -= Math.max(0, Math.min(us, gap.endUs) - Math.max(startUs, gap.startUs));
  return length;
}

/** The time at which `length` outside the gaps has passed since `startUs`. */
function atLength(gaps: readonly Gap[], startUs: number, length: number): number {
  let us = startUs + length;
  for (const gap of gaps) {
    const from = Math.max(startUs, gap.startUs);
    if (gap.endUs > startUs && us > from) us += gap.endUs - from;
  }
  return us;
}

export interface Playing {
  readonly stepsUs: Float64Array;
  readonly gaps: readonly Gap[];
  readonly brush: Span;
  readonly pace: Pace;
  readonly speed: number;
}

/**
 * Where the cursor stands `elapsedMs` after it was started at `fromUs`. `isDone` when it has reached the brush's end. A pure function of
 * the elapsed time: slow frames skip, they do not slow the story down.
 */
export function positionAfter(play: Playing, fromUs: number, elapsedMs: number): { cursorUs: number; isDone: boolean } {
  const ms = elapsedMs * play.speed;
  const cursorUs = play.pace === 'step' ? afterSteps(play, fromUs, ms) : afterTime(play, fromUs, ms);
  return { cursorUs: Math.min(cursorUs, play.brush.endUs), isDone: cursorUs >= play.brush.endUs };
}

function afterSteps({ stepsUs, brush }: Playing, fromUs: number, ms: number): number {
  const steps = Math.floor(ms / STEP_MS);
  if (steps === 0) return fromUs;
  const index = upperBound(stepsUs, fromUs) - 1 + steps;
  return Math.min(brush.endUs, Math.max(fromUs, brush.startUs, stepsUs[index] ?? brush.endUs));
}

function afterTime(play: Playing, fromUs: number, ms: number): number {
  const gaps = play.pace === 'skipGaps' ? play.gaps.filter((g) => g.startUs < play.brush.endUs && g.endUs > play.brush.startUs) : [];
  const whole = withoutGaps(gaps, play.brush.startUs, play.brush.endUs);
  return atLength(gaps, fromUs, (whole * ms) / PLAY_MS);
}
