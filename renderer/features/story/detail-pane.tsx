/** The pane about what is selected: an entity, an alert, a relation; otherwise what happens at the cursor. */
import { Link } from '@tanstack/react-router';
import { useSyncExternalStore, type ReactNode } from 'react';
import type { EvidenceRow, RelationRow } from '../../../shared/contract/model.ts';
import { ENTITY_KIND_LABEL } from '../../../shared/domain/entity/kinds.ts';
import { isSeen, upperBound, type GraphData } from '../../../shared/domain/story/index.ts';
import { patchSession, TimeText, useCall, useSession } from '../../state/index.ts';
import { EmptyState, EntityIcon, EntityName, ErrorState, InertText, label, Loading, Pane, RemediationBadge, SeverityBadge, shownName, shownValue, StatusBadge, VerdictBadge } from '../../ui/index.ts';
import { RawRecord } from '../record/index.ts';
import type { Player } from './player.ts';

const RELATIONS_SHOWN = 60;
const spaced = (name: string) => name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replaceAll('_', ' ').replace(/^./, (c) => c.toUpperCase());

export function DetailPane({ incidentId, data, player }: { incidentId: string; data: GraphData; player: Player }) {
  const selection = useSession((s) => s.state.selection);
  if (selection.kind === 'entity') return <EntityPane key={selection.id} entityId={selection.id} incidentId={incidentId} />;
  if (selection.kind === 'alert') return <AlertPane key={selection.id} alertId={selection.id} />;
  if (selection.kind === 'relation') return <RelationPane relationId={Number(selection.id)} data={data} />;
  return <MomentPane data={data} player={player} />;
}

const selectEntity = (id: string) => patchSession({ selection: { kind: 'entity', id } });
const selectAlert = (id: string) => patchSession({ selection: { kind: 'alert', id } });

function Header({ icon, title, subtitle, extra }: { icon: ReactNode; title: ReactNode; subtitle: ReactNode; extra?: ReactNode }) {
  return <div className="section" style={{ display: 'grid', gridTemplateColumns: 'auto 1fr', gap: '2px 10px', alignItems: 'center' }}><span style={{ gridRow: 'span 2', border: '1px solid var(--stroke-strong)', borderRadius: 4, padding: 5, display: 'grid' }}>{icon}</span><h2 style={{ fontSize: 15, lineHeight: '20px', overflowWrap: 'anywhere' }}>{title}</h2><span className="secondary small" style={{ display: 'flex', gap: 10, flexWrap: 'wrap', alignItems: 'center' }}>{subtitle}{extra}</span></div>;
}

