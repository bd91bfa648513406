/** `serve` and `open`: the workbench on loopback until a signal. */
import { resolve } from 'node:path';
import { startLoopback } from '../loopback/server.ts';
import { EXIT, type Exit } from './exit-codes.ts';
import { ask, hostOptions, print, takeUserData, toJson, wantsJson } from './host.ts';

export interface ServeOptions { readonly port?: number; readonly json?: boolean }

export async function serve(casePath: string | null, options: ServeOptions): Promise<Exit> {
  const stopped = new Promise<void>((stop) => { for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => { stop(); }); });
  const userData = takeUserData();
  try {
    const server = await startLoopback({ ...hostOptions(userData.folder), port: options.port ?? 0 });
    try {
      if (casePath !== null) await ask(server.core, 'case.open', { path: resolve(casePath) }, server.shell);
      const url = server.address('/');
      await print(wantsJson(options) ? toJson({ url }) : url);
      await stopped;
    } finally {
      await server.close();
    }
  } finally {
    userData.remove();
  }
  return EXIT.done;
}
