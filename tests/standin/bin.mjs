#!/usr/bin/env node
// In place of the `electron` program: `bin.mjs [switches] FOLDER [arguments]`. Playwright's _electron.launch drives it unchanged.
import { readFileSync } from 'node:fs';
import inspector from 'node:inspector';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const given = process.argv.slice(2);
const folder = resolve(given.find((argument) => !argument.startsWith('-')) ?? '.');
const isPacked = basename(folder).endsWith('.asar');
const { main } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
process.env.STANDIN_APP_PATH = folder;
// A packed program has no folder among its arguments.
process.argv = [process.argv[0], ...given.filter((argument) => !isPacked || argument.startsWith('-') || resolve(argument) !== folder)];
if (isPacked) process.resourcesPath = dirname(folder);
process.removeAllListeners('warning');
globalThis.__playwright_run = () => undefined;
if (given.some((argument) => argument.startsWith('--inspect'))) inspector.open(0, '127.0.0.1');
await import('./register.ts');
await import(pathToFileURL(join(folder, main)).href);
