import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphOf, type PlainEdge } from '../testing.ts';
import { CELL, connectedComponents, inputOf, layoutByForce, layoutGraph, layoutStory, type LayoutInput } from './index.ts';

const anyStory = fc.integer({ min: 1, max: 60 }).chain((n) => {
  const node = fc.integer({ min: 0, max: n - 1 }).map((i) => `n${i}`);
  return fc.tuple(fc.array(fc.option(fc.integer({ min: 0, max: 40 }), { nil: undefined }), { minLength: n, maxLength: n }), fc.array(fc.tuple(node, node), { maxLength: n * 2 })).map(([times, pairs]) =>
    inputOf(graphOf(times.map((first, i) => ({ id: `n${i}`, ...(first === undefined ? {} : { first }) })), pairs.map(([from, to]): PlainEdge => ({ from, to, first: 50 })))));
});

/** A tree of processes under a few hosts with some cross relations: what telemetry gives. */
function telemetry(count: number, extra: number): LayoutInput {
  const sources: number[] = [];
  const targets: number[] = [];
  const mix = (i: number) => Math.imul(i ^ 0x9e3779b9, 2654435761) >>> 0;
  for (let i = 8; i < count; i++) {
    sources.push(mix(i) % 3 === 0 ? mix(i) % 8 : Math.max(0, i - 1 - (mix(i * 7) % 40)));
    targets.push(i);
  }
  for (let k = 0; k < extra; k++) {
    sources.push(mix(k * 31) % count);
    targets.push(mix(k * 17 + 5) % count);
  }
  return { nodeCount: count, nodeFirstUs: Float64Array.from({ length: count }, (_v, i) => i), edgeSources: Uint32Array.from(sources), edgeTargets: Uint32Array.from(targets), edgeActs: new Uint8Array(sources.length).fill(1) };
}

/** Disc with badge, and the label of 15 characters below it. */
const boxes = (x: number, y: number): [number, number, number, number][] => [[x - 14, y - 14, x + 14, y + 14], [x - 48, y + 15, x + 48, y + 31]];
function overlaps(positions: Float32Array): string[] {
  const found: string[] = [];
  for (let i = 0; i < positions.length / 2; i++) for (let j = 0; j < i; j++) {
    for (const a of boxes(positions[i * 2]!, positions[i * 2 + 1]!)) for (const b of boxes(positions[j * 2]!, positions[j * 2 + 1]!)) {
      if (a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]) found.push(`${j}-${i}`);
    }
  }
  return found;
}

describe('story layout', () => {
  it('never lets discs or labels overlap', () => {
    fc.assert(fc.property(anyStory, (input) => { expect(overlaps(layoutStory(input).positions)).toEqual([]); }), { numRuns: 150 });
  });

  it('gives the same bytes for the same graph', () => {
    fc.assert(fc.property(anyStory, (input) => {
      const [a, b] = [layoutStory(input), layoutStory({ ...input, nodeFirstUs: input.nodeFirstUs.slice() })];
      expect(new Uint8Array(a.positions.buffer)).toEqual(new Uint8Array(b.positions.buffer));
      expect(new Uint8Array(a.bends.buffer)).toEqual(new Uint8Array(b.bends.buffer));
    }), { numRuns: 60 });
  });

  it('lets time run along the rows of each component', () => {
    fc.assert(fc.property(anyStory, (input) => {
      const { positions } = layoutStory(input);
      const { ofNode, count } = connectedComponents(input);
      for (let k = 0; k < count; k++) {
        const nodes = [...input.nodeFirstUs.keys()].filter((i) => ofNode[i] === k && !Number.isNaN(input.nodeFirstUs[i]!));
        // Within one row, an entity further to the right is not earlier.
        for (const a of nodes) for (const b of nodes) {
          const sameRow = Math.abs(positions[a * 2 + 1]! - positions[b * 2 + 1]!) < CELL.height / 2 + 1;
          const far = positions[b * 2]! > positions[a * 2]! + 1;
          if (sameRow && far && input.nodeFirstUs[b]! < input.nodeFirstUs[a]!) expect.fail(`${b} at the right of ${a} is earlier`);
        }
      }
    }), { numRuns: 100 });
  });

  it('sets a chain out in the order of its relations, and folds a long one', () => {
    const n = 30;
    const chain = inputOf(graphOf(Array.from({ length: n }, (_v, i) => ({ id: `n${String(i).padStart(2, '0')}`, first: i })), Array.from({ length: n - 1 }, (_v, i) => ({ from: `n${String(i).padStart(2, '0')}`, to: `n${String(i + 1).padStart(2, '0')}`, first: i + 1 }))));
    const { positions } = layoutStory(chain);
    const width = Math.max(...positions.filter((_v, i) => i % 2 === 0));
    expect(width).toBeLessThan(n * CELL.width * 0.7);
    expect(positions[2]!).toBeGreaterThan(positions[0]!);
    // Rows go down the page: what starts a row stands below everything before it.
    for (let i = 1; i < n; i++) {
      if (positions[i * 2]! > positions[i * 2 - 2]!) continue;
      const above = Math.max(...Array.from({ length: i }, (_v, k) => positions[k * 2 + 1]!));
      expect(positions[i * 2 + 1]!).toBeGreaterThan(above - CELL.height / 2 - 1);
      expect(positions[i * 2 + 1]!).toBeGreaterThan(positions[1]! + CELL.height / 2);
    }
  });

  it('takes 400 entities without overlap, in seconds', () => {
    const input = telemetry(400, 200);
    const start = performance.now();
    expect(overlaps(layoutGraph(input).positions)).toEqual([]);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});

describe('force layout', () => {
  it('gives the same bytes for the same graph, and every entity a place of its own', () => {
    const input = telemetry(2000, 800);
    const [a, b] = [layoutByForce(input), layoutByForce(input)];
    expect(new Uint8Array(a.positions.buffer)).toEqual(new Uint8Array(b.positions.buffer));
    expect(a.positions.every(Number.isFinite)).toBe(true);
    const spots = new Set(Array.from({ length: 2000 }, (_v, i) => `${Math.round(a.positions[i * 2]! / 4)},${Math.round(a.positions[i * 2 + 1]! / 4)}`));
    expect(spots.size).toBeGreaterThan(1900);
  });

  it('brings related entities closer than others', () => {
    const input = telemetry(1500, 0);
    const { positions: p } = layoutByForce(input);
    const distance = (i: number, j: number) => Math.hypot(p[i * 2]! - p[j * 2]!, p[i * 2 + 1]! - p[j * 2 + 1]!);
    let [related, others] = [0, 0];
    for (let e = 0; e < input.edgeSources.length; e++) {
      related += distance(input.edgeSources[e]!, input.edgeTargets[e]!);
      others += distance(input.edgeSources[e]!, (e * 7919) % 1500);
    }
    expect(related * 3).toBeLessThan(others);
  });

  it('ends in seconds for 5,000 entities and 15,000 relations, and stands graphs without relations', () => {
    const start = performance.now();
    layoutGraph(telemetry(5000, 10_000));
    expect(performance.now() - start).toBeLessThan(20_000);
    const { positions } = layoutGraph({ nodeCount: 600, nodeFirstUs: new Float64Array(600), edgeSources: new Uint32Array(0), edgeTargets: new Uint32Array(0), edgeActs: new Uint8Array(0) });
    expect(positions.every(Number.isFinite)).toBe(true);
  });
});
