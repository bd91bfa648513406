/** Writes the sample case: `node resources/samples/generator/generate.ts [FOLDER]` (Node 22.18 or later runs it as it is). */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildCase, textOf } from './build.ts';

const folder = process.argv[2] ?? join(dirname(fileURLToPath(import.meta.url)), '..', 'case');
mkdirSync(folder, { recursive: true });
let bytes = 0;
let written = 0;
for (const [name, content] of buildCase()) {
  const path = join(folder, name);
  bytes += content.length;
  // Another build of the compressor packs the same text into other bytes: keep the file while its text is right.
  if (existsSync(path) && textOf({ name, content: readFileSync(path) }) === textOf({ name, content })) continue;
  writeFileSync(path, content);
  written += 1;
}
process.stdout.write(`${written} files written, ${bytes} bytes in all\n`);
