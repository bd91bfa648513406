/** Chooses the transport and offers the one client that the rest of the page uses. */
import type { Bridge, EventName, EventPayload, Input, Output, ProcedureName, Reply } from '../../shared/contract/procedures.ts';
import { whenIdle, whileBusy } from './idle.ts';
import { connectSocket } from './socket-bridge.ts';

declare global {
  interface Window {
    /** Electron: the frozen bridge of the preload. */
    readonly redthreadHost?: Bridge;
    /** For tests and tools. */
    readonly redthread?: { readonly kind: Bridge['kind']; whenIdle(): Promise<void> };
  }
}

/** A refused call, with the code and words of the contract. */
export class CallError extends Error {
  override readonly name = 'CallError';
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;
  constructor(error: { code: string; message: string; details?: Record<string, unknown> | undefined }) {
    super(error.message);
    this.code = error.code;
    this.details = error.details ?? {};
  }
}

export interface Client {
  readonly bridge: Bridge;
  /** The value, or a {@link CallError}. Counts as busy until it is settled. */
  call<P extends ProcedureName>(procedure: P, input: Input<P>): Promise<Output<P>>;
  on<E extends EventName>(event: E, listener: (payload: EventPayload<E>) => void): () => void;
  /** Called once when the host behind the page is gone; every call then fails. */
  onLost(listener: () => void): () => void;
}

/** Connects once per page. Rejects with a sentence for the person when the host does not let the page in. */
export async function connect(): Promise<Client> {
  const lostListeners = new Set<() => void>();
  const bridge = window.redthreadHost ?? (await connectSocket(() => { for (const listener of lostListeners) listener(); }));
  if (window.redthread === undefined) {
    Object.defineProperty(window, 'redthread', { value: Object.freeze({ kind: bridge.kind, whenIdle: () => whenIdle() }), enumerable: true });
  }
  return {
    bridge,
    call: async (procedure, input) => unwrap(await whileBusy(bridge.call(procedure, input))),
    on: (event, listener) => bridge.on(event, listener),
    onLost: (listener) => {
      lostListeners.add(listener);
      return () => {
        lostListeners.delete(listener);
      };
    },
  };
}

function unwrap<T>(reply: Reply<T>): T {
  if (reply.ok) return reply.value;
  throw new CallError(reply.error);
}

/** Opens a window of the workbench at a route, by the host or, where it has none, by the browser. Call it from a click. */
export async function openWindow(client: Client, route: `/${string}`): Promise<void> {
  const { url } = await client.call('window.open', { route });
  if (url !== null) window.open(url, '_blank', 'popup,width=1440,height=900');
}
