import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import type { AlertRow } from '../../../shared/contract/model.ts';
import { openWindow } from '../../platform/index.ts';
import { useCall, useClient, useLayout, useSettings } from '../../state/index.ts';
import { EmptyState, Panes, plural, type MenuEntry } from '../../ui/index.ts';
import { ListView, Period, type ListAddress } from '../lists/index.ts';
import { ManageButton, openManage } from '../manage/index.ts';
import { alertColumns, selectAlert } from './alert-columns.tsx';
import { AlertPane } from './alert-pane.tsx';

/** In the order in which they happened. */
const CHRONOLOGICAL = [{ column: 'firstActivityUs', descending: false }] as const;

/** Alerts of an incident, or of the whole case; the selected one is told beside them. */
export function AlertTable({ incidentId, entityId, address, onAddress }: { incidentId?: string; entityId?: string; address: ListAddress; onAddress: (change: ListAddress) => void }) {
  const client = useClient();
  const navigate = useNavigate();
  const zone = useSettings((s) => s.timeZone);
  const [sizes, saveSizes] = useLayout<Record<string, number>>('panes.alerts');
  const [ticked, setTicked] = useState<readonly AlertRow[]>([]);
  const columns = useMemo(() => alertColumns(zone, incidentId === undefined), [zone, incidentId]);
  const scope = useMemo(() => ({ ...(incidentId === undefined ? {} : { incidentId }), ...(entityId === undefined ? {} : { entityId }) }), [incidentId, entityId]);
  const newest = useCall('alert.list', { ...scope, limit: 1, order: [{ column: 'lastActivityUs', descending: true }] }, { keepPrevious: true });
  const story = (alert: AlertRow) => {
    if (alert.incidentId === null) return;
    selectAlert(alert);
    void navigate({ to: '/incidents/$incidentId', params: { incidentId: alert.incidentId } });
  };
  const rowMenu = (alert: AlertRow): MenuEntry[] => [
    { text: 'Show details', run: () => onAddress({ selected: alert.alertId }) }, { text: 'Manage alert', run: () => openManage({ kind: 'alerts', ids: [alert.alertId] }) }, { text: 'Move to another incident…', run: () => openManage({ kind: 'move', ids: [alert.alertId] }) },
    ...(alert.incidentId === null ? [] : [{ text: 'Show in the attack story', hint: 'Enter', run: () => story(alert) }, { text: 'Open incident in new window', run: () => void openWindow(client, `/incidents/${encodeURIComponent(alert.incidentId ?? '')}`) }]),
  ];
  return (
    <Panes direction="horizontal" label="Alerts" sizes={sizes} onSizes={saveSizes} panes={[
      { id: 'alerts', size: address.selected === undefined ? 100 : 74, min: 30, content: (
        <ListView procedure="alert.list" list="alerts" scope={scope} label="Alerts" noun={['alert', 'alerts']} columns={columns} rowId={(a) => a.alertId} viewKey={incidentId === undefined ? 'alerts.all' : 'alerts'} address={address} onAddress={onAddress} defaultOrder={CHRONOLOGICAL} searchHint="Name, id or asset"
          onTicked={setTicked} tools={<>{ticked.length > 0 ? <><ManageButton open={{ kind: 'alerts', ids: ticked.map((a) => a.alertId) }}>{ticked.length === 1 ? 'Manage alert' : `Manage ${ticked.length.toLocaleString('en')} alerts`}</ManageButton><ManageButton open={{ kind: 'move', ids: ticked.map((a) => a.alertId) }}>Move</ManageButton></> : null}{incidentId === undefined ? <Period column="lastActivityUs" newestUs={newest.data?.items[0]?.lastActivityUs ?? null} filters={address.filters ?? []} onFilters={(filters) => onAddress({ filters })} /> : null}</>}
          onActivate={(row, how) => (how === 'enter' ? story(row) : onAddress({ selected: row.alertId }))} rowMenu={rowMenu} empty={<EmptyState title="No alerts">{incidentId === undefined ? 'The imported files hold no alert.' : 'This incident holds telemetry only.'}</EmptyState>} />) },
      ...(address.selected === undefined ? [] : [{ id: 'alert', size: 26, min: 18, content: <AlertPane key={address.selected} alertId={address.selected} onClose={() => onAddress({ selected: undefined })} /> }]),
    ]} />
  );
}

export function AlertList() {
  const navigate = useNavigate({ from: '/alerts' });
  const address = useSearch({ from: '/alerts' });
  const onAddress = useCallback((change: ListAddress) => void navigate({ search: (s) => ({ ...s, ...change }) as typeof s, replace: true }), [navigate]);
  const total = useCall('alert.list', { limit: 1 }).data?.total;
  return (
    <div className="page">
      <div className="page-head"><div className="title"><h1>Alerts</h1><span className="tertiary">{total === undefined ? '' : plural(total, 'alert')}</span></div></div>
      <div className="page-body"><AlertTable address={address} onAddress={onAddress} /></div>
    </div>
  );
}
