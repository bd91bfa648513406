/** EmailEvents, EmailAttachmentInfo, EmailUrlInfo, EmailPostDeliveryEvents, UrlClickEvents. */
import { fingerprint } from '../../../../shared/base/hash.ts';
import {
  domainMention,
  emailMention,
  fileMention,
  ipMention,
  mailboxMention,
  normalizeAddress,
  plainMention,
  urlMention,
  urlOrDomainMention,
  userMention,
} from '../../../../shared/domain/entity/index.ts';
import type { ActionFact, ActionStatus, Json, Mention } from '../../../../shared/domain/facts/facts.ts';
import type { Emitter } from './emit.ts';
import { readJson } from './lenient-json.ts';

/** One recipient's copy of a message. */
function copyOf(emit: Emitter, recipient: string | null): Mention | null {
  const { row } = emit;
  return emailMention({
    networkMessageId: row.text('NetworkMessageId'),
    internetMessageId: row.text('InternetMessageId'),
    recipient,
    sender: row.first('SenderFromAddress', 'SenderMailFromAddress'),
    subject: row.text('Subject'),
  });
}

/**
 * The message of all recipients: EmailUrlInfo does not say whose copy it means. Each copy is `part_of` it, so that links found in
 * the message can be reached from every copy.
 */
function messageOf(emit: Emitter): Mention | null {
  return emailMention({ networkMessageId: emit.row.text('NetworkMessageId'), subject: emit.row.text('Subject') });
}

function tellCopy(emit: Emitter): Mention | null {
  const { row } = emit;
  const recipient = row.text('RecipientEmailAddress');
  const email = copyOf(emit, recipient);
  if (normalizeAddress(recipient) !== null) emit.relation(email, 'part_of', messageOf(emit), { timeUs: null });
  return email;
}

export function mapEmail(emit: Emitter): void {
  const { row } = emit;
  const email = tellCopy(emit);
  const sender = mailboxMention({
    primaryAddress: row.first('SenderFromAddress', 'SenderMailFromAddress'),
    displayName: row.text('SenderDisplayName'),
  });
  const recipient = mailboxMention({ primaryAddress: row.text('RecipientEmailAddress') });
  const senderIp = ipMention(row.text('SenderIPv4')) ?? ipMention(row.text('SenderIPv6'));
  emit.entity(email, {
    subject: row.text('Subject'),
    senderAddress: row.text('SenderFromAddress'),
    p1Sender: row.text('SenderMailFromAddress'),
    senderIp: senderIp?.displayName,
    recipientEmailAddress: row.text('RecipientEmailAddress'),
    emailDirection: row.text('EmailDirection'),
    deliveryAction: row.text('DeliveryAction'),
    deliveryLocation: row.text('DeliveryLocation'),
    latestDeliveryAction: row.text('LatestDeliveryAction'),
    latestDeliveryLocation: row.text('LatestDeliveryLocation'),
    threatTypes: row.text('ThreatTypes'),
    threatNames: row.text('ThreatNames'),
    detectionMethods: row.text('DetectionMethods'),
    receivedDateTime: row.text('Timestamp'),
  });
  emit.entity(sender, { displayName: row.text('SenderDisplayName') });
  emit.entity(recipient);
  emit.entity(senderIp);
  const attributes = {
    direction: row.text('EmailDirection'),
    deliveryAction: row.text('DeliveryAction'),
    deliveryLocation: row.text('DeliveryLocation'),
  };
  emit.relation(sender, 'sent', email, { attributes: { direction: row.text('EmailDirection'), senderIp: senderIp?.displayName } });
  // A blocked message never reached the mailbox.
  if (!/^block/i.test(row.text('DeliveryAction') ?? '')) emit.relation(email, 'delivered_to', recipient, { attributes });
  owner(emit, row.text('SenderObjectId'), sender);
  owner(emit, row.text('RecipientObjectId'), recipient);
  const cluster = row.text('EmailClusterId');
  if (cluster !== null && cluster !== '0')
    emit.relation(email, 'part_of', plainMention('mailCluster', { clusterBy: `emailclusterid|${cluster}` }, `Email cluster ${cluster}`), {
      timeUs: null,
    });
  emit.event({
    actionType: row.text('DeliveryAction') === null ? 'Email' : `Email ${row.text('DeliveryAction')}`,
    account: sender,
    actor: null,
    target: email,
    details: [`to ${row.text('RecipientEmailAddress') ?? 'unknown'}`, row.text('ThreatTypes')],
  });
}

function owner(emit: Emitter, objectId: string | null, mailbox: Mention | null): void {
  emit.relation(userMention({ azureAdUserId: objectId }), 'owns_mailbox', mailbox, { timeUs: null });
}

