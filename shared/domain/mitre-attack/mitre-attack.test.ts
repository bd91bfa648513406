import { describe, expect, it } from 'vitest';
import { bandOf, compareCategories, OTHER_BAND, tacticOf, TACTICS } from './index.ts';

describe('kill chain', () => {
  it('has the fifteen tactics of the matrix in order', () => {
    expect(TACTICS.map((t) => t.id)).toEqual([
      'TA0043',
      'TA0042',
      'TA0001',
      'TA0002',
      'TA0003',
      'TA0004',
      'TA0005',
      'TA0112',
      'TA0006',
      'TA0007',
      'TA0008',
      'TA0009',
      'TA0011',
      'TA0010',
      'TA0040',
    ]);
  });
  it.each([
    ['InitialAccess', 'TA0001'],
    ['Initial access', 'TA0001'],
    ['initial-access', 'TA0001'],
    ['command_and_control', 'TA0011'],
    ['DefenseEvasion', 'TA0005'],
    ['stealth', 'TA0005'],
    ['Defense Impairment', 'TA0112'],
    ['ta0112', 'TA0112'],
    ['LatMov', 'TA0008'],
    ['C2', 'TA0011'],
    ['Exfil', 'TA0010'],
  ])('%s is %s', (category, id) => expect(tacticOf(category)?.id).toBe(id));
  it.each(['Malware', 'Ransomware', 'SuspiciousActivity', 'UnwantedSoftware', 'CredentialPhishing', '', 'constructor'])(
    '%s is no tactic and stands after Impact',
    (category) => {
      expect([tacticOf(category), bandOf(category)]).toEqual([null, OTHER_BAND]);
    },
  );
  it('sorts along the chain, the rest by name', () => {
    expect(
      ['Malware', 'Impact', 'Discovery', 'DefenseEvasion', 'Exploit', 'Reconnaissance', 'DefenseImpairment'].sort(compareCategories),
    ).toEqual(['Reconnaissance', 'DefenseEvasion', 'DefenseImpairment', 'Discovery', 'Impact', 'Exploit', 'Malware']);
  });
});
