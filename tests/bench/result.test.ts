import { describe, expect, it } from 'vitest';
import { lineOf, result } from './result.ts';

describe('lines of a bench', () => {
  it('carry the seven keys that scripts read', () => {
    expect(JSON.parse(lineOf(result('import-rate', 3138.1, 'ms', 'a loop: 155 ms', 20.25, 2), true))).toEqual({ name: 'import-rate', value: 3138.1, unit: 'ms', versus: 'a loop: 155 ms', ratio: 20.25, goal: 2, met: false });
    expect(JSON.parse(lineOf(result('import-events', 17_112, 'events/s', '53698 events', null), true))).toEqual({ name: 'import-events', value: 17_112, unit: 'events/s', versus: '53698 events', ratio: null, goal: null, met: null });
  });
  it('say for people whether the goal is met', () => {
    expect(lineOf(result('peak', 280.4, 'MB', 'bound of 400 MB', 0.7, 1), false)).toBe('peak: 280 MB; versus bound of 400 MB; ratio 0.70; goal 1: met');
    expect(lineOf(result('rate', 20, 'ms', 'a loop', 20, 2), false)).toMatch(/goal 2: missed$/);
    expect(lineOf(result('rate', 20, 'ms', 'a loop', null), false)).toBe('rate: 20 ms; versus a loop');
  });
});
