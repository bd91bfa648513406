/** Tables of the directory, sign-in and cloud services. Small enough to stay readable, so they are not packed. */
import { cloudActivities, downloads, entities, ordinary, organisation, seed, signIns, users } from '../truth.ts';
import { moments } from './attack-rows.ts';
import { accountOf, exact, get, guid, networkMessageId } from './derive.ts';
import { envelope, plainFile, type Row, type SampleFile } from './output.ts';
import { partSeed, random } from './random.ts';
import { csvFile, officeTimes, sorted, staff, type Timed } from './service-rows.ts';

function identityFile(): SampleFile {
  const rows = Object.keys(users).map((key): Row => {
    const u = get(key, 'user');
    const a = accountOf(key);
    const sensitive = u.tags.length > 0;
    return {
      Timestamp: '2026-11-17T06:00:00.0000000Z',
      AccountObjectId: a.objectId,
      AccountUpn: a.upn,
      OnPremSid: a.sid,
      CloudSid: u.cloud ? `S-1-12-1-${2_000_000_000 + u.rid}-${u.rid}-417-20417` : null,
      AccountName: u.account,
      AccountDomain: u.domain,
      AccountDisplayName: u.displayName,
      EmailAddress: u.cloud ? a.upn : null,
      JobTitle: u.jobTitle,
      Department: u.department,
      IsAccountEnabled: u.enabled,
      RiskLevel: u.risk === 'none' ? null : u.risk,
      RiskStatus: u.risk === 'high' ? 'ConfirmedCompromised' : u.risk === 'none' ? null : 'AtRisk',
      CriticalityLevel: sensitive ? 1 : 3,
      BlastRadius: sensitive ? 'High' : 'Low',
      Tags: JSON.stringify(u.tags),
      AssignedRoles: JSON.stringify(
        key === 'user.admBerg' ? ['Domain administrator'] : key === 'user.aaltonen' ? ['Security Administrator'] : [],
      ),
    };
  });
  return csvFile(
    'IdentityInfo',
    [
      'Timestamp',
      'AccountObjectId',
      'AccountUpn',
      'OnPremSid',
      'CloudSid',
      'AccountName',
      'AccountDomain',
      'AccountDisplayName',
      'EmailAddress',
      'JobTitle',
      'Department',
      'IsAccountEnabled',
      'RiskLevel',
      'RiskStatus',
      'CriticalityLevel',
      'BlastRadius',
      'Tags',
      'AssignedRoles',
    ],
    rows,
  );
}

const BROWSER = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36';
const PROXY = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36';

function signInFile(): SampleFile {
  const r = random(partSeed(seed, 'EntraIdSignInEvents'));
  const people = staff();
  const make = (
    at: string,
    user: string,
    app: string,
    ip: string,
    country: string,
    risk: number,
    error: number,
    agent: string,
    n: number,
  ): Timed => {
    const a = accountOf(user);
    const name = get(app, 'app').displayName;
    return {
      at,
      row: {
        Timestamp: exact(at),
        Application: name,
        ApplicationId: guid(`entra-app|${app}`),
        LogonType: '["interactiveUser"]',
        ErrorCode: error,
        CorrelationId: guid(`correlation|${n}`),
        SessionId: guid(`session|${n}`),
        AccountDisplayName: get(user, 'user').displayName,
        AccountObjectId: a.objectId,
        AccountUpn: a.upn,
        IsExternalUser: 0,
        IsGuestUser: false,
        IPAddress: ip,
        Country: country,
        RiskLevelAggregated: risk,
        RiskState: risk >= 100 ? 4 : 0,
        UserAgent: agent,
        RequestId: guid(`request|${n}`),
      },
    };
  };
  const declared = signIns.map((s, i) =>
    make(s.at, s.user, s.app, get(s.ip, 'ip').address, s.country, s.risk, s.error, s.ip === 'ip.aitm' ? PROXY : BROWSER, i),
  );
  const common = officeTimes(ordinary.signIns, r).map((at, i) =>
    make(
      at,
      r.pick(people),
      r.pick(['app.exchange', 'app.sharepoint']),
      organisation.externalIp,
      'NO',
      r.next() < 0.02 ? 10 : 1,
      r.next() < 0.04 ? 50126 : 0,
      BROWSER,
      1_000 + i,
    ),
  );
  return csvFile(
    'EntraIdSignInEvents',
    [
      'Timestamp',
      'Application',
      'ApplicationId',
      'LogonType',
      'ErrorCode',
      'CorrelationId',
      'SessionId',
      'AccountDisplayName',
      'AccountObjectId',
      'AccountUpn',
      'IsExternalUser',
      'IsGuestUser',
      'EntraIdDeviceId',
      'DeviceName',
      'IPAddress',
      'Country',
      'RiskLevelAggregated',
      'RiskState',
      'UserAgent',
      'RequestId',
      'ReportId',
    ],
    sorted([...declared, ...common]),
  );
}

