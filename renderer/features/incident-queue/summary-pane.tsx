/** The incident at a glance, beside the queue. */
import { ArrowDownRegular, ArrowUpRegular, DismissRegular, HourglassHalf16Regular } from '@fluentui/react-icons';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { IncidentDetail } from '../../../shared/contract/model.ts';
import { openWindow } from '../../platform/index.ts';
import { formatDuration, TimeText, useCall, useClient } from '../../state/index.ts';
import { EntityIcon, EntityName, ErrorState, InertText, label, Loading, plural, SeverityBadge, SeverityGlyph, StatusBadge, Tag, VerdictBadge, verdictToken, type SeverityName, type VerdictName } from '../../ui/index.ts';
import { AssetCounts } from './queue-columns.tsx';
import { KillChain } from './kill-chain.tsx';
import { ORIGIN_WORD } from './origin.ts';

const SEVERITY_ORDER: readonly SeverityName[] = ['high', 'medium', 'low', 'informational', 'unknown'];
const VERDICT_ORDER: readonly VerdictName[] = ['malicious', 'compromised', 'suspicious', 'unknown', 'noThreatsFound'];
const STATUS_ORDER = ['new', 'inProgress', 'resolved', 'unknown'] as const;
const ASSETS_SHOWN = 6;

export interface SummaryPaneProps { readonly incidentId: string; readonly position: string; readonly onPrevious: (() => void) | null; readonly onNext: (() => void) | null; readonly onClose: () => void; readonly actions?: ReactNode }

export function SummaryPane({ incidentId, position, onPrevious, onNext, onClose, actions }: SummaryPaneProps) {
  const client = useClient();
  const detail = useCall('incident.get', { incidentId }, { keepPrevious: true });
  return (
    <section className="pane" aria-label="Incident summary" onKeyDown={(e) => { if (e.target instanceof Element && e.target.closest('input, textarea, select, [role="menu"]')) return; if (e.key === 'ArrowDown') onNext?.(); else if (e.key === 'ArrowUp') onPrevious?.(); else if (e.key === 'Escape') onClose(); else return; e.preventDefault(); }}>
      <div className="pane-bar">
        <button type="button" className="icon-btn" aria-label="Previous incident" aria-disabled={onPrevious === null} onClick={() => onPrevious?.()}><ArrowUpRegular /></button>
        <button type="button" className="icon-btn" aria-label="Next incident" aria-disabled={onNext === null} onClick={() => onNext?.()}><ArrowDownRegular /></button>
        <span className="tertiary" style={{ flex: 1 }}>{position}</span>
        <button type="button" className="icon-btn" aria-label="Close summary" onClick={onClose}><DismissRegular /></button>
      </div>
      <div className="pane-body">
        {detail.isError ? <ErrorState title="The summary cannot be read" error={detail.error} onRetry={() => void detail.refetch()} /> : detail.data === undefined ? <Loading label="Reading the summary" rows={8} /> : <>
          <div className="section">
            <h2 style={{ fontSize: 15, lineHeight: '20px', marginBottom: 4 }}><InertText text={detail.data.displayName} limit={300} /></h2>
            <p style={{ display: 'flex', gap: '4px 12px', flexWrap: 'wrap', alignItems: 'center' }}><span className="mono"><InertText text={detail.data.incidentId} limit={60} /></span><SeverityBadge severity={detail.data.severity} /><StatusBadge status={detail.data.status} />{ORIGIN_WORD[detail.data.origin] ? <span className="chip origin">{ORIGIN_WORD[detail.data.origin]}</span> : null}{detail.data.systemTags.map((t) => <Tag key={t} system text={<InertText text={t} limit={40} />} />)}{detail.data.customTags.map((t) => <Tag key={t} text={<InertText text={t} limit={40} />} />)}</p>
            <p style={{ marginTop: 8, display: 'flex', flexWrap: 'wrap', gap: 8 }}><Link className="btn primary" style={{ textDecoration: 'none' }} to="/incidents/$incidentId" params={{ incidentId }}>Open incident page</Link><button type="button" className="btn" onClick={() => void openWindow(client, `/incidents/${encodeURIComponent(incidentId)}`)}>Open in new window</button>{actions}</p>
          </div>
          <Details d={detail.data} />
        </>}
      </div>
    </section>
  );
}

