/** The alert page: its story in the middle, its properties on the right. */
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { visibleText } from '../../../shared/base/text.ts';
import type { AlertDetail, Output } from '../../../shared/contract/index.ts';
import type { ChainAlert, EventRow } from '../../../shared/contract/model.ts';
import { CHAIN_REASON_LABEL } from '../../../shared/domain/alert/index.ts';
import { ENTITY_KIND_LABEL } from '../../../shared/domain/entity/kinds.ts';
import { patchSession, TimeText, useCall, useLayout } from '../../state/index.ts';
import { EntityIcon, EntityName, ErrorState, InertText, InvestigationBadge, label, Loading, Panes, plural, RemediationBadge, SeverityBadge, SeverityGlyph, StatusBadge, Tag, VerdictBadge } from '../../ui/index.ts';
import { Activities, Comments, ManageButton } from '../manage/index.ts';
import { RawRecord } from '../record/index.ts';
import { LinkedBy } from './linked-by.tsx';
import { ProcessTree, type TreeAlert } from './process-tree.tsx';

type Story = Output<'alert.story'>;
const RELATED: Readonly<Record<Story['events']['relatedBy'], string>> = { artifacts: 'of its processes, files, addresses and messages', accounts: 'of its accounts, mailboxes and apps', devices: 'of its devices', none: '' };

export function AlertPage() {
  const { alertId } = useParams({ from: '/alerts/$alertId' });
  const alert = useCall('alert.get', { alertId });
  const story = useCall('alert.story', { alertId });
  const chain = useCall('alert.chain', { alertId });
  const [sizes, saveSizes] = useLayout<Record<string, number>>('panes.alert-page');
  useEffect(() => { if (alert.data) document.title = `${visibleText(alert.data.title)} - Redthread`; return () => { document.title = 'Redthread'; }; }, [alert.data]);
  if (alert.isError) return <ErrorState title="This alert cannot be shown" error={alert.error} onRetry={() => void alert.refetch()}><Link className="btn" style={{ textDecoration: 'none' }} to="/alerts">Back to alerts</Link></ErrorState>;
  if (alert.data === undefined) return <Loading label="Reading the alert" rows={10} />;
  const a = alert.data;
  return (
    <div className="page">
      <div className="page-head">
        <nav className="crumbs" aria-label="Breadcrumb">{a.incidentId === null ? <Link className="link" to="/alerts">Alerts</Link> : <><Link className="link" to="/incidents">Incidents</Link><span aria-hidden>›</span><Link className="link" to="/incidents/$incidentId" params={{ incidentId: a.incidentId }} search={{ tab: 'alerts' }}><InertText text={a.incidentId} limit={60} /></Link><span aria-hidden>›</span><span>Alert</span></>}</nav>
        <div className="title"><h1 style={{ flex: 1 }}><InertText text={a.title} limit={300} /></h1>
          {a.incidentId === null ? null : <Link className="btn" style={{ textDecoration: 'none' }} to="/incidents/$incidentId" params={{ incidentId: a.incidentId }} onClick={() => patchSession({ incidentId: a.incidentId!, selection: { kind: 'alert', id: a.alertId } })}>Show in the attack story</Link>}
          <ManageButton open={{ kind: 'move', ids: [a.alertId] }}>Move alert</ManageButton><ManageButton primary open={{ kind: 'alerts', ids: [a.alertId] }}>Manage alert</ManageButton></div>
        <div className="meta"><SeverityBadge severity={a.severity} /><StatusBadge status={a.status} /><InvestigationBadge state={a.investigationState} />{a.category === null ? null : <span><span className="tertiary">Category</span> <InertText text={label(a.category)} limit={60} /></span>}<span><span className="tertiary">First activity</span> <TimeText us={a.firstActivityUs} /></span>{a.systemTags.map((t) => <Tag key={t} system text={<InertText text={t} limit={40} />} />)}{a.customTags.map((t) => <Tag key={t} text={<InertText text={t} limit={40} />} />)}</div>
      </div>
      <div className="page-body">
        <Panes direction="horizontal" label="Alert" sizes={sizes} onSizes={saveSizes} panes={[
          { id: 'story', size: 72, min: 30, content: <div className="pane"><div className="pane-body">{story.isError ? <ErrorState title="The story cannot be told" error={story.error} onRetry={() => void story.refetch()} /> : story.data === undefined ? <Loading label="Reading what happened" rows={8} /> : <AlertStory alert={a} story={story.data} chain={chain.data ?? null} />}</div></div> },
          { id: 'properties', size: 28, min: 18, content: <section className="pane" aria-label="Alert properties"><div className="pane-bar">Alert properties</div><div className="pane-body"><Properties alert={a} /><LinkedBy alertId={alertId} /><Comments kind="alert" id={alertId} comments={a.comments} />{a.record ? <div className="section"><h3>Source</h3><RawRecord recordId={a.record.recordId} /></div> : null}<History alertId={alertId} /></div></section> },
        ]} />
      </div>
    </div>
  );
}

