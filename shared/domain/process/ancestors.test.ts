import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ancestorsOf, commonAncestor, executionTrees, isCommonAncestor } from './ancestors.ts';

/** `child: parent`. */
const parents = (table: Record<number, number>) => (p: number): number | null => table[p] ?? null;
const nobody = (): boolean => false;

describe('ancestors of a process', () => {
  it('are listed from the process up to the one that no record has a parent for', () => expect(ancestorsOf(3, parents({ 3: 2, 2: 1 }), 10)).toEqual({ chain: [3, 2, 1], top: 'noParent' }));
  it('end where records contradict each other', () => {
    expect(ancestorsOf(3, parents({ 3: 2, 2: 1, 1: 3 }), 10)).toEqual({ chain: [3, 2, 1], top: 'ring' });
    expect(ancestorsOf(1, parents({ 1: 1 }), 10)).toEqual({ chain: [1], top: 'ring' });
  });
  it('end at the limit, and say so', () => {
    expect(ancestorsOf(3, parents({ 3: 2, 2: 1 }), 1)).toEqual({ chain: [3, 2], top: 'limited' });
    expect(ancestorsOf(3, parents({ 3: 2, 2: 1 }), 2)).toEqual({ chain: [3, 2, 1], top: 'noParent' });
  });
});

describe('the execution tree', () => {
  it('begins below what the processes of everybody descend from', () => {
    const tree = executionTrees(parents({ 5: 4, 4: 2, 6: 2, 2: 1 }), (p) => p === 2);
    expect([5, 4, 6, 2, 1].map(tree)).toEqual([4, 4, 6, null, 1]);
  });
  it('is one for all processes of a ring and those below it', () => {
    const tree = executionTrees(parents({ 9: 7, 7: 8, 8: 4, 4: 7 }), nobody);
    expect([9, 7, 8, 4].map(tree)).toEqual([4, 4, 4, 4]);
  });
  it('does not depend on who is asked about first', () => {
    const size = 12;
    fc.assert(fc.property(fc.array(fc.option(fc.nat(size - 1)), { minLength: size, maxLength: size }), fc.array(fc.boolean(), { minLength: size, maxLength: size }), fc.shuffledSubarray([...Array(size).keys()], { minLength: size }), (table, common, order) => {
      const parentOf = (p: number): number | null => table[p] ?? null;
      const isCommon = (p: number): boolean => common[p]!;
      const shared = executionTrees(parentOf, isCommon);
      const asked = new Map(order.map((p) => [p, shared(p)]));
      for (const p of order) expect(asked.get(p)).toBe(executionTrees(parentOf, isCommon)(p));
    }));
  });
});

it('two processes have the nearest of their ancestors in common, which may be one of them', () => {
  const parentOf = parents({ 5: 4, 4: 2, 6: 2, 2: 1 });
  expect([commonAncestor(5, 6, parentOf, 10), commonAncestor(5, 4, parentOf, 10), commonAncestor(2, 5, parentOf, 10), commonAncestor(5, 9, parentOf, 10)]).toEqual([2, 4, 2, null]);
});
it.each([['services.exe (716)', true], ['C:\\Windows\\System32\\svchost.exe', true], ['System (4)', true], ['powershell.exe (7340)', false], ['my services.exe tool (1)', false]])('%s as an ancestor of everybody: %s', (name, expected) => expect(isCommonAncestor(name)).toBe(expected));
