import { ASSET_KINDS, type EntityKind } from '../entity/kinds.ts';
export const REMEDIATION_OPEN_ORDER = ['pendingApproval', 'running', 'active', 'unremediated', 'partiallyRemediated', 'declined', 'unknown', 'blocked', 'prevented', 'remediated', 'notFound', 'none'] as const;
const IMPACTED_ROLES = new Set(['source', 'destination', 'added', 'compromised', 'edited', 'attacked', 'policyViolator']);
export function isImpacted(e: { explicit: boolean | null; roles: readonly string[]; detailedRoles: readonly string[]; kind: EntityKind; onlyAssetOfKind: boolean }): boolean {
  if (e.explicit !== null) return e.explicit;
  if (!ASSET_KINDS.has(e.kind)) return false;
  if (e.roles.some((r) => IMPACTED_ROLES.has(r))) return true;
  return e.roles.length === 0 && (e.onlyAssetOfKind || e.detailedRoles.some((r) => /^main /i.test(r)));
}
