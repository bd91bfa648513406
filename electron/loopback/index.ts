/**
 * Plain-Node entry: `node out/main/loopback.mjs [FILE...]`. Serves until a signal or until the parent goes. A parent process gets
 * `{url}` as a message and may ask for further ones with `{ask: 'address', route}`; without a parent the address is printed.
 */
import { readFileSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { openPaths } from '../core/open-paths.ts';
import { builtParts, startLoopback, type Loopback } from './server.ts';

const here = import.meta.dirname;

const server = await startLoopback({
  ...builtParts(here),
  userData: process.env['REDTHREAD_USER_DATA'] ?? join(homedir(), '.config/redthread'),
  port: Number(process.env['REDTHREAD_PORT'] ?? 0),
  version: readVersion(),
  actor: userInfo().username,
  now: () => Date.now() * 1000,
});
watch(server);
const url = server.address('/');
if (process.send) process.send({ url });
else console.log(url);
const files = process.argv.slice(2).filter((argument) => !argument.startsWith('-')).map((file) => resolve(file));
if (files.length > 0) for (const problem of await openPaths(server.core, server.shell, files)) console.error(problem);

function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(here, '../../package.json'), 'utf8'));
  return manifest !== null && typeof manifest === 'object' && 'version' in manifest ? String(manifest.version) : '';
}

function watch(running: Loopback): void {
  let isStopping = false;
  const stop = (): void => {
    if (isStopping) return;
    isStopping = true;
    running.close().then(() => process.exit(0), (thrown: unknown) => {
      console.error(thrown);
      process.exit(1);
    });
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  process.on('disconnect', stop);
  process.on('message', (message: unknown) => {
    if (message === null || typeof message !== 'object' || !('ask' in message) || message.ask !== 'address') return;
    process.send?.({ url: running.address('route' in message ? String(message.route) : '/') });
  });
}
