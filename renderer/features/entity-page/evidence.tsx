import { Link } from '@tanstack/react-router';
import { TimeText, useCall } from '../../state/index.ts';
import { ErrorState, InertText, label, Loading, RemediationBadge, VerdictBadge } from '../../ui/index.ts';
import { RawRecord } from '../record/index.ts';
import { MoreFoot, useMore } from './more.tsx';

export function Evidence({ entityId }: { entityId: string }) {
  const [limit, more] = useMore();
  const list = useCall('evidence.list', { entityId, limit }, { keepPrevious: true });
  if (list.isError) return <ErrorState title="The evidence cannot be listed" error={list.error} onRetry={() => void list.refetch()} />;
  if (list.data === undefined) return <Loading label="Reading the evidence" />;
  return (
    <div className="pane"><div className="pane-body"><table className="plain-table" aria-label="Evidence"><thead><tr><th scope="col">Alert</th><th scope="col">Verdict</th><th scope="col">Remediation status</th><th scope="col">Roles</th><th scope="col">Detection</th><th scope="col">Created</th><th scope="col">Source</th></tr></thead>
      <tbody>{list.data.items.map((v) => <tr key={v.evidenceId}><td><Link className="link" to="/alerts/$alertId" params={{ alertId: v.alertId }}><InertText text={v.alertTitle} limit={200} /></Link></td><td><VerdictBadge verdict={v.verdict} /></td><td><RemediationBadge status={v.remediationStatus} />{v.remediationStatusDetails === null ? null : <p className="small tertiary"><InertText text={v.remediationStatusDetails} limit={200} /></p>}</td><td><InertText text={[...v.roles.map(label), ...v.detailedRoles].join(', ')} limit={200} /></td><td>{v.detectionStatus === null ? '' : label(v.detectionStatus)}</td><td className="nowrap"><TimeText us={v.createdUs} short missing="" /></td><td><RawRecord recordId={v.record.recordId} /></td></tr>)}</tbody></table></div>
      <MoreFoot shown={list.data.items.length} total={list.data.total} noun="records" more={more} /></div>
  );
}
