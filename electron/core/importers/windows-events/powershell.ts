/** PowerShell 4103, 4104 and classic 800, 400, 403, 600: what was run, by whom. The text itself is the summary, so that it can be searched. */
import { fileNameOf, plainMention } from '../../../../shared/domain/entity/index.ts';
import type { Mention } from '../../../../shared/domain/facts/facts.ts';
import type { Output } from './output.ts';

/** How far context lines are looked for in a message or a context field. */
const CONTEXT = 20_000;

/** Value of `Name = value` (4103) or `Name=value` (classic) at the start of a line. */
export function contextValue(text: string | null, name: string, separator: ' = ' | '='): string | null {
  if (text === null) return null;
  const mark = `${name}${separator}`;
  for (let at = text.indexOf(mark); at >= 0 && at < CONTEXT; at = text.indexOf(mark, at + 1)) {
    const before = at === 0 ? '\n' : text[at - 1]!;
    if (before !== '\n' && before !== '\t' && before !== ' ') continue;
    const end = text.indexOf('\n', at);
    const value = text.slice(at + mark.length, end < 0 ? undefined : end).trim();
    return value === '' ? null : value;
  }
  return null;
}

/** Path of the program in a command line, quoted or up to the first `.exe`. */
export function programOf(commandLine: string | null): string | null {
  if (commandLine === null) return null;
  const quoted = /^"([^"]+)"/.exec(commandLine)?.[1];
  return quoted ?? /^(.{1,260}?\.exe)(?:\s|$)/i.exec(commandLine)?.[1] ?? /^\S{1,260}/.exec(commandLine)?.[0] ?? null;
}

interface Host {
  readonly process: Mention | null;
  readonly account: Mention | null;
}

/**
 * The PowerShell process by the pid that logged the record, else by the program of its host application. The user is the one of
 * the context, with the SID the record adds; both are tied to the process and the process to its device.
 */
function host(out: Output, application: string | null, userText: string | null): Host {
  const pid = out.event.executionPid;
  const program = programOf(application);
  const process =
    pid !== null && pid > 4 ? out.process({ pid, image: program }) : program === null ? null : out.process({ image: program });
  const at = userText?.indexOf('\\') ?? -1;
  const [domain, name] = at > 0 ? [userText!.slice(0, at), userText!.slice(at + 1)] : [null, userText];
  const sameUser = name === null || out.event.userName === null || name.toLowerCase() === out.event.userName.toLowerCase();
  const account = name === null ? out.recordUser() : out.user({ sid: sameUser ? out.event.userSid : null, name, domain });
  const once = `ps|${out.event.computer}|${pid}|${application}|${userText ?? out.event.userSid}`;
  if (process !== null && out.scene.first(once)) {
    out.entity(process, { processCommandLine: application });
    out.relation(account, 'ran_as', process);
    out.relation(process, 'ran_on', out.device);
  }
  return { process, account };
}

/** 4103: payload of a pipeline with its context. */
export function moduleLog(out: Output): void {
  const context = out.f('ContextInfo') ?? out.event.message;
  const { process, account } = host(out, contextValue(context, 'Host Application', ' = '), contextValue(context, 'User', ' = '));
  const payload = out.f('Payload') ?? out.event.message ?? '';
  const script = contextValue(context, 'Script Name', ' = ');
  out.emit({
    actionType: 'PowerShellCommand',
    actor: process,
    account,
    long: true,
    summary: `${script === null ? '' : `${fileNameOf(script)}: `}${payload === '' ? 'PowerShell pipeline without text' : payload}`,
  });
}

/** 4104: a script block, in parts when long. */
export function scriptBlock(out: Output): void {
  const { process, account } = host(out, null, null);
  const [id, path, text] = [out.f('ScriptBlockId'), out.f('Path'), out.f('ScriptBlockText') ?? out.event.message ?? ''];
  const [part, total] = [out.f('MessageNumber'), out.f('MessageTotal')];
  const script =
    path === null
      ? id === null
        ? null
        : plainMention('script', out.device === null ? { name: id } : { devicePath: id }, `Script block ${id}`, out.device)
      : plainMention('script', out.device === null ? { name: path } : { devicePath: path }, fileNameOf(path), out.device);
  if (part === null || part === '1') out.entity(script, { scriptBlockId: id, scriptPath: path, scriptText: text.slice(0, 4000) });
  out.emit({
    actionType: 'ScriptContent',
    actor: process,
    account,
    target: script,
    long: true,
    summary: `${total !== null && total !== '1' ? `Part ${part} of ${total}: ` : ''}${text === '' ? 'Script block without text' : text}`,
  });
}

const CLASSIC: Readonly<Record<number, readonly [string, string]>> = {
  400: ['PowerShellEngineStarted', 'PowerShell engine started'],
  403: ['PowerShellEngineStopped', 'PowerShell engine stopped'],
  600: ['PowerShellProviderStarted', 'PowerShell provider started'],
};

/** The classic log has its values in the message, or as `param1` to `param3`. */
export function classic(out: Output): void {
  const context = out.f('param2') ?? out.f('Data2') ?? out.event.message;
  const application =
    contextValue(context, 'HostApplication', '=') ?? contextValue(out.f('param3') ?? out.f('Data3'), 'HostApplication', '=');
  const { process, account } = host(out, application, contextValue(context, 'UserId', '='));
  const known = CLASSIC[out.event.eventId];
  if (known !== undefined) {
    const provider = out.event.eventId === 600 ? contextValue(context, 'ProviderName', '=') : null;
    out.emit({
      actionType: known[0],
      actor: process,
      account,
      summary: `${known[1]}${provider === null ? '' : ` ${provider}`}${application === null ? '' : `: ${application}`}`,
      long: true,
    });
    return;
  }
  const command = out.f('param1') ?? out.f('Data1') ?? contextValue(context, 'CommandLine', '=');
  const details = out.f('param3') ?? out.f('Data3') ?? afterDetails(out.event.message);
  out.emit({
    actionType: 'PowerShellCommand',
    actor: process,
    account,
    long: true,
    summary: [command, details].filter((t) => t !== null && t !== '').join(' | ') || 'PowerShell pipeline without text',
  });
}

function afterDetails(message: string | null): string | null {
  const at = message?.indexOf('Details: ', message.indexOf('Context Information')) ?? -1;
  return at < 0 ? null : message!.slice(at + 9, at + 9 + 8000).trim();
}
