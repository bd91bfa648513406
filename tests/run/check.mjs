// npm run check: types in each environment, then lint with the import boundaries.
import { requireNode, run, tool } from './node.mjs';

requireNode();
const environments = ['shared', 'electron', 'renderer', 'tests'];
const failed = environments.filter((project) => run([tool.tsc, '-p', project]) !== 0);
const lint = run([tool.oxlint, '--deny-warnings', 'shared', 'electron', 'renderer', 'tests', 'resources']);
if (failed.length > 0) console.error(`type errors in: ${failed.join(', ')}`);
process.exit(failed.length > 0 || lint !== 0 ? 1 : 0);
