import { useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import type { AlertRow, IncidentRow, ListFilter } from '../../../shared/contract/model.ts';
import { openWindow } from '../../platform/index.ts';
import { patchSession, useCall, useClient, useLayout, useSettings } from '../../state/index.ts';
import { EmptyState, Panes, plural, type MenuEntry } from '../../ui/index.ts';
import { useOpening } from '../import/index.ts';
import { ListView, Period, type ListAddress, type ListPlace } from '../lists/index.ts';
import { ManageButton, openManage } from '../manage/index.ts';
import { IncidentChart } from './incident-chart.tsx';
import { queueColumns } from './queue-columns.tsx';
import { SummaryPane } from './summary-pane.tsx';

/** What still needs somebody: new, in progress, or waiting for the customer. */
const OPEN: readonly ListFilter[] = [{ column: 'status', op: 'in', values: ['active', 'inProgress', 'awaitingAction'] }];
const LATEST = [{ column: 'lastUpdateUs', descending: true }] as const;

export function IncidentQueue() {
  const client = useClient();
  const router = useRouter();
  const navigate = useNavigate({ from: '/incidents' });
  const address = useSearch({ from: '/incidents' });
  const opening = useOpening();
  const zone = useSettings((s) => s.timeZone);
  const [ticked, setTicked] = useState<readonly IncidentRow[]>([]);
  const [place, setPlace] = useState<ListPlace<IncidentRow> | null>(null);
  const [sizes, saveSizes] = useLayout<Record<string, number>>('panes.queue');
  const total = useCall('incident.list', { limit: 1 }, { keepPrevious: true });
  const newest = useCall('incident.list', { limit: 1, order: [{ column: 'lastActivityUs', descending: true }] }, { keepPrevious: true });
  const onAddress = useCallback((change: ListAddress) => void navigate({ search: (s) => ({ ...s, ...change }) as typeof s, replace: true }), [navigate]);
  const select = (incidentId: string | undefined) => onAddress({ selected: incidentId });
  const openHere = (incidentId: string) => void navigate({ to: '/incidents/$incidentId', params: { incidentId } });
  const openNew = useMemo(() => (incidentId: string) => void openWindow(client, `/incidents/${encodeURIComponent(incidentId)}`), [client]);
  const columns = useMemo(() => queueColumns(zone, openNew), [zone, openNew]);
  const rowMenu = (row: IncidentRow): MenuEntry[] => [
    { text: 'Open incident page', hint: 'Enter', run: () => openHere(row.incidentId) }, { text: 'Open in new window', hint: 'Ctrl+click', run: () => openNew(row.incidentId) }, { text: 'Show summary', run: () => select(row.incidentId) },
    { text: 'Manage incident', run: () => openManage({ kind: 'incidents', ids: [row.incidentId] }) }, { text: 'Merge into…', run: () => openManage({ kind: 'merge', ids: [row.incidentId] }) },
  ];
  const openAlert = (alert: AlertRow) => {
    if (alert.incidentId === null) return;
    patchSession({ incidentId: alert.incidentId, selection: { kind: 'alert', id: alert.alertId } });
    openHere(alert.incidentId);
  };
  // What a person does while the neighbour is being read comes first.
  const walk = place === null ? null : (step: number) => { const from = address.selected; void place.go(step).then((row) => { if (row && (router.state.location.search as ListAddress).selected === from) select(row.incidentId); }); };
  return (
    <div className="page">
      <div className="page-head">
        <div className="title"><h1>Incidents</h1><span className="tertiary">{total.data ? plural(total.data.total, 'incident') : ''}</span><span style={{ flex: 1 }} />{ticked.length === 1 ? <button type="button" className="btn" onClick={() => openNew(ticked[0]!.incidentId)}>Open in new window</button> : null}
          <ManageButton open={ticked.length === 2 ? { kind: 'merge', ids: ticked.map((r) => r.incidentId) } : null} hint="Tick two incidents">Merge</ManageButton>
          <ManageButton primary open={ticked.length > 0 ? { kind: 'incidents', ids: ticked.map((r) => r.incidentId) } : null} hint="Tick one or more incidents">{ticked.length > 1 ? `Manage ${ticked.length.toLocaleString('en')} incidents` : 'Manage incident'}</ManageButton></div>
      </div>
      <IncidentChart />
      <div className="page-body">
        <Panes direction="horizontal" label="Incident queue" sizes={sizes} onSizes={saveSizes} panes={[
          { id: 'queue', size: address.selected === undefined ? 100 : 72, min: 30, content: (
            <ListView procedure="incident.list" list="incidents" scope={{}} label="Incidents" noun={['incident', 'incidents']} columns={columns} rowId={(r) => r.incidentId} viewKey="incidents" address={address} onAddress={onAddress} defaultOrder={LATEST} defaultFilters={OPEN} searchHint="Name, id or impacted asset"
              onActivate={(row, how) => (how === 'enter' ? openHere(row.incidentId) : select(row.incidentId))} rowMenu={rowMenu} onTicked={(rows) => { setTicked(rows); if (rows.length === 1) select(rows[0]!.incidentId); }} onPlace={setPlace}
              tools={<Period column="lastActivityUs" newestUs={newest.data?.items[0]?.lastActivityUs ?? null} filters={address.filters ?? OPEN} onFilters={(filters) => onAddress({ filters })} />}
              expand={{
                children: (row, limit) => client.call('alert.list', { incidentId: row.incidentId, limit }), childId: (a: AlertRow) => a.alertId, label: (row) => `Alerts of ${row.incidentId}`, onChild: openAlert,
                more: (incidentId, hidden) => <button type="button" className="btn quiet link list-child" onClick={() => void navigate({ to: '/incidents/$incidentId', params: { incidentId }, search: { tab: 'alerts' } })}>{plural(hidden, 'more alert')}</button>,
              }}
              empty={<EmptyState title="This case holds no incidents yet" actions={<button type="button" className="btn primary" onClick={opening.chooseSources}>Import files</button>}>Import incidents, alerts or telemetry; alerts without an incident are grouped, and telemetry alone becomes an incident of its own.</EmptyState>} />) },
          ...(address.selected === undefined ? [] : [{ id: 'summary', size: 28, min: 18, content: <SummaryPane incidentId={address.selected} position={place === null ? 'not in this view' : `${place.at + 1} of ${place.total.toLocaleString('en')}`} onPrevious={walk && place!.at > 0 ? () => walk(-1) : null} onNext={walk && place!.at < place!.total - 1 ? () => walk(1) : null} onClose={() => select(undefined)} actions={<><ManageButton open={{ kind: 'incidents', ids: [address.selected] }}>Manage incident</ManageButton><button type="button" className="btn" onClick={() => void navigate({ to: '/incidents/$incidentId', params: { incidentId: address.selected! }, search: { tab: 'activities' } })}>Activities</button></>} /> }]),
        ]} />
      </div>
    </div>
  );
}
