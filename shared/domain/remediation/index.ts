/** Remediation actions: their canonical types, and which one evidence that awaits approval asks for. */
import type { EntityKind } from '../entity/kinds.ts';

/**
 * Canonical types of the actions that records name or evidence asks for (domain.md section 14.2), by what they act on. A word of a record
 * that is none of these is kept as it came, so that lists may hold others. `remediateEmail` is mail that something was done to, without
 * saying what; `review` asks a person to decide what to do.
 */
export const ACTION_TYPES = [
  // Devices
  'isolateDevice',
  'releaseDevice',
  'restrictAppExecution',
  'removeAppRestriction',
  'runAntivirusScan',
  'collectInvestigationPackage',
  'liveResponse',
  'offboardDevice',
  // What lies on them
  'quarantineFile',
  'stopAndQuarantineFile',
  'stopProcess',
  'removeRegistryKey',
  // Accounts and addresses
  'disableUser',
  'blockUrl',
  // Mail
  'softDeleteEmail',
  'hardDeleteEmail',
  'quarantineEmail',
  'moveToJunk',
  'moveToInbox',
  'moveToDeletedItems',
  'remediateEmail',
  // Anything else
  'review',
] as const;
export type ActionType = (typeof ACTION_TYPES)[number];

const INFERRED: Readonly<Partial<Record<EntityKind, ActionType>>> = {
  file: 'quarantineFile',
  process: 'stopProcess',
  registryKey: 'removeRegistryKey',
  registryValue: 'removeRegistryKey',
  email: 'softDeleteEmail',
  mailCluster: 'softDeleteEmail',
  url: 'blockUrl',
  user: 'disableUser',
  device: 'isolateDevice',
};

/**
 * Type of the action that pending evidence of a kind stands for when no record names it; shown as "type inferred" (formats.md section 18,
 * rule 7). The rule covers these kinds only: for any other, what is asked for is not known, and a guess could disable the wrong thing.
 */
export const inferActionType = (kind: EntityKind): ActionType => INFERRED[kind] ?? 'review';
