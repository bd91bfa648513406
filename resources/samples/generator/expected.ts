/** `truth.json`: what a correct import of the case must find, in a form that tests can read without this folder's code. */
import {
  clicks,
  deviceEvents,
  emails,
  entities,
  files,
  incidents,
  investigations,
  lookAlikes,
  links,
  machineActions,
  mailActions,
  mainIncident,
  pendingActions,
  processes,
  recommendations,
  indicators,
  seed,
  signIns,
  steps,
  users,
  wholeCase,
  window,
  type Alert,
  type Relation,
} from '../truth.ts';
import { alertByKey } from './endpoint-records.ts';
import {
  accountOf,
  alertId,
  canonicalKey,
  entraDeviceId,
  fileHashes,
  fqdn,
  get,
  groupSid,
  guid,
  internetMessageId,
  mdeDeviceId,
  ms,
  networkMessageId,
  providerAlertId,
  registryKeyOf,
} from './derive.ts';
import type { DeviceTable } from './process.ts';
import type { Tables } from './attack-rows.ts';
import { json, type SampleFile } from './output.ts';

type Keys = Readonly<Record<string, string | number | null>>;

/** Identity keys in normal form (lower case, no braces), by the names the product uses for them. */
export function identityKeys(key: string): Keys {
  const e = entities[key];
  if (e === undefined) throw new Error(`truth: ${key} is not declared`);
  switch (e.kind) {
    case 'device':
      return { mdeDeviceId: mdeDeviceId(key), azureAdDeviceId: e.role === 'workstation' ? entraDeviceId(key) : null, fqdn: fqdn(key) };
    case 'user': {
      const a = accountOf(key);
      return {
        azureAdUserId: a.objectId === '' ? null : a.objectId,
        sid: a.sid.toLowerCase(),
        upn: a.upn,
        ntAccount: `${a.domain}\\${a.name}`,
      };
    }
    case 'mailbox':
      return { primaryAddress: e.address };
    case 'app':
      return { appId: e.appId, instanceId: e.instanceId };
    case 'oauthApp':
      return { oauthAppId: guid(`oauth-app|${key}`), objectId: guid(`oauth-object|${key}`) };
    case 'process':
      return { deviceFqdn: fqdn(e.device), pid: e.pid, startMs: ms(e.started) };
    case 'file':
      return { ...fileHashes(key) };
    case 'ip':
      return { address: e.address };
    case 'domain':
      return { domainName: e.name };
    case 'url':
      return { url: e.url };
    case 'email':
      return {
        networkMessageId: networkMessageId(e.message),
        internetMessageId: internetMessageId(e.message, e.sender.slice(e.sender.indexOf('@') + 1)),
        recipient: get(e.recipient, 'mailbox').address,
      };
    case 'mailCluster':
      return { urn: `urn:mailclusterentity:${guid(key)}` };
    case 'registryKey':
    case 'registryValue':
      return {
        deviceFqdn: fqdn(e.device),
        path: `${e.hive}\\${registryKeyOf(e.key)}`.toLowerCase(),
        valueName: e.valueName?.toLowerCase() ?? null,
      };
    case 'securityGroup':
      return { sid: groupSid(e.rid).toLowerCase() };
    case 'logonSession':
      return e.where === 'host' && e.device !== null ? { deviceFqdn: fqdn(e.device), sessionId: e.sessionId } : { sessionId: guid(key) };
    case 'malware':
      return { malwareName: e.name };
  }
}

function displayName(key: string): string {
  const e = entities[key];
  switch (e?.kind) {
    case 'device':
      return fqdn(key);
    case 'user':
      return accountOf(key).upn;
    case 'mailbox':
      return e.address;
    case 'process':
      return `${get(e.image, 'file').name} (${e.pid})`;
    case 'ip':
      return e.address;
    case 'url':
      return e.url;
    case 'email':
      return e.subject;
    case 'mailCluster':
      return e.clusterByValue;
    case 'registryKey':
    case 'registryValue':
      return [e.hive, registryKeyOf(e.key), e.valueName].filter((p) => p !== null).join('\\');
    case 'logonSession':
      return key;
    case 'app':
    case 'oauthApp':
      return e.displayName;
    case 'file':
    case 'domain':
    case 'malware':
    case 'securityGroup':
      return e.name;
    case undefined:
      throw new Error(`truth: ${key} is not declared`);
  }
}

