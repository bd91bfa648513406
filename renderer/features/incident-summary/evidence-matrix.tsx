/** Entities of the evidence by verdict and remediation status. Every entity stands in one cell, so rows and columns add up to the number of the Evidence tab. */
import { Link } from '@tanstack/react-router';
import type { IncidentSummary } from '../../../shared/contract/index.ts';
import { REMEDIATION_OPEN_ORDER } from '../../../shared/domain/evidence/index.ts';
import { EmptyState, plural, RemediationBadge, VerdictBadge, verdictWord, type VerdictName } from '../../ui/index.ts';

const VERDICTS: readonly VerdictName[] = ['malicious', 'compromised', 'suspicious', 'unknown', 'noThreatsFound'];

export function EvidenceMatrix({ incidentId, evidence }: { incidentId: string; evidence: IncidentSummary['evidence'] }) {
  if (evidence.total === 0) return <EmptyState title="No evidence">No alert of this incident names an entity.</EmptyState>;
  const verdicts = VERDICTS.filter((v) => evidence.cells.some((c) => c.verdict === v));
  const rank = (status: string) => (REMEDIATION_OPEN_ORDER as readonly string[]).indexOf(status);
  const statuses = [...new Set(evidence.cells.map((c) => c.remediationStatus))].toSorted((a, b) => rank(a) - rank(b));
  const count = (verdict: VerdictName | null, status: string | null) => evidence.cells.filter((c) => (verdict === null || c.verdict === verdict) && (status === null || c.remediationStatus === status)).reduce((n, c) => n + c.count, 0);
  const cell = (verdict: VerdictName | null, status: string | null) => <Cell incidentId={incidentId} verdict={verdict} status={status} count={count(verdict, status)} />;
  return (
    <div className="matrix">
      <table className="plain-table middle" aria-label="Entities by verdict and remediation status">
        <thead><tr><th scope="col">Remediation status</th>{verdicts.map((v) => <th key={v} scope="col" className="number"><VerdictBadge verdict={v} /></th>)}<th scope="col" className="number">All</th></tr></thead>
        <tbody>{statuses.map((s) => <tr key={s}><th scope="row"><RemediationBadge status={s} /></th>{verdicts.map((v) => <td key={v} className="number">{cell(v, s)}</td>)}<td className="number">{cell(null, s)}</td></tr>)}</tbody>
        <tfoot><tr><th scope="row">All</th>{verdicts.map((v) => <td key={v} className="number">{cell(v, null)}</td>)}<td className="number">{cell(null, null)}</td></tr></tfoot>
      </table>
      <p className="small tertiary">{plural(evidence.recordTotal, 'record')} of {plural(evidence.total, 'entity', 'entities')}. Of several records the worst verdict and the most open status count.</p>
    </div>
  );
}

function Cell({ incidentId, verdict, status, count }: { incidentId: string; verdict: VerdictName | null; status: string | null; count: number }) {
  if (count === 0) return <span className="tertiary">0</span>;
  const filters = [...(verdict === null ? [] : [{ column: 'verdict', op: 'in' as const, values: [verdict] }]), ...(status === null ? [] : [{ column: 'remediationStatus', op: 'in' as const, values: [status] }])];
  return <Link className="link" to="/incidents/$incidentId" params={{ incidentId }} search={{ tab: 'evidence', ...(filters.length === 0 ? {} : { filters }) }} title={`Show ${plural(count, 'entity', 'entities')}${verdict === null ? '' : `, ${verdictWord(verdict).toLowerCase()}`}`}>{count.toLocaleString('en')}</Link>;
}
