/** Runs the benches named on the command line, or all. */
import { join } from 'node:path';
import { firstFrame } from './first-frame.ts';
import { importRate } from './import-rate.ts';

export interface Result {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What it is compared with, in words and figures. */
  readonly versus: string;
  readonly ratio: number | null;
  /** The ratio it should not exceed; null where none is set. */
  readonly goal: number | null;
  readonly met: boolean | null;
}
export interface Bench {
  readonly name: string;
  run(root: string): Promise<readonly Result[]>;
}

const BENCHES: readonly Bench[] = [importRate, firstFrame];
const root = join(import.meta.dirname, '../..');
const asJson = process.argv.includes('--json');
const wanted = process.argv.slice(2).filter((a) => !a.startsWith('--'));
const unknown = wanted.filter((name) => !BENCHES.some((b) => b.name === name));
if (unknown.length > 0) {
  console.error(`unknown bench ${unknown.join(', ')}; there are ${BENCHES.map((b) => b.name).join(', ')}`);
  process.exit(2);
}
for (const bench of BENCHES.filter((b) => wanted.length === 0 || wanted.includes(b.name))) {
  for (const r of await bench.run(root)) {
    console.log(asJson ? JSON.stringify(r) : `${r.name}: ${Math.round(r.value)} ${r.unit}; versus ${r.versus}${r.ratio === null ? '' : `; ratio ${r.ratio.toFixed(2)}`}${r.goal === null ? '' : `; goal ${r.goal}: ${r.met === true ? 'met' : 'missed'}`}`);
  }
}
