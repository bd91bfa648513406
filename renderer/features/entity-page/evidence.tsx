import { Link } from '@tanstack/react-router';
import { TimeText } from '../../state/index.ts';
import { InertText, label, RemediationBadge, VerdictBadge } from '../../ui/index.ts';
import { RawRecord } from '../record/index.ts';
import { Paged, PlainTable } from './paged.tsx';

export function Evidence({ entityId }: { entityId: string }) {
  return (
    <Paged procedure="evidence.list" input={{ entityId }} noun={['record of evidence', 'records of evidence']}>
      {(rows) => <PlainTable label="Evidence" heads={['Alert', 'Verdict', 'Remediation status', 'Roles', 'Detection', 'Created', 'Source']}>{rows.map((v) => (
        <tr key={v.evidenceId}><td><Link className="link" to="/alerts/$alertId" params={{ alertId: v.alertId }}><InertText text={v.alertTitle} limit={200} /></Link></td><td><VerdictBadge verdict={v.verdict} /></td><td><RemediationBadge status={v.remediationStatus} />{v.remediationStatusDetails === null ? null : <p className="small tertiary"><InertText text={v.remediationStatusDetails} limit={200} /></p>}</td>
          <td><InertText text={[...v.roles.map(label), ...v.detailedRoles].join(', ')} limit={200} /></td><td>{v.detectionStatus === null ? '' : label(v.detectionStatus)}</td><td className="nowrap"><TimeText us={v.createdUs} short missing="" /></td><td><RawRecord recordId={v.record.recordId} /></td></tr>))}</PlainTable>}
    </Paged>
  );
}
