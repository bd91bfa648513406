/** The rules of playing a story: steps, gaps and paces. Pure; the page's player owns the clock. */
import { lowerBound, upperBound } from './search.ts';

export interface Span { readonly startUs: number; readonly endUs: number }
export type Pace = 'step' | 'time' | 'skipGaps';

/** Milliseconds a step lasts at speed 1. */
export const STEP_MS = 650;
/** Milliseconds the whole brush takes at speed 1 when played by time. */
export const SPAN_MS = 45_000;
/** Silence longer than this share of the brush is a gap; skipping it takes {@link GAP_MS}. */
export const GAP_SHARE = 0.03;
export const GAP_MS = 500;

export const clamp = (us: number, span: Span): number => Math.min(Math.max(us, span.startUs), span.endUs);

/** The next moment at which something appears, after `us`; the brush's end when nothing more does. */
export function nextStep(steps: Float64Array, us: number, span: Span): number {
  const next = steps[upperBound(steps, us)];
  return next === undefined || next > span.endUs ? span.endUs : Math.max(next, span.startUs);
}
export function previousStep(steps: Float64Array, us: number, span: Span): number {
  const previous = steps[lowerBound(steps, us) - 1];
  return previous === undefined || previous < span.startUs ? span.startUs : previous;
}

/** Stretches without any step, between steps and towards the brush's ends. */
export function gaps(steps: Float64Array, span: Span, share = GAP_SHARE): Span[] {
  const least = (span.endUs - span.startUs) * share;
  const inside = [...steps.subarray(lowerBound(steps, span.startUs), upperBound(steps, span.endUs))];
  const marks = [span.startUs, ...inside, span.endUs];
  return marks.slice(1).map((end, i) => ({ startUs: marks[i]!, endUs: end })).filter((g) => g.endUs - g.startUs > least && least > 0);
}

/** Where the cursor is after `ms` of playing. `step` is not continuous and is driven by {@link nextStep}. */
export function advance(us: number, ms: number, speed: number, pace: 'time' | 'skipGaps', span: Span, silences: readonly Span[]): number {
  let left = ms * speed;
  let at = us;
  const skipped = pace === 'skipGaps' ? silences.reduce((sum, g) => sum + g.endUs - g.startUs, 0) : 0;
  const usPerMs = Math.max(1, (span.endUs - span.startUs - skipped) / SPAN_MS);
  while (left > 0 && at < span.endUs) {
    const gap = pace === 'skipGaps' ? silences.find((g) => at >= g.startUs && at < g.endUs) : undefined;
    const rate = gap ? (gap.endUs - gap.startUs) / GAP_MS : usPerMs;
    const nextEdge = gap ? gap.endUs : Math.min(span.endUs, ...silences.filter((g) => pace === 'skipGaps' && g.startUs > at).map((g) => g.startUs));
    const need = (nextEdge - at) / rate;
    if (need > left) return Math.min(span.endUs, at + left * rate);
    at = nextEdge;
    left -= need;
  }
  return Math.min(at, span.endUs);
}
