/** Tables of the mail service: messages, their addresses and attachments, what happened to them later, and clicks. */
import { clicks, emails, mailActions, mailboxes, ordinary, organisation, seed } from '../truth.ts';
import { accountOf, exact, fileHashes, get, internetMessageId, networkMessageId, urlHostOf } from './derive.ts';
import type { Row, SampleFile } from './output.ts';
import { partSeed, random, type Random } from './random.ts';
import { csvFile, domainOf, officeTimes, sorted, staff, stripReport, type Timed } from './service-rows.ts';
import { siteAddress } from './templates.ts';

const EMAIL = [
  'Timestamp',
  'NetworkMessageId',
  'InternetMessageId',
  'SenderMailFromAddress',
  'SenderFromAddress',
  'SenderDisplayName',
  'SenderObjectId',
  'SenderMailFromDomain',
  'SenderFromDomain',
  'SenderIPv4',
  'RecipientEmailAddress',
  'RecipientObjectId',
  'Subject',
  'EmailClusterId',
  'EmailDirection',
  'DeliveryAction',
  'DeliveryLocation',
  'ThreatTypes',
  'ThreatNames',
  'DetectionMethods',
  'AttachmentCount',
  'UrlCount',
  'LatestDeliveryLocation',
  'LatestDeliveryAction',
  'ReportId',
];

function emailRow(key: string): Timed {
  const e = get(key, 'email');
  const box = get(e.recipient, 'mailbox');
  return {
    at: e.received,
    row: {
      Timestamp: exact(e.received),
      NetworkMessageId: networkMessageId(e.message),
      InternetMessageId: internetMessageId(e.message, domainOf(e.sender)),
      SenderMailFromAddress: e.sender,
      SenderFromAddress: e.sender,
      SenderDisplayName: e.senderName,
      SenderObjectId: e.direction === 'Intra-org' ? accountOf('user.okafor').objectId : null,
      SenderMailFromDomain: domainOf(e.sender),
      SenderFromDomain: domainOf(e.sender),
      SenderIPv4: e.senderIp === null ? null : get(e.senderIp, 'ip').address,
      RecipientEmailAddress: box.address,
      RecipientObjectId: box.owner === null ? null : accountOf(box.owner).objectId,
      Subject: e.subject,
      EmailClusterId: e.message === 'duty' ? '2041720417' : null,
      EmailDirection: e.direction,
      DeliveryAction: e.deliveryAction,
      DeliveryLocation: e.deliveryLocation,
      ThreatTypes: e.threat,
      ThreatNames: null,
      DetectionMethods: e.threat === null ? null : '{"Phish":["URL detonation reputation"]}',
      AttachmentCount: e.attachment === null ? 0 : 1,
      UrlCount: e.urls.length,
      LatestDeliveryLocation: e.latestLocation,
      LatestDeliveryAction: e.latestLocation === e.deliveryLocation ? 'Delivered' : 'Moved',
    },
  };
}

const CORRESPONDENTS = [
  'dispatch@seaway.example',
  'rates@oceanboard.example',
  'desk@customs-desk.example',
  'service@fjordkredit.example',
  'orders@officeware.example',
  'harbour@portside.example',
] as const;
const SUBJECTS = [
  'Arrival notice',
  'Booking confirmation',
  'Rate sheet',
  'Weekly statement',
  'Slot change',
  'Documents for your shipment',
  'Credit note',
  'Gate times',
] as const;

function ordinaryEmails(r: Random): Timed[] {
  const boxes = Object.values(mailboxes);
  return officeTimes(ordinary.emails, r).map((at, i) => {
    const box = r.pick(boxes);
    const intern = r.next() < 0.3;
    const junk = !intern && r.next() < 0.06;
    const sender = intern ? r.pick(boxes.filter((b) => b !== box)).address : r.pick(CORRESPONDENTS);
    const message = `ordinary-${i}`;
    return {
      at,
      row: {
        Timestamp: exact(at),
        NetworkMessageId: networkMessageId(message),
        InternetMessageId: internetMessageId(message, domainOf(sender)),
        SenderMailFromAddress: sender,
        SenderFromAddress: sender,
        SenderDisplayName: sender.slice(0, sender.indexOf('@')),
        SenderMailFromDomain: domainOf(sender),
        SenderFromDomain: domainOf(sender),
        SenderIPv4: intern ? null : siteAddress(domainOf(sender)),
        RecipientEmailAddress: box.address,
        RecipientObjectId: box.owner === null ? null : accountOf(box.owner).objectId,
        Subject: `${r.pick(SUBJECTS)} ${r.int(10_000, 99_999)}`,
        EmailDirection: intern ? 'Intra-org' : 'Inbound',
        DeliveryAction: junk ? 'Junked' : 'Delivered',
        DeliveryLocation: junk ? 'Junk folder' : 'Inbox/folder',
        ThreatTypes: junk ? 'Spam' : null,
        AttachmentCount: 0,
        UrlCount: 0,
        LatestDeliveryLocation: junk ? 'Junk folder' : 'Inbox/folder',
        LatestDeliveryAction: junk ? 'Junked' : 'Delivered',
      },
    };
  });
}