function EntityPane({ entityId, incidentId }: { entityId: string; incidentId: string }) {
  const entity = useCall('entity.get', { entityId, incidentId });
  if (entity.isError) return <Pane label="Entity" title="Entity"><ErrorState title="This entity cannot be shown" error={entity.error} onRetry={() => void entity.refetch()} /></Pane>;
  if (entity.data === undefined) return <Pane label="Entity" title="Entity"><Loading label="Reading the entity" /></Pane>;
  const e = entity.data;
  return (
    <Pane label="Entity" title={ENTITY_KIND_LABEL[e.kind]} extra={<button type="button" className="btn quiet small" onClick={() => patchSession({ selection: { kind: 'none', id: '' } })}>Clear selection</button>}>
      <Header icon={<EntityIcon kind={e.kind} size={20} />} title={<EntityName kind={e.kind} name={e.displayName} />} subtitle={<VerdictBadge verdict={e.verdict} boxed />} extra={<>{e.remediationStatus === null ? null : <RemediationBadge status={e.remediationStatus} />}{e.isImpacted ? <span>Impacted</span> : null}{e.isCritical ? <span>★ Critical</span> : null}</>} />
      <div className="section"><Link className="btn" style={{ textDecoration: 'none' }} to="/entities/$entityId" params={{ entityId: e.entityId }}>Open {ENTITY_KIND_LABEL[e.kind].toLowerCase()} page</Link></div>
      <div className="section"><h3>Details</h3><dl className="facts">
        <dt>First seen</dt><dd><TimeText us={e.firstSeenUs} /></dd><dt>Last seen</dt><dd><TimeText us={e.lastSeenUs} /></dd><dt>Alerts</dt><dd>{e.alertCount.toLocaleString('en')}</dd><dt>Evidence</dt><dd>{e.evidenceCount.toLocaleString('en')}</dd><dt>Events</dt><dd>{e.eventCount.toLocaleString('en')}</dd></dl></div>
      {e.attributes.length > 0 ? <div className="section"><h3>Attributes <span className="tertiary">{e.attributes.length}</span></h3><dl className="facts">{e.attributes.map((a, i) => (
        <Pair key={`${a.name}.${i}`} name={<InertText text={spaced(a.name)} limit={80} />}><span className={typeof a.value === 'string' && /[\\/@]|^[0-9a-f]{16,}$/i.test(a.value) ? 'mono' : ''}><InertText text={shownValue(a.value)} limit={1500} /></span>{a.record ? <RawRecord recordId={a.record.recordId} label={`Source: line ${a.record.line}`} /> : null}</Pair>))}</dl></div> : null}
      <div className="section"><h3>Alerts <span className="tertiary">{e.alerts.length}</span></h3>{e.alerts.length === 0 ? <p className="tertiary">No alert names it.</p> : <ul>{e.alerts.map((a) => <li key={a.alertId} style={{ display: 'flex', gap: 8, minHeight: 22 }}><SeverityBadge severity={a.severity} /><button type="button" className="link ellipsis" onClick={() => selectAlert(a.alertId)}><InertText text={a.title} limit={160} /></button></li>)}</ul>}</div>
      {e.evidence.length > 0 ? <div className="section"><h3>Evidence <span className="tertiary">{e.evidence.length} of {e.evidenceTotal}</span></h3><ul>{e.evidence.map((v) => <EvidenceItem key={v.evidenceId} v={v} showAlert />)}</ul></div> : null}
      <div className="section"><h3>Relations <span className="tertiary">{Math.min(e.relations.length, RELATIONS_SHOWN)} of {e.relationTotal}</span></h3><ul>{e.relations.slice(0, RELATIONS_SHOWN).map((r) => <RelationItem key={r.relationId} r={r} self={e.entityId} />)}</ul></div>
      <div className="section"><h3>Identity</h3><dl className="facts">{e.keys.map((k) => <Pair key={`${k.type}.${k.value}`} name={spaced(k.type)}><span className="mono"><InertText text={shownName(e.kind, k.value)} limit={300} /></span>{k.isCanonical ? <span className="tertiary small"> identifies it</span> : k.isStrong ? null : <span className="tertiary small"> weak</span>}</Pair>)}</dl>
        {e.proposedMerges.length > 0 ? <p className="small secondary" style={{ marginTop: 6 }}>May be the same as {e.proposedMerges.map((p) => <button key={p.entityId} type="button" className="link" onClick={() => selectEntity(p.entityId)}><InertText text={p.displayName} limit={80} /> </button>)}: they share only {spaced(e.proposedMerges[0]!.keyType).toLowerCase()}, so they are kept apart.</p> : null}</div>
    </Pane>
  );
}

function Pair({ name, children }: { name: ReactNode; children: ReactNode }) { return <><dt>{name}</dt><dd>{children}</dd></>; }

function EvidenceItem({ v, showAlert = false }: { v: EvidenceRow; showAlert?: boolean }) {
  return (
    <li style={{ padding: '3px 0', borderBottom: '1px solid var(--stroke-subtle)' }}>
      {showAlert ? <button type="button" className="link ellipsis" style={{ maxWidth: '100%' }} onClick={() => selectAlert(v.alertId)}><InertText text={v.alertTitle} limit={160} /></button> : <button type="button" className="link badge" onClick={() => selectEntity(v.entityId)}><EntityIcon kind={v.kind} labelled /><EntityName kind={v.kind} name={v.displayName} /></button>}
      <div className="small secondary" style={{ display: 'flex', gap: 10, flexWrap: 'wrap' }}><VerdictBadge verdict={v.verdict} /><RemediationBadge status={v.remediationStatus} />{v.detectionStatus ? <span><InertText text={label(v.detectionStatus)} limit={60} /></span> : null}{v.roles.length > 0 ? <span><InertText text={v.roles.join(', ')} limit={120} /></span> : null}{v.detailedRoles.length > 0 ? <span><InertText text={v.detailedRoles.join(', ')} limit={160} /></span> : null}</div>
      <RawRecord recordId={v.record.recordId} />
    </li>
  );
}

function RelationItem({ r, self }: { r: RelationRow; self: string }) {
  const outgoing = r.fromEntityId === self;
  return (
    <li style={{ display: 'grid', gridTemplateColumns: '1fr auto', gap: '0 8px', padding: '2px 0' }}>
      <span style={{ overflowWrap: 'anywhere' }}><span className="tertiary">{outgoing ? '' : '← '}{r.type.replaceAll('_', ' ')}{outgoing ? ' → ' : ' '}</span><button type="button" className="link" onClick={() => selectEntity(outgoing ? r.toEntityId : r.fromEntityId)}><EntityName kind={outgoing ? r.toKind : r.fromKind} name={outgoing ? r.toName : r.fromName} /></button>{r.basis === 'inferred' ? <span className="tertiary small"> inferred</span> : null}{r.count > 1 ? <span className="tertiary small"> ×{r.count}</span> : null}<RelationAttributes r={r} /></span>
      <span className="small"><TimeText us={r.firstUs} short /></span>
    </li>
  );
}

