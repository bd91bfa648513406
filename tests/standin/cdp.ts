/** A small DevTools protocol client over Node's own WebSocket, with flat sessions. */
import type { Protocol } from '../../node_modules/playwright-core/types/protocol.d.ts';

type Commands = Protocol.CommandParameters;
type Results = Protocol.CommandReturnValues;
type EventMap = Protocol.EventMap;
type Listener = (parameters: never) => void;
interface Incoming { id?: number; method?: string; params?: never; result?: never; error?: { message: string }; sessionId?: string }

export class Session {
  readonly #connection: Cdp;
  readonly #id: string | undefined;
  readonly #listeners = new Map<string, Listener[]>();

  constructor(connection: Cdp, id: string | undefined) {
    this.#connection = connection;
    this.#id = id;
  }
  send<M extends keyof Commands & keyof Results>(method: M, parameters?: Commands[M]): Promise<Results[M]> {
    return this.#connection.send(method, parameters ?? {}, this.#id) as Promise<Results[M]>;
  }
  on<E extends keyof EventMap>(event: E, listener: (parameters: EventMap[E][0]) => void): void {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener as Listener]);
  }
  receive(event: string, parameters: never): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(parameters);
  }
}

export class Cdp {
  readonly root: Session;
  onClose: () => void = () => undefined;
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown> & { method: string }>();
  readonly #sessions = new Map<string | undefined, Session>();
  #nextId = 1;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.root = this.session(undefined);
    socket.onmessage = (event) => { this.#receive(JSON.parse(String(event.data)) as Incoming); };
    socket.onclose = () => {
      for (const { method, reject } of this.#waiting.values()) reject(new Error(`${method}: the browser is gone`));
      this.#waiting.clear();
      this.onClose();
    };
  }
  static connect(url: string): Promise<Cdp> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(url);
      socket.onopen = () => { resolve(new Cdp(socket)); };
      socket.onerror = () => { reject(new Error(`cannot reach ${url}`)); };
    });
  }
  session(id: string | undefined): Session {
    const session = this.#sessions.get(id) ?? new Session(this, id);
    this.#sessions.set(id, session);
    return session;
  }
  send(method: string, params: object, sessionId: string | undefined): Promise<unknown> {
    const id = this.#nextId++;
    const answer = Promise.withResolvers<unknown>();
    this.#waiting.set(id, { ...answer, method });
    const text = JSON.stringify({ id, method, params, sessionId });
    // What a test evaluates in this process runs as an interrupt, maybe in the midst of this socket's own code: written there, a frame gets lost.
    setImmediate(() => { this.#socket.send(text); });
    return answer.promise;
  }
  #receive(message: Incoming): void {
    if (message.id === undefined) {
      this.#sessions.get(message.sessionId)?.receive(message.method ?? '', message.params as never);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.error) waiting?.reject(new Error(`${waiting.method}: ${message.error.message}`));
    else waiting?.resolve(message.result);
  }
}
