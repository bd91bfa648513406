/** The incident: header, and one tab per built place. */
import { useNavigate, useParams, useSearch, Link } from '@tanstack/react-router';
import { useCallback, useEffect } from 'react';
import { visibleText } from '../../shared/base/text.ts';
import { AlertTable } from '../features/alerts/index.ts';
import { AttackStory } from '../features/story/index.ts';
import { AssetsTab } from '../features/assets/index.ts';
import type { ListAddress } from '../features/lists/index.ts';
import { IncidentSummaryTab } from '../features/incident-summary/index.ts';
import { EvidenceTable } from '../features/evidence-and-response/index.ts';
import { InvestigationTable } from '../features/investigations/index.ts';
import { Activities, Conflicts, ManageButton } from '../features/manage/index.ts';
import { openWindow } from '../platform/index.ts';
import { patchSession, TimeText, useCall, useClient, useSession } from '../state/index.ts';
import { ErrorState, InertText, label, Loading, OriginChip, SeverityBadge, StatusBadge, Tag } from '../ui/index.ts';

export const INCIDENT_TABS = ['story', 'alerts', 'assets', 'investigations', 'evidence', 'summary', 'activities'] as const;
type Tab = (typeof INCIDENT_TABS)[number];

export function IncidentPage() {
  const client = useClient();
  const { incidentId } = useParams({ from: '/incidents/$incidentId' });
  const { tab = 'story', category, ...address } = useSearch({ from: '/incidents/$incidentId' });
  const navigate = useNavigate({ from: '/incidents/$incidentId' });
  const onAddress = useCallback((change: ListAddress) => void navigate({ search: (s) => ({ ...s, ...change }) as typeof s, replace: true }), [navigate]);
  const incident = useCall('incident.get', { incidentId });
  const isReady = useSession((s) => s.isReady);
  useEffect(() => {
    if (isReady && useSession.getState().state.incidentId !== incidentId) patchSession({ incidentId, selection: { kind: 'none', id: '' }, brushStartUs: null, brushEndUs: null, cursorUs: null });
  }, [incidentId, isReady]);
  useEffect(() => { if (incident.data) document.title = `${visibleText(incident.data.displayName)} - Redthread`; return () => { document.title = 'Redthread'; }; }, [incident.data]);
  if (incident.isError) return <ErrorState title="This incident cannot be shown" error={incident.error} onRetry={() => void incident.refetch()}><Link className="btn" style={{ textDecoration: 'none' }} to="/incidents">Back to incidents</Link></ErrorState>;
  if (incident.data === undefined) return <Loading label="Reading the incident" rows={10} />;
  const d = incident.data;
  const tabs: readonly (readonly [Tab, string])[] = [['story', 'Attack story'], ['alerts', `Alerts (${d.alertCount})`], ['assets', `Assets (${Object.values(d.impactedAssets).reduce((a, b) => a + b, 0)})`], ['investigations', `Investigations (${d.investigationCount})`], ['evidence', `Evidence and Response (${d.evidenceCount})`], ['summary', 'Summary'], ['activities', 'Activities']];
  const choose = (next: Tab) => void navigate({ search: { tab: next === 'story' ? undefined : next } });
  // From the tab that has the focus: a fast hand is ahead of the address.
  const move = (from: (typeof tabs)[number][0], step: number) => { const at = tabs.findIndex(([t]) => t === from); const next = tabs[(at + step + tabs.length) % tabs.length]!; choose(next[0]); document.getElementById(`tab-${next[0]}`)?.focus(); };
  return (
    <div className="page">
      <div className="page-head">
        <nav className="crumbs" aria-label="Breadcrumb"><Link className="link" to="/incidents">Incidents</Link><span aria-hidden>›</span><span><InertText text={d.incidentId} limit={60} /></span></nav>
        <div className="title"><h1 style={{ flex: 1 }}><InertText text={d.displayName} limit={300} /></h1><ManageButton primary open={{ kind: 'incidents', ids: [incidentId] }}>Manage incident</ManageButton><ManageButton open={{ kind: 'merge', ids: [incidentId] }}>Merge</ManageButton><button type="button" className="btn" onClick={() => void openWindow(client, `/incidents/${encodeURIComponent(incidentId)}`)}>Open in new window</button></div>
        <div className="meta">
          <SeverityBadge severity={d.severity} /><StatusBadge status={d.status} />{d.localFields.length > 0 ? <span className="local-mark" title={`Changed here: ${d.localFields.map(label).join(', ')}`}>changed here</span> : null}<span><span className="tertiary">Assigned</span> <InertText text={d.assignedTo ?? 'Unassigned'} limit={100} /></span>
          <span><span className="tertiary">First activity</span> <TimeText us={d.firstActivityUs} /></span><span><span className="tertiary">Last</span> <TimeText us={d.lastActivityUs} /></span>
          {d.redirectIncidentId ? <span>Merged into <Link className="link" to="/incidents/$incidentId" params={{ incidentId: d.redirectIncidentId }}>incident <InertText text={d.redirectIncidentId} limit={60} /></Link></span> : null}
          <OriginChip origin={d.origin} />
          {d.systemTags.map((t) => <Tag key={t} system text={<InertText text={t} limit={40} />} />)}{d.customTags.map((t) => <Tag key={t} text={<InertText text={t} limit={40} />} />)}
        </div>
        <Conflicts incidentId={incidentId} conflicts={d.conflicts} />
        <div className="tabs" role="tablist" aria-label="Incident">
          {tabs.map(([id, name]) => (
            <button key={id} id={`tab-${id}`} type="button" role="tab" aria-selected={tab === id} aria-controls="incident-tab" tabIndex={tab === id ? 0 : -1} onClick={() => choose(id)} onKeyDown={(e) => { if (e.key === 'ArrowRight') move(id, 1); else if (e.key === 'ArrowLeft') move(id, -1); }}>{name}</button>
          ))}
        </div>
      </div>
      <div className="page-body" role="tabpanel" id="incident-tab" aria-labelledby={`tab-${tab}`}>
        {tab === 'summary' ? <IncidentSummaryTab key={incidentId} incidentId={incidentId} /> : tab === 'activities' ? <Activities scope={{ incidentId }} /> : tab === 'alerts' ? <AlertTable incidentId={incidentId} address={address} onAddress={onAddress} /> : tab === 'evidence' ? <EvidenceTable incidentId={incidentId} address={address} onAddress={onAddress} /> : tab === 'assets' ? <AssetsTab incidentId={incidentId} {...(category === undefined ? {} : { category })} onCategory={(next) => void navigate({ search: { tab: 'assets', category: next === 'device' ? undefined : next } })} address={address} onAddress={onAddress} /> : tab === 'investigations' ? <InvestigationTable incidentId={incidentId} /> : <AttackStory key={incidentId} incidentId={incidentId} />}
      </div>
    </div>
  );
}
