import { expect, it } from 'vitest';
import { activityOf } from './activities.ts';

it.each([
  ['ProcessCreated', 'process'], ['ProcessAccess', 'process'], ['CreateRemoteThreadApiCall', 'process'], ['FileCreated', 'file'], ['ShellLinkCreateFileEvent', 'file'], ['ConnectionSuccess', 'network'], ['InboundConnectionAccepted', 'network'],
  ['DnsQueryResponse', 'network'], ['RegistryValueSet', 'registry'], ['ImageLoaded', 'module'], ['PowerShellCommand', 'script'], ['LogonFailed', 'logon'], ['UserAccountCreated', 'account'], ['ServiceInstalled', 'service'],
  ['ScheduledTaskCreated', 'service'], ['Event 4105', 'other'], ['', 'other'],
] as const)('%s is of the group %s', (actionType, group) => expect(activityOf(actionType)).toBe(group));
