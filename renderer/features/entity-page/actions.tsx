import { TimeText } from '../../state/index.ts';
import { EntityIcon, EntityName, InertText, label } from '../../ui/index.ts';
import { RawRecord } from '../record/index.ts';
import { Paged, PlainTable } from './paged.tsx';

export function Actions({ entityId }: { entityId: string }) {
  return (
    <Paged procedure="action.list" input={{ entityId }} noun={['action', 'actions']}>
      {(rows) => <><PlainTable label="Actions" heads={['Action', 'Target', 'Status', 'Requested', 'By', 'Comment', 'Source']}>{rows.map((a) => (
        <tr key={a.actionId}><td><InertText text={label(a.type)} limit={60} />{a.typeInferred ? <span className="tertiary"> (type inferred)</span> : null}</td><td><span className="badge"><EntityIcon kind={a.targetKind} labelled /><EntityName kind={a.targetKind} name={a.targetName} /></span></td><td>{a.status === 'pending' ? 'Awaits approval' : label(a.status)}</td>
          <td className="nowrap"><TimeText us={a.requestedUs} missing="Not stated" /></td><td><InertText text={a.requestedBy ?? label(a.source ?? '')} limit={100} /></td><td><InertText text={a.comment ?? ''} limit={300} /></td><td>{a.record ? <RawRecord recordId={a.record.recordId} /> : null}</td></tr>))}</PlainTable>
        <p className="small tertiary" style={{ padding: '8px 12px' }}>Redthread executes nothing. Decisions are shown as they were imported.</p></>}
    </Paged>
  );
}
