import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  EVIDENCE_ROLES,
  isImpacted,
  mostOpenStatus,
  readRemediationStatus,
  readRoles,
  readVerdict,
  REMEDIATION_OPEN_ORDER,
  REMEDIATION_STATUSES,
  worstVerdict,
} from './index.ts';

const about = { explicit: null, roles: [], detailedRoles: [], kind: 'device', onlyAssetOfKind: false } as const;

describe('impacted', () => {
  it('believes the record before any role', () => {
    expect(isImpacted({ ...about, explicit: false, roles: ['compromised'] })).toBe(false);
    expect(isImpacted({ ...about, explicit: true, kind: 'file' })).toBe(true);
  });
  it('reads each of the fifteen roles as the domain does', () => {
    expect(
      EVIDENCE_ROLES.filter((role) => isImpacted({ ...about, roles: [role], onlyAssetOfKind: true, detailedRoles: ['Main device'] })),
    ).toEqual(['source', 'destination', 'added', 'compromised', 'edited', 'attacked', 'policyViolator']);
  });
  it('doubts a source with a clean verdict', () => expect(isImpacted({ ...about, roles: ['source'], verdictIsClean: true })).toBe(false));
  it('takes an asset without a role when it stands alone or is the main one', () => {
    expect(isImpacted({ ...about, onlyAssetOfKind: true })).toBe(true);
    expect(
      ['Main device', 'main', 'PrimaryDevice', 'Maintenance', 'Referred in command line'].map((role) =>
        isImpacted({ ...about, detailedRoles: [role] }),
      ),
    ).toEqual([true, true, true, false, false]);
    expect(isImpacted(about)).toBe(false);
  });
  it('never takes an artifact, nor an app only because it stands alone', () => {
    expect(isImpacted({ ...about, kind: 'file', roles: ['compromised'], onlyAssetOfKind: true })).toBe(false);
    expect(isImpacted({ ...about, kind: 'app', onlyAssetOfKind: true })).toBe(false);
    expect(isImpacted({ ...about, kind: 'app', roles: ['attacked'] })).toBe(true);
  });
});

describe('what wins', () => {
  it('keeps the malicious verdict when a later scan finds nothing', () => {
    expect(worstVerdict(['malicious', 'noThreatsFound'])).toBe('malicious');
    expect([worstVerdict([]), worstVerdict(['unknown', 'noThreatsFound']), worstVerdict(['suspicious', 'compromised'])]).toEqual([
      'unknown',
      'noThreatsFound',
      'compromised',
    ]);
  });
  it('shows what awaits a decision before what is done', () => {
    expect(mostOpenStatus(['remediated', 'pendingApproval', 'none'])).toBe('pendingApproval');
    expect([mostOpenStatus([]), mostOpenStatus(['none', 'remediated']), mostOpenStatus(['a new word', 'remediated'])]).toEqual([
      'unknown',
      'remediated',
      'unknown',
    ]);
    expect([...REMEDIATION_OPEN_ORDER].sort()).toEqual([...REMEDIATION_STATUSES].sort());
  });
  it('does not depend on the order of the evidence', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...REMEDIATION_STATUSES)), (all) => {
        expect(mostOpenStatus(all)).toBe(mostOpenStatus(all.toReversed()));
      }),
    );
  });
});

describe('words', () => {
  it('reads them in any case and keeps what it changed', () => {
    const raw: Record<string, string> = {};
    expect([
      readVerdict('NoThreatsFound', 'verdict', raw),
      readRemediationStatus('PendingApproval', 'remediationStatus', raw),
      readRemediationStatus('unknownFutureValue', 'later', raw),
    ]).toEqual(['noThreatsFound', 'pendingApproval', 'unknown']);
    expect(raw).toEqual({ verdict: 'NoThreatsFound', remediationStatus: 'PendingApproval', later: 'unknownFutureValue' });
    expect(readRoles(['Compromised', 'somethingNew', 'compromised'], raw)).toEqual(['compromised', 'somethingNew']);
    expect(raw['roles']).toBe('Compromised, somethingNew, compromised');
  });
});
