/** Rules about automated investigations (domain.md sections 12 and 18). */

/** The 18 states of the API, the most open first: the order in which an incident's one state is chosen. */
export const INVESTIGATION_STATES = [
  'PendingApproval', 'Running', 'Queued', 'PendingResource', 'Failed', 'PartiallyRemediated', 'PartiallyInvestigated', 'SuccessfullyRemediated', 'Benign',
  'InnerFailure', 'TerminatedByUser', 'TerminatedBySystem', 'Terminated', 'PreexistingAlert', 'SuppressedAlert', 'UnsupportedOs', 'UnsupportedAlertType', 'Unknown',
] as const;

/** The state an incident shows: the most open of its investigations. Unknown words come last, in alphabetical order. Null without any. */
export function worstInvestigationState(states: readonly string[]): string | null {
  const rank = (state: string) => {
    const at = INVESTIGATION_STATES.findIndex((s) => s.toLowerCase() === state.toLowerCase());
    return at < 0 ? INVESTIGATION_STATES.length : at;
  };
  return [...states].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))[0] ?? null;
}
