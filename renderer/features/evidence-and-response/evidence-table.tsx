/** Evidence and Response: types with counts on the left, one row per entity, and what all its records say beside it. */
import { useMemo, useState } from 'react';
import type { EntityEvidenceRow } from '../../../shared/contract/model.ts';
import { ENTITY_KIND_LABEL, ENTITY_KINDS, type EntityKind } from '../../../shared/domain/entity/kinds.ts';
import { TimeText, useCall, useLayout, useSettings, type TimeZoneName } from '../../state/index.ts';
import { EmptyState, EntityIcon, EntityName, isoText, label, labelFilter, Panes, RemediationBadge, verdictWord, VerdictBadge, Words, type ListColumn } from '../../ui/index.ts';
import { ListView, type ListAddress } from '../lists/index.ts';
import { ManageButton, openManage } from '../manage/index.ts';
import { EvidencePane } from './evidence-pane.tsx';

const FIRST_SEEN = [{ column: 'firstSeenUs', descending: false }] as const;
const NETWORK: ReadonlySet<EntityKind> = new Set<EntityKind>(['ip', 'domain', 'url']);
const kindLabel = (kind: string) => ENTITY_KIND_LABEL[kind as EntityKind] ?? kind;
const assetWords = (r: EntityEvidenceRow) => r.impactedAssets.map((a) => a.displayName).join(', ') + (r.impactedAssetCount > r.impactedAssets.length ? ` and ${r.impactedAssetCount - r.impactedAssets.length} more` : '');

function evidenceColumns(zone: TimeZoneName): ListColumn<EntityEvidenceRow>[] {
  const zoneWord = zone === 'utc' ? 'UTC' : 'local';
  const time = (id: 'firstSeenUs' | 'lastSeenUs', title: string, isHidden = false): ListColumn<EntityEvidenceRow> => ({ id, title: `${title} (${zoneWord})`, width: 152, order: 'time', isHidden, filter: { kind: 'time' }, cell: (r) => <TimeText us={r[id]} short />, text: (r) => isoText(r[id]) });
  return [
    time('firstSeenUs', 'First seen'), time('lastSeenUs', 'Last seen', true),
    { id: 'displayName', title: 'Entity', flex: 2, minWidth: 240, filter: { kind: 'text' }, cell: (r) => <span className="badge"><EntityIcon kind={r.kind} labelled /><span className="ellipsis"><EntityName kind={r.kind} name={r.displayName} /></span></span>, text: (r) => r.displayName, isNetwork: (r) => NETWORK.has(r.kind) },
    { id: 'kind', title: 'Type', width: 120, filter: { kind: 'values', label: kindLabel }, cell: (r) => kindLabel(r.kind), text: (r) => kindLabel(r.kind) },
    { id: 'verdict', title: 'Verdict', width: 130, order: 'rank', filter: { kind: 'values', label: verdictWord }, cell: (r) => <VerdictBadge verdict={r.verdict} />, text: (r) => r.verdict },
    { id: 'remediationStatus', title: 'Remediation status', width: 170, order: 'rank', filter: labelFilter(), cell: (r) => <RemediationBadge status={r.remediationStatus} />, text: (r) => r.remediationStatus },
    { id: 'statusDetails', title: 'Status details', width: 190, isSortable: false, filter: { kind: 'values' }, cell: (r) => <Words text={r.statusDetails.join('; ')} />, text: (r) => r.statusDetails.join('; ') },
    { id: 'impactedAssets', title: 'Impacted assets', width: 220, filter: { kind: 'values' }, cell: (r) => <Words text={assetWords(r)} />, text: assetWords },
    { id: 'detectionOrigins', title: 'Detection origin', width: 180, isSortable: false, filter: labelFilter(), cell: (r) => <Words text={r.detectionOrigins.map(label).join(', ')} />, text: (r) => r.detectionOrigins.join('; ') },
    { id: 'threats', title: 'Threats', width: 180, isSortable: false, filter: { kind: 'values' }, cell: (r) => <Words text={r.threats.join(', ')} />, text: (r) => r.threats.join('; ') },
    { id: 'roles', title: 'Roles', width: 150, isHidden: true, isSortable: false, filter: labelFilter(), cell: (r) => <Words text={r.roles.map(label).join(', ')} />, text: (r) => r.roles.join('; ') },
    { id: 'impacted', title: 'Impacted', width: 100, filter: labelFilter(), cell: (r) => (r.isImpacted ? 'Impacted' : <span className="tertiary">Related</span>), text: (r) => (r.isImpacted ? 'impacted' : 'related') },
    { id: 'alerts', title: 'Alerts', width: 80, className: 'mono', order: 'rank', filter: { kind: 'number' }, cell: (r) => r.alertCount.toLocaleString('en'), text: (r) => String(r.alertCount) },
    { id: 'evidence', title: 'Records', width: 90, isHidden: true, className: 'mono', order: 'rank', filter: { kind: 'number' }, cell: (r) => r.evidenceCount.toLocaleString('en'), text: (r) => String(r.evidenceCount) },
  ];
}

