/** The bridge of the loopback host: the contract over one WebSocket, after the page has proved that it was let in. */
import type { Bridge, EventName, EventPayload, Input, Output, ProcedureName, Reply } from '../../shared/contract/procedures.ts';
import { decodeFrame, encodeFrame } from '../../shared/contract/wire.ts';

const SESSION_KEY = 'redthread.session';
const LOST: Reply<never> = { ok: false, error: { code: 'internal', message: 'The workbench server has stopped. Start Redthread again.' } };

/** The session this page was let in with; kept per tab, so that a reload finds it and another site never sees it. */
export const socketSession = (): string | null => sessionStorage.getItem(SESSION_KEY);

/** Reads and removes the launch token of `#t=TOKEN&r=ROUTE`; the address keeps `#ROUTE`. Null when the page was opened without one. */
export function takeLaunchToken(): string | null {
  const fragment = new URLSearchParams(location.hash.slice(1));
  const token = fragment.get('t');
  if (token === null) return null;
  history.replaceState(null, '', `#${fragment.get('r') ?? '/'}`);
  return token;
}

/** Connects, with the launch token first and the kept session else. Rejects with a sentence for the person. */
export async function connectSocket(onLost: () => void): Promise<Bridge> {
  const token = takeLaunchToken();
  const session = socketSession();
  if (token !== null) {
    const bridge = await enter({ token }, onLost);
    if (bridge !== null) return bridge;
  }
  const bridge = session === null ? null : await enter({ session }, onLost);
  if (bridge === null) throw new Error('This address has been used or is too old. Start Redthread again, or open a new window from one that is still open.');
  return bridge;
}

/** Null when the server did not let the page in. */
function enter(hello: { token: string } | { session: string }, onLost: () => void): Promise<Bridge | null> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://${location.host}/ws`);
    const pending = new Map<number, (reply: Reply<unknown>) => void>();
    const listeners: Listeners = new Map();
    let isIn = false;
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => { socket.send(encodeFrame(hello)); };
    socket.onclose = () => {
      resolve(null);
      for (const settle of pending.values()) settle(LOST);
      pending.clear();
      if (isIn) onLost();
    };
    socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => {
      const message = decodeFrame(new Uint8Array(data)) as Message;
      if (message.hello === true) {
        isIn = true;
        sessionStorage.setItem(SESSION_KEY, message.session);
        resolve(bridgeOver(socket, pending, listeners));
      } else if (message.hello === undefined && 'event' in message) {
        announce(listeners, message);
      } else {
        pending.get(message.id)?.(message.reply);
        pending.delete(message.id);
      }
    };
  });
}

/** What the server of this very page sends; it is ours, and typed like this in `electron/loopback/socket.ts`. */
type Message =
  | { readonly hello: true; readonly session: string }
  | { readonly hello?: undefined; readonly event: string; readonly payload: never }
  | { readonly hello?: undefined; readonly id: number; readonly reply: Reply<unknown> };

/** By event name. A payload is of its event's type; the map cannot say so. */
type Listeners = Map<string, Set<(payload: never) => void>>;

function announce(listeners: Listeners, message: { event: string; payload: never }): void {
  for (const listener of listeners.get(message.event) ?? []) listener(message.payload);
}

function bridgeOver(socket: WebSocket, pending: Map<number, (reply: Reply<unknown>) => void>, listeners: Listeners): Bridge {
  let nextId = 1;
  return Object.freeze({
    kind: 'loopback',
    call: <P extends ProcedureName>(procedure: P, input: Input<P>): Promise<Reply<Output<P>>> => {
      if (socket.readyState !== WebSocket.OPEN) return Promise.resolve(LOST);
      const id = nextId++;
      return new Promise((resolve) => {
        pending.set(id, (reply) => { resolve(reply as Reply<Output<P>>); });
        socket.send(encodeFrame({ id, procedure, input }));
      });
    },
    on: <E extends EventName>(event: E, listener: (payload: EventPayload<E>) => void): (() => void) => {
      const set = listeners.get(event) ?? new Set();
      listeners.set(event, set);
      set.add(listener);
      return () => {
        set.delete(listener);
      };
    },
    // A browser never tells where a file lies.
    pathOf: () => null,
  } satisfies Bridge);
}
