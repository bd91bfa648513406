/** `ipcMain`, and the way a page's messages reach it: who sent one is read from the frame its execution context belongs to. */
import { EventEmitter } from 'node:events';
import type { ToPreload, ToProcess } from './page/isolated-world.ts';
import { packClone, unpackArguments } from './values.ts';
import type { WebContents } from './web-contents.ts';

type Handler = (event: object, ...args: unknown[]) => unknown;

class IpcMain extends EventEmitter {
  readonly #handlers = new Map<string, Handler>();

  handle(channel: string, handler: Handler): void {
    if (this.#handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.#handlers.set(channel, handler);
  }
  removeHandler(channel: string): void {
    this.#handlers.delete(channel);
  }
  async receive(contents: WebContents, contextId: number, message: ToProcess): Promise<void> {
    const event = { sender: contents, senderFrame: contents.frameOfContext(contextId), ports: [] };
    if (message.t === 'open') contents.askToOpen(message.url);
    else if (message.t === 'paths') await contents.sendFilePaths(contextId, message.id, message.count);
    else if (message.t === 'send') this.emit(message.channel, event, ...unpackArguments(message.args));
    else await contents.deliver(await this.#invoke(event, message), contextId);
  }
  async #invoke(event: object, { id, channel, args }: Extract<ToProcess, { t: 'invoke' }>): Promise<ToPreload> {
    const handler = this.#handlers.get(channel);
    try {
      if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
      return { t: 'result', id, value: packClone(await handler(event, ...unpackArguments(args))) };
    } catch (thrown) {
      return { t: 'result', id, error: `Error invoking remote method '${channel}': ${String(thrown)}` };
    }
  }
}

export const ipcMain = new IpcMain();
