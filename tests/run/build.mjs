// npm run build: everything under out/.
import { requireNode, run, tool } from './node.mjs';

requireNode();
process.exit(run([tool.vite, 'build', '--logLevel', 'warn']));
