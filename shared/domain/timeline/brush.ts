/** The brush: the span that is looked at. The cursor moves inside it; what lies outside keeps its place and fades. Microseconds throughout. */
export interface Span {
  readonly startUs: number;
  readonly endUs: number;
}
export type Handle = 'start' | 'end';

/** Handles never meet: a brush keeps a thousandth of the span, or a millisecond where that is more. */
export const shortestBrush = (span: Span): number => Math.min(span.endUs - span.startUs, Math.max(1000, (span.endUs - span.startUs) / 1000));

export const clampTo = (span: Span, us: number): number => Math.min(span.endUs, Math.max(span.startUs, us));

/** The brush within its span; the whole span where nothing is set or the setting lies outside. */
export function brushWithin(span: Span, startUs: number | null, endUs: number | null): Span {
  const start = clampTo(span, startUs ?? span.startUs);
  const end = clampTo(span, endUs ?? span.endUs);
  return end - start < shortestBrush(span) ? span : { startUs: start, endUs: end };
}

/** Moves one handle; the other stays. */
export function moveHandle(span: Span, brush: Span, handle: Handle, us: number): Span {
  const least = shortestBrush(span);
  return handle === 'start'
    ? { startUs: Math.max(span.startUs, Math.min(us, brush.endUs - least)), endUs: brush.endUs }
    : { startUs: brush.startUs, endUs: Math.min(span.endUs, Math.max(us, brush.startUs + least)) };
}

/** Moves the whole brush, keeping its length. */
export function moveBrush(span: Span, brush: Span, byUs: number): Span {
  const by = Math.min(span.endUs - brush.endUs, Math.max(span.startUs - brush.startUs, byUs));
  return { startUs: brush.startUs + by, endUs: brush.endUs + by };
}

/** A brush drawn from one time to another, in either direction. Too short to mean one: null. */
export function brushBetween(span: Span, a: number, b: number): Span | null {
  const [startUs, endUs] = [clampTo(span, Math.min(a, b)), clampTo(span, Math.max(a, b))];
  return endUs - startUs < shortestBrush(span) ? null : { startUs, endUs };
}

export const isWhole = (span: Span, brush: Span): boolean => brush.startUs <= span.startUs && brush.endUs >= span.endUs;
