/** Asks the worker for a layout; the same graph is laid out once. */
import type { GraphData } from '../../../../shared/domain/attack-graph/index.ts';
import { inputOf, type Layout } from '../../../../shared/domain/attack-graph/layout/index.ts';
import { createWorker, whileBusy } from '../../../platform/index.ts';
import workerUrl from './layout.worker.ts?worker&url';

const known = new WeakMap<GraphData, Promise<Layout>>();

export function runLayout(data: GraphData): Promise<Layout> {
  const running = known.get(data) ?? whileBusy(inWorker(data));
  known.set(data, running);
  // A failed one is tried again when asked for again.
  running.catch(() => { known.delete(data); });
  return running;
}

function inWorker(data: GraphData): Promise<Layout> {
  const worker = createWorker(workerUrl);
  return new Promise<Layout>((resolve, reject) => {
    worker.onmessage = ({ data: layout }: MessageEvent<Layout>) => { resolve(layout); };
    worker.onerror = (event) => { reject(new Error(`The layout stopped: ${event.message || 'its worker could not start'}.`)); };
    const input = inputOf(data.columns);
    worker.postMessage(input, [input.nodeFirstUs.buffer, input.edgeSources.buffer, input.edgeTargets.buffer, input.edgeActs.buffer]);
  }).finally(() => { worker.terminate(); });
}
