/** Columns of assets: the house's own, and those of the category as sources state them. */
import { Link } from '@tanstack/react-router';
import type { AssetRow } from '../../../shared/contract/model.ts';
import { ASSET_COLUMNS, type AssetCategory } from '../../../shared/domain/entity/assets.ts';
import { TimeText, type TimeZoneName } from '../../state/index.ts';
import { EntityIcon, EntityName, isoText, label, labelFilter, RiskBadge, shownValue, TagList, verdictWord, VerdictBadge, Words, type ListColumn } from '../../ui/index.ts';

/** Shown from the start; the others are there to be chosen. */
const SHOWN: Readonly<Record<AssetCategory, readonly string[]>> = {
  device: ['riskScore', 'exposureLevel', 'osPlatform', 'domain', 'lastIpAddress', 'rbacGroupName', 'mitigationStatus'], user: ['userPrincipalName', 'domainName', 'userSid', 'riskLevel', 'department', 'jobTitle', 'accountState'],
  mailbox: ['primaryAddress', 'upn'], app: ['appId', 'instanceName', 'publisher'], cloudResource: ['resourceType', 'cloudProvider', 'location'],
};
const LEVELS = new Set(['riskScore', 'riskLevel', 'exposureLevel']);
export const actionWords = (row: Pick<AssetRow, 'actions'>): string => row.actions.map((a) => `${label(a.type)}: ${a.status === 'pending' ? 'awaits approval' : label(a.status).toLowerCase()}`).join(', ');

export function assetColumns(category: AssetCategory, zone: TimeZoneName, inIncident: boolean): ListColumn<AssetRow>[] {
  const zoneWord = zone === 'utc' ? 'UTC' : 'local';
  const time = (id: 'firstSeenUs' | 'lastSeenUs', title: string): ListColumn<AssetRow> => ({ id, title: `${title}${inIncident ? ' in incident' : ''} (${zoneWord})`, width: 158, order: 'time', filter: { kind: 'time' }, cell: (r) => <TimeText us={r[id]} short />, text: (r) => isoText(r[id]) });
  const stated = ASSET_COLUMNS[category].map((c): ListColumn<AssetRow> => ({
    id: c.id, title: c.title, width: LEVELS.has(c.id) ? 118 : 140, isHidden: !SHOWN[category].includes(c.id), ...(c.isLevel ? { order: 'rank' as const } : {}), filter: { kind: 'values', none: 'Not stated', ...(c.isLevel ? { label } : {}) },
    cell: (r) => { const value = r.values[c.id] ?? null; return value === null ? <span className="tertiary">{c.id === 'mitigationStatus' ? 'None' : 'Not stated'}</span> : LEVELS.has(c.id) ? <RiskBadge level={value} /> : <Words text={shownValue(value)} />; }, text: (r) => r.values[c.id] ?? '', isNetwork: () => c.id.endsWith('IpAddress'),
  }));
  const levels = stated.filter((c) => LEVELS.has(c.id));
  return [
    { id: 'displayName', title: category === 'user' ? 'Display name' : category === 'app' ? 'App' : 'Name', flex: 2, minWidth: 200, filter: { kind: 'text' }, cell: (r) => <span className="badge row-title"><EntityIcon kind={r.kind} labelled /><Link className="row-title ellipsis" to="/entities/$entityId" params={{ entityId: r.entityId }}><EntityName kind={r.kind} name={r.displayName} /></Link>{r.isCritical ? <span className="chip system">Critical</span> : null}</span>, text: (r) => r.displayName },
    { id: 'impacted', title: 'Role', width: 96, filter: labelFilter(), cell: (r) => (r.isImpacted ? 'Impacted' : <span className="tertiary">Related</span>), text: (r) => (r.isImpacted ? 'impacted' : 'related') },
    ...levels,
    { id: 'activeAlerts', title: 'Active alerts', width: 104, className: 'mono', order: 'rank', filter: { kind: 'number' }, cell: (r) => `${r.activeAlertCount.toLocaleString('en')}/${r.alertCount.toLocaleString('en')}`, text: (r) => `${r.activeAlertCount} of ${r.alertCount}` },
    ...stated.filter((c) => !levels.includes(c)),
    { id: 'tags', title: 'Tags', width: 170, isSortable: false, filter: { kind: 'values' }, cell: (r) => <TagList system={[]} custom={r.tags} shown={2} />, text: (r) => r.tags.join('; ') },
    { id: 'actions', title: 'Actions', width: 200, isHidden: category !== 'device', isSortable: false, filter: labelFilter(), cell: (r) => <Words text={actionWords(r)} />, text: actionWords },
    { id: 'verdict', title: 'Verdict', width: 130, isHidden: true, order: 'rank', filter: { kind: 'values', label: verdictWord }, cell: (r) => <VerdictBadge verdict={r.verdict} />, text: (r) => r.verdict },
    ...(category === 'app' ? [{ id: 'kind', title: 'Kind', width: 130, filter: { kind: 'values', label: (v: string) => (v === 'oauthApp' ? 'OAuth app' : 'Cloud app') }, cell: (r: AssetRow) => (r.kind === 'oauthApp' ? 'OAuth app' : 'Cloud app'), text: (r: AssetRow) => r.kind } satisfies ListColumn<AssetRow>] : []),
    { id: 'critical', title: 'Criticality', isFilterOnly: true, filter: { kind: 'values', label, none: 'Not critical' }, cell: () => null, text: () => '' },
    { id: 'events', title: 'Events', width: 90, className: 'mono', order: 'rank', filter: { kind: 'number' }, cell: (r) => r.eventCount.toLocaleString('en'), text: (r) => String(r.eventCount) },
    time('firstSeenUs', 'First seen'), time('lastSeenUs', 'Last seen'),
  ];
}
