import type { Tensor } from '../../tensor/tensor.ts';
import type { Attended } from './attention.ts';
import { plainReading } from './plainReading.ts';
import type { QueryRows } from './queryRows.ts';

/** The tanh of a sum, weighed: v · tanh(q + k), and with coverage v · tanh(q + k + c w). */
export interface AdditiveScore {
  /** [size] */
  readonly v: Tensor;
  /** What earlier steps have read, c [W], and its weight w [size]. */
  readonly coverage?: { readonly sums: Tensor; readonly weight: Tensor } | undefined;
}

/** The positions from centre - reach to centre + reach are read. */
export interface Window {
  /** [Q], for each query row. */
  readonly centre: Tensor;
  readonly reach: number;
  /** Whether weights are multiplied by exp(-(s - centre)^2 / (2 (reach / 2)^2)). */
  readonly gaussian: boolean;
}

export interface Reading {
  /** [Q, size], as compared with the keys. */
  readonly query: Tensor;
  /** [N, size], sequence layout. */
  readonly keys: Tensor;
  /** [N, R], sequence layout. */
  readonly values: Tensor;
  readonly rows: QueryRows;
  /** undefined: q · k. */
  readonly additive?: AdditiveScore | undefined;
  /** undefined: all positions. */
  readonly window?: Window | undefined;
}

/**
 * Scores, their softmax over the positions of each query row's source, and the values summed by these weights: context
 * [Q, R] and weights [W]. Saves the inputs and the weights. Throws `shape-mismatch`.
 */
export function readSources(reading: Reading): Attended {
  return plainReading(reading);
}
