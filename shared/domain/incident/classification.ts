/** Which determinations fit which classification (Microsoft Graph security: `alertClassification`, `alertDetermination`). */
import type { Classification } from '../facts/facts.ts';
import type { DETERMINATIONS } from './labels.ts';

export type Determination = (typeof DETERMINATIONS)[number];
/** What an analyst may set. `unknown` means not set; retired words stay where they were imported and are not offered. */
export type SettableDetermination = Exclude<Determination, 'apt' | 'securityPersonnel'>;

/** In the order in which people are asked. Every classification takes `unknown`: not decided yet. */
export const DETERMINATIONS_OF: Readonly<Record<Classification, readonly SettableDetermination[]>> = {
  unknown: ['unknown'],
  truePositive: ['multiStagedAttack', 'maliciousUserActivity', 'compromisedAccount', 'malware', 'phishing', 'unwantedSoftware', 'other', 'unknown'],
  informationalExpectedActivity: ['securityTesting', 'lineOfBusinessApplication', 'confirmedActivity', 'other', 'unknown'],
  falsePositive: ['notMalicious', 'notEnoughDataToValidate', 'other', 'unknown'],
};
export const SETTABLE_DETERMINATIONS = ['unknown', 'multiStagedAttack', 'maliciousUserActivity', 'compromisedAccount', 'malware', 'phishing', 'unwantedSoftware', 'securityTesting', 'lineOfBusinessApplication', 'confirmedActivity', 'notMalicious', 'notEnoughDataToValidate', 'other'] as const satisfies readonly SettableDetermination[];

/** Null and `unknown` fit every classification. */
export function determinationFits(classification: Classification, determination: string | null): boolean {
  return determination === null || DETERMINATIONS_OF[classification].some((d) => d === determination);
}

/** The determination that stays when a classification is set without one: the present one where it fits, else none. */
export const determinationAfter = (classification: Classification, present: string | null): string | null => (determinationFits(classification, present) ? present : 'unknown');
