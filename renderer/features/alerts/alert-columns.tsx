/** The default columns of an alert list (domain.md section 10). */
import { Link } from '@tanstack/react-router';
import { visibleText } from '../../../shared/base/text.ts';
import type { AlertRow } from '../../../shared/contract/model.ts';
import type { Input } from '../../../shared/contract/procedures.ts';
import { patchSession, TimeText, type TimeZoneName } from '../../state/index.ts';
import { InertText, InvestigationBadge, label, SeverityBadge, StatusBadge, TagList, type ColDef, type ColumnOrder } from '../../ui/index.ts';

type Cell = { data: AlertRow };
/** Columns that the store can sort by, for cases with more alerts than one list holds. */
export const SERVER_SORT: Readonly<Record<string, NonNullable<Input<'alert.list'>['sort']>>> = { title: 'title', severity: 'severity', status: 'status', firstActivityUs: 'firstActivity', lastActivityUs: 'lastActivity' };
const RANK = { unknown: 0, informational: 1, low: 2, medium: 3, high: 4 } as const;
const time: ColumnOrder = 'time';
const rank: ColumnOrder = 'rank';

/** Selects the alert for all windows, as its incident's attack story shows it. */
export const selectAlert = (alert: AlertRow): void => patchSession({ ...(alert.incidentId === null ? {} : { incidentId: alert.incidentId }), selection: { kind: 'alert', id: alert.alertId } });

/** `hasIncident`: the list spans incidents, so each row names its own. */
export function alertColumns(zone: TimeZoneName, hasIncident: boolean): ColDef<AlertRow>[] {
  const zoneWord = zone === 'utc' ? 'UTC' : 'local';
  return [
    { colId: 'title', headerName: 'Alert name', field: 'title', flex: 2, minWidth: 280, cellRenderer: ({ data }: Cell) => <AlertName alert={data} /> },
    { colId: 'tags', headerName: 'Tags', width: 136, sortable: false, cellRenderer: ({ data }: Cell) => <TagList system={data.systemTags} custom={[]} /> },
    { colId: 'severity', headerName: 'Severity', field: 'severity', width: 122, context: rank, comparator: (a: keyof typeof RANK, b: keyof typeof RANK) => RANK[a] - RANK[b], cellRenderer: ({ data }: Cell) => <SeverityBadge severity={data.severity} /> },
    { colId: 'investigationState', headerName: 'Investigation state', field: 'investigationState', width: 182, cellRenderer: ({ data }: Cell) => <InvestigationBadge state={data.investigationState} /> },
    { colId: 'status', headerName: 'Status', field: 'status', width: 118, cellRenderer: ({ data }: Cell) => <StatusBadge status={data.status} /> },
    { colId: 'category', headerName: 'Category', field: 'category', width: 160, cellRenderer: ({ data }: Cell) => <span className="ellipsis" title={visibleText(data.category ?? '')}><InertText text={label(data.category ?? '')} limit={80} /></span> },
    { colId: 'techniques', headerName: 'Techniques', valueGetter: ({ data }) => data?.mitreTechniques.join(', ') ?? '', width: 120, cellClass: 'mono', cellRenderer: ({ value }: { value: string }) => <span className="ellipsis" title={visibleText(value)}><InertText text={value} limit={120} /></span> },
    { colId: 'assets', headerName: 'Impacted assets', valueGetter: ({ data }) => data?.assetNames.join(', ') ?? '', flex: 1, minWidth: 190, cellRenderer: ({ value }: { value: string }) => <span className="ellipsis" title={visibleText(value)}><InertText text={value} limit={200} /></span> },
    ...(hasIncident ? [{ colId: 'incidentId', headerName: 'Incident Id', field: 'incidentId', width: 104, cellClass: 'mono', cellRenderer: ({ data }: Cell) => <span className="ellipsis" title={visibleText(data.incidentId ?? '')}><InertText text={data.incidentId ?? ''} limit={60} /></span> } satisfies ColDef<AlertRow>] : []),
    { colId: 'serviceSource', headerName: 'Service source', field: 'serviceSource', width: 178, cellRenderer: ({ data }: Cell) => <Source name={data.serviceSource} /> },
    { colId: 'detectionSource', headerName: 'Detection source', field: 'detectionSource', width: 178, cellRenderer: ({ data }: Cell) => <Source name={data.detectionSource} /> },
    { colId: 'firstActivityUs', headerName: `First activity (${zoneWord})`, field: 'firstActivityUs', width: 152, context: time, initialSort: 'asc', cellRenderer: ({ data }: Cell) => <TimeText us={data.firstActivityUs} short /> },
    { colId: 'lastActivityUs', headerName: `Last activity (${zoneWord})`, field: 'lastActivityUs', width: 152, context: time, cellRenderer: ({ data }: Cell) => <TimeText us={data.lastActivityUs} short /> },
    { colId: 'classification', headerName: 'Classification', field: 'classification', width: 140, valueFormatter: ({ value }: { value: AlertRow['classification'] }) => (value === 'unknown' ? 'Not set' : label(value)) },
    { colId: 'assignedTo', headerName: 'Assigned to', field: 'assignedTo', width: 170, cellRenderer: ({ data }: Cell) => (data.assignedTo === null ? <span className="tertiary">Unassigned</span> : <InertText text={data.assignedTo} limit={100} />) },
  ];
}

const Source = ({ name }: { name: string | null }) => <span className="ellipsis" title={visibleText(name ?? '')}><InertText text={label(name ?? '')} limit={120} /></span>;

function AlertName({ alert }: { alert: AlertRow }) {
  if (alert.incidentId === null) return <span className="row-title ellipsis"><InertText text={alert.title} limit={200} /></span>;
  return <Link className="row-title ellipsis" title="Show in the attack story" to="/incidents/$incidentId" params={{ incidentId: alert.incidentId }} onClick={() => selectAlert(alert)}><InertText text={alert.title} limit={200} /></Link>;
}
