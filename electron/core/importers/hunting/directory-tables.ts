/** IdentityInfo and DeviceInfo (facts about entities), DisruptionAndResponseEvents, and rows whose table cannot be told. */
import {
  deviceMention,
  fileMention,
  ipMention,
  mailboxMention,
  plainMention,
  processMention,
  userMention,
} from '../../../../shared/domain/entity/index.ts';
import type { Json } from '../../../../shared/domain/facts/facts.ts';
import { BadRecord } from '../importer.ts';
import { accountOf, deviceOf } from './actor.ts';
import type { Emitter } from './emit.ts';
import { readJson, readTexts } from './lenient-json.ts';

const IDENTITY_ATTRIBUTES: readonly [string, string][] = [
  ['AccountDisplayName', 'displayName'],
  ['AccountName', 'accountName'],
  ['AccountDomain', 'domainName'],
  ['AccountUpn', 'userPrincipalName'],
  ['AccountObjectId', 'azureAdUserId'],
  ['OnPremSid', 'onPremisesSid'],
  ['CloudSid', 'cloudSid'],
  ['EmailAddress', 'emailAddress'],
  ['GivenName', 'givenName'],
  ['Surname', 'surname'],
  ['JobTitle', 'jobTitle'],
  ['Department', 'department'],
  ['Manager', 'manager'],
  ['Phone', 'phone'],
  ['City', 'city'],
  ['Country', 'country'],
  ['IsAccountEnabled', 'isAccountEnabled'],
  ['RiskLevel', 'riskLevel'],
  ['RiskStatus', 'riskStatus'],
  ['CriticalityLevel', 'criticalityLevel'],
  ['BlastRadius', 'blastRadius'],
  ['Type', 'type'],
  ['SourceProvider', 'sourceProvider'],
  ['DistinguishedName', 'distinguishedName'],
  ['CreatedDateTime', 'createdDateTime'],
];

export function mapIdentityInfo(emit: Emitter): void {
  const { row } = emit;
  const names = {
    upn: row.text('AccountUpn'),
    account: row.text('AccountName'),
    domain: row.text('AccountDomain'),
    displayName: row.text('AccountDisplayName'),
  };
  const id = row.text('AccountObjectId');
  const user = userMention({ azureAdUserId: id, sid: row.text('OnPremSid') ?? row.text('CloudSid'), ...names });
  if (user === null) throw new BadRecord('IdentityInfo row names no account');
  const attributes: Record<string, Json> = {};
  for (const [column, attribute] of IDENTITY_ATTRIBUTES) if (row.text(column) !== null) attributes[attribute] = row.text(column);
  for (const list of ['Tags', 'AssignedRoles', 'GroupMembership', 'PrivilegedEntraPimRoles']) {
    const texts = readTexts(row.raw(list));
    if (texts.length > 0) attributes[`${list[0]!.toLowerCase()}${list.slice(1)}`] = texts;
  }
  emit.entity(user, attributes);
  // The cloud SID is a second SID of the same account; a mention holds one, so the other is joined through the object id or name.
  if (row.text('OnPremSid') !== null && row.text('CloudSid') !== null)
    emit.entity(userMention({ azureAdUserId: id, sid: row.text('CloudSid'), upn: names.upn, displayName: names.displayName }));
  const mailbox = mailboxMention({ primaryAddress: row.text('EmailAddress'), displayName: names.displayName });
  if (row.text('EmailAddress') !== null) {
    emit.entity(mailbox);
    emit.relation(user, 'owns_mailbox', mailbox, { timeUs: null });
  }
  for (const name of readTexts(row.raw('GroupMembership')).slice(0, 500)) {
    const group = plainMention('securityGroup', { name }, name);
    emit.entity(group);
    emit.relation(user, 'member_of', group, { timeUs: null });
  }
  emit.facts.directory.push({
    factType: 'identityInfo',
    factId: id ?? row.first('OnPremSid', 'AccountUpn') ?? user.keys[0]!.value,
    entity: user,
    attributes,
    asOfUs: emit.timeUs,
  });
}

const DEVICE_ATTRIBUTES: readonly [string, string][] = [
  ['OSPlatform', 'osPlatform'],
  ['OSBuild', 'osBuild'],
  ['OSVersion', 'osVersion'],
  ['OSVersionInfo', 'version'],
  ['OSArchitecture', 'osArchitecture'],
  ['MachineGroup', 'rbacGroupName'],
  ['OnboardingStatus', 'onboardingStatus'],
  ['SensorHealthState', 'healthStatus'],
  ['ExposureLevel', 'exposureLevel'],
  ['DeviceType', 'deviceType'],
  ['DeviceCategory', 'deviceCategory'],
  ['DeviceSubtype', 'deviceSubtype'],
  ['JoinType', 'joinType'],
  ['AssetValue', 'deviceValue'],
  ['CriticalityLevel', 'criticalityLevel'],
  ['PublicIP', 'publicIp'],
  ['ClientVersion', 'clientVersion'],
  ['Vendor', 'vendor'],
  ['Model', 'model'],
  ['IsAzureADJoined', 'isAzureAdJoined'],
  ['IsInternetFacing', 'isInternetFacing'],
  ['MitigationStatus', 'mitigationStatus'],
];

