import { useMemo } from 'react';
import type { EntityRow } from '../../../shared/contract/model.ts';
import { ENTITY_KIND_LABEL } from '../../../shared/domain/entity/kinds.ts';
import { cspNonce } from '../../platform/index.ts';
import { TimeText, useCall, useLayout } from '../../state/index.ts';
import { copiedRows, DataTable, EmptyState, EntityIcon, EntityName, ErrorState, Loading, RemediationBadge, shownName, VerdictBadge, type ColDef, type ColumnState } from '../../ui/index.ts';

const SHOWN = 10_000;
const RANK = { noThreatsFound: 0, unknown: 1, suspicious: 2, compromised: 3, malicious: 4 } as const;

/** One row per entity that is evidence of the incident's alerts: worst verdict, most open status. */
export function EvidenceTable({ incidentId }: { incidentId: string }) {
  const entities = useCall('entity.list', { incidentId, limit: SHOWN });
  const [columnState, saveColumns] = useLayout<ColumnState[]>('table.evidence');
  const columns = useMemo((): ColDef<EntityRow>[] => [
    { headerName: 'First seen', field: 'firstSeenUs', width: 190, cellRenderer: ({ data }: { data: EntityRow }) => <TimeText us={data.firstSeenUs} /> },
    { headerName: 'Entity', field: 'displayName', flex: 2, minWidth: 240, cellRenderer: ({ data }: { data: EntityRow }) => <span className="badge"><EntityIcon kind={data.kind} /><EntityName kind={data.kind} name={data.displayName} /></span> },
    { headerName: 'Type', valueGetter: ({ data }) => (data ? ENTITY_KIND_LABEL[data.kind] : ''), width: 130 },
    { headerName: 'Verdict', field: 'verdict', width: 130, comparator: (a: keyof typeof RANK, b: keyof typeof RANK) => RANK[a] - RANK[b], cellRenderer: ({ data }: { data: EntityRow }) => <VerdictBadge verdict={data.verdict} /> },
    { headerName: 'Remediation status', field: 'remediationStatus', width: 170, cellRenderer: ({ data }: { data: EntityRow }) => (data.remediationStatus === null ? '' : <RemediationBadge status={data.remediationStatus} />) },
    { headerName: 'Impacted', valueGetter: ({ data }) => (data?.isImpacted ? 'Impacted' : 'Related'), width: 100 },
    { headerName: 'Alerts', field: 'alertCount', width: 80, cellClass: 'mono' }, { headerName: 'Evidence', field: 'evidenceCount', width: 90, cellClass: 'mono' }, { headerName: 'Events', field: 'eventCount', width: 90, cellClass: 'mono' },
  ], []);
  if (entities.isError) return <ErrorState title="The evidence cannot be listed" error={entities.error} onRetry={() => void entities.refetch()} />;
  if (entities.data === undefined) return <Loading label="Reading evidence" />;
  const rows = entities.data.items.filter((e) => e.evidenceCount > 0);
  if (rows.length === 0) return <EmptyState title="No evidence">No alert of this incident names an entity. Entities seen in telemetry are in the attack story.</EmptyState>;
  return (
    <div className="pane">
      <div style={{ flex: 1, minHeight: 0 }}><DataTable label="Evidence and Response" rows={rows} columns={columns} rowId={(r) => r.entityId} nonce={cspNonce()} columnState={columnState} onColumnState={saveColumns} copyText={(list) => copiedRows(list.map((r) => [r.kind, shownName(r.kind, r.displayName), r.verdict]))} /></div>
      <div className="foot"><span>{rows.length.toLocaleString('en')} entities</span><span>network indicators are copied defanged</span></div>
    </div>
  );
}
