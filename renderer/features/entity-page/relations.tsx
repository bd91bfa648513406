import { Link } from '@tanstack/react-router';
import type { EntityKind } from '../../../shared/domain/entity/kinds.ts';
import { TimeText } from '../../state/index.ts';
import { EntityIcon, EntityName } from '../../ui/index.ts';
import { RawRecord } from '../record/index.ts';
import { Paged, PlainTable } from './paged.tsx';

export function Relations({ entityId }: { entityId: string }) {
  const end = (id: string, kind: EntityKind, name: string) => (id === entityId ? <span className="tertiary">this</span> : <span className="badge"><EntityIcon kind={kind} labelled /><Link className="link" to="/entities/$entityId" params={{ entityId: id }}><EntityName kind={kind} name={name} /></Link></span>);
  return (
    <Paged procedure="relation.list" input={{ entityId }} noun={['relation', 'relations']}>
      {(rows) => <PlainTable label="Relations" heads={['First', 'From', 'Relation', 'To', 'Records', 'Last', 'Basis', 'Source']}>{rows.map((r) => (
        <tr key={r.relationId}><td className="nowrap"><TimeText us={r.firstUs} short missing="" /></td><td>{end(r.fromEntityId, r.fromKind, r.fromName)}</td><td>{r.type.replaceAll('_', ' ')}</td><td>{end(r.toEntityId, r.toKind, r.toName)}</td><td className="mono">{r.count.toLocaleString('en')}</td><td className="nowrap"><TimeText us={r.lastUs} short missing="" /></td><td>{r.basis === 'observed' ? 'Observed' : <span className="tertiary">Inferred</span>}</td><td>{r.record ? <RawRecord recordId={r.record.recordId} /> : null}</td></tr>))}</PlainTable>}
    </Paged>
  );
}
