/** AlertEvidence: one entity of an alert per row. */
import {
  emailMention,
  ipMention,
  mailboxMention,
  plainMention,
  present,
  registryMention,
  urlOrDomainMention,
  userMention,
} from '../../../../shared/domain/entity/index.ts';
import type { EvidenceFact, Mention } from '../../../../shared/domain/facts/facts.ts';
import { accountAttributes, accountOf, deviceOf, fileAttributes, fileOf } from './actor.ts';
import { alertFact } from './alert-info.ts';
import type { Emitter } from './emit.ts';
import type { JsonObject } from './lenient-json.ts';
import type { Row } from './row.ts';
import {
  accountIn,
  detailedRolesOf,
  hostOf,
  readEntity,
  remediationOf,
  v3Account,
  v3File,
  v3Path,
  v3Process,
  verdictOf,
} from './v3-entity.ts';

interface Subject {
  readonly entity: Mention | null;
  readonly evidenceType: string;
}

export function mapAlertEvidence(emit: Emitter): void {
  const { row } = emit;
  const alert = alertFact(emit);
  emit.facts.alerts.push(alert);
  const v3 = readEntity(row.raw('AdditionalFields'));
  const device = deviceOf(row) ?? hostOf(v3);
  const { entity, evidenceType } = subjectOf(emit, v3, device, alert.alertId);
  if (entity === null) {
    emit.warn('evidence-without-entity', `${alert.alertId}: ${row.text('EntityType') ?? ''}`);
    return;
  }
  emit.entity(device);
  const verdict = verdictOf(v3);
  const remediation = remediationOf(v3);
  const fact: EvidenceFact = {
    alertId: alert.alertId,
    entity,
    evidenceType,
    createdUs: emit.timeUs,
    verdict: verdict.verdict,
    remediationStatus: remediation.status,
    remediationStatusDetails: remediation.details,
    detectionStatus: null,
    roles: direction(row),
    detailedRoles: detailedRolesOf(v3),
    tags: [],
    impacted: impacted(row),
    device: evidenceType === 'device' ? null : device,
    rawLabels: {
      ...(verdict.raw === null ? {} : { verdict: verdict.raw }),
      ...(remediation.raw === null ? {} : { remediationStatus: remediation.raw }),
    },
  };
  emit.facts.evidence.push(fact);
}

function impacted(row: Row): boolean | null {
  const role = row.text('EvidenceRole')?.toLowerCase();
  return role === 'impacted' ? true : role === 'related' ? false : null;
}
function direction(row: Row): string[] {
  const text = row.text('EvidenceDirection')?.toLowerCase();
  return text === 'source' || text === 'destination' ? [text] : [];
}

