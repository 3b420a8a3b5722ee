import * as tf from '@tensorflow/tfjs';
import { getThreadsCount, setThreadsCount } from '@tensorflow/tfjs-backend-wasm';
import type { Library } from './library.ts';
import { tensorflow } from './tensorflow.ts';

/** TensorFlow.js in WebAssembly; in Node it has one thread, whatever is asked for. */
export async function open(threads: number): Promise<Library> {
  setThreadsCount(threads);
  await tf.setBackend('wasm');
  return tensorflow('wasm', getThreadsCount());
}
