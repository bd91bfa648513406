/** Histogram, brush, cursor and transport. The playhead moves without React; everything has a way without dragging. */
import { ArrowRepeatAllRegular, NextRegular, PauseRegular, PlayRegular, PreviousRegular } from '@fluentui/react-icons';
import { scaleSqrt, scaleUtc } from 'd3-scale';
import { useEffect, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore, type KeyboardEvent, type PointerEvent } from 'react';
import type { Histogram } from '../../../shared/contract/model.ts';
import { SEVERITIES } from '../../../shared/domain/attack-graph/codes.ts';
import { clamp, nextStep, previousStep, type Pace } from '../../../shared/domain/story/index.ts';
import { formatDuration, formatTime, patchSession, useSettings, type TimeZoneName } from '../../state/index.ts';
import type { Player } from './player.ts';

/** Of the track, in pixels, where the pane is low; else it fills the pane. */
const MIN_HEIGHT = 84;
const TOP = 16;
const BOTTOM = 18;
const EDGE = 10;
const SPEEDS = [0.5, 1, 2, 4, 8];
const NO_ALERT = 255;

export function Scrubber({ histogram, player }: { histogram: Histogram; player: Player }) {
  useSyncExternalStore(player.onSettled, player.snapshot);
  const zone = useSettings((s) => s.timeZone);
  const box = useRef<HTMLDivElement>(null);
  const [{ width, height }, setSize] = useState({ width: 800, height: MIN_HEIGHT });
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => setSize({ width: Math.max(240, Math.floor(entry!.contentRect.width)), height: Math.max(MIN_HEIGHT, Math.floor(entry!.contentRect.height)) }));
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, []);
  return (
    <section className="pane" aria-label="Time scrubber">
      <Transport player={player} zone={zone} />
      <div ref={box} style={{ flex: 1, minHeight: MIN_HEIGHT, overflow: 'hidden', background: 'var(--scrubber-background)', position: 'relative' }}><Track histogram={histogram} player={player} width={width} height={height} zone={zone} /></div>
    </section>
  );
}

function Transport({ player, zone }: { player: Player; zone: TimeZoneName }) {
  const [editing, setEditing] = useState(false);
  const seek = (us: number) => { player.pause(); player.seek(us); };
  const remember = () => patchSession({ playback: { pace: player.pace, speed: player.speed, loop: player.loop } });
  const brushIsWhole = player.brush.startUs === player.span.startUs && player.brush.endUs === player.span.endUs;
  return (
    <div className="pane-bar" style={{ fontWeight: 400, gap: 5, overflow: 'hidden' }}>
      <button type="button" className="icon-btn" aria-label="Go to the start" onClick={() => seek(player.brush.startUs)}><svg width="16" height="16" aria-hidden><path d="M3 3v10M13 3 6 8l7 5Z" fill="currentColor" stroke="currentColor" strokeWidth="1.5" /></svg></button>
      <button type="button" className="icon-btn" aria-label="Step back" onClick={() => player.step(-1)}><PreviousRegular /></button>
      <button type="button" className="icon-btn" style={{ background: 'var(--accent-fill)', color: 'var(--text-onAccent)' }} aria-label="Play attack story" aria-pressed={player.isPlaying} title="Play or pause (Space)" onClick={() => player.toggle()}>{player.isPlaying ? <PauseRegular /> : <PlayRegular />}</button>
      <button type="button" className="icon-btn" aria-label="Step forward" onClick={() => player.step(1)}><NextRegular /></button>
      <button type="button" className="icon-btn" aria-label="Go to the end" onClick={() => seek(player.brush.endUs)}><svg width="16" height="16" aria-hidden><path d="M13 3v10M3 3l7 5-7 5Z" fill="currentColor" stroke="currentColor" strokeWidth="1.5" /></svg></button>
            <span className="segmented" role="group" aria-label="Pace">{([['step', 'By step'], ['time', 'By time'], ['skipGaps', 'Skip gaps']] as [Pace, string][]).map(([pace, word]) => <button key={pace} type="button" aria-pressed={player.pace === pace} onClick={() => { player.set({ pace }); remember(); }}>{word}</button>)}</span>
      <select className="input" aria-label="Speed" style={{ height: 26, padding: '0 2px' }} value={player.speed} onChange={(e) => { player.set({ speed: Number(e.target.value) }); remember(); }}>{SPEEDS.map((s) => <option key={s} value={s}>{s}×</option>)}</select>
      <button type="button" className="icon-btn" aria-label="Loop" aria-pressed={player.loop} onClick={() => { player.set({ loop: !player.loop }); remember(); }}><ArrowRepeatAllRegular /></button>
      <span className="mono" data-testid="cursor-text" style={{ minWidth: 178, marginLeft: 4 }}>{formatTime(player.cursorUs, zone)}</span>
      <span style={{ flex: 1 }} />
      {editing ? <BrushForm player={player} onDone={() => setEditing(false)} /> : <button type="button" className="btn quiet small" style={{ padding: '0 5px' }} onClick={() => setEditing(true)}>Brush {brushIsWhole ? 'whole span' : formatDuration(player.brush.endUs - player.brush.startUs)}</button>}
      {brushIsWhole ? null : <button type="button" className="btn quiet small" style={{ padding: '0 5px' }} onClick={() => player.setBrush(player.span)}>Whole span</button>}
    </div>
  );
}

