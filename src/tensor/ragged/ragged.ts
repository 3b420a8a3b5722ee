import { fail } from '../../support/errors.ts';
import { formatShape, type Tensor } from '../tensor.ts';
import type { Layout, Structure } from './structure.ts';

/** A batch of B sequences of different lengths: all N steps as rows of one tensor, without padding. */
export interface Ragged {
  /** [N, ...features]; int32 [N] for symbols. */
  readonly data: Tensor;
  readonly structure: Structure;
  readonly layout: Layout;
}

/** Joins rows and structure. Throws `shape-mismatch`. */
export function ragged(data: Tensor, structure: Structure, layout: Layout = 'sequence'): Ragged {
  if (data.shape.length === 0 || data.shape[0] !== structure.total) {
    fail(
      'shape-mismatch',
      'ragged',
      `data ${formatShape(data.shape)} for ${structure.count} sequences with ${structure.total} steps in all`,
      'The first size of the data is the sum of the lengths',
    );
  }
  return { data, structure, layout };
}
