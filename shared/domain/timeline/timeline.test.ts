import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brushBetween, brushWithin, isWhole, moveBrush, moveHandle, shortestBrush } from './brush.ts';
import { findGaps, PLAY_MS, positionAfter, STEP_MS, stepBack, stepForward, stepNumber, type Pace } from './playback.ts';

const HOUR = 3_600_000_000;
const steps = Float64Array.from([1, 2, 3, 40, 41, 42].map((h) => h * HOUR));
const span = { startUs: 0, endUs: 48 * HOUR };

describe('brush', () => {
  it('is the whole span until set, and again when what was set lies elsewhere', () => {
    expect(brushWithin(span, null, null)).toEqual(span);
    expect(brushWithin(span, -9 * HOUR, -5 * HOUR)).toEqual(span);
    expect(brushWithin(span, HOUR, null)).toEqual({ startUs: HOUR, endUs: 48 * HOUR });
    expect(isWhole(span, brushWithin(span, null, null))).toBe(true);
  });

  it('stays within the span and never closes, whatever is dragged', () => {
    const us = fc.integer({ min: -20 * HOUR, max: 70 * HOUR });
    fc.assert(fc.property(fc.array(fc.tuple(fc.constantFrom('start', 'end', 'both', 'new'), us), { maxLength: 20 }), (moves) => {
      let brush: { startUs: number; endUs: number } = span;
      for (const [what, at] of moves) {
        brush = what === 'both' ? moveBrush(span, brush, at) : what === 'new' ? brushBetween(span, brush.startUs, at) ?? brush : moveHandle(span, brush, what as 'start' | 'end', at);
        expect(brush.startUs).toBeGreaterThanOrEqual(span.startUs);
        expect(brush.endUs).toBeLessThanOrEqual(span.endUs);
        expect(brush.endUs - brush.startUs).toBeGreaterThanOrEqual(shortestBrush(span) - 1);
      }
    }));
  });

  it('keeps its length when moved', () => {
    expect(moveBrush(span, { startUs: HOUR, endUs: 3 * HOUR }, 100 * HOUR)).toEqual({ startUs: 46 * HOUR, endUs: 48 * HOUR });
  });
});

describe('steps and gaps', () => {
  it('walks there and back over the same stops', () => {
    const there = [0];
    while (there.at(-1)! < span.endUs) there.push(stepForward(steps, span, there.at(-1)!));
    expect(there.map((us) => us / HOUR)).toEqual([0, 1, 2, 3, 40, 41, 42, 48]);
    const back = [span.endUs];
    while (back.at(-1)! > 0) back.push(stepBack(steps, span, back.at(-1)!));
    expect(back.reverse()).toEqual(there);
  });

  it('counts steps inside the brush', () => {
    const brush = { startUs: 2 * HOUR, endUs: 41 * HOUR };
    expect(stepNumber(steps, brush, 40 * HOUR)).toEqual({ at: 3, of: 4 });
    expect(stepNumber(steps, brush, 2 * HOUR - 1)).toEqual({ at: 0, of: 4 });
  });

  it('finds the long silence and no other', () => {
    expect(findGaps(steps, span)).toEqual([{ startUs: 3 * HOUR, endUs: 40 * HOUR, lengthUs: 37 * HOUR }]);
    expect(findGaps(Float64Array.from({ length: 40 }, (_v, i) => i * HOUR), { startUs: 0, endUs: 39 * HOUR })).toEqual([]);
    expect(findGaps([], span)).toEqual([]);
  });
});

describe('playback', () => {
  const play = (pace: Pace, speed = 1) => ({ stepsUs: steps, gaps: findGaps(steps, span), brush: span, pace, speed });

  it('gives every step the same while', () => {
    const at = (n: number) => positionAfter(play('step'), 0, n * STEP_MS + 1).cursorUs / HOUR;
    expect([0, 1, 2, 3, 4, 5, 6, 7, 8].map(at)).toEqual([0, 1, 2, 3, 40, 41, 42, 48, 48]);
    expect(positionAfter(play('step', 2), 0, 2 * STEP_MS).cursorUs).toBe(40 * HOUR);
    expect(positionAfter(play('step'), 42 * HOUR, STEP_MS)).toEqual({ cursorUs: span.endUs, isDone: true });
  });

  it('crosses the brush evenly by time, and leaves gaps out when told to', () => {
    expect(positionAfter(play('time'), 0, PLAY_MS / 2).cursorUs).toBe(24 * HOUR);
    expect(positionAfter(play('skipGaps'), 0, PLAY_MS / 2).cursorUs).toBeCloseTo((5.5 + 37) * HOUR, 0);
    expect(positionAfter(play('skipGaps'), 10 * HOUR, 1).cursorUs).toBeGreaterThan(40 * HOUR);
    for (const pace of ['time', 'skipGaps'] as const) expect(positionAfter(play(pace), 0, PLAY_MS + 1)).toEqual({ cursorUs: span.endUs, isDone: true });
  });

  it('never goes back', () => {
    fc.assert(fc.property(fc.constantFrom<Pace>('step', 'time', 'skipGaps'), fc.nat(48).map((h) => h * HOUR), fc.nat(PLAY_MS * 2), fc.nat(PLAY_MS), (pace, from, ms, more) => {
      const a = positionAfter(play(pace), from, ms).cursorUs;
      expect(a).toBeGreaterThanOrEqual(from);
      expect(positionAfter(play(pace), from, ms + more).cursorUs).toBeGreaterThanOrEqual(a);
    }));
  });
});
