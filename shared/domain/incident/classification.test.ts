import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Classification } from '../facts/facts.ts';
import { determinationAfter, determinationFits, DETERMINATIONS_OF, SETTABLE_DETERMINATIONS } from './classification.ts';
import { DETERMINATIONS } from './labels.ts';
import { mergeRefusals, type Mergeable } from './merging.ts';

/** From the lists of the portal: classification, the determinations it offers. */
const OFFERED: Record<Classification, string> = {
  unknown: '', truePositive: 'multiStagedAttack maliciousUserActivity compromisedAccount malware phishing unwantedSoftware other', informationalExpectedActivity: 'securityTesting lineOfBusinessApplication confirmedActivity other',
  falsePositive: 'notMalicious notEnoughDataToValidate other',
};
const classifications = Object.keys(OFFERED) as Classification[];

describe('determinations', () => {
  it.each(classifications)('of %s are those that the portal offers, and not set', (classification) => {
    expect(DETERMINATIONS.filter((d) => determinationFits(classification, d)).sort()).toEqual([...OFFERED[classification].split(' ').filter((d) => d !== ''), 'unknown'].sort());
    expect(determinationFits(classification, null)).toBe(true);
  });
  it('that can be set are all but the retired ones', () => {
    expect([...SETTABLE_DETERMINATIONS].sort()).toEqual(DETERMINATIONS.filter((d) => d !== 'apt' && d !== 'securityPersonnel').sort());
    expect(new Set(Object.values(DETERMINATIONS_OF).flat())).toEqual(new Set(SETTABLE_DETERMINATIONS));
  });
  it('stay with a classification that they fit, and only with such', () => {
    expect([determinationAfter('truePositive', 'other'), determinationAfter('falsePositive', 'malware'), determinationAfter('falsePositive', null), determinationAfter('truePositive', 'apt')]).toEqual(['other', 'unknown', null, 'unknown']);
  });
});

describe('merging', () => {
  const incident = fc.record<Mergeable>({
    incidentId: fc.constantFrom('1', '2', '3'), status: fc.constantFrom('active', 'inProgress', 'resolved', 'redirected', 'awaitingAction', 'unknown'), assignedTo: fc.constantFrom(null, '', 'ann', 'ben'),
    classification: fc.constantFrom(...classifications), determination: fc.constantFrom(null, 'unknown', 'malware', 'other'), redirectIncidentId: fc.constantFrom(null, '9'),
  });
  const empty = (v: string | null) => v === null || v === '' || v === 'unknown';
  const agree = (a: string | null, b: string | null) => empty(a) || empty(b) || a === b;
  it('is allowed between two open incidents whose assignee, classification and determination are equal or empty, and between no others', () => {
    fc.assert(fc.property(incident, incident, (a, b) => {
      const isOpen = (i: Mergeable) => i.status !== 'resolved' && i.status !== 'redirected';
      const allowed = a.incidentId !== b.incidentId && isOpen(a) && isOpen(b) && agree(a.assignedTo, b.assignedTo) && agree(a.classification, b.classification) && agree(a.determination, b.determination);
      expect(mergeRefusals(a, b).length === 0).toBe(allowed);
      expect(mergeRefusals(a, b).length).toBe(mergeRefusals(b, a).length);
    }));
  });
});
