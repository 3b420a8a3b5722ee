import * as tf from '@tensorflow/tfjs';
import type { Library } from './library.ts';
import { tensorflow } from './tensorflow.ts';

/** TensorFlow.js in plain JavaScript. */
export async function open(): Promise<Library> {
  await tf.setBackend('cpu');
  return tensorflow('cpu', 1);
}
