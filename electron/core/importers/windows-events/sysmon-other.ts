/** Sysmon 4, 16, 17 to 21, 24, 255: pipes, WMI subscriptions, clipboard and Sysmon itself. */
import { plainMention } from '../../../../shared/domain/entity/index.ts';
import { named, type Output } from './output.ts';
import { actorAndUser } from './sysmon-process.ts';

/** Pipes have no relation of their own; the event names both ends. */
export function pipeEvent(out: Output): void {
  const { actor, account } = actorAndUser(out);
  const name = out.f('PipeName');
  // Anonymous pipes share one label and are not one pipe; some exporters escape it.
  const anonymous = name !== null && /^(<|&lt;)anonymous pipe(>|&gt;)$/i.test(name);
  const pipe =
    name === null || anonymous
      ? null
      : (plainMention('pipe', { deviceName: name }, name, out.device) ?? plainMention('pipe', { name }, name));
  const created = out.event.eventId === 17;
  out.emit({
    actionType: created ? 'PipeCreated' : 'PipeConnected',
    actor,
    account,
    target: pipe,
    summary: `${named(actor)} ${created ? 'created' : 'connected to'} pipe ${name === null || anonymous ? 'without a name' : name}`,
  });
}

const WMI: Readonly<Record<number, readonly [actionType: string, what: string]>> = {
  19: ['WmiEventFilter', 'WMI event filter'],
  20: ['WmiEventConsumer', 'WMI event consumer'],
  21: ['WmiEventBinding', 'WMI binding of consumer and filter'],
};
export function wmiEvent(out: Output): void {
  const [actionType, what] = WMI[out.event.eventId]!;
  const parts = [out.f('Name') ?? out.f('Consumer'), out.f('Query') ?? out.f('Destination') ?? out.f('Filter')].filter((p) => p !== null);
  out.emit({
    actionType,
    account: out.account('User'),
    summary: `${what} ${(out.f('Operation') ?? 'changed').toLowerCase()}: ${parts.join(' -> ')}`,
    long: true,
  });
}

export function clipboard(out: Output): void {
  const { actor, account } = actorAndUser(out);
  const client = out.f('ClientInfo');
  out.emit({
    actionType: 'ClipboardChange',
    actor,
    account,
    summary: `${named(actor)} changed the clipboard${client === null ? '' : `, ${client}`}`,
  });
}

/** 4, 16 and 255 are about Sysmon: worth knowing, because an attacker may have stopped it. */
export function sysmonItself(out: Output): void {
  const id = out.event.eventId;
  if (id === 4)
    out.emit({
      actionType: 'SysmonServiceStateChanged',
      summary: `Sysmon service ${out.f('State')?.toLowerCase() ?? 'changed its state'}`,
    });
  else if (id === 16)
    out.emit({
      actionType: 'SysmonConfigurationChanged',
      summary: `Sysmon configuration changed${out.f('Configuration') === null ? '' : `: ${out.f('Configuration')}`}`,
    });
  else out.emit({ actionType: 'SysmonError', summary: `Sysmon error ${out.f('ID') ?? ''} ${out.f('Description') ?? ''}`.trim() });
}
