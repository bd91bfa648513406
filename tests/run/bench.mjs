// npm run bench [-- NAME…] [--json]: builds, then measures ratios.
import { requireNode, run, tool } from './node.mjs';

requireNode();
const built = run([tool.vite, 'build', '--logLevel', 'error']);
process.exit(built !== 0 ? built : run(['tests/bench/index.ts', ...process.argv.slice(2)]));
