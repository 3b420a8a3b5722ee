import type { Port } from '../port.ts';

/** The channel to the page or worker that started this worker. */
export function parentPort<Sent, Received>(): Port<Sent, Received> {
  return {
    post: (message) => postMessage(message),
    listen: (callback) => addEventListener('message', ({ data }: MessageEvent<Received>) => callback(data)),
  };
}