/** What the records say of a relation: `Logon type: 3, 10`. */
function RelationAttributes({ r }: { r: RelationRow }) {
  if (r.attributes.length === 0) return null;
  return <span className="small secondary" style={{ display: 'block', overflowWrap: 'anywhere' }}>{r.attributes.map((a) => <span key={a.name} style={{ marginRight: 10 }}><span className="tertiary">{spaced(a.name)}</span> <InertText text={a.values.map(shownValue).join(', ')} limit={200} /></span>)}</span>;
}

function AlertPane({ alertId }: { alertId: string }) {
  const alert = useCall('alert.get', { alertId });
  const evidence = useCall('evidence.list', { alertId, limit: 500 });
  if (alert.isError) return <Pane label="Alert" title="Alert"><ErrorState title="This alert cannot be shown" error={alert.error} onRetry={() => void alert.refetch()} /></Pane>;
  if (alert.data === undefined) return <Pane label="Alert" title="Alert"><Loading label="Reading the alert" /></Pane>;
  const a = alert.data;
  return (
    <Pane label="Alert" title="Alert" extra={<button type="button" className="btn quiet small" onClick={() => patchSession({ selection: { kind: 'none', id: '' } })}>Clear selection</button>}>
      <Header icon={<SeverityBadge severity={a.severity} />} title={<InertText text={a.title} limit={300} />} subtitle={<StatusBadge status={a.status} />} extra={a.mitreTechniques.map((t) => <span key={t} className="chip mono"><InertText text={t} limit={20} /></span>)} />
      <div className="section"><h3>Details</h3><dl className="facts">
        <Pair name="Category"><InertText text={a.category ?? 'Not stated'} limit={100} /></Pair><Pair name="First activity"><TimeText us={a.firstActivityUs} /></Pair><Pair name="Last activity"><TimeText us={a.lastActivityUs} /></Pair><Pair name="Generated"><TimeText us={a.createdUs} missing="Not stated" /></Pair>
        <Pair name="Service source"><InertText text={a.serviceSource ?? 'Not stated'} limit={100} /></Pair><Pair name="Detection source"><InertText text={a.detectionSource ?? 'Not stated'} limit={100} /></Pair><Pair name="Classification">{a.classification === 'unknown' ? 'Not set' : spaced(a.classification)}</Pair><Pair name="Assigned to"><InertText text={a.assignedTo ?? 'Unassigned'} limit={100} /></Pair>
        {a.threatFamilyName ? <Pair name="Threat family"><InertText text={a.threatFamilyName} limit={100} /></Pair> : null}{a.actorDisplayName ? <Pair name="Actor"><InertText text={a.actorDisplayName} limit={100} /></Pair> : null}{a.investigationState ? <Pair name="Investigation"><InertText text={label(a.investigationState)} limit={60} /></Pair> : null}<Pair name="Alert id"><span className="mono"><InertText text={a.alertId} limit={100} /></span></Pair></dl></div>
      {a.description ? <div className="section"><h3>Description</h3><p style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}><InertText text={a.description} limit={5000} /></p></div> : null}
      {a.recommendedActions ? <div className="section"><h3>Recommended actions</h3><p style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}><InertText text={a.recommendedActions} limit={8000} /></p></div> : null}
      <div className="section"><h3>Evidence <span className="tertiary">{evidence.data === undefined ? '' : evidence.data.items.length < evidence.data.total ? `the first ${evidence.data.items.length} of ${evidence.data.total.toLocaleString('en')}` : evidence.data.total}</span></h3>{evidence.isError ? <ErrorState title="The evidence cannot be listed" error={evidence.error} /> : evidence.data === undefined ? <Loading label="Reading evidence" rows={3} /> : <ul>{evidence.data.items.map((v) => <EvidenceItem key={v.evidenceId} v={v} />)}</ul>}</div>
      {a.record ? <div className="section"><h3>Source</h3><RawRecord recordId={a.record.recordId} /></div> : null}
    </Pane>
  );
}

