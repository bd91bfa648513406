/** One asset beside its list: what sources say of it, its active alerts, who logged on, and the actions on it. */
import { Link } from '@tanstack/react-router';
import type { AlertRow, AssetRow } from '../../../shared/contract/model.ts';
import { ASSET_COLUMNS, type AssetCategory } from '../../../shared/domain/entity/assets.ts';
import { ENTITY_KIND_LABEL } from '../../../shared/domain/entity/kinds.ts';
import { patchSession, TimeText, useCall } from '../../state/index.ts';
import { ManageButton } from '../manage/index.ts';
import { EntityIcon, EntityName, ErrorState, InertText, label, Loading, RiskBadge, SeverityGlyph, shownValue, Tag, VerdictBadge, SidePane } from '../../ui/index.ts';
import { Logons } from './logons.tsx';

const SHOWN = 20;
const LEVELS = new Set(['riskScore', 'riskLevel', 'exposureLevel']);

export function AssetPane({ category, entityId, incidentId, onClose }: { category: AssetCategory; entityId: string; incidentId?: string; onClose: () => void }) {
  const within = incidentId === undefined ? {} : { incidentId };
  const asset = useCall('asset.list', { category, entityId, limit: 1, ...within });
  const alerts = useCall('alert.list', { entityId, limit: SHOWN, ...within, filters: [{ column: 'status', op: 'notIn', values: ['resolved'] }] });
  const row = asset.data?.items[0];
  const failed = asset.isError ? asset : alerts.isError ? alerts : null;
  return (
    <SidePane label="Selected asset" title={row ? ENTITY_KIND_LABEL[row.kind] : 'Asset'} closes="Close asset" onClose={onClose}>
      {failed ? <ErrorState title="This asset cannot be shown" error={failed.error} onRetry={() => void failed.refetch()} /> : asset.data === undefined || alerts.data === undefined ? <Loading label="Reading the asset" rows={8} /> : row === undefined ? <p className="section tertiary">This asset is not in the list any more.</p> : <>
        <Details row={row} {...within} />
        <Alerts rows={alerts.data.items} total={alerts.data.total} />
        {category === 'device' || category === 'user' ? <Logons entityId={entityId} kind={category}>{(heading, table) => <div className="section"><h3>{heading}</h3>{table}</div>}</Logons> : null}
        {row.actions.length > 0 ? <div className="section"><h3>Actions <span className="tertiary">{row.actions.length.toLocaleString('en')}</span></h3><ul>{row.actions.map((a) => <li key={a.actionId}><InertText text={label(a.type)} limit={80} /> <span className="tertiary">{a.status === 'pending' ? 'awaits approval' : label(a.status).toLowerCase()}</span></li>)}</ul></div> : null}
      </>}
    </SidePane>
  );
}

function Details({ row, incidentId }: { row: AssetRow; incidentId?: string }) {
  const stated = ASSET_COLUMNS[row.category].filter((c) => row.values[c.id] != null);
  return (
    <>
      <div className="section">
        <h2 style={{ fontSize: 15, lineHeight: '20px', marginBottom: 4 }} className="badge"><EntityIcon kind={row.kind} labelled /><EntityName kind={row.kind} name={row.displayName} /></h2>
        <p style={{ display: 'flex', gap: '4px 12px', flexWrap: 'wrap' }}><VerdictBadge verdict={row.verdict} /><span className="tertiary">{row.isImpacted ? 'Impacted' : 'Related'}</span>{row.isCritical ? <Tag system text="Critical asset" /> : null}{row.tags.map((t) => <Tag key={t} text={<InertText text={t} limit={40} />} />)}</p>
        <p style={{ marginTop: 8, display: 'flex', flexWrap: 'wrap', gap: 8 }}><Link className="btn primary" style={{ textDecoration: 'none' }} to="/entities/$entityId" params={{ entityId: row.entityId }}>Open {ENTITY_KIND_LABEL[row.kind].toLowerCase()} page</Link>{incidentId === undefined ? null : <Link className="btn" style={{ textDecoration: 'none' }} to="/incidents/$incidentId" params={{ incidentId }} onClick={() => patchSession({ incidentId, selection: { kind: 'entity', id: row.entityId } })}>Show in the attack story</Link>}<ManageButton open={{ kind: 'tags', items: [{ id: row.entityId, name: row.displayName, tags: row.tags }] }}>Manage tags</ManageButton><ManageButton open={{ kind: 'verdict', ids: [row.entityId], name: row.displayName }}>Set verdict</ManageButton></p>
      </div>
      <div className="section">
        <h3>Details</h3>
        <dl className="facts">
          {stated.map((c) => <Fact key={c.id} title={c.title} value={row.values[c.id]!} isLevel={LEVELS.has(c.id)} />)}
          {stated.length === 0 ? <><dt>Directory data</dt><dd className="tertiary">No imported file describes it; an export of machines, DeviceInfo or IdentityInfo would.</dd></> : null}
          <dt>First seen</dt><dd><TimeText us={row.firstSeenUs} /></dd><dt>Last seen</dt><dd><TimeText us={row.lastSeenUs} /></dd><dt>Events</dt><dd>{row.eventCount.toLocaleString('en')}</dd>
        </dl>
      </div>
    </>
  );
}
const Fact = ({ title, value, isLevel }: { title: string; value: string; isLevel: boolean }) => <><dt>{title}</dt><dd>{isLevel ? <RiskBadge level={value} /> : <InertText text={shownValue(value)} limit={300} />}</dd></>;

function Alerts({ rows, total }: { rows: readonly AlertRow[]; total: number }) {
  return (
    <div className="section">
      <h3>Active alerts <span className="tertiary">{rows.length < total ? `the first ${rows.length} of ${total.toLocaleString('en')}` : total.toLocaleString('en')}</span></h3>
      {total === 0 ? <p className="tertiary">None.</p> : <ul className="entity-rows">{rows.map((a) => (
        <li key={a.alertId}><span className="badge"><SeverityGlyph severity={a.severity} />{a.incidentId === null ? <span className="ellipsis"><InertText text={a.title} limit={200} /></span> : <Link className="link ellipsis" to="/incidents/$incidentId" params={{ incidentId: a.incidentId }} onClick={() => patchSession({ incidentId: a.incidentId!, selection: { kind: 'alert', id: a.alertId } })}><InertText text={a.title} limit={200} /></Link>}</span><TimeText us={a.firstActivityUs} short /></li>))}</ul>}
    </div>
  );
}
