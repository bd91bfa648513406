import { describe, expect, it } from 'vitest';
import { EVENT_GROUPS, eventGroup } from './event-group.ts';

describe('the group of an event', () => {
  it.each([
    ['ProcessCreated', 'Security', 'process'], ['ProcessAccess', 'Microsoft-Windows-Sysmon/Operational', 'process'], ['OpenProcess', 'DeviceProcessEvents', 'process'], ['FileCreated', 'DeviceFileEvents', 'file'], ['ShellLinkCreateFileEvent', 'DeviceEvents', 'file'],
    ['ConnectionSuccess', 'DeviceNetworkEvents', 'network'], ['DnsQueryResponse', 'Microsoft-Windows-Sysmon/Operational', 'network'], ['FirewallRuleAdded', 'Security', 'network'], ['HttpConnectionInspected', 'DeviceNetworkEvents', 'network'], ['RegistryValueSet', 'DeviceRegistryEvents', 'registry'],
    ['ImageLoaded', 'DeviceImageLoadEvents', 'module'], ['DriverLoad', 'DeviceEvents', 'module'], ['PowerShellCommand', 'DeviceEvents', 'script'], ['AmsiScriptContent', 'DeviceEvents', 'script'], ['LogonFailed', 'DeviceLogonEvents', 'logon'], ['KerberosServiceTicketRequested', 'Security', 'logon'],
    ['SignInFailed', 'EntraIdSignInEvents', 'logon'], ['LogonSuccess', 'IdentityLogonEvents', 'logon'], ['UserAccountCreated', 'Security', 'account'], ['Group Membership changed', 'IdentityDirectoryEvents', 'account'], ['ServiceInstalled', 'System', 'service'], ['ScheduledTaskCreated', 'Security', 'service'],
    ['Email Delivered', 'EmailEvents', 'mail'], ['Phish ZAP', 'EmailPostDeliveryEvents', 'mail'], ['ClickAllowed', 'UrlClickEvents', 'mail'], ['AntivirusDetection', 'DeviceEvents', 'other'], ['Event 4105', 'Microsoft-Windows-PowerShell/Operational', 'other'], ['', '', 'other'],
  ] as const)('%s of %s is %s', (actionType, source, group) => expect(eventGroup(actionType, source)).toBe(group));

  it.each([['FileDownloaded', 'cloud'], ['New-InboxRule', 'mail'], ['MailItemsAccessed', 'mail'], ['Send', 'mail'], ['Consent to application.', 'cloud'], ['Add member to role.', 'account'], ['UserLoggedIn', 'logon'], ['PowerShellCommand', 'cloud']] as const)(
    'audit records of services do not take the words of devices: %s in CloudAppEvents is %s', (actionType, group) => expect(eventGroup(actionType, 'CloudAppEvents')).toBe(group));
  it('is what the table says where a table holds one kind only', () => {
    expect(eventGroup('SomethingNew', 'DeviceFileEvents')).toBe('file');
    expect(eventGroup('SomethingNew', 'DeviceEvents')).toBe('other');
  });
  it('is stored as an index, so the list keeps its order', () => expect(EVENT_GROUPS.join(' ')).toBe('process file network registry module script logon account service mail cloud other'));
});