function AlertStory({ alert, story, chain }: { alert: AlertDetail; story: Story; chain: Output<'alert.chain'> | null }) {
  const navigate = useNavigate();
  const titles = new Map<string, TreeAlert>([[alert.alertId, alert], ...story.trees.flatMap((t) => t.otherAlerts).map((o): [string, TreeAlert] => [o.alertId, o])]);
  const isEmpty = story.trees.length + story.events.total + story.actionsTaken.length + story.affected.length === 0;
  return (
    <>
      <section className="section" aria-label="What happened">
        <h3>What happened {story.trees.length > 0 ? <span className="tertiary">{plural(story.trees.reduce((n, t) => n + t.total, 0), 'process', 'processes')}{story.treeTotal > story.trees.length ? `, the first ${story.trees.length} of ${story.treeTotal} trees` : ''}</span> : null}</h3>
        {alert.description === null ? null : <p style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', marginBottom: 8 }}><InertText text={alert.description} limit={4000} /></p>}
        {isEmpty ? <p className="tertiary">The imported files tell nothing more: no process, event or evidence of this alert.</p> : null}
        {story.trees.map((t, i) => <ProcessTree key={i} label={story.trees.length === 1 ? 'Process tree' : `Process tree ${i + 1}`} nodes={t.nodes} marked={new Set(t.nodes.filter((n) => n.alertIds.includes(alert.alertId)).map((n) => n.entityId))} alerts={titles} onSelect={(id) => void navigate({ to: '/entities/$entityId', params: { entityId: id } })} />)}
      </section>
      {chain !== null && chain.total > 0 ? <div className="chain-columns"><Chain title="What led to it" list={chain.earlier} total={chain.earlierTotal} /><Chain title="What followed from it" list={chain.later} total={chain.laterTotal} /></div> : null}
      {story.actionsTaken.length > 0 ? (
        <section className="section" aria-label="Actions taken"><h3>Actions taken <span className="tertiary">{story.actionsTaken.length.toLocaleString('en')}</span></h3>
          <table className="plain-table"><thead><tr><th scope="col">Entity</th><th scope="col">What</th><th scope="col">Status</th><th scope="col">When</th><th scope="col">By</th></tr></thead><tbody>{story.actionsTaken.map((t, i) => (
            <tr key={i}><td><span className="badge"><EntityIcon kind={t.entity.kind} labelled /><EntityName kind={t.entity.kind} name={t.entity.displayName} /></span></td><td>{t.type === null ? 'Remediation' : <InertText text={label(t.type)} limit={60} />}{t.details === null ? null : <span className="tertiary"> <InertText text={t.details} limit={160} /></span>}</td><td>{t.from === 'evidence' ? <RemediationBadge status={t.status} /> : t.status === 'pending' ? 'Awaits approval' : label(t.status)}</td><td className="nowrap"><TimeText us={t.atUs} short missing="" /></td><td><InertText text={t.by ?? label(t.source ?? '')} limit={80} /></td></tr>))}</tbody></table></section>
      ) : null}
      {story.events.total > 0 ? <RelatedEvents story={story} /> : null}
      {story.affected.length > 0 ? (
        <section className="section" aria-label="Affected entities"><h3>Affected entities</h3>
          <div className="affected">{story.affected.map((k) => (
            <div key={k.kind}><h4><EntityIcon kind={k.kind} /> {ENTITY_KIND_LABEL[k.kind]} <span className="tertiary">{k.total.toLocaleString('en')}{k.impacted > 0 ? `, ${k.impacted} impacted` : ''}</span></h4>
              <ul>{k.entities.map((e) => <li key={e.entityId}><Link className="link ellipsis" to="/entities/$entityId" params={{ entityId: e.entityId }}><EntityName kind={k.kind} name={e.displayName} /></Link><VerdictBadge verdict={e.verdict} />{e.roles.length > 0 ? <span className="tertiary small"><InertText text={e.roles.map(label).join(', ')} limit={80} /></span> : null}</li>)}{k.entities.length < k.total ? <li className="tertiary">and {(k.total - k.entities.length).toLocaleString('en')} more</li> : null}</ul></div>))}</div></section>
      ) : null}
      {story.activities.length > 0 ? (
        <section className="section" aria-label="Activities by kind"><h3>Activities by kind</h3><ul className="activity-kinds">{story.activities.map((x) => <li key={`${x.source} ${x.actionType}`}><InertText text={label(x.actionType)} limit={80} /> <span className="mono tertiary">{x.count.toLocaleString('en')}</span></li>)}</ul></section>
      ) : null}
    </>
  );
}

function Chain({ title, list, total }: { title: string; list: readonly ChainAlert[]; total: number }) {
  return (
    <section className="section" aria-label={title}>
      <h3>{title} <span className="tertiary">{list.length < total ? `the first ${list.length} of ${total}` : plural(total, 'alert')}</span></h3>
      {list.length === 0 ? <p className="tertiary">No other alert of the incident, as far as records show.</p> : (
        <ul className="linked">{list.map((c) => {
          const first = c.links[0]!;
          return (
            <li key={c.alertId}><p className="badge"><SeverityGlyph severity={c.severity} /><Link className="link" to="/alerts/$alertId" params={{ alertId: c.alertId }}><InertText text={c.title} limit={160} /></Link></p>
              <p className="small"><span className="tertiary">{CHAIN_REASON_LABEL[first.reason]}{c.hop > 1 ? `, ${c.hop} steps away` : ''}: </span>{first.entities.slice(0, 5).map((e, i) => <span key={`${e.entityId} ${i}`}>{i > 0 ? <span aria-hidden> → </span> : null}<EntityName kind={e.kind} name={e.displayName} /></span>)}{first.entities.length > 5 ? ' …' : ''} <TimeText us={first.firstUs} short missing="" />{c.links.length > 1 ? <span className="tertiary"> and {plural(c.links.length - 1, 'other link')}</span> : null}</p></li>);
        })}</ul>
      )}
    </section>
  );
}

function RelatedEvents({ story }: { story: Story }) {
  const { items, total, relatedBy } = story.events;
  return (
    <section className="section" aria-label="Related events"><h3>Related events <span className="tertiary">{items.length < total ? `the first ${items.length} of ${total.toLocaleString('en')}` : total.toLocaleString('en')} {RELATED[relatedBy]}</span></h3>
      <div className="scroll-table"><table className="plain-table"><thead><tr><th scope="col">Time</th><th scope="col">Event</th><th scope="col">What</th><th scope="col">Account</th><th scope="col">Technique</th><th scope="col">Source</th></tr></thead>
        <tbody>{items.map((e: EventRow) => <tr key={e.eventId}><td className="nowrap"><TimeText us={e.timeUs} /></td><td><InertText text={label(e.actionType)} limit={60} /></td><td className="mono small" style={{ overflowWrap: 'anywhere' }}><InertText text={e.summary} limit={300} /></td><td><InertText text={e.accountName ?? ''} limit={80} /></td><td className="mono small">{e.mitreTechniques.join(', ')}</td><td className="nowrap"><RawRecord recordId={e.recordId} /></td></tr>)}</tbody></table></div></section>
  );
}

function Properties({ alert: a }: { alert: AlertDetail }) {
  const fact = (name: string, value: string | null) => (value === null || value === '' ? null : <><dt>{name}</dt><dd><InertText text={value} limit={300} /></dd></>);
  return (
    <>
      <div className="section"><h3>State</h3><dl className="facts"><dt>Status</dt><dd><StatusBadge status={a.status} /></dd><dt>Assigned to</dt><dd><InertText text={a.assignedTo ?? 'Unassigned'} limit={100} /></dd><dt>Classification</dt><dd>{a.classification === 'unknown' ? 'Not set' : label(a.classification)}</dd><dt>Determination</dt><dd>{a.determination === null || a.determination === 'unknown' ? 'Not set' : label(a.determination)}</dd></dl></div>
      <div className="section"><h3>Details</h3><dl className="facts"><dt>Severity</dt><dd><SeverityBadge severity={a.severity} /></dd>{fact('Category', a.category === null ? null : label(a.category))}{fact('Techniques', a.mitreTechniques.join(', '))}{fact('Service source', label(a.serviceSource ?? ''))}{fact('Detection source', label(a.detectionSource ?? ''))}{fact('Product', a.productName)}{fact('Threat', a.threatDisplayName)}{fact('Threat family', a.threatFamilyName)}{fact('Actor', a.actorDisplayName)}{fact('Detector', a.detectorId)}
        <dt>Generated on</dt><dd><TimeText us={a.createdUs} missing="Not stated" /></dd><dt>First activity</dt><dd><TimeText us={a.firstActivityUs} /></dd><dt>Last activity</dt><dd><TimeText us={a.lastActivityUs} /></dd><dt>Alert id</dt><dd className="mono"><InertText text={a.alertId} limit={200} /></dd>{fact('Provider id', a.providerAlertId === a.alertId ? null : a.providerAlertId)}</dl></div>
      {a.recommendedActions ? <div className="section"><h3>Recommended actions</h3><p style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}><InertText text={a.recommendedActions} limit={4000} /></p></div> : null}
    </>
  );
}

function History({ alertId }: { alertId: string }) {
  const log = useCall('activity.list', { alertId, limit: 1 });
  if (log.data === undefined || log.data.total === 0) return null;
  return <div className="section"><h3>History <span className="tertiary">{log.data.total.toLocaleString('en')}</span></h3><div style={{ height: 260 }}><Activities scope={{ alertId }} /></div></div>;
}
