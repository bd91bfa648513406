import { useEffect, useState } from 'react';
import { busy } from '../platform/index.ts';

const SETTLE_MS = 200;

/** The value once it has stopped changing: what a person types is asked for in one go, not letter by letter. */
export function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    if (Object.is(value, settled)) return undefined;
    const done = busy();
    const timer = setTimeout(() => { setSettled(value); done(); }, SETTLE_MS);
    return () => { clearTimeout(timer); done(); };
  }, [value, settled]);
  return settled;
}