export function mapEmailAttachment(emit: Emitter): void {
  const { row } = emit;
  const email = tellCopy(emit);
  const file = fileMention({ sha256: row.text('SHA256'), name: row.text('FileName') });
  emit.entity(email);
  emit.entity(file, {
    fileName: row.text('FileName'),
    fileType: row.text('FileType'),
    fileSize: row.text('FileSize'),
    sha256: row.text('SHA256'),
    threatTypes: row.text('ThreatTypes'),
    threatNames: row.text('ThreatNames'),
  });
  emit.relation(email, 'has_attachment', file);
  emit.event({
    actionType: 'Email attachment',
    account: mailboxMention({ primaryAddress: row.text('SenderFromAddress') }),
    target: file,
    details: [`to ${row.text('RecipientEmailAddress') ?? 'unknown'}`, row.text('ThreatTypes')],
  });
}

export function mapEmailUrl(emit: Emitter): void {
  const { row } = emit;
  const email = messageOf(emit);
  const url = urlMention(row.text('Url')) ?? urlOrDomainMention(row.text('UrlDomain'));
  emit.entity(email);
  emit.entity(url, { urlLocation: row.text('UrlLocation') });
  emit.entity(domainMention(row.text('UrlDomain')));
  emit.relation(email, 'has_url', url, { attributes: { urlLocation: row.text('UrlLocation') } });
  emit.event({ actionType: 'Email URL', target: url, details: [row.text('UrlLocation'), row.text('NetworkMessageId')] });
}

/** What was done to a delivered message, by its words, in the vocabulary of actions. */
const ACTIONS: readonly [RegExp, string][] = [
  [/soft.?delete/i, 'softDeleteEmail'],
  [/hard.?delete/i, 'hardDeleteEmail'],
  [/quarantine/i, 'quarantineEmail'],
  [/junk/i, 'moveToJunk'],
  [/inbox/i, 'moveToInbox'],
  [/deleted items/i, 'moveToDeletedItems'],
];

export function mapEmailPostDelivery(emit: Emitter): void {
  const { row } = emit;
  const email = tellCopy(emit);
  const words = row.first('Action', 'ActionType');
  const type = ACTIONS.find(([pattern]) => pattern.test(words ?? ''))?.[1] ?? null;
  emit.entity(email, { latestDeliveryLocation: row.text('DeliveryLocation') });
  if (email !== null) {
    const manual = /manual|admin/i.test(`${row.text('ActionType') ?? ''} ${row.text('ActionTrigger') ?? ''}`);
    const action: ActionFact = {
      actionId: `hunting:${fingerprint(emit.key())}`,
      type: type ?? 'remediateEmail',
      sourceType: [row.text('ActionType'), row.text('Action')].filter((t) => t !== null).join(': ') || null,
      status: actionStatus(row.text('ActionResult')),
      target: email,
      device: null,
      requestedBy: row.text('ActionTrigger'),
      requestedUs: emit.timeUs,
      decidedBy: null,
      decidedUs: null,
      lastUpdateUs: emit.timeUs,
      comment: row.text('ActionResult'),
      source: manual ? 'Manual email action' : 'Automated email action',
      investigationId: null,
      typeInferred: type === null,
    };
    emit.facts.actions.push(action);
  }
  emit.event({
    target: email,
    account: mailboxMention({ primaryAddress: row.text('RecipientEmailAddress') }),
    details: [row.text('Action'), row.text('ActionTrigger'), row.text('ActionResult')],
  });
}

function actionStatus(result: string | null): ActionStatus {
  if (result === null) return 'unknown';
  if (/success|succeeded|completed/i.test(result)) return 'succeeded';
  if (/pending|queued/i.test(result)) return 'pending';
  return /fail|error|not.?found|timeout/i.test(result) ? 'failed' : 'unknown';
}

export function mapUrlClick(emit: Emitter): void {
  const { row } = emit;
  const user = userMention({ upn: row.text('AccountUpn'), azureAdUserId: row.text('AccountObjectId') });
  const url = urlOrDomainMention(row.text('Url'));
  const ip = ipMention(row.text('IPAddress'));
  const chain = readJson(row.raw('UrlChain'));
  const attributes: Record<string, Json> = {
    actionType: row.text('ActionType'),
    workload: row.text('Workload'),
    isClickedThrough: row.text('IsClickedThrough'),
    ipAddress: row.text('IPAddress'),
  };
  emit.entity(user, { userPrincipalName: row.text('AccountUpn') });
  emit.entity(url, { threatTypes: row.text('ThreatTypes'), urlChain: Array.isArray(chain) ? chain.slice(0, 50) : null });
  emit.entity(ip);
  emit.relation(user, 'clicked', url, { attributes });
  // The clicked message is known by its id; whose copy it was is taken from who clicked.
  if (row.text('NetworkMessageId') !== null) emit.relation(copyOf(emit, row.text('AccountUpn')), 'has_url', url, { timeUs: null });
  emit.event({ account: user, target: url, details: [row.text('Workload'), row.text('ThreatTypes'), row.text('IPAddress')] });
}
