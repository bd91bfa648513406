/** One type of record of the Defender for Endpoint API. */
import type { Facts, Mention } from '../../../../shared/domain/facts/facts.ts';
import { deviceMention } from '../../../../shared/domain/entity/index.ts';
import { BadRecord } from '../importer.ts';
import { text, type Rec } from '../shared/record.ts';

export interface RecordType {
  readonly format: string;
  /** For people. */
  readonly title: string;
  readonly is: (r: Rec) => boolean;
  readonly map: (r: Rec, facts: Facts) => void;
}

export function required(r: Rec, name: string): string {
  const value = text(r[name]);
  if (value === null) throw new BadRecord(`${name} is missing`);
  return value;
}

/** The device of records that name it by `machineId` and `computerDnsName`. */
export const machineOf = (r: Rec): Mention | null =>
  deviceMention({ mdeDeviceId: r['machineId'], azureAdDeviceId: r['aadDeviceId'], name: r['computerDnsName'] });
