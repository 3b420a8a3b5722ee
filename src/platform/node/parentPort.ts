import { parentPort as port } from 'node:worker_threads';
import { fail } from '../../support/errors.ts';
import type { Port } from '../port.ts';

/** The channel to the thread that started this one. */
export function parentPort<Sent, Received>(): Port<Sent, Received> {
  if (!port) return fail('internal', 'parentPort', 'this thread was not started by another', 'Report this');
  const parent = port;
  return {
    post: (message) => parent.postMessage(message),
    listen: (callback) => void parent.on('message', callback),
  };
}
