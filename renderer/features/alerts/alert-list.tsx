import { SearchRegular } from '@fluentui/react-icons';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { AlertRow } from '../../../shared/contract/model.ts';
import { cspNonce, openWindow } from '../../platform/index.ts';
import { useCall, useClient, useLayout, useSettings, useSettled } from '../../state/index.ts';
import { copiedRows, DataTable, EmptyState, ErrorState, Loading, Panes, plural, type ColumnState, type MenuEntry, type SortedBy } from '../../ui/index.ts';
import { alertColumns, selectAlert, SERVER_SORT } from './alert-columns.tsx';
import { AlertPane } from './alert-pane.tsx';

const SHOWN = 10_000;
const copyText = (rows: readonly AlertRow[]): string => copiedRows(rows.map((r) => [r.alertId, r.title, r.severity, r.status]));

/** Alerts of an incident, or of the whole case; the selected one is told beside them. */
export function AlertTable({ incidentId }: { incidentId?: string }) {
  const client = useClient();
  const navigate = useNavigate();
  const zone = useSettings((s) => s.timeZone);
  const [search, setSearch] = useState('');
  const wanted = useSettled(search);
  const [selected, setSelected] = useState<string | null>(null);
  const [by, setBy] = useState<SortedBy | null>(null);
  const [columnState, saveColumns] = useLayout<ColumnState[]>(incidentId === undefined ? 'table.alerts.all' : 'table.alerts');
  const [sizes, saveSizes] = useLayout<Record<string, number>>('panes.alerts');
  const which = { ...(incidentId === undefined ? {} : { incidentId }), ...(wanted === '' ? {} : { search: wanted }) };
  const counted = useCall('alert.list', { limit: 1, ...which }, { keepPrevious: true });
  // Cut lists come in the order that was asked for; whole ones are sorted here.
  const serverSort = (counted.data?.total ?? 0) > SHOWN ? SERVER_SORT[by?.colId ?? 'firstActivityUs'] : undefined;
  const alerts = useCall('alert.list', { limit: SHOWN, ...which, ...(serverSort === undefined ? {} : { sort: serverSort, descending: by?.descending ?? false }) }, { keepPrevious: true });
  const columns = useMemo(() => alertColumns(zone, incidentId === undefined), [zone, incidentId]);
  const story = (alert: AlertRow) => {
    if (alert.incidentId === null) return;
    selectAlert(alert);
    void navigate({ to: '/incidents/$incidentId', params: { incidentId: alert.incidentId } });
  };
  const rowMenu = (alert: AlertRow): MenuEntry[] => [
    { text: 'Show details', run: () => setSelected(alert.alertId) },
    ...(alert.incidentId === null ? [] : [{ text: 'Show in the attack story', hint: 'Enter', run: () => story(alert) }, { text: 'Open incident in new window', run: () => void openWindow(client, `/incidents/${encodeURIComponent(alert.incidentId ?? '')}`) }]),
    { text: 'Copy id and name', hint: 'Ctrl+C', run: () => void navigator.clipboard.writeText(copyText([alert])).catch(() => undefined) },
  ];
  if (alerts.isError) return <ErrorState title="The alerts cannot be listed" error={alerts.error} onRetry={() => void alerts.refetch()} />;
  if (alerts.data === undefined) return <Loading label="Reading alerts" />;
  const { items, total } = alerts.data;
  if (total === 0 && wanted === '') return <EmptyState title="No alerts">{incidentId === undefined ? 'The imported files hold no alert.' : 'This incident holds telemetry only.'}</EmptyState>;
  const shown = items.find((a) => a.alertId === selected);
  return (
    <Panes direction="horizontal" label="Alerts" sizes={sizes} onSizes={saveSizes} panes={[
      { id: 'alerts', size: shown ? 74 : 100, min: 30, content: (
        <div className="pane">
          <div className="pane-bar"><span className="search"><SearchRegular aria-hidden /><input className="input" type="search" aria-label="Search alerts" placeholder="Name or id" maxLength={500} value={search} onChange={(e) => setSearch(e.target.value)} /></span></div>
          <div style={{ flex: 1, minHeight: 0 }}>
            {total === 0 ? <EmptyState title="No alert matches the search" actions={<button type="button" className="btn" onClick={() => setSearch('')}>Clear the search</button>} /> : (
              <DataTable label="Alerts" rows={items} columns={columns} rowId={(r) => r.alertId} selectedId={selected} nonce={cspNonce()} columnState={columnState} onColumnState={saveColumns} onSorted={setBy} rowMenu={rowMenu} onActivate={(row, how) => (how === 'enter' ? story(row) : setSelected(row.alertId))} copyText={copyText} />
            )}
          </div>
          <div className="foot"><span>{alerts.isPlaceholderData ? 'Reading… ' : ''}{items.length < total ? `${items.length.toLocaleString('en')} of ${plural(total, 'alert')}, ${serverSort === undefined ? `those that came first, among themselves ${by?.words ?? 'in order of first activity'}` : `the first when ${by?.words ?? 'in order of first activity'}`}; search for the others` : `${plural(total, 'alert')} · ${by?.words ?? 'in order of first activity'}`}</span></div>
        </div>) },
      ...(shown ? [{ id: 'alert', size: 26, min: 18, content: <AlertPane key={shown.alertId} alertId={shown.alertId} onClose={() => setSelected(null)} /> }] : []),
    ]} />
  );
}

export function AlertList() {
  const total = useCall('alert.list', { limit: 1 }).data?.total;
  return (
    <div className="page">
      <div className="page-head"><div className="title"><h1>Alerts</h1><span className="tertiary" role="status">{total === undefined ? '' : plural(total, 'alert')}</span></div></div>
      <div className="page-body"><AlertTable /></div>
    </div>
  );
}
