/** One page's socket: binary frames only, hello first, then calls answered by id and events as they come. */
import type { WebSocket } from 'ws';
import { RedthreadError, type Reply } from '../../shared/contract/index.ts';
import { decodeFrame, encodeFrame } from '../../shared/contract/wire.ts';
import type { Core, HostShell } from '../core/core.ts';
import type { Doors } from './doors.ts';
import type { Uploads } from './uploads.ts';

export interface Connection {
  readonly core: Core;
  readonly doors: Doors;
  readonly uploads: Uploads;
  readonly versions: Readonly<Record<string, string>>;
}
const HELLO_LIMIT_MS = 5000;
/** Close codes of ours: 4400 a frame nobody can read, 4401 not let in. */
const BAD_FRAME = 4400;
const NOT_LET_IN = 4401;

export function loopbackShell({ doors, versions }: Pick<Connection, 'doors' | 'versions'>): HostShell {
  return {
    host: 'loopback',
    nativeDialogs: false,
    versions,
    openFiles: () => Promise.reject(new RedthreadError('unsupported', 'This host has no file dialog; choose in the page instead.')),
    openWindow: (route) => Promise.resolve(doors.address(route)),
  };
}

export function connectSocket(page: WebSocket, connection: Connection): void {
  const { core, doors } = connection;
  let isIn = false;
  let stopListening = (): void => undefined;
  const send = (message: unknown): void => {
    if (page.readyState === page.OPEN) page.send(encodeFrame(message));
  };
  const timer = setTimeout(() => { page.close(NOT_LET_IN, 'no hello'); }, HELLO_LIMIT_MS);
  page.on('error', () => { page.terminate(); });
  page.on('close', () => {
    clearTimeout(timer);
    stopListening();
  });
  page.on('message', (data, isBinary) => {
    const message = isBinary && Buffer.isBuffer(data) ? readMessage(data) : null;
    if (message === null) {
      page.close(BAD_FRAME, 'binary frames only');
      return;
    }
    if (isIn) {
      void answerCall(message, connection).then(send);
      return;
    }
    const session = doors.enter(message);
    if (session === null) {
      page.close(NOT_LET_IN, 'not let in');
      return;
    }
    isIn = true;
    clearTimeout(timer);
    stopListening = core.on((event, payload) => { send({ event, payload }); });
    send({ hello: true, session });
  });
}

function readMessage(data: Buffer): Record<string, unknown> | null {
  try {
    const message = decodeFrame(data);
    return message !== null && typeof message === 'object' ? (message as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

async function answerCall(message: Record<string, unknown>, connection: Connection): Promise<{ id: unknown; reply: Reply<unknown> }> {
  const reply = await connection.core.call(message['procedure'], message['input'], loopbackShell(connection));
  if (message['procedure'] === 'import.start') connection.uploads.claim(message['input'], reply);
  return { id: message['id'], reply };
}