/** EntityType decides which of the named entities the row is about. */
function subjectOf(emit: Emitter, v3: JsonObject, device: Mention | null, alertId: string): Subject {
  const { row } = emit;
  const type =
    row
      .text('EntityType')
      ?.replace(/[\s_-]/g, '')
      .toLowerCase() ?? '';
  switch (type) {
    case 'process':
      return { evidenceType: 'process', entity: processSubject(emit, v3, device, alertId) };
    case 'file':
      return { evidenceType: 'file', entity: fileSubject(emit, v3, device) };
    case 'machine':
    case 'host':
    case 'device':
      return { evidenceType: 'device', entity: withHost(emit, device) };
    case 'user':
    case 'account':
      return { evidenceType: 'user', entity: userSubject(emit, v3, device) };
    case 'mailbox':
      return { evidenceType: 'mailbox', entity: mailboxSubject(emit, v3) };
    case 'mailmessage':
    case 'email':
      return { evidenceType: 'analyzedMessage', entity: messageSubject(emit, v3) };
    case 'mailcluster':
      return {
        evidenceType: 'mailCluster',
        entity: told(
          emit,
          plainMention(
            'mailCluster',
            { urn: v3['Urn'], query: v3['Query'], clusterBy: joined(v3['ClusterBy'], v3['ClusterByValue']) },
            v3['ClusterByValue'],
          ),
        ),
      };
    case 'ip':
      return { evidenceType: 'ip', entity: told(emit, ipMention(row.first('RemoteIP', 'LocalIP') ?? v3['Address'])) };
    case 'url':
    case 'domain':
      return { evidenceType: 'url', entity: told(emit, urlOrDomainMention(row.text('RemoteUrl') ?? v3['Url'] ?? v3['DomainName'])) };
    case 'registrykey':
    case 'registryvalue':
      return {
        evidenceType: type === 'registrykey' ? 'registryKey' : 'registryValue',
        entity: registrySubject(emit, v3, device, type === 'registryvalue'),
      };
    case 'cloudapplication':
      return {
        evidenceType: 'cloudApplication',
        entity: told(
          emit,
          plainMention(
            'app',
            { appId: row.text('ApplicationId') ?? v3['SaasId'] ?? v3['AppId'], displayName: row.text('Application') ?? v3['Name'] },
            row.text('Application') ?? v3['Name'],
          ),
        ),
      };
    case 'oauthapplication':
      return {
        evidenceType: 'oauthApplication',
        entity: told(
          emit,
          plainMention(
            'oauthApp',
            { oauthAppId: row.text('OAuthApplicationId') ?? v3['OAuthAppId'], displayName: row.text('Application') ?? v3['Name'] },
            row.text('Application') ?? v3['Name'],
          ),
        ),
      };
    case 'cloudresource':
    case 'azureresource':
    case 'amazonresource':
    case 'googlecloudresource':
      return { evidenceType: 'cloudResource', entity: cloudResourceSubject(emit, v3) };
    case 'securitygroup':
      return {
        evidenceType: 'securityGroup',
        entity: told(
          emit,
          plainMention(
            'securityGroup',
            {
              sid: v3['Sid'],
              securityGroupId: v3['ObjectGuid'] ?? v3['AadSecurityGroupId'],
              name: v3['DistinguishedName'] ?? v3['DisplayName'],
            },
            v3['DisplayName'],
          ),
        ),
      };
    case 'malware':
      return {
        evidenceType: 'malware',
        entity: told(
          emit,
          plainMention('malware', { malwareName: row.text('ThreatFamily') ?? v3['Name'] }, row.text('ThreatFamily') ?? v3['Name']),
        ),
      };
    default:
      return { evidenceType: type === '' ? 'unknown' : row.text('EntityType')!, entity: otherSubject(emit, v3, type) };
  }
}

function told(emit: Emitter, entity: Mention | null): Mention | null {
  emit.entity(entity);
  return entity;
}
const joined = (a: unknown, b: unknown): string | null =>
  present(a) === null || present(b) === null ? null : `${present(a)}|${present(b)}`;

function withHost(emit: Emitter, device: Mention | null): Mention | null {
  return told(emit, device);
}

function processSubject(emit: Emitter, v3: JsonObject, device: Mention | null, alertId: string): Mention | null {
  const { row } = emit;
  // Older rows state the process only in columns; there ProcessId is rarely given, so the image names it.
  const entity: JsonObject =
    v3['ProcessId'] !== undefined || v3['ImageFile'] !== undefined
      ? v3
      : {
          ...(row.text('ProcessId') === null ? {} : { ProcessId: row.text('ProcessId') }),
          CommandLine: row.text('ProcessCommandLine'),
          CreationTimeUtc: row.text('ProcessCreationTime'),
          ImageFile: { Name: row.text('FileName'), Directory: row.text('FolderPath'), Sha1: row.text('SHA1'), Sha256: row.text('SHA256') },
          ...(row.text('AccountName') === null
            ? {}
            : {
                Account: {
                  Name: row.text('AccountName'),
                  NTDomain: row.text('AccountDomain'),
                  Sid: row.text('AccountSid'),
                  AadUserId: row.text('AccountObjectId'),
                  UserPrincipalName: row.text('AccountUpn'),
                },
              }),
        };
  return v3Process(emit, entity, device, alertId);
}

