/** The Summary tab: everything about one incident on one page. */
import { useCall } from '../../state/index.ts';
import { plural } from '../../ui/index.ts';
import { AlertTimeline } from './alert-timeline.tsx';
import { EvidenceMatrix } from './evidence-matrix.tsx';
import { CommentList, Information } from './information.tsx';
import { KillChainProgress } from './kill-chain-progress.tsx';
import { Part } from './part.tsx';
import { PendingActions } from './pending-actions.tsx';
import { Scope } from './scope.tsx';
import './summary.css';

export function IncidentSummaryTab({ incidentId }: { incidentId: string }) {
  const summary = useCall('incident.summary', { incidentId });
  const detail = useCall('incident.get', { incidentId });
  const events = detail.data?.eventCount ?? 0;
  const s = summary.data;
  const assets = s?.scope.reduce((n, c) => n + c.total, 0);
  const impacted = s?.scope.reduce((n, c) => n + c.impacted, 0);
  return (
    <div className="summary">
      <div className="summary-chain"><Part name="Alerts and categories" query={summary} rows={3}>{(d) => <KillChainProgress incidentId={incidentId} killChain={d.killChain} firstUs={d.alerts.firstUs} eventCount={events} />}</Part></div>
      <div className="summary-alerts"><Part name="Alert timeline" query={summary} rows={10} {...(s ? { count: s.alerts.total.toLocaleString('en') } : {})}>{(d) => <AlertTimeline incidentId={incidentId} alerts={d.alerts} eventCount={events} />}</Part></div>
      <div className="summary-middle">
        <div className="summary-scope"><Part name="Scope" query={summary} rows={6} {...(assets === undefined ? {} : { count: `${plural(assets, 'asset')}, ${(impacted ?? 0).toLocaleString('en')} impacted` })}>{(d) => <Scope incidentId={incidentId} scope={d.scope} />}</Part></div>
        <Part name="Evidence" query={summary} {...(s ? { count: plural(s.evidence.total, 'entity', 'entities') } : {})}>{(d) => <EvidenceMatrix incidentId={incidentId} evidence={d.evidence} />}</Part>
      </div>
      {/* It scrolls and may hold nothing that takes the focus. */}
      <div className="summary-side" role="group" aria-label="About the incident" tabIndex={0}>
        <Part name="Pending actions" query={summary} rows={2} {...(s ? { count: s.pending.total.toLocaleString('en') } : {})}>{(d) => <PendingActions incidentId={incidentId} pending={d.pending} />}</Part>
        <Part name="Incident information" query={detail} rows={8}>{(d) => <Information d={d} />}</Part>
        <Part name="Comments" query={detail} rows={2} {...(detail.data ? { count: detail.data.comments.length.toLocaleString('en') } : {})}>{(d) => <CommentList comments={d.comments} />}</Part>
      </div>
    </div>
  );
}
