/**
 * Kinds of entity, in the order lists show them. The first five are assets (what the organisation owns and can lose),
 * the rest artifacts of the attack. `other` keeps what no kind fits, so that nothing imported is dropped.
 */
export const ENTITY_KINDS = [
  'device', 'user', 'mailbox', 'app', 'cloudResource',
  'process', 'file', 'ip', 'domain', 'url', 'email', 'mailCluster', 'registryKey', 'registryValue',
  'service', 'scheduledTask', 'securityGroup', 'logonSession', 'servicePrincipal', 'oauthApp', 'malware', 'script', 'pipe', 'other',
] as const;
export type EntityKind = (typeof ENTITY_KINDS)[number];

export const ASSET_KINDS: ReadonlySet<EntityKind> = new Set<EntityKind>(['device', 'user', 'mailbox', 'app', 'oauthApp', 'cloudResource']);

/** Kinds whose names are network indicators: defanged wherever they are shown. */
export const NETWORK_KINDS: ReadonlySet<EntityKind> = new Set<EntityKind>(['ip', 'domain', 'url']);

/** Singular label of a kind, as lists and panes show it. */
export const ENTITY_KIND_LABEL: Readonly<Record<EntityKind, string>> = {
  device: 'Device', user: 'User', mailbox: 'Mailbox', app: 'App', cloudResource: 'Cloud resource', process: 'Process', file: 'File',
  ip: 'IP address', domain: 'Domain', url: 'URL', email: 'Email', mailCluster: 'Email cluster', registryKey: 'Registry key',
  registryValue: 'Registry value', service: 'Service', scheduledTask: 'Scheduled task', securityGroup: 'Group',
  logonSession: 'Logon session', servicePrincipal: 'Service principal', oauthApp: 'OAuth app', malware: 'Malware', script: 'Script',
  pipe: 'Named pipe', other: 'Other',
};

/**
 * Identity keys per kind, strongest first (formats.md section 4). The position is the key's level: two mentions merge
 * on a key unless a stronger key of both is known and differs. `weak` keys never merge by themselves with a mention
 * that has a strong key; they only propose it.
 */
export interface KindKeys {
  readonly strong: readonly string[];
  readonly weak: readonly string[];
}
export const KEYS: Readonly<Record<EntityKind, KindKeys>> = {
  device: { strong: ['mdeDeviceId', 'azureAdDeviceId', 'fqdn'], weak: ['hostName'] },
  user: { strong: ['azureAdUserId', 'sid', 'upn', 'ntAccount', 'localAccount'], weak: ['accountName', 'displayName'] },
  mailbox: { strong: ['primaryAddress'], weak: ['upn', 'displayName'] },
  app: { strong: ['appId'], weak: ['displayName'] },
  oauthApp: { strong: ['oauthAppId', 'objectId'], weak: ['displayName'] },
  servicePrincipal: { strong: ['servicePrincipalObjectId', 'appTenant'], weak: ['displayName'] },
  cloudResource: { strong: ['resourceId'], weak: ['nameType'] },
  process: { strong: ['pidStart', 'processGuid'], weak: ['pidImage'] },
  file: { strong: ['sha256', 'sha1', 'md5', 'devicePath'], weak: ['name'] },
  ip: { strong: ['address'], weak: [] },
  domain: { strong: ['domainName'], weak: [] },
  url: { strong: ['url'], weak: [] },
  email: { strong: ['networkMessageId', 'internetMessageId'], weak: ['senderSubject'] },
  mailCluster: { strong: ['urn', 'query', 'clusterBy'], weak: ['displayName'] },
  registryKey: { strong: ['deviceKey'], weak: ['key'] },
  registryValue: { strong: ['deviceKeyValue'], weak: ['keyValue'] },
  service: { strong: ['deviceName'], weak: ['name'] },
  scheduledTask: { strong: ['deviceName'], weak: ['name'] },
  securityGroup: { strong: ['sid', 'securityGroupId'], weak: ['name'] },
  logonSession: { strong: ['logonGuid', 'deviceLogonId', 'sessionId'], weak: [] },
  malware: { strong: ['malwareName'], weak: [] },
  script: { strong: ['devicePath'], weak: ['name'] },
  pipe: { strong: ['deviceName'], weak: ['name'] },
  other: { strong: ['raw'], weak: [] },
};
