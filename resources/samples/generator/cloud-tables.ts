/** Tables of the mail, sign-in, directory and cloud services. Small enough to stay readable, so they are not packed. */
import { clicks, cloudActivities, downloads, emails, entities, mailActions, mailboxes, ordinary, organisation, seed, signIns, users } from '../truth.ts';
import { moments } from './attack-rows.ts';
import { drawMoments } from './background.ts';
import { accountOf, exact, fileHashes, get, guid, internetMessageId, networkMessageId, registryKeyOf, text, urlHostOf } from './derive.ts';
import { csv, envelope, plainFile, type Row, type SampleFile } from './output.ts';
import { partSeed, random, type Random } from './random.ts';
import { siteAddress } from './templates.ts';

interface Timed { readonly at: string; readonly row: Row }
const sorted = (rows: readonly Timed[]): Row[] => [...rows].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)).map((r, i) => ({ ...r.row, ReportId: `${5_000 + i}` }));
const stripReport = (rows: readonly Row[]): Row[] => rows.map(({ ReportId: _, ...rest }) => rest);
const csvFile = (name: string, columns: readonly string[], rows: readonly Row[]): SampleFile => plainFile(`${name}.csv`, 'hunting-csv', rows.length, csv(columns, rows));
/** Times within the office's rhythm. */
const officeTimes = (count: number, r: Random): string[] => drawMoments(count, r, ['device.mktWs009']).map((m) => text(m.atMs));
const domainOf = (address: string): string => address.slice(address.indexOf('@') + 1);

const EMAIL = ['Timestamp', 'NetworkMessageId', 'InternetMessageId', 'SenderMailFromAddress', 'SenderFromAddress', 'SenderDisplayName', 'SenderObjectId', 'SenderMailFromDomain', 'SenderFromDomain', 'SenderIPv4', 'RecipientEmailAddress', 'RecipientObjectId', 'Subject', 'EmailClusterId', 'EmailDirection', 'DeliveryAction', 'DeliveryLocation', 'ThreatTypes', 'ThreatNames', 'DetectionMethods', 'AttachmentCount', 'UrlCount', 'LatestDeliveryLocation', 'LatestDeliveryAction', 'ReportId'];

function emailRow(key: string): Timed {
  const e = get(key, 'email');
  const box = get(e.recipient, 'mailbox');
  return {
    at: e.received,
    row: {
      Timestamp: exact(e.received), NetworkMessageId: networkMessageId(e.message), InternetMessageId: internetMessageId(e.message, domainOf(e.sender)), SenderMailFromAddress: e.sender, SenderFromAddress: e.sender, SenderDisplayName: e.senderName,
      SenderObjectId: e.direction === 'Intra-org' ? accountOf('user.okafor').objectId : null, SenderMailFromDomain: domainOf(e.sender), SenderFromDomain: domainOf(e.sender), SenderIPv4: e.senderIp === null ? null : get(e.senderIp, 'ip').address, RecipientEmailAddress: box.address,
      RecipientObjectId: box.owner === null ? null : accountOf(box.owner).objectId, Subject: e.subject, EmailClusterId: e.message === 'duty' ? '2041720417' : null, EmailDirection: e.direction, DeliveryAction: e.deliveryAction, DeliveryLocation: e.deliveryLocation,
      ThreatTypes: e.threat, ThreatNames: null, DetectionMethods: e.threat === null ? null : '{"Phish":["URL detonation reputation"]}', AttachmentCount: e.attachment === null ? 0 : 1, UrlCount: e.urls.length, LatestDeliveryLocation: e.latestLocation,
      LatestDeliveryAction: e.latestLocation === e.deliveryLocation ? 'Delivered' : 'Moved',
    },
  };
}

