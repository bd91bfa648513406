/** Which of several verdicts or remediation statuses of one entity its row shows (domain.md sections 13 and 18). */
import { VERDICTS } from '../attack-graph/codes.ts';
import type { Verdict } from '../facts/facts.ts';

/** Most open first: what needs a decision, what runs, what was left, what nobody knows, what is done. */
export const REMEDIATION_OPEN_ORDER = [
  'pendingApproval',
  'running',
  'active',
  'unremediated',
  'partiallyRemediated',
  'declined',
  'unknown',
  'blocked',
  'prevented',
  'remediated',
  'notFound',
  'none',
] as const;

/** The worst verdict; `unknown` for none. A clean result never hides a worse one. */
export function worstVerdict(verdicts: readonly Verdict[]): Verdict {
  return VERDICTS[verdicts.reduce((worst, v) => Math.max(worst, VERDICTS.indexOf(v)), 0)] ?? 'unknown';
}

const rank = (status: string): number => {
  const at = (REMEDIATION_OPEN_ORDER as readonly string[]).indexOf(status);
  return at < 0 ? REMEDIATION_OPEN_ORDER.indexOf('unknown') : at;
};

/** The most open status; `unknown` for none. Words outside the twelve count as unknown. */
export function mostOpenStatus(statuses: readonly string[]): string {
  return REMEDIATION_OPEN_ORDER[statuses.reduce((open, s) => Math.min(open, rank(s)), Infinity)] ?? 'unknown';
}
