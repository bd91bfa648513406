import { Link } from '@tanstack/react-router';
import { ASSET_COLUMNS, type AssetCategory } from '../../../shared/domain/entity/assets.ts';
import type { EntityDetail } from '../../../shared/contract/model.ts';
import { TimeText, useCall } from '../../state/index.ts';
import { InertText, label, plural, RiskBadge, SeverityGlyph, shownName, shownValue } from '../../ui/index.ts';
import { Logons } from '../assets/index.ts';
import { RawRecord } from '../record/index.ts';

const ATTRIBUTES_SHOWN = 60;
const LEVELS = new Set(['riskScore', 'riskLevel', 'exposureLevel']);
const spaced = (name: string) => name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replaceAll('_', ' ').replace(/^./, (c) => c.toUpperCase());

export function Overview({ entity: e, category }: { entity: EntityDetail; category: AssetCategory | null }) {
  return (
    <div className="cards-grid"><div>
      <Figures entity={e} />
      {category === null ? null : <AssetFacts entityId={e.entityId} category={category} />}
      <Incidents entityId={e.entityId} />
      {e.alerts.length === 0 ? null : <section className="card"><h2>Alerts</h2><ul className="card-text entity-rows">{e.alerts.slice(0, 8).map((a) => <li key={a.alertId}><span className="badge"><SeverityGlyph severity={a.severity} /><Link className="link ellipsis" to="/alerts/$alertId" params={{ alertId: a.alertId }}><InertText text={a.title} limit={160} /></Link></span><TimeText us={a.firstActivityUs} short /></li>)}</ul>{e.alertCount > 8 ? <p className="card-foot tertiary small">The first 8 of {plural(e.alertCount, 'alert')}; the tab lists all.</p> : null}</section>}
      {e.kind === 'device' || e.kind === 'user' ? <Logons entityId={e.entityId} kind={e.kind}>{(heading, table) => <section className="card"><h2>{heading}</h2><div className="scroll-card">{table}</div></section>}</Logons> : null}
      {e.attributes.length === 0 ? null : (
        <section className="card"><h2>What records say <span className="tertiary">{e.attributes.length < 500 ? e.attributes.length : 'the first 500'}</span></h2><dl className="facts card-text scroll-card">{e.attributes.slice(0, ATTRIBUTES_SHOWN).map((a, i) => [<dt key={`${i} name`}><InertText text={spaced(a.name)} limit={80} /></dt>, <dd key={`${i} value`}><InertText text={shownValue(a.value)} limit={600} />{a.record ? <RawRecord recordId={a.record.recordId} label={`Line ${a.record.line}`} /> : null}</dd>])}</dl>{e.attributes.length > ATTRIBUTES_SHOWN ? <p className="card-foot tertiary small">The first {ATTRIBUTES_SHOWN} of {e.attributes.length}.</p> : null}</section>)}
      <section className="card"><h2>Identity</h2><dl className="facts card-text">{e.keys.map((k) => [<dt key={`${k.type} ${k.value} t`}>{spaced(k.type)}</dt>, <dd key={`${k.type} ${k.value} v`} className="mono"><InertText text={shownName(e.kind, k.value)} limit={300} />{k.isCanonical ? <span className="tertiary small"> identifies it</span> : k.isStrong ? null : <span className="tertiary small"> weak</span>}</dd>])}</dl>
        {e.proposedMerges.length > 0 ? <p className="card-foot small">May be the same as {e.proposedMerges.map((p) => <Link key={p.entityId} className="link" to="/entities/$entityId" params={{ entityId: p.entityId }}><InertText text={p.displayName} limit={80} /></Link>)}; they share only {spaced(e.proposedMerges[0]!.keyType).toLowerCase()}, so they are kept apart.</p> : null}</section>
    </div></div>
  );
}

function Figures({ entity: e }: { entity: EntityDetail }) {
  return (
    <section className="card"><h2>In this case</h2><dl className="facts card-text">
      <dt>First seen</dt><dd><TimeText us={e.firstSeenUs} /></dd><dt>Last seen</dt><dd><TimeText us={e.lastSeenUs} /></dd><dt>Alerts</dt><dd>{e.alertCount.toLocaleString('en')}</dd><dt>Evidence records</dt><dd>{e.evidenceTotal.toLocaleString('en')}</dd><dt>Events</dt><dd>{e.eventCount.toLocaleString('en')}</dd><dt>Relations</dt><dd>{e.relationTotal.toLocaleString('en')}</dd>
      {e.localVerdict === null ? null : <><dt>Verdict given here</dt><dd><InertText text={`${label(e.localVerdict.verdict)}, by ${e.localVerdict.actor}: ${e.localVerdict.reason}`} limit={500} /></dd></>}
    </dl></section>
  );
}

function AssetFacts({ entityId, category }: { entityId: string; category: AssetCategory }) {
  const asset = useCall('asset.list', { category, entityId, limit: 1 });
  const row = asset.data?.items[0];
  if (row === undefined) return null;
  const stated = ASSET_COLUMNS[category].filter((c) => row.values[c.id] != null);
  if (stated.length === 0) return null;
  return <section className="card"><h2>Directory and inventory</h2><dl className="facts card-text">{stated.map((c) => [<dt key={`${c.id} t`}>{c.title}</dt>, <dd key={`${c.id} v`}>{LEVELS.has(c.id) ? <RiskBadge level={row.values[c.id]!} /> : <InertText text={shownValue(row.values[c.id]!)} limit={300} />}</dd>])}</dl></section>;
}

function Incidents({ entityId }: { entityId: string }) {
  const incidents = useCall('incident.list', { entityId, limit: 8 });
  if (incidents.data === undefined || incidents.data.total === 0) return null;
  return <section className="card"><h2>Incidents <span className="tertiary">{incidents.data.total.toLocaleString('en')}</span></h2><ul className="card-text entity-rows">{incidents.data.items.map((i) => <li key={i.incidentId}><span className="badge"><SeverityGlyph severity={i.severity} /><Link className="link ellipsis" to="/incidents/$incidentId" params={{ incidentId: i.incidentId }}><InertText text={i.displayName} limit={160} /></Link></span><span className="mono small tertiary"><InertText text={i.incidentId} limit={40} /></span></li>)}</ul></section>;
}
