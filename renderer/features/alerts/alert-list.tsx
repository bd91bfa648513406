import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { AlertRow } from '../../../shared/contract/model.ts';
import { cspNonce } from '../../platform/index.ts';
import { patchSession, TimeText, useCall, useLayout } from '../../state/index.ts';
import { DataTable, EmptyState, ErrorState, InertText, Loading, SeverityBadge, StatusBadge, type ColDef, type ColumnState } from '../../ui/index.ts';

const SHOWN = 10_000;
const RANK = { unknown: 0, informational: 1, low: 2, medium: 3, high: 4 } as const;

export function AlertTable({ incidentId }: { incidentId?: string }) {
  const alerts = useCall('alert.list', incidentId === undefined ? { limit: SHOWN } : { limit: SHOWN, incidentId });
  const [columnState, saveColumns] = useLayout<ColumnState[]>('table.alerts');
  const columns = useMemo((): ColDef<AlertRow>[] => [
    { headerName: 'Alert name', field: 'title', flex: 2, minWidth: 220, cellRenderer: ({ data }: { data: AlertRow }) => (data.incidentId === null ? <InertText text={data.title} limit={200} /> : <Link className="link ellipsis" to="/incidents/$incidentId" params={{ incidentId: data.incidentId }} onClick={() => patchSession({ incidentId: data.incidentId, selection: { kind: 'alert', id: data.alertId } })}><InertText text={data.title} limit={200} /></Link>) },
    { headerName: 'Severity', field: 'severity', width: 120, comparator: (a: keyof typeof RANK, b: keyof typeof RANK) => RANK[a] - RANK[b], cellRenderer: ({ data }: { data: AlertRow }) => <SeverityBadge severity={data.severity} /> },
    { headerName: 'Investigation state', field: 'investigationState', width: 140 },
    { headerName: 'Status', field: 'status', width: 110, cellRenderer: ({ data }: { data: AlertRow }) => <StatusBadge status={data.status} /> },
    { headerName: 'Category', field: 'category', width: 150 },
    { headerName: 'Impacted assets', valueGetter: ({ data }) => data?.assetNames.join(', ') ?? '', flex: 1, minWidth: 160, cellRenderer: ({ value }: { value: string }) => <InertText text={value} limit={200} /> },
    { headerName: 'Service source', field: 'serviceSource', width: 200 }, { headerName: 'Detection source', field: 'detectionSource', width: 170 },
    { headerName: 'First activity', field: 'firstActivityUs', width: 190, cellRenderer: ({ data }: { data: AlertRow }) => <TimeText us={data.firstActivityUs} /> },
    { headerName: 'Last activity', field: 'lastActivityUs', width: 190, cellRenderer: ({ data }: { data: AlertRow }) => <TimeText us={data.lastActivityUs} /> },
    { headerName: 'Techniques', valueGetter: ({ data }) => data?.mitreTechniques.join(', ') ?? '', width: 140, cellClass: 'mono' }, { headerName: 'Classification', field: 'classification', width: 130 }, { headerName: 'Assigned to', field: 'assignedTo', width: 160 },
  ], []);
  if (alerts.isError) return <ErrorState title="The alerts cannot be listed" error={alerts.error} onRetry={() => void alerts.refetch()} />;
  if (alerts.data === undefined) return <Loading label="Reading alerts" />;
  if (alerts.data.total === 0) return <EmptyState title="No alerts">{incidentId === undefined ? 'This case holds no alerts. Import incidents, alerts or hunting results to add some.' : 'This incident was created from telemetry and holds no alerts; its events are in the attack story.'}</EmptyState>;
  return (
    <div className="pane">
      <div style={{ flex: 1, minHeight: 0 }}>
        <DataTable label="Alerts" rows={alerts.data.items} columns={columns} rowId={(r) => r.alertId} nonce={cspNonce()} columnState={columnState} onColumnState={saveColumns} copyText={(rows) => rows.map((r) => `${r.alertId}\t${r.title}\t${r.severity}`).join('\n')} />
      </div>
      <div className="foot"><span>{alerts.data.items.length.toLocaleString('en')} of {alerts.data.total.toLocaleString('en')} alerts</span><span>in order of first activity unless sorted by a column</span></div>
    </div>
  );
}

export function AlertList() {
  return (
    <div className="page">
      <div className="page-head"><div className="title"><h1>Alerts</h1></div></div>
      <div className="page-body"><AlertTable /></div>
    </div>
  );
}
