/** Actions on machines: an action for the response, and an event on the timeline of the device when it was requested. */
import { fileMention, userMention } from '../../../../shared/domain/entity/index.ts';
import type { ActionStatus, Mention } from '../../../../shared/domain/facts/facts.ts';
import type { ActionType } from '../../../../shared/domain/remediation/index.ts';
import { BadRecord } from '../importer.ts';
import { joined, pick, rec, recs, text, time, type Rec } from '../shared/record.ts';
import { machineOf, required, type RecordType } from './record-type.ts';

/** The API's types, in lower case, to canonical types. */
const TYPES: ReadonlyMap<string, ActionType> = new Map<string, ActionType>([
  ['isolate', 'isolateDevice'],
  ['unisolate', 'releaseDevice'],
  ['runantivirusscan', 'runAntivirusScan'],
  ['offboard', 'offboardDevice'],
  ['liveresponse', 'liveResponse'],
  ['collectinvestigationpackage', 'collectInvestigationPackage'],
  ['stopandquarantinefile', 'stopAndQuarantineFile'],
  ['restrictcodeexecution', 'restrictAppExecution'],
  ['unrestrictcodeexecution', 'removeAppRestriction'],
]);
/** `Pending` here means queued for the device, not awaiting approval. */
const STATUS: ReadonlyMap<string, ActionStatus> = new Map([
  ['pending', 'running'],
  ['inprogress', 'running'],
  ['succeeded', 'succeeded'],
  ['failed', 'failed'],
  ['timeout', 'failed'],
  ['cancelled', 'cancelled'],
]);
const HASHES: ReadonlyMap<string, 'sha1' | 'sha256' | 'md5'> = new Map([
  ['sha1', 'sha1'],
  ['sha256', 'sha256'],
  ['md5', 'md5'],
]);
const MAX_SUMMARY = 2000;

function fileOf(info: Rec): Mention | null {
  const kind = HASHES.get(text(info['fileIdentifierType'])?.toLowerCase() ?? '');
  return kind === undefined ? null : fileMention({ [kind]: info['fileIdentifier'] });
}

/** `RunScript scan.ps1 (Completed)` for each command of a live response. */
function commandsOf(r: Rec): string | null {
  const commands = recs(r['commands'])
    .slice(0, 50)
    .map((c) => {
      const command = rec(c['command']);
      const parameters = recs(command['params'])
        .map((p) => text(p['value']))
        .filter((v) => v !== null);
      return joined(
        ' ',
        command['type'] ?? c['type'],
        ...parameters,
        text(c['commandStatus']) === null ? null : `(${text(c['commandStatus'])})`,
      );
    });
  return joined('; ', ...commands);
}

function summaryOf(r: Rec, type: string): string {
  const scope = text(r['scope']);
  const requestor = text(r['requestor']);
  const what = `${type}${scope === null ? '' : ` (${scope})`} requested${requestor === null ? '' : ` by ${requestor}`}: ${text(r['status']) ?? 'status unknown'}`;
  return (joined(' - ', what, r['title'], r['requestorComment'], commandsOf(r)) ?? what).slice(0, MAX_SUMMARY);
}

export const MACHINE_ACTION: RecordType = {
  format: 'mde-machine-action',
  title: 'Defender for Endpoint machine actions',
  is: (r) => 'requestor' in r && 'creationDateTimeUtc' in r,
  map: (r, facts) => {
    const actionId = required(r, 'id');
    const sourceType = required(r, 'type');
    const device = machineOf(r);
    if (device === null) throw new BadRecord('neither machineId nor computerDnsName');
    const file = fileOf(rec(r['relatedFileInfo']));
    const requestedUs = time(r['creationDateTimeUtc']);
    facts.entities.push({ entity: device, attributes: {}, asOfUs: requestedUs });
    facts.actions.push({
      actionId,
      type: TYPES.get(sourceType.toLowerCase()) ?? sourceType,
      sourceType,
      status: STATUS.get(text(r['status'])?.toLowerCase() ?? '') ?? 'unknown',
      target: file ?? device,
      device,
      requestedBy: text(r['requestor']),
      requestedUs,
      decidedBy: text(r['cancellationRequestor']),
      decidedUs: time(r['cancellationDateTimeUtc']),
      lastUpdateUs: time(pick(r, 'lastUpdateDateTimeUtc', 'lastUpdateTimeUtc')),
      comment: joined(' / ', r['requestorComment'], r['cancellationComment']),
      source: text(r['requestSource']) ?? 'manualDeviceAction',
      investigationId: null,
      typeInferred: false,
    });
    facts.events.push({
      key: `machineaction|${actionId.toLowerCase()}`,
      timeUs: requestedUs,
      timeText: text(r['creationDateTimeUtc']),
      timeField: 'creationDateTimeUtc',
      timeNote: null,
      source: 'MachineActions',
      actionType: sourceType,
      eventId: null,
      device,
      actor: null,
      account: userMention({ upn: r['requestor'] }),
      target: file,
      summary: summaryOf(r, sourceType),
      mitreTechniques: [],
      alertIds: [],
    });
  },
};
