/**
 * The clock of the story: cursor, brush and playback as plain values. Whoever draws listens to `frame`; React listens to `settled`,
 * which comes at most ten times a second and when a gesture ends.
 */
import { advance, clamp, gaps, nextStep, previousStep, STEP_MS, type Pace, type Span } from '../../../shared/domain/story/index.ts';
import { busy } from '../../platform/index.ts';

const SETTLE_MS = 100;

export class Player {
  span: Span = { startUs: 0, endUs: 1 };
  brush: Span = this.span;
  cursorUs = 1;
  steps: Float64Array = new Float64Array();
  pace: Pace = 'step';
  speed = 1;
  loop = false;
  isPlaying = false;
  readonly #frame = new Set<() => void>();
  readonly #settled = new Set<() => void>();
  #silences: readonly Span[] = [];
  #request = 0;
  #last = 0;
  #sinceStep = 0;
  #settleTimer: ReturnType<typeof setTimeout> | null = null;
  #done: (() => void) | null = null;
  #unsettled: (() => void) | null = null;
  /** Rises with every settled change; a snapshot for React. */
  version = 0;

  onFrame(f: () => void): () => void { this.#frame.add(f); return () => this.#frame.delete(f); }
  onSettled = (f: () => void): (() => void) => { this.#settled.add(f); return () => this.#settled.delete(f); };
  snapshot = (): number => this.version;

  load(span: Span, steps: Float64Array, state: { brush: Span | null; cursorUs: number | null }, focus: Span | null = null): void {
    this.span = span;
    this.steps = steps;
    this.brush = state.brush === null ? this.focus(focus) : { startUs: clamp(state.brush.startUs, span), endUs: clamp(state.brush.endUs, span) };
    if (this.brush.endUs <= this.brush.startUs) this.brush = span;
    this.cursorUs = clamp(state.cursorUs ?? this.brush.endUs, this.brush);
    this.#silences = gaps(steps, this.brush);
    this.#changed();
  }

  /** Where one looks first: the alerts with a little air around, when they fill but a part of the span. */
  focus(alerts: Span | null): Span {
    if (alerts === null) return this.span;
    const air = Math.max((alerts.endUs - alerts.startUs) * 0.03, 60_000_000);
    return { startUs: clamp(alerts.startUs - air, this.span), endUs: clamp(alerts.endUs + air, this.span) };
  }

  seek(us: number): void {
    this.cursorUs = clamp(us, this.brush);
    this.#sinceStep = 0;
    this.#changed();
  }
  setBrush(brush: Span): void {
    if (brush.endUs <= brush.startUs) return;
    this.brush = { startUs: clamp(brush.startUs, this.span), endUs: clamp(brush.endUs, this.span) };
    this.#silences = gaps(this.steps, this.brush);
    this.cursorUs = clamp(this.cursorUs, this.brush);
    this.#changed();
  }
  step(direction: 1 | -1): void {
    this.pause();
    this.seek(direction === 1 ? nextStep(this.steps, this.cursorUs, this.brush) : previousStep(this.steps, this.cursorUs, this.brush));
  }
  set(change: Partial<{ pace: Pace; speed: number; loop: boolean }>): void {
    Object.assign(this, change);
    this.#changed();
  }
  get silences(): readonly Span[] { return this.#silences; }

  toggle(): void { if (this.isPlaying) this.pause(); else this.play(); }
  play(): void {
    if (this.isPlaying) return;
    // Pressed at the end, it tells the story from the start.
    if (this.cursorUs >= this.brush.endUs) this.cursorUs = this.brush.startUs;
    this.isPlaying = true;
    this.#done ??= busy();
    this.#last = performance.now();
    this.#sinceStep = 0;
    this.#request = requestAnimationFrame(this.#tick);
    this.#changed();
  }
  pause(): void {
    if (!this.isPlaying) return;
    this.isPlaying = false;
    cancelAnimationFrame(this.#request);
    this.#done?.();
    this.#done = null;
    this.#changed();
  }
  dispose(): void {
    this.pause();
    if (this.#settleTimer !== null) clearTimeout(this.#settleTimer);
    this.#unsettled?.();
    this.#frame.clear();
    this.#settled.clear();
  }

  readonly #tick = (now: number): void => {
    const ms = Math.min(250, now - this.#last);
    this.#last = now;
    // Reduced motion moves from step to step, whatever the pace.
    if (this.pace === 'step' || matchMedia('(prefers-reduced-motion: reduce)').matches) {
      this.#sinceStep += ms * this.speed;
      while (this.#sinceStep >= STEP_MS && this.cursorUs < this.brush.endUs) {
        this.#sinceStep -= STEP_MS;
        this.cursorUs = nextStep(this.steps, this.cursorUs, this.brush);
      }
    } else this.cursorUs = advance(this.cursorUs, ms, this.speed, this.pace, this.brush, this.#silences);
    if (this.cursorUs >= this.brush.endUs) {
      if (this.loop) { this.cursorUs = this.brush.startUs; this.#sinceStep = 0; } else { this.pause(); return; }
    }
    this.#changed();
    this.#request = requestAnimationFrame(this.#tick);
  };

  #changed(): void {
    for (const f of this.#frame) f();
    if (this.#settleTimer !== null) return;
    const done = busy();
    this.#unsettled = done;
    this.#settleTimer = setTimeout(() => {
      this.#settleTimer = null;
      done();
      this.version++;
      for (const f of this.#settled) f();
    }, SETTLE_MS);
  }
}
