import type { ReactNode } from 'react';
import { formatDuration, TimeText, useCall } from '../../state/index.ts';
import { EmptyState, EntityIcon, EntityName, ErrorState, InertText, Loading } from '../../ui/index.ts';
import { RawRecord } from '../record/index.ts';

const SHOWN = 1000;
const spaced = (word: string) => word.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/^./, (c) => c.toUpperCase());

export function InvestigationTable({ incidentId }: { incidentId: string }) {
  const investigations = useCall('investigation.list', { incidentId, limit: SHOWN });
  const actions = useCall('action.list', { incidentId, limit: SHOWN });
  const failed = investigations.isError ? investigations : actions.isError ? actions : null;
  if (failed) return <ErrorState title="The investigations cannot be listed" error={failed.error} onRetry={() => void failed.refetch()} />;
  if (investigations.data === undefined || actions.data === undefined) return <Loading label="Reading investigations" />;
  if (investigations.data.total + actions.data.total === 0) return <EmptyState title="No investigations">The imported files name no automated investigation and no action of this incident.</EmptyState>;
  return (
    <div className="pane">
      <div className="pane-body">
        <Table label="Investigations" total={investigations.data.total} heads={['Id', 'Triggering alert', 'Status', 'Device', 'Start', 'End', 'Duration', 'Pending actions', 'Source']}>
          {investigations.data.items.map((i) => (
            <tr key={i.investigationId}>
              <td className="mono"><InertText text={i.investigationId} limit={60} /></td><td><InertText text={i.triggeringAlertTitle ?? i.triggeringAlertId ?? 'Not stated'} limit={200} /></td><td>{spaced(i.state)}</td><td><InertText text={i.deviceName ?? ''} limit={100} /></td>
              <td><TimeText us={i.startUs} /></td><td><TimeText us={i.endUs} missing="Not ended" /></td><td>{i.startUs !== null && i.endUs !== null ? formatDuration(i.endUs - i.startUs) : ''}</td><td className="mono">{i.pendingActionCount}</td><td>{i.record ? <RawRecord recordId={i.record.recordId} /> : null}</td>
            </tr>))}
        </Table>
        <Table label="Actions" total={actions.data.total} heads={['Action', 'Target', 'Status', 'Requested', 'By', 'Comment', 'Source']}>
          {actions.data.items.map((a) => (
            <tr key={a.actionId}>
              <td>{spaced(a.type)}{a.typeInferred ? <span className="tertiary"> (type inferred)</span> : null}</td><td><span className="badge"><EntityIcon kind={a.targetKind} labelled /><EntityName kind={a.targetKind} name={a.targetName} /></span></td><td>{a.status === 'pending' ? 'Awaits approval' : spaced(a.status)}</td>
              <td><TimeText us={a.requestedUs} missing="Not stated" /></td><td><InertText text={a.requestedBy ?? a.source ?? ''} limit={100} /></td><td><InertText text={a.comment ?? ''} limit={300} /></td><td>{a.record ? <RawRecord recordId={a.record.recordId} /> : null}</td>
            </tr>))}
        </Table>
        <p className="small tertiary" style={{ padding: '8px 12px' }}>Redthread executes nothing. Decisions are shown as they were imported.</p>
      </div>
    </div>
  );
}

function Table({ label, total, heads, children }: { label: string; total: number; heads: readonly string[]; children: ReactNode }) {
  return (
    <section className="section" aria-label={label}>
      <h3>{label} <span className="tertiary">{total}</span></h3>
      <table className="plain-table"><thead><tr>{heads.map((h) => <th key={h} scope="col">{h}</th>)}</tr></thead><tbody>{children}</tbody></table>
    </section>
  );
}
