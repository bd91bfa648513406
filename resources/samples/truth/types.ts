/**
 * Vocabulary in which the truth of the sample case is written. Times are UTC with milliseconds, as text. Ids and hashes
 * are not written by hand: the generator derives them from the entity's key (see `generator/derive.ts`), so that no
 * value of the sample can be a real file, account or device.
 */
export type Verdict = 'malicious' | 'suspicious' | 'unknown' | 'noThreatsFound';
export type Severity = 'informational' | 'low' | 'medium' | 'high';
export type RemediationStatus =
  | 'none'
  | 'active'
  | 'pendingApproval'
  | 'running'
  | 'remediated'
  | 'partiallyRemediated'
  | 'prevented'
  | 'blocked'
  | 'notFound';
export type ServiceSource =
  | 'microsoftDefenderForEndpoint'
  | 'microsoftDefenderForIdentity'
  | 'microsoftDefenderForOffice365'
  | 'microsoftDefenderForCloudApps'
  | 'microsoft365Defender';

export interface DeviceEntity {
  readonly kind: 'device';
  readonly host: string;
  readonly dnsDomain: string;
  readonly ntDomain: string;
  readonly role: 'workstation' | 'server';
  readonly ip: string;
  readonly osPlatform: string;
  readonly osBuild: number;
  readonly version: string;
  readonly riskScore: 'none' | 'low' | 'medium' | 'high';
  readonly exposure: 'Low' | 'Medium' | 'High';
  readonly group: string;
  readonly tags: readonly string[];
  readonly owner: string | null;
  readonly what: string;
}
export interface UserEntity {
  readonly kind: 'user';
  readonly account: string;
  readonly domain: 'LARKHAVEN' | 'NORTHPIER';
  readonly rid: number;
  readonly displayName: string;
  readonly jobTitle: string;
  readonly department: string;
  readonly risk: 'none' | 'low' | 'medium' | 'high';
  readonly enabled: boolean;
  /** Accounts that live in Active Directory only have no Entra object and no UPN suffix of the mail domain. */
  readonly cloud: boolean;
  readonly tags: readonly string[];
}
export interface MailboxEntity {
  readonly kind: 'mailbox';
  readonly address: string;
  readonly displayName: string;
  readonly owner: string | null;
}
export interface AppEntity {
  readonly kind: 'app';
  readonly appId: number;
  readonly instanceId: number;
  readonly displayName: string;
  readonly instanceName: string;
}
export interface OauthAppEntity {
  readonly kind: 'oauthApp';
  readonly displayName: string;
  readonly publisher: string;
}
export interface FileEntity {
  readonly kind: 'file';
  readonly name: string;
  readonly folder: string;
  readonly size: number;
  readonly publisher: string | null;
  readonly what: string;
  /** Device on which evidence and events saw the file; null for an attachment that only the mail service saw. */
  readonly device: string | null;
  /** Hashes are derived from this label instead of the key: equal labels are the same content. */
  readonly content?: string;
}
export interface ProcessEntity {
  readonly kind: 'process';
  readonly device: string;
  readonly pid: number;
  readonly started: string;
  readonly image: string;
  readonly commandLine: string;
  /** Key of the parent process; null for one that the boot started. */
  readonly parent: string | null;
  readonly account: string;
  readonly integrity: 'Medium' | 'High' | 'System';
}
export interface IpEntity {
  readonly kind: 'ip';
  readonly address: string;
  readonly country: string | null;
  readonly what: string;
}
export interface DomainEntity {
  readonly kind: 'domain';
  readonly name: string;
}
export interface UrlEntity {
  readonly kind: 'url';
  readonly url: string;
}
export interface EmailEntity {
  readonly kind: 'email';
  readonly message: string;
  readonly recipient: string;
  readonly sender: string;
  readonly senderName: string;
  readonly senderIp: string | null;
  readonly subject: string;
  readonly received: string;
  readonly direction: 'Inbound' | 'Intra-org';
  readonly deliveryAction: 'Delivered' | 'Junked' | 'Blocked';
  readonly deliveryLocation: string;
  readonly latestLocation: string;
  readonly urls: readonly string[];
  readonly attachment: string | null;
  readonly threat: string | null;
}
export interface MailClusterEntity {
  readonly kind: 'mailCluster';
  readonly clusterBy: string;
  readonly clusterByValue: string;
  readonly messages: readonly string[];
  readonly emailCount: number;
}
export interface RegistryEntity {
  readonly kind: 'registryKey' | 'registryValue';
  readonly device: string;
  readonly hive: string;
  readonly key: string;
  readonly valueName: string | null;
  readonly data: string | null;
  readonly valueType: string | null;
}
export interface GroupEntity {
  readonly kind: 'securityGroup';
  readonly name: string;
  readonly rid: number;
}
export interface SessionEntity {
  readonly kind: 'logonSession';
  readonly where: 'host' | 'cloud';
  readonly sessionId: string;
  readonly account: string;
  readonly device: string | null;
  readonly start: string;
  readonly userAgent: string | null;
  readonly ip: string | null;
}
export interface MalwareEntity {
  readonly kind: 'malware';
  readonly name: string;
  readonly category: string;
  readonly files: readonly string[];
  readonly processes: readonly string[];
}

