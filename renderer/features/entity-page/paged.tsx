/** A plain list of an entity page, read further on demand: loading, error, rows, and how many of how many. */
import { useState, type ReactNode } from 'react';
import type { Input, Output } from '../../../shared/contract/procedures.ts';
import { useCall } from '../../state/index.ts';
import { ErrorState, Loading, plural } from '../../ui/index.ts';

const STEP = 200;
/** The contract answers with so many at once. */
const MOST = 10_000;
type Listed = 'evidence.list' | 'relation.list' | 'action.list' | 'note.list';

export function Paged<P extends Listed>({ procedure, input, noun, children }: { procedure: P; input: Omit<Input<P>, 'limit'>; noun: readonly [one: string, many: string]; children: (rows: Output<P>['items'], total: number) => ReactNode }) {
  const [limit, setLimit] = useState(STEP);
  const list = useCall(procedure, { ...input, limit } as Input<P>, { keepPrevious: true });
  if (list.isError) return <ErrorState title={`The ${noun[1]} cannot be listed`} error={list.error} onRetry={() => void list.refetch()} />;
  const answer = list.data as { items: Output<P>['items']; total: number } | undefined;
  if (answer === undefined) return <Loading label={`Reading ${noun[1]}`} />;
  const { items, total } = answer;
  return (
    <div className="pane">
      <div className="pane-body">{children(items, total)}</div>
      <div className="foot"><span role="status">{items.length < total ? `${items.length.toLocaleString('en')} of ` : ''}{plural(total, noun[0], noun[1])}</span>{items.length < total && limit < MOST ? <button type="button" className="btn quiet link" onClick={() => setLimit(Math.min(MOST, limit * 2))}>Show more</button> : null}</div>
    </div>
  );
}
export function PlainTable({ label, heads, children }: { label: string; heads: readonly string[]; children: ReactNode }) {
  return <table className="plain-table" aria-label={label}><thead><tr>{heads.map((h) => <th key={h} scope="col">{h}</th>)}</tr></thead><tbody>{children}</tbody></table>;
}