const CORRESPONDENTS = ['dispatch@seaway.example', 'rates@oceanboard.example', 'desk@customs-desk.example', 'service@fjordkredit.example', 'orders@officeware.example', 'harbour@portside.example'] as const;
const SUBJECTS = ['Arrival notice', 'Booking confirmation', 'Rate sheet', 'Weekly statement', 'Slot change', 'Documents for your shipment', 'Credit note', 'Gate times'] as const;

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
        Timestamp: exact(at), NetworkMessageId: networkMessageId(message), InternetMessageId: internetMessageId(message, domainOf(sender)), SenderMailFromAddress: sender, SenderFromAddress: sender, SenderDisplayName: sender.slice(0, sender.indexOf('@')),
        SenderMailFromDomain: domainOf(sender), SenderFromDomain: domainOf(sender), SenderIPv4: intern ? null : siteAddress(domainOf(sender)), RecipientEmailAddress: box.address, RecipientObjectId: box.owner === null ? null : accountOf(box.owner).objectId,
        Subject: `${r.pick(SUBJECTS)} ${r.int(10_000, 99_999)}`, EmailDirection: intern ? 'Intra-org' : 'Inbound', DeliveryAction: junk ? 'Junked' : 'Delivered', DeliveryLocation: junk ? 'Junk folder' : 'Inbox/folder', ThreatTypes: junk ? 'Spam' : null, AttachmentCount: 0, UrlCount: 0,
        LatestDeliveryLocation: junk ? 'Junk folder' : 'Inbox/folder', LatestDeliveryAction: junk ? 'Junked' : 'Delivered',
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
  const urlRows = declared.flatMap((key) => get(key, 'email').urls.map((u) => ({ message: get(key, 'email').message, url: u, at: get(key, 'email').received, row: { ...of(key), Url: get(u, 'url').url, UrlDomain: urlHostOf(get(u, 'url').url), UrlLocation: 'Body' } })));
  // One row per message and address, whoever received it.
  const urls = stripReport(sorted(urlRows.filter((u, i) => urlRows.findIndex((v) => v.message === u.message && v.url === u.url) === i)));
  const attachments = stripReport(sorted(declared.flatMap((key) => {
    const e = get(key, 'email');
    if (e.attachment === null) return [];
    const f = get(e.attachment, 'file');
    return [{ at: e.received, row: { ...of(key), SenderFromAddress: e.sender, SenderDisplayName: e.senderName, RecipientEmailAddress: get(e.recipient, 'mailbox').address, FileName: f.name, FileType: 'docm', SHA256: fileHashes(e.attachment).sha256, FileSize: f.size, ThreatTypes: 'Malware' } }];
  })));
  const after = stripReport(sorted(mailActions.map((m) => {
    const e = get(m.email, 'email');
    return {
      at: m.at,
      row: { Timestamp: m.at, NetworkMessageId: networkMessageId(e.message), InternetMessageId: internetMessageId(e.message, domainOf(e.sender)), Action: m.action, ActionType: m.actionType, ActionTrigger: m.trigger, ActionResult: m.result, RecipientEmailAddress: get(e.recipient, 'mailbox').address, DeliveryLocation: m.location },
    };
  })));
  return [
    csvFile('EmailEvents', EMAIL, rows),
    csvFile('EmailUrlInfo', ['Timestamp', 'NetworkMessageId', 'Url', 'UrlDomain', 'UrlLocation'], urls),
    csvFile('EmailAttachmentInfo', ['Timestamp', 'NetworkMessageId', 'SenderFromAddress', 'SenderDisplayName', 'RecipientEmailAddress', 'FileName', 'FileType', 'SHA256', 'FileSize', 'ThreatTypes'], attachments),
    csvFile('EmailPostDeliveryEvents', ['Timestamp', 'NetworkMessageId', 'InternetMessageId', 'Action', 'ActionType', 'ActionTrigger', 'ActionResult', 'RecipientEmailAddress', 'DeliveryLocation'], after),
  ];
}

function clickFile(): SampleFile {
  const r = random(partSeed(seed, 'UrlClickEvents'));
  const staff = Object.keys(users).filter((u) => get(u, 'user').cloud && get(u, 'user').domain === 'LARKHAVEN');
  const declared = clicks.map((c) => ({ at: c.at, row: { Timestamp: exact(c.at), Url: get(c.url, 'url').url, ActionType: c.action, AccountUpn: accountOf(c.user).upn, Workload: 'Email', NetworkMessageId: networkMessageId(get(c.email, 'email').message), IPAddress: c.ip, IsClickedThrough: c.through, UrlChain: `["${get(c.url, 'url').url}"]`, ThreatTypes: 'Phish' } }));
  const common = officeTimes(ordinary.clicks, r).map((at) => {
    const url = `https://tracking.seaway.example/t/${r.int(100_000, 999_999)}`;
    return { at, row: { Timestamp: exact(at), Url: url, ActionType: 'ClickAllowed', AccountUpn: accountOf(r.pick(staff)).upn, Workload: r.pick(['Email', 'Teams', 'Office']), IPAddress: organisation.externalIp, IsClickedThrough: false, UrlChain: `["${url}"]` } };
  });
  return csvFile('UrlClickEvents', ['Timestamp', 'Url', 'ActionType', 'AccountUpn', 'Workload', 'NetworkMessageId', 'IPAddress', 'IsClickedThrough', 'UrlChain', 'ThreatTypes', 'ReportId'], sorted([...declared, ...common]));
}

