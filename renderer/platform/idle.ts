/**
 * Says when the page has nothing left to do, so that tests and tools wait for that and not for time. Whoever starts something that
 * ends later (a call, an animation, a layout in a worker) takes a token and gives it back.
 */
const tokens = new Set<symbol>();

/** Takes a token; the returned function gives it back and may be called more than once. */
export function busy(): () => void {
  const token = Symbol('busy');
  tokens.add(token);
  return () => {
    tokens.delete(token);
  };
}

/** Holds a token until the work is settled, either way. */
export async function whileBusy<T>(work: Promise<T>): Promise<T> {
  const done = busy();
  try {
    return await work;
  } finally {
    done();
  }
}

/**
 * Resolves after two frames in a row with no token: one for React to commit what an answer changed, one for what that started in turn.
 * `nextFrame` is an argument for tests.
 */
export async function whenIdle(nextFrame: () => Promise<void> = frameOrTimer): Promise<void> {
  let quietFrames = 0;
  while (quietFrames < 2) {
    await nextFrame();
    quietFrames = tokens.size === 0 ? quietFrames + 1 : 0;
  }
}

/** A hidden page gets no frames: the timer then counts for one. */
function frameOrTimer(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, 100);
    requestAnimationFrame(() => {
      clearTimeout(timer);
      // After the frame, when effects of that frame have run.
      setTimeout(resolve, 0);
    });
  });
}
