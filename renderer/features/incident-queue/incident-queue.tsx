import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useDeferredValue, useMemo, useState } from 'react';
import type { IncidentRow } from '../../../shared/contract/model.ts';
import { cspNonce, openWindow } from '../../platform/index.ts';
import { TimeText, useCall, useClient, useLayout } from '../../state/index.ts';
import { DataTable, EmptyState, EntityIcon, ErrorState, InertText, Loading, Panes, SeverityBadge, StatusBadge, Tag, type ColDef, type ColumnState } from '../../ui/index.ts';
import { useOpening } from '../import/index.ts';
import { ORIGIN_WORD } from './origin.ts';
import { SummaryPane } from './summary-pane.tsx';

const SHOWN = 10_000;
const RANK = { unknown: 0, informational: 1, low: 2, medium: 3, high: 4 } as const;
const CLASSIFICATION = { unknown: 'Not set', falsePositive: 'False positive', truePositive: 'True positive', informationalExpectedActivity: 'Expected activity' } as const;

export function IncidentQueue() {
  const client = useClient();
  const navigate = useNavigate({ from: '/incidents' });
  const { selected, search } = useSearch({ from: '/incidents' });
  const opening = useOpening();
  const [text, setText] = useState(search ?? '');
  const deferred = useDeferredValue(text);
  const [ticked, setTicked] = useState<readonly IncidentRow[]>([]);
  const [sizes, saveSizes] = useLayout<Record<string, number>>('panes.queue');
  const [columnState, saveColumns] = useLayout<ColumnState[]>('table.incidents');
  const incidents = useCall('incident.list', { limit: SHOWN, ...(deferred === '' ? {} : { search: deferred }) }, { keepPrevious: true });
  const select = (incidentId: string | undefined) => void navigate({ search: (s) => ({ ...s, selected: incidentId }), replace: true });
  const columns = useMemo(() => queueColumns((incidentId) => void openWindow(client, `/incidents/${encodeURIComponent(incidentId)}`)), [client]);
  const rows = incidents.data?.items ?? [];
  const shown = rows.find((r) => r.incidentId === selected);
  const walk = (step: number) => { const at = rows.findIndex((r) => r.incidentId === selected); const next = rows[at + step]; if (next) select(next.incidentId); };
  return (
    <div className="page">
      <div className="page-head">
        <div className="title"><h1>Incidents</h1><span className="tertiary" role="status">{incidents.data ? `${incidents.data.total.toLocaleString('en')} incident${incidents.data.total === 1 ? '' : 's'}` : ''}</span></div>
        <div className="tools">
          <input className="input" style={{ width: 260 }} type="search" aria-label="Search incidents" placeholder="Name, id or impacted asset" value={text} onChange={(e) => { setText(e.target.value); void navigate({ search: (s) => ({ ...s, search: e.target.value === '' ? undefined : e.target.value }), replace: true }); }} />
          {ticked.length === 1 ? <button type="button" className="btn" onClick={() => void openWindow(client, `/incidents/${encodeURIComponent(ticked[0]!.incidentId)}`)}>Open in new window</button> : null}
        </div>
      </div>
      <div className="page-body">
        {incidents.isError ? <ErrorState title="The incidents cannot be listed" error={incidents.error} onRetry={() => void incidents.refetch()} /> : incidents.data === undefined ? <Loading label="Reading incidents" rows={10} /> : incidents.data.total === 0 ? (
          deferred === '' ? <EmptyState title="This case holds no incidents yet" actions={<button type="button" className="btn primary" onClick={opening.chooseSources}>Import files</button>}>Import incidents, alerts or telemetry; alerts without an incident are grouped, and telemetry alone becomes an incident of its own.</EmptyState>
            : <EmptyState title="No incident matches the search" actions={<button type="button" className="btn" onClick={() => { setText(''); void navigate({ search: (s) => ({ ...s, search: undefined }), replace: true }); }}>Clear the search</button>}>The search looks at names, ids and impacted assets.</EmptyState>
        ) : (
          <Panes direction="horizontal" label="Incident queue" sizes={sizes} onSizes={saveSizes} panes={[
            { id: 'queue', size: shown ? 72 : 100, min: 30, content: (
              <div className="pane">
                <div style={{ flex: 1, minHeight: 0 }}>
                  <DataTable label="Incidents" rows={rows} columns={columns} rowId={(r) => r.incidentId} selectedId={selected ?? null} nonce={cspNonce()} columnState={columnState} onColumnState={saveColumns}
                    onTicked={(list) => { setTicked(list); if (list.length === 1) select(list[0]!.incidentId); }} onActivate={(row, how) => (how === 'enter' ? void navigate({ to: '/incidents/$incidentId', params: { incidentId: row.incidentId } }) : select(row.incidentId))}
                    copyText={(list) => list.map((r) => `${r.incidentId}\t${r.displayName}\t${r.severity}\t${r.status}`).join('\n')} />
                </div>
                <div className="foot"><span>{ticked.length > 0 ? `${ticked.length} ticked · ` : ''}{rows.length.toLocaleString('en')} of {incidents.data.total.toLocaleString('en')} rows</span><span>last activity first unless sorted by a column</span></div>
              </div>) },
            ...(shown ? [{ id: 'summary', size: 28, min: 18, content: <SummaryPane key={shown.incidentId} row={shown} position={`${rows.indexOf(shown) + 1} of ${rows.length}`} onPrevious={() => walk(-1)} onNext={() => walk(1)} onClose={() => select(undefined)} /> }] : []),
          ]} />
        )}
      </div>
    </div>
  );
}

