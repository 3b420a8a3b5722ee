import type { HostWorker } from '../port.ts';

/** Starts a worker. The page's bundler has to see the expression that makes it: the caller gives that. */
export function startWorker<Sent, Received>(make: () => Worker): HostWorker<Sent, Received> {
  const worker = make();
  return {
    post: (message) => worker.postMessage(message),
    listen: (callback) => {
      worker.onmessage = ({ data }: MessageEvent<Received>) => callback(data);
    },
    failure: new Promise((resolve) => {
      worker.onerror = (event) => resolve(event.message ?? 'its script cannot be loaded');
    }),
    end: () => worker.terminate(),
  };
}
