/** What mapping one subtype of evidence means. */
import type { Mention } from '../../../../shared/domain/facts/facts.ts';
import type { Collector } from '../shared/collector.ts';
import { text, type Rec } from '../shared/record.ts';

/** Maps nested evidence to its entity, without role or verdict of its own. `assumed`: its subtype when the object does not say. */
export type Nested = (value: unknown, assumed?: string) => Mention | null;

/** States what a piece of evidence names and returns its entity; null when nothing identifies one. */
export type Subtype = (c: Collector, e: Rec, nested: Nested) => Mention | null;

/** Subtype word of an `@odata.type`: `#microsoft.graph.security.processEvidence` gives `process`. */
export const subtypeOf = (type: unknown): string => (text(type) ?? '').replace(/^.*[.#]/, '').replace(/Evidence$/, '');

/** Fields of evidence that speak of the evidence, not of the entity. */
export const BASE_FIELDS: ReadonlySet<string> = new Set([
  '@odata.type',
  'createdDateTime',
  'verdict',
  'remediationStatus',
  'remediationStatusDetails',
  'roles',
  'detailedRoles',
  'tags',
]);
