/** The tactics of ATT&CK as a strip: which were reached, by how many alerts, how severe at most. */
import { visibleText } from '../../../shared/base/text.ts';
import type { IncidentDetail } from '../../../shared/contract/model.ts';
import { SEVERITIES } from '../../../shared/domain/attack-graph/codes.ts';
import { TACTICS, tacticOf } from '../../../shared/domain/mitre-attack/index.ts';

export function KillChain({ categories }: { categories: IncidentDetail['categoryCounts'] }) {
  const slots = TACTICS.map((t) => ({ name: t.name, found: categories.filter((c) => tacticOf(c.category)?.id === t.id) }));
  const other = categories.filter((c) => tacticOf(c.category) === null);
  const reached = slots.filter((s) => s.found.length > 0).length;
  const all = other.length > 0 ? [...slots, { name: 'Other', found: other }] : slots;
  return (
    <>
      <p className="small tertiary" style={{ marginBottom: 6 }}>{reached} of {TACTICS.length} tactics reached</p>
      <div className="chain" role="list" aria-label="Kill chain" style={{ gridTemplateColumns: `repeat(${all.length}, 1fr)` }}>
        {all.map((s) => {
          const count = s.found.reduce((n, c) => n + c.count, 0);
          const worst = s.found.map((c) => c.maxSeverity).sort((a, b) => SEVERITIES.indexOf(b) - SEVERITIES.indexOf(a))[0];
          const label = `${s.name}: ${count === 0 ? 'not reached' : `${count} alert${count === 1 ? '' : 's'}, ${s.found.map((c) => visibleText(c.category)).join(', ')}`}`;
          return <span key={s.name} role="listitem" title={label} aria-label={label} className={count > 0 ? 'reached' : ''} style={worst ? { borderBottomColor: `var(--severity-${worst}-color)` } : {}}>{count > 0 ? count : ''}</span>;
        })}
      </div>
      <p className="caption tertiary" style={{ marginTop: 4 }}>{all.filter((s) => s.found.length > 0).map((s) => s.name).join(' · ')}</p>
    </>
  );
}