function objectId(key: string): string {
  const e = entities[key];
  if (e?.kind === 'oauthApp') return guid(`oauth-app|${key}`);
  if (e?.kind === 'email') return networkMessageId(e.message);
  if (e?.kind === 'mailbox') return e.address;
  throw new Error(`truth: ${key} has no id in cloud records`);
}

function cloudFile(): SampleFile {
  const r = random(partSeed(seed, 'CloudAppEvents'));
  const people = staff();
  const make = (
    at: string,
    action: string,
    user: string,
    app: string,
    ip: string,
    country: string,
    agent: string,
    object: { readonly name: string; readonly type: string; readonly id: string; readonly oauth?: string },
  ): Timed => {
    const a = accountOf(user);
    const x = get(app, 'app');
    return {
      at,
      row: {
        Timestamp: exact(at),
        ActionType: action,
        Application: x.displayName,
        ApplicationId: x.appId,
        AppInstanceId: x.instanceId,
        AccountObjectId: a.objectId,
        AccountId: a.upn,
        AccountDisplayName: get(user, 'user').displayName,
        IsAdminOperation: false,
        DeviceType: 'Desktop',
        OSPlatform: agent === PROXY ? 'Linux' : 'Windows 11',
        IPAddress: ip,
        CountryCode: country,
        UserAgent: agent,
        ActivityType: action.split(' ')[0] ?? action,
        ObjectName: object.name,
        ObjectType: object.type,
        ObjectId: object.id,
        OAuthAppId: object.oauth ?? null,
        RawEventData: JSON.stringify({ Operation: action, UserId: a.upn, ClientIP: ip, Synthetic: true }),
      },
    };
  };
  const named = (key: string): string => get(key, 'ip').address;
  const fromIp = (key: string): readonly [string, string, string] =>
    key === 'ip.aitm' ? [named(key), 'MD', PROXY] : [named(key), 'NO', BROWSER];
  const declared = cloudActivities.map((c) =>
    make(c.at, c.action, c.user, c.app, ...fromIp(c.ip), {
      name: c.objectName,
      type: c.objectType,
      id: objectId(c.object),
      ...(c.object === 'oauthApp.mailArchive' ? { oauth: objectId(c.object) } : {}),
    }),
  );
  const taken = moments(downloads.from, downloads.to, downloads.count).map((at, i) =>
    make(at, 'FileDownloaded', downloads.user, downloads.app, ...fromIp(downloads.ip), {
      name: `Close ${2024 + (i % 3)} - ${String(i + 1).padStart(3, '0')}.xlsx`,
      type: 'File',
      id: `https://larkhaven.sharecloud.example/finance/${i + 1}`,
    }),
  );
  const common = officeTimes(ordinary.cloudActivities, r).map((at) =>
    make(
      at,
      r.pick(['FileAccessed', 'FileModified', 'FileDownloaded', 'MailItemsAccessed']),
      r.pick(people),
      r.pick(['app.exchange', 'app.sharepoint']),
      organisation.externalIp,
      'NO',
      BROWSER,
      { name: `Working paper ${r.int(1, 400)}.docx`, type: 'File', id: `https://larkhaven.sharecloud.example/work/${r.int(1, 400)}` },
    ),
  );
  const rows = sorted([...declared, ...taken, ...common]);
  const columns = [
    'Timestamp',
    'ActionType',
    'Application',
    'ApplicationId',
    'AppInstanceId',
    'AccountObjectId',
    'AccountId',
    'AccountDisplayName',
    'IsAdminOperation',
    'DeviceType',
    'OSPlatform',
    'IPAddress',
    'CountryCode',
    'UserAgent',
    'ActivityType',
    'ObjectName',
    'ObjectType',
    'ObjectId',
    'OAuthAppId',
    'RawEventData',
    'ReportId',
  ];
  return plainFile('CloudAppEvents.json', 'hunting-json', rows.length, envelope(columns, rows));
}

export const cloudTableFiles = (): SampleFile[] => [identityFile(), signInFile(), cloudFile()];
