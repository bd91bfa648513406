/** The whole case in memory: every file by name, the same bytes on every run. */
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { incidents, organisation, seed } from '../truth.ts';
import { cloudTableFiles } from './cloud-tables.ts';
import { buildDeviceTables, deviceTableFiles } from './device-tables.ts';
import { endpointFiles } from './endpoint-records.ts';
import { expectedJson } from './expected.ts';
import { incidentsJson } from './incidents.ts';
import { mailTableFiles } from './mail-tables.ts';
import { json, plainFile, type SampleFile } from './output.ts';

/** Text of a file, unpacked. Packed bytes may differ between builds of the compressor; the text never does. */
export const textOf = (file: { readonly name: string; readonly content: Buffer }): string =>
  (file.name.endsWith('.gz') ? gunzipSync(file.content) : file.content).toString('utf8');

/** Source files in the order in which a person would open them. */
function sources(): { readonly files: SampleFile[]; readonly truth: string } {
  const tables = buildDeviceTables();
  const files = [
    plainFile('graph-incidents.json', 'graph-security', incidents.length, incidentsJson()),
    ...endpointFiles(),
    ...mailTableFiles(),
    ...cloudTableFiles(),
    ...deviceTableFiles(tables),
  ];
  return { files, truth: expectedJson(tables, files) };
}

export function buildCase(): Map<string, Buffer> {
  const { files, truth } = sources();
  const manifest = json({
    synthetic: true,
    name: `${organisation.name}: a lure, a quiet weekend, two servers`,
    note: 'Synthetic sample case. People, companies, devices, hashes and events are invented; addresses lie in documentation ranges, names end in .example. Made by resources/samples/generator from resources/samples/truth.ts.',
    seed,
    incidentId: '5208',
    truth: 'truth.json',
    files: files.map((f) => ({
      name: f.name,
      format: f.format,
      records: f.records,
      textSha256: createHash('sha256').update(textOf(f)).digest('hex'),
    })),
  });
  return new Map([
    ...files.map((f) => [f.name, f.content] as const),
    ['truth.json', Buffer.from(truth)],
    ['manifest.json', Buffer.from(manifest)],
  ]);
}
