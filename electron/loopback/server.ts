/**
 * The same workbench on 127.0.0.1 for machines without Electron's runtime: one HTTP server for the built renderer and uploads,
 * one WebSocket per page for the contract. No cookies (they are not bound to a port); see `doors.ts` for who gets in.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { readAsset } from '../core/assets.ts';
import type { Core, CoreOptions, HostShell } from '../core/core.ts';
import { createCore } from '../core/index.ts';
import { Doors } from './doors.ts';
import { connectSocket, loopbackShell } from './socket.ts';
import { Uploads } from './uploads.ts';

export interface LoopbackOptions extends CoreOptions {
  /** Folder of the built renderer. */
  readonly renderer: string;
  /** 0 or absent: the system chooses. */
  readonly port?: number;
}
export interface Loopback {
  readonly origin: string;
  readonly core: Core;
  readonly shell: HostShell;
  /** A fresh address that lets one page in, once, within two minutes. */
  address(route?: string): string;
  close(): Promise<void>;
}

/** Largest frame a page may send. Files do not come this way: they are uploaded as a stream. */
const MAX_FRAME_BYTES = 64 * 2 ** 20;

export async function startLoopback(options: LoopbackOptions): Promise<Loopback> {
  const core = await createCore(options);
  const doors = new Doors();
  const uploads = new Uploads(options.userData, core);
  const http = createServer();
  try {
    await listen(http, options.port ?? 0);
  } catch (thrown) {
    await core.close();
    throw thrown;
  }
  doors.settle((http.address() as AddressInfo).port);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_FRAME_BYTES, perMessageDeflate: false });
  const connection = { core, doors, uploads, versions: { node: process.versions.node, v8: process.versions.v8 } };
  http.on('request', (request, response) => {
    answer(request, response, { doors, uploads, renderer: options.renderer }).catch(() => { response.destroy(); });
  });
  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (!doors.mayUpgrade(request)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (page) => { connectSocket(page, connection); });
  });
  return {
    origin: doors.origin,
    core,
    shell: loopbackShell(connection),
    address: (route = '/') => doors.address(route),
    close: () => closeAll(http, sockets, uploads, core),
  };
}

function listen(http: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once('error', reject);
    http.listen(port, '127.0.0.1', () => {
      http.off('error', reject);
      resolve();
    });
  });
}

async function answer(request: IncomingMessage, response: ServerResponse, parts: { doors: Doors; uploads: Uploads; renderer: string }): Promise<void> {
  const { doors, uploads, renderer } = parts;
  const refusal = doors.refusal(request);
  if (refusal !== null) {
    response.writeHead(refusal, { connection: 'close' }).end();
    return;
  }
  const url = new URL(request.url ?? '/', doors.origin);
  if (request.method === 'PUT' && url.pathname === '/upload') {
    await uploads.receive(request, response, url.searchParams.get('name') ?? '', doors.hasSession(request.headers['x-redthread-session']));
    return;
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD', connection: 'close' }).end();
    return;
  }
  const asset = await readAsset(renderer, url.pathname, [`ws://${doors.host}`]);
  response.writeHead(asset.status, asset.headers).end(request.method === 'HEAD' ? undefined : asset.body);
}

async function closeAll(http: Server, sockets: WebSocketServer, uploads: Uploads, core: Core): Promise<void> {
  for (const page of sockets.clients) page.terminate();
  sockets.close();
  const closed = new Promise<void>((resolve) => { http.close(() => { resolve(); }); });
  http.closeAllConnections();
  await closed;
  await core.close();
  uploads.removeAll();
}

/** Where the built parts lie beside a built entry file in `out/main`. */
export function builtParts(here: string): Pick<LoopbackOptions, 'renderer' | 'storeWorker' | 'importWorker' | 'samples'> {
  return {
    renderer: join(here, '../renderer'),
    storeWorker: join(here, 'store-worker.mjs'),
    importWorker: join(here, 'import-worker.mjs'),
    samples: join(here, '../../resources/samples/case'),
  };
}
