/** An entity as evidence: what it rolls up to, and every record behind it. */
import { Link } from '@tanstack/react-router';
import type { EntityEvidenceRow, EvidenceRow } from '../../../shared/contract/model.ts';
import { ENTITY_KIND_LABEL } from '../../../shared/domain/entity/kinds.ts';
import { patchSession, TimeText, useCall } from '../../state/index.ts';
import { EntityIcon, EntityName, ErrorState, InertText, label, Loading, plural, RemediationBadge, VerdictBadge, SidePane } from '../../ui/index.ts';
import { ManageButton } from '../manage/index.ts';
import { RawRecord } from '../record/index.ts';

const SHOWN = 100;

export function EvidencePane({ incidentId, entityId, onClose }: { incidentId: string; entityId: string; onClose: () => void }) {
  const rolled = useCall('evidence.byEntity', { incidentId, entityId, limit: 1 });
  const records = useCall('evidence.list', { incidentId, entityId, limit: SHOWN });
  const row = rolled.data?.items[0];
  const failed = rolled.isError ? rolled : records.isError ? records : null;
  return (
    <SidePane label="Selected evidence" title={row ? ENTITY_KIND_LABEL[row.kind] : 'Evidence'} closes="Close evidence" onClose={onClose}>
      {failed ? <ErrorState title="This evidence cannot be shown" error={failed.error} onRetry={() => void failed.refetch()} /> : rolled.data === undefined || records.data === undefined ? <Loading label="Reading the evidence" rows={8} /> : row === undefined ? <p className="section tertiary">This entity is no evidence of the incident.</p> : <>
        <RolledUp row={row} incidentId={incidentId} />
        <div className="section"><h3>Records <span className="tertiary">{records.data.items.length < records.data.total ? `the first ${SHOWN} of ${records.data.total.toLocaleString('en')}` : records.data.total.toLocaleString('en')}</span></h3><ul className="entity-rows">{records.data.items.map((r) => <OneRecord key={r.evidenceId} record={r} />)}</ul></div>
      </>}
    </SidePane>
  );
}

function RolledUp({ row, incidentId }: { row: EntityEvidenceRow; incidentId: string }) {
  const list = (words: readonly string[]) => words.map(label).join(', ');
  return (
    <div className="section">
      <h2 style={{ fontSize: 15, lineHeight: '20px', marginBottom: 4 }} className="badge"><EntityIcon kind={row.kind} labelled /><EntityName kind={row.kind} name={row.displayName} /></h2>
      <p style={{ display: 'flex', gap: '4px 12px', flexWrap: 'wrap' }}><VerdictBadge verdict={row.verdict} /><RemediationBadge status={row.remediationStatus} />{row.isAsset ? <span className="tertiary">{row.isImpacted ? 'Impacted' : 'Related'}</span> : null}</p>
      <p style={{ margin: '8px 0', display: 'flex', flexWrap: 'wrap', gap: 8 }}><Link className="btn primary" style={{ textDecoration: 'none' }} to="/entities/$entityId" params={{ entityId: row.entityId }}>Open entity page</Link><Link className="btn" style={{ textDecoration: 'none' }} to="/incidents/$incidentId" params={{ incidentId }} onClick={() => patchSession({ incidentId, selection: { kind: 'entity', id: row.entityId } })}>Show in the attack story</Link><ManageButton open={{ kind: 'verdict', ids: [row.entityId], name: row.displayName }}>Set verdict</ManageButton></p>
      <p className="small tertiary" style={{ marginBottom: 8 }}>{row.evidenceCount > 1 ? 'The worst verdict and the most open status of all records below.' : ''}</p>
      <dl className="facts">
        <dt>First seen</dt><dd><TimeText us={row.firstSeenUs} /></dd><dt>Last seen</dt><dd><TimeText us={row.lastSeenUs} /></dd>
        <dt>Alerts</dt><dd>{plural(row.alertCount, 'alert')}, {row.activeAlertCount.toLocaleString('en')} active</dd>
        {row.impactedAssetCount > 0 ? <><dt>Impacted assets</dt><dd>{row.impactedAssets.map((a) => <span key={a.entityId} className="badge"><EntityIcon kind={a.kind} labelled /><EntityName kind={a.kind} name={a.displayName} /></span>)}{row.impactedAssetCount > row.impactedAssets.length ? <span className="tertiary"> and {(row.impactedAssetCount - row.impactedAssets.length).toLocaleString('en')} more</span> : null}</dd></> : null}
        {row.statusDetails.length > 0 ? <><dt>Status details</dt><dd><InertText text={row.statusDetails.join('; ')} limit={500} /></dd></> : null}
        {row.threats.length > 0 ? <><dt>Threats</dt><dd><InertText text={row.threats.join(', ')} limit={500} /></dd></> : null}
        {row.roles.length > 0 ? <><dt>Roles</dt><dd><InertText text={list(row.roles)} limit={300} /></dd></> : null}
        {row.detectionOrigins.length > 0 ? <><dt>Detection origin</dt><dd><InertText text={list(row.detectionOrigins)} limit={300} /></dd></> : null}
      </dl>
    </div>
  );
}

function OneRecord({ record: r }: { record: EvidenceRow }) {
  return (
    <li>
      <span className="ellipsis"><InertText text={r.alertTitle} limit={200} /></span><span className="small tertiary">{r.isImpacted ? 'Impacted' : ''}</span>
      <span className="second small"><VerdictBadge verdict={r.verdict} /><RemediationBadge status={r.remediationStatus} />{r.detectionStatus === null ? null : <span>{label(r.detectionStatus)}</span>}<TimeText us={r.createdUs} missing="" /></span>
      <span className="second small">{r.detailedRoles.length > 0 ? <InertText text={r.detailedRoles.join(', ')} limit={200} /> : null}<RawRecord recordId={r.record.recordId} /></span>
    </li>
  );
}