function queueColumns(openNew: (incidentId: string) => void): ColDef<IncidentRow>[] {
  type Cell = { data: IncidentRow };
  return [
    { headerName: 'Incident name', field: 'displayName', flex: 2, minWidth: 240, cellRenderer: ({ data }: Cell) => (
      <Link className="link ellipsis" to="/incidents/$incidentId" params={{ incidentId: data.incidentId }} onClick={(e) => { if (e.ctrlKey || e.metaKey || e.shiftKey) { e.preventDefault(); openNew(data.incidentId); } }} onAuxClick={(e) => { if (e.button === 1) { e.preventDefault(); openNew(data.incidentId); } }} onContextMenu={(e) => { e.preventDefault(); openNew(data.incidentId); }} title="Ctrl-click or right-click: in a new window"><InertText text={data.displayName} limit={200} /></Link>) },
    { headerName: 'Incident Id', field: 'incidentId', width: 120, cellClass: 'mono', cellRenderer: ({ data }: Cell) => <InertText text={data.incidentId} limit={60} /> },
    { headerName: 'Tags', width: 170, sortable: false, valueGetter: ({ data }) => [...(data?.systemTags ?? []), ...(data?.customTags ?? [])].join(', '), cellRenderer: ({ data }: Cell) => <span style={{ display: 'inline-flex', gap: 4 }}>{ORIGIN_WORD[data.origin] ? <span className="chip origin">{ORIGIN_WORD[data.origin]}</span> : null}{data.systemTags.map((t) => <Tag key={t} system text={<InertText text={t} limit={40} />} />)}{data.customTags.map((t) => <Tag key={t} text={<InertText text={t} limit={40} />} />)}</span> },
    { headerName: 'Severity', field: 'severity', width: 118, comparator: (a: keyof typeof RANK, b: keyof typeof RANK) => RANK[a] - RANK[b], cellRenderer: ({ data }: Cell) => <SeverityBadge severity={data.severity} /> },
    { headerName: 'Investigation state', field: 'investigationState', width: 150, valueFormatter: ({ value }: { value: string | null }) => (value ?? '').replace(/([a-z])([A-Z])/g, '$1 $2') },
    { headerName: 'Categories', width: 190, valueGetter: ({ data }) => data?.categories.join(', ') ?? '', cellRenderer: ({ value }: { value: string }) => <InertText text={value} limit={200} /> },
    { headerName: 'Impacted assets', width: 170, sortable: false, cellRenderer: ({ data }: Cell) => <AssetCounts counts={data.impactedAssets} /> },
    { headerName: 'Active alerts', width: 100, cellClass: 'mono', valueGetter: ({ data }) => `${data?.activeAlertCount ?? 0}/${data?.alertCount ?? 0}`, comparator: (_a, _b, x, y) => (x.data?.alertCount ?? 0) - (y.data?.alertCount ?? 0) },
    { headerName: 'Service sources', width: 190, valueGetter: ({ data }) => data?.serviceSources.join(', ') ?? '' },
    { headerName: 'First activity', field: 'firstActivityUs', width: 180, cellRenderer: ({ data }: Cell) => <TimeText us={data.firstActivityUs} /> },
    { headerName: 'Last activity', field: 'lastActivityUs', width: 180, cellRenderer: ({ data }: Cell) => <TimeText us={data.lastActivityUs} /> },
    { headerName: 'Status', field: 'status', width: 110, cellRenderer: ({ data }: Cell) => <StatusBadge status={data.status} /> },
    { headerName: 'Assigned to', field: 'assignedTo', width: 150, cellRenderer: ({ data }: Cell) => <InertText text={data.assignedTo ?? 'Unassigned'} limit={100} /> },
    { headerName: 'Classification', field: 'classification', width: 140, valueFormatter: ({ value }: { value: keyof typeof CLASSIFICATION }) => CLASSIFICATION[value] ?? value },
  ];
}

export function AssetCounts({ counts }: { counts: IncidentRow['impactedAssets'] }) {
  const kinds = (['device', 'user', 'mailbox', 'app', 'cloudResource'] as const).filter((k) => counts[k] > 0);
  return <span className="kind-counts">{kinds.map((k) => <span key={k}><EntityIcon kind={k} labelled /> {counts[k].toLocaleString('en')}</span>)}</span>;
}
