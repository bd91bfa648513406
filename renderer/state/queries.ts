/** Server state: one cache entry per procedure and input, forgotten when the store says that something changed. */
import { QueryClient, keepPreviousData, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Input, Output, ProcedureName } from '../../shared/contract/procedures.ts';
import type { Client } from '../platform/index.ts';
import { useClient } from './client.ts';

export const makeQueryClient = (): QueryClient => new QueryClient({ defaultOptions: { queries: { staleTime: Infinity, gcTime: 10 * 60_000, retry: false, refetchOnWindowFocus: false, networkMode: 'always' } } });

/** `enabled: false` leaves the query idle, for inputs that are not known yet. */
export function useCall<P extends ProcedureName>(procedure: P, input: Input<P>, options: { enabled?: boolean; keepPrevious?: boolean } = {}): UseQueryResult<Output<P>> {
  const client = useClient();
  return useQuery({
    queryKey: [procedure, input], queryFn: () => client.call(procedure, input), enabled: options.enabled ?? true,
    // Typed arrays must not be compared item by item.
    structuralSharing: false, ...(options.keepPrevious ? { placeholderData: keepPreviousData } : {}),
  }) as UseQueryResult<Output<P>>;
}

/** Forgets everything when the case changed. Install once. */
export function useInvalidation(client: Client, queries: QueryClient): void {
  useEffect(() => client.on('store.changed', () => { void queries.invalidateQueries(); }), [client, queries]);
}
