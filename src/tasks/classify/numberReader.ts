import { permutation, stream } from '../../support/random.ts';
import type { NumberInput } from './classes.ts';

/** Width of what a model reads at a step. */
export const widthOf = ({ channels, masked }: NumberInput): number => channels.length * (masked ? 2 : 1);

/** Reads the values of one sequence step by step. */
export interface NumberReader {
  /** Puts what the model reads at a step into `target` from `at` on; `values` from `from` on are the step's. */
  read(values: ArrayLike<number>, from: number, target: Float32Array, at: number): void;
}

/**
 * Standardised values; a missing one is the last one before it, or the mean, and beside the values stands 1 for each
 * that is there and 0 for each that is missing, where the model is made so.
 */
export function numberReader({ channels, shift, scale, masked }: NumberInput): NumberReader {
  const last = new Float64Array(channels.length);
  return {
    read(values, from, target, at) {
      for (let c = 0; c < channels.length; c++) {
        const value = values[from + c];
        const isThere = !Number.isNaN(value);
        if (isThere) last[c] = (value - shift[c]) / scale[c];
        target[at + c] = last[c];
        if (masked) target[at + channels.length + c] = Number(isThere);
      }
    },
  };
}

/** The steps in the order in which a model reads them; undefined for their own. */
export const orderOf = ({ order }: NumberInput): Uint32Array | undefined =>
  order && permutation(stream(order.seed), order.steps);
