import { Link } from '@tanstack/react-router';
import { TimeText, useCall } from '../../state/index.ts';
import { EntityIcon, EntityName, ErrorState, Loading } from '../../ui/index.ts';
import { RawRecord } from '../record/index.ts';
import { MoreFoot, useMore } from './more.tsx';

export function Relations({ entityId }: { entityId: string }) {
  const [limit, more] = useMore();
  const list = useCall('relation.list', { entityId, limit }, { keepPrevious: true });
  if (list.isError) return <ErrorState title="The relations cannot be listed" error={list.error} onRetry={() => void list.refetch()} />;
  if (list.data === undefined) return <Loading label="Reading the relations" />;
  const end = (id: string, kind: Parameters<typeof EntityName>[0]['kind'], name: string) => (id === entityId ? <span className="tertiary">this</span> : <span className="badge"><EntityIcon kind={kind} labelled /><Link className="link" to="/entities/$entityId" params={{ entityId: id }}><EntityName kind={kind} name={name} /></Link></span>);
  return (
    <div className="pane"><div className="pane-body"><table className="plain-table" aria-label="Relations"><thead><tr><th scope="col">First</th><th scope="col">From</th><th scope="col">Relation</th><th scope="col">To</th><th scope="col" className="number">Records</th><th scope="col">Last</th><th scope="col">Basis</th><th scope="col">Source</th></tr></thead>
      <tbody>{list.data.items.map((r) => <tr key={r.relationId}><td className="nowrap"><TimeText us={r.firstUs} short missing="" /></td><td>{end(r.fromEntityId, r.fromKind, r.fromName)}</td><td>{r.type.replaceAll('_', ' ')}</td><td>{end(r.toEntityId, r.toKind, r.toName)}</td><td className="number mono">{r.count.toLocaleString('en')}</td><td className="nowrap"><TimeText us={r.lastUs} short missing="" /></td><td>{r.basis === 'observed' ? 'Observed' : <span className="tertiary">Inferred</span>}</td><td>{r.record ? <RawRecord recordId={r.record.recordId} /> : null}</td></tr>)}</tbody></table></div>
      <MoreFoot shown={list.data.items.length} total={list.data.total} noun="relations" more={more} /></div>
  );
}