/** The brush without dragging: two times to type. */
function BrushForm({ player, onDone }: { player: Player; onDone: () => void }) {
  const text = (us: number) => new Date(us / 1000).toISOString().slice(0, 23);
  const [start, setStart] = useState(text(player.brush.startUs));
  const [end, setEnd] = useState(text(player.brush.endUs));
  const [a, b] = [Date.parse(`${start}Z`) * 1000, Date.parse(`${end}Z`) * 1000];
  const isValid = Number.isFinite(a) && Number.isFinite(b) && a < b;
  return (
    <form style={{ display: 'flex', gap: 6, alignItems: 'center' }} onSubmit={(e) => { e.preventDefault(); if (isValid) { player.setBrush({ startUs: a, endUs: b }); onDone(); } }}>
      <label className="small tertiary">From (UTC) <input className="input mono" style={{ width: 190, height: 24 }} value={start} onChange={(e) => setStart(e.target.value)} /></label>
      <label className="small tertiary">to <input className="input mono" style={{ width: 190, height: 24 }} value={end} onChange={(e) => setEnd(e.target.value)} /></label>
      <button type="submit" className="btn" disabled={!isValid}>Set</button><button type="button" className="btn quiet" onClick={onDone}>Cancel</button>
    </form>
  );
}

function Track({ histogram, player, width, height, zone }: { histogram: Histogram; player: Player; width: number; height: number; zone: TimeZoneName }) {
  const head = useRef<SVGGElement>(null);
  const span = player.span;
  const x = useMemo(() => scaleUtc([span.startUs / 1000, span.endUs / 1000], [EDGE, width - EDGE]).clamp(true), [span, width]);
  const at = (us: number) => x(us / 1000);
  const timeAt = (px: number) => x.invert(px).getTime() * 1000;
  useEffect(() => {
    const place = () => {
      const g = head.current;
      if (!g) return;
      g.setAttribute('transform', `translate(${x(player.cursorUs / 1000)},0)`);
      g.setAttribute('aria-valuenow', String(Math.round(player.cursorUs / 1000)));
      g.setAttribute('aria-valuetext', formatTime(player.cursorUs, zone));
    };
    place();
    return player.onFrame(place);
  }, [player, x, zone]);
  const drag = (move: (us: number) => void) => (e: PointerEvent<SVGElement>) => {
    e.preventDefault();
    const svg = e.currentTarget.ownerSVGElement ?? (e.currentTarget as SVGSVGElement);
    const left = svg.getBoundingClientRect().left;
    const to = (event: globalThis.PointerEvent) => move(timeAt(event.clientX - left));
    to(e.nativeEvent);
    const end = () => { window.removeEventListener('pointermove', to); window.removeEventListener('pointerup', end); };
    window.addEventListener('pointermove', to);
    window.addEventListener('pointerup', end);
  };
  const seek = (us: number) => { player.pause(); player.seek(us); };
  const cursorKeys = (e: KeyboardEvent) => {
    const many = (n: number, f: typeof nextStep) => { let us = player.cursorUs; for (let i = 0; i < n; i++) us = f(player.steps, us, player.brush); return us; };
    const to: Record<string, () => number> = { ArrowRight: () => many(1, nextStep), ArrowUp: () => many(1, nextStep), ArrowLeft: () => many(1, previousStep), ArrowDown: () => many(1, previousStep), PageUp: () => many(10, nextStep), PageDown: () => many(10, previousStep), Home: () => player.brush.startUs, End: () => player.brush.endUs };
    const run = to[e.key];
    if (run) { e.preventDefault(); e.stopPropagation(); seek(run()); }
  };
  const edgeKeys = (edge: 'startUs' | 'endUs') => (e: KeyboardEvent) => {
    const size = (span.endUs - span.startUs) / (e.shiftKey ? 20 : 200);
    const by = e.key === 'ArrowRight' || e.key === 'ArrowUp' ? size : e.key === 'ArrowLeft' || e.key === 'ArrowDown' ? -size : e.key === 'Home' ? -Infinity : e.key === 'End' ? Infinity : 0;
    if (by === 0) return;
    e.preventDefault();
    e.stopPropagation();
    player.setBrush({ ...player.brush, [edge]: clamp(player.brush[edge] + by, span) });
  };
  return (
    <svg width={width} height={height} role="group" aria-label="Events and alerts over time" style={{ display: 'block', touchAction: 'none' }} onPointerDown={(e) => { if (e.target === e.currentTarget || (e.target as Element).closest('[data-seek]')) drag(seek)(e); }}>
      <Bars histogram={histogram} player={player} width={width} height={height} />
      {player.silences.map((g) => <Gap key={g.startUs} from={at(g.startUs)} to={at(g.endUs)} height={height} words={formatDuration(g.endUs - g.startUs)} />)}
      {x.ticks(Math.max(2, Math.floor(width / 110))).map((t) => <text key={t.getTime()} x={x(t)} y={height - 5} fontSize={11} textAnchor={x(t) < 28 ? 'start' : x(t) > width - 28 ? 'end' : 'middle'} fill="var(--text-tertiary)">{tick(t, zone, span.endUs - span.startUs)}</text>)}
      {(['startUs', 'endUs'] as const).map((edge) => (
        <g key={edge} role="slider" tabIndex={0} aria-label={edge === 'startUs' ? 'Brush start' : 'Brush end'} aria-valuemin={Math.round(span.startUs / 1000)} aria-valuemax={Math.round(span.endUs / 1000)} aria-valuenow={Math.round(player.brush[edge] / 1000)} aria-valuetext={formatTime(player.brush[edge], zone)}
          transform={`translate(${at(player.brush[edge])},0)`} style={{ cursor: 'ew-resize' }} onKeyDown={edgeKeys(edge)} onPointerDown={(e) => { e.stopPropagation(); drag((us) => player.setBrush({ ...player.brush, [edge]: us }))(e); }}>
          <rect x={-12} y={TOP} width={24} height={height - TOP - BOTTOM} fill="transparent" /><rect x={-3} y={TOP} width={6} height={height - TOP - BOTTOM} rx={3} fill="var(--scrubber-handle)" />
        </g>))}
      <g ref={head} role="slider" tabIndex={0} aria-label="Time cursor" aria-valuemin={Math.round(span.startUs / 1000)} aria-valuemax={Math.round(span.endUs / 1000)} style={{ cursor: 'grab' }} onKeyDown={cursorKeys} onPointerDown={(e) => { e.stopPropagation(); drag(seek)(e); }}>
        <rect x={-12} y={0} width={24} height={height - BOTTOM} fill="transparent" /><line y1={8} y2={height - BOTTOM} stroke="var(--scrubber-playhead)" strokeWidth={2} /><path d="M-6 2h12v7l-6 5-6-5Z" fill="var(--scrubber-playhead)" />
      </g>
    </svg>
  );
}