function RelationPane({ relationId, data }: { relationId: number; data: GraphData }) {
  const edge = data.edgeOf(relationId);
  const source = edge < 0 ? undefined : data.ids[data.columns.edgeSources[edge]!];
  const target = edge < 0 ? undefined : data.ids[data.columns.edgeTargets[edge]!];
  const type = edge < 0 ? '' : data.relation(edge);
  const list = useCall('relation.list', { fromEntityId: source ?? '', type, toEntityId: target ?? '', limit: RELATIONS_SHOWN }, { enabled: source !== undefined });
  if (edge < 0) return <Pane label="Relation" title="Relation"><EmptyState title="Not in this view">This relation is not drawn in the view that is open.</EmptyState></Pane>;
  const node = (i: number) => <button type="button" className="link badge" onClick={() => selectEntity(data.ids[i]!)}><EntityIcon kind={data.kind(i)} labelled /><EntityName kind={data.kind(i)} name={data.labels[i]!} /></button>;
  return (
    <Pane label="Relation" title="Relation" extra={<button type="button" className="btn quiet small" onClick={() => patchSession({ selection: { kind: 'none', id: '' } })}>Clear selection</button>}>
      <div className="section"><h2 style={{ fontSize: 15, marginBottom: 6 }}>{spaced(type)}</h2><dl className="facts"><Pair name="From">{node(data.columns.edgeSources[edge]!)}</Pair><Pair name="To">{node(data.columns.edgeTargets[edge]!)}</Pair><Pair name="Basis">{data.columns.edgeBasis[edge] === 0 ? 'Observed: a record states it' : 'Inferred: both are named by one alert, nothing observed joins them'}</Pair><Pair name="Seen">{data.columns.edgeCounts[edge]!.toLocaleString('en')} times</Pair></dl></div>
      <div className="section"><h3>Source records <span className="tertiary">{list.data === undefined ? '' : list.data.items.length < list.data.total ? `the first ${list.data.items.length.toLocaleString('en')} of ${list.data.total.toLocaleString('en')}` : list.data.total}</span></h3>{list.isError ? <ErrorState title="The records cannot be listed" error={list.error} /> : list.data === undefined ? <Loading label="Reading records" rows={3} /> : <ul>{list.data.items.map((r) => <li key={r.relationId} style={{ padding: '3px 0' }}><TimeText us={r.firstUs} />{r.count > 1 ? <span className="tertiary"> ×{r.count} within this second</span> : null}<RelationAttributes r={r} />{r.record ? <RawRecord recordId={r.record.recordId} /> : null}</li>)}</ul>}</div>
    </Pane>
  );
}

/** What is known at the cursor: the latest thing that appeared, and the last relations before it. */
function MomentPane({ data, player }: { data: GraphData; player: Player }) {
  useSyncExternalStore(player.onSettled, player.snapshot);
  const c = data.columns;
  const at = { fromUs: player.brush.startUs, cursorUs: player.cursorUs };
  const timed = c.edgeFirstUs.findIndex((t) => Number.isNaN(t));
  const edges = timed < 0 ? c.edgeFirstUs : c.edgeFirstUs.subarray(0, timed);
  const end = upperBound(edges, player.cursorUs);
  const latest = [...edges.keys()].slice(Math.max(0, end - 12), end).reverse().filter((e) => isSeen(c.edgeFirstUs[e]!, c.edgeLastUs[e]!, at));
  const step = upperBound(player.steps, player.cursorUs);
  const node = (i: number) => <button type="button" className="link" onClick={() => selectEntity(data.ids[i]!)}><EntityName kind={data.kind(i)} name={data.labels[i]!} /></button>;
  return (
    <Pane label="At this moment" title="At this moment" extra={<span className="tertiary">Step {step.toLocaleString('en')} of {player.steps.length.toLocaleString('en')}</span>}>
      <div className="section"><h3>Cursor</h3><TimeText us={player.cursorUs} /></div>
      <div className="section"><h3>What happened last</h3>
        {latest.length === 0 ? <p className="tertiary">Nothing yet inside the brush.</p> : <ul>{latest.map((e) => <li key={e} style={{ padding: '4px 0', borderBottom: '1px solid var(--stroke-subtle)' }}><span className="small"><TimeText us={c.edgeFirstUs[e]!} /></span><div style={{ overflowWrap: 'anywhere' }}>{node(c.edgeSources[e]!)} <span className="tertiary">{data.relation(e).replaceAll('_', ' ')}</span> {node(c.edgeTargets[e]!)}{c.edgeBasis[e] === 1 ? <span className="tertiary small"> (inferred)</span> : null}</div></li>)}</ul>}</div>
      <p className="small tertiary" style={{ padding: '8px 12px' }}>Select an entity, a relation or an alert to see its details and its source.</p>
    </Pane>
  );
}
