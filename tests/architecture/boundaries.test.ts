/** The second net under the import rules of ARCHITECTURE.md: reads every source file, with a floor, so that reading nothing fails. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const sources = ['shared', 'electron', 'renderer'].flatMap(walk).filter((f) => /\.(ts|tsx|mjs)$/.test(f) && !/\.test\.tsx?$/.test(f));

function walk(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((e) => (e.isDirectory() ? walk(`${folder}/${e.name}`) : [`${folder}/${e.name}`]));
}

interface Import { file: string; from: string; spec: string }
const imports: Import[] = sources.flatMap((file) => [...readFileSync(join(root, file), 'utf8').matchAll(/(?:^|\n)(?:import|export)\s(?:[^;'"=()]*?\sfrom\s)?['"]([^'"\n]+)['"]|\bimport\(\s*['"]([^'"\n]+)['"]\s*\)/g)]
  .map((m) => m[1] ?? m[2]!).map((spec) => ({ file, spec, from: spec.startsWith('.') ? relative(root, resolve(root, dirname(file), spec)).split(sep).join('/') : spec })));

/** From a folder: what may be imported, as prefixes of project paths or package names. */
const MAY: readonly { from: string; may: readonly string[] }[] = [
  { from: 'shared/base', may: ['shared/base'] },
  { from: 'shared/domain', may: ['shared/base', 'shared/domain', 'graphology'] },
  { from: 'shared/contract', may: ['shared/', 'zod'] },
  { from: 'electron/store', may: ['shared/', 'electron/store', 'better-sqlite3', 'node:'] },
  { from: 'electron/core', may: ['shared/', 'electron/core', 'electron/store/client.ts', 'electron/store/import.ts', 'node:', 'yauzl', 'tar-stream', 'csv-parse', '@streamparser/json'] },
  { from: 'electron/preload', may: ['shared/', 'electron'] },
  { from: 'electron/main', may: ['shared/', 'electron', 'electron/core', 'electron/main', 'node:'] },
  { from: 'electron/loopback', may: ['shared/', 'electron/core', 'electron/loopback', 'node:', 'ws'] },
  { from: 'electron/cli', may: ['shared/', 'electron/core', 'electron/cli', 'electron/loopback', 'node:', 'commander'] },
  { from: 'electron/start', may: ['electron/start', 'node:'] },
  { from: 'renderer/ui', may: ['renderer/ui', 'shared/', 'resources/', 'react', 'react-resizable-panels', '@fluentui/', 'ag-grid-', '@fontsource', 'zustand'] },
  { from: 'renderer', may: ['renderer/', 'shared/', 'resources/', 'react', '@fluentui/', '@tanstack/', 'ag-grid-', '@fontsource', 'zustand', 'zod', 'sigma', '@sigma/', 'graphology', 'd3-', 'tinykeys', 'react-dom', 'react-resizable-panels'] },
];

describe('import boundaries', () => {
  it('reads the whole project', () => {
    expect(sources.length).toBeGreaterThan(100);
    expect(imports.length).toBeGreaterThan(300);
  });
  it('imports only what each folder may', () => {
    const broken = imports.filter(({ file, from }) => {
      const rule = MAY.find((r) => file.startsWith(`${r.from}/`));
      return rule === undefined || !rule.may.some((p) => from === p || from.startsWith(p.endsWith('/') || p.endsWith(':') || p.endsWith('-') ? p : `${p}/`) || from.startsWith(p) && p.startsWith('@'));
    });
    expect(broken.map((b) => `${b.file} imports ${b.from}`)).toEqual([]);
  });
  it('keeps SQL in the store and features apart', () => {
    expect(imports.filter((i) => i.spec === 'better-sqlite3' && !i.file.startsWith('electron/store/'))).toEqual([]);
    const feature = (path: string) => /^renderer\/features\/([^/]+)\//.exec(path)?.[1];
    const crossing = imports.filter((i) => feature(i.file) !== undefined && feature(i.from) !== undefined && feature(i.file) !== feature(i.from) && !/\/index\.tsx?$/.test(i.from));
    expect(crossing.map((c) => `${c.file} imports ${c.from}`)).toEqual([]);
  });
  it('opens no connection outside: no fetch, no http client, no socket but the loopback host', () => {
    const network = /(?<!\w)(fetch\s*\(|XMLHttpRequest|WebSocket\s*\(|new EventSource|sendBeacon|node:https?|node:net|node:dgram|node:tls|RTCPeerConnection)/;
    const allowed = ['electron/loopback/', 'renderer/platform/', 'electron/start/'];
    const found = sources.filter((f) => !allowed.some((a) => f.startsWith(a)) && network.test(readFileSync(join(root, f), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')));
    expect(found).toEqual([]);
  });
  it('comes from no registry in particular, and runs no script at installation', () => {
    const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
    expect(Object.keys((JSON.parse(lock) as { packages: object }).packages).length).toBeGreaterThan(100);
    expect([...lock.matchAll(/"resolved"|https?:\/\/[^"]*\.tgz/g)].map((m) => m[0])).toEqual([]);
    expect(readFileSync(join(root, '.npmrc'), 'utf8').split('\n')).toContain('ignore-scripts=true');
  });
  it('never writes HTML from text', () => {
    const html = /\b(innerHTML|outerHTML|insertAdjacentHTML|dangerouslySetInnerHTML|document\.write)\b/;
    expect(sources.filter((f) => html.test(readFileSync(join(root, f), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')))).toEqual([]);
  });
});
