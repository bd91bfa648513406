/** Remediation actions: which one evidence that awaits approval asks for. */
import type { EntityKind } from '../entity/kinds.ts';

const INFERRED: Partial<Record<EntityKind, string>> = {
  file: 'quarantineFile',
  process: 'stopProcess',
  registryKey: 'removeRegistryKey',
  registryValue: 'removeRegistryKey',
  email: 'softDeleteEmail',
  mailCluster: 'softDeleteEmail',
  url: 'blockUrl',
  domain: 'blockUrl',
  user: 'disableUser',
  device: 'isolateDevice',
  service: 'stopService',
  scheduledTask: 'removeScheduledTask',
  ip: 'blockIp',
  mailbox: 'turnOffForwarding',
  oauthApp: 'disableOAuthApp',
};

/** Type of the action that pending evidence of a kind stands for when no record names it; shown as "type inferred". */
export const inferActionType = (kind: EntityKind): string => INFERRED[kind] ?? 'review';
