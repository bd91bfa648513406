/** The incident at a glance, beside the queue. */
import { ArrowDownRegular, ArrowUpRegular, DismissRegular, HourglassHalf16Regular } from '@fluentui/react-icons';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { IncidentDetail } from '../../../shared/contract/model.ts';
import type { IncidentSummary, ScopeAsset } from '../../../shared/contract/index.ts';
import { levelRank } from '../../../shared/domain/entity/assets.ts';
import { openWindow } from '../../platform/index.ts';
import { formatDuration, patchSession, TimeText, useCall, useClient } from '../../state/index.ts';
import { EntityIcon, EntityName, ErrorState, InertText, label, Loading, Markdown, OriginChip, plural, RiskBadge, SeverityBadge, SeverityGlyph, StatusBadge, Tag, VerdictBadge, verdictToken, type SeverityName, type VerdictName } from '../../ui/index.ts';
import { AssetCounts } from './queue-columns.tsx';
import { KillChain } from './kill-chain.tsx';
import './summary-pane.css';

const SEVERITY_ORDER: readonly SeverityName[] = ['high', 'medium', 'low', 'informational', 'unknown'];
const VERDICT_ORDER: readonly VerdictName[] = ['malicious', 'compromised', 'suspicious', 'unknown', 'noThreatsFound'];
const STATUS_ORDER = ['new', 'inProgress', 'resolved', 'unknown'] as const;
const ASSETS_SHOWN = 6;

export interface SummaryPaneProps { readonly incidentId: string; readonly position: string; readonly onPrevious: (() => void) | null; readonly onNext: (() => void) | null; readonly onClose: () => void; readonly actions?: ReactNode }

export function SummaryPane({ incidentId, position, onPrevious, onNext, onClose, actions }: SummaryPaneProps) {
  const client = useClient();
  const detail = useCall('incident.get', { incidentId }, { keepPrevious: true });
  const summary = useCall('incident.summary', { incidentId }, { keepPrevious: true });
  // Both answers must speak of one incident: the previous pair stays until the next is whole.
  const [shown, setShown] = useState<{ d: IncidentDetail; s: IncidentSummary } | null>(null);
  if (detail.data !== undefined && summary.data !== undefined && detail.data.incidentId === summary.data.incidentId && (shown?.d !== detail.data || shown.s !== summary.data)) setShown({ d: detail.data, s: summary.data });
  const failed = detail.isError ? detail : summary.isError ? summary : null;
  return (
    <section className="pane" aria-label="Incident summary" onKeyDown={(e) => { if (e.target instanceof Element && e.target.closest('input, textarea, select, [role="menu"]')) return; if (e.key === 'ArrowDown') onNext?.(); else if (e.key === 'ArrowUp') onPrevious?.(); else if (e.key === 'Escape') onClose(); else return; e.preventDefault(); }}>
      <div className="pane-bar">
        <button type="button" className="icon-btn" aria-label="Previous incident" aria-disabled={onPrevious === null} onClick={() => onPrevious?.()}><ArrowUpRegular /></button>
        <button type="button" className="icon-btn" aria-label="Next incident" aria-disabled={onNext === null} onClick={() => onNext?.()}><ArrowDownRegular /></button>
        <span className="tertiary" style={{ flex: 1 }}>{position}</span>
        <button type="button" className="icon-btn" aria-label="Close summary" onClick={onClose}><DismissRegular /></button>
      </div>
      <div className="pane-body">
        {failed ? <ErrorState title="The summary cannot be read" error={failed.error} onRetry={() => void failed.refetch()} /> : shown === null ? <Loading label="Reading the summary" rows={8} /> : <>
          <div className="section">
            <h2 style={{ fontSize: 15, lineHeight: '20px', marginBottom: 4 }}><InertText text={shown.d.displayName} limit={300} /></h2>
            <p style={{ display: 'flex', gap: '4px 12px', flexWrap: 'wrap', alignItems: 'center' }}><span className="mono"><InertText text={shown.d.incidentId} limit={60} /></span><SeverityBadge severity={shown.d.severity} /><StatusBadge status={shown.d.status} /><OriginChip origin={shown.d.origin} />{shown.d.systemTags.map((t) => <Tag key={t} system text={<InertText text={t} limit={40} />} />)}{shown.d.customTags.map((t) => <Tag key={t} text={<InertText text={t} limit={40} />} />)}</p>
            <p style={{ marginTop: 8, display: 'flex', flexWrap: 'wrap', gap: 8 }}><Link className="btn primary" style={{ textDecoration: 'none' }} to="/incidents/$incidentId" params={{ incidentId }}>Open incident page</Link><button type="button" className="btn" onClick={() => void openWindow(client, `/incidents/${encodeURIComponent(incidentId)}`)}>Open in new window</button>{actions}</p>
          </div>
          <Details d={shown.d} s={shown.s} />
        </>}
      </div>
    </section>
  );
}

