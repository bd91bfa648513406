/** The page's one Trusted Types policy and the nonce of this load. */
interface Policy {
  createScriptURL(url: string): string;
}
interface PolicyFactory {
  createPolicy(name: string, rules: Policy): Policy;
}

/** A script address of this very origin, or a TypeError. */
function ownScript(url: string): string {
  if (new URL(url, location.href).origin !== location.origin) throw new TypeError('Scripts come from the workbench only.');
  return url;
}

/** Created on first use; the content security policy allows this one name, once. */
let policy: Policy | null = null;
function trusted(url: string): string {
  const factory = 'trustedTypes' in window ? (window.trustedTypes as unknown as PolicyFactory) : null;
  policy ??= factory?.createPolicy('redthread', { createScriptURL: ownScript }) ?? { createScriptURL: ownScript };
  return policy.createScriptURL(url);
}

/** A module worker from an address that the bundler gave: `import url from './x.ts?worker&url'`. A plain `new Worker(url)` is refused. */
export function createWorker(url: string): Worker {
  return new Worker(trusted(url), { type: 'module' });
}

/** For libraries that write style elements. Empty under a development server without policy. */
export function cspNonce(): string {
  const nonce = document.querySelector('meta[name="csp-nonce"]')?.getAttribute('content') ?? '';
  return nonce === '__CSP_NONCE__' ? '' : nonce;
}
