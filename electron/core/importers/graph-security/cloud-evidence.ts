/** Apps, principals, groups, malware, and resources of clouds, containers and code hosts. */
import { plainMention } from '../../../../shared/domain/entity/index.ts';
import type { Mention } from '../../../../shared/domain/facts/facts.ts';
import type { Collector } from '../shared/collector.ts';
import { allAttributes, attributes, isRec, joined, list, pick, rec, text, type Rec } from '../shared/record.ts';
import { BASE_FIELDS, type Nested, type Subtype } from './subtype.ts';

/** Instance 0 is the only one of most tenants: other sources leave it out, so that both spellings name the app. */
const cloudApplication: Subtype = (c, e) => {
  const [id, instance] = [text(pick(e, 'appId', 'saasAppId')), text(e['instanceId'])];
  const named = (appId: string | null): Mention | null => plainMention('app', { appId, displayName: e['displayName'] }, e['displayName']);
  const app = named(id === null || instance === null || instance === '0' ? id : `${id}|${instance}`);
  return c.state(
    id !== null && instance === '0' ? withKeys(app, named(`${id}|0`)) : app,
    attributes(e, ['displayName', 'appId', 'saasAppId', 'instanceId', 'instanceName']),
  );
};

const oauthApplication: Subtype = (c, e) =>
  c.state(
    plainMention(
      'oauthApp',
      { oauthAppId: e['appId'], objectId: e['objectId'], displayName: joined('|', e['displayName'], e['publisher']) },
      e['displayName'],
    ),
    attributes(e, ['displayName', 'appId', 'objectId', 'publisher']),
  );

const servicePrincipal: Subtype = (c, e) => {
  const [app, tenant] = [text(e['appId']), text(e['tenantId'])];
  const keys = {
    servicePrincipalObjectId: e['servicePrincipalObjectId'],
    appTenant: app === null ? null : `${app}|${tenant ?? ''}`,
    displayName: e['servicePrincipalName'],
  };
  return c.state(
    plainMention('servicePrincipal', keys, e['servicePrincipalName']),
    attributes(e, ['servicePrincipalName', 'servicePrincipalType', 'servicePrincipalObjectId', 'appId', 'tenantId', 'appOwnerTenantId']),
  );
};

/** A group of Entra ID and of Active Directory has an id in each; either names it. */
const securityGroup: Subtype = (c, e) => {
  const name = text(pick(e, 'displayName', 'friendlyName', 'distinguishedName'));
  const group = plainMention(
    'securityGroup',
    { sid: e['sid'], securityGroupId: e['securityGroupId'], name: pick(e, 'distinguishedName', 'displayName') },
    name,
  );
  const byGuid = plainMention('securityGroup', { securityGroupId: e['activeDirectoryObjectGuid'] }, name);
  return c.state(
    withKeys(group, byGuid),
    attributes(e, ['displayName', 'friendlyName', 'distinguishedName', 'activeDirectoryObjectGuid', 'sid', 'securityGroupId']),
  );
};

/** One mention with the keys of two that name the same thing; the first one's keys keep their place. */
function withKeys(a: Mention | null, b: Mention | null): Mention | null {
  if (a === null || b === null) return a ?? b;
  const news = b.keys.filter((k) => !a.keys.some((own) => own.type === k.type && own.value === k.value));
  const at = a.keys.findLastIndex((k) => k.type !== 'name' && k.type !== 'displayName') + 1;
  return { ...a, keys: [...a.keys.slice(0, at), ...news, ...a.keys.slice(at)] };
}

const malware: Subtype = (c, e, nested) => {
  for (const file of c.bounded(list(e['files']), 'files')) nested(file, 'file');
  for (const process of c.bounded(list(e['processes']), 'processes')) nested(process, 'process');
  return c.state(plainMention('malware', { malwareName: e['name'] }, e['name']), attributes(e, ['name', 'category']));
};

const RESOURCE = [
  'resourceName',
  'resourceType',
  'resourceId',
  'amazonResourceId',
  'amazonAccountId',
  'fullResourceName',
  'projectId',
  'projectNumber',
  'location',
  'locationType',
];

/** A resource of Azure, AWS or Google Cloud by its full id; without one, by name and type. */
const cloudResource: Subtype = (c, e) => {
  const id = text(pick(e, 'resourceId', 'amazonResourceId', 'fullResourceName'));
  const [name, type] = [text(e['resourceName']), text(e['resourceType'])];
  return c.state(
    plainMention('cloudResource', { resourceId: id, nameType: name === null ? null : `${name}|${type ?? ''}` }, name ?? id),
    attributes(e, RESOURCE),
  );
};

