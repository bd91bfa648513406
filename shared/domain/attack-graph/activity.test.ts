import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endRank, NEVER, NO_TIME, rankTimes, startRank, stateAt, viewFrom } from './activity.ts';
import { graphOf, type PlainAlert, type PlainEdge, type PlainNode } from './testing.ts';

const time = fc.option(fc.integer({ min: 0, max: 60 }), { nil: undefined });
const span = fc.tuple(time, fc.integer({ min: 0, max: 30 })).map(([first, length]) => (first === undefined ? {} : { first, last: first + length }));

/** Any graph at all: missing times, relations earlier than their ends, alerts before their entities. */
const anyGraph = fc.integer({ min: 1, max: 9 }).chain((n) => {
  const node = fc.integer({ min: 0, max: n - 1 }).map((i) => `n${i}`);
  return fc.record({
    nodes: fc.tuple(...Array.from({ length: n }, (_v, i) => span.map((s): PlainNode => ({ id: `n${i}`, ...s })))),
    edges: fc.array(fc.tuple(node, node, span, fc.boolean()).map(([from, to, s, inferred]): PlainEdge => ({ from, to, inferred, ...s })), { maxLength: 14 }),
    alerts: fc.array(fc.tuple(time, fc.uniqueArray(node)).map(([first, touches], i): PlainAlert => ({ id: `a${i}`, touches, ...(first === undefined ? {} : { first }) })), { maxLength: 5 }),
  }).map((g) => graphOf(g.nodes, g.edges, g.alerts));
});

describe('activity', () => {
  it('equals the rules for every graph, brush and cursor', () => {
    fc.assert(fc.property(anyGraph, fc.integer({ min: -5, max: 95 }), fc.integer({ min: -5, max: 95 }), fc.integer({ min: -5, max: 95 }), (c, a, b, cursor) => {
      const brush = { startUs: Math.min(a, b), endUs: Math.max(a, b) };
      const ranks = rankTimes(c);
      const view = viewFrom(c, ranks, startRank(ranks, brush));
      const end = endRank(ranks, brush, cursor);
      const truth = stateAt(c, brush, cursor);
      const isActive = (rank: number) => (rank < end ? 1 : 0);
      const always = (rank: number) => (rank === NO_TIME ? 1 : isActive(rank));
      expect([...view.nodeRank].map(always)).toEqual([...truth.activeNodes]);
      expect([...view.edgeRank].map(always)).toEqual([...truth.activeEdges]);
      expect(view.countNodes(end) + view.nodesWithoutTime).toBe(truth.nodes);
      expect(view.countEdges(end) + view.edgesWithoutTime).toBe(truth.edges);
    }), { numRuns: 2000 });
  });

  it('does not take silence between first and last time for activity', () => {
    const c = graphOf([{ id: 'a', first: 0, last: 100 }, { id: 'b', first: 0, last: 0 }], [{ from: 'a', to: 'b', first: 0 }]);
    expect(stateAt(c, { startUs: 40, endUs: 60 }, 60)).toMatchObject({ nodes: 0, edges: 0 });
    expect(stateAt(c, { startUs: 40, endUs: 100 }, 100)).toMatchObject({ nodes: 1, edges: 0 });
  });

  it('draws a relation no earlier than its ends', () => {
    const c = graphOf([{ id: 'a', first: 10 }, { id: 'b', first: 50 }], [{ from: 'a', to: 'b', first: 5, last: 60, inferred: true }]);
    const brush = { startUs: 0, endUs: 100 };
    expect(stateAt(c, brush, 49).edges).toBe(0);
    expect(stateAt(c, brush, 50).edges).toBe(1);
  });

  it('keeps what has no time active and out of the time order', () => {
    const c = graphOf([{ id: 'a' }, { id: 'b', first: 5 }], [{ from: 'a', to: 'b' }]);
    const ranks = rankTimes(c);
    const view = viewFrom(c, ranks, 0);
    expect([...view.nodeRank]).toEqual([0, NO_TIME]);
    expect([view.nodesWithoutTime, view.edgesWithoutTime]).toEqual([1, 1]);
    expect(stateAt(c, { startUs: 0, endUs: 0 }, 0)).toMatchObject({ nodes: 1, edges: 1 });
  });

  it('never activates what is over before the brush', () => {
    const c = graphOf([{ id: 'a', first: 1 }, { id: 'b', first: 9 }], []);
    const ranks = rankTimes(c);
    expect([...viewFrom(c, ranks, startRank(ranks, { startUs: 5, endUs: 9 })).nodeRank]).toEqual([NEVER, 1]);
  });
});
