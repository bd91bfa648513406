/** Serves the built renderer with its security headers: used by the app:// protocol handler and by the loopback server alike. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml', '.png': 'image/png',
  '.ico': 'image/x-icon', '.woff2': 'font/woff2', '.wasm': 'application/wasm', '.json': 'application/json', '.txt': 'text/plain; charset=utf-8',
};
/** Replaced in HTML by the nonce of this load; the page reads it from a meta element and gives it to the libraries that write style elements. */
const NONCE_MARK = '__CSP_NONCE__';

export interface Asset {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** The one content security policy. `connect` is what scripts may reach beside the page's own origin, e.g. `ws://127.0.0.1:1234`. */
export function contentSecurityPolicy(nonce: string, connect: readonly string[] = []): string {
  return [
    "default-src 'none'", "script-src 'self'", `style-src 'self' 'nonce-${nonce}'`, "img-src 'self' data: blob:", "font-src 'self' data:", "worker-src 'self'",
    ["connect-src 'self'", ...connect].join(' '), "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'", "object-src 'none'",
    "require-trusted-types-for 'script'", 'trusted-types redthread',
  ].join('; ');
}

/** The file of the built renderer at a URL path. Never leaves `root`; answers 400, 403 and 404 as values. */
export async function readAsset(root: string, pathname: string, connect: readonly string[] = []): Promise<Asset> {
  const nonce = randomBytes(18).toString('base64');
  const headers = {
    'content-security-policy': contentSecurityPolicy(nonce, connect), 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin', 'cross-origin-resource-policy': 'same-origin', 'cache-control': 'no-store',
  };
  const refuse = (status: number): Asset => ({ status, headers, body: new Uint8Array() });
  const file = locate(root, pathname);
  if (typeof file === 'number') return refuse(file);
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch {
    // A folder, a missing or an unreadable file: to a page they are all "not here".
    return refuse(404);
  }
  const extension = extname(file);
  const body = extension === '.html' ? Buffer.from(bytes.toString('utf8').replaceAll(NONCE_MARK, nonce)) : bytes;
  return { status: 200, headers: { ...headers, 'content-type': CONTENT_TYPES[extension] ?? 'application/octet-stream' }, body: new Uint8Array(body) };
}

function locate(root: string, pathname: string): string | number {
  let relative: string;
  try {
    relative = normalize(decodeURIComponent(pathname === '/' ? '/index.html' : pathname));
  } catch {
    return 400;
  }
  if (relative.includes('\0')) return 400;
  const file = join(root, relative);
  return file.startsWith(root + sep) ? file : 403;
}
