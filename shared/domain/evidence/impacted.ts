/** Impacted or only related (domain.md section 17). */
import { ASSET_KINDS, type EntityKind } from '../entity/kinds.ts';

/** Roles that say that an asset suffered. `scanned` and `suspicious` are weak and count as related. */
const IMPACTED_ROLES: ReadonlySet<string> = new Set(['destination', 'added', 'compromised', 'edited', 'attacked', 'policyViolator']);
/** Kinds for which the only one of an alert is taken for the impacted one when no role is given. */
const KINDS_BY_PRESENCE: ReadonlySet<EntityKind> = new Set<EntityKind>(['device', 'user', 'mailbox']);

/** `Main device`, `PrimaryDevice`; not `Maintenance`. */
const MAIN_ROLE = /^(?:[Mm]ain|[Pp]rimary)(?:$|[\sA-Z])/;

export interface ImpactedQuestion {
  /** What the record itself states; null = not said. */
  readonly explicit: boolean | null;
  readonly roles: readonly string[];
  readonly detailedRoles: readonly string[];
  readonly kind: EntityKind;
  /** No other entity of the kind is evidence of the alert. */
  readonly onlyAssetOfKind: boolean;
  /** Where `source` counts only with a verdict that is not clean. */
  readonly verdictIsClean?: boolean;
}

/** The record's own word first, then roles, then standing alone; only assets can be impacted by rule. */
export function isImpacted(e: ImpactedQuestion): boolean {
  if (e.explicit !== null) return e.explicit;
  if (!ASSET_KINDS.has(e.kind)) return false;
  if (e.roles.some((role) => IMPACTED_ROLES.has(role) || (role === 'source' && e.verdictIsClean !== true))) return true;
  if (e.roles.length > 0 || !KINDS_BY_PRESENCE.has(e.kind)) return false;
  return e.onlyAssetOfKind || e.detailedRoles.some((role) => MAIN_ROLE.test(role));
}
