/** Defender for Endpoint API records, one importer per record type (formats.md section 8). */
import { noFacts } from '../../../../shared/domain/facts/facts.ts';
import { BadRecord, type Importer, type Mapper, type Sample } from '../importer.ts';
import { isRec } from '../shared/record.ts';
import { ALERT } from './alert.ts';
import { FILE, IDENTITY_ACCOUNT, INDICATOR, INVESTIGATION, MACHINE, RECOMMENDATION, REMEDIATION_ACTIVITY } from './directory.ts';
import { MACHINE_ACTION } from './machine-action.ts';
import type { RecordType } from './record-type.ts';

/** In the order in which they are tried. */
const TYPES: readonly RecordType[] = [
  INVESTIGATION,
  MACHINE_ACTION,
  ALERT,
  MACHINE,
  INDICATOR,
  RECOMMENDATION,
  FILE,
  IDENTITY_ACCOUNT,
  REMEDIATION_ACTIVITY,
];

/** Most records are of the type. */
function detect(type: RecordType, sample: Sample): boolean {
  if (sample.framing === 'csv') return false;
  const records = sample.records.filter(isRec);
  return records.filter((r) => TYPES.find((t) => t.is(r)) === type).length * 2 > records.length;
}

/** Files that mix types are read as well: each record is what it looks like, and the detected type where it looks like none. */
const mapperOf = (type: RecordType): Mapper => ({
  map: ({ value }) => {
    if (!isRec(value)) throw new BadRecord('not a JSON object');
    const facts = noFacts();
    (type.is(value) ? type : (TYPES.find((t) => t.is(value)) ?? type)).map(value, facts);
    return facts;
  },
});

export const importers: readonly Importer[] = TYPES.map((type, i) => ({
  format: type.format,
  title: type.title,
  version: 3,
  order: 50 + i,
  detect: (sample) => detect(type, sample),
  create: () => mapperOf(type),
}));
