/** Turns files that were dropped or chosen in the page into paths that the core can read. */
import { CallError, type Client } from './connect.ts';
import { whileBusy } from './idle.ts';
import { socketSession } from './socket-bridge.ts';

/** Bytes of one file that have reached the host. */
export type UploadProgress = (file: File, sentBytes: number) => void;

/** Paths on this machine: the file's own where the host knows it, else of an uploaded copy that lives until its import ends. */
export async function pathsOf(client: Client, files: readonly File[], onProgress?: UploadProgress): Promise<string[]> {
  const paths: string[] = [];
  for (const file of files) paths.push(client.bridge.pathOf(file) ?? (await whileBusy(upload(client, file, onProgress))));
  return paths;
}

/** Streams a file to the loopback host. XMLHttpRequest, as only it tells how far an upload is. */
function upload(client: Client, file: File, onProgress?: UploadProgress): Promise<string> {
  if (client.bridge.kind === 'electron') {
    return Promise.reject(new CallError({ code: 'sourceUnreadable', message: `${file.name} has no place on this disk. Save it first, then import it.` }));
  }
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const fail = (message: string): void => { reject(new CallError({ code: 'sourceUnreadable', message })); };
    request.open('PUT', `/upload?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader('x-redthread-session', socketSession() ?? '');
    request.responseType = 'json';
    request.upload.onprogress = (event) => onProgress?.(file, event.loaded);
    request.onerror = () => { fail(`${file.name} could not be handed over: the workbench server did not take it.`); };
    request.onload = () => {
      const answer: unknown = request.response;
      const told = answer !== null && typeof answer === 'object' ? answer : {};
      if (request.status === 200 && 'path' in told) resolve(String(told.path));
      else fail('message' in told ? String(told.message) : `${file.name} could not be handed over (status ${request.status}).`);
    };
    request.send(file);
  });
}
