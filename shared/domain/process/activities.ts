/** What a process does, by the kind of relation that records state of it. */
import type { RelationType } from '../facts/facts.ts';

export const PROCESS_ACTIVITIES = ['process', 'file', 'network', 'registry', 'module', 'processAccess', 'service', 'account', 'other'] as const;
export type ProcessActivity = (typeof PROCESS_ACTIVITIES)[number];

/** Null for what is no activity of the process but says what it is: where it ran, as whom, from which image. */
export function activityOf(type: RelationType): ProcessActivity | null {
  switch (type) {
    case 'spawned': return 'process';
    case 'created': case 'modified': case 'renamed': case 'deleted': return 'file';
    case 'connected_to': case 'accepted_from': case 'resolved': return 'network';
    case 'set_value': case 'deleted_value': return 'registry';
    case 'loaded': return 'module';
    case 'injected_into': case 'accessed': return 'processAccess';
    case 'installed_service': case 'created_task': return 'service';
    case 'created_account': case 'added_member': return 'account';
    case 'image_of': case 'ran_as': case 'ran_on': case 'co_evidence': return null;
    case 'downloaded_from': case 'logged_on_to': case 'failed_logon_to': case 'logon_from': case 'signed_in_to': case 'signed_in_from': case 'requested_ticket': case 'accessed_share': case 'sent': case 'delivered_to':
    case 'has_attachment': case 'has_url': case 'clicked': case 'part_of': case 'owns_mailbox': case 'member_of': case 'acted_on': case 'computer_account_of': return 'other';
  }
}
