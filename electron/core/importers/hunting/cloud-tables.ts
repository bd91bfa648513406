/** CloudAppEvents. */
import { ipMention, plainMention, userMention } from '../../../../shared/domain/entity/index.ts';
import type { Mention } from '../../../../shared/domain/facts/facts.ts';
import type { Emitter } from './emit.ts';
import { appOf, placeAttributes } from './identity-tables.ts';
import type { Row } from './row.ts';

export function mapCloudApp(emit: Emitter): void {
  const { row } = emit;
  const account = actor(row);
  const app = appOf(row.text('ApplicationId'), row.text('Application'), row.text('AppInstanceId'));
  const ip = ipMention(row.text('IPAddress'));
  const object = objectOf(row);
  const oauth = actsAsApp(row) ? null : plainMention('oauthApp', { oauthAppId: row.text('OAuthAppId') });
  const actionType = row.text('ActionType');
  const attributes = { actionType, activityType: row.text('ActivityType'), userAgent: row.text('UserAgent'), ...placeAttributes(row) };
  const failed = /fail/i.test(actionType ?? '');
  emit.entity(account, {
    displayName: row.text('AccountDisplayName'),
    azureAdUserId: row.text('AccountObjectId'),
    accountId: row.text('AccountId'),
  });
  emit.entity(app, { appDisplayName: row.text('Application') });
  emit.entity(ip, placeAttributes(row));
  emit.entity(object, { objectName: row.text('ObjectName'), objectType: row.text('ObjectType') });
  emit.entity(oauth);
  if (!failed) {
    emit.relation(account, isSignIn(row) ? 'signed_in_to' : 'acted_on', app, { attributes });
    emit.relation(account, 'signed_in_from', ip, { attributes });
    emit.relation(account, 'acted_on', object, { attributes });
    emit.relation(account, 'acted_on', oauth, { attributes });
  }
  emit.event({
    account,
    target: object ?? app,
    details: [row.text('Application'), row.text('ObjectName'), row.text('IPAddress'), row.text('UserAgent')],
  });
}

const isSignIn = (row: Row): boolean =>
  /log ?on|log ?in|sign.?in/i.test(`${row.text('ActionType') ?? ''} ${row.text('ActivityType') ?? ''}`);

/** The account is an application: said by its type, or because the app that was used is the account itself. */
const actsAsApp = (row: Row): boolean =>
  /application/i.test(row.text('AccountType') ?? '') ||
  (row.text('OAuthAppId') !== null && row.text('OAuthAppId') === row.text('AccountObjectId'));

function actor(row: Row): Mention | null {
  const id = row.text('AccountObjectId');
  if (actsAsApp(row)) {
    return plainMention(
      'servicePrincipal',
      { servicePrincipalObjectId: id, displayName: row.text('AccountDisplayName') },
      row.text('AccountDisplayName'),
    );
  }
  const accountId = row.text('AccountId');
  const upn = row.text('AccountUpn') ?? (accountId?.includes('@') ? accountId : null);
  return userMention({ azureAdUserId: id, upn, displayName: row.text('AccountDisplayName') });
}

/** Only objects with an id are things; a task or a name alone describes the activity. */
function objectOf(row: Row): Mention | null {
  const id = row.text('ObjectId');
  const type = row.text('ObjectType') ?? '';
  const name = row.text('ObjectName') ?? id;
  if (id === null || /^task$/i.test(type)) return null;
  if (/^(user|account)$/i.test(type))
    return userMention(id.includes('@') ? { upn: id, displayName: name } : { azureAdUserId: id, displayName: name });
  if (/file|folder|site|document/i.test(type) || /^[a-z]+:\/\//i.test(id)) return plainMention('cloudResource', { resourceId: id }, name);
  if (/group/i.test(type)) return plainMention('securityGroup', { securityGroupId: id, name: row.text('ObjectName') }, name);
  return plainMention('other', { raw: `${type}:${id}` }, name);
}
