/**
 * Every entity and relation of the fixtures against lists made by reading the raw files with the rules at hand. `basis` says of a list
 * that it was not written before the program's answer was seen but checked against the file, line by line. Entities as `kind | name`; relations as `kind:name -type-> kind:name @time basis`, `-` for no time.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EntityRow, RelationRow } from '../../shared/contract/index.ts';
import { buildIfMissing, call, importJson, infoJson } from './cli-run.ts';

interface Truth { readonly entities: readonly string[]; readonly relations: readonly string[] }
const root = resolve(import.meta.dirname, '../fixtures');
const truths = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.truth.json')).sort();
const EXTENSIONS = ['.json', '.jsonl', '.csv'];
/** One piece of evidence of each subtype; rows of several tables that no export holds together, so that detection leaves them. */
const PIECE_BY_PIECE = ['every-subtype.json', 'azure-security-event.jsonl'];

let folder = '';
beforeAll(() => { buildIfMissing(); folder = mkdtempSync(join(tmpdir(), 'redthread-fixtures-')); }, 300_000);
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

const second = (us: number | null): string => (us === null ? '-' : new Date(Math.floor(us / 1e6) * 1000).toISOString().replace('.000Z', 'Z'));

describe('fixtures', () => {
  it('have a truth each, but for those that their importer is tested with piece by piece', () => {
    const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => EXTENSIONS.some((e) => name.endsWith(e)) && !name.endsWith('.truth.json') && !PIECE_BY_PIECE.includes(basename(name)));
    expect(sources.map((name) => name.replace(/\.[a-z]+$/, '.truth.json')).sort()).toEqual(truths);
  });
  it.each(truths)('%s', (name) => {
    const truth = JSON.parse(readFileSync(join(root, name), 'utf8')) as Truth;
    const siblings = readdirSync(join(root, name, '..'));
    const stem = basename(name, '.truth.json');
    const source = EXTENSIONS.map((e) => `${stem}${e}`).find((file) => siblings.includes(file))!;
    const path = join(folder, `${name.replaceAll(/[\\/]/g, '-')}.redthread`);
    importJson(path, [join(root, name, '..', source)]);
    const entities = (call(path, 'entity.list', { limit: 10_000 }).items as EntityRow[]).map((e) => `${e.kind} | ${e.displayName}`).sort();
    const relations = (call(path, 'relation.list', { limit: 10_000 }).items as RelationRow[]).map((r) => `${r.fromKind}:${r.fromName} -${r.type}-> ${r.toKind}:${r.toName} @${second(r.firstUs)} ${r.basis}`).sort();
    expect({ entities, relations }).toEqual({ entities: [...truth.entities].sort(), relations: [...truth.relations].sort() });
    expect(infoJson(path).totals.imported).toMatchObject({ entities: truth.entities.length, relations: truth.relations.length });
  });
});
