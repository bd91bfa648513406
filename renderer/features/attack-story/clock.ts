/**
 * Cursor, brush and playback of one window as plain values. Whoever draws listens to `onFrame`, which may come sixty times a second;
 * React listens to `onSettled`, which comes at most ten times a second and at the end of a gesture.
 */
import { brushWithin, clampTo, findGaps, positionAfter, stepBack, stepForward, STEP_MS, type Gap, type Pace, type Span } from '../../../shared/domain/timeline/index.ts';
import { busy } from '../../platform/index.ts';

const SETTLE_MS = 100;

export interface ClockStart {
  readonly span: Span;
  readonly stepsUs: Float64Array;
  /** First activity of the alerts, sorted: gaps are silences between them, or between steps where there are too few. */
  readonly alertsUs: readonly number[];
}

export class StoryClock {
  readonly span: Span;
  readonly stepsUs: Float64Array;
  readonly gaps: readonly Gap[];
  brush: Span;
  cursorUs: number;
  pace: Pace = 'step';
  speed = 1;
  loop = false;
  isPlaying = false;
  /** Rises with each settled change: a snapshot for React. */
  version = 0;
  readonly #frame = new Set<() => void>();
  readonly #settled = new Set<() => void>();
  #startedAt = 0;
  #startedFromUs = 0;
  #request = 0;
  #settleTimer: ReturnType<typeof setTimeout> | null = null;
  #playing: (() => void) | null = null;
  #settling: (() => void) | null = null;

  constructor({ span, stepsUs, alertsUs }: ClockStart) {
    this.span = span;
    this.stepsUs = stepsUs;
    this.brush = span;
    this.cursorUs = span.endUs;
    this.gaps = findGaps(alertsUs.length >= 3 ? alertsUs : stepsUs, span);
  }

  onFrame(listener: () => void): () => void {
    this.#frame.add(listener);
    return () => { this.#frame.delete(listener); };
  }
  readonly onSettled = (listener: () => void): (() => void) => {
    this.#settled.add(listener);
    return () => { this.#settled.delete(listener); };
  };
  readonly snapshot = (): number => this.version;

  /** Stops playing and goes to a time. */
  seek(us: number): void {
    this.pause();
    this.#moveTo(us);
  }
  /** Sets what another window set; playing goes on. */
  follow(brush: { startUs: number | null; endUs: number | null }, cursorUs: number | null): void {
    this.brush = brushWithin(this.span, brush.startUs, brush.endUs);
    this.#moveTo(cursorUs ?? this.brush.endUs);
  }
  setBrush(brush: Span): void {
    this.brush = brush;
    this.#moveTo(this.cursorUs);
  }
  step(direction: 1 | -1, count = 1): void {
    let us = this.cursorUs;
    for (let i = 0; i < count; i++) us = direction === 1 ? stepForward(this.stepsUs, this.brush, us) : stepBack(this.stepsUs, this.brush, us);
    this.seek(us);
  }
  configure(change: Partial<{ pace: Pace; speed: number; loop: boolean }>): void {
    this.pace = change.pace ?? this.pace;
    this.speed = change.speed ?? this.speed;
    this.loop = change.loop ?? this.loop;
    this.#restart();
    this.#changed();
  }

  /** Steps that follow each other faster than three a second are not marked as new (WCAG 2.3.1). */
  get mayFlash(): boolean {
    return !this.isPlaying || STEP_MS / this.speed >= 334;
  }

  toggle(): void {
    if (this.isPlaying) this.pause();
    else this.play();
  }
  play(): void {
    if (this.isPlaying) return;
    // Pressed at the end, the story is told from the start.
    if (this.cursorUs >= this.brush.endUs) this.cursorUs = this.brush.startUs;
    this.isPlaying = true;
    this.#playing ??= busy();
    this.#restart();
    this.#request = requestAnimationFrame(this.#tick);
    this.#changed();
  }
  pause(): void {
    if (!this.isPlaying) return;
    this.isPlaying = false;
    cancelAnimationFrame(this.#request);
    this.#playing?.();
    this.#playing = null;
    this.#changed();
  }
  dispose(): void {
    this.pause();
    if (this.#settleTimer !== null) clearTimeout(this.#settleTimer);
    this.#settleTimer = null;
    this.#settling?.();
    this.#frame.clear();
    this.#settled.clear();
  }

  #moveTo(us: number): void {
    this.cursorUs = clampTo(this.brush, us);
    this.#restart();
    this.#changed();
  }
  /** Playback counts from here. */
  #restart(): void {
    this.#startedAt = performance.now();
    this.#startedFromUs = this.cursorUs;
  }

  readonly #tick = (now: number): void => {
    // With reduced motion the cursor goes from step to step, whatever the pace.
    const pace = matchMedia('(prefers-reduced-motion: reduce)').matches ? 'step' : this.pace;
    const { cursorUs, isDone } = positionAfter({ stepsUs: this.stepsUs, gaps: this.gaps, brush: this.brush, pace, speed: this.speed }, this.#startedFromUs, Math.max(0, now - this.#startedAt));
    const hasMoved = cursorUs !== this.cursorUs;
    this.cursorUs = cursorUs;
    if (isDone && this.loop) {
      this.cursorUs = this.brush.startUs;
      this.#restart();
    } else if (isDone) {
      this.pause();
      return;
    }
    if (hasMoved || isDone) this.#changed();
    this.#request = requestAnimationFrame(this.#tick);
  };

  #changed(): void {
    for (const listener of [...this.#frame]) listener();
    if (this.#settleTimer !== null) return;
    this.#settling = busy();
    this.#settleTimer = setTimeout(() => {
      this.#settleTimer = null;
      this.#settling?.();
      this.version++;
      for (const listener of [...this.#settled]) listener();
    }, SETTLE_MS);
  }
}
