import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AttackGraphColumns } from '../attack-graph/columns.ts';
import { advance, gaps, GAP_MS, GraphData, isSeen, momentRanks, nextStep, previousStep, SeenCounter, SPAN_MS } from './index.ts';

const text = (items: string[]) => Uint8Array.from(items.join('\0'), (c) => c.charCodeAt(0));
const decode = (bytes: Uint8Array) => String.fromCharCode(...bytes);
/** A graph of nodes [first, last] and edges [source, target, first, last]; null is no time. */
function graph(nodes: readonly (readonly [number | null, number | null])[], edges: readonly (readonly [number, number, number | null, number | null])[]): AttackGraphColumns {
  const n = nodes.length;
  const e = edges.length;
  return {
    incidentId: 'i', view: 'story', totalEntities: n, totalRelations: e, withoutTime: 0, nodeCount: n, edgeCount: e, ids: text(nodes.map((_v, i) => `n${i}`)), labels: text(nodes.map((_v, i) => `L${i}`)), kinds: new Uint8Array(n), verdicts: new Uint8Array(n), alertCounts: new Uint16Array(n), maxSeverities: new Uint8Array(n), flags: new Uint8Array(n),
    nodeFirstUs: Float64Array.from(nodes, (v) => v[0] ?? NaN), nodeLastUs: Float64Array.from(nodes, (v) => v[1] ?? NaN), edgeSources: Uint32Array.from(edges, (v) => v[0]), edgeTargets: Uint32Array.from(edges, (v) => v[1]), edgeTypes: new Uint8Array(e), edgeBasis: new Uint8Array(e),
    edgeFirstUs: Float64Array.from(edges, (v) => v[2] ?? NaN), edgeLastUs: Float64Array.from(edges, (v) => v[3] ?? NaN), edgeCounts: new Uint32Array(e), edgeRelationIds: Uint32Array.from(edges.keys()), alertIds: text(['a1']), alertFirstUs: Float64Array.of(5), alertSeverities: new Uint8Array(1), pairAlerts: Uint32Array.of(0), pairNodes: Uint32Array.of(0),
  };
}
const interval = fc.option(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 10 })).map(([a, d]) => [a, a + d] as [number | null, number | null]), { nil: [null, null] as [number | null, number | null] });
const anyGraph = fc.array(interval, { minLength: 1, maxLength: 30 }).chain((nodes) => fc.record({
  nodes: fc.constant(nodes), edges: fc.array(fc.tuple(fc.nat(nodes.length - 1), fc.nat(nodes.length - 1), interval).map(([s, t, i]) => [s, t, i[0], i[1]] as [number, number, number | null, number | null]), { maxLength: 40 }),
}));

describe('the graph at time t', () => {
  it('counts what brute force counts, for every brush and cursor', () => {
    fc.assert(fc.property(anyGraph, fc.integer({ min: -2, max: 52 }), fc.integer({ min: -2, max: 52 }), (g, a, b) => {
      const data = new GraphData(graph(g.nodes, g.edges), decode);
      const moment = { fromUs: Math.min(a, b), cursorUs: Math.max(a, b) };
      const count = (list: readonly (readonly [number | null, number | null])[]) => list.filter(([f, l]) => f !== null && f <= moment.cursorUs && (l ?? f) >= moment.fromUs).length;
      expect(new SeenCounter(data).at(moment)).toEqual({ nodes: count(g.nodes), edges: count(g.edges.map((e) => [e[2], e[3]] as const)) });
      const { cursor, from } = momentRanks(data.timesUs, moment);
      g.nodes.forEach(([f, l], i) => {
        if (f === null) return;
        const rank = (us: number) => data.timesUs.indexOf(us);
        expect(rank(f) <= cursor && rank(l!) >= from, `node ${i} by rank`).toBe(isSeen(f, l!, moment));
      });
    }), { numRuns: 500 });
  });
  it('refuses columns that do not fit together', () => {
    const good = graph([[1, 2]], []);
    expect(() => new GraphData({ ...good, kinds: new Uint8Array(2) }, decode)).toThrow(/different lengths/);
    expect(() => new GraphData({ ...graph([[1, 2]], [[0, 0, 1, 1]]), edgeTargets: Uint32Array.of(7) }, decode)).toThrow(/outside/);
  });
  it('knows neighbours, alerts and steps', () => {
    const data = new GraphData(graph([[1, 2], [3, 3], [null, null]], [[0, 1, 4, 4]]), decode);
    expect([...data.neighbourhood(0)]).toEqual([0, 1]);
    expect(data.nodesOfAlert('a1')).toEqual([0]);
    expect(data.alertsOfNode(0)).toEqual(['a1']);
    expect([...data.stepsUs]).toEqual([1, 3, 4, 5]);
    const lit = (kind: 'none' | 'alert' | 'entity' | 'relation', id: string) => { const found = data.lit({ kind, id }); return found === null ? null : [...found]; };
    expect([lit('alert', 'a1'), lit('entity', 'n1'), lit('entity', 'n2'), lit('relation', '0')]).toEqual([[0], [1, 0], [2], [0, 1]]);
    expect([lit('none', ''), lit('alert', 'other'), lit('entity', 'gone'), lit('relation', '9')]).toEqual([null, null, null, null]);
  });
});

describe('playback', () => {
  const steps = Float64Array.of(10, 20, 80);
  const span = { startUs: 0, endUs: 100 };
  it('steps to what appears next and back, and stays inside the brush', () => {
    expect([nextStep(steps, 10, span), nextStep(steps, 80, span), nextStep(steps, 15, { startUs: 0, endUs: 18 })]).toEqual([20, 100, 18]);
    expect([previousStep(steps, 20, span), previousStep(steps, 5, span), previousStep(steps, 80, { startUs: 30, endUs: 100 })]).toEqual([10, 0, 30]);
  });
  it('finds silences', () => expect(gaps(steps, span, 0.3)).toEqual([{ startUs: 20, endUs: 80 }]));
  it('plays the whole brush in its time, and a silence in a moment', () => {
    const long = { startUs: 0, endUs: 1e9 };
    const silences = [{ startUs: 1e8, endUs: 9e8 }];
    expect(advance(0, SPAN_MS, 1, 'time', long, [])).toBe(1e9);
    expect(advance(0, SPAN_MS / 2, 2, 'time', long, [])).toBe(1e9);
    expect(advance(1e8, GAP_MS, 1, 'skipGaps', long, silences)).toBeCloseTo(9e8, -3);
    expect(advance(0, SPAN_MS + GAP_MS, 1, 'skipGaps', long, silences)).toBe(1e9);
    expect(advance(1e9, 1000, 1, 'time', long, [])).toBe(1e9);
  });
});
