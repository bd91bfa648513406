// npm start [-- FILE...]: Electron if its runtime is here or can be fetched once, else the same workbench in an installed browser, else an
// address to open. --host=electron|loopback|url chooses; REDTHREAD_NO_RUNTIME_DOWNLOAD=1 never fetches.
import { resolve } from 'node:path';
import { runElectron } from './electron.mjs';
import { runLoopback } from './loopback.mjs';
import { buildIfStale, suitableNode } from './node.mjs';

const HOSTS = ['auto', 'electron', 'loopback', 'url'];
const args = process.argv.slice(2);
const host = args.find((argument) => argument.startsWith('--host='))?.slice('--host='.length) ?? process.env.REDTHREAD_HOST ?? 'auto';
const unknown = args.find((argument) => argument.startsWith('-') && !argument.startsWith('--host='));
if (!HOSTS.includes(host) || unknown !== undefined) {
  console.error(`usage: npm start -- [--host=${HOSTS.join('|')}] [FILE...]${unknown === undefined ? '' : `\nunknown option ${unknown}`}`);
  process.exit(2);
}
const files = args.filter((argument) => !argument.startsWith('-')).map((file) => resolve(process.env.INIT_CWD ?? process.cwd(), file));

const node = suitableNode();
buildIfStale(node);
if (host === 'loopback' || host === 'url') {
  await runLoopback(node, files, { mayOpenBrowser: host === 'loopback' });
} else {
  const refusal = await runElectron(node, files);
  if (host === 'electron') {
    console.error(`Electron cannot run here: ${refusal}.`);
    process.exit(1);
  }
  console.log(`Running without Electron: ${refusal}.`);
  await runLoopback(node, files, { mayOpenBrowser: true });
}