function Bars({ histogram, player, width, height }: { histogram: Histogram; player: Player; width: number; height: number }) {
  const start = histogram.startUs ?? 0;
  const span = player.span;
  const { startUs, endUs } = player.brush;
  return useMemo(() => {
    const px = (us: number) => EDGE + ((us - span.startUs) / (span.endUs - span.startUs)) * (width - 2 * EDGE);
    const y = scaleSqrt([0, Math.max(1, ...histogram.eventCounts)], [0, height - TOP - BOTTOM - 6]);
    const bar = Math.max(1, px(start + histogram.binUs) - px(start) - 1);
    const bins = [...histogram.eventCounts.keys()];
    return (
      <>
        <rect x={px(startUs)} y={TOP} width={Math.max(0, px(endUs) - px(startUs))} height={height - TOP - BOTTOM} fill="var(--scrubber-range)" data-seek />
        {bins.filter((k) => histogram.eventCounts[k]! > 0).map((k) => {
          const us = start + k * histogram.binUs;
          const inside = us + histogram.binUs > startUs && us < endUs;
          const h = Math.max(1.5, y(histogram.eventCounts[k]!));
          return <rect key={k} x={px(us)} y={height - BOTTOM - h} width={bar} height={h} fill={inside ? 'var(--scrubber-bar)' : 'var(--scrubber-barOutside)'} data-seek />;
        })}
        <line x1={EDGE} x2={width - EDGE} y1={height - BOTTOM + 0.5} y2={height - BOTTOM + 0.5} stroke="var(--stroke-strong)" />
        {bins.filter((k) => histogram.alertSeverities[k] !== NO_ALERT).map((k) => {
          const us = start + (k + 0.5) * histogram.binUs;
          const severity = SEVERITIES[histogram.alertSeverities[k]!] ?? 'unknown';
          return <path key={k} transform={`translate(${px(us)},8)`} d="M0-5 5 0 0 5-5 0Z" fill={`var(--severity-${severity}-color)`}><title>{`${histogram.alertCounts[k]} alert${histogram.alertCounts[k] === 1 ? '' : 's'}, ${severity} at most`}</title></path>;
        })}
      </>
    );
  }, [histogram, span, startUs, endUs, start, width, height]);
}

