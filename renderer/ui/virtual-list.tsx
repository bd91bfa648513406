/** A list of any length in rows of one height: only those in view are drawn, screen readers are told of all. Arrows, Home, End and the page keys move the focus. */
import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';

const OVERSCAN = 6;

export interface VirtualListProps {
  readonly label: string;
  readonly count: number;
  /** In pixels. */
  readonly rowHeight: number;
  /** One row; what takes the focus in it is its first link or button. */
  readonly row: (index: number) => ReactNode;
  /** Brings a row to the top; another object asks again. */
  readonly goTo?: { readonly index: number } | null;
}

export function VirtualList({ label, count, rowHeight, row, goTo = null }: VirtualListProps) {
  const box = useRef<HTMLDivElement>(null);
  const wanted = useRef<number | null>(null);
  const takeFocus = useRef<() => void>(() => undefined);
  const [view, setView] = useState({ top: 0, height: 0 });
  const measure = () => { const e = box.current!; setView((v) => (v.top === e.scrollTop && v.height === e.clientHeight ? v : { top: e.scrollTop, height: e.clientHeight })); };
  useLayoutEffect(() => {
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, []);
  useEffect(() => { if (goTo !== null) { box.current!.scrollTop = goTo.index * rowHeight; measure(); } }, [goTo, rowHeight]);
  const first = Math.max(0, Math.floor(view.top / rowHeight) - OVERSCAN);
  const last = Math.min(count - 1, Math.ceil((view.top + view.height) / rowHeight) + OVERSCAN);
  // A row that is asked for by key is drawn only after the list has scrolled to it, and may be read only after that.
  useEffect(() => {
    const take = () => {
      if (wanted.current === null) return;
      const target = box.current?.querySelector<HTMLElement>(`[aria-posinset="${wanted.current + 1}"] :is(a, button)`);
      if (target) { wanted.current = null; target.focus({ preventScroll: true }); }
    };
    const observer = new MutationObserver(take);
    observer.observe(box.current!, { childList: true, subtree: true });
    takeFocus.current = take;
    return () => observer.disconnect();
  }, []);
  const keys = (e: KeyboardEvent) => {
    const at = Number((e.target as Element).closest('[aria-posinset]')?.getAttribute('aria-posinset') ?? 1) - 1;
    const page = Math.max(1, Math.floor(view.height / rowHeight) - 1);
    const steps: Readonly<Record<string, number>> = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: count - 1 };
    const next = steps[e.key];
    if (next === undefined || e.ctrlKey || e.metaKey || e.altKey) return;
    e.preventDefault();
    const to = Math.max(0, Math.min(count - 1, next));
    wanted.current = to;
    const list = box.current!;
    if (to * rowHeight < list.scrollTop) list.scrollTop = to * rowHeight;
    else if ((to + 1) * rowHeight > list.scrollTop + list.clientHeight) list.scrollTop = (to + 1) * rowHeight - list.clientHeight;
    setView({ top: list.scrollTop, height: list.clientHeight });
    takeFocus.current();
  };
  return (
    <div ref={box} className="virtual-list" style={{ height: '100%', overflow: 'auto', overscrollBehavior: 'contain' }} onScroll={measure} onKeyDown={keys}>
      <ol aria-label={label} style={{ position: 'relative', height: count * rowHeight }}>
        {Array.from({ length: Math.max(0, last - first + 1) }, (_v, i) => first + i).map((index) => <li key={index} aria-setsize={count} aria-posinset={index + 1} style={{ position: 'absolute', left: 0, right: 0, top: index * rowHeight, height: rowHeight }}>{row(index)}</li>)}
      </ol>
    </div>
  );
}
