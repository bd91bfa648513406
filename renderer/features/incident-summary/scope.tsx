/** Who and what was hit: counts per kind of asset, and the first of each by risk level, active alerts and name, with these factors in words. */
import { Link } from '@tanstack/react-router';
import type { ScopeAsset, ScopeCategory } from '../../../shared/contract/index.ts';
import { ASSET_COLUMNS, type AssetCategory } from '../../../shared/domain/entity/assets.ts';
import { EmptyState, EntityIcon, EntityName, InertText, label, plural, RiskBadge } from '../../ui/index.ts';

const NOUN: Readonly<Record<AssetCategory, readonly [one: string, many: string]>> = { device: ['Device', 'Devices'], user: ['User', 'Users'], mailbox: ['Mailbox', 'Mailboxes'], app: ['App', 'Apps'], cloudResource: ['Cloud resource', 'Cloud resources'] };
const hasRisk = (category: AssetCategory) => ASSET_COLUMNS[category].some((c) => c.id === 'riskScore' || c.id === 'riskLevel');
const order = (category: AssetCategory) => `By ${hasRisk(category) ? `${category === 'user' ? 'Entra risk level' : 'risk level'}, then ` : ''}active alerts, then name`;

export function Scope({ incidentId, scope }: { incidentId: string; scope: readonly ScopeCategory[] }) {
  // Cloud resources show when there are any.
  const shown = scope.filter((c) => c.category !== 'cloudResource' || c.total > 0);
  return (
    <>
      <ul className="scope-tiles" aria-label="Assets in scope">
        {shown.map((c) => (
          <li key={c.category}><Link className="scope-tile" to="/incidents/$incidentId" params={{ incidentId }} search={{ tab: 'assets', category: c.category === 'device' ? undefined : c.category }}>
            <strong>{c.total.toLocaleString('en')}</strong><span className="badge small"><EntityIcon kind={c.category} />{NOUN[c.category][c.total === 1 ? 0 : 1]}</span><span className="caption tertiary">{c.total === 0 ? 'none named' : `${c.impacted.toLocaleString('en')} impacted`}</span>
          </Link></li>))}
      </ul>
      <div className="pane-body">
        {shown.every((c) => c.total === 0) ? <EmptyState title="No assets">No alert or event of this incident names a device, user, mailbox, app or cloud resource.</EmptyState> : shown.filter((c) => c.total > 0).map((c) => <Category key={c.category} incidentId={incidentId} of={c} />)}
      </div>
    </>
  );
}

function Category({ incidentId, of }: { incidentId: string; of: ScopeCategory }) {
  const [, many] = NOUN[of.category];
  const stated = hasRisk(of.category);
  const caption = `${order(of.category)}${stated && of.withoutRisk > 0 ? `; ${of.withoutRisk === of.total ? 'no imported file states a risk level' : `risk level not stated for ${of.withoutRisk.toLocaleString('en')} of ${of.total.toLocaleString('en')}`}` : ''}`;
  return (
    <table className="plain-table scope-table" aria-label={many}>
      <caption><strong>{many}</strong> <span className="tertiary">{caption}</span></caption>
      <thead><tr><th scope="col">Name</th>{stated ? <th scope="col">{of.category === 'user' ? 'Entra risk' : 'Risk level'}</th> : null}<th scope="col">Active alerts</th><th scope="col">Part in it</th></tr></thead>
      <tbody>{of.items.map((a) => <Asset key={a.entityId} incidentId={incidentId} category={of.category} asset={a} hasRiskColumn={stated} />)}</tbody>
      {of.items.length < of.total ? <tfoot><tr><td colSpan={stated ? 4 : 3}>The first {of.items.length.toLocaleString('en')} of {of.total.toLocaleString('en')}. <Link className="link" to="/incidents/$incidentId" params={{ incidentId }} search={{ tab: 'assets', category: of.category === 'device' ? undefined : of.category }}>All {many.toLowerCase()} in the Assets tab</Link></td></tr></tfoot> : null}
    </table>
  );
}

function Asset({ incidentId, category, asset: a, hasRiskColumn }: { incidentId: string; category: AssetCategory; asset: ScopeAsset; hasRiskColumn: boolean }) {
  return (
    <tr>
      <td><span className="scope-name"><EntityIcon kind={a.kind} labelled /><Link className="row-title ellipsis" to="/incidents/$incidentId" params={{ incidentId }} search={{ tab: 'assets', category: category === 'device' ? undefined : category, selected: a.entityId }}><EntityName kind={a.kind} name={a.displayName} /></Link>{a.isCritical ? <span className="chip system">Critical</span> : null}</span></td>
      {hasRiskColumn ? <td className="nowrap">{a.riskLevel === null ? <span className="tertiary">Not stated</span> : <RiskBadge level={a.riskLevel} />}</td> : null}
      <td className="nowrap">{a.alertCount === 0 ? <span className="tertiary">No alerts</span> : `${a.activeAlertCount.toLocaleString('en')} of ${plural(a.alertCount, 'alert')}`}</td>
      <td>{a.isImpacted ? 'Impacted' : <span className="tertiary">Related</span>}{a.roles.length > 0 ? <span className="caption tertiary role"><InertText text={a.roles.map(label).join(', ')} limit={80} /></span> : null}</td>
    </tr>
  );
}
