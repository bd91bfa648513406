import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect } from 'react';
import { visibleText } from '../../../shared/base/text.ts';
import { categoryOf } from '../../../shared/domain/entity/assets.ts';
import { ENTITY_KIND_LABEL } from '../../../shared/domain/entity/kinds.ts';
import { useCall } from '../../state/index.ts';
import { EntityIcon, EntityName, ErrorState, InertText, Loading, plural, RemediationBadge, shownName, Tag, VerdictBadge } from '../../ui/index.ts';
import { AlertTable } from '../alerts/index.ts';
import type { ListAddress } from '../lists/index.ts';
import { ManageButton } from '../manage/index.ts';
import { Timeline } from '../timeline/index.ts';
import { Actions } from './actions.tsx';
import { Evidence } from './evidence.tsx';
import { Notes } from './notes.tsx';
import { Overview } from './overview.tsx';
import { Processes } from './processes.tsx';
import { Relations } from './relations.tsx';

export const ENTITY_TABS = ['overview', 'alerts', 'timeline', 'processes', 'evidence', 'relations', 'actions', 'notes'] as const;
type Tab = (typeof ENTITY_TABS)[number];

export function EntityPage() {
  const { entityId } = useParams({ from: '/entities/$entityId' });
  const { tab: wanted = 'overview', ...address } = useSearch({ from: '/entities/$entityId' });
  const navigate = useNavigate({ from: '/entities/$entityId' });
  const onAddress = useCallback((change: ListAddress) => void navigate({ search: (s) => ({ ...s, ...change }) as typeof s, replace: true }), [navigate]);
  const entity = useCall('entity.get', { entityId });
  const actions = useCall('action.list', { entityId, limit: 1 });
  const notes = useCall('note.list', { targetKind: 'entity', targetId: entityId, limit: 1 });
  useEffect(() => { if (entity.data) document.title = `${visibleText(shownName(entity.data.kind, entity.data.displayName))} - Redthread`; return () => { document.title = 'Redthread'; }; }, [entity.data]);
  if (entity.isError) return <ErrorState title="This entity cannot be shown" error={entity.error} onRetry={() => void entity.refetch()}><Link className="btn" style={{ textDecoration: 'none' }} to="/incidents">Back to incidents</Link></ErrorState>;
  if (entity.data === undefined) return <Loading label="Reading the entity" rows={10} />;
  const e = entity.data;
  const tags = e.customTags;
  const tabs: readonly (readonly [Tab, string, boolean])[] = [
    ['overview', 'Overview', true], ['alerts', `Alerts (${e.alertCount.toLocaleString('en')})`, e.alertCount > 0], ['timeline', `Timeline (${plural(e.eventCount, 'event')})`, e.eventCount > 0], ['processes', 'Process tree', e.kind === 'process'],
    ['evidence', `Evidence (${e.evidenceTotal.toLocaleString('en')})`, e.evidenceTotal > 0], ['relations', `Relations (${e.relationTotal.toLocaleString('en')})`, e.relationTotal > 0], ['actions', `Actions (${(actions.data?.total ?? 0).toLocaleString('en')})`, (actions.data?.total ?? 0) > 0], ['notes', `Notes (${(notes.data?.total ?? 0).toLocaleString('en')})`, true],
  ];
  const shown = tabs.filter(([, , has]) => has);
  const tab = shown.some(([t]) => t === wanted) ? wanted : 'overview';
  const choose = (next: Tab) => void navigate({ search: { tab: next === 'overview' ? undefined : next } });
  // From the tab that has the focus: a fast hand is ahead of the address.
  const move = (from: Tab, step: number) => { const at = shown.findIndex(([t]) => t === from); const next = shown[(at + step + shown.length) % shown.length]!; choose(next[0]); document.getElementById(`tab-${next[0]}`)?.focus(); };
  return (
    <div className="page">
      <div className="page-head">
        <nav className="crumbs" aria-label="Breadcrumb">{e.kind === 'device' ? <Link className="link" to="/devices">Devices</Link> : <span>{ENTITY_KIND_LABEL[e.kind]}</span>}</nav>
        <div className="title"><EntityIcon kind={e.kind} size={20} labelled /><h1 style={{ flex: 1 }}><EntityName kind={e.kind} name={e.displayName} /></h1>
          <ManageButton open={{ kind: 'tags', items: [{ id: e.entityId, name: e.displayName, tags }] }}>Manage tags</ManageButton><ManageButton primary open={{ kind: 'verdict', ids: [e.entityId], name: e.displayName }}>Set verdict</ManageButton></div>
        <div className="meta"><span>{ENTITY_KIND_LABEL[e.kind]}</span><VerdictBadge verdict={e.verdict} />{e.localVerdict === null ? null : <span className="local-mark" title={visibleText(e.localVerdict.reason)}>verdict given here</span>}{e.remediationStatus === null ? null : <RemediationBadge status={e.remediationStatus} />}{e.isAsset ? <span>{e.isImpacted ? 'Impacted' : 'Related'}</span> : null}{e.isCritical ? <Tag system text="Critical asset" /> : null}{tags.map((t) => <Tag key={t} text={<InertText text={t} limit={40} />} />)}</div>
        <div className="tabs" role="tablist" aria-label="Entity">
          {shown.map(([id, name]) => <button key={id} id={`tab-${id}`} type="button" role="tab" aria-selected={tab === id} aria-controls="entity-tab" tabIndex={tab === id ? 0 : -1} onClick={() => choose(id)} onKeyDown={(k) => { if (k.key === 'ArrowRight') move(id, 1); else if (k.key === 'ArrowLeft') move(id, -1); }}>{name}</button>)}
        </div>
      </div>
      <div className="page-body" role="tabpanel" id="entity-tab" aria-labelledby={`tab-${tab}`}>
        {tab === 'alerts' ? <AlertTable entityId={entityId} address={address} onAddress={onAddress} /> : tab === 'timeline' ? <Timeline key={entityId} entityId={entityId} isOfDevice={e.kind === 'device'} address={address} onAddress={onAddress} /> : tab === 'processes' ? <Processes entityId={entityId} /> : tab === 'evidence' ? <Evidence entityId={entityId} /> : tab === 'relations' ? <Relations entityId={entityId} />
          : tab === 'actions' ? <Actions entityId={entityId} /> : tab === 'notes' ? <Notes entityId={entityId} /> : <Overview entity={e} category={categoryOf(e.kind)} />}
      </div>
    </div>
  );
}
