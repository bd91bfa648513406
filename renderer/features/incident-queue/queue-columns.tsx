/** The default columns of the queue (domain.md section 4). */
import { Link } from '@tanstack/react-router';
import type { MouseEvent } from 'react';
import { visibleText } from '../../../shared/base/text.ts';
import type { IncidentRow } from '../../../shared/contract/model.ts';
import type { Input } from '../../../shared/contract/procedures.ts';
import { TimeText, type TimeZoneName } from '../../state/index.ts';
import { EntityIcon, InertText, InvestigationBadge, label, SeverityBadge, StatusBadge, TagList, type ColDef, type ColumnOrder } from '../../ui/index.ts';
import { ORIGIN_WORD } from './origin.ts';

type Cell = { data: IncidentRow };
export type ServerSort = NonNullable<Input<'incident.list'>['sort']>;
/** Columns that the store can sort by, for cases with more incidents than one list holds. */
export const SERVER_SORT: Readonly<Record<string, ServerSort>> = {
  lastUpdateUs: 'lastUpdate', displayName: 'displayName', incidentId: 'incidentId', severity: 'severity', alerts: 'alerts', firstActivityUs: 'firstActivity', lastActivityUs: 'lastActivity', status: 'status', assignedTo: 'assignedTo', classification: 'classification',
};
const RANK = { unknown: 0, informational: 1, low: 2, medium: 3, high: 4 } as const;
const KINDS = ['device', 'user', 'mailbox', 'app', 'cloudResource'] as const;
const time: ColumnOrder = 'time';
const rank: ColumnOrder = 'rank';

export function queueColumns(zone: TimeZoneName, openNew: (incidentId: string) => void): ColDef<IncidentRow>[] {
  const zoneWord = zone === 'utc' ? 'UTC' : 'local';
  return [
    { colId: 'displayName', headerName: 'Incident name', field: 'displayName', flex: 2, minWidth: 260, cellRenderer: ({ data }: Cell) => <IncidentLink row={data} openNew={openNew} /> },
    { colId: 'incidentId', headerName: 'Incident Id', field: 'incidentId', width: 104, cellClass: 'mono', cellRenderer: ({ data }: Cell) => <span className="ellipsis" title={visibleText(data.incidentId)}><InertText text={data.incidentId} limit={60} /></span> },
    {
      colId: 'tags', headerName: 'Tags', width: 186, sortable: false,
      cellRenderer: ({ data }: Cell) => <TagList system={data.systemTags} custom={data.customTags} first={ORIGIN_WORD[data.origin] ? <span className="chip origin">{ORIGIN_WORD[data.origin]}</span> : undefined} />,
    },
    { colId: 'severity', headerName: 'Severity', field: 'severity', width: 122, context: rank, comparator: (a: keyof typeof RANK, b: keyof typeof RANK) => RANK[a] - RANK[b], cellRenderer: ({ data }: Cell) => <SeverityBadge severity={data.severity} /> },
    { colId: 'investigationState', headerName: 'Investigation state', field: 'investigationState', width: 182, cellRenderer: ({ data }: Cell) => <InvestigationBadge state={data.investigationState} /> },
    { colId: 'categories', headerName: 'Categories', width: 190, valueGetter: ({ data }) => data?.categories.map(label).join(', ') ?? '', cellRenderer: ({ value }: { value: string }) => <span className="ellipsis" title={visibleText(value)}><InertText text={value} limit={200} /></span> },
    { colId: 'impactedAssets', headerName: 'Impacted assets', width: 176, context: rank, valueGetter: ({ data }) => (data ? KINDS.reduce((n, k) => n + data.impactedAssets[k], 0) : 0), cellRenderer: ({ data }: Cell) => <AssetCounts counts={data.impactedAssets} /> },
    { colId: 'alerts', headerName: 'Active alerts', width: 108, cellClass: 'mono', context: rank, valueGetter: ({ data }) => `${data?.activeAlertCount ?? 0}/${data?.alertCount ?? 0}`, comparator: (_a, _b, x, y) => (x.data?.alertCount ?? 0) - (y.data?.alertCount ?? 0) },
    { colId: 'serviceSources', headerName: 'Service sources', width: 190, valueGetter: ({ data }) => data?.serviceSources.map(label).join(', ') ?? '', cellRenderer: ({ value }: { value: string }) => <span className="ellipsis" title={visibleText(value)}><InertText text={value} limit={200} /></span> },
    { colId: 'firstActivityUs', headerName: `First activity (${zoneWord})`, field: 'firstActivityUs', width: 152, context: time, cellRenderer: ({ data }: Cell) => <TimeText us={data.firstActivityUs} short /> },
    { colId: 'lastActivityUs', headerName: `Last activity (${zoneWord})`, field: 'lastActivityUs', width: 152, context: time, cellRenderer: ({ data }: Cell) => <TimeText us={data.lastActivityUs} short /> },
    { colId: 'status', headerName: 'Status', field: 'status', width: 118, cellRenderer: ({ data }: Cell) => <StatusBadge status={data.status} /> },
    { colId: 'assignedTo', headerName: 'Assigned to', field: 'assignedTo', width: 170, cellRenderer: ({ data }: Cell) => (data.assignedTo === null ? <span className="tertiary">Unassigned</span> : <InertText text={data.assignedTo} limit={100} />) },
    { colId: 'classification', headerName: 'Classification', field: 'classification', width: 140, valueFormatter: ({ value }: { value: IncidentRow['classification'] }) => (value === 'unknown' ? 'Not set' : label(value)) },
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
