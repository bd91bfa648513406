/** The loopback host's socket as another program would speak it. */
import type { Page } from '@playwright/test';
import { WebSocket } from 'ws';
import type { Reply } from '../../shared/contract/procedures.ts';
import { decodeFrame, encodeFrame } from '../../shared/contract/wire.ts';

/** One call on a socket of its own, with the session of a page that was let in. */
export async function callOverSocket(page: Page, procedure: string, input: object): Promise<Reply<unknown>> {
  const url = new URL(page.url());
  const session = await page.evaluate(() => sessionStorage.getItem('redthread.session'));
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://${url.host}/ws`, { origin: url.origin });
    socket.on('open', () => { socket.send(encodeFrame({ session })); });
    socket.on('error', reject);
    socket.on('close', () => { reject(new Error('the server closed the socket')); });
    socket.on('message', (data: Buffer) => {
      const message = decodeFrame(data) as { hello?: boolean; id?: number; reply?: Reply<unknown> };
      if (message.hello === true) socket.send(encodeFrame({ id: 1, procedure, input }));
      else if (message.id === 1 && message.reply !== undefined) {
        resolve(message.reply);
        socket.close();
      }
    });
  });
}
