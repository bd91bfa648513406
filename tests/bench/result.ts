/** One measured figure and how it is told. */
export interface Result {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What it is compared with, in words and figures. */
  readonly versus: string;
  readonly ratio: number | null;
  /** The ratio it should not exceed; null where none is set. */
  readonly goal: number | null;
  /** Null where no goal is set. */
  readonly met: boolean | null;
}
export interface Bench {
  readonly name: string;
  run(root: string): Promise<readonly Result[]>;
}

/** A figure with its goal; whether that is met follows from the ratio. */
export function result(name: string, value: number, unit: string, versus: string, ratio: number | null, goal: number | null = null): Result {
  return { name, value, unit, versus, ratio, goal, met: goal === null || ratio === null ? null : ratio <= goal };
}

export function lineOf(r: Result, asJson: boolean): string {
  if (asJson) return JSON.stringify(r);
  const goal = r.goal === null ? '' : `; goal ${r.goal}: ${r.met === true ? 'met' : 'missed'}`;
  return `${r.name}: ${Math.round(r.value)} ${r.unit}; versus ${r.versus}${r.ratio === null ? '' : `; ratio ${r.ratio.toFixed(2)}`}${goal}`;
}