function Details({ d, s }: { d: IncidentDetail; s: IncidentSummary }) {
  const alertMax = Math.max(1, ...Object.values(d.alertsBySeverity));
  const entityMax = Math.max(1, ...Object.values(d.entitiesByVerdict));
  return (
    <>
      {s.killChain.bands.some((b) => b.alertCount > 0) ? <div className="section"><h3>Kill chain</h3><KillChain bands={s.killChain.bands} /></div> : null}
      {d.description ? <div className="section"><h3>Description</h3><p style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}><InertText text={d.description} limit={2000} /></p></div> : null}
      {d.resolvingComment ? <div className="section"><h3>Resolution note</h3><Markdown text={d.resolvingComment} /></div> : null}
      <div className="section">
        <h3>Details</h3>
        <dl className="facts">
          <dt>Assigned to</dt><dd><InertText text={d.assignedTo ?? 'Unassigned'} limit={100} /></dd>
          <dt>Classification</dt><dd>{d.classification === 'unknown' ? 'Not set' : label(d.classification)}</dd>
          <dt>Determination</dt><dd>{d.determination === null || d.determination === 'unknown' ? 'Not set' : label(d.determination)}</dd>
          <dt>First activity</dt><dd><TimeText us={d.firstActivityUs} /></dd>
          <dt>Last activity</dt><dd><TimeText us={d.lastActivityUs} /></dd>
          {d.firstActivityUs !== null && d.lastActivityUs !== null ? <><dt>Duration</dt><dd>{formatDuration(d.lastActivityUs - d.firstActivityUs)}</dd></> : null}
          <dt>Created</dt><dd><TimeText us={d.createdUs} missing="Not stated" /></dd>
          <dt>Last update</dt><dd><TimeText us={d.lastUpdateUs} missing="Not stated" /></dd>
          <dt>Events</dt><dd>{d.eventCount.toLocaleString('en')}</dd>
          {d.redirectIncidentId ? <><dt>Merged into</dt><dd><Link className="link" to="/incidents/$incidentId" params={{ incidentId: d.redirectIncidentId }}>Incident <InertText text={d.redirectIncidentId} limit={60} /></Link></dd></> : null}
        </dl>
      </div>
      <div className="section">
        <h3>Impacted assets <span className="tertiary">{d.assetTotal.toLocaleString('en')}, by risk</span></h3>
        {d.assetTotal > 0 ? <p style={{ marginBottom: 6 }}><AssetCounts counts={d.impactedAssets} /></p> : null}
        {d.assetTotal === 0 ? <p className="tertiary">None named.</p> : (
          <ul>{topAssets(s.scope).map((a) => (
            <li key={a.entityId} style={{ display: 'flex', gap: 6, alignItems: 'center', minHeight: 22 }}>
              <EntityIcon kind={a.kind} labelled /><span className="ellipsis" style={{ flex: 1 }}><EntityName kind={a.kind} name={a.displayName} /></span><span className="tertiary small">{plural(a.alertCount, 'alert')}{a.isCritical ? ' · critical' : ''}</span>{a.riskLevel === null ? null : <span className="badge small"><RiskBadge level={a.riskLevel} /> risk</span>}
            </li>))}</ul>
        )}
        {d.assetTotal > ASSETS_SHOWN ? <p className="small"><Link className="link" to="/incidents/$incidentId" params={{ incidentId: d.incidentId }} search={{ tab: 'assets' }}>{(d.assetTotal - ASSETS_SHOWN).toLocaleString('en')} more in the Assets tab</Link></p> : null}
      </div>
      {d.alertCount === 0 ? <div className="section"><h3>Alerts <span className="tertiary">none</span></h3><p className="tertiary">The attack story is told from {plural(d.eventCount, 'event')} of telemetry.</p></div> : <div className="section" style={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 16 }}>
        <div><h3>Alerts <span className="tertiary">{d.activeAlertCount.toLocaleString('en')} of {d.alertCount.toLocaleString('en')} active</span></h3>
          <div className="bars">{SEVERITY_ORDER.filter((s) => d.alertsBySeverity[s]).map((s) => <Bar key={s} label={<><SeverityGlyph severity={s} /> {s === 'informational' ? 'Info' : s[0]!.toUpperCase() + s.slice(1)}</>} count={d.alertsBySeverity[s]!} max={alertMax} color={`var(--severity-${s}-color)`} />)}</div>
          <p className="small tertiary" style={{ marginTop: 6 }}>{STATUS_ORDER.filter((status) => d.alertsByStatus[status]).map((status) => `${d.alertsByStatus[status]!.toLocaleString('en')} ${label(status).toLowerCase()}`).join(' · ')}</p></div>
        <div><h3>Evidence <span className="tertiary">{d.evidenceCount.toLocaleString('en')}</span></h3>
          <div className="bars">{VERDICT_ORDER.filter((v) => d.entitiesByVerdict[v]).map((v) => <Bar key={v} label={<VerdictBadge verdict={v} />} count={d.entitiesByVerdict[v]!} max={entityMax} color={`var(--verdict-${verdictToken(v)}-color)`} />)}</div></div>
      </div>}
      {s.pending.total > 0 ? <p className="callout"><HourglassHalf16Regular aria-hidden style={{ color: 'var(--tone-attention-color)', verticalAlign: '-3px', marginRight: 6 }} /><strong>{plural(s.pending.total, 'action')} await{s.pending.total === 1 ? 's' : ''} a decision.</strong>{s.pending.oldestUs === null ? null : <> Oldest since <TimeText us={s.pending.oldestUs} short />.</>} <Link className="link" to="/incidents/$incidentId" params={{ incidentId: d.incidentId }} search={{ tab: 'investigations' }}>Review pending actions</Link>. Nothing is executed here.</p> : null}
      <Threats of={s.threats} />
      <Recommended key={d.incidentId} incidentId={d.incidentId} of={s.recommendedActions} />
    </>
  );
}

