import type { ReactNode } from 'react';
import { formatDuration, TimeText, useCall } from '../../state/index.ts';
import { EmptyState, EntityIcon, EntityName, ErrorState, InertText, label, Loading } from '../../ui/index.ts';
import { RawRecord } from '../record/index.ts';

const SHOWN = 1000;

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
        <Table label="Investigations" shown={investigations.data.items.length} total={investigations.data.total} heads={['Id', 'Triggering alert', 'Status', 'Device', 'Start', 'End', 'Duration', 'Pending actions', 'Source']}>
          {investigations.data.items.map((i) => (
            <tr key={i.investigationId}>
              <td className="mono"><InertText text={i.investigationId} limit={60} /></td><td><InertText text={i.triggeringAlertTitle ?? i.triggeringAlertId ?? 'Not stated'} limit={200} /></td><td><InertText text={label(i.state)} limit={60} /></td><td><InertText text={i.deviceName ?? ''} limit={100} /></td>
              <td className="nowrap"><TimeText us={i.startUs} /></td><td className="nowrap"><TimeText us={i.endUs} missing="Not ended" /></td><td className="nowrap">{i.startUs !== null && i.endUs !== null ? formatDuration(i.endUs - i.startUs) : ''}</td><td className="mono">{i.pendingActionCount}</td><td className="nowrap">{i.record ? <RawRecord recordId={i.record.recordId} /> : null}</td>
            </tr>))}
        </Table>
        <Table label="Actions" shown={actions.data.items.length} total={actions.data.total} heads={['Action', 'Target', 'Status', 'Requested', 'By', 'Comment', 'Source']}>
          {actions.data.items.map((a) => (
            <tr key={a.actionId}>
              <td><InertText text={label(a.type)} limit={60} />{a.typeInferred ? <span className="tertiary"> (type inferred)</span> : null}</td><td><span className="badge"><EntityIcon kind={a.targetKind} labelled /><EntityName kind={a.targetKind} name={a.targetName} /></span></td><td>{a.status === 'pending' ? 'Awaits approval' : <InertText text={label(a.status)} limit={60} />}</td>
              <td className="nowrap"><TimeText us={a.requestedUs} missing="Not stated" /></td><td><InertText text={a.requestedBy ?? label(a.source ?? '')} limit={100} /></td><td><InertText text={a.comment ?? ''} limit={300} /></td><td className="nowrap">{a.record ? <RawRecord recordId={a.record.recordId} /> : null}</td>
            </tr>))}
        </Table>
        <p className="small tertiary" style={{ padding: '8px 12px' }}>Redthread executes nothing. Decisions are shown as they were imported.</p>
      </div>
    </div>
  );
}

function Table({ label: name, shown, total, heads, children }: { label: string; shown: number; total: number; heads: readonly string[]; children: ReactNode }) {
  return (
    <section className="section" aria-label={name}>
      <h3>{name} <span className="tertiary">{shown < total ? `the first ${shown.toLocaleString('en')} of ${total.toLocaleString('en')}` : total.toLocaleString('en')}</span></h3>
      <table className="plain-table"><thead><tr>{heads.map((h) => <th key={h} scope="col">{h}</th>)}</tr></thead><tbody>{children}</tbody></table>
    </section>
  );
}
