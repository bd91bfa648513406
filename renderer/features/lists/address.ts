/** What of a list stands in the window's address, so that back, forward and a copied link bring the same view. */
import { z } from 'zod';
import { listFilter, listOrder, type ListFilter, type ListOrder } from '../../../shared/contract/model.ts';

/** Absent: the list's own. An empty list of filters means all rows. */
/** The router reads what looks like a number as one; ids and words stay text. */
const word = z.union([z.string(), z.number()]).transform(String).pipe(z.string().max(500)).optional().catch(undefined);
export const listAddress = z.object({
  search: word, filters: z.array(listFilter).max(50).optional().catch(undefined), order: z.array(listOrder).max(8).optional().catch(undefined), selected: word,
});
export interface ListAddress { readonly search?: string | undefined; readonly filters?: readonly ListFilter[] | undefined; readonly order?: readonly ListOrder[] | undefined; readonly selected?: string | undefined }

/** The address of this window as a text to paste into a note or into the command palette of another window of the case. */
export const viewLink = (): string => `redthread:${location.hash.slice(1)}`;
/** The route a pasted link leads to; null for what is none. */
export const routeOf = (link: string): string | null => /^redthread:(\/[^\s]*)$/.exec(link.trim())?.[1] ?? null;