function Bar({ label, count, max, color }: { label: ReactNode; count: number; max: number; color: string }) {
  return <><span className="badge small">{label}</span><span className="bar" style={{ width: `${(count / max) * 100}%`, background: color }} /><span className="mono">{count}</span></>;
}

/** The first of all kinds together, in the order of each kind: risk level, active alerts, name. The first of each kind are enough to know them. */
function topAssets(scope: IncidentSummary['scope']): ScopeAsset[] {
  const rank = (a: ScopeAsset) => (a.riskLevel === null ? 0 : levelRank(a.riskLevel));
  return scope.flatMap((c) => c.items).toSorted((a, b) => rank(b) - rank(a) || b.activeAlertCount - a.activeAlertCount || (a.displayName.toLowerCase() < b.displayName.toLowerCase() ? -1 : 1)).slice(0, ASSETS_SHOWN);
}

const THREAT_WORD: Readonly<Record<IncidentSummary['threats']['items'][number]['kind'], string>> = { threat: 'Threat', family: 'Malware family', actor: 'Actor' };
function Threats({ of }: { of: IncidentSummary['threats'] }) {
  if (of.total === 0) return null;
  return (
    <div className="section">
      <h3>Related threats <span className="tertiary">{of.total.toLocaleString('en')}</span></h3>
      <dl className="facts">{of.items.map((t) => <div key={`${t.kind} ${t.name}`} style={{ display: 'contents' }}><dt>{THREAT_WORD[t.kind]}</dt><dd><InertText text={t.name} limit={200} /> <span className="tertiary small">{plural(t.alertCount, 'alert')}</span></dd></div>)}</dl>
      {of.items.length < of.total ? <p className="small tertiary">The first {of.items.length} of {of.total.toLocaleString('en')}.</p> : null}
    </div>
  );
}

const TEXTS_SHOWN = 2;
function Recommended({ incidentId, of }: { incidentId: string; of: IncidentSummary['recommendedActions'] }) {
  const [all, setAll] = useState(false);
  if (of.total === 0) return null;
  const shown = all ? of.items : of.items.slice(0, TEXTS_SHOWN);
  return (
    <div className="section">
      <h3>Recommended actions <span className="tertiary">{of.total.toLocaleString('en')}, as its alerts say</span></h3>
      <ul className="recommended">{shown.map((r) => (
        <li key={r.text}>
          <p style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}><InertText text={r.text} limit={2000} /></p>
          <p className="small tertiary">From {r.alerts.map((a, i) => <span key={a.alertId}>{i > 0 ? ', ' : ''}<Link className="link" to="/incidents/$incidentId" params={{ incidentId }} search={{}} onClick={() => patchSession({ incidentId, selection: { kind: 'alert', id: a.alertId } })}><InertText text={a.title} limit={120} /></Link></span>)}{r.alertCount > r.alerts.length ? ` and ${plural(r.alertCount - r.alerts.length, 'more alert')}` : ''}</p>
        </li>))}</ul>
      {!all && of.items.length > TEXTS_SHOWN ? <button type="button" className="link small" onClick={() => setAll(true)}>Show {of.items.length < of.total ? `${of.items.length} of ` : 'all '}{of.total.toLocaleString('en')}</button> : all && of.items.length < of.total ? <p className="small tertiary">The first {of.items.length} of {of.total.toLocaleString('en')}; each alert tells its own.</p> : null}
    </div>
  );
}