function identityFile(): SampleFile {
  const rows = Object.keys(users).map((key): Row => {
    const u = get(key, 'user');
    const a = accountOf(key);
    const sensitive = u.tags.length > 0;
    return {
      Timestamp: '2026-11-17T06:00:00.0000000Z', AccountObjectId: a.objectId, AccountUpn: a.upn, OnPremSid: a.sid, CloudSid: u.cloud ? `S-1-12-1-${2_000_000_000 + u.rid}-${u.rid}-417-20417` : null, AccountName: u.account, AccountDomain: u.domain, AccountDisplayName: u.displayName,
      EmailAddress: u.cloud ? a.upn : null, JobTitle: u.jobTitle, Department: u.department, IsAccountEnabled: u.enabled, RiskLevel: u.risk === 'none' ? null : u.risk, RiskStatus: u.risk === 'high' ? 'ConfirmedCompromised' : u.risk === 'none' ? null : 'AtRisk', CriticalityLevel: sensitive ? 1 : 3,
      BlastRadius: sensitive ? 'High' : 'Low', Tags: JSON.stringify(u.tags), AssignedRoles: JSON.stringify(key === 'user.admBerg' ? ['Domain administrator'] : key === 'user.aaltonen' ? ['Security Administrator'] : []),
    };
  });
  return csvFile('IdentityInfo', ['Timestamp', 'AccountObjectId', 'AccountUpn', 'OnPremSid', 'CloudSid', 'AccountName', 'AccountDomain', 'AccountDisplayName', 'EmailAddress', 'JobTitle', 'Department', 'IsAccountEnabled', 'RiskLevel', 'RiskStatus', 'CriticalityLevel', 'BlastRadius', 'Tags', 'AssignedRoles'], rows);
}

const BROWSER = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36';
const PROXY = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36';

function signInFile(): SampleFile {
  const r = random(partSeed(seed, 'EntraIdSignInEvents'));
  const staff = Object.keys(users).filter((u) => get(u, 'user').cloud && get(u, 'user').domain === 'LARKHAVEN');
  const make = (at: string, user: string, app: string, ip: string, country: string, risk: number, error: number, agent: string, n: number): Timed => {
    const a = accountOf(user);
    const name = get(app, 'app').displayName;
    return {
      at,
      row: {
        Timestamp: exact(at), Application: name, ApplicationId: guid(`entra-app|${app}`), LogonType: '["interactiveUser"]', ErrorCode: error, CorrelationId: guid(`correlation|${n}`), SessionId: guid(`session|${n}`), AccountDisplayName: get(user, 'user').displayName, AccountObjectId: a.objectId, AccountUpn: a.upn,
        IsExternalUser: 0, IsGuestUser: false, IPAddress: ip, Country: country, RiskLevelAggregated: risk, RiskState: risk >= 100 ? 4 : 0, UserAgent: agent, RequestId: guid(`request|${n}`),
      },
    };
  };
  const declared = signIns.map((s, i) => make(s.at, s.user, s.app, get(s.ip, 'ip').address, s.country, s.risk, s.error, s.ip === 'ip.aitm' ? PROXY : BROWSER, i));
  const common = officeTimes(ordinary.signIns, r).map((at, i) => make(at, r.pick(staff), r.pick(['app.exchange', 'app.sharepoint']), organisation.externalIp, 'NO', r.next() < 0.02 ? 10 : 1, r.next() < 0.04 ? 50126 : 0, BROWSER, 1_000 + i));
  return csvFile('EntraIdSignInEvents', ['Timestamp', 'Application', 'ApplicationId', 'LogonType', 'ErrorCode', 'CorrelationId', 'SessionId', 'AccountDisplayName', 'AccountObjectId', 'AccountUpn', 'IsExternalUser', 'IsGuestUser', 'EntraIdDeviceId', 'DeviceName', 'IPAddress', 'Country', 'RiskLevelAggregated', 'RiskState', 'UserAgent', 'RequestId', 'ReportId'], sorted([...declared, ...common]));
}

