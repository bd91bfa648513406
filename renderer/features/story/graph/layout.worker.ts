/** Layout in a worker: positions depend on the message alone. */
import { layoutGraph, type Layout, type LayoutInput } from '../../../../shared/domain/attack-graph/layout/index.ts';

self.onmessage = ({ data }: MessageEvent<LayoutInput>) => {
  const layout: Layout = layoutGraph(data);
  self.postMessage(layout, { transfer: [layout.positions.buffer, layout.bends.buffer] });
};
