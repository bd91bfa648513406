/** Along which relations an attack moves, and which way: from parent to child process, from the writer to the file and from the file to the process it starts, from the sender to the mailbox, from a credential to where it is used. */
import type { EntityKind } from '../entity/kinds.ts';
import type { RelationType } from '../facts/facts.ts';
import type { ChainReason } from './link-reasons.ts';

export interface FlowRule {
  readonly type: RelationType;
  readonly reason: ChainReason;
  /** `with`: as the relation points; `against`: the other way (a user `clicked` a URL: the URL led to the user); `both`: records tell no direction and no time. */
  readonly direction: 'with' | 'against' | 'both';
  /** The end of which one entity has fewer relations of the type: where to begin looking. */
  readonly narrow: 'from' | 'to';
  /**
   * Only continues what two alerts share: that an account of one alert at some time logged on to a device of another one is everyday life. Where both alerts are about the account,
   * its logon tells how it came there.
   */
  readonly isContext?: true;
  /** Only relations to this kind. */
  readonly toKind?: EntityKind;
}

/** `spawned` is followed by climbing to the parents. What is not here (where a process ran, what it read, who belongs to a group) carries no attack from one alert to another. */
export const FLOW: readonly FlowRule[] = [
  { type: 'injected_into', reason: 'processChain', direction: 'with', narrow: 'from' },
  { type: 'installed_service', reason: 'processChain', direction: 'with', narrow: 'to' },
  { type: 'created_task', reason: 'processChain', direction: 'with', narrow: 'to' },
  { type: 'image_of', reason: 'file', direction: 'with', narrow: 'to' },
  { type: 'created', reason: 'file', direction: 'with', narrow: 'to' },
  { type: 'modified', reason: 'file', direction: 'with', narrow: 'to' },
  { type: 'renamed', reason: 'file', direction: 'with', narrow: 'to' },
  { type: 'loaded', reason: 'file', direction: 'against', narrow: 'from' },
  { type: 'downloaded_from', reason: 'file', direction: 'against', narrow: 'from' },
  { type: 'has_attachment', reason: 'email', direction: 'with', narrow: 'from' },
  { type: 'has_url', reason: 'email', direction: 'with', narrow: 'from' },
  { type: 'delivered_to', reason: 'email', direction: 'with', narrow: 'from' },
  { type: 'sent', reason: 'email', direction: 'with', narrow: 'to' },
  { type: 'clicked', reason: 'url', direction: 'against', narrow: 'to' },
  { type: 'logged_on_to', reason: 'logon', direction: 'with', narrow: 'from', isContext: true },
  { type: 'logon_from', reason: 'logon', direction: 'with', narrow: 'from' },
  { type: 'accessed_share', reason: 'logon', direction: 'with', narrow: 'from', isContext: true },
  { type: 'signed_in_from', reason: 'ip', direction: 'against', narrow: 'to' },
  { type: 'connected_to', reason: 'ip', direction: 'with', narrow: 'from' },
  { type: 'signed_in_to', reason: 'app', direction: 'with', narrow: 'from', isContext: true },
  { type: 'ran_as', reason: 'account', direction: 'with', narrow: 'to' },
  { type: 'created_account', reason: 'account', direction: 'with', narrow: 'from' },
  { type: 'added_member', reason: 'account', direction: 'with', narrow: 'from' },
  { type: 'requested_ticket', reason: 'account', direction: 'with', narrow: 'from', toKind: 'user' },
  { type: 'owns_mailbox', reason: 'mailbox', direction: 'both', narrow: 'from' },
];
