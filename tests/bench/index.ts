/** Runs the benches named on the command line, or all. */
import { join } from 'node:path';
import { firstFrame } from './first-frame.ts';
import { importRate } from './import-rate.ts';
import { lineOf, type Bench } from './result.ts';
import { timeline } from './timeline.ts';

const BENCHES: readonly Bench[] = [importRate, firstFrame, timeline];
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
    console.log(lineOf(r, asJson));
  }
}
