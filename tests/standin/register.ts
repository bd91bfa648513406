/** Makes `electron` mean the stand-in, for import and require alike, and gives the process the marks of Electron's main process. */
import { readFileSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';

const url = new URL('./electron.ts', import.meta.url).href;
const { version } = JSON.parse(readFileSync(createRequire(import.meta.url).resolve('electron/package.json'), 'utf8')) as { version: string };
Object.defineProperty(process.versions, 'electron', { value: `${version}-standin`, configurable: true, enumerable: true });
Object.defineProperty(process, 'type', { value: 'browser', configurable: true });
registerHooks({ resolve: (specifier, context, next) => (specifier === 'electron' ? { url, shortCircuit: true } : next(specifier, context)) });
