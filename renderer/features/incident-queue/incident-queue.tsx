import { SearchRegular } from '@fluentui/react-icons';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { IncidentRow } from '../../../shared/contract/model.ts';
import { cspNonce, openWindow } from '../../platform/index.ts';
import { useCall, useClient, useLayout, useSettings, useSettled } from '../../state/index.ts';
import { copiedRows, DataTable, EmptyState, ErrorState, Loading, Panes, plural, type ColumnState, type MenuEntry, type SortedBy } from '../../ui/index.ts';
import { useOpening } from '../import/index.ts';
import { queueColumns, SERVER_SORT } from './queue-columns.tsx';
import { SummaryPane } from './summary-pane.tsx';

/** As many rows as one answer holds. Cases with more show the first of them in the chosen order, and say so. */
const SHOWN = 10_000;
/** The store's own order. */
const UNSORTED: SortedBy = { colId: 'lastUpdateUs', descending: true, words: 'sorted by last update, newest first' };

export function IncidentQueue() {
  const client = useClient();
  const navigate = useNavigate({ from: '/incidents' });
  const { selected, search, sort } = useSearch({ from: '/incidents' });
  const opening = useOpening();
  const zone = useSettings((s) => s.timeZone);
  // What is typed stays here; the address and the questions follow when typing pauses.
  const [typed, setTyped] = useState(search ?? '');
  const deferred = useSettled(typed);
  const [ticked, setTicked] = useState<readonly IncidentRow[]>([]);
  const [order, setOrder] = useState<readonly string[]>([]);
  const [by, setBy] = useState<SortedBy | null>(null);
  const [sizes, saveSizes] = useLayout<Record<string, number>>('panes.queue');
  const [columnState, saveColumns] = useLayout<ColumnState[]>('table.incidents');
  const counted = useCall('incident.list', { limit: 1, ...(deferred === '' ? {} : { search: deferred }) }, { keepPrevious: true });
  const serverSort = (counted.data?.total ?? 0) > SHOWN ? SERVER_SORT[by?.colId ?? UNSORTED.colId] : undefined;
  const incidents = useCall('incident.list', { limit: SHOWN, ...(deferred === '' ? {} : { search: deferred }), ...(serverSort === undefined ? {} : { sort: serverSort, descending: by?.descending ?? true }) }, { keepPrevious: true });
  const select = (incidentId: string | undefined) => void navigate({ search: (s) => ({ ...s, selected: incidentId }), replace: true });
  const inAddress = useRef(search ?? '');
  useEffect(() => {
    if (deferred === inAddress.current) return;
    inAddress.current = deferred;
    void navigate({ search: (s) => ({ ...s, search: deferred === '' ? undefined : deferred }), replace: true });
  }, [navigate, deferred]);
  const sorted = (next: SortedBy | null) => {
    setBy(next);
    const address = next === null ? undefined : `${next.colId}.${next.descending ? 'desc' : 'asc'}`;
    if (address !== sort) void navigate({ search: (s) => ({ ...s, sort: address }), replace: true });
  };
  const openHere = (row: IncidentRow) => void navigate({ to: '/incidents/$incidentId', params: { incidentId: row.incidentId } });
  const openNew = useMemo(() => (incidentId: string) => void openWindow(client, `/incidents/${encodeURIComponent(incidentId)}`), [client]);
  const columns = useMemo(() => queueColumns(zone, openNew), [zone, openNew]);
  const rowMenu = (row: IncidentRow): MenuEntry[] => [
    { text: 'Open incident page', hint: 'Enter', run: () => openHere(row) },
    { text: 'Open in new window', hint: 'Ctrl+click', run: () => openNew(row.incidentId) },
    { text: 'Show summary', run: () => select(row.incidentId) },
    { text: 'Copy id and name', hint: 'Ctrl+C', run: () => void navigator.clipboard.writeText(copyText([row])).catch(() => undefined) },
  ];
  const rows = incidents.data?.items ?? [];
  const total = incidents.data?.total ?? 0;
  const shown = rows.find((r) => r.incidentId === selected);
  if (total === 0 && ticked.length > 0) setTicked([]);
  const at = shown === undefined ? -1 : order.indexOf(shown.incidentId);
  const walk = (step: number) => { const next = order[at + step]; if (next !== undefined) select(next); };
  return (
    <div className="page">
      <div className="page-head">
        <div className="title"><h1>Incidents</h1><span className="tertiary" role="status">{incidents.data ? plural(total, 'incident') : ''}</span></div>
        <div className="tools">
          <span className="search"><SearchRegular aria-hidden /><input className="input" type="search" aria-label="Search incidents" placeholder="Name, id or impacted asset" value={typed} maxLength={500} onChange={(e) => setTyped(e.target.value)} /></span>
          {ticked.length === 1 ? <button type="button" className="btn" onClick={() => openNew(ticked[0]!.incidentId)}>Open in new window</button> : null}
        </div>
      </div>
      <div className="page-body">
        {incidents.isError ? <ErrorState title="The incidents cannot be listed" error={incidents.error} onRetry={() => void incidents.refetch()} /> : incidents.data === undefined ? <Loading label="Reading incidents" rows={10} /> : total === 0 ? (
          deferred === '' ? <EmptyState title="This case holds no incidents yet" actions={<button type="button" className="btn primary" onClick={opening.chooseSources}>Import files</button>}>Import incidents, alerts or telemetry; alerts without an incident are grouped, and telemetry alone becomes an incident of its own.</EmptyState>
            : <EmptyState title="No incident matches the search" actions={<button type="button" className="btn" onClick={() => setTyped('')}>Clear the search</button>}>The search looks at names, ids and impacted assets.</EmptyState>
        ) : (
          <Panes direction="horizontal" label="Incident queue" sizes={sizes} onSizes={saveSizes} panes={[
            { id: 'queue', size: shown ? 72 : 100, min: 30, content: (
              <div className="pane">
                <div style={{ flex: 1, minHeight: 0 }}>
                  <DataTable label="Incidents" rows={rows} columns={columns} rowId={(r) => r.incidentId} selectedId={selected ?? null} nonce={cspNonce()} columnState={columnState} onColumnState={saveColumns} sort={sortOf(sort)} onSorted={sorted} onOrder={setOrder} rowMenu={rowMenu}
                    onTicked={(list) => { setTicked(list); if (list.length === 1) select(list[0]!.incidentId); }} onActivate={(row, how) => (how === 'enter' ? openHere(row) : select(row.incidentId))} copyText={copyText} />
                </div>
                <div className="foot"><span>{incidents.isPlaceholderData ? 'Reading… ' : ''}{ticked.length > 0 ? `${ticked.length} ticked · ` : ''}{rows.length < total ? `${rows.length.toLocaleString('en')} of ${total.toLocaleString('en')} incidents, ${serverSort === undefined ? `the latest by update, among themselves ${(by ?? UNSORTED).words}` : `the first when ${(by ?? UNSORTED).words}`}; search for the others` : `${plural(total, 'row')} · ${(by ?? UNSORTED).words}`}</span></div>
              </div>) },
            ...(shown ? [{ id: 'summary', size: 28, min: 18, content: <SummaryPane row={shown} position={`${at + 1} of ${order.length.toLocaleString('en')}`} onPrevious={at > 0 ? () => walk(-1) : null} onNext={at >= 0 && at < order.length - 1 ? () => walk(1) : null} onClose={() => select(undefined)} /> }] : []),
          ]} />
        )}
      </div>
    </div>
  );
}

const copyText = (list: readonly IncidentRow[]): string => copiedRows(list.map((r) => [r.incidentId, r.displayName, r.severity, r.status]));

function sortOf(address: string | undefined): { colId: string; descending: boolean } | undefined {
  const [, colId, direction] = /^([A-Za-z]+)\.(asc|desc)$/.exec(address ?? '') ?? [];
  return colId === undefined ? undefined : { colId, descending: direction === 'desc' };
}
