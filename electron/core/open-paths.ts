/** Files that came from outside the page (command line, file manager, second start): cases are opened, everything else is imported. */
import type { Reply } from '../../shared/contract/index.ts';
import type { Core, HostShell } from './core.ts';

export const CASE_EXTENSION = '.redthread';
export const isCasePath = (path: string): boolean => path.toLowerCase().endsWith(CASE_EXTENSION);

/** Opens the last case named, then imports the rest into it (or into a new case). Returns what went wrong, in words for a person. */
export async function openPaths(core: Core, shell: HostShell, paths: readonly string[]): Promise<readonly string[]> {
  const cases = paths.filter(isCasePath);
  const sources = paths.filter((path) => !isCasePath(path));
  const replies: Reply<unknown>[] = [];
  const last = cases.at(-1);
  if (last !== undefined) replies.push(await core.call('case.open', { path: last }, shell));
  const isRefused = replies.some((reply) => !reply.ok);
  // Sources named beside a case that would not open belong to that case: putting them elsewhere would surprise.
  if (sources.length > 0 && !isRefused) replies.push(await core.call('import.start', { paths: sources }, shell));
  return replies.flatMap((reply) => (reply.ok ? [] : [reply.error.message]));
}