function objectId(key: string): string {
  const e = entities[key];
  if (e?.kind === 'oauthApp') return guid(`oauth-app|${key}`);
  if (e?.kind === 'email') return networkMessageId(e.message);
  if (e?.kind === 'mailbox') return e.address;
  return registryKeyOf(key);
}

function cloudFile(): SampleFile {
  const r = random(partSeed(seed, 'CloudAppEvents'));
  const staff = Object.keys(users).filter((u) => get(u, 'user').cloud && get(u, 'user').domain === 'LARKHAVEN');
  const make = (at: string, action: string, user: string, app: string, ip: string, country: string, agent: string, object: { readonly name: string; readonly type: string; readonly id: string; readonly oauth?: string }): Timed => {
    const a = accountOf(user);
    const x = get(app, 'app');
    return {
      at,
      row: {
        Timestamp: exact(at), ActionType: action, Application: x.displayName, ApplicationId: x.appId, AppInstanceId: x.instanceId, AccountObjectId: a.objectId, AccountId: a.upn, AccountDisplayName: get(user, 'user').displayName, IsAdminOperation: false, DeviceType: 'Desktop', OSPlatform: agent === PROXY ? 'Linux' : 'Windows 11',
        IPAddress: ip, CountryCode: country, UserAgent: agent, ActivityType: action.split(' ')[0] ?? action, ObjectName: object.name, ObjectType: object.type, ObjectId: object.id, OAuthAppId: object.oauth ?? null, RawEventData: JSON.stringify({ Operation: action, UserId: a.upn, ClientIP: ip, Synthetic: true }),
      },
    };
  };
  const named = (key: string): string => get(key, 'ip').address;
  const fromIp = (key: string): readonly [string, string, string] => (key === 'ip.aitm' ? [named(key), 'MD', PROXY] : [named(key), 'NO', BROWSER]);
  const declared = cloudActivities.map((c) => make(c.at, c.action, c.user, c.app, ...fromIp(c.ip), { name: c.objectName, type: c.objectType, id: objectId(c.object), ...(c.object === 'oauthApp.mailArchive' ? { oauth: objectId(c.object) } : {}) }));
  const taken = moments(downloads.from, downloads.to, downloads.count).map((at, i) => make(at, 'FileDownloaded', downloads.user, downloads.app, ...fromIp(downloads.ip), { name: `Close ${2024 + (i % 3)} - ${String(i + 1).padStart(3, '0')}.xlsx`, type: 'File', id: `https://larkhaven.sharecloud.example/finance/${i + 1}` }));
  const common = officeTimes(ordinary.cloudActivities, r).map((at) => make(at, r.pick(['FileAccessed', 'FileModified', 'FileDownloaded', 'MailItemsAccessed']), r.pick(staff), r.pick(['app.exchange', 'app.sharepoint']), organisation.externalIp, 'NO', BROWSER, { name: `Working paper ${r.int(1, 400)}.docx`, type: 'File', id: `https://larkhaven.sharecloud.example/work/${r.int(1, 400)}` }));
  const rows = sorted([...declared, ...taken, ...common]);
  const columns = ['Timestamp', 'ActionType', 'Application', 'ApplicationId', 'AppInstanceId', 'AccountObjectId', 'AccountId', 'AccountDisplayName', 'IsAdminOperation', 'DeviceType', 'OSPlatform', 'IPAddress', 'CountryCode', 'UserAgent', 'ActivityType', 'ObjectName', 'ObjectType', 'ObjectId', 'OAuthAppId', 'RawEventData', 'ReportId'];
  return plainFile('CloudAppEvents.json', 'hunting-json', rows.length, envelope(columns, rows));
}

export const cloudTableFiles = (): SampleFile[] => [...mailFiles(), clickFile(), identityFile(), signInFile(), cloudFile()];
