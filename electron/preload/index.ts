/**
 * The bridge: an allow-listed call and subscribe, nothing else of Electron. It appears in the page as the frozen `redthreadHost`;
 * `renderer/platform` builds on it. Sandboxed, so this file becomes one CommonJS bundle and may require only `electron`.
 */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import type { Bridge, EventName, EventPayload, Input, Output, ProcedureName, Reply } from '../../shared/contract/procedures.ts';
import { mayCall, mayListen } from './names.ts';

const bridge: Bridge = {
  kind: 'electron',
  call: <P extends ProcedureName>(procedure: P, input: Input<P>): Promise<Reply<Output<P>>> => {
    if (mayCall(procedure)) return ipcRenderer.invoke('redthread:call', procedure, input);
    return Promise.resolve({ ok: false, error: { code: 'unknownProcedure', message: 'The workbench has no such procedure.' } });
  },
  on: <E extends EventName>(event: E, listener: (payload: EventPayload<E>) => void): (() => void) => {
    if (!mayListen(event)) throw new Error('The workbench has no such event.');
    const relay = (_event: unknown, name: unknown, payload: EventPayload<E>): void => {
      if (name === event) listener(payload);
    };
    ipcRenderer.on('redthread:event', relay);
    return () => {
      ipcRenderer.off('redthread:event', relay);
    };
  },
  pathOf: (file: unknown): string | null => {
    if (!(file instanceof File)) return null;
    // Empty for a file that a script made: it has no place on disk.
    return webUtils.getPathForFile(file) || null;
  },
};

contextBridge.exposeInMainWorld('redthreadHost', bridge);