function mailFiles(): SampleFile[] {
  const declared = Object.keys(emails);
  const rows = sorted([...declared.map(emailRow), ...ordinaryEmails(random(partSeed(seed, 'EmailEvents')))]);
  const of = (key: string): Row => {
    const e = get(key, 'email');
    return { Timestamp: exact(e.received), NetworkMessageId: networkMessageId(e.message) };
  };
  const urlRows = declared.flatMap((key) =>
    get(key, 'email').urls.map((u) => ({
      message: get(key, 'email').message,
      url: u,
      at: get(key, 'email').received,
      row: { ...of(key), Url: get(u, 'url').url, UrlDomain: urlHostOf(get(u, 'url').url), UrlLocation: 'Body' },
    })),
  );
  // One row per message and address, whoever received it.
  const urls = stripReport(sorted(urlRows.filter((u, i) => urlRows.findIndex((v) => v.message === u.message && v.url === u.url) === i)));
  const attachments = stripReport(
    sorted(
      declared.flatMap((key) => {
        const e = get(key, 'email');
        if (e.attachment === null) return [];
        const f = get(e.attachment, 'file');
        return [
          {
            at: e.received,
            row: {
              ...of(key),
              SenderFromAddress: e.sender,
              SenderDisplayName: e.senderName,
              RecipientEmailAddress: get(e.recipient, 'mailbox').address,
              FileName: f.name,
              FileType: 'docm',
              SHA256: fileHashes(e.attachment).sha256,
              FileSize: f.size,
              ThreatTypes: 'Malware',
            },
          },
        ];
      }),
    ),
  );
  const after = stripReport(
    sorted(
      mailActions.map((m) => {
        const e = get(m.email, 'email');
        return {
          at: m.at,
          row: {
            Timestamp: m.at,
            NetworkMessageId: networkMessageId(e.message),
            InternetMessageId: internetMessageId(e.message, domainOf(e.sender)),
            Action: m.action,
            ActionType: m.actionType,
            ActionTrigger: m.trigger,
            ActionResult: m.result,
            RecipientEmailAddress: get(e.recipient, 'mailbox').address,
            DeliveryLocation: m.location,
          },
        };
      }),
    ),
  );
  return [
    csvFile('EmailEvents', EMAIL, rows),
    csvFile('EmailUrlInfo', ['Timestamp', 'NetworkMessageId', 'Url', 'UrlDomain', 'UrlLocation'], urls),
    csvFile(
      'EmailAttachmentInfo',
      [
        'Timestamp',
        'NetworkMessageId',
        'SenderFromAddress',
        'SenderDisplayName',
        'RecipientEmailAddress',
        'FileName',
        'FileType',
        'SHA256',
        'FileSize',
        'ThreatTypes',
      ],
      attachments,
    ),
    csvFile(
      'EmailPostDeliveryEvents',
      [
        'Timestamp',
        'NetworkMessageId',
        'InternetMessageId',
        'Action',
        'ActionType',
        'ActionTrigger',
        'ActionResult',
        'RecipientEmailAddress',
        'DeliveryLocation',
      ],
      after,
    ),
  ];
}

function clickFile(): SampleFile {
  const r = random(partSeed(seed, 'UrlClickEvents'));
  const people = staff();
  const declared = clicks.map((c) => ({
    at: c.at,
    row: {
      Timestamp: exact(c.at),
      Url: get(c.url, 'url').url,
      ActionType: c.action,
      AccountUpn: accountOf(c.user).upn,
      Workload: 'Email',
      NetworkMessageId: networkMessageId(get(c.email, 'email').message),
      IPAddress: c.ip,
      IsClickedThrough: c.through,
      UrlChain: `["${get(c.url, 'url').url}"]`,
      ThreatTypes: 'Phish',
    },
  }));
  const common = officeTimes(ordinary.clicks, r).map((at) => {
    const url = `https://tracking.seaway.example/t/${r.int(100_000, 999_999)}`;
    return {
      at,
      row: {
        Timestamp: exact(at),
        Url: url,
        ActionType: 'ClickAllowed',
        AccountUpn: accountOf(r.pick(people)).upn,
        Workload: r.pick(['Email', 'Teams', 'Office']),
        IPAddress: organisation.externalIp,
        IsClickedThrough: false,
        UrlChain: `["${url}"]`,
      },
    };
  });
  return csvFile(
    'UrlClickEvents',
    [
      'Timestamp',
      'Url',
      'ActionType',
      'AccountUpn',
      'Workload',
      'NetworkMessageId',
      'IPAddress',
      'IsClickedThrough',
      'UrlChain',
      'ThreatTypes',
      'ReportId',
    ],
    sorted([...declared, ...common]),
  );
}

export const mailTableFiles = (): SampleFile[] => [...mailFiles(), clickFile()];
