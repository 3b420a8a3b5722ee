import { substream } from '../../support/random.ts';
import type { Initialiser } from './initialiser.ts';

/** Initialises each gate's block of rows as a matrix of its own and stacks them. */
export const byGate =
  (gates: number, initialiser: Initialiser): Initialiser =>
  (rows, columns, stream) => {
    const block = (rows / gates) * columns;
    const values = new Float32Array(rows * columns);
    for (let gate = 0; gate < gates; gate++) {
      values.set(initialiser(rows / gates, columns, substream(stream, gate)), gate * block);
    }
    return values;
  };
