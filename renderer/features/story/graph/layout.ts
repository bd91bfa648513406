import type { Layout, LayoutInput } from '../../../../shared/domain/attack-graph/layout/index.ts';
import { createWorker, whileBusy } from '../../../platform/index.ts';
import workerUrl from './layout.worker.ts?worker&url';

/** Positions and bends of a graph, computed in a worker that ends with the answer or with `signal`. */
export function layOut(input: LayoutInput, signal: AbortSignal): Promise<Layout> {
  return whileBusy(new Promise((resolve, reject) => {
    const worker = createWorker(workerUrl);
    const end = () => worker.terminate();
    signal.addEventListener('abort', () => { end(); reject(new DOMException('aborted', 'AbortError')); }, { once: true });
    worker.onmessage = ({ data }: MessageEvent<Layout>) => { end(); resolve(data); };
    worker.onerror = (event) => { end(); reject(new Error(event.message || 'the layout could not be computed')); };
    worker.postMessage(input);
  }));
}
