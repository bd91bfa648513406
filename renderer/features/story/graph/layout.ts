import { createWorker, whileBusy } from '../../../platform/index.ts';
import type { LayoutReply, LayoutRequest } from './layout.worker.ts';
import workerUrl from './layout.worker.ts?worker&url';

/** Positions of a graph, computed in a worker that ends with the answer or with `signal`. */
export function layOut(request: LayoutRequest, signal: AbortSignal): Promise<Float32Array> {
  return whileBusy(new Promise((resolve, reject) => {
    const worker = createWorker(workerUrl);
    const end = () => worker.terminate();
    signal.addEventListener('abort', () => { end(); reject(new DOMException('aborted', 'AbortError')); }, { once: true });
    worker.onmessage = ({ data }: MessageEvent<LayoutReply>) => { end(); resolve(data.positions); };
    worker.onerror = (event) => { end(); reject(new Error(event.message || 'the layout could not be computed')); };
    worker.postMessage(request);
  }));
}
