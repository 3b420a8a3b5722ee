import { type Stream, uniform as draw } from '../../support/random.ts';
import type { Initialiser } from './initialiser.ts';

/** `count` numbers, uniform in [-bound, bound). */
export function uniformValues(count: number, bound: number, stream: Stream): Float32Array {
  return Float32Array.from({ length: count }, (_, unit) => (2 * draw(stream, unit) - 1) * bound);
}

/** Uniform in [-bound, bound): PyTorch's recurrent layers use bound = 1 / sqrt(H). */
export const uniform =
  (bound: number): Initialiser =>
  (rows, columns, stream) =>
    uniformValues(rows * columns, bound, stream);
