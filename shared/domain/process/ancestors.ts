/** Climbing from a process to what started it. Ids are numbers of the caller's choice; records may contradict each other and make rings. */
import { fileNameOf } from '../entity/normalize.ts';

/** From these the processes of many users and services descend, so a common tree begins below them. */
const COMMON_ANCESTORS = new Set([
  'system', 'registry', 'smss.exe', 'csrss.exe', 'wininit.exe', 'winlogon.exe', 'services.exe', 'svchost.exe', 'lsass.exe', 'userinit.exe', 'explorer.exe', 'taskhostw.exe', 'runtimebroker.exe', 'launchd', 'systemd', 'init',
]);
/** `displayName` as processes have it: `services.exe (716)`, or a path. */
export const isCommonAncestor = (displayName: string): boolean => COMMON_ANCESTORS.has(fileNameOf(displayName.replace(/ \(\d+\)$/, '')).toLowerCase());

export type ParentOf = (process: number) => number | null;
export interface Ancestors {
  /** The process itself first, the farthest ancestor last; each once. */
  readonly chain: readonly number[];
  /** Why it ends. */
  readonly top: 'noParent' | 'ring' | 'limited';
}

/** At most `limit` ancestors. */
export function ancestorsOf(process: number, parentOf: ParentOf, limit: number): Ancestors {
  const chain = [process];
  const seen = new Set(chain);
  for (;;) {
    const parent = parentOf(chain.at(-1)!);
    if (parent === null) return { chain, top: 'noParent' };
    if (seen.has(parent)) return { chain, top: 'ring' };
    if (chain.length > limit) return { chain, top: 'limited' };
    seen.add(parent);
    chain.push(parent);
  }
}

/**
 * The execution tree a process belongs to, as the id of its top below the common ancestors; null for a common ancestor itself. All of a ring is one tree, told by its
 * least id. Every process is climbed once, however many ask.
 */
export function executionTrees(parentOf: ParentOf, isCommon: (process: number) => boolean): (process: number) => number | null {
  const known = new Map<number, number | null>();
  return (process) => {
    const path: number[] = [];
    const at = new Map<number, number>();
    let top: number | null = null;
    for (let next: number | null = process; next !== null; next = parentOf(next)) {
      const found = known.get(next);
      if (found !== undefined) { top = found ?? top; break; }
      if (isCommon(next)) { if (path.length === 0) known.set(next, null); break; }
      const start = at.get(next);
      if (start !== undefined) { top = Math.min(...path.slice(start)); break; }
      at.set(next, path.length);
      path.push(next);
      top = next;
    }
    for (const p of path) known.set(p, top);
    return top;
  };
}

/** The nearest common ancestor of two processes, or the process of the two that started the other; null where there is none within `limit`. */
export function commonAncestor(a: number, b: number, parentOf: ParentOf, limit: number): number | null {
  const above = new Set(ancestorsOf(a, parentOf, limit).chain);
  return ancestorsOf(b, parentOf, limit).chain.find((p) => above.has(p)) ?? null;
}
