/** Counts over time as stacked bars, with the same figures as a table. Bins are aligned to UTC and labelled so. One tab stop; arrows walk the bars that hold something. */
import { useId, useRef, useState, type KeyboardEvent, type MouseEvent, type PointerEvent } from 'react';
import { formatUtc, US_PER_HOUR } from '../../shared/base/time.ts';
import { US_PER_DAY } from '../../shared/base/bins.ts';
import './time-bars.css';

export interface BarSeries { readonly id: string; /** As in "3 high". */ readonly word: string; /** A CSS colour of the tokens. */ readonly color: string }
export interface Bar { readonly startUs: number; readonly counts: Readonly<Record<string, number>> }
export interface TimeBarsProps {
  readonly label: string;
  /** As in "5 alerts". */
  readonly noun: readonly [one: string, many: string];
  readonly startUs: number;
  readonly binUs: number;
  readonly binCount: number;
  /** Bins that hold something, in order of time. */
  readonly bars: readonly Bar[];
  /** From the ground up, and in this order in words and tables. */
  readonly series: readonly BarSeries[];
  readonly height?: number;
  /** The bar that is chosen; choosing another tells. */
  readonly chosenUs: number | null;
  readonly onChoose: (startUs: number) => void;
  /** A span that is chosen, marked behind the bars. */
  readonly chosen?: { readonly startUs: number; readonly endUs: number } | null;
  /** With it spans are chosen too: by dragging, or by Shift with a click or Enter on the bar at the other end. */
  readonly onSpan?: (startUs: number, endUs: number) => void;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** "16 Nov" of a written time, `2026-11-16 04:31:22Z`; with its year where asked. */
export function dayOf(time: string, withYear = false): string {
  const [, year, month, day] = /^([+-]?\d+)-(\d\d)-(\d\d)/.exec(time) ?? ['', '', '', time];
  return `${Number(day)} ${MONTHS[Number(month) - 1] ?? month}${withYear ? ` ${year}` : ''}`;
}
const dayWords = (us: number, withYear = false): string => dayOf(formatUtc(us), withYear);
const clock = (us: number, binUs: number) => formatUtc(us).slice(-13, binUs < 60_000_000 ? -5 : -8);
/** "16 Nov 2026, 04:00 to 06:00 UTC", "16 Nov 2026 UTC", "14 Nov to 18 Nov 2026 UTC": what a bin covers. */
export function binWords(startUs: number, binUs: number): string {
  if (binUs < US_PER_DAY) return `${dayWords(startUs, true)}, ${clock(startUs, binUs)} to ${clock(startUs + binUs, binUs)} UTC`;
  return binUs === US_PER_DAY ? `${dayWords(startUs, true)} UTC` : `${dayWords(startUs, true)} to ${dayWords(startUs + binUs - 1, true)} UTC`;
}
/** From the start of the first bin to the end of the last: "16 Nov 2026 03:00 to 17 Nov 2026 04:00 UTC", "14 Nov 2026 to 18 Nov 2026 UTC". */
export const spanWords = (startUs: number, endUs: number, binUs: number): string => (binUs < US_PER_DAY ? `${dayWords(startUs, true)} ${clock(startUs, binUs)} to ${dayWords(endUs, true)} ${clock(endUs, binUs)} UTC` : binWords(startUs, endUs - startUs));
const plural = (count: number, [one, many]: readonly [one: string, many: string]) => `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
/** "5 alerts: 2 high, 3 medium", in the order of the series. */
export function barWords(bar: Bar, series: readonly BarSeries[], noun: readonly [string, string]): string {
  const parts = series.filter((s) => (bar.counts[s.id] ?? 0) > 0);
  return `${plural(sum(bar), noun)}${series.length > 1 ? `: ${parts.map((s) => `${bar.counts[s.id]!.toLocaleString('en')} ${s.word}`).join(', ')}` : ''}`;
}
const sum = (bar: Bar) => Object.values(bar.counts).reduce((a, b) => a + b, 0);

export function TimeBars(props: TimeBarsProps) {
  const { bars, binUs, startUs, binCount, series, noun, chosenUs } = props;
  const most = Math.max(1, ...bars.map(sum));
  const box = useRef<HTMLDivElement>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  const id = useId();
  const stop = bars.some((b) => b.startUs === chosenUs) ? chosenUs : (bars[0]?.startUs ?? null);
  const focus = (bar: Bar | undefined) => { if (bar !== undefined) box.current?.querySelector<HTMLElement>(`[data-start="${bar.startUs}"]`)?.focus(); };
  const keys = (e: KeyboardEvent) => {
    const at = bars.findIndex((b) => String(b.startUs) === (e.target as HTMLElement).dataset['start']);
    if (at < 0) return;
    if (e.key === 'ArrowRight') focus(bars[Math.min(at + 1, bars.length - 1)]); else if (e.key === 'ArrowLeft') focus(bars[Math.max(at - 1, 0)]); else if (e.key === 'Home') focus(bars[0]); else if (e.key === 'End') focus(bars.at(-1)); else return;
    e.preventDefault();
  };
  // From the bar that was chosen last, or where the marked span begins.
  const anchor = useRef<number | null>(null);
  const choose = (us: number, isSpan: boolean) => {
    if (isSpan && props.onSpan) { const from = anchor.current ?? props.chosen?.startUs ?? us; props.onSpan(Math.min(from, us), Math.max(from, us) + binUs); return; }
    anchor.current = us;
    props.onChoose(us);
  };
  const [drag, setDrag] = useState<{ readonly from: number; readonly to: number; /** Far enough to be no click. */ readonly isDrag: boolean } | null>(null);
  const shareAt = (e: PointerEvent) => { const r = box.current!.getBoundingClientRect(); return Math.min(1, Math.max(0, (e.clientX - r.left) / r.width)); };
  const binAt = (share: number) => startUs + Math.min(binCount - 1, Math.floor(share * binCount)) * binUs;
  const dragged = useRef(false);
  const drop = () => { if (drag?.isDrag === true) { dragged.current = true; setTimeout(() => { dragged.current = false; }); const [a, b] = [binAt(Math.min(drag.from, drag.to)), binAt(Math.max(drag.from, drag.to))]; anchor.current = a; props.onSpan?.(a, b + binUs); } setDrag(null); };
  const marked = drag?.isDrag === true ? { startUs: binAt(Math.min(drag.from, drag.to)), endUs: binAt(Math.max(drag.from, drag.to)) + binUs } : (props.chosen ?? null);
  const share = (us: number) => Math.min(1, Math.max(0, (us - startUs) / binUs / binCount));
  const read = bars.find((b) => b.startUs === (hovered ?? chosenUs));
  const ticks = ticksOf(startUs, binUs, binCount);
  return (
    <div className="time-bars">
      <div className="time-bars-plot" style={{ height: props.height ?? 72 }}>
        <span className="time-bars-most mono tertiary" aria-hidden>{most.toLocaleString('en')}</span>
        <div ref={box} className="time-bars-columns" role="group" aria-label={props.label} aria-describedby={id} onKeyDown={keys} onPointerLeave={() => setHovered(null)}
          {...(props.onSpan ? { onPointerDown: (e: PointerEvent) => { if (e.button === 0 && !e.shiftKey) setDrag({ from: shareAt(e), to: shareAt(e), isDrag: false }); }, onPointerMove: (e: PointerEvent<HTMLElement>) => { if (drag === null) return; const to = shareAt(e); const isDrag = drag.isDrag || Math.abs(to - drag.from) * e.currentTarget.clientWidth > 4; if (isDrag && !drag.isDrag) e.currentTarget.setPointerCapture(e.pointerId); setDrag({ from: drag.from, to, isDrag }); }, onPointerUp: drop, onPointerCancel: () => setDrag(null), onClickCapture: (e: MouseEvent) => { if (dragged.current) { e.stopPropagation(); dragged.current = false; } } } : {})}>
          {marked === null ? null : <span className="time-bars-span" aria-hidden style={{ left: `${share(marked.startUs) * 100}%`, width: `max(2px, ${(share(marked.endUs) - share(marked.startUs)) * 100}%)` }} />}
          {bars.map((bar) => (
            <button key={bar.startUs} type="button" className="time-bar" data-start={bar.startUs} tabIndex={bar.startUs === stop ? 0 : -1} aria-pressed={bar.startUs === chosenUs || (marked !== null && bar.startUs >= marked.startUs && bar.startUs < marked.endUs)} aria-label={`${binWords(bar.startUs, binUs)}: ${barWords(bar, series, noun)}`}
              style={{ left: `${((bar.startUs - startUs) / binUs / binCount) * 100}%`, width: `${100 / binCount}%` }} onClick={(e) => choose(bar.startUs, e.shiftKey)} onPointerEnter={() => setHovered(bar.startUs)} onFocus={() => setHovered(bar.startUs)} onBlur={() => setHovered(null)}>
              <span className="time-bar-stack" style={{ height: `max(3px, ${(sum(bar) / most) * 100}%)` }}>{series.toReversed().filter((s) => (bar.counts[s.id] ?? 0) > 0).map((s) => <span key={s.id} style={{ flexGrow: bar.counts[s.id]!, background: s.color }} />)}</span>
            </button>))}
        </div>
      </div>
      <div className="time-bars-axis caption tertiary" aria-hidden>{ticks.map((t) => <span key={t.us} style={{ left: `${((t.us - startUs) / binUs / binCount) * 100}%` }}>{t.text}</span>)}</div>
      <p id={id} className="time-bars-reading small secondary">{read === undefined ? <span className="tertiary">{binUs < US_PER_DAY ? 'Bars' : 'Days'} in UTC. Point at a bar, or walk with the arrow keys, to read it.{props.onSpan ? ' Drag, or hold Shift, to choose a span.' : ''}</span> : <>{binWords(read.startUs, binUs)}: <strong>{barWords(read, series, noun)}</strong></>}</p>
    </div>
  );
}

/** Up to eight places on the axis that fall on whole bins, none so near the end that its words would be cut. A place names its day where that differs from the one before. */
function ticksOf(startUs: number, binUs: number, binCount: number): { us: number; text: string }[] {
  const span = binCount * binUs;
  const daily = binUs < US_PER_DAY && span > 2 * US_PER_DAY;
  const step = daily ? Math.ceil(span / US_PER_DAY / 8) * US_PER_DAY : Math.max(1, Math.ceil(binCount / 8)) * binUs;
  const from = daily ? Math.ceil(startUs / US_PER_DAY) * US_PER_DAY : startUs;
  const places = Array.from({ length: Math.ceil((startUs + span - from) / step) }, (_v, i) => from + i * step);
  // A span that begins within a day names that day too, where there is room.
  if (daily && from - startUs > span * 0.1) places.unshift(startUs);
  const sameDay = (x: number, y: number) => formatUtc(x).slice(0, -14) === formatUtc(y).slice(0, -14);
  return places.filter((us) => us - startUs <= span * 0.93).map((us, i) => ({ us, text: binUs >= US_PER_DAY || daily ? dayWords(us) : i > 0 && sameDay(us, places[i - 1]!) ? clock(us, binUs) : `${dayWords(us)} ${clock(us, binUs)}` }));
}

const NOUN: Readonly<Record<number, readonly [string, string]>> = { [US_PER_DAY]: ['day', 'days'], [US_PER_HOUR]: ['hour', 'hours'] };
/** The same figures, for reading and copying. Bins that hold nothing are left out, and that is said. */
export function BarTable({ label, groups, binUs, binCount }: { label: string; groups: readonly { readonly noun: readonly [string, string]; readonly series: readonly BarSeries[]; readonly bars: readonly Bar[] }[]; binUs: number; binCount: number }) {
  const starts = [...new Set(groups.flatMap((g) => g.bars.map((b) => b.startUs)))].toSorted((a, b) => a - b);
  const columns = groups.flatMap((g) => g.series.map((s) => ({ key: `${g.noun[1]} ${s.id}`, title: g.series.length > 1 ? s.word : g.noun[1], of: new Map(g.bars.map((b) => [b.startUs, b.counts[s.id] ?? 0])) })));
  return (
    <div className="time-bars-table">
      <table className="plain-table" aria-label={label}>
        <thead><tr><th scope="col">{binUs < US_PER_DAY ? 'From (UTC)' : 'Day (UTC)'}</th>{columns.map((c) => <th key={c.key} scope="col" className="number">{c.title[0]!.toUpperCase() + c.title.slice(1)}</th>)}</tr></thead>
        <tbody>{starts.map((us) => <tr key={us}><th scope="row" className="mono nowrap">{formatUtc(us).slice(0, binUs < US_PER_DAY ? -8 : -14).replace('T', ' ')}</th>{columns.map((c) => <td key={c.key} className="number mono">{(c.of.get(us) ?? 0).toLocaleString('en')}</td>)}</tr>)}</tbody>
        <tfoot><tr><th scope="row">Total</th>{columns.map((c) => <td key={c.key} className="number mono">{[...c.of.values()].reduce((a, b) => a + b, 0).toLocaleString('en')}</td>)}</tr></tfoot>
      </table>
      {starts.length < binCount ? <p className="small tertiary">{plural(binCount - starts.length, NOUN[binUs] ?? ['bin', 'bins'])} of {binCount.toLocaleString('en')} {binCount - starts.length === 1 ? 'holds' : 'hold'} nothing and {binCount - starts.length === 1 ? 'is' : 'are'} left out.</p> : null}
    </div>
  );
}
