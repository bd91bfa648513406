// What every script here needs: the project's root, a Node that is new enough, and a way to run a tool with it.
import { spawnSync } from 'node:child_process';
import { delimiter, dirname } from 'node:path';
import { root, suitableNode } from '../../electron/start/node.mjs';

export { root };

/**
 * Goes on only in a Node that can run TypeScript files and load the native module: starts itself anew in the one that came with the packages
 * when this one is too old (npm before 11 puts it in no `.bin`), and ends with a clear message when there is none.
 */
export function requireNode() {
  const node = suitableNode();
  if (node === process.execPath) return;
  const env = { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` };
  process.exit(spawnSync(node, process.argv.slice(1), { stdio: 'inherit', env }).status ?? 1);
}

/** Runs a script of a package with this Node; returns its exit status. */
export function run(args, env = {}) {
  const result = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  return result.status ?? 1;
}

export const tool = {
  tsc: 'node_modules/typescript/bin/tsc',
  vite: 'node_modules/electron-vite/bin/electron-vite.js',
  vitest: 'node_modules/vitest/vitest.mjs',
  playwright: 'node_modules/@playwright/test/cli.js',
  oxlint: 'node_modules/oxlint/bin/oxlint',
};
