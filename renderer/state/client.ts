/** The one client of this page, given once by the entry. */
import { createContext, useContext } from 'react';
import type { Client } from '../platform/index.ts';

export const ClientContext = createContext<Client | null>(null);
export function useClient(): Client {
  const client = useContext(ClientContext);
  if (client === null) throw new Error('no client: the entry provides one');
  return client;
}
