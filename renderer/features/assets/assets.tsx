import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import type { AssetRow } from '../../../shared/contract/model.ts';
import { ASSET_CATEGORIES, type AssetCategory } from '../../../shared/domain/entity/assets.ts';
import { useCall, useLayout, useSettings } from '../../state/index.ts';
import { EmptyState, EntityIcon, ErrorState, Panes, plural } from '../../ui/index.ts';
import { ListView, type ListAddress } from '../lists/index.ts';
import { ManageButton, openManage } from '../manage/index.ts';
import { assetColumns } from './asset-columns.tsx';
import { AssetPane } from './asset-pane.tsx';

const CATEGORY: Readonly<Record<AssetCategory, { title: string; noun: readonly [string, string] }>> = {
  device: { title: 'Devices', noun: ['device', 'devices'] }, user: { title: 'Users', noun: ['user', 'users'] }, mailbox: { title: 'Mailboxes', noun: ['mailbox', 'mailboxes'] }, app: { title: 'Apps', noun: ['app', 'apps'] }, cloudResource: { title: 'Cloud resources', noun: ['cloud resource', 'cloud resources'] },
};
/** Risk first, then how many alerts are open. */
const byRisk = (category: AssetCategory) => [...(category === 'cloudResource' ? [] : [{ column: category === 'device' ? 'riskScore' : 'riskLevel', descending: true }]), { column: 'activeAlerts', descending: true }];

/** Assets of an incident by category. Cloud resources are there only where the case names some. */
export function AssetsTab({ incidentId, category = 'device', onCategory, address, onAddress }: { incidentId: string; category?: AssetCategory; onCategory: (category: AssetCategory) => void; address: ListAddress; onAddress: (change: ListAddress) => void }) {
  const counts = useCall('asset.counts', { incidentId }, { keepPrevious: true });
  if (counts.isError) return <ErrorState title="The assets cannot be counted" error={counts.error} onRetry={() => void counts.refetch()} />;
  const of = (c: AssetCategory) => counts.data?.find((x) => x.category === c) ?? { total: 0, impacted: 0 };
  return (
    <div className="side-list-page">
      <nav className="side-list" aria-label="Kinds of asset">
        {ASSET_CATEGORIES.filter((c) => c !== 'cloudResource' || of(c).total > 0).map((c) => <button key={c} type="button" aria-pressed={c === category} onClick={() => onCategory(c)}><span className="badge"><EntityIcon kind={c} />{CATEGORY[c].title}</span><span className="mono" title={`${of(c).impacted.toLocaleString('en')} impacted`}>{counts.data ? of(c).total.toLocaleString('en') : ''}</span></button>)}
      </nav>
      <AssetList key={category} incidentId={incidentId} category={category} address={address} onAddress={onAddress} />
    </div>
  );
}

const tagsOf = (rows: readonly AssetRow[]) => ({ kind: 'tags' as const, items: rows.map((r) => ({ id: r.entityId, name: r.displayName, tags: r.tags })) });

function AssetList({ incidentId, category, address, onAddress }: { incidentId?: string; category: AssetCategory; address: ListAddress; onAddress: (change: ListAddress) => void }) {
  const zone = useSettings((s) => s.timeZone);
  const [sizes, saveSizes] = useLayout<Record<string, number>>('panes.assets');
  const columns = useMemo(() => assetColumns(category, zone, incidentId !== undefined), [category, zone, incidentId]);
  const scope = useMemo(() => ({ category, ...(incidentId === undefined ? {} : { incidentId }) }), [category, incidentId]);
  const [ticked, setTicked] = useState<readonly AssetRow[]>([]);
  const order = useMemo(() => byRisk(category), [category]);
  const { title, noun } = CATEGORY[category];
  return (
    <Panes direction="horizontal" label={title} sizes={sizes} onSizes={saveSizes} panes={[
      { id: 'assets', size: address.selected === undefined ? 100 : 70, min: 30, content: (
        <ListView procedure="asset.list" list="assets" scope={scope} label={title} noun={noun} columns={columns} rowId={(r) => r.entityId} viewKey={`assets.${category}`} address={address} onAddress={onAddress} defaultOrder={order} searchHint="Name, address, tag or id"
          onActivate={(row) => onAddress({ selected: row.entityId })} rowMenu={(row) => [{ text: 'Show details', hint: 'Enter', run: () => onAddress({ selected: row.entityId }) }, { text: 'Manage tags…', run: () => openManage(tagsOf([row])) }]}
          onTicked={setTicked} tools={ticked.length > 0 ? <ManageButton open={tagsOf(ticked)}>Manage tags</ManageButton> : undefined}
          empty={<EmptyState title={`No ${noun[1]}`}>{incidentId === undefined ? `The imported files name no ${noun[0]}.` : `No alert or event of this incident names a ${noun[0]}.`}</EmptyState>} />) },
      ...(address.selected === undefined ? [] : [{ id: 'asset', size: 30, min: 18, content: <AssetPane key={address.selected} category={category} entityId={address.selected} {...(incidentId === undefined ? {} : { incidentId })} onClose={() => onAddress({ selected: undefined })} /> }]),
    ]} />
  );
}

/** All devices of the case, with the actions on each. */
export function DeviceInventory() {
  const navigate = useNavigate({ from: '/devices' });
  const address = useSearch({ from: '/devices' });
  const onAddress = useCallback((change: ListAddress) => void navigate({ search: (s) => ({ ...s, ...change }) as typeof s, replace: true }), [navigate]);
  const total = useCall('asset.list', { category: 'device', limit: 1 }).data?.total;
  return (
    <div className="page">
      <div className="page-head"><div className="title"><h1>Devices</h1><span className="tertiary">{total === undefined ? '' : plural(total, 'device')}</span></div></div>
      <div className="page-body"><AssetList category="device" address={address} onAddress={onAddress} /></div>
    </div>
  );
}
