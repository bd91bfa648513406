/** One member's records to facts: shape, time, key, then the family of the event id. */
import { noFacts, type Facts } from '../../../../shared/domain/facts/facts.ts';
import { BadRecord, type Mapper, type RawRecord, type SourceContext } from '../importer.ts';
import { HostClocks } from './clock.ts';
import { eventKey } from './key.ts';
import { Output } from './output.ts';
import { plainEvent } from './plain.ts';
import { classic, moduleLog, scriptBlock } from './powershell.ts';
import { Scene } from './scene.ts';
import { memberAdded, scheduledTask, serviceInstalled, userCreated } from './security-account.ts';
import { ticketRequest } from './security-kerberos.ts';
import { credentialValidation, explicitCredentials, failedLogon, logoff, logon, specialPrivileges } from './security-logon.ts';
import { filterConnection, processCreated, processExited } from './security-process.ts';
import { shareAccess } from './security-share.ts';
import { readShape } from './shapes/index.ts';
import { fileEvent, fileTimeChanged, rawRead } from './sysmon-file.ts';
import { driverLoad, imageLoad } from './sysmon-module.ts';
import { dnsQuery, networkConnect } from './sysmon-network.ts';
import { clipboard, pipeEvent, sysmonItself, wmiEvent } from './sysmon-other.ts';
import { processAccess, processCreate, processEnd, processTampering, remoteThread } from './sysmon-process.ts';
import { registryEvent } from './sysmon-registry.ts';
import { isSysmon, type WindowsEvent } from './windows-event.ts';

type Family = (out: Output) => void;

const SYSMON: Readonly<Record<number, Family>> = {
  1: processCreate,
  2: fileTimeChanged,
  3: networkConnect,
  4: sysmonItself,
  5: processEnd,
  6: driverLoad,
  7: imageLoad,
  8: remoteThread,
  9: rawRead,
  10: processAccess,
  11: fileEvent,
  12: registryEvent,
  13: registryEvent,
  14: registryEvent,
  15: fileEvent,
  16: sysmonItself,
  17: pipeEvent,
  18: pipeEvent,
  19: wmiEvent,
  20: wmiEvent,
  21: wmiEvent,
  22: dnsQuery,
  23: fileEvent,
  24: clipboard,
  25: processTampering,
  26: fileEvent,
  27: fileEvent,
  28: fileEvent,
  29: fileEvent,
  255: sysmonItself,
};
const SECURITY: Readonly<Record<number, Family>> = {
  4624: logon,
  4625: failedLogon,
  4634: logoff,
  4647: logoff,
  4648: explicitCredentials,
  4672: specialPrivileges,
  4688: processCreated,
  4689: processExited,
  4697: serviceInstalled,
  4698: scheduledTask,
  4699: scheduledTask,
  4700: scheduledTask,
  4701: scheduledTask,
  4702: scheduledTask,
  4720: userCreated,
  4728: memberAdded,
  4732: memberAdded,
  4756: memberAdded,
  4768: ticketRequest,
  4769: ticketRequest,
  4771: ticketRequest,
  4776: credentialValidation,
  5140: shareAccess,
  5145: shareAccess,
  5156: filterConnection,
};
const POWERSHELL: Readonly<Record<number, Family>> = {
  4103: moduleLog,
  4104: scriptBlock,
  400: classic,
  403: classic,
  600: classic,
  800: classic,
};
const SYSTEM: Readonly<Record<number, Family>> = { 7045: serviceInstalled };

/** Event ids mean something only within their provider. Rows reduced to id and data are taken for Security ones where the id is only theirs. */
function familyOf(event: WindowsEvent): Family {
  if (isSysmon(event)) return SYSMON[event.eventId] ?? plainEvent;
  const channel = event.channel?.toLowerCase() ?? null;
  const provider = event.provider?.toLowerCase() ?? null;
  if (provider === 'microsoft-windows-security-auditing' || (provider === null && (channel === 'security' || channel === null)))
    return SECURITY[event.eventId] ?? plainEvent;
  if (
    provider === 'powershell' ||
    provider === 'microsoft-windows-powershell' ||
    provider === 'powershellcore' ||
    channel === 'windows powershell'
  )
    return POWERSHELL[event.eventId] ?? plainEvent;
  if (provider === 'service control manager') return SYSTEM[event.eventId] ?? plainEvent;
  return plainEvent;
}

export function windowsEventsMapper(context?: Pick<SourceContext, 'zoneMinutes'>): Mapper {
  const scene = new Scene();
  const clocks = new HostClocks(context?.zoneMinutes ?? null);
  return {
    map(record: RawRecord): Facts {
      const stated = readShape(record.value);
      if (stated === null) throw new BadRecord('not a Windows event in a known shape');
      const { warning, clockSkewHours, ...time } = clocks.trust(stated);
      const event: WindowsEvent = { ...stated, ...time };
      const out = new Output(event, scene, eventKey(event, record.value));
      if (warning !== null) out.warn(warning.code, warning.example);
      if (clockSkewHours !== null) out.entityOnce(`c|${event.computer}|${clockSkewHours}`, out.device, { clockSkewHours });
      if (event.cutOff === true)
        out.warn('event-cut-off', `${event.computer ?? ''} record ${event.recordId ?? '?'}, event ${event.eventId}`);
      if (event.computer === null) out.warn('no-computer', `${event.channel ?? event.provider ?? 'event'} ${event.eventId}`);
      familyOf(event)(out);
      return out.facts;
    },
    end: (): Facts => ({ ...noFacts(), warnings: clocks.warnings() }),
  };
}
