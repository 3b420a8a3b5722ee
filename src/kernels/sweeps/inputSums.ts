import { NONE } from '../memory.ts';
import { loadRow } from './rows.ts';

/** Where the input's share of the sums comes from: made before (`x`), or from the input itself. */
interface Source {
  readonly x: number;
  readonly input: number;
  readonly inputSize: number;
  readonly inputWeight: number;
  readonly inputBias: number;
}

/** The input's share of a row's `width` sums: of x[N, width], or inputWeight[width, I] input[N, I] + inputBias[width]. */
export function inputSums(
  f: Float32Array | Float64Array,
  { x, input, inputSize, inputWeight, inputBias }: Source,
  row: number,
  width: number,
): Float64Array {
  if (x !== NONE) return loadRow(f, x, row, width);
  // Rounded as sums are that a product wrote to memory, so that it does not show where they were made.
  const sums = f.slice(0, width);
  for (let j = 0; j < width; j++) {
    let sum = inputBias === NONE ? 0 : f[inputBias + j];
    for (let k = 0; k < inputSize; k++)
      sum += f[input + row * inputSize + k] * f[inputWeight + j * inputSize + k];
    sums[j] = sum;
  }
  return Float64Array.from(sums);
}