function fileSubject(emit: Emitter, v3: JsonObject, device: Mention | null): Mention | null {
  const { row } = emit;
  const fromColumns = row.filled('SHA1') || row.filled('SHA256') || row.filled('FolderPath');
  const file = fromColumns ? fileOf(row, '', device) : (v3File(v3, device) ?? fileOf(row, '', device));
  emit.entity(file, { ...fileAttributes(row, ''), ...(v3Path(v3) === null ? {} : { filePath: v3Path(v3) }) });
  return file;
}

function userSubject(emit: Emitter, v3: JsonObject, device: Mention | null): Mention | null {
  const { row } = emit;
  const user = accountOf(row, '', device) ?? v3Account(accountIn(v3), device);
  emit.entity(user, accountAttributes(row, ''));
  return user;
}

function mailboxSubject(emit: Emitter, v3: JsonObject): Mention | null {
  const { row } = emit;
  const address = present(v3['MailboxPrimaryAddress']) ?? present(v3['Upn']) ?? row.first('RecipientEmailAddress', 'AccountUpn');
  const mailbox = told(emit, mailboxMention({ primaryAddress: address, displayName: v3['DisplayName'] }));
  const user = userMention({ azureAdUserId: row.raw('AccountObjectId'), upn: row.raw('AccountUpn'), sid: row.raw('AccountSid') });
  emit.relation(user, 'owns_mailbox', mailbox, { timeUs: null });
  return mailbox;
}

function messageSubject(emit: Emitter, v3: JsonObject): Mention | null {
  const { row } = emit;
  const email = emailMention({
    networkMessageId: row.text('NetworkMessageId') ?? v3['NetworkMessageId'],
    internetMessageId: v3['InternetMessageId'],
    recipient: v3['Recipient'] ?? row.text('RecipientEmailAddress'),
    sender: v3['P2Sender'] ?? v3['Sender'],
    subject: row.text('EmailSubject') ?? v3['Subject'],
  });
  emit.entity(email, {
    subject: row.text('EmailSubject') ?? present(v3['Subject']),
    senderAddress: present(v3['P2Sender']) ?? present(v3['Sender']),
    senderIp: present(v3['SenderIP']),
  });
  return email;
}

function registrySubject(emit: Emitter, v3: JsonObject, device: Mention | null, isValue: boolean): Mention | null {
  const { row } = emit;
  const key = typeof v3['Key'] === 'string' ? v3 : (v3['Key'] as JsonObject | undefined);
  const fromColumns = row.text('RegistryKey');
  const entity = registryMention({
    hive: fromColumns === null && key !== undefined && key !== null ? present(key['Hive']) : null,
    key: fromColumns ?? (key === undefined || key === null ? null : present(key['Key'])),
    valueName: isValue ? (row.text('RegistryValueName') ?? present(v3['Name'])) : null,
    device,
  });
  emit.entity(entity, { registryValueData: isValue ? (row.text('RegistryValueData') ?? present(v3['Value'])) : null });
  return entity;
}

function cloudResourceSubject(emit: Emitter, v3: JsonObject): Mention | null {
  const { row } = emit;
  const id = row.text('ResourceID') ?? present(v3['ResourceId']) ?? present(v3['AmazonResourceId']) ?? present(v3['FullResourceName']);
  const name = row.text('CloudResource') ?? present(v3['ResourceName']);
  const entity = plainMention(
    'cloudResource',
    { resourceId: id, nameType: joined(name, row.text('ResourceType') ?? v3['ResourceType']) },
    name ?? id,
  );
  emit.entity(entity, {
    cloudPlatform: row.text('CloudPlatform'),
    resourceType: row.text('ResourceType'),
    subscriptionId: row.text('SubscriptionId'),
  });
  return entity;
}

/** A type we have no kind for is kept under its own name, so that nothing of the alert is lost. */
function otherSubject(emit: Emitter, v3: JsonObject, type: string): Mention | null {
  const name =
    present(v3['MergeByKey']) ??
    present(v3['Name']) ??
    present(v3['DisplayName']) ??
    emit.row.first('CloudResource', 'Application', 'FileName', 'AccountName');
  return told(
    emit,
    name === null ? null : plainMention('other', { raw: `${type}:${name}` }, present(v3['Name']) ?? present(v3['DisplayName']) ?? name),
  );
}