export function EvidenceTable({ incidentId, address, onAddress }: { incidentId: string; address: ListAddress; onAddress: (change: ListAddress) => void }) {
  const zone = useSettings((s) => s.timeZone);
  const [sizes, saveSizes] = useLayout<Record<string, number>>('panes.evidence');
  const columns = useMemo(() => evidenceColumns(zone), [zone]);
  const [ticked, setTicked] = useState<readonly EntityEvidenceRow[]>([]);
  const scope = useMemo(() => ({ incidentId }), [incidentId]);
  const filters = address.filters ?? [];
  const others = filters.filter((f) => f.column !== 'kind');
  const kinds = useCall('list.facets', { list: 'evidence', incidentId, column: 'kind', ...(address.search ? { search: address.search } : {}), filters: others }, { keepPrevious: true });
  const own = filters.find((f) => f.column === 'kind');
  const counts = new Map(kinds.data?.items.map((k) => [k.value, k.count]) ?? []);
  const all = [...counts.values()].reduce((a, b) => a + b, 0);
  const choose = (kind: EntityKind | null) => onAddress({ filters: kind === null ? others : [...others, { column: 'kind', op: 'in', values: [kind] }], selected: undefined });
  return (
    <div className="side-list-page">
      <nav className="side-list" aria-label="Types of evidence">
        <button type="button" aria-pressed={own === undefined} onClick={() => choose(null)}><span>All evidence</span><span className="mono">{kinds.data ? all.toLocaleString('en') : ''}</span></button>
        {ENTITY_KINDS.filter((k) => counts.has(k)).map((kind) => <button key={kind} type="button" aria-pressed={own?.values.length === 1 && own.values[0] === kind} onClick={() => choose(kind)}><span className="badge"><EntityIcon kind={kind} />{ENTITY_KIND_LABEL[kind]}</span><span className="mono">{counts.get(kind)!.toLocaleString('en')}</span></button>)}
      </nav>
      <Panes direction="horizontal" label="Evidence" sizes={sizes} onSizes={saveSizes} panes={[
        { id: 'evidence', size: address.selected === undefined ? 100 : 70, min: 30, content: (
          <ListView procedure="evidence.byEntity" list="evidence" scope={scope} label="Evidence and Response" noun={['entity', 'entities']} columns={columns} rowId={(r) => r.entityId} viewKey="evidence" address={address} onAddress={onAddress} defaultOrder={FIRST_SEEN} searchHint="Name, hash, address or id"
            onActivate={(row) => onAddress({ selected: row.entityId })} rowMenu={(row) => [{ text: 'Show details', hint: 'Enter', run: () => onAddress({ selected: row.entityId }) }, { text: 'Set verdict…', run: () => openManage({ kind: 'verdict', ids: [row.entityId], name: row.displayName }) }]}
            onTicked={setTicked} tools={ticked.length > 0 ? <ManageButton open={{ kind: 'verdict', ids: ticked.map((r) => r.entityId), name: ticked[0]!.displayName }}>Set verdict</ManageButton> : undefined}
            empty={<EmptyState title="No evidence">No alert of this incident names an entity. Entities seen in telemetry are in the attack story.</EmptyState>} />) },
        ...(address.selected === undefined ? [] : [{ id: 'entity', size: 30, min: 18, content: <EvidencePane key={address.selected} incidentId={incidentId} entityId={address.selected} onClose={() => onAddress({ selected: undefined })} /> }]),
      ]} />
    </div>
  );
}
