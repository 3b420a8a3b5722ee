import type { Ragged } from '../../tensor/ragged/ragged.ts';
import type { Structure } from '../../tensor/ragged/structure.ts';
import type { Tensor } from '../../tensor/tensor.ts';
import type { Parameters } from '../parameters.ts';
import type { QueryRows } from './queryRows.ts';

/** What an attention reads: made once per batch of sources, read at every step. */
export interface AttentionMemory {
  /** The lengths of the B sources, N positions in all. */
  readonly structure: Structure;
  /** What queries are compared with at each position, [N, size], sequence layout. */
  readonly keys: Tensor;
  /** What is read there: the source's states, [N, R]. */
  readonly values: Tensor;
  /** What queries are multiplied by before they are compared, [size, D]; where it is undefined they are not. */
  readonly queryWeight?: Tensor | undefined;
}

export interface Attended {
  /** The weighted sum of the source's states for each query row, [Q, R]; 0 where the source is empty. */
  readonly context: Tensor;
  /** [W]: the weights of each query row over all positions of its source, as `QueryRows` lays them out. */
  readonly weights: Tensor;
}

/**
 * Reads sources of different lengths: for every query row weights over the positions of one source, and the states there
 * summed by these weights. There is no padding and no mask: nothing is computed for what is not there. A query row gets
 * the same bits alone, in any batch, at one step or at all steps at once.
 */
export interface Attention {
  readonly parameters: Parameters;
  /** What does not depend on the queries, from the states [N, R] of the sources. */
  prepare(source: Ragged): AttentionMemory;
  /**
   * Queries [Q, D], each of which reads the source that `rows` says. `coverage`: [W], the sum of the weights of earlier
   * steps, for an attention that has it; undefined at the first. Throws `shape-mismatch`, `bad-argument`.
   */
  attend(query: Tensor, memory: AttentionMemory, rows: QueryRows, coverage?: Tensor): Attended;
}
