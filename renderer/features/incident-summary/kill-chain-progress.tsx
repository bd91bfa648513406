/** How far the attack got: ATT&CK's tactics in matrix order and the Other band, each with its alerts, first day and worst severity. Imported labels are kept. */
import { Link } from '@tanstack/react-router';
import { visibleText } from '../../../shared/base/text.ts';
import { formatUtc } from '../../../shared/base/time.ts';
import type { IncidentSummary, KillChainBand } from '../../../shared/contract/index.ts';
import { TACTICS } from '../../../shared/domain/mitre-attack/index.ts';
import { formatDuration, formatTime, useSettings } from '../../state/index.ts';
import { dayOf, InertText, label, plural, SeverityGlyph, words } from '../../ui/index.ts';

/** Of places that nobody reached, so that sixteen fit in a row. */
const SHORT: Readonly<Record<string, string>> = { Reconnaissance: 'Recon', 'Resource Development': 'Resource dev.', 'Privilege Escalation': 'Privilege esc.', 'Defense Impairment': 'Defense imp.', 'Lateral Movement': 'Lateral mvmt', 'Command and Control': 'C2' };

export function KillChainProgress({ incidentId, killChain, firstUs, eventCount }: { incidentId: string; killChain: IncidentSummary['killChain']; firstUs: number | null; eventCount: number }) {
  const { bands, alertsWithoutCategory } = killChain;
  const reached = bands.filter((b) => b.tacticId !== null && b.alertCount > 0);
  const furthest = reached.at(-1);
  const other = bands.find((b) => b.tacticId === null);
  const after = furthest?.firstActivityUs != null && firstUs !== null && furthest.firstActivityUs > firstUs ? `, ${formatDuration(furthest.firstActivityUs - firstUs)} after the first alert` : '';
  return (
    <div className="chain-progress">
      <ol aria-label="Kill chain">{bands.map((b) => <li key={b.tacticId ?? 'other'} className={b.tacticId === null ? 'other' : ''}><Place incidentId={incidentId} band={b} /></li>)}</ol>
      <p className="small secondary">
        {reached.length} of {TACTICS.length} tactics reached. {furthest === undefined ? null : <>Furthest: <strong><BandLabel band={furthest} /></strong>{after}. </>}
        {other !== undefined && other.alertCount > 0 ? `${plural(other.alertCount, 'alert')} ${other.alertCount === 1 ? 'has' : 'have'} a category that is no tactic. ` : ''}
        {alertsWithoutCategory > 0 ? `${plural(alertsWithoutCategory, 'alert')} ${alertsWithoutCategory === 1 ? 'names' : 'name'} no category. ` : ''}
        <span className="tertiary">{reached.length + (other?.alertCount ?? 0) > 0 ? 'An alert counts at every category it names; the sign is the highest severity there.' : `No alert names a tactic; the attack story is told from ${plural(eventCount, 'event')}.`}</span>
      </p>
    </div>
  );
}

const labels = (band: KillChainBand) => band.categories.map((c) => label(c.category)).join(', ');
const BandLabel = ({ band }: { band: KillChainBand }) => <InertText text={labels(band)} limit={60} />;

function Place({ incidentId, band }: { incidentId: string; band: KillChainBand }) {
  const zone = useSettings((s) => s.timeZone);
  if (band.alertCount === 0 || band.maxSeverity === null) return <div className="place-box" title={`${band.name}: not reached`}><span aria-hidden className="box">–</span><span className="caption tertiary"><span className="visually-hidden">{band.name}: not reached</span><span aria-hidden>{SHORT[band.name] ?? band.name}</span></span></div>;
  const severity = words.severity[band.maxSeverity].word;
  const day = band.firstActivityUs === null ? 'No time' : dayOf(formatTime(band.firstActivityUs, zone));
  const about = `${band.tacticId === null ? 'Other' : `${band.tacticId} ${band.name}`}: ${band.categories.map((c) => `${plural(c.alertCount, 'alert')} ${visibleText(c.category)}`).join(', ')}; highest severity ${severity}${band.firstActivityUs === null ? '' : `; first ${formatUtc(band.firstActivityUs)}`}`;
  return (
    <Link className="place-box reached" style={{ borderColor: `var(--severity-${band.maxSeverity}-stroke)` }} title={about} aria-label={`${visibleText(labels(band)).slice(0, 200)}: ${plural(band.alertCount, 'alert')}, highest severity ${severity}, first ${day}`}
      to="/incidents/$incidentId" params={{ incidentId }} search={{ tab: 'alerts', filters: [{ column: 'categories', op: 'in', values: band.categories.map((c) => c.category) }] }}>
      <span className="box" style={{ background: `var(--severity-${band.maxSeverity}-tint)`, borderBottomColor: `var(--severity-${band.maxSeverity}-color)` }}><strong><SeverityGlyph severity={band.maxSeverity} size={10} />{band.alertCount.toLocaleString('en')}</strong><span className="mono">{day}</span></span>
      <span className="caption"><BandLabel band={band} /></span>
    </Link>
  );
}
