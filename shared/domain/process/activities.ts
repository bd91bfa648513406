/** What a process did, in the groups that event lists have, by the action type of its events. */
import { groupOfAction } from '../event/event-group.ts';

export const PROCESS_ACTIVITIES = ['process', 'file', 'network', 'registry', 'module', 'script', 'logon', 'account', 'service', 'other'] as const;
export type ProcessActivity = (typeof PROCESS_ACTIVITIES)[number];

const KNOWN: readonly string[] = PROCESS_ACTIVITIES;
const isActivity = (group: string): group is ProcessActivity => KNOWN.includes(group);

export function activityOf(actionType: string): ProcessActivity {
  const group = groupOfAction(actionType);
  return isActivity(group) ? group : 'other';
}
