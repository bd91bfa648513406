/** The workbench's own scheme: the built renderer at app://redthread, nothing from disk or network beside it. */
import { protocol } from 'electron';
import { readAsset } from '../core/assets.ts';

const SCHEME = 'app';
const HOST = 'redthread';
export const ORIGIN = `${SCHEME}://${HOST}`;

/** Protocol and host are compared one by one: Node gives the origin of a custom scheme as `null`. */
export function isOwnUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return url.protocol === `${SCHEME}:` && url.host === HOST;
}

/** Must run before `ready`. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } }]);
}

export function handleScheme(root: string): void {
  protocol.handle(SCHEME, async (request) => {
    if (!isOwnUrl(request.url) || (request.method !== 'GET' && request.method !== 'HEAD')) return new Response(null, { status: 404 });
    const asset = await readAsset(root, new URL(request.url).pathname);
    return new Response(request.method === 'HEAD' ? null : asset.body, { status: asset.status, headers: asset.headers });
  });
}
