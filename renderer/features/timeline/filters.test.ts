import { describe, expect, it } from 'vitest';
import { selectedOf, selectedText, timelineFilters, toggled, withSpan } from './filters.ts';

describe('the filters of a timeline', () => {
  it('become one question, with the end of a span told as the store counts it', () => {
    const filters = withSpan(toggled(toggled([{ column: 'flag', op: 'in', values: ['flagged'] }, { column: 'account', op: 'in', values: ['acc-1'] }], 'group', 'file'), 'group', 'alert'), 1_000, 2_000);
    expect(timelineFilters(filters, 'cmd.exe')).toEqual({ text: 'cmd.exe', flaggedOnly: true, accountEntityIds: ['acc-1'], groups: ['file', 'alert'], fromUs: 1_000, toUs: 2_000 });
  });
  it('take a value in and leave it out again', () => {
    expect(toggled([{ column: 'group', op: 'in', values: ['file'] }], 'group', 'file')).toEqual([]);
  });
  it('of another list, or that are no values, ask for nothing', () => {
    expect(timelineFilters([{ column: 'severity', op: 'in', values: ['high'] }, { column: 'group', op: 'in', values: ['nonsense'] }, { column: 'time', op: 'atLeast', values: ['soon'] }], '')).toEqual({});
  });
});

describe('the selection', () => {
  it('is read back from what it is written as, and nothing else is one', () => {
    for (const one of [{ kind: 'event', eventId: 12 }, { kind: 'alert', alertId: 'da 1/%' }] as const) expect(selectedOf(selectedText(one))).toEqual(one);
    for (const none of [undefined, '', 'event', 'event -1', 'event 1.5', 'alert ', 'note 3']) expect(selectedOf(none)).toBeNull();
  });
});
