/** Mirror of the state that all windows of a case share. Local changes apply at once and travel; those of other windows come back. */
import { create } from 'zustand';
import type { SessionState } from '../../shared/contract/procedures.ts';
import type { Client } from '../platform/index.ts';

const EMPTY: SessionState = { incidentId: null, selection: { kind: 'none', id: '' }, brushStartUs: null, brushEndUs: null, cursorUs: null, playback: { pace: 'step', speed: 1, loop: false }, graphView: 'story', showInferred: true };
/** Patches of what moves quickly travel at most this often. */
const SEND_EVERY_MS = 120;

interface SessionStore { readonly state: SessionState; readonly isReady: boolean }
export const useSession = create<SessionStore>(() => ({ state: EMPTY, isReady: false }));

let send: ((patch: Partial<SessionState>) => void) | null = null;

/** Changes the shared state. */
export function patchSession(patch: Partial<SessionState>): void {
  useSession.setState((s) => ({ state: { ...s.state, ...patch } }));
  send?.(patch);
}

/** Connects the mirror; returns how to disconnect it. */
export async function connectSession(client: Client): Promise<() => void> {
  const origin = crypto.randomUUID();
  let waiting: Partial<SessionState> = {};
  let timer: ReturnType<typeof setTimeout> | null = null;
  const flush = () => {
    timer = null;
    const patch = waiting;
    waiting = {};
    void client.call('session.patch', { origin, patch }).catch(() => undefined);
  };
  send = (patch) => {
    waiting = { ...waiting, ...patch };
    timer ??= setTimeout(flush, SEND_EVERY_MS);
  };
  const off = client.on('session.changed', (change) => {
    if (change.origin === origin) return;
    const patch = Object.fromEntries(Object.entries(change.patch).filter(([key, v]) => v !== undefined && !(key in waiting)));
    useSession.setState((s) => ({ state: { ...s.state, ...patch } }));
  });
  const { state } = await client.call('session.get', {});
  useSession.setState({ state, isReady: true });
  return () => {
    off();
    if (timer !== null) clearTimeout(timer);
    send = null;
  };
}