function Gap({ from, to, height, words }: { from: number; to: number; height: number; words: string }) {
  if (to - from < 46) return null;
  return (
    <g pointerEvents="none">
      <path d={`M${from + 2} ${height - BOTTOM - 2}H${to - 2}`} stroke="var(--scrubber-gap)" strokeWidth={3} strokeDasharray="2 3" />
      <text x={(from + to) / 2} y={TOP + 11} fontSize={10.5} textAnchor="middle" fill="var(--text-secondary)" stroke="var(--scrubber-range)" strokeWidth={3} paintOrder="stroke">{to - from > 150 ? `nothing new for ${words}` : words}</text>
    </g>
  );
}

function tick(t: Date, zone: TimeZoneName, spanUs: number): string {
  const options: Intl.DateTimeFormatOptions = { ...(zone === 'utc' ? { timeZone: 'UTC' } : {}), hourCycle: 'h23' };
  if (spanUs < 180e6) return new Intl.DateTimeFormat('en-GB', { ...options, minute: '2-digit', second: '2-digit', hour: '2-digit' }).format(t);
  if (spanUs < 2 * 86400e6) return new Intl.DateTimeFormat('en-GB', { ...options, hour: '2-digit', minute: '2-digit' }).format(t);
  const hours = zone === 'utc' ? t.getUTCHours() : t.getHours();
  return new Intl.DateTimeFormat('en-GB', hours === 0 ? { ...options, weekday: 'short', day: '2-digit' } : { ...options, hour: '2-digit', minute: '2-digit' }).format(t);
}
