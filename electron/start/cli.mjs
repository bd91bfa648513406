// npm run redthread -- …: the command, on a Node that can run it, built first when its sources are newer.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildIfStale, root, suitableNode } from './node.mjs';

const node = suitableNode();
buildIfStale(node);
const command = join(root, 'out/main/cli.mjs');
const args = process.argv.slice(2);

if (node === process.execPath) {
  process.argv = [node, command, ...args];
  await import(pathToFileURL(command).href);
} else {
  const child = spawn(node, [command, ...args], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 130)));
}
