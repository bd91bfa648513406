/**
 * Custom schemes over a real server: app://redthread/x is http://redthread.app.localhost:PORT/x to the browser, which treats
 * *.localhost as a secure context. Headers, workers, module scripts and streams pass through real HTTP.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CustomScheme } from 'electron';
import { state } from './state.ts';

type Handler = (request: Request) => Response | Promise<Response>;
const registered = new Map<string, CustomScheme>();
const handlers = new Map<string, Handler>();
let port = 0;

export const protocol = {
  registerSchemesAsPrivileged(schemes: CustomScheme[]): void {
    if (state.isReady) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    for (const scheme of schemes) registered.set(scheme.scheme, scheme);
  },
  handle(scheme: string, handler: Handler): void {
    if (!registered.has(scheme)) throw new Error(`${scheme} was not registered as privileged`);
    if (handlers.has(scheme)) throw new Error(`${scheme} is already handled`);
    handlers.set(scheme, handler);
  },
  isProtocolHandled: (scheme: string): boolean => handlers.has(scheme),
  unhandle(scheme: string): void {
    handlers.delete(scheme);
  },
};

/** What the browser loads for an address of the app. */
export function toBrowser(url: string): string {
  const parts = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/i.exec(url);
  return parts?.[1] !== undefined && registered.has(parts[1]) ? `http://${parts[2]}.${parts[1]}.localhost:${port}${parts[3]}` : url;
}
/** What the app knows an address of the browser by. */
export function toApp(url: string): string {
  const parts = /^http:\/\/([^/]+)\.([a-z]+)\.localhost:(\d+)(.*)$/.exec(url);
  return parts !== null && Number(parts[3]) === port ? `${parts[2]}://${parts[1]}${parts[4]}` : url;
}

export async function startSchemeServer(): Promise<void> {
  const server = createServer((request, response) => {
    answer(request, response).catch((thrown: unknown) => {
      console.error('[standin] protocol handler', thrown);
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  port = (server.address() as AddressInfo).port;
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const parts = /^(.+)\.([a-z]+)\.localhost:\d+$/.exec(request.headers.host ?? '');
  const handler = handlers.get(parts?.[2] ?? '');
  if (parts === null || handler === undefined) {
    response.writeHead(404).end();
    return;
  }
  const reply = await handler(new Request(`${parts[2]}://${parts[1]}${request.url}`, { method: request.method ?? 'GET' }));
  response.writeHead(reply.status, Object.fromEntries(reply.headers));
  if (reply.body) for await (const chunk of reply.body) response.write(chunk);
  response.end();
}
