/** What awaits a decision: recorded actions that are pending, and entities whose evidence awaits approval without a record. */
import { Link } from '@tanstack/react-router';
import type { IncidentSummary } from '../../../shared/contract/index.ts';
import { ENTITY_KIND_LABEL, type EntityKind } from '../../../shared/domain/entity/kinds.ts';
import { TimeText } from '../../state/index.ts';
import { EntityIcon, EntityName, InertText, label, plural } from '../../ui/index.ts';

const SHOWN = 5;
/** "1 device", "3 IP addresses". */
function counted(count: number, kind: EntityKind): string {
  const name = ENTITY_KIND_LABEL[kind];
  const one = /^[A-Z][a-z]/.test(name) ? name.toLowerCase() : name;
  return `${count.toLocaleString('en')} ${count === 1 || kind === 'malware' ? one : `${one}${/(?:s|x)$/.test(one) ? 'es' : 's'}`}`;
}

export function PendingActions({ incidentId, pending: p }: { incidentId: string; pending: IncidentSummary['pending'] }) {
  if (p.total === 0) return <p className="section tertiary">Nothing awaits a decision.</p>;
  const targets = p.targets.map((t) => counted(t.count, t.kind)).join(', ');
  const from = [...(p.recorded > 0 ? [`${p.recorded.toLocaleString('en')} recorded`] : []), ...(p.fromEvidence > 0 ? [`${p.fromEvidence.toLocaleString('en')} asked for by evidence without a record of an action`] : [])].join(', ');
  return (
    <div>
      <p className="callout"><strong>{plural(p.total, 'action')} {p.total === 1 ? 'awaits' : 'await'} a decision.</strong> On {targets}: {from}. {p.oldestUs === null ? null : <>Oldest since <TimeText us={p.oldestUs} short />. </>}Nothing is executed here.</p>
      <ul className="pending-list">{p.items.slice(0, SHOWN).map((a) => (
        <li key={a.actionId}><span><InertText text={label(a.type)} limit={60} />{a.typeInferred ? <span className="tertiary small" title="No record names the type: it follows from what awaits approval"> inferred</span> : null}</span><span className="badge"><EntityIcon kind={a.targetKind} labelled /><span className="ellipsis"><EntityName kind={a.targetKind} name={a.targetName} /></span></span></li>))}</ul>
      <p className="section small">{p.total > SHOWN ? `The first ${SHOWN} of ${p.total.toLocaleString('en')}. ` : ''}<Link className="link" to="/incidents/$incidentId" params={{ incidentId }} search={{ tab: 'investigations' }}>Review pending actions</Link></p>
    </div>
  );
}
