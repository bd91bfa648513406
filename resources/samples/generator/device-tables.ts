/** The seven device tables: declared rows first, then an ordinary week around them. */
import { seed } from '../truth.ts';
import { attackRows, type Tables } from './attack-rows.ts';
import { fillTables, finished } from './background.ts';
import { get } from './derive.ts';
import { csv, envelope, gzipFile, type SampleFile } from './output.ts';
import { openOffice, ProcessIds, windowStart, type Office } from './office.ts';
import { COLUMNS, declaredProcesses, type DeviceTable, type Proc } from './process.ts';
import { partSeed, random } from './random.ts';

/** Parents for declared processes without one: a shell for people, a service host for the system. */
function adopter(office: Office): (key: string, startMs: number) => Proc | null {
  return (key, startMs) => {
    const p = get(key, 'process');
    const system = office.system.get(p.device) ?? [];
    if (p.image === 'image.services') return null;
    if (p.image === 'image.explorer') return system[1] ?? null;
    if (p.account === 'SYSTEM') return (p.image === 'image.svchost' ? system[0] : system[2]) ?? null;
    const shells = (office.daily.get(p.device) ?? []).filter(
      (d) => d.program.name === 'explorer.exe' && d.startMs < startMs && d.endMs > startMs,
    );
    return shells.at(-1) ?? system[1] ?? null;
  };
}

export function buildDeviceTables(): Tables {
  const ids = new ProcessIds();
  const office = openOffice(random(partSeed(seed, 'office')), ids);
  const tables = attackRows(declaredProcesses(adopter(office)), windowStart);
  fillTables(tables, office, ids);
  return tables;
}

/** Two tables travel in the hunting API's JSON envelope, the others as CSV, so that both ways are exercised. */
const AS_JSON: ReadonlySet<DeviceTable> = new Set<DeviceTable>(['DeviceRegistryEvents', 'DeviceEvents']);

export function deviceTableFiles(tables: Tables): SampleFile[] {
  return (Object.keys(COLUMNS) as DeviceTable[]).map((table) => {
    const rows = finished(tables[table]);
    return AS_JSON.has(table)
      ? gzipFile(`${table}.json.gz`, 'hunting-json', rows.length, envelope(COLUMNS[table], rows))
      : gzipFile(`${table}.csv.gz`, 'hunting-csv', rows.length, csv(COLUMNS[table], rows));
  });
}
