import { describe, expect, it } from 'vitest';
import { busy, whenIdle, whileBusy } from './idle.ts';

describe('idle', () => {
  /** Frames that pass when the test says so. */
  function frames(): { next: () => Promise<void>; pass: () => Promise<void> } {
    const waiting: (() => void)[] = [];
    return {
      next: () => new Promise((resolve) => { waiting.push(resolve); }),
      pass: async () => {
        for (const resolve of waiting.splice(0)) resolve();
        await Promise.resolve();
        await Promise.resolve();
      },
    };
  }

  it('comes after two quiet frames, and a busy frame between them starts the count anew', async () => {
    const clock = frames();
    let isIdle = false;
    const idle = whenIdle(clock.next).then(() => { isIdle = true; });
    const done = busy();
    for (let i = 0; i < 5; i++) await clock.pass();
    done();
    await clock.pass();
    const again = busy();
    await clock.pass();
    again();
    await clock.pass();
    expect(isIdle).toBe(false);
    await clock.pass();
    await idle;
    expect(isIdle).toBe(true);
  });

  it('gives the token back when the work fails, and counts a token once', async () => {
    await expect(whileBusy(Promise.reject(new Error('no')))).rejects.toThrow('no');
    const [first, second] = [busy(), busy()];
    first();
    first();
    const clock = frames();
    let isIdle = false;
    const idle = whenIdle(clock.next).then(() => { isIdle = true; });
    for (let i = 0; i < 3; i++) await clock.pass();
    expect(isIdle).toBe(false);
    second();
    for (let i = 0; i < 3; i++) await clock.pass();
    await idle;
  });
});
