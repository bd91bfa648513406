/** A long list that is read page by page: what was read, how many there are, and the way to the next. */
import { useState } from 'react';

const STEP = 200;
/** How many rows to ask for, and how to ask for more. The contract takes 10,000 at once; beyond that a list says so. */
export function useMore(): readonly [limit: number, more: () => void] {
  const [limit, setLimit] = useState(STEP);
  return [limit, () => setLimit((n) => Math.min(10_000, n * 2))];
}
export function MoreFoot({ shown, total, noun, more }: { shown: number; total: number; noun: string; more: () => void }) {
  return <div className="foot"><span role="status">{shown < total ? `${shown.toLocaleString('en')} of ${total.toLocaleString('en')} ${noun}` : `${total.toLocaleString('en')} ${noun}`}</span>{shown < total && shown < 10_000 ? <button type="button" className="btn quiet link" onClick={more}>Show more</button> : null}</div>;
}
