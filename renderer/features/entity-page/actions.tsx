import { TimeText, useCall } from '../../state/index.ts';
import { EntityIcon, EntityName, ErrorState, InertText, label, Loading } from '../../ui/index.ts';
import { RawRecord } from '../record/index.ts';
import { MoreFoot, useMore } from './more.tsx';

export function Actions({ entityId }: { entityId: string }) {
  const [limit, more] = useMore();
  const list = useCall('action.list', { entityId, limit }, { keepPrevious: true });
  if (list.isError) return <ErrorState title="The actions cannot be listed" error={list.error} onRetry={() => void list.refetch()} />;
  if (list.data === undefined) return <Loading label="Reading the actions" />;
  return (
    <div className="pane"><div className="pane-body"><table className="plain-table" aria-label="Actions"><thead><tr><th scope="col">Action</th><th scope="col">Target</th><th scope="col">Status</th><th scope="col">Requested</th><th scope="col">By</th><th scope="col">Comment</th><th scope="col">Source</th></tr></thead>
      <tbody>{list.data.items.map((a) => <tr key={a.actionId}><td><InertText text={label(a.type)} limit={60} />{a.typeInferred ? <span className="tertiary"> (type inferred)</span> : null}</td><td><span className="badge"><EntityIcon kind={a.targetKind} labelled /><EntityName kind={a.targetKind} name={a.targetName} /></span></td><td>{a.status === 'pending' ? 'Awaits approval' : label(a.status)}</td><td className="nowrap"><TimeText us={a.requestedUs} missing="Not stated" /></td><td><InertText text={a.requestedBy ?? label(a.source ?? '')} limit={100} /></td><td><InertText text={a.comment ?? ''} limit={300} /></td><td>{a.record ? <RawRecord recordId={a.record.recordId} /> : null}</td></tr>)}</tbody></table>
      <p className="small tertiary" style={{ padding: '8px 12px' }}>Redthread executes nothing. Decisions are shown as they were imported.</p></div>
      <MoreFoot shown={list.data.items.length} total={list.data.total} noun="actions" more={more} /></div>
  );
}
