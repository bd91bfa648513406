// What every script here needs: the project's root, a Node that is new enough, and a way to run a tool with it.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');

/** Ends with a clear message on a Node that cannot run TypeScript files or load the native module. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return;
  console.error(`Node ${process.versions.node} is too old, and this platform (${process.platform}-${process.arch}) has no bundled Node: install Node 24 or newer.`);
  process.exit(1);
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
