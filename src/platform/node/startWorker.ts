import { Worker } from 'node:worker_threads';
import type { HostWorker } from '../port.ts';
import { workerArguments } from './workerArguments.ts';

/** `.ts` in a checkout, `.js` in the package. */
const extension = import.meta.url.slice(import.meta.url.lastIndexOf('.'));

/** Starts a thread on a module of the package, by its path from the folder of sources, without its extension. */
export function startWorker<Sent, Received>(module: string): HostWorker<Sent, Received> {
  const worker = new Worker(new URL(`../../${module}${extension}`, import.meta.url), {
    execArgv: workerArguments(),
  });
  return {
    post: (message) => worker.postMessage(message),
    listen: (callback) => void worker.on('message', callback),
    failure: new Promise((resolve) => {
      worker.on('error', (error) => resolve(error instanceof Error ? error.message : String(error)));
      worker.on('exit', (code) => resolve(`it ended with code ${code}`));
    }),
    end: () => void worker.terminate(),
  };
}
