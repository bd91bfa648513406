/** Messages, mailboxes, clusters of messages. */
import { emailMention, ipMention, mailboxMention, normalizeAddress, userMention } from '../../../../shared/domain/entity/index.ts';
import type { Mention } from '../../../../shared/domain/facts/facts.ts';
import type { Collector } from '../shared/collector.ts';
import { attributes, isRec, joined, list, pick, rec, recs, text, texts, time } from '../shared/record.ts';
import { statedFile } from '../shared/process.ts';
import { clusterOf } from '../shared/mail-cluster.ts';
import { BASE_FIELDS, type Subtype } from './subtype.ts';

const MESSAGE = [
  'subject',
  'recipientEmailAddress',
  'p1Sender',
  'p2Sender',
  'senderIp',
  'receivedDateTime',
  'antiSpamDirection',
  'deliveryAction',
  'deliveryLocation',
  'threats',
  'threatDetectionMethods',
  'urlCount',
  'attachmentsCount',
  'language',
  'urn',
  'networkMessageId',
  'internetMessageId',
];

const mailboxOf = (c: Collector, address: unknown, displayName: unknown = null): Mention | null =>
  normalizeAddress(address) === null
    ? null
    : c.state(mailboxMention({ primaryAddress: address, displayName }), attributes({ displayName }, ['displayName']));

/** The header sender (`p2`) is what people see; the envelope sender (`p1`) stands in for it and stays an attribute otherwise. */
const analyzedMessage: Subtype = (c, e) => {
  const at = time(e['receivedDateTime']) ?? c.alert.firstUs;
  const [p1, p2] = [rec(e['p1Sender']), rec(e['p2Sender'])];
  const from = text(p2['emailAddress']) === null ? p1 : p2;
  const email = c.state(
    emailMention({
      networkMessageId: e['networkMessageId'],
      internetMessageId: e['internetMessageId'],
      recipient: e['recipientEmailAddress'],
      sender: from['emailAddress'],
      subject: e['subject'],
    }),
    attributes(e, MESSAGE),
  );
  c.relate(mailboxOf(c, from['emailAddress'], from['displayName']), 'sent', email, at);
  const recipient = mailboxOf(c, e['recipientEmailAddress']);
  // A blocked message never reached the mailbox.
  if (!/^block/i.test(text(e['deliveryAction']) ?? ''))
    c.relate(email, 'delivered_to', recipient, at, { attributes: attributes(e, ['deliveryAction', 'deliveryLocation']) });
  for (const url of c.bounded(texts(e['urls']), 'urls')) c.relate(email, 'has_url', c.url(url), at);
  senderAddress(c, e['senderIp']);
  return email;
};
const senderAddress = (c: Collector, value: unknown): Mention | null => c.state(ipMention(isRec(value) ? value['ipAddress'] : value));

/** What was reported, by whom and when; when the message came is not said. */
const submissionMail: Subtype = (c, e) => {
  const email = c.state(
    emailMention({ networkMessageId: e['networkMessageId'], recipient: e['recipient'], sender: e['sender'], subject: e['subject'] }),
    attributes(e, [
      'submissionId',
      'submissionDateTime',
      'submitter',
      'reportType',
      'sender',
      'senderIp',
      'recipient',
      'subject',
      'networkMessageId',
    ]),
  );
  c.relate(mailboxOf(c, e['sender']), 'sent', email, c.alert.firstUs);
  c.relate(email, 'delivered_to', mailboxOf(c, e['recipient']), c.alert.firstUs);
  if (normalizeAddress(e['submitter']) !== null)
    c.relate(c.user({ userPrincipalName: e['submitter'] }), 'acted_on', email, time(e['submissionDateTime']) ?? c.alert.firstUs);
  senderAddress(c, e['senderIp']);
  return email;
};

const mailbox: Subtype = (c, e) => {
  const box = c.state(
    mailboxMention({ primaryAddress: pick(e, 'primaryAddress', 'upn'), displayName: e['displayName'] }),
    attributes(e, ['displayName', 'upn', 'primaryAddress']),
  );
  const account = isRec(e['userAccount'])
    ? e['userAccount']
    : normalizeAddress(e['upn']) === null
      ? {}
      : { userPrincipalName: e['upn'], displayName: e['displayName'] };
  c.relate(c.user(account), 'owns_mailbox', box, null);
  return box;
};

/** A forwarding rule, delegation or other setting: no kind fits it, its mailbox and the owner are entities. */
const mailboxConfiguration: Subtype = (c, e) => {
  const box = mailboxOf(c, e['mailboxPrimaryAddress']);
  const owner = c.state(userMention({ azureAdUserId: e['externalDirectoryObjectId'], upn: e['upn'] }));
  c.relate(owner, 'owns_mailbox', box, null);
  return c.other(
    'mailboxConfiguration',
    text(e['configurationId']),
    e,
    BASE_FIELDS,
    joined(': ', e['configurationType'], e['displayName']),
  );
};

const mailCluster: Subtype = (c, e) =>
  c.state(clusterOf(e, c.alert.alertId), attributes(e, ['clusterBy', 'clusterByValue', 'emailCount', 'networkMessageIds', 'query', 'urn']));

/** A chat message: no kind fits it, its sender, recipients, links and files are entities. */
const teamsMessage: Subtype = (c, e) => {
  const message = c.other('teamsMessage', text(e['messageId']), e, BASE_FIELDS, text(e['subject']) ?? 'Teams message');
  const at = time(e['receivedDateTime']) ?? c.alert.firstUs;
  const person = (address: unknown): Mention | null => (normalizeAddress(address) === null ? null : c.user({ userPrincipalName: address }));
  c.relate(person(e['senderFromAddress']), 'sent', message, at);
  for (const to of c.bounded(texts(e['recipients']), 'recipients')) c.relate(message, 'delivered_to', person(to), at);
  for (const url of c.bounded(list(e['urls']), 'urls')) c.relate(message, 'has_url', c.url(isRec(url) ? url['url'] : url), at);
  for (const file of c.bounded(recs(e['files']), 'files'))
    c.relate(message, 'has_attachment', statedFile(c, isRec(file['fileDetails']) ? file['fileDetails'] : file, null), at);
  senderAddress(c, e['senderIP']);
  return message;
};

export const MAIL_SUBTYPES: Readonly<Record<string, Subtype>> = {
  analyzedMessage,
  submissionMail,
  mailbox,
  mailboxConfiguration,
  mailCluster,
  teamsMessage,
};
