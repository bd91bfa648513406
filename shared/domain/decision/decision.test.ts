import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conflictsOf, overlayAlert, overlayIncident, summarize, tagsOf, type ChangedField, type Standing } from './index.ts';

const decided = (field: string, value: unknown, more: Partial<Standing> = {}): Standing => ({ decisionId: 1, field, item: '', value, seen: null, seenUs: 10, reason: null, atUs: 50, actor: 'mia', ...more });
const row = (targetKind: ChangedField['targetKind'], targetId: string, field: string, value: unknown = null, name = targetId): ChangedField => ({ targetKind, targetId, name, field, item: '', value });

describe('decisions over facts', () => {
  it('count, newest first, and name what differs from the facts', () => {
    const { data, localFields } = overlayIncident({ status: 'active', severity: 'high', assignedTo: null }, [decided('status', 'inProgress'), decided('status', 'resolved'), decided('severity', 'high'), decided('assignedTo', null)], null);
    expect([data, localFields]).toEqual([{ status: 'resolved', severity: 'high', assignedTo: null }, ['status']]);
  });
  it('take "unknown", null and nothing for the same', () => {
    expect(overlayAlert({ classification: null }, [decided('classification', 'unknown')], null).localFields).toEqual([]);
  });
  it('of a merged incident give way to the merge', () => {
    const { data, localFields } = overlayIncident({ systemTags: ['X'] }, [decided('status', 'inProgress')], '9');
    expect([data['status'], data['redirectIncidentId'], data['systemTags'], localFields]).toEqual(['redirected', '9', ['X', 'Redirected'], ['status', 'redirectIncidentId']]);
  });
  it('say when an alert was resolved: here, or by its source where that was first', () => {
    const resolved = decided('status', 'resolved');
    expect([overlayAlert({ status: 'new', resolvedUs: null }, [resolved], 50), overlayAlert({ status: 'resolved', resolvedUs: 7 }, [resolved], 50), overlayAlert({ status: 'resolved', resolvedUs: 7 }, [decided('status', 'new')], 50)].map((o) => o.data['resolvedUs'])).toEqual([50, 7, null]);
  });
  it('leave what sources say as it is', () => {
    const base = Object.freeze({ status: 'active', customTags: Object.freeze(['a']) });
    overlayIncident(base, [decided('status', 'resolved'), decided('customTags', true, { item: 'b' })], '9');
    expect(base).toEqual({ status: 'active', customTags: ['a'] });
  });
  it('on tags are what a set would be after the same additions and removals', () => {
    const tag = fc.constantFrom('a', 'b', 'c', 'd');
    fc.assert(fc.property(fc.uniqueArray(tag), fc.array(fc.tuple(tag, fc.boolean())), (stated, acts) => {
      const held = new Set(stated);
      for (const [t, isThere] of acts) if (isThere) held.add(t); else held.delete(t);
      expect(new Set(tagsOf(stated, acts.map(([item, value]) => decided('customTags', value, { item }))))).toEqual(held);
    }));
  });
});

describe('conflicts', () => {
  const seen = decided('status', 'inProgress', { seen: 'active', seenUs: 10 });
  it.each([
    ['the source said something newer', { status: 'resolved' }, 20, true], ['nobody tells when', { status: 'resolved' }, null, true], ['the source says what it said', { status: 'active' }, 20, false], ['the source says what was decided', { status: 'inProgress' }, 20, false], ['what came in is older', { status: 'resolved' }, 10, false],
  ] as const)('where %s', (_when, base, baseUs, isConflict) => {
    expect(conflictsOf(base, baseUs, [seen])).toEqual(isConflict ? [{ field: 'status', local: 'inProgress', imported: 'resolved', importedUs: baseUs }] : []);
  });
  it('are settled by a later decision that knew', () => {
    expect(conflictsOf({ status: 'resolved' }, 20, [seen, decided('status', 'inProgress', { seen: 'resolved', seenUs: 20 })])).toEqual([]);
  });
});

describe('a change in words', () => {
  it.each([
    [[row('incident', '7', 'status')], 'Status of incident 7 changed'], [[row('incident', '7', 'status'), row('incident', '8', 'severity'), row('alert', 'a', 'status')], 'Status and severity of 2 incidents and alert a changed'],
    [[row('alert', 'a', 'incidentId', '9', 'Odd logon')], 'Alert Odd logon moved to incident 9'], [[row('alert', 'a', 'incidentId', '9'), row('alert', 'b', 'incidentId', '9')], '2 alerts moved to incident 9'],
    [[row('incident', 'x', 'created', 'a'), row('alert', 'a', 'incidentId', 'x'), row('incident', 'y', 'created', 'b'), row('alert', 'b', 'incidentId', 'y')], '2 alerts moved to 2 incidents of their own'],
    [[row('incident', '7', 'redirectIncidentId', '8'), row('incident', '8', 'customTags', true)], 'Incident 7 merged into incident 8'], [[row('alert', 'a', 'comments', 'x', 'Odd logon')], 'Comment on alert Odd logon'],
    [Array.from({ length: 1200 }, (_v, i) => row('entity', String(i), 'verdict')), 'Verdict of 1,200 entities changed'],
  ])('%#', (rows, text) => { expect(summarize(rows)).toBe(text); });
});
