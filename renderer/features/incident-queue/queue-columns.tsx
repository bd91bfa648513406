/** The columns of the queue. */
import { Link } from '@tanstack/react-router';
import type { MouseEvent } from 'react';
import { visibleText } from '../../../shared/base/text.ts';
import type { AlertRow, IncidentRow } from '../../../shared/contract/model.ts';
import { TimeText, type TimeZoneName } from '../../state/index.ts';
import { EntityIcon, InertText, InvestigationBadge, isoText, label, labelFilter, OriginChip, originWord, SeverityBadge, StatusBadge, statusWord, TagList, Words, type ListColumn } from '../../ui/index.ts';

const KINDS = ['device', 'user', 'mailbox', 'app', 'cloudResource'] as const;
const list = (words: readonly string[]) => words.map(label).join(', ');
const SPREAD: Readonly<Record<string, string>> = { multipleServiceSources: 'Multiple service sources', multipleCategories: 'Multiple categories' };

export function queueColumns(zone: TimeZoneName, openNew: (incidentId: string) => void): ListColumn<IncidentRow>[] {
  const zoneWord = zone === 'utc' ? 'UTC' : 'local';
  const time = (id: 'firstActivityUs' | 'lastActivityUs' | 'lastUpdateUs' | 'createdUs', title: string, isHidden = false): ListColumn<IncidentRow> => ({
    id, title: `${title} (${zoneWord})`, width: 152, order: 'time', filter: { kind: 'time' }, isHidden, cell: (r) => <TimeText us={r[id]} short />, text: (r) => isoText(r[id]),
    ...(id === 'createdUs' || id === 'lastUpdateUs' ? {} : { childCell: (a: AlertRow) => <TimeText us={a[id]} short /> }),
  });
  return [
    { id: 'displayName', title: 'Incident name', flex: 2, minWidth: 320, filter: { kind: 'text' }, cell: (r) => <IncidentLink row={r} openNew={openNew} />, text: (r) => r.displayName, childCell: (a: AlertRow) => <span className="list-child ellipsis"><InertText text={a.title} limit={200} /></span> },
    { id: 'incidentId', title: 'Incident Id', width: 104, className: 'mono', filter: { kind: 'text' }, cell: (r) => <span className="ellipsis" title={visibleText(r.incidentId)}><InertText text={r.incidentId} limit={60} /></span>, text: (r) => r.incidentId },
    { id: 'tags', title: 'Tags', width: 176, isSortable: false, filter: { kind: 'values' }, cell: (r) => <TagList system={r.systemTags} custom={r.customTags} first={r.origin === 'imported' ? undefined : <OriginChip origin={r.origin} />} />, text: (r) => [...r.systemTags, ...r.customTags].join('; ') },
    { id: 'severity', title: 'Severity', width: 122, order: 'rank', filter: labelFilter(), cell: (r) => <SeverityBadge severity={r.severity} />, text: (r) => r.severity, childCell: (a: AlertRow) => <SeverityBadge severity={a.severity} /> },
    { id: 'investigationState', title: 'Investigation state', width: 172, filter: labelFilter('None'), cell: (r) => <InvestigationBadge state={r.investigationState} />, text: (r) => r.investigationState ?? '', childCell: (a: AlertRow) => <InvestigationBadge state={a.investigationState} /> },
    { id: 'categories', title: 'Categories', width: 180, order: 'rank', filter: labelFilter(), cell: (r) => <Words text={list(r.categories)} />, text: (r) => r.categories.join('; '), childCell: (a: AlertRow) => <Words text={label(a.category ?? '')} /> },
    { id: 'impactedAssets', title: 'Impacted assets', width: 176, order: 'rank', filter: { kind: 'number' }, cell: (r) => <AssetCounts counts={r.impactedAssets} />, text: (r) => KINDS.filter((k) => r.impactedAssets[k] > 0).map((k) => `${r.impactedAssets[k]} ${k}`).join('; '), childCell: (a: AlertRow) => <Words text={a.assetNames.join(', ')} /> },
    { id: 'alerts', title: 'Active alerts', width: 108, className: 'mono', order: 'rank', filter: { kind: 'number' }, cell: (r) => `${r.activeAlertCount.toLocaleString('en')}/${r.alertCount.toLocaleString('en')}`, text: (r) => `${r.activeAlertCount} of ${r.alertCount}` },
    { id: 'serviceSources', title: 'Service sources', width: 180, isSortable: false, filter: labelFilter(), cell: (r) => <Words text={list(r.serviceSources)} />, text: (r) => r.serviceSources.join('; '), childCell: (a: AlertRow) => <Words text={label(a.serviceSource ?? '')} /> },
    { id: 'detectionSources', title: 'Detection sources', width: 180, isHidden: true, isSortable: false, filter: labelFilter(), cell: (r) => <Words text={list(r.detectionSources)} />, text: (r) => r.detectionSources.join('; '), childCell: (a: AlertRow) => <Words text={label(a.detectionSource ?? '')} /> },
    { id: 'productNames', title: 'Product names', width: 180, isHidden: true, isSortable: false, filter: { kind: 'values' }, cell: (r) => <Words text={r.productNames.join(', ')} />, text: (r) => r.productNames.join('; ') },
    time('firstActivityUs', 'First activity'), time('lastActivityUs', 'Last activity'), time('lastUpdateUs', 'Last update', true), time('createdUs', 'Created', true),
    { id: 'status', title: 'Status', width: 118, filter: { kind: 'values', label: statusWord }, cell: (r) => <StatusBadge status={r.status} />, text: (r) => r.status, childCell: (a: AlertRow) => <StatusBadge status={a.status} /> },
    { id: 'assignedTo', title: 'Assigned to', width: 170, filter: { kind: 'values', none: 'Unassigned' }, cell: (r) => (r.assignedTo === null ? <span className="tertiary">Unassigned</span> : <InertText text={r.assignedTo} limit={100} />), text: (r) => r.assignedTo ?? '' },
    { id: 'classification', title: 'Classification', width: 140, filter: { kind: 'values', label: (v) => (v === 'unknown' ? 'Not set' : label(v)) }, cell: (r) => (r.classification === 'unknown' ? <span className="tertiary">Not set</span> : label(r.classification)), text: (r) => r.classification },
    { id: 'determination', title: 'Determination', width: 150, isHidden: true, filter: labelFilter('Not set'), cell: (r) => <Words text={label(r.determination ?? '')} />, text: (r) => r.determination ?? '' },
    // What is filtered by without a column of its own.
    { id: 'alertSeverities', title: 'Alert severity', width: 160, isFilterOnly: true, filter: labelFilter(), cell: () => null, text: () => '' },
    { id: 'entities', title: 'Entities', isFilterOnly: true, filter: { kind: 'values' }, cell: () => null, text: () => '' }, { id: 'deviceGroups', title: 'Device groups', isFilterOnly: true, filter: { kind: 'values' }, cell: () => null, text: () => '' },
    { id: 'osPlatforms', title: 'OS platform', width: 150, isFilterOnly: true, filter: labelFilter(), cell: () => null, text: () => '' }, { id: 'threats', title: 'Associated threat', width: 190, isHidden: true, isSortable: false, filter: { kind: 'values' }, cell: (r) => <Words text={r.threats.join(', ')} />, text: (r) => r.threats.join('; ') },
    { id: 'techniques', title: 'Techniques', isFilterOnly: true, filter: { kind: 'values' }, cell: () => null, text: () => '' }, { id: 'investigationStates', title: 'Automated investigation state', isFilterOnly: true, filter: { kind: 'values', label: (v) => (v === 'pendingAction' ? 'Pending action' : label(v)) }, cell: () => null, text: () => '' },
    { id: 'spread', title: 'Multiple sources or categories', isFilterOnly: true, filter: { kind: 'values', label: (v) => SPREAD[v] ?? v }, cell: () => null, text: () => '' },
    { id: 'pendingActions', title: 'Pending actions', width: 120, isHidden: true, order: 'rank', className: 'mono', filter: { kind: 'number' }, cell: (r) => r.pendingActionCount.toLocaleString('en'), text: (r) => String(r.pendingActionCount) },
    { id: 'events', title: 'Events', width: 100, isHidden: true, order: 'rank', className: 'mono', filter: { kind: 'number' }, cell: (r) => r.eventCount.toLocaleString('en'), text: (r) => String(r.eventCount) },
    { id: 'origin', title: 'Origin', width: 170, isHidden: true, filter: { kind: 'values', label: originWord }, cell: (r) => originWord(r.origin), text: (r) => r.origin },
  ];
}

/** Opens the incident here; with a modifier or the middle button in a window of its own. */
function IncidentLink({ row, openNew }: { row: IncidentRow; openNew: (incidentId: string) => void }) {
  const inNewWindow = (e: MouseEvent) => { e.preventDefault(); openNew(row.incidentId); };
  return (
    <Link className="row-title ellipsis" to="/incidents/$incidentId" params={{ incidentId: row.incidentId }} onClick={(e) => { if (e.ctrlKey || e.metaKey || e.shiftKey) inNewWindow(e); }} onAuxClick={(e) => { if (e.button === 1) inNewWindow(e); }}>
      <InertText text={row.displayName} limit={200} />
    </Link>
  );
}

export function AssetCounts({ counts }: { counts: IncidentRow['impactedAssets'] }) {
  const kinds = KINDS.filter((k) => counts[k] > 0);
  if (kinds.length === 0) return <span className="tertiary">None named</span>;
  return <span className="kind-counts">{kinds.map((k) => <span key={k}><EntityIcon kind={k} labelled /> {counts[k].toLocaleString('en')}</span>)}</span>;
}
