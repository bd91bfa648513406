import { describe, expect, it } from 'vitest';
import { readGraph } from './graph-data.ts';
import { findNeighbourhoods, highlightAlert, highlightNode, pathTo } from './neighbours.ts';
import { graphOf } from './testing.ts';

const chain = () => graphOf(
  [{ id: 'mail', first: 1 }, { id: 'doc', first: 2 }, { id: 'word', first: 3 }, { id: 'ps', first: 4 }, { id: 'ip', first: 5 }, { id: 'host' }],
  [{ from: 'mail', to: 'doc', first: 2 }, { from: 'doc', to: 'word', first: 3 }, { from: 'word', to: 'ps', first: 4 }, { from: 'ps', to: 'ip', first: 5 }, { from: 'mail', to: 'ip', first: 5, inferred: true }, { from: 'ps', to: 'host' }],
  [{ id: 'a1', first: 3, touches: ['doc', 'word'] }, { id: 'a2', first: 5, touches: ['ps', 'ip', 'mail'] }],
);

describe('graph data', () => {
  it('decodes ids and labels one by one, in any script', () => {
    const labels = ['Ünïcode ✓ 𝄞', '', 'b\ufffd', 'plain'];
    const c = { ...graphOf([{ id: 'n0', first: 0 }, { id: 'n1', first: 1 }, { id: 'n2', first: 2 }, { id: 'n3', first: 3 }], []), labels: new TextEncoder().encode(labels.join('\0')) };
    const g = readGraph(c);
    expect(g.ok && [3, 2, 1, 0].map((i) => g.value.label(i)).reverse()).toEqual(labels);
    expect(g.ok && [g.value.nodeOf('n2'), g.value.nodeOf('gone')]).toEqual([2, -1]);
  });

  it('reads damaged bytes as TextDecoder does not crash on them', () => {
    const c = { ...graphOf([{ id: 'n0', first: 0 }], []), labels: Uint8Array.of(0x61, 0xff, 0xc0, 0x80, 0xe2, 0x82, 0x62) };
    const g = readGraph(c);
    expect(g.ok && g.value.label(0)).toBe('a\ufffd\ufffd\ufffd\ufffd\ufffdb');
  });

  it('names the column that does not fit', () => {
    expect(readGraph({ ...chain(), verdicts: new Uint8Array(2) })).toEqual({ ok: false, error: 'verdicts has 2 items for 6 entities' });
    expect(readGraph({ ...chain(), labels: new Uint8Array(3) })).toEqual({ ok: false, error: 'labels does not hold 6 texts' });
    expect(readGraph({ ...chain(), edgeTargets: new Uint32Array(6).fill(6) })).toEqual({ ok: false, error: 'edgeTargets names an entity that is not there' });
    expect(readGraph({ ...chain(), pairAlerts: new Uint32Array(5).fill(2) })).toEqual({ ok: false, error: 'pairAlerts names an alert that is not there' });
    expect(readGraph(graphOf([], []))).toMatchObject({ ok: true });
  });
});

describe('highlight and path', () => {
  const c = chain();
  const n = findNeighbourhoods(c);
  const g = readGraph(c);
  const names = (list: Iterable<number>) => [...list].sort((a, b) => a - b).map((i) => (g.ok ? g.value.id(i) : ''));

  it('shows an entity with its neighbours and alerts, and an alert with its entities and what joins them', () => {
    const ps = highlightNode(c, n, 3);
    expect([names(ps.nodes), [...ps.alerts]]).toEqual([['word', 'ps', 'ip', 'host'], [1]]);
    const alert = highlightAlert(c, n, 0);
    expect([names(alert.nodes), alert.edges.size]).toEqual([['doc', 'word'], 1]);
  });

  it('tells how an entity was reached over what was observed', () => {
    expect(names(pathTo(c, n, 4).nodes)).toEqual(['mail', 'doc', 'word', 'ps', 'ip']);
    expect(pathTo(c, n, 4, 1).edges).toHaveLength(1);
    expect(pathTo(c, n, 0)).toEqual({ nodes: [0], edges: [] });
  });
});
