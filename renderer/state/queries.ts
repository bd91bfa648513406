/** Server state: one cache entry per procedure and input, forgotten when the store says that something changed. */
import { QueryClient, keepPreviousData, useInfiniteQuery, useQuery, type UseQueryResult } from '@tanstack/react-query';
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

/** Events page by page, in time order: what was read so far, and how to read on. */
export function useEventPages(input: Omit<Input<'event.page'>, 'cursor'>) {
  const client = useClient();
  const pages = useInfiniteQuery({ queryKey: ['event.page', 'pages', input], queryFn: ({ pageParam }) => client.call('event.page', { ...input, ...(pageParam === null ? {} : { cursor: pageParam }) }), initialPageParam: null as string | null, getNextPageParam: (last: Output<'event.page'>) => last.nextCursor ?? undefined, structuralSharing: false });
  return { items: pages.data?.pages.flatMap((p) => p.items), total: pages.data?.pages[0]?.total, error: pages.isError ? pages.error : null, hasMore: pages.hasNextPage, readOn: () => { if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage(); }, again: () => void pages.refetch() };
}

/** Forgets everything when the case changed. Install once. */
export function useInvalidation(client: Client, queries: QueryClient): void {
  useEffect(() => client.on('store.changed', () => { void queries.invalidateQueries(); }), [client, queries]);
}
