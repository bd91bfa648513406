/** The selected alert beside its list: what it says, whom it names, and its source record. */
import { Link } from '@tanstack/react-router';
import type { AlertDetail, EvidenceRow } from '../../../shared/contract/model.ts';
import { TimeText, useCall } from '../../state/index.ts';
import { EntityIcon, EntityName, ErrorState, InertText, InvestigationBadge, label, Loading, plural, RemediationBadge, SeverityBadge, StatusBadge, VerdictBadge, SidePane } from '../../ui/index.ts';
import { LinkedBy } from '../alert-page/index.ts';
import { Comments, ManageButton } from '../manage/index.ts';
import { RawRecord } from '../record/index.ts';
import { selectAlert } from './alert-columns.tsx';

const EVIDENCE_SHOWN = 200;

export function AlertPane({ alertId, onClose }: { alertId: string; onClose: () => void }) {
  const alert = useCall('alert.get', { alertId });
  const evidence = useCall('evidence.list', { alertId, limit: EVIDENCE_SHOWN });
  return (
    <SidePane label="Selected alert" title="Alert" closes="Close alert" onClose={onClose}>
      {alert.isError ? <ErrorState title="This alert cannot be shown" error={alert.error} onRetry={() => void alert.refetch()} /> : alert.data === undefined ? <Loading label="Reading the alert" rows={8} /> : <Details alert={alert.data} />}
      {evidence.isError ? <ErrorState title="Its evidence cannot be listed" error={evidence.error} onRetry={() => void evidence.refetch()} /> : evidence.data === undefined ? <Loading label="Reading the evidence" rows={3} /> : <Entities rows={evidence.data.items} total={evidence.data.total} />}
      <LinkedBy alertId={alertId} />
      {alert.data ? <Comments kind="alert" id={alertId} comments={alert.data.comments} /> : null}
      {alert.data?.record ? <div className="section"><h3>Source</h3><RawRecord recordId={alert.data.record.recordId} /></div> : null}
    </SidePane>
  );
}

function Details({ alert: a }: { alert: AlertDetail }) {
  return (
    <>
      <div className="section">
        <h2 style={{ fontSize: 15, lineHeight: '20px', marginBottom: 4 }}><InertText text={a.title} limit={300} /></h2>
        <p style={{ display: 'flex', gap: '4px 12px', flexWrap: 'wrap' }}><SeverityBadge severity={a.severity} /><StatusBadge status={a.status} /><InvestigationBadge state={a.investigationState} /></p>
        {a.incidentId === null ? null : <p style={{ marginTop: 8, display: 'flex', flexWrap: 'wrap', gap: 8 }}><Link className="btn primary" style={{ textDecoration: 'none' }} to="/alerts/$alertId" params={{ alertId: a.alertId }}>Open alert page</Link><Link className="btn" style={{ textDecoration: 'none' }} to="/incidents/$incidentId" params={{ incidentId: a.incidentId }} onClick={() => selectAlert(a)}>Show in the attack story</Link><ManageButton open={{ kind: 'alerts', ids: [a.alertId] }}>Manage alert</ManageButton><ManageButton open={{ kind: 'move', ids: [a.alertId] }}>Move</ManageButton></p>}
      </div>
      {a.description ? <div className="section"><h3>What happened</h3><p style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}><InertText text={a.description} limit={4000} /></p></div> : null}
      <div className="section">
        <h3>Details</h3>
        <dl className="facts">
          <dt>Category</dt><dd><InertText text={label(a.category ?? 'Not stated')} limit={80} /></dd>
          <dt>Techniques</dt><dd className="mono"><InertText text={a.mitreTechniques.join(', ') || 'None named'} limit={300} /></dd>
          <dt>Service source</dt><dd><InertText text={label(a.serviceSource ?? 'Not stated')} limit={120} /></dd>
          <dt>Detection source</dt><dd><InertText text={label(a.detectionSource ?? 'Not stated')} limit={120} /></dd>
          {a.threatDisplayName === null ? null : <><dt>Threat</dt><dd><InertText text={a.threatDisplayName} limit={200} /></dd></>}
          {a.actorDisplayName === null ? null : <><dt>Actor</dt><dd><InertText text={a.actorDisplayName} limit={200} /></dd></>}
          <dt>First activity</dt><dd><TimeText us={a.firstActivityUs} /></dd>
          <dt>Last activity</dt><dd><TimeText us={a.lastActivityUs} /></dd>
          <dt>Created</dt><dd><TimeText us={a.createdUs} missing="Not stated" /></dd>
          <dt>Assigned to</dt><dd><InertText text={a.assignedTo ?? 'Unassigned'} limit={100} /></dd>
          <dt>Classification</dt><dd>{a.classification === 'unknown' ? 'Not set' : label(a.classification)}</dd>
          <dt>Alert id</dt><dd className="mono"><InertText text={a.alertId} limit={200} /></dd>
        </dl>
      </div>
      {a.recommendedActions ? <div className="section"><h3>Recommended actions</h3><p style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}><InertText text={a.recommendedActions} limit={4000} /></p></div> : null}
    </>
  );
}

const VERDICT_RANK: readonly EvidenceRow['verdict'][] = ['noThreatsFound', 'unknown', 'suspicious', 'compromised', 'malicious'];
/** One row per entity: of several records in this alert, the one with the worst verdict; impacted if any says so. */
function perEntity(rows: readonly EvidenceRow[]): EvidenceRow[] {
  const worst = new Map<string, EvidenceRow>();
  for (const row of rows) {
    const known = worst.get(row.entityId);
    const shown = known === undefined || VERDICT_RANK.indexOf(row.verdict) > VERDICT_RANK.indexOf(known.verdict) ? row : known;
    worst.set(row.entityId, { ...shown, isImpacted: row.isImpacted || known?.isImpacted === true });
  }
  return [...worst.values()];
}

function Entities({ rows, total }: { rows: readonly EvidenceRow[]; total: number }) {
  const entities = perEntity(rows);
  return (
    <div className="section">
      <h3>Evidence <span className="tertiary">{plural(entities.length, 'entity', 'entities')}</span></h3>
      {total === 0 ? <p className="tertiary">This alert names no entity.</p> : (
        <ul className="entity-rows">
          {entities.map((e) => (
            <li key={e.entityId}><span className="badge"><EntityIcon kind={e.kind} labelled /><span className="ellipsis"><EntityName kind={e.kind} name={e.displayName} /></span></span><span className="small tertiary">{e.isImpacted ? 'Impacted' : ''}</span>
              <span className="second small"><VerdictBadge verdict={e.verdict} /><RemediationBadge status={e.remediationStatus} /></span></li>
          ))}
        </ul>
      )}
      {rows.length < total ? <p className="small tertiary">From the first {rows.length.toLocaleString('en')} of {total.toLocaleString('en')} records; Evidence and Response lists all.</p> : null}
    </div>
  );
}
