import { describe, expect, it } from 'vitest';
import { DEVICE, id, keysOf, mapRow, relationsOf, utc } from './testing.ts';

const AT = '2024-03-05T09:01:02.000Z';
const MESSAGE = '0d2f5969-011b-460d-ac74-3291d227d49f';
const copy = `email:${MESSAGE}|mia@fabrikam.example`;
const OID = '5a95e683-08ad-424e-a441-1d1aec52c02c';

describe('mail', () => {
  const email = {
    Timestamp: AT,
    NetworkMessageId: MESSAGE,
    InternetMessageId: '<1@invoices.example>',
    SenderFromAddress: 'Pay@invoices.example',
    SenderIPv4: '203.0.113.9',
    RecipientEmailAddress: 'mia@fabrikam.example',
    RecipientObjectId: OID,
    Subject: 'Invoice 884',
    EmailDirection: 'Inbound',
    DeliveryAction: 'Delivered',
    DeliveryLocation: 'Inbox/folder',
    ReportId: 'r-1',
  };
  it('leads from the sender through the copy to the mailbox', () => {
    const facts = mapRow(email);
    expect(relationsOf(facts)).toEqual(
      [
        `${copy} delivered_to mailbox:mia@fabrikam.example ${AT}`,
        `${copy} part_of email:${MESSAGE}| -`,
        `mailbox:pay@invoices.example sent ${copy} ${AT}`,
        `user:${OID} owns_mailbox mailbox:mia@fabrikam.example -`,
      ].sort(),
    );
    expect([facts.events[0]!.source, utc(facts.events[0]!.timeUs), id(facts.events[0]!.target)]).toEqual(['EmailEvents', AT, copy]);
  });
  it('delivers nothing that was blocked', () => {
    expect(mapRow({ ...email, DeliveryAction: 'Blocked' }).relations.some((r) => r.type === 'delivered_to')).toBe(false);
  });
  it('hangs attachments on the copy and links on the message', () => {
    const attachment = mapRow({
      Timestamp: AT,
      NetworkMessageId: MESSAGE,
      RecipientEmailAddress: 'mia@fabrikam.example',
      FileName: 'inv.iso',
      FileType: 'iso',
      SHA256: 'b'.repeat(64),
    });
    expect(relationsOf(attachment)).toContain(`${copy} has_attachment file:${'b'.repeat(64)} ${AT}`);
    const url = mapRow({
      Timestamp: AT,
      NetworkMessageId: MESSAGE,
      Url: 'http://cdn.badhost.example/x',
      UrlDomain: 'cdn.badhost.example',
      UrlLocation: 'Body',
    });
    expect(relationsOf(url)).toEqual([`email:${MESSAGE}| has_url url:http://cdn.badhost.example/x ${AT}`]);
    expect([attachment.events[0]!.source, url.events[0]!.source]).toEqual(['EmailAttachmentInfo', 'EmailUrlInfo']);
  });
  it('makes history of what was done after delivery', () => {
    const facts = mapRow({
      Timestamp: AT,
      NetworkMessageId: MESSAGE,
      RecipientEmailAddress: 'mia@fabrikam.example',
      Action: 'Moved to quarantine',
      ActionType: 'Phish ZAP',
      ActionTrigger: 'SpecialAction',
      ActionResult: 'Success',
      ReportId: 'r-2',
    });
    expect(facts.actions).toHaveLength(1);
    expect(facts.actions[0]).toMatchObject({
      type: 'quarantineEmail',
      sourceType: 'Phish ZAP: Moved to quarantine',
      status: 'succeeded',
      source: 'Automated email action',
      requestedUs: Date.parse(AT) * 1000,
      typeInferred: false,
    });
    expect([id(facts.actions[0]!.target), facts.events[0]!.actionType, facts.events[0]!.source]).toEqual([
      copy,
      'Phish ZAP',
      'EmailPostDeliveryEvents',
    ]);
    const manual = mapRow({
      Timestamp: AT,
      NetworkMessageId: MESSAGE,
      RecipientEmailAddress: 'mia@fabrikam.example',
      Action: 'Soft deleted',
      ActionType: 'Manual remediation',
      ActionTrigger: 'AdminAction',
      ActionResult: 'Error',
    });
    expect(manual.actions[0]).toMatchObject({
      type: 'softDeleteEmail',
      status: 'failed',
      source: 'Manual email action',
      requestedBy: 'AdminAction',
    });
  });
  it('records a click of a user on a link', () => {
    const facts = mapRow({
      Timestamp: AT,
      Url: 'http://cdn.badhost.example/x',
      ActionType: 'ClickAllowed',
      AccountUpn: 'mia@fabrikam.example',
      Workload: 'Email',
      NetworkMessageId: MESSAGE,
      IPAddress: '198.51.100.4',
      IsClickedThrough: false,
    });
    expect(relationsOf(facts)).toEqual([
      `${copy} has_url url:http://cdn.badhost.example/x -`,
      `user:mia@fabrikam.example clicked url:http://cdn.badhost.example/x ${AT}`,
    ]);
  });
});