export type Entity =
  | DeviceEntity
  | UserEntity
  | MailboxEntity
  | AppEntity
  | OauthAppEntity
  | FileEntity
  | ProcessEntity
  | IpEntity
  | DomainEntity
  | UrlEntity
  | EmailEntity
  | MailClusterEntity
  | RegistryEntity
  | GroupEntity
  | SessionEntity
  | MalwareEntity;
export type Kind = Entity['kind'];

/** One piece of evidence: which entity, how the product judged it, and its part in the alert. */
export interface Evidence {
  readonly of: string;
  readonly verdict: Verdict;
  readonly status: RemediationStatus;
  readonly roles: readonly string[];
  readonly detailedRoles?: readonly string[];
  readonly tags?: readonly string[];
}
export interface Alert {
  readonly key: string;
  readonly title: string;
  readonly description: string;
  readonly recommendedActions: readonly string[];
  readonly category: string;
  readonly techniques: readonly string[];
  readonly severity: Severity;
  readonly status: 'new' | 'inProgress' | 'resolved';
  readonly serviceSource: ServiceSource;
  readonly detectionSource: string;
  readonly productName: string;
  readonly first: string;
  readonly last: string;
  readonly created: string;
  readonly updated: string;
  readonly resolved: string | null;
  readonly classification: string | null;
  readonly determination: string | null;
  readonly threatFamily?: string;
  readonly threatDisplay?: string;
  readonly actor?: string;
  readonly evidence: readonly Evidence[];
}
export interface Incident {
  readonly id: string;
  readonly displayName: string;
  readonly summary: string;
  readonly severity: Severity;
  readonly status: 'active' | 'inProgress' | 'resolved';
  readonly classification: string | null;
  readonly determination: string | null;
  readonly assignedTo: string | null;
  readonly customTags: readonly string[];
  readonly systemTags: readonly string[];
  readonly created: string;
  readonly updated: string;
  readonly resolvingComment: string | null;
  readonly comments: readonly { readonly comment: string; readonly by: string; readonly at: string }[];
  readonly alerts: readonly Alert[];
}

/** What happened, one by one. Every step becomes exactly one row of a hunting table (or `count` rows for a burst). */
export type Step =
  | {
      readonly what: 'file';
      readonly at: string;
      readonly action: 'FileCreated' | 'FileModified' | 'FileRenamed' | 'FileDeleted';
      readonly actor: string;
      readonly file: string;
      readonly originUrl?: string;
      readonly previousName?: string;
    }
  | {
      readonly what: 'network';
      readonly at: string;
      readonly action: 'ConnectionSuccess' | 'ConnectionFailed' | 'InboundConnectionAccepted';
      readonly actor: string;
      readonly ip: string;
      readonly url: string | null;
      readonly port: number;
    }
  | {
      readonly what: 'registry';
      readonly at: string;
      readonly action: 'RegistryValueSet' | 'RegistryKeyCreated' | 'RegistryValueDeleted';
      readonly actor: string;
      readonly registry: string;
    }
  | {
      readonly what: 'logon';
      readonly at: string;
      readonly action: 'LogonSuccess' | 'LogonFailed';
      readonly user: string;
      readonly device: string;
      readonly from: string;
      readonly logonType: string;
      readonly protocol: string;
      readonly admin: boolean;
    }
  | { readonly what: 'image'; readonly at: string; readonly actor: string; readonly file: string }
  | {
      readonly what: 'device';
      readonly at: string;
      readonly action: string;
      readonly actor: string;
      readonly target: string | null;
      readonly fields: Readonly<Record<string, string | number>>;
    }
  | {
      readonly what: 'networkBurst';
      readonly from: string;
      readonly to: string;
      readonly count: number;
      readonly actor: string;
      readonly ip: string;
      readonly url: string;
      readonly port: number;
    }
  | {
      readonly what: 'fileBurst';
      readonly from: string;
      readonly to: string;
      readonly count: number;
      readonly action: 'FileCreated' | 'FileRenamed' | 'FileModified';
      readonly actor: string;
      readonly folder: string;
      readonly name: string;
      readonly previousName?: string;
    };

export interface Relation {
  readonly from: string;
  readonly type: string;
  readonly to: string;
  readonly at: string;
}
export interface Link {
  readonly a: string;
  readonly b: string;
  readonly reason: string;
  readonly via: string;
}
export interface LookAlike {
  readonly a: string;
  readonly b: string;
  readonly reason: string;
  readonly why: string;
}
