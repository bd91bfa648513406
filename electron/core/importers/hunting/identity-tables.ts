/** IdentityLogonEvents, IdentityDirectoryEvents, EntraIdSignInEvents (earlier AADSignInEventsBeta). */
import { deviceMention, ipMention, plainMention, userMention } from '../../../../shared/domain/entity/index.ts';
import type { Json, Mention } from '../../../../shared/domain/facts/facts.ts';
import { accountAttributes, accountOf, deviceOf } from './actor.ts';
import { logonSource } from './device-tables.ts';
import type { Emitter } from './emit.ts';
import type { Row } from './row.ts';

/** An app by its id, with the instance where a tenant has several. */
export function appOf(id: string | null, name: string | null, instance: string | null = null): Mention | null {
  const known = id === null || id === '0' ? null : instance === null || instance === '0' ? id : `${id}|${instance}`;
  return plainMention('app', known === null ? { displayName: name } : { appId: known, displayName: name }, name);
}

export function placeAttributes(row: Row): Record<string, Json> {
  return { countryCode: row.first('CountryCode', 'Country'), city: row.text('City'), isp: row.text('ISP'), location: row.text('Location') };
}

/** `DeviceName` is where the logon came from; the device logged on to is the target, else the one that processed it. */
export function mapIdentityLogon(emit: Emitter): void {
  const { row } = emit;
  const account = accountOf(row, '', null);
  const destination = named(row.first('TargetDeviceName', 'DestinationDeviceName'));
  const source = logonSource(row.text('DeviceName'), row.text('IPAddress'), destination);
  const app = appOf(row.text('ApplicationId'), row.text('Application'));
  const ip = ipMention(row.text('IPAddress'));
  const attributes = {
    logonType: row.text('LogonType'),
    protocol: row.text('Protocol'),
    application: row.text('Application'),
    failureReason: row.text('FailureReason'),
    ipAddress: row.text('IPAddress'),
    sourceDeviceName: row.text('DeviceName'),
  };
  const failed = /fail/i.test(row.text('ActionType') ?? '');
  const onPremises = destination !== null;
  emit.entity(account, accountAttributes(row, ''));
  emit.entity(destination);
  for (const from of source) emit.entity(from, from.kind === 'ip' ? placeAttributes(row) : {});
  if (onPremises) {
    emit.relation(account, failed ? 'failed_logon_to' : 'logged_on_to', destination, { device: destination, attributes });
    if (!failed) for (const from of source) emit.relation(from, 'logon_from', destination, { device: destination, attributes });
  } else if (!failed) {
    emit.relation(account, 'signed_in_to', app, { attributes });
    emit.relation(account, 'signed_in_from', ip, { attributes });
  }
  emit.event({
    device: destination ?? named(row.text('DeviceName')),
    account,
    target: onPremises ? (source[0] ?? destination) : (app ?? ip),
    details: [row.text('Application'), row.text('Protocol'), row.text('LogonType'), row.text('FailureReason')],
  });
}

const named = (name: string | null): Mention | null => (name === null ? null : deviceMention({ name }));

export function mapIdentityDirectory(emit: Emitter): void {
  const { row } = emit;
  const account = accountOf(row, '', null);
  const device = named(row.text('DeviceName'));
  const targetUser = userMention({ upn: row.text('TargetAccountUpn'), displayName: row.text('TargetAccountDisplayName') });
  const targetDevice = named(row.first('TargetDeviceName', 'DestinationDeviceName'));
  const group = plainMention('securityGroup', { name: row.additional('TO.GROUP') }, row.additional('TO.GROUP'));
  const ip = ipMention(row.text('IPAddress'));
  const attributes = {
    actionType: row.text('ActionType'),
    protocol: row.text('Protocol'),
    sourceDeviceName: row.text('DeviceName'),
    ipAddress: row.text('IPAddress'),
  };
  emit.entity(account, accountAttributes(row, ''));
  for (const entity of [device, targetUser, targetDevice, group, ip]) emit.entity(entity);
  if (group !== null) emit.relation(targetUser, 'added_member', group, { attributes });
  emit.relation(account, 'acted_on', targetUser ?? targetDevice, { device: targetUser === null ? targetDevice : null, attributes });
  emit.event({
    device,
    account,
    target: targetUser ?? targetDevice,
    details: [row.text('Application'), row.text('Protocol'), row.text('IPAddress')],
  });
}

/** ErrorCode 0 is success; anything else is no sign-in, only an event. */
export function mapSignIn(emit: Emitter): void {
  const { row } = emit;
  const principal = plainMention(
    'servicePrincipal',
    { servicePrincipalObjectId: row.text('ServicePrincipalId'), displayName: row.text('ServicePrincipalName') },
    row.text('ServicePrincipalName'),
  );
  const account = principal ?? accountOf(row, '', null);
  const app = appOf(row.text('ApplicationId'), row.text('Application'));
  const ip = ipMention(row.text('IPAddress'));
  const device = deviceMention({ azureAdDeviceId: row.first('EntraIdDeviceId', 'AadDeviceId'), name: row.text('DeviceName') });
  const error = row.text('ErrorCode');
  const attributes = {
    logonType: row.text('LogonType'),
    userAgent: row.text('UserAgent'),
    sessionId: row.text('SessionId'),
    requestId: row.text('RequestId'),
    riskLevelAggregated: row.text('RiskLevelAggregated'),
    riskState: row.text('RiskState'),
    ...placeAttributes(row),
  };
  emit.entity(account, accountAttributes(row, ''));
  emit.entity(app, { appDisplayName: row.text('Application') });
  emit.entity(ip, placeAttributes(row));
  emit.entity(device);
  if (error === '0') {
    emit.relation(account, 'signed_in_to', app, { attributes });
    emit.relation(account, 'signed_in_from', ip, { attributes });
  }
  emit.event({
    actionType: error === '0' ? 'SignInSuccess' : error === null ? 'SignIn' : 'SignInFailed',
    device: device ?? deviceOf(row),
    account,
    target: app ?? ip,
    details: [row.text('IPAddress'), error === null || error === '0' ? null : `error ${error}`, row.first('CountryCode', 'Country')],
  });
}
