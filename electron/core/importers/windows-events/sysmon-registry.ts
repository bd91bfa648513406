/** Sysmon 12, 13, 14: registry. `TargetObject` is a key or a key with a value name; only the operation tells which. */
import type { Mention, RelationType } from '../../../../shared/domain/facts/facts.ts';
import { named, type Output } from './output.ts';
import { actorAndUser } from './sysmon-process.ts';
import { messageValue } from './windows-event.ts';

type Operation = 'CreateKey' | 'DeleteKey' | 'RenameKey' | 'CreateValue' | 'SetValue' | 'DeleteValue' | 'RenameValue';
const ACTIONS: Readonly<Record<Operation, { readonly actionType: string; readonly verb: string; readonly relation: RelationType }>> = {
  CreateKey: { actionType: 'RegistryKeyCreated', verb: 'created', relation: 'set_value' },
  DeleteKey: { actionType: 'RegistryKeyDeleted', verb: 'deleted', relation: 'deleted_value' },
  RenameKey: { actionType: 'RegistryKeyRenamed', verb: 'renamed', relation: 'set_value' },
  CreateValue: { actionType: 'RegistryValueSet', verb: 'created', relation: 'set_value' },
  SetValue: { actionType: 'RegistryValueSet', verb: 'set', relation: 'set_value' },
  DeleteValue: { actionType: 'RegistryValueDeleted', verb: 'deleted', relation: 'deleted_value' },
  RenameValue: { actionType: 'RegistryValueRenamed', verb: 'renamed', relation: 'set_value' },
};

const isOperation = (text: string): text is Operation => Object.hasOwn(ACTIONS, text);

/** NXLog overwrites `EventType` with its own word; the message still has the line. */
export function sysmonEventType(out: Output): string | null {
  const stated = out.f('EventType');
  if (stated !== null && !/^(info|warning|error|critical|verbose|audit_\w+)$/i.test(stated)) return stated;
  return messageValue(out.event.message, 'EventType: ');
}

/** Key, or value when the operation is about values. Value names may hold backslashes too; which ones, the record cannot tell: the last one splits. */
function target(out: Output, operation: Operation | null): Mention | null {
  const object = out.f('TargetObject');
  if (object === null) return null;
  const at = object.lastIndexOf('\\');
  if (operation === null || operation.endsWith('Key') || at <= 0) return out.scene.registry(object, null, out.device);
  return out.scene.registry(object.slice(0, at), object.slice(at + 1), out.device);
}

export function registryEvent(out: Output): void {
  const { actor, account } = actorAndUser(out);
  const object = out.f('TargetObject');
  const type = sysmonEventType(out);
  const operation = type !== null && isOperation(type) ? type : out.event.eventId === 13 ? 'SetValue' : null;
  const entity = target(out, operation);
  if (operation === null) {
    // 12 is creation or deletion and nothing in the row says which: an event, but no edge that might be false.
    out.warn('registry-operation-missing', `Sysmon ${out.event.eventId}: ${object ?? ''}`);
    out.emit({
      actionType: 'RegistryEvent',
      actor,
      account,
      target: entity,
      summary: `${named(actor)} created or deleted ${object ?? 'a registry object'}`,
    });
    return;
  }
  const rule = ACTIONS[operation];
  const details = out.f('Details');
  const newName = out.f('NewName');
  if (operation === 'SetValue') out.entity(entity, { registryValueData: details });
  out.relation(actor, rule.relation, entity, { operation, valueData: details, newName });
  const change = `${details === null ? '' : ` to ${details}`}${newName === null ? '' : ` to ${newName}`}`;
  out.emit({
    actionType: rule.actionType,
    actor,
    account,
    target: entity,
    summary: `${named(actor)} ${rule.verb} ${object ?? 'a registry object'}${change}`,
  });
}