function Details({ d }: { d: IncidentDetail }) {
  const alertMax = Math.max(1, ...Object.values(d.alertsBySeverity));
  const entityMax = Math.max(1, ...Object.values(d.entitiesByVerdict));
  return (
    <>
      {d.categoryCounts.length > 0 ? <div className="section"><h3>Kill chain</h3><KillChain categories={d.categoryCounts} /></div> : null}
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
          {d.resolvingComment ? <><dt>Resolution note</dt><dd><InertText text={d.resolvingComment} limit={1000} /></dd></> : null}
        </dl>
      </div>
      <div className="section">
        <h3>Impacted assets <span className="tertiary">{d.assetTotal.toLocaleString('en')}, by risk</span></h3>
        {d.assetTotal > 0 ? <p style={{ marginBottom: 6 }}><AssetCounts counts={d.impactedAssets} /></p> : null}
        {d.assets.length === 0 ? <p className="tertiary">None named.</p> : (
          <ul>{d.assets.slice(0, ASSETS_SHOWN).map((a) => (
            <li key={a.entityId} style={{ display: 'flex', gap: 6, alignItems: 'center', minHeight: 22 }}>
              <EntityIcon kind={a.kind} labelled /><span className="ellipsis" style={{ flex: 1 }}><EntityName kind={a.kind} name={a.displayName} /></span><span className="tertiary small">{plural(a.alertCount, 'alert')}{a.isCritical ? ' · critical' : ''}</span>{a.riskScore ? <Risk score={a.riskScore} /> : null}
            </li>))}</ul>
        )}
        {d.assetTotal > ASSETS_SHOWN ? <p className="small tertiary">{d.assetTotal - ASSETS_SHOWN} more on the incident page</p> : null}
      </div>
      {d.alertCount === 0 ? <div className="section"><h3>Alerts <span className="tertiary">none</span></h3><p className="tertiary">The attack story is told from {plural(d.eventCount, 'event')} of telemetry.</p></div> : <div className="section" style={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 16 }}>
        <div><h3>Alerts <span className="tertiary">{d.activeAlertCount} of {d.alertCount} active</span></h3>
          <div className="bars">{SEVERITY_ORDER.filter((s) => d.alertsBySeverity[s]).map((s) => <Bar key={s} label={<><SeverityGlyph severity={s} /> {s === 'informational' ? 'Info' : s[0]!.toUpperCase() + s.slice(1)}</>} count={d.alertsBySeverity[s]!} max={alertMax} color={`var(--severity-${s}-color)`} />)}</div>
          <p className="small tertiary" style={{ marginTop: 6 }}>{STATUS_ORDER.filter((status) => d.alertsByStatus[status]).map((status) => `${d.alertsByStatus[status]!.toLocaleString('en')} ${label(status).toLowerCase()}`).join(' · ')}</p></div>
        <div><h3>Evidence <span className="tertiary">{d.evidenceCount}</span></h3>
          <div className="bars">{VERDICT_ORDER.filter((v) => d.entitiesByVerdict[v]).map((v) => <Bar key={v} label={<VerdictBadge verdict={v} />} count={d.entitiesByVerdict[v]!} max={entityMax} color={`var(--verdict-${verdictToken(v)}-color)`} />)}</div></div>
      </div>}
      {d.pendingActionCount > 0 ? <p className="callout"><HourglassHalf16Regular aria-hidden style={{ color: 'var(--tone-attention-color)', verticalAlign: '-3px', marginRight: 6 }} /><strong>{d.pendingActionCount} action{d.pendingActionCount === 1 ? '' : 's'} await{d.pendingActionCount === 1 ? 's' : ''} a decision.</strong> Nothing is executed here.</p> : null}
    </>
  );
}

function Bar({ label, count, max, color }: { label: ReactNode; count: number; max: number; color: string }) {
  return <><span className="badge small">{label}</span><span className="bar" style={{ width: `${(count / max) * 100}%`, background: color }} /><span className="mono">{count}</span></>;
}

const RISKS: Readonly<Record<string, SeverityName>> = { high: 'high', medium: 'medium', low: 'low', informational: 'informational' };
/** The imported risk level, with the glyph of the severity that has the same name. */
function Risk({ score }: { score: string }) {
  const level = RISKS[score.toLowerCase()];
  return <span className="badge small">{level === undefined ? null : <SeverityGlyph severity={level} />}<span><InertText text={score} limit={30} /> risk</span></span>;
}
