/** One part of the Summary: its own title, and loading and error states of its own. */
import type { ReactNode } from 'react';
import type { UseQueryResult } from '@tanstack/react-query';
import { ErrorState, Loading } from '../../ui/index.ts';

export function Part<T>({ name, count, extra, query, rows = 4, children }: { name: string; count?: ReactNode; extra?: ReactNode; query: UseQueryResult<T>; rows?: number; children: (data: T) => ReactNode }) {
  return (
    <section className="pane" aria-label={name}>
      <div className="pane-bar"><h2 style={{ flex: 1 }}>{name} {count === undefined ? null : <span className="tertiary">{count}</span>}</h2>{extra}</div>
      {query.data !== undefined ? children(query.data) : query.isError ? <ErrorState title={`${name}: this cannot be read`} error={query.error} onRetry={() => void query.refetch()} /> : <Loading label={`Reading ${name.toLowerCase()}`} rows={rows} />}
    </section>
  );
}