/** Nested objects of the remaining subtypes: which evidence a field holds when the object does not say. */
const FIELD_SUBTYPES: Readonly<Record<string, string>> = {
  ipAddress: 'ip',
  podIp: 'ip',
  clusterIP: 'ip',
  externalIPs: 'ip',
  nics: 'nic',
  blobContainer: 'blobContainer',
  storageResource: 'azureResource',
  ioTHub: 'azureResource',
  fileHashes: 'fileHash',
  image: 'containerImage',
  digestImage: 'containerImage',
  registry: 'containerRegistry',
  pod: 'kubernetesPod',
  containers: 'container',
  initContainers: 'container',
  ephemeralContainers: 'container',
  namespace: 'kubernetesNamespace',
  cluster: 'kubernetesCluster',
  controller: 'kubernetesController',
  serviceAccount: 'kubernetesServiceAccount',
  cloudResource: 'azureResource',
};

/** Nested evidence of the remaining subtypes becomes entities as well. */
function statedParts(c: Collector, e: Rec, nested: Nested): void {
  for (const [field, subtype] of Object.entries(FIELD_SUBTYPES)) {
    for (const part of c.bounded(Array.isArray(e[field]) ? list(e[field]) : [e[field]], field)) {
      if (subtype === 'ip' || isRec(part)) nested(part, subtype);
    }
  }
}

/** Resources with an id of their own: the fields that hold it, best first. */
const IDENTIFIED: Readonly<Record<string, readonly string[]>> = {
  blob: ['url'],
  blobContainer: ['url'],
  container: ['containerId'],
  containerImage: ['imageId'],
  containerRegistry: ['registry'],
};
const identified =
  (subtype: string): Subtype =>
  (c, e, nested) => {
    statedParts(c, e, nested);
    const id = text(pick(e, ...IDENTIFIED[subtype]!));
    return id === null
      ? null
      : c.state(plainMention('cloudResource', { resourceId: id }, pick(e, 'name', ...IDENTIFIED[subtype]!)), allAttributes(e, BASE_FIELDS));
  };

/** Things of a Kubernetes cluster have names only, which repeat in every cluster and namespace: the whole path names one. */
const kubernetes =
  (subtype: string): Subtype =>
  (c, e, nested) => {
    statedParts(c, e, nested);
    const name = text(e['name']);
    if (name === null) return null;
    const namespace = rec(e['namespace']);
    const cluster = rec(subtype === 'kubernetesNamespace' ? e['cluster'] : namespace['cluster']);
    const host = rec(subtype === 'kubernetesCluster' ? e['cloudResource'] : cluster['cloudResource']);
    const place = [pick(host, 'resourceId', 'amazonResourceId', 'fullResourceName'), cluster['name'], namespace['name'], name]
      .map((part) => text(part) ?? '')
      .join('/');
    return c.state(plainMention('cloudResource', { nameType: `${place}|${subtype}` }, name), allAttributes(e, BASE_FIELDS));
  };

/** What no kind fits: kept as `other`, by its id where it has one. */
const kept =
  (subtype: string, ...ids: readonly string[]): Subtype =>
  (c, e, nested) => {
    statedParts(c, e, nested);
    return c.other(
      subtype,
      text(pick(e, ...ids)),
      e,
      BASE_FIELDS,
      text(pick(e, 'displayName', 'name', 'login', 'deviceName', 'macAddress', ...ids)),
    );
  };

const K8S = ['Cluster', 'Namespace', 'Pod', 'Controller', 'Service', 'ServiceAccount', 'Secret'].map((word) => `kubernetes${word}`);

export const CLOUD_SUBTYPES: Readonly<Record<string, Subtype>> = {
  cloudApplication,
  oauthApplication,
  servicePrincipal,
  securityGroup,
  malware,
  azureResource: cloudResource,
  amazonResource: cloudResource,
  googleCloudResource: cloudResource,
  ...Object.fromEntries(Object.keys(IDENTIFIED).map((subtype) => [subtype, identified(subtype)])),
  ...Object.fromEntries(K8S.map((subtype) => [subtype, kubernetes(subtype)])),
  cloudLogonRequest: kept('cloudLogonRequest', 'requestId'),
  ioTDevice: kept('ioTDevice', 'deviceId'),
  nic: kept('nic', 'macAddress'),
  sasToken: kept('sasToken', 'signatureHash'),
  gitHubOrganization: kept('gitHubOrganization', 'orgId'),
  gitHubRepo: kept('gitHubRepo', 'repoId'),
  gitHubUser: kept('gitHubUser', 'userId'),
};
