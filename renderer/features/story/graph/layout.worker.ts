/** Layout in a worker: positions depend on the message alone. */
import Graph from 'graphology';
import forceAtlas2 from 'graphology-layout-forceatlas2';
import { storyLayout } from '../../../../shared/domain/story/layout.ts';

export interface LayoutRequest { readonly nodeCount: number; readonly edgeSources: Uint32Array; readonly edgeTargets: Uint32Array; readonly edgeBasis: Uint8Array }
export interface LayoutReply { readonly positions: Float32Array }

/** Beyond this the banded layout is too tall to read, and forces group what belongs together. */
const STORY_LIMIT = 320;

self.onmessage = ({ data }: MessageEvent<LayoutRequest>) => {
  const positions = data.nodeCount <= STORY_LIMIT ? storyLayout(data) : forceLayout(data);
  self.postMessage({ positions } satisfies LayoutReply, { transfer: [positions.buffer] });
};

/** ForceAtlas2 from a sunflower start: it uses no randomness of its own, so equal input gives equal positions. */
function forceLayout(data: LayoutRequest): Float32Array {
  const graph = new Graph({ multi: true });
  const golden = Math.PI * (3 - Math.sqrt(5));
  for (let i = 0; i < data.nodeCount; i++) graph.addNode(i, { x: Math.sqrt(i + 1) * Math.cos(i * golden) * 10, y: Math.sqrt(i + 1) * Math.sin(i * golden) * 10 });
  data.edgeSources.forEach((s, e) => { if (s !== data.edgeTargets[e]) graph.addEdge(s, data.edgeTargets[e]!); });
  const iterations = Math.max(40, Math.min(300, Math.round(400_000 / data.nodeCount)));
  forceAtlas2.assign(graph, { iterations, settings: { ...forceAtlas2.inferSettings(graph), barnesHutOptimize: data.nodeCount > 800, gravity: 0.6, scalingRatio: 12, linLogMode: true, outboundAttractionDistribution: true, slowDown: 2 } });
  const positions = new Float32Array(data.nodeCount * 2);
  graph.forEachNode((key, { x, y }) => { positions[Number(key) * 2] = x as number; positions[Number(key) * 2 + 1] = y as number; });
  return positions;
}
