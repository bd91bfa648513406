/** The incident's alerts in time order; what has not happened yet at the cursor is quiet, and silences between alerts are said. */
import { Fragment, useMemo, useState, useSyncExternalStore } from 'react';
import type { AlertRow } from '../../../shared/contract/model.ts';
import { formatDuration, patchSession, TimeText, useCall, useSession } from '../../state/index.ts';
import { EmptyState, ErrorState, InertText, Loading, Pane, SeverityBadge } from '../../ui/index.ts';
import type { Player } from './player.ts';

const SHOWN = 2000;
const QUIET_US = 6 * 3_600_000_000;

export function AlertColumn({ incidentId, player, eventCount }: { incidentId: string; player: Player; eventCount: number }) {
  useSyncExternalStore(player.onSettled, player.snapshot);
  const alerts = useCall('alert.list', { incidentId, limit: SHOWN });
  const selection = useSession((s) => s.state.selection);
  const [filter, setFilter] = useState('');
  const rows = useMemo(() => { const wanted = filter.trim().toLowerCase(); return (alerts.data?.items ?? []).filter((a) => wanted === '' || [a.title, a.category ?? '', ...a.assetNames, ...a.mitreTechniques].some((t) => t.toLowerCase().includes(wanted))); }, [alerts.data, filter]);
  if (alerts.isError) return <Pane title="Alerts"><ErrorState title="The alerts cannot be listed" error={alerts.error} onRetry={() => void alerts.refetch()} /></Pane>;
  if (alerts.data === undefined) return <Pane title="Alerts"><Loading label="Reading alerts" /></Pane>;
  const happened = alerts.data.items.filter((a) => a.firstActivityUs !== null && a.firstActivityUs <= player.cursorUs).length;
  const selectedNode = selection.kind === 'entity' ? selection.id : null;
  return (
    <Pane label="Alerts" title={<>Alerts <span className="tertiary">{happened} of {alerts.data.total} so far</span></>}>
      {alerts.data.total === 0 ? <EmptyState title="No alerts">This incident was created here from telemetry: {eventCount.toLocaleString('en')} events, no alert. The graph and the scrubber tell what happened.</EmptyState> : (
        <>
          <div style={{ padding: 6 }}><input className="input" style={{ width: '100%' }} type="search" aria-label="Filter alerts" placeholder="Filter alerts" value={filter} onChange={(e) => setFilter(e.target.value)} /></div>
          {rows.length === 0 ? <EmptyState title="No alert matches" actions={<button type="button" className="btn" onClick={() => setFilter('')}>Clear the filter</button>} /> : null}
          <ul aria-label="Alerts in time order">
            {rows.map((a, i) => {
              const before = rows[i - 1]?.firstActivityUs ?? null;
              const silence = a.firstActivityUs !== null && before !== null ? a.firstActivityUs - before : 0;
              return (
                <Fragment key={a.alertId}>
                  {silence > QUIET_US ? <li className="alert-gap">No alerts for {formatDuration(silence)}</li> : null}
                  <AlertItem alert={a} isSelected={selection.kind === 'alert' && selection.id === a.alertId} isRelated={selectedNode !== null && a.entityIds.includes(selectedNode)} isDimmed={selectedNode !== null && !a.entityIds.includes(selectedNode)} isFuture={a.firstActivityUs !== null && a.firstActivityUs > player.cursorUs} isOutside={a.firstActivityUs !== null && (a.firstActivityUs < player.brush.startUs || a.firstActivityUs > player.brush.endUs)} />
                </Fragment>
              );
            })}
          </ul>
          {alerts.data.items.length < alerts.data.total ? <p className="small tertiary" style={{ padding: 8 }}>{alerts.data.items.length} of {alerts.data.total} alerts; the Alerts tab lists all.</p> : null}
        </>
      )}
    </Pane>
  );
}

function AlertItem({ alert: a, isSelected, isRelated, isDimmed, isFuture, isOutside }: { alert: AlertRow; isSelected: boolean; isRelated: boolean; isDimmed: boolean; isFuture: boolean; isOutside: boolean }) {
  const state = isFuture ? ' Not yet at this time.' : isOutside ? ' Outside the brush.' : '';
  return (
    <li>
      <button type="button" className={`alert-item${isSelected ? ' selected' : ''}${isFuture || isOutside || isDimmed ? ' quiet' : ''}${isRelated ? ' related' : ''}`} aria-pressed={isSelected} style={{ borderLeftColor: `var(--severity-${a.severity}-color)` }} onClick={() => patchSession({ selection: isSelected ? { kind: 'none', id: '' } : { kind: 'alert', id: a.alertId } })}>
        <span className="ellipsis" style={{ fontWeight: 600 }}><InertText text={a.title} limit={160} /></span><SeverityBadge severity={a.severity} />
        <span className="ellipsis small tertiary"><InertText text={a.assetNames.join(' · ') || a.category || ''} limit={120} /></span><span className="small tertiary"><TimeText us={a.firstActivityUs} short /></span>
        <span className="visually-hidden">{state}{isRelated ? ' Names the selected entity.' : ''}</span>
      </button>
    </li>
  );
}
