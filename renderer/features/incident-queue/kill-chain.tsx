/** The tactics of ATT&CK as a strip: which were reached, by how many alerts, how severe at most. */
import { visibleText } from '../../../shared/base/text.ts';
import type { KillChainBand } from '../../../shared/contract/index.ts';
import { TACTICS } from '../../../shared/domain/mitre-attack/index.ts';
import { InertText, label, plural, words } from '../../ui/index.ts';

export function KillChain({ bands }: { bands: readonly KillChainBand[] }) {
  const reached = bands.filter((b) => b.tacticId !== null && b.alertCount > 0).length;
  // The Other band is there when something is in it.
  const shown = bands.filter((b) => b.tacticId !== null || b.alertCount > 0);
  return (
    <>
      <p className="small tertiary" style={{ marginBottom: 6 }}>{reached} of {TACTICS.length} tactics reached</p>
      <div className="chain" role="list" aria-label="Kill chain" style={{ gridTemplateColumns: `repeat(${shown.length}, 1fr)` }}>
        {shown.map((b) => {
          const about = b.maxSeverity === null ? `${b.name}: not reached` : `${b.name}: ${plural(b.alertCount, 'alert')}, ${b.categories.map((c) => visibleText(c.category)).join(', ')}, highest severity ${words.severity[b.maxSeverity].word}`;
          return <span key={b.name} role="listitem" title={about} aria-label={about} className={b.alertCount > 0 ? 'reached' : ''} style={b.maxSeverity === null ? {} : { borderBottomColor: `var(--severity-${b.maxSeverity}-color)` }}>{b.alertCount > 0 ? b.alertCount.toLocaleString('en') : ''}</span>;
        })}
      </div>
      <p className="caption tertiary" style={{ marginTop: 4 }}><InertText text={shown.flatMap((b) => b.categories.map((c) => label(c.category))).join(' · ')} limit={400} /></p>
    </>
  );
}