/** Entities that evidence names without being them: images and parents of processes, accounts of sessions, hosts of addresses. */
function nestedKeys(alerts: readonly Alert[]): string[] {
  const direct = new Set(alerts.flatMap((a) => a.evidence.map((e) => canonicalKey(e.of))));
  const nested = new Set<string>();
  for (const key of direct) {
    const e = entities[key];
    if (e?.kind === 'process') {
      nested.add(canonicalKey(e.image));
      if (e.account !== 'SYSTEM') nested.add(e.account);
      if (e.parent !== null) nested.add(e.parent);
    }
    if (e?.kind === 'logonSession') nested.add(e.account);
    if (e?.kind === 'mailbox' && e.owner !== null) nested.add(e.owner);
    if (e?.kind === 'email' && e.senderIp !== null) nested.add(e.senderIp);
    if (e?.kind === 'process' || e?.kind === 'file') if (e.device !== null) nested.add(e.device);
  }
  return [...nested].filter((k) => !direct.has(k)).sort();
}

/** Relations that a record of the case states outright, with the moment it states. */
export function observedRelations(): Relation[] {
  const found: Relation[] = [];
  const add = (from: string, type: string, to: string, at: string): void =>
    void found.push({ from: canonicalKey(from), type, to: canonicalKey(to), at });
  for (const [key, p] of Object.entries<(typeof processes)[keyof typeof processes]>(processes)) {
    if (p.parent !== null) add(p.parent, 'spawned', key, p.started);
    if (ms(p.started) < ms(window.from)) continue;
    add(p.image, 'image_of', key, p.started);
    add(key, 'ran_on', p.device, p.started);
    if (p.account !== 'SYSTEM') add(p.account, 'ran_as', key, p.started);
  }
  const FILE = { FileCreated: 'created', FileModified: 'modified', FileRenamed: 'renamed', FileDeleted: 'deleted' } as const;
  for (const s of steps) {
    if (s.what === 'file') {
      add(s.actor, FILE[s.action], s.file, s.at);
      if (s.originUrl !== undefined) add(s.file, 'downloaded_from', s.originUrl, s.at);
    }
    if (s.what === 'network') add(s.actor, 'connected_to', s.ip, s.at);
    if (s.what === 'registry' && s.action === 'RegistryValueSet') add(s.actor, 'set_value', s.registry, s.at);
    if (s.what === 'image') add(s.actor, 'loaded', s.file, s.at);
    if (s.what === 'logon') {
      add(s.user, s.action === 'LogonSuccess' ? 'logged_on_to' : 'failed_logon_to', s.device, s.at);
      if (s.action === 'LogonSuccess') add(s.from, 'logon_from', s.device, s.at);
    }
  }
  for (const [key, e] of Object.entries<(typeof emails)[keyof typeof emails]>(emails)) {
    add(key, 'delivered_to', e.recipient, e.received);
    for (const u of e.urls) add(key, 'has_url', u, e.received);
    if (e.attachment !== null) add(key, 'has_attachment', e.attachment, e.received);
  }
  for (const c of clicks) add(c.user, 'clicked', c.url, c.at);
  for (const s of signIns) add(s.user, 'signed_in_from', s.ip, s.at);
  return found.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

const alertRecord = (alert: Alert, incidentId: string): object => ({
  key: alert.key,
  id: alertId(alert.key, alert.serviceSource),
  providerAlertId: providerAlertId(alert.key, alert.serviceSource),
  incidentId,
  title: alert.title,
  serviceSource: alert.serviceSource,
  severity: alert.severity,
  category: alert.category,
  status: alert.status,
  techniques: alert.techniques,
  firstActivity: alert.first,
  lastActivity: alert.last,
  evidence: alert.evidence.map((e) => ({ entity: canonicalKey(e.of), verdict: e.verdict, remediationStatus: e.status, roles: e.roles })),
});

/** `A01` becomes its alert id; the key of an entity stays. */
const named = (key: string): object =>
  Object.hasOwn(entities, key) ? { entity: key } : { alert: key, alertId: alertId(key, alertByKey(key).serviceSource) };

function perDevice(tables: Tables): Record<string, Record<string, number>> {
  const counts: Record<string, Record<string, number>> = {};
  for (const table of Object.keys(deviceEvents) as DeviceTable[]) {
    for (const row of tables[table]) {
      const of = (counts[fqdn(row.device)] ??= {});
      of[table] = (of[table] ?? 0) + 1;
      of['total'] = (of['total'] ?? 0) + 1;
    }
  }
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function actions(): object[] {
  return [
    ...machineActions.map((a) => ({
      key: a.key,
      state: 'succeeded',
      type: a.canonical,
      sourceType: a.type,
      target: a.device,
      requestedBy: a.requestor,
      requestedAt: a.created,
      source: 'mde-machine-actions.json',
    })),
    ...mailActions.map((a) => ({
      key: a.key,
      state: 'succeeded',
      sourceType: a.actionType,
      target: a.email,
      requestedAt: a.at,
      source: 'EmailPostDeliveryEvents.csv',
    })),
    ...pendingActions.map((a) => ({
      key: `action.pending.${a.target}`,
      state: 'pending',
      type: a.type,
      typeInferred: true,
      target: a.target,
      alert: a.alert,
      alertId: alertId(a.alert, alertByKey(a.alert).serviceSource),
      source: 'graph-incidents.json',
    })),
  ];
}

export function expectedJson(tables: Tables, made: readonly SampleFile[]): string {
  const main = incidents.find((i) => i.id === mainIncident.id)!;
  const all = incidents.flatMap((i) => i.alerts);
  const evidenceKeys = [...new Set(all.flatMap((a) => a.evidence.map((e) => canonicalKey(e.of))))].sort();
  const ofMain = new Set(main.alerts.flatMap((a) => a.evidence.map((e) => canonicalKey(e.of))));
  const nested = nestedKeys(all);
  const entityRecord = (key: string, inMain: boolean): object => ({
    key,
    kind: entities[key]!.kind,
    displayName: displayName(key),
    mainIncident: inMain,
    identity: identityKeys(key),
  });
  const total = Object.values(deviceEvents).reduce((a, b) => a + b, 0);
  const rows = Object.values(tables).flat();
  const times = rows.map((r) => r.atMs);
  return json({
    synthetic: true,
    note: 'Expected content of the sample case. Times are UTC; sources carry the same times with 100 ns digits that round to these milliseconds.',
    seed,
    window,
    counts: {
      incidents: incidents.length,
      alerts: all.length,
      evidence: all.reduce((n, a) => n + a.evidence.length, 0),
      evidenceEntities: wholeCase.entityTotal,
      deviceEvents: total,
      investigations: investigations.length,
      actions: machineActions.length + mailActions.length + pendingActions.length,
      pendingActions: pendingActions.length,
      recommendations: recommendations.length,
      indicators: indicators.length,
      identities: Object.keys(users).length,
    },
    mainIncident: { ...mainIncident, evidence: main.alerts.reduce((n, a) => n + a.evidence.length, 0) },
    wholeCase,
    incidents: incidents.map((i) => ({
      id: i.id,
      displayName: i.displayName,
      severity: i.severity,
      status: i.status,
      classification: i.classification,
      determination: i.determination,
      assignedTo: i.assignedTo,
      createdAt: i.created,
      alertCount: i.alerts.length,
    })),
    alerts: incidents.flatMap((i) => i.alerts.map((a) => alertRecord(a, i.id))),
    entities: evidenceKeys.map((k) => entityRecord(k, ofMain.has(k))),
    nestedEntities: nested.map((k) => entityRecord(k, false)),
    otherEntities: Object.keys(entities)
      .filter((k) => k === canonicalKey(k) && !evidenceKeys.includes(k) && !nested.includes(k))
      .sort()
      .map((k) => entityRecord(k, false)),
    fileNames: Object.entries(files).map(([key, f]) => ({ key, entity: canonicalKey(key), path: `${f.folder}\\${f.name}` })),
    relations: observedRelations(),
    investigations: investigations.map((i) => ({
      id: i.id,
      state: i.state,
      alert: i.trigger,
      alertId: alertId(i.trigger, alertByKey(i.trigger).serviceSource),
      device: i.device,
      startedAt: i.start,
      endedAt: i.end,
    })),
    actions: actions(),
    links: links.map((l) => ({ a: named(l.a), b: named(l.b), reason: l.reason, via: l.via })),
    lookAlikes: lookAlikes.map((l) => ({ a: named(l.a), b: named(l.b), notFor: l.reason, why: l.why })),
    deviceEvents: {
      byTable: deviceEvents,
      byDevice: perDevice(tables),
      first: new Date(times.reduce((a, b) => Math.min(a, b), Infinity)).toISOString(),
      last: new Date(times.reduce((a, b) => Math.max(a, b), 0)).toISOString(),
    },
    records: Object.fromEntries(made.map((f) => [f.name, f.records])),
  });
}
