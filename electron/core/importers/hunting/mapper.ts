/** Unwraps a record to its row, finds the row's table and hands it to that table's mapping. */
import type { Facts } from '../../../../shared/domain/facts/facts.ts';
import { BadRecord, type Mapper, type RawRecord, type SourceContext } from '../importer.ts';
import { ToldChains } from './actor.ts';
import { mapAlertEvidence } from './alert-evidence.ts';
import { mapAlertInfo } from './alert-info.ts';
import { mapCloudApp } from './cloud-tables.ts';
import { mapDeviceEvent } from './device-events.ts';
import { mapFile, mapImageLoad, mapLogon, mapNetwork, mapProcess, mapRegistry } from './device-tables.ts';
import { mapDeviceInfo, mapDisruption, mapIdentityInfo, mapUnknown } from './directory-tables.ts';
import { mapEmail, mapEmailAttachment, mapEmailPostDelivery, mapEmailUrl, mapUrlClick } from './email-tables.ts';
import { Emitter } from './emit.ts';
import { mapIdentityDirectory, mapIdentityLogon, mapSignIn } from './identity-tables.ts';
import { isObject } from './lenient-json.ts';
import { ColumnNames, isInternalProcessTable, Row } from './row.ts';
import { tableNamed, tableOf, type Table } from './tables.ts';

const MAPPINGS: Readonly<Record<Table, (emit: Emitter, told: ToldChains) => void>> = {
  AlertInfo: mapAlertInfo,
  AlertEvidence: mapAlertEvidence,
  DeviceProcessEvents: mapProcess,
  DeviceNetworkEvents: mapNetwork,
  DeviceFileEvents: mapFile,
  DeviceRegistryEvents: mapRegistry,
  DeviceLogonEvents: mapLogon,
  DeviceImageLoadEvents: mapImageLoad,
  DeviceEvents: mapDeviceEvent,
  DeviceInfo: mapDeviceInfo,
  EmailEvents: mapEmail,
  EmailAttachmentInfo: mapEmailAttachment,
  EmailUrlInfo: mapEmailUrl,
  EmailPostDeliveryEvents: mapEmailPostDelivery,
  UrlClickEvents: mapUrlClick,
  IdentityInfo: mapIdentityInfo,
  IdentityLogonEvents: mapIdentityLogon,
  IdentityDirectoryEvents: mapIdentityDirectory,
  EntraIdSignInEvents: mapSignIn,
  AADSignInEventsBeta: mapSignIn,
  CloudAppEvents: mapCloudApp,
  DisruptionAndResponseEvents: mapDisruption,
};

/** The row of an Event Hub line, with the table its category names; other objects are rows themselves. */
export function unwrap(value: unknown): { readonly row: Readonly<Record<string, unknown>>; readonly category: string | null } | null {
  if (!isObject(value)) return null;
  const category = value['category'];
  if (typeof category === 'string' && category.startsWith('AdvancedHunting-')) {
    return isObject(value['properties']) ? { row: value['properties'], category } : null;
  }
  return { row: value, category: null };
}

/** True for the `{schema, results}` document of a query, in any case. */
export function isQueryResult(envelope: Readonly<Record<string, unknown>> | null): boolean {
  if (envelope === null) return false;
  const names = Object.keys(envelope).map((k) => k.toLowerCase());
  return names.includes('schema') && Array.isArray(Object.entries(envelope).find(([k]) => k.toLowerCase() === 'schema')?.[1]);
}

export function huntingMapper(context: SourceContext): Mapper {
  let names: ColumnNames | null = null;
  const told = new ToldChains();
  return {
    map(record: RawRecord): Facts {
      const unwrapped = unwrap(record.value);
      if (unwrapped === null) throw new BadRecord('not a row of advanced hunting: an object with columns was expected');
      const internal: boolean = names === null && isInternalProcessTable(context.header ?? Object.keys(unwrapped.row));
      names ??= new ColumnNames(internal);
      const row = new Row(unwrapped.row, names, context.zoneMinutes ?? null);
      if (row.size === 0) throw new BadRecord('the row has no values');
      const table = tableNamed(unwrapped.category) ?? tableOf(row);
      if (table === null && unwrapped.category !== null) return unmapped(row, unwrapped.category);
      // The schema may stand behind the results, so it is looked at late.
      if (table === null && !isQueryResult(context.envelope)) throw new BadRecord('no table of advanced hunting has these columns');
      const emit = new Emitter(row, table ?? 'AdvancedHunting');
      if (table === null) mapUnknown(emit);
      else MAPPINGS[table](emit, told);
      return emit.facts;
    },
  };
}

/** A streamed table this program does not map: kept as a plain event under its own name. */
function unmapped(row: Row, category: string): Facts {
  const emit = new Emitter(row, 'AdvancedHunting');
  mapUnknown(emit);
  emit.warn('unmapped-table', category);
  return emit.facts;
}
