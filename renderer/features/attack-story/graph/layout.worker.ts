/** Lays a graph out away from the page. One request, one answer. */
import { layoutGraph, type LayoutInput } from '../../../../shared/domain/attack-graph/layout/index.ts';

addEventListener('message', ({ data }: MessageEvent<LayoutInput>) => {
  const layout = layoutGraph(data);
  postMessage(layout, { transfer: [layout.positions.buffer, layout.bends.buffer] });
});
