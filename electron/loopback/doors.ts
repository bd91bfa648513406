/**
 * Who gets in. A page of another site must not reach us through the person's browser: Host must be ours (DNS rebinding), Origin must be
 * ours on upgrade and upload, cross-site fetches are refused. Another program of this machine must not either: every page proves itself
 * with a launch token, valid once and for two minutes, that it swaps for a session id which it keeps for its reloads.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const TOKEN_LIFE_MS = 120_000;
const secret = (): string => randomBytes(32).toString('base64url');

export class Doors {
  readonly #tokens = new Map<string, number>();
  readonly #sessions: string[] = [];
  readonly #now: () => number;
  #host = '';

  /** `now` gives milliseconds. */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Called once, when the port is known. */
  settle(port: number): void {
    this.#host = `127.0.0.1:${port}`;
  }
  get host(): string {
    return this.#host;
  }
  get origin(): string {
    return `http://${this.#host}`;
  }

  /** An address with a token of its own. It stands in the fragment, which browsers send to nobody and the page removes. */
  address(route: string): string {
    for (const [token, until] of this.#tokens) if (until <= this.#now()) this.#tokens.delete(token);
    const token = secret();
    this.#tokens.set(token, this.#now() + TOKEN_LIFE_MS);
    return `${this.origin}/#t=${token}&r=${encodeURIComponent(route)}`;
  }

  /** The session of a page that says hello, or null. A token is spent by its first use, in time or not. */
  enter(hello: { token?: unknown; session?: unknown }): string | null {
    const { token, session } = hello;
    if (typeof token === 'string') {
      const until = this.#tokens.get(token);
      this.#tokens.delete(token);
      if (until === undefined || until <= this.#now()) return null;
      const made = secret();
      this.#sessions.push(made);
      return made;
    }
    return typeof session === 'string' && this.hasSession(session) ? session : null;
  }

  hasSession(claimed: unknown): boolean {
    return typeof claimed === 'string' && this.#sessions.some((session) => isSame(session, claimed));
  }

  /** The status to refuse a request with, or null to let it pass. */
  refusal(request: IncomingMessage): 403 | 421 | null {
    if (request.headers.host !== this.#host) return 421;
    const site = request.headers['sec-fetch-site'];
    if (site !== undefined && site !== 'same-origin' && site !== 'none') return 403;
    const { origin } = request.headers;
    return origin !== undefined && origin !== this.origin ? 403 : null;
  }

  mayUpgrade(request: IncomingMessage): boolean {
    return request.url === '/ws' && request.headers.origin === this.origin && this.refusal(request) === null;
  }
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