/** `MergedDeviceIds` and `MergedToDeviceId` are further ids of the same device. */
export function mapDeviceInfo(emit: Emitter): void {
  const { row } = emit;
  const aliasIds = [...readTexts(row.raw('MergedDeviceIds')), ...readTexts(row.raw('MergedToDeviceId'))];
  const device = deviceMention({
    mdeDeviceId: row.text('DeviceId'),
    azureAdDeviceId: row.first('AadDeviceId', 'EntraIdDeviceId'),
    name: row.text('DeviceName'),
    aliasIds,
  });
  if (device === null) throw new BadRecord('DeviceInfo row names no device');
  const attributes: Record<string, Json> = {};
  for (const [column, attribute] of DEVICE_ATTRIBUTES) if (row.text(column) !== null) attributes[attribute] = row.text(column);
  const users = readJson(row.raw('LoggedOnUsers'));
  if (Array.isArray(users) && users.length > 0) attributes['loggedOnUsers'] = users.slice(0, 50);
  const tags = [
    ...readTexts(row.raw('DeviceManualTags')),
    ...readTexts(row.raw('DeviceDynamicTags')),
    ...readTexts(row.raw('RegistryDeviceTag')),
  ];
  if (tags.length > 0) attributes['machineTags'] = [...new Set(tags)];
  emit.entity(device, attributes);
}

/** What attack disruption did or refused: an event between the source and target devices; a stated action with its outcome in the event. */
export function mapDisruption(emit: Emitter): void {
  const { row } = emit;
  const reporting = deviceOf(row);
  const source = deviceMention({ mdeDeviceId: row.text('SourceDeviceId'), name: row.text('SourceDeviceName') });
  const target = deviceMention({ mdeDeviceId: row.text('TargetDeviceId'), name: row.text('TargetDeviceName') });
  const account = userMention({
    sid: row.first('SourceUserSid', 'UserSid'),
    account: row.first('SourceUserName', 'UserName'),
    domain: row.first('SourceUserDomainName', 'SourceDomainName', 'DomainName'),
    device: source ?? reporting,
  });
  const process = processMention({
    device: reporting,
    pid: row.pid('InitiatingProcessId'),
    startUs: row.time('InitiatingProcessCreationTime'),
    image: row.text('InitiatingProcessFileName'),
    aliveAtUs: emit.timeUs,
  });
  const ip = ipMention(row.text('SourceIpAddress'));
  for (const entity of [reporting, source, target, account, process, ip]) emit.entity(entity);
  emit.event({
    device: reporting ?? target ?? source,
    actor: process,
    account,
    target: target ?? source ?? ip,
    details: [
      row.text('PolicyName'),
      row.text('ReportType'),
      row.text('Service'),
      row.text('SourceDeviceName'),
      row.text('TargetDeviceName'),
    ],
  });
}

/**
 * A query result whose columns fit no table: the event, and what the column names leave no doubt about. What FileName means depends
 * on the table, so nothing is said to have happened between the two.
 */
export function mapUnknown(emit: Emitter): void {
  const { row } = emit;
  const device = deviceOf(row);
  const actor = processMention({
    device,
    pid: row.pid('InitiatingProcessId'),
    startUs: row.time('InitiatingProcessCreationTime'),
    image: row.text('InitiatingProcessFileName'),
    aliveAtUs: emit.timeUs,
  });
  const file = fileMention({
    sha256: row.text('SHA256'),
    sha1: row.text('SHA1'),
    md5: row.text('MD5'),
    name: row.text('FileName'),
    folder: row.text('FolderPath'),
    device,
  });
  const account = accountOf(row, '', device);
  const ip = ipMention(row.first('RemoteIP', 'IPAddress'));
  for (const entity of [device, actor, file, account, ip]) emit.entity(entity);
  emit.warn('unknown-table', `columns fit no table: ${row.columns().slice(0, 12).join(', ')}`);
  emit.event({
    actionType: row.text('ActionType') ?? 'Query result',
    device,
    actor,
    account,
    target: file ?? ip,
    details: [row.first('ProcessCommandLine', 'RemoteUrl', 'Subject', 'Title')],
  });
}
