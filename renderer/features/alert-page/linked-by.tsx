/** Why an alert is in its incident. No export carries the reason, so it follows from the evidence, and the screen says so. */
import { Link } from '@tanstack/react-router';
import { visibleText } from '../../../shared/base/text.ts';
import type { AlertLink, AlertRow } from '../../../shared/contract/model.ts';
import { isDerivedReason, LINK_REASON_LABEL } from '../../../shared/domain/alert/index.ts';
import { TimeText, useCall } from '../../state/index.ts';
import { EntityIcon, EntityName, ErrorState, InertText, Loading, plural } from '../../ui/index.ts';

const SHOWN = 20;

export const linkedByWords = (a: Pick<AlertRow, 'linkedBy' | 'isFirst'>): string => (a.linkedBy === null ? (a.isFirst ? 'First alert' : '') : `${LINK_REASON_LABEL[a.linkedBy.reason]}: ${a.linkedBy.alertTitles.join(', ')}${a.linkedBy.count > a.linkedBy.alertTitles.length ? ` and ${a.linkedBy.count - a.linkedBy.alertTitles.length} more` : ''}`);

export function LinkedByCell({ alert: a }: { alert: AlertRow }) {
  if (a.linkedBy === null) return <span className="tertiary">{a.isFirst ? 'First alert' : 'Nothing found'}</span>;
  const { reason, count, alertTitles, others } = a.linkedBy;
  const hover = [`${LINK_REASON_LABEL[reason]}${isDerivedReason(reason) ? ' (derived)' : ''}, with:`, ...alertTitles.map((t) => `· ${t}`), ...(count > alertTitles.length ? [`· and ${count - alertTitles.length} more`] : []), ...(others.length > 0 ? ['Also:', ...others.map((o) => `· ${LINK_REASON_LABEL[o.reason]} (${o.count})`)] : [])].map(visibleText).join('\n');
  return <span className="ellipsis" title={hover}>{LINK_REASON_LABEL[reason]} <span className="tertiary"><InertText text={alertTitles[0] ?? ''} limit={80} />{count > 1 ? ` +${count - 1}` : ''}</span></span>;
}

export function LinkedBy({ alertId }: { alertId: string }) {
  const links = useCall('alert.links', { alertId, limit: SHOWN });
  if (links.isError) return <ErrorState title="The links cannot be read" error={links.error} onRetry={() => void links.refetch()} />;
  if (links.data === undefined) return <Loading label="Reading the links" rows={3} />;
  if (links.data.total === 0) return null;
  return (
    <div className="section">
      <h3>Linked by <span className="tertiary">{links.data.items.length < links.data.total ? `the first ${links.data.items.length} of ${plural(links.data.total, 'alert')}` : plural(links.data.total, 'alert')}</span></h3>
      <ul className="linked">{links.data.items.map((l) => <OneLink key={l.alertId} link={l} />)}</ul>
      <p className="small tertiary">Reasons are derived here from shared evidence, unless they say otherwise.</p>
    </div>
  );
}

const DIRECTION = { earlier: 'earlier', later: 'later', sameTime: 'at the same time', unknown: '' } as const;
function OneLink({ link: l }: { link: AlertLink }) {
  return (
    <li>
      <p><strong>{LINK_REASON_LABEL[l.strongest]}</strong> as <Link className="link" to="/alerts/$alertId" params={{ alertId: l.alertId }}><InertText text={l.title} limit={160} /></Link> <span className="tertiary small">{DIRECTION[l.direction]}</span></p>
      <ul>{l.reasons.map((r, i) => (
        <li key={i} className="small"><span className="tertiary">{LINK_REASON_LABEL[r.code]}{r.derived ? '' : ' (not derived)'}: </span>{r.detail === null ? null : <InertText text={r.detail} limit={200} />} {r.via.slice(0, 4).map((v) => <span key={v.entityId} className="badge"><EntityIcon kind={v.kind} labelled /><EntityName kind={v.kind} name={v.displayName} /></span>)}{r.via.length > 4 ? <span className="tertiary"> and {r.via.length - 4} more</span> : null} <TimeText us={r.firstUs} short missing="" /></li>))}</ul>
    </li>
  );
}
