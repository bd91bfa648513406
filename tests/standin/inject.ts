/** The page scripts as source text: their TypeScript without its types, one after the other in one closure. */
import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';

const WIRE = '../../shared/contract/wire.ts';

function plain(file: string): string {
  const source = stripTypeScriptTypes(readFileSync(new URL(file, import.meta.url), 'utf8'));
  return source.replace(/^import [^;]*;/gm, '').replace(/^export /gm, '');
}

const closure = (files: readonly string[], call: string): string => `(() => { ${files.map(plain).join('\n')}\n${call} })();`;
const main = ['./page/codec.ts', './page/main-world.ts'];

export function mainWorldSource(channel: string): string {
  return closure([WIRE, ...main], `mainWorld(${JSON.stringify(channel)});`);
}

export function isolatedWorldSource(channel: string, binding: string, environment: object, preload: string): string {
  const run = `function (require, module, exports, process) {\n${preload}\n}`;
  return closure([WIRE, ...main, './page/file-paths.ts', './page/isolated-world.ts'], `isolatedWorld(${JSON.stringify(channel)}, ${JSON.stringify(binding)}, ${JSON.stringify(environment)}, ${run});`);
}
