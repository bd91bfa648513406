/** AuditLogs (Entra ID) and OfficeActivity rows as Log Analytics exports them: who did what to what, from where. */
import { ipMention, mailboxMention, plainMention, present, userMention } from '../../../../shared/domain/entity/index.ts';
import type { Facts, Mention } from '../../../../shared/domain/facts/facts.ts';
import { BadRecord, type Importer, type Mapper, type Sample, type SourceContext } from '../importer.ts';
import { Emitter } from './emit.ts';
import { isObject, readJson, readObject, type JsonObject } from './lenient-json.ts';
import { appOf } from './identity-tables.ts';
import { ColumnNames, Row } from './row.ts';

type AuditTable = 'AuditLogs' | 'OfficeActivity';

function tableOf(row: Row): AuditTable | null {
  if (!row.has('TimeGenerated')) return null;
  const stated = row.text('Type');
  if (stated === 'AuditLogs' || stated === 'OfficeActivity') return stated;
  if (row.has('InitiatedBy') && row.has('TargetResources') && row.has('OperationName')) return 'AuditLogs';
  return row.has('OfficeWorkload') && row.has('Operation') && row.has('UserId') ? 'OfficeActivity' : null;
}

function detect(sample: Sample): boolean {
  const names = new ColumnNames(false);
  return sample.records.length > 0 && sample.records.every((r) => isObject(r) && tableOf(new Row(r, names)) !== null);
}

function create(context: SourceContext): Mapper {
  const names = new ColumnNames(false);
  return {
    map(record): Facts {
      if (!isObject(record.value)) throw new BadRecord('not an object with columns');
      const row = new Row(record.value, names, context.zoneMinutes ?? null);
      const table = tableOf(row);
      if (table === null) throw new BadRecord('neither an AuditLogs nor an OfficeActivity row');
      return table === 'AuditLogs'
        ? mapAudit(new Emitter(row, table, row.text('Id')))
        : mapOffice(new Emitter(row, table, row.text('OfficeId')));
    },
  };
}

function mapAudit(emit: Emitter): Facts {
  const { row } = emit;
  const initiatedBy = readObject(row.raw('InitiatedBy'));
  const account = initiator(initiatedBy);
  const ip = ipMention(isObject(initiatedBy['user']) ? initiatedBy['user']['ipAddress'] : null);
  const listed = readJson(row.raw('TargetResources'));
  const targets = (Array.isArray(listed) ? listed.slice(0, 50) : [])
    .flatMap((t) => (isObject(t) ? [targetOf(t)] : []))
    .filter((t) => t !== null);
  const failed = /fail/i.test(row.text('Result') ?? '');
  const attributes = { operation: row.text('OperationName'), correlationId: row.text('CorrelationId'), userAgent: row.text('UserAgent') };
  emit.entity(account);
  emit.entity(ip);
  for (const target of targets) {
    emit.entity(target);
    if (!failed) emit.relation(account, 'acted_on', target, { attributes });
  }
  if (!failed) emit.relation(account, 'signed_in_from', ip, { attributes });
  emit.event({
    actionType: row.text('OperationName') ?? 'AuditLogs',
    account,
    target: targets[0] ?? null,
    details: [row.text('Result'), row.text('Category'), row.text('LoggedByService')],
  });
  return emit.facts;
}

function initiator(initiatedBy: JsonObject): Mention | null {
  const user = initiatedBy['user'];
  if (isObject(user)) return userMention({ azureAdUserId: user['id'], upn: user['userPrincipalName'], displayName: user['displayName'] });
  const app = initiatedBy['app'];
  if (!isObject(app)) return null;
  return plainMention(
    'servicePrincipal',
    { servicePrincipalObjectId: app['servicePrincipalId'], displayName: app['displayName'] },
    app['displayName'],
  );
}

function targetOf(target: JsonObject): Mention | null {
  const id = present(target['id']);
  const name = present(target['displayName']);
  const type = present(target['type'])?.toLowerCase() ?? '';
  if (type === 'user') return userMention({ azureAdUserId: id, upn: target['userPrincipalName'], displayName: name });
  if (type === 'application') return plainMention('oauthApp', { objectId: id, displayName: name }, name);
  if (type === 'serviceprincipal') return plainMention('servicePrincipal', { servicePrincipalObjectId: id, displayName: name }, name);
  if (type === 'group') return plainMention('securityGroup', { securityGroupId: id, name }, name);
  return plainMention('other', { raw: id === null && name === null ? null : `${type}:${id ?? name ?? ''}` }, name ?? id);
}

function mapOffice(emit: Emitter): Facts {
  const { row } = emit;
  const userId = row.text('UserId');
  const account = userMention(
    userId !== null && userId.includes('@')
      ? { upn: userId, sid: row.text('LogonUserSid') }
      : { account: userId, sid: row.text('LogonUserSid') },
  );
  const ip = ipMention(addressOf(row.first('Client_IPAddress', 'ClientIP', 'ActorIpAddress')));
  const mailbox = mailboxMention({ primaryAddress: row.text('MailboxOwnerUPN') });
  const app = appOf(null, row.text('OfficeWorkload'));
  const site = plainMention(
    'cloudResource',
    { resourceId: row.first('OfficeObjectId', 'Site_Url') },
    row.first('SourceFileName', 'OfficeObjectId', 'Site_Url'),
  );
  const failed = /fail/i.test(row.text('ResultStatus') ?? '');
  const attributes = {
    operation: row.text('Operation'),
    workload: row.text('OfficeWorkload'),
    userAgent: row.first('UserAgent', 'ClientInfoString'),
  };
  for (const entity of [account, ip, mailbox, app, site]) emit.entity(entity);
  if (!failed) {
    emit.relation(account, 'acted_on', mailbox ?? site ?? app, { attributes });
    emit.relation(account, 'signed_in_from', ip, { attributes });
  }
  emit.event({
    actionType: row.text('Operation') ?? 'OfficeActivity',
    account,
    target: mailbox ?? site ?? app,
    details: [row.text('OfficeWorkload'), row.text('ResultStatus'), ip?.displayName ?? null, row.text('ClientInfoString')],
  });
  return emit.facts;
}

/** `203.0.113.7:51234` and `[2001:db8::1]:443` carry a port. */
function addressOf(text: string | null): string | null {
  return text === null ? null : (/^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(text)?.[1] ?? text);
}

export const auditLogImporter: Importer = {
  format: 'log-analytics-cloud',
  title: 'Microsoft cloud audit rows (AuditLogs, OfficeActivity)',
  version: 1,
  order: 128,
  detect,
  create,
};