describe('identities', () => {
  it('joins the ids of one account and its mailbox', () => {
    const facts = mapRow({
      Timestamp: AT,
      AccountObjectId: OID,
      AccountUpn: 'mia@fabrikam.example',
      OnPremSid: 'S-1-5-21-1-2-3-1104',
      CloudSid: 'S-1-12-1-1-2-3-4',
      AccountName: 'mia',
      AccountDomain: 'fabrikam',
      EmailAddress: 'mia@fabrikam.example',
      JobTitle: 'Accountant',
      Tags: '["Sensitive"]',
    });
    expect(facts.events).toEqual([]);
    expect(facts.directory).toHaveLength(1);
    expect(facts.directory[0]).toMatchObject({
      factType: 'identityInfo',
      factId: OID,
      asOfUs: Date.parse(AT) * 1000,
      attributes: { jobTitle: 'Accountant', tags: ['Sensitive'], onPremisesSid: 'S-1-5-21-1-2-3-1104' },
    });
    expect(facts.entities.filter((e) => e.entity.kind === 'user').map((e) => keysOf(e.entity))).toEqual([
      [`azureAdUserId=${OID}`, 'sid=s-1-5-21-1-2-3-1104', 'upn=mia@fabrikam.example', 'ntAccount=fabrikam\\mia'],
      [`azureAdUserId=${OID}`, 'sid=s-1-12-1-1-2-3-4', 'upn=mia@fabrikam.example'],
    ]);
    expect(relationsOf(facts)).toEqual([`user:${OID} owns_mailbox mailbox:mia@fabrikam.example -`]);
  });
  it('knows a device under its merged ids', () => {
    const other = 'e'.repeat(40);
    const facts = mapRow({
      Timestamp: AT,
      DeviceId: DEVICE,
      DeviceName: 'ws-104.fabrikam.example',
      MachineGroup: 'Clients',
      LoggedOnUsers: '[{"UserName":"mia"}]',
      MergedDeviceIds: `["${other}"]`,
      OSPlatform: 'Windows11',
    });
    expect(facts.events).toEqual([]);
    expect(keysOf(facts.entities[0]!.entity)).toEqual([
      `mdeDeviceId=${DEVICE}`,
      `mdeDeviceId=${other}`,
      'fqdn=ws-104.fabrikam.example',
      'hostName=ws-104',
    ]);
    expect(facts.entities[0]!.attributes).toMatchObject({
      osPlatform: 'Windows11',
      rbacGroupName: 'Clients',
      loggedOnUsers: [{ UserName: 'mia' }],
    });
  });
  const account = { AccountName: 'mia', AccountDomain: 'fabrikam', AccountUpn: 'mia@fabrikam.example' };
  it('leads a domain logon from source to target, not to the controller that processed it', () => {
    const row = {
      Timestamp: AT,
      ActionType: 'LogonSuccess',
      Application: 'Active Directory',
      LogonType: 'Resource access',
      Protocol: 'Kerberos',
      ...account,
      DeviceName: 'ws-104.fabrikam.example',
      IPAddress: '10.2.4.104',
      DestinationDeviceName: 'dc-1.fabrikam.example',
      TargetDeviceName: 'srv-01.fabrikam.example',
    };
    expect(relationsOf(mapRow(row))).toEqual([
      `device:ws-104.fabrikam.example logon_from device:srv-01.fabrikam.example ${AT}`,
      `ip:10.2.4.104 logon_from device:srv-01.fabrikam.example ${AT}`,
      `user:mia@fabrikam.example logged_on_to device:srv-01.fabrikam.example ${AT}`,
    ]);
    expect(relationsOf(mapRow({ ...row, ActionType: 'LogonFailed' }))).toEqual([
      `user:mia@fabrikam.example failed_logon_to device:srv-01.fabrikam.example ${AT}`,
    ]);
  });
  it('signs in only where the error code is 0', () => {
    const row = {
      Timestamp: AT,
      Application: 'Office 365',
      ApplicationId: '00000003-0000-0000-c000-000000000000',
      ErrorCode: 0,
      CorrelationId: 'c',
      AccountObjectId: OID,
      AccountUpn: 'mia@fabrikam.example',
      IPAddress: '203.0.113.77',
      EntraIdDeviceId: '',
      AadDeviceId: null,
    };
    expect(relationsOf(mapRow(row))).toEqual([
      `user:${OID} signed_in_from ip:203.0.113.77 ${AT}`,
      `user:${OID} signed_in_to app:00000003-0000-0000-c000-000000000000 ${AT}`,
    ]);
    const failed = mapRow({ ...row, ErrorCode: '50126' });
    expect([relationsOf(failed), failed.events[0]!.actionType, failed.events[0]!.source]).toEqual([
      [],
      'SignInFailed',
      'EntraIdSignInEvents',
    ]);
  });
  it('tells what an account did in an app and from where', () => {
    const facts = mapRow({
      Timestamp: AT,
      ActionType: 'FileDownloaded',
      Application: 'Microsoft SharePoint Online',
      ApplicationId: 20892,
      AccountObjectId: OID,
      IPAddress: '203.0.113.77',
      IsAdminOperation: false,
      ObjectType: 'File',
      ObjectId: 'https://fabrikam.example/plan.docx',
      ObjectName: 'plan.docx',
    });
    expect(relationsOf(facts)).toEqual([
      `user:${OID} acted_on app:20892 ${AT}`,
      `user:${OID} acted_on cloudResource:https://fabrikam.example/plan.docx ${AT}`,
      `user:${OID} signed_in_from ip:203.0.113.77 ${AT}`,
    ]);
    expect(facts.events[0]!.source).toBe('CloudAppEvents');
  });
  it('keeps attack disruption as an event between devices', () => {
    const facts = mapRow({
      Timestamp: AT,
      ActionType: 'ContainedUserSmbFileOpenBlocked',
      DeviceId: DEVICE,
      DeviceName: 'srv-01.fabrikam.example',
      SourceDeviceName: 'ws-104.fabrikam.example',
      SourceUserName: 'mia',
      SourceUserDomainName: 'fabrikam',
      TargetDeviceName: 'srv-01.fabrikam.example',
      PolicyId: 'p',
      PolicyName: 'Contain',
      ReportType: 'Prevented',
    });
    expect(facts.relations).toEqual([]);
    expect([facts.events[0]!.source, id(facts.events[0]!.target), id(facts.events[0]!.account)]).toEqual([
      'DisruptionAndResponseEvents',
      'device:srv-01.fabrikam.example',
      'user:fabrikam\\mia',
    ]);
  });
});
